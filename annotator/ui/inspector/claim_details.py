"""Details of the chosen claim, edited in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.ui.inspector.fields import ChoiceField, LineField, NoteField
from annotator.ui.plain import button, label, one_line
from annotator.ui.words import STATUS_MARKS, STATUS_WORDS, TYPE_WORDS, claim_quote


class ClaimDetails(QWidget):
    """Number, words, status, type, said by, note."""

    edited = Signal(str, str, object)
    remove_wanted = Signal(str)
    claim_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._claim = ""
        self.title = label("", self)
        self.title.setProperty("heading", True)
        self.remove = button("Remove", self, flat=True, name="remove-claim")
        self.go = button("Show", self, flat=True, name="show-claim")
        self.quote = label("", self, wrap=True)
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
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.go)
        head.addWidget(self.remove)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            ("Status", self.status),
            ("Type", self.type),
            ("Said by", self.said_by),
            ("Note", self.note),
        ):
            form.addRow(label(words, self, dim=True), field)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(6)
        inside.addLayout(head)
        inside.addWidget(self.quote)
        inside.addLayout(form)
        inside.addStretch(1)
        for name, field in (("status", self.status), ("type", self.type)):
            field.committed.connect(self._edit(name))
        self.said_by.committed.connect(self._edit("said_by"))
        self.note.committed.connect(self._edit("note"))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self._claim))
        self.go.clicked.connect(lambda: self.claim_wanted.emit(self._claim))

    def show_claim(self, graph: Graph, claim_id: str) -> None:
        """Shows a claim of a graph; what was typed about another is saved first."""
        if claim_id != self._claim:
            self.commit()
        self._claim = claim_id
        claim = graph.claims[claim_id]
        self.title.setText(f"Claim {claim.number}")
        self.quote.setText(f"“{one_line(claim_quote(graph, claim_id), 220)}”")
        self.status.show_value(claim.status.value)
        self.type.show_value(claim.type.value)
        self.said_by.show_value(claim.said_by)
        self.note.show_value(claim.note)

    def commit(self) -> None:
        """Saves what is being typed."""
        if self._claim:
            self.said_by.commit()
            self.note.commit()

    def set_read_only(self, read_only: bool) -> None:
        """Nothing can be changed."""
        self.said_by.setReadOnly(read_only)
        self.note.setReadOnly(read_only)
        for widget in (self.status, self.type, self.remove):
            widget.setEnabled(not read_only)

    def _edit(self, name: str) -> object:
        def edit(value: str) -> None:
            self.edited.emit(self._claim, name, value)

        return edit
