"""One link of the chosen claim: what it does, where it leads, its note, the passage's note and translation."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.in_force import in_force_words
from annotator.model.terms import stricter
from annotator.model.things import Document, Handling, Link
from annotator.ui.inspector.fields import ChoiceField, LineField, PrivateBox
from annotator.ui.plain import ElidedButton, button, label, one_line
from annotator.ui.review.items import dashed, state_words
from annotator.ui.words import HANDLING_WORDS, RELATION_MARKS, RELATION_WORDS, place_words, where

AS_DOCUMENT = "What may go out: as its document"
TOGETHER = "together"
"""The group that links which support only jointly are put into; a claim has one such group here."""


class LinkCard(QFrame):
    """A card; a click on its words follows the link."""

    edited = Signal(str, str, object)
    passage_wanted = Signal(str)
    touched = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, link_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link = link_id
        self._passage = ""
        self.setObjectName("link-card")
        self.relation = ChoiceField(
            "Relation",
            [(relation.value, f"{RELATION_MARKS[relation]} {words}") for relation, words in RELATION_WORDS.items()],
        )
        self.relation.setObjectName("link-relation")
        self.relation.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.where = ElidedButton(self, name="link-where")
        self.remove = button("Remove", self, flat=True, name="remove-link")
        self.quote = label("", self, wrap=True)
        self.quote.setObjectName("link-quote")
        self.machine = label("", self, wrap=True, dim=True)
        self.machine.setObjectName("link-machine")
        self.dated = label("", self, wrap=True)
        self.dated.setObjectName("link-dated")
        self.quote.setCursor(Qt.CursorShape.PointingHandCursor)
        self.note = LineField("Note on the link", self, hint="Note on the link")
        self.note.setObjectName("link-note")
        self.private = PrivateBox("Note on the link", self)
        self.together = QCheckBox("counts only together with others", self)
        self.more = button(
            "Passage…", self, flat=True, name="passage-details", says="Note on the passage, and its translation"
        )
        self.more.setCheckable(True)
        self._build_passage()
        self._lay_out()
        self.relation.committed.connect(lambda value: self.edited.emit(self.link, "relation", value))
        self.private.committed.connect(lambda on: self.edited.emit(self.link, "private", on))
        self.note.committed.connect(lambda value: self.edited.emit(self.link, "note", value))
        self.together.clicked.connect(lambda on: self.edited.emit(self.link, "together", TOGETHER if on else ""))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.link))
        self.more.toggled.connect(self.details.setVisible)
        self.where.clicked.connect(self._follow)
        self.quote.installEventFilter(self)

    def _build_passage(self) -> None:
        self.details = QWidget(self)
        self.passage_note = LineField("Note on the passage", self.details, hint="Note on the passage")
        self.translation = LineField("Translation", self.details, hint="Translation")
        self.translator = LineField("Translator", self.details, hint="Translated by")
        inside = QVBoxLayout(self.details)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        for name, field in (
            ("note", self.passage_note),
            ("translation", self.translation),
            ("translator", self.translator),
        ):
            inside.addWidget(field)
            field.setObjectName(f"passage-{name}")
            field.committed.connect(self._edit_passage(name))
        self.passage_private = PrivateBox("Note on the passage", self.details)
        self.passage_private.committed.connect(self._edit_passage("private"))
        inside.insertWidget(1, self.passage_private)
        self.handling = ChoiceField(
            "What may go out of this link",
            [
                (each.value, AS_DOCUMENT if each is Handling.UNSET else f"This link: {words}")
                for each, words in HANDLING_WORDS.items()
            ],
            self.details,
        )
        self.handling.setObjectName("link-handling")
        self.handling.committed.connect(lambda value: self.edited.emit(self.link, "handling", value))
        self.outranked = label("", self.details, wrap=True)
        self.outranked.setObjectName("link-outranked")
        inside.addWidget(self.handling)
        inside.addWidget(self.outranked)
        self.details.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.relation)
        head.addStretch(1)
        head.addWidget(self.remove)
        foot = QHBoxLayout()
        foot.addWidget(self.together)
        foot.addStretch(1)
        foot.addWidget(self.more)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 6, 8, 6)
        inside.setSpacing(4)
        inside.addLayout(head)
        inside.addWidget(self.where)
        inside.addWidget(self.quote)
        inside.addWidget(self.machine)
        inside.addWidget(self.dated)
        inside.addWidget(self.note)
        inside.addWidget(self.private)
        inside.addLayout(foot)
        inside.addWidget(self.details)

    def show_link(
        self, graph: Graph, machine: str, whole: Collection[str], *, chosen: bool, alone: bool, read_only: bool
    ) -> None:
        """Shows the link as it is in a graph; `machine` says that one read it; `alone`: the claim has no other."""
        link = graph.links[self.link]
        passage = graph.passages[link.passage]
        self._passage = passage.id
        self.relation.show_value(link.relation.value)
        led_to = where(graph, passage.document, passage.place)
        self.where.set_whole(led_to, f"Go to {led_to}")
        self.remove.setAccessibleName(f"Remove the link to {led_to}")
        self.quote.setText(f"“{place_words(passage.place, 240, whole)}”{state_words(passage)}")
        self.machine.setText(machine)
        self.machine.setVisible(bool(machine))
        dated = in_force_words(graph, passage)
        self.dated.setText(one_line(dated))
        self.dated.setVisible(bool(dated))
        self.note.show_value(link.note)
        self.private.show_value(link.private, noted=bool(link.note))
        self.passage_private.show_value(passage.private, noted=bool(passage.note))
        self.together.setChecked(bool(link.together))
        self.together.setVisible(not alone or bool(link.together))
        self.passage_note.show_value(passage.note)
        self.translation.show_value(passage.translation)
        self.translator.show_value(passage.translator)
        self.handling.show_value(link.handling.value)
        outranked = _outranked(link, graph.documents[passage.document])
        self.outranked.setText(outranked)
        self.outranked.setVisible(bool(outranked))
        self.setProperty("relation", link.relation.value)
        self.setProperty("chosen", chosen)
        self.setProperty("review", dashed(passage))
        self.style().unpolish(self)
        self.style().polish(self)
        for field in (self.note, self.passage_note, self.translation, self.translator):
            field.setReadOnly(read_only)
        for widget in (
            self.relation,
            self.together,
            self.remove,
            self.handling,
            self.private,
            self.passage_private,
        ):
            widget.setEnabled(not read_only)

    def commit(self) -> None:
        """Saves what is being typed."""
        for field in (self.note, self.passage_note, self.translation, self.translator):
            field.commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on the words follows the link."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self._follow()
        return False

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        passage = (self.passage_note, self.passage_private, self.translation, self.translator, self.handling)
        return self.relation, self.remove, self.where, self.note, self.private, self.together, self.more, *passage

    def _follow(self) -> None:
        self.touched.emit(self.link)
        self.passage_wanted.emit(self._passage)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside them makes this the link that Delete removes."""
        self.touched.emit(self.link)
        super().mousePressEvent(event)

    def _edit_passage(self, name: str) -> object:
        def edit(value: object) -> None:
            self.edited.emit(self._passage, name, value)

        return edit


def _outranked(link: Link, document: Document) -> str:
    """What is said where a link's handling lets more out than its document's does, which then holds."""
    if link.handling is Handling.UNSET or stricter(link.handling, document.handling) is link.handling:
        return ""
    return f"Its document is marked “{HANDLING_WORDS[document.handling]}”, which is stricter and holds."
