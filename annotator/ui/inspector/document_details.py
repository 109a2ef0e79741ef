"""What is known about a document, edited in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.pages import Format
from annotator.model.terms import TERMS_WORDS
from annotator.model.things import Role
from annotator.ui.documents.order import agreed
from annotator.ui.inspector.blackouts_list import BlackoutsList
from annotator.ui.inspector.fields import ChoiceField, LineField
from annotator.ui.inspector.versions_list import VersionsList
from annotator.ui.plain import ElidedLabel, button, button_text, label, one_line
from annotator.ui.words import HANDLING_WORDS, count

FIELDS = (
    ("title", "Title", ""),
    ("author", "Author", ""),
    ("date", "Date", "As on the document"),
    ("in_force", "As in force on", "Of a law: a day, as 2024-03-15"),
    ("received", "Received", "When and how it came"),
    ("address", "Address", "Where it can be found"),
    ("embargo", "Embargo until", "A day, as 2026-12-01"),
    ("interviewee", "With", "Whom you spoke to, or an alias"),
    ("how", "How", "In person, phone, video, e-mail, message"),
)
OF_NOTES = ("interviewee", "how")
"""Shown where something is known of them."""


class DocumentDetails(QWidget):
    """Title, author, date, received, address, terms, embargo, handling; of an interview with whom and how."""

    edited = Signal(str, str, object)
    remove_wanted = Signal(str)
    back_wanted = Signal()
    document_wanted = Signal(str)
    words_wanted = Signal()
    falls_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = self._owner = ""
        self._wide = self._spoken = False
        self.name = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle)
        self.name.setProperty("heading", True)
        self.about = label("", self, wrap=True, dim=True)
        self.agreed = label("", self, wrap=True)
        self.agreed.setObjectName("document-agreed")
        self.agreed.setProperty("heading", True)
        self.owner = button("", self, flat=True, name="document-owner")
        self.words = button("Change its words…", self, flat=True, name="note-words", says="Change the note's words")
        self.versions = VersionsList(self)
        self.blackouts = BlackoutsList(self)
        self.back = button("Links", self, flat=True, name="back-to-links", says="Back to the links of the claim")
        self.falls = button("What falls with it…", self, flat=True, name="document-falls")
        self.remove = button("Remove", self, flat=True, name="remove-document", says="Remove this document")
        self.fields = {name: LineField(words, self, hint=hint) for name, words, hint in FIELDS}
        self.handling = ChoiceField("Handling", [(each.value, words) for each, words in HANDLING_WORDS.items()], self)
        self.handling.setObjectName("document-handling")
        self.terms = ChoiceField("Terms", [*TERMS_WORDS.items()][1:], self)
        self.terms.insertItem(0, "none noted", "")
        self.terms.setObjectName("document-terms")
        self._form = QGridLayout()
        self._form.setHorizontalSpacing(8)
        self._pairs: list[tuple[QLabel, QWidget]] = []
        for name, words, _ in FIELDS:
            self.fields[name].setObjectName(f"document-{name}")
            self.fields[name].committed.connect(self._edit(name))
            self._pairs.append((label(words, self, dim=True), self.fields[name]))
        self._pairs.append((label("Terms", self, dim=True), self.terms))
        self._pairs.append((label("Handling", self, dim=True), self.handling))
        for named, field in self._pairs:
            named.setBuddy(field)
        self.set_wide(False)
        self.handling.committed.connect(self._edit("handling"))
        self.terms.committed.connect(self._edit("terms"))
        self.owner.clicked.connect(lambda: self.document_wanted.emit(self._owner))
        self.words.clicked.connect(self.words_wanted)
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self._document))
        self.back.clicked.connect(self.back_wanted)
        self.falls.clicked.connect(lambda: self.falls_wanted.emit(self._document))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        for part in (self.falls, self.back, self.remove):
            head.addWidget(part)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(6)
        inside.addLayout(head)
        inside.addWidget(self.about)
        inside.addWidget(self.versions)
        inside.addWidget(self.blackouts)
        spoken = QHBoxLayout()
        spoken.addWidget(self.agreed, 1)
        spoken.addWidget(self.words)
        inside.addLayout(spoken)
        inside.addWidget(self.owner, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(self._form)
        inside.addStretch(1)

    def show_document(self, graph: Graph, document_id: str, *, read_only: bool) -> None:
        """Shows a document of a graph; what was typed about another is saved first."""
        if document_id != self._document:
            self.commit()
        self._document = document_id
        document = graph.documents[document_id]
        resting = count(len(graph.links_resting_on(document_id)), "link")
        versions = [version for version in graph.versions.values() if version.document == document_id]
        self.name.set_whole(document.name)
        self.about.setText(f"{document.role.value}, {count(len(versions), 'version')}, {resting}")
        self.falls.setVisible(document.role is Role.SOURCE)
        self.agreed.setText(agreed(document))
        self.agreed.setVisible(bool(self.agreed.text()))
        self._owner = document.part_of if document.part_of in graph.documents else ""
        owner = one_line(graph.documents[self._owner].name, 60) if self._owner else ""
        self.owner.setText(button_text(f"came with '{owner}'"))
        self.owner.setVisible(bool(owner))
        version = graph.versions.get(document.current)
        self.words.setVisible(bool(document.interviewee) and version is not None and version.format == Format.TEXT)
        self.words.setEnabled(not read_only)
        spoken = any(getattr(document, name) for name in (*OF_NOTES, "terms"))
        for words, widget in self._pairs:
            if widget in [self.fields[name] for name in OF_NOTES]:
                words.setVisible(spoken)
                widget.setVisible(spoken)
        if spoken != self._spoken:
            self._spoken = spoken
            self._place_fields()
        for name, field in self.fields.items():
            field.show_value(str(getattr(document, name)))
            field.setReadOnly(read_only)
        for choice, value in ((self.handling, document.handling.value), (self.terms, document.terms)):
            choice.show_value(value)
            choice.setEnabled(not read_only)
        self.remove.setEnabled(not read_only)
        self.versions.show_versions(graph, document_id, read_only=read_only)
        self.blackouts.show_blackouts(graph, document_id, read_only=read_only)

    def set_wide(self, wide: bool) -> None:
        """In the drawer, which is wide and low, two fields stand side by side."""
        self.versions.set_wide(wide)
        self.blackouts.set_wide(wide)
        self._wide = wide
        self._place_fields()
        self._form.setColumnStretch(1, 1)
        self._form.setColumnStretch(3, 1 if wide else 0)

    def _place_fields(self) -> None:
        """Those that are shown, one after the other: what is hidden leaves no gap."""
        across = 2 if self._wide else 1
        hidden = () if self._spoken else tuple(self.fields[name] for name in OF_NOTES)
        for at, (words, field) in enumerate(pair for pair in self._pairs if pair[1] not in hidden):
            self._form.addWidget(words, at // across, at % across * 2)
            self._form.addWidget(field, at // across, at % across * 2 + 1)

    def commit(self) -> None:
        """Saves what is being typed."""
        if self._document:
            for field in self.fields.values():
                field.commit()
            self.blackouts.commit()

    def _edit(self, name: str) -> object:
        def edit(value: str) -> None:
            self.edited.emit(self._document, name, value)

        return edit
