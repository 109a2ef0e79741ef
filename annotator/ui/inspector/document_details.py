"""What is known about a document, edited in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.ui.inspector.fields import ChoiceField, LineField
from annotator.ui.plain import button, label, one_line
from annotator.ui.words import HANDLING_WORDS, count

FIELDS = (
    ("title", "Title", ""),
    ("author", "Author", ""),
    ("date", "Date", "As on the document"),
    ("received", "Received", "When and how it came"),
    ("address", "Address", "Where it can be found"),
)


class DocumentDetails(QWidget):
    """Title, author, date, received, address, handling."""

    edited = Signal(str, str, object)
    remove_wanted = Signal(str)
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = ""
        self.name = label("", self, wrap=True)
        self.name.setProperty("heading", True)
        self.about = label("", self, wrap=True, dim=True)
        self.back = button("Links", self, flat=True, name="back-to-links")
        self.remove = button("Remove", self, flat=True, name="remove-document")
        self.fields = {name: LineField(words, self, hint=hint) for name, words, hint in FIELDS}
        self.handling = ChoiceField("Handling", [(each.value, words) for each, words in HANDLING_WORDS.items()], self)
        self.handling.setObjectName("document-handling")
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.back)
        head.addWidget(self.remove)
        self._form = QGridLayout()
        self._form.setHorizontalSpacing(8)
        self._pairs: list[tuple[QWidget, QWidget]] = []
        for name, words, _ in FIELDS:
            self.fields[name].setObjectName(f"document-{name}")
            self.fields[name].committed.connect(self._edit(name))
            self._pairs.append((label(words, self, dim=True), self.fields[name]))
        self._pairs.append((label("Handling", self, dim=True), self.handling))
        self.set_wide(False)
        self.handling.committed.connect(self._edit("handling"))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self._document))
        self.back.clicked.connect(self.back_wanted)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(6)
        inside.addLayout(head)
        inside.addWidget(self.about)
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
        self.name.setText(one_line(document.name))
        self.about.setText(f"{document.role.value}, {count(len(versions), 'version')}, {resting}")
        for name, field in self.fields.items():
            field.show_value(str(getattr(document, name)))
            field.setReadOnly(read_only)
        self.handling.show_value(document.handling.value)
        self.handling.setEnabled(not read_only)
        self.remove.setEnabled(not read_only)

    def set_wide(self, wide: bool) -> None:
        """In the drawer, which is wide and low, two fields stand side by side."""
        across = 2 if wide else 1
        for at, (words, field) in enumerate(self._pairs):
            self._form.addWidget(words, at // across, at % across * 2)
            self._form.addWidget(field, at // across, at % across * 2 + 1)
        self._form.setColumnStretch(1, 1)
        self._form.setColumnStretch(3, 1 if wide else 0)

    def commit(self) -> None:
        """Saves what is being typed."""
        if self._document:
            for field in self.fields.values():
                field.commit()

    def _edit(self, name: str) -> object:
        def edit(value: str) -> None:
            self.edited.emit(self._document, name, value)

        return edit
