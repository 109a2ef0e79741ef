"""Details of the chosen claim, edited in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from annotator.model.graph import Graph
from annotator.ui.inspector.fields import ChoiceField, LineField, NoteField, PrivateBox
from annotator.ui.plain import label, one_line
from annotator.ui.words import STATUS_MARKS, STATUS_WORDS, TYPE_WORDS, claim_quote


class ClaimDetails(QWidget):
    """Words, status, type, said by, note."""

    edited = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._claim = ""
        self.quote = label("", self, wrap=True)
        self.reason = label("", self, wrap=True)
        self.reason.setObjectName("claim-reason")
        self.status = ChoiceField(
            "Status",
            [(status.value, f"{STATUS_MARKS[status]} {words}") for status, words in STATUS_WORDS.items()],
            self,
        )
        self.status.setObjectName("claim-status")
        self.type = ChoiceField("Type", [(kind.value, words) for kind, words in TYPE_WORDS.items()], self)
        self.type.setObjectName("claim-type")
        self.said_by = LineField("Said by", self, hint="Who says so")
        self.said_by.setObjectName("claim-said-by")
        self.note = NoteField("Note on the claim", self, hint="Note on the claim")
        self.note.setObjectName("claim-note")
        self.private = PrivateBox("Note on the claim", self)
        self._form = QGridLayout(self)
        self._form.setContentsMargins(10, 4, 8, 8)
        self._form.setHorizontalSpacing(8)
        self._form.setVerticalSpacing(6)
        self._form.addWidget(self.quote, 0, 0, 1, 4)
        self._form.addWidget(self.reason, 6, 0, 1, 4)
        self._labels = [label(words, self, dim=True) for words in ("Status", "Type", "Said by", "Note")]
        for words, field in zip(self._labels, self.stops, strict=False):
            words.setBuddy(field)
        self.set_wide(False)
        self._form.setRowStretch(8, 1)
        for name, field in (("status", self.status), ("type", self.type)):
            field.committed.connect(self._edit(name))
        self.said_by.committed.connect(self._edit("said_by"))
        self.note.committed.connect(self._edit("note"))
        self.private.committed.connect(self._edit("private"))

    def show_claim(self, graph: Graph, claim_id: str) -> None:
        """Shows a claim of a graph; what was typed about another is saved first."""
        if claim_id != self._claim:
            self.commit()
        self._claim = claim_id
        claim = graph.claims[claim_id]
        self.quote.setText(f"“{one_line(claim_quote(graph, claim_id), 220)}”")
        why, shown = graph.shown_reason(claim_id, named=True), graph.shown_status(claim_id)
        self.reason.setText(f"Shows as {STATUS_WORDS[shown]}: {why}" if why else "")
        self.reason.setVisible(bool(why))
        self.status.show_value(shown.value)  # what no longer holds is checked again by choosing it
        self.type.show_value(claim.type.value)
        self.said_by.show_value(claim.said_by)
        self.note.show_value(claim.note)
        self.private.show_value(claim.private, noted=bool(claim.note))

    def set_wide(self, wide: bool) -> None:
        """In the drawer, which is low, the words are left to the bar above the panes."""
        self.quote.setVisible(not wide)
        fields = (self.status, self.type, self.said_by, self.note)
        spots = ((1, 0, 1), (1, 2, 1), (2, 0, 3), (3, 0, 3)) if wide else tuple((row, 0, 3) for row in range(1, 5))
        for words, field, (row, column, span) in zip(self._labels, fields, spots, strict=True):
            self._form.addWidget(words, row, column)
            self._form.addWidget(field, row, column + 1, 1, span)
        self._form.addWidget(self.private, 5 if not wide else 4, 1, 1, 3)
        for column in (1, 3):
            self._form.setColumnStretch(column, 1)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return self.status, self.type, self.said_by, self.note, self.private

    def commit(self) -> None:
        """Saves what is being typed."""
        if self._claim:
            self.said_by.commit()
            self.note.commit()

    def set_read_only(self, read_only: bool) -> None:
        """Nothing can be changed."""
        self.said_by.setReadOnly(read_only)
        self.note.setReadOnly(read_only)
        for widget in (self.status, self.type, self.private):
            widget.setEnabled(not read_only)

    def _edit(self, name: str) -> object:
        def edit(value: object) -> None:
            self.edited.emit(self._claim, name, value)

        return edit
