"""The list of what is to be reviewed, in the sidebar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.ui.picking import selecting_chooses
from annotator.ui.plain import label
from annotator.ui.review.items import ToReview, row_words, to_review
from annotator.ui.words import count

HOW = "Compare the wordings below the pages. What you keep, place or let go can be undone."


class ReviewList(QListWidget):
    """Rows; Escape leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything else is the list's own."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReviewPanel(QWidget):
    """Says which item is chosen."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: list[ToReview] = []
        self._rows: list[str] = []
        self.count = label("", self)
        self.how = label(HOW, self, wrap=True, dim=True)
        self.list = ReviewList(self)
        self.list.setObjectName("review-list")
        self.list.setAccessibleName("To review")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.setSpacing(4)
        inside.addWidget(self.count)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.how)
        self.list.currentRowChanged.connect(self._changed)
        selecting_chooses(self.list)
        self.list.itemClicked.connect(lambda _: self._changed(self.list.currentRow()))
        self.list.left.connect(self.left)

    @property
    def current(self) -> ToReview | None:
        """What is chosen."""
        row = self.list.currentRow()
        return self.items[row] if 0 <= row < len(self.items) else None

    @property
    def moved(self) -> list[ToReview]:
        """What only moved, and may be kept in one go."""
        return [each for each in self.items if each.outcome == "moved"]

    def set_graph(self, graph: Graph) -> int:
        """Shows what a graph leaves to review; how many. What follows a settled item takes its place."""
        items = to_review(graph)
        rows = [row_words(graph, each) for each in items]
        if (items, rows) != (self.items, self._rows):
            before = self.current
            at = max(0, self.list.currentRow())
            self.items, self._rows = items, rows
            self.list.blockSignals(True)
            self.list.clear()
            for words in rows:
                self.list.addItem(QListWidgetItem(words))
            things = [each.thing for each in items]
            row = things.index(before.thing) if before and before.thing in things else min(at, len(items) - 1)
            self.list.setCurrentRow(row)
            self.list.blockSignals(False)
            if self.current != before:
                self.chosen.emit(self.current)
        self.count.setText(f"{count(len(items), 'passage')} to review")
        return len(items)

    def step(self, by: int) -> None:
        """Chooses the next or previous item; after the last comes the first."""
        if self.items:
            self.list.setCurrentRow((self.list.currentRow() + by) % len(self.items))

    def choose(self, thing: str) -> bool:
        """Chooses the item of a thing; False where it is not to be reviewed."""
        row = next((at for at, each in enumerate(self.items) if each.thing == thing), -1)
        if row >= 0:
            self.list.setCurrentRow(row)
        return row >= 0

    def _changed(self, _: int) -> None:
        self.chosen.emit(self.current)
