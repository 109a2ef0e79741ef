"""Where the search looks: everywhere, in documents of one kind, or in one document."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.model.graph import Graph
from annotator.model.things import Role
from annotator.ui.plain import one_line
from annotator.ui.words import document_name

NAME = "Search in"
Kinds = tuple[tuple[str, str], ...]
KINDS: Kinds = (("", "All documents"), ("draft", "The draft"), ("source", "All sources"), ("note", "Interview notes"))
SOURCE_KINDS: Kinds = (("", "All sources"), ("note", "Interview notes"))
_LENGTH = 60


class Where(QComboBox):
    """A choice of kinds, then of documents by name; what is chosen stays chosen as long as it is there."""

    chosen = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str = "search-where",
        says: str = NAME,
        kinds: Kinds = KINDS,
        drafts: bool = True,
    ) -> None:
        """`drafts` says whether the draft can be chosen, too."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(says)
        self._kinds, self._drafts = kinds, drafts
        self.setAccessibleDescription(says)  # on Linux the name of such a field is what is chosen in it
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._names: tuple[tuple[str, str], ...] = ()
        for kind, words in kinds:
            self.addItem(words, ("kind", kind))
        self.currentIndexChanged.connect(lambda _: self.chosen.emit())

    @property
    def kind(self) -> str:
        """The kind of documents that is searched; empty for all."""
        which, value = self.currentData()
        return value if which == "kind" else ""

    @property
    def document(self) -> str:
        """The one document that is searched; empty for more than one."""
        which, value = self.currentData()
        return value if which == "document" else ""

    def set_graph(self, graph: Graph) -> None:
        """Offers the documents of a graph."""
        names = tuple(
            (one.id, one_line(document_name(graph, one.id), _LENGTH))
            for one in graph.documents.values()
            if self._drafts or one.role is Role.SOURCE
        )
        if names == self._names:
            return
        before, self._names = self.currentData(), names
        self.blockSignals(True)
        while self.count() > len(self._kinds):
            self.removeItem(self.count() - 1)
        if names:
            self.insertSeparator(self.count())
        for document, name in names:
            self.addItem(name, ("document", document))
        at = next((at for at in range(self.count()) if self.itemData(at) == before), -1)
        self.setCurrentIndex(max(at, 0))
        self.blockSignals(False)
        if at < 0:
            self.chosen.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past never changes it."""
        event.ignore()
