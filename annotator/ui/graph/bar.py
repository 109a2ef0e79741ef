"""The filters above the picture."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.things import Relation, Role, Status
from annotator.ui.graph.choosing import NEEDS_NONE, UNLINKED, WAITS, Filters, people
from annotator.ui.graph.words import NO_SOURCE
from annotator.ui.inspector.fields import ChoiceField
from annotator.ui.plain import button, middle
from annotator.ui.words import RELATION_MARKS, RELATION_WORDS, STATUS_MARKS, STATUS_WORDS, document_name

PAUSE = 200
"""Milliseconds after a letter before it is filtered."""
_LONGEST = 28


class FilterBar(QWidget):
    """`changed` follows what a person does here."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLineEdit(self)
        self.words.setObjectName("graph-filter")
        self.words.setPlaceholderText("Filter: a number, words of a claim or of what it rests on")
        self.words.setAccessibleName("Filter the graph")
        self.words.setClearButtonEnabled(True)
        statuses = [("", "Any status"), *((one.value, f"{STATUS_MARKS[one]} {STATUS_WORDS[one]}") for one in Status)]
        statuses += [(WAITS, "to review"), (UNLINKED, "no source yet"), (NEEDS_NONE, NO_SOURCE)]
        relations = [(one.value, f"{RELATION_MARKS[one]} {RELATION_WORDS[one]}") for one in Relation]
        self.status = ChoiceField("Status", statuses, self)
        self.relation = ChoiceField("Relation", [("", "Any relation"), *relations], self)
        self.document = ChoiceField("Document", [("", "Any document")], self)
        self.person = ChoiceField("Person", [("", "Any person")], self)
        self.flagged = QCheckBox("Only flagged", self)
        self.around = QCheckBox("Only around what is chosen", self)
        self.clear_all = button("Clear filters", self, flat=True, name="graph-clear")
        self._around = ""
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.words, 1)
        upper.addWidget(self.flagged)
        upper.addWidget(self.around)
        for part in self._fields:
            lower.addWidget(part, 1)
        lower.addWidget(self.clear_all)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addLayout(upper)
        inside.addLayout(lower)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._tell)
        self.words.textChanged.connect(lambda _: self._typed())
        self.flagged.toggled.connect(lambda _: self._tell())
        self.clear_all.clicked.connect(self._clear)
        for part in self._fields:
            part.committed.connect(lambda _: self._tell())
        self._enable()

    @property
    def _fields(self) -> tuple[ChoiceField, ...]:
        return self.status, self.relation, self.document, self.person

    @property
    def filters(self) -> Filters:
        """What is asked for now."""
        return Filters(
            self.words.text(),
            *self._values(),
            flagged=self.flagged.isChecked(),
            around=self._around,
        )

    def _values(self) -> tuple[str, str, str, str]:
        status, relation, document, person = (str(part.currentData() or "") for part in self._fields)
        return status, relation, document, person

    def set_graph(self, graph: Graph) -> None:
        """Offers the documents and people of another graph; what was asked for stays, where it is still there."""
        linked = [one for one in graph.documents.values() if one.role is not Role.DRAFT]
        named = sorted(((document_name(graph, one.id), one.id) for one in linked), key=lambda pair: pair[0].casefold())
        documents = [(key, middle(name, _LONGEST)) for name, key in named]
        for part, anyone, choices in (
            (self.document, "Any document", documents),
            (self.person, "Any person", [(name, middle(name, _LONGEST)) for name in people(graph)]),
        ):
            before = part.currentData()
            part.clear()
            part.addItem(anyone, "")
            for value, words in choices:
                part.addItem(words, value)
            part.setCurrentIndex(max(part.findData(before), 0))

    def set_around(self, thing: str) -> None:
        """Shows only what belongs to a thing; empty: all. Does not tell."""
        self._around = thing
        self.around.blockSignals(True)
        self.around.setChecked(bool(thing))
        self.around.blockSignals(False)
        self._enable()

    def reset(self) -> None:
        """Asks for everything. Does not tell."""
        self._pause.stop()
        for part in (self.words, self.flagged):
            part.blockSignals(True)
        self.words.clear()
        self.flagged.setChecked(False)
        for part in (self.words, self.flagged):
            part.blockSignals(False)
        for field in self._fields:
            field.setCurrentIndex(0)
        self.set_around("")

    def _typed(self) -> None:
        self._enable()
        self._pause.start()

    def _clear(self) -> None:
        self.reset()
        self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        self.clear_all.setEnabled(self.filters != Filters())
