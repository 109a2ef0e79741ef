"""The document's own table of contents, as a tree that costs nothing until it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from annotator.model.pages import OutlineItem, PageInfo
from annotator.ui.plain import escaped_tip, one_line
from annotator.ui.words import page_words

Index = QModelIndex | QPersistentModelIndex
LONGEST = 300
"""Characters of a title that are shown; all of it is in the tip."""


class ContentsModel(QAbstractItemModel):
    """Entries by their place in the flat list; -1 stands above them all."""

    def __init__(self, items: Sequence[OutlineItem], pages: Sequence[PageInfo], parent: QWidget) -> None:
        super().__init__(parent)
        self._items, self._pages = items, pages
        self._parents: list[int] = []
        self._children: dict[int, list[int]] = {-1: []}
        self._rows: list[int] = []
        above: list[int] = []
        for place, item in enumerate(items):
            while above and items[above[-1]].level >= item.level:
                above.pop()
            parent_place = above[-1] if above else -1
            siblings = self._children.setdefault(parent_place, [])
            self._parents.append(parent_place)
            self._rows.append(len(siblings))
            siblings.append(place)
            above.append(place)

    def page_of(self, index: Index) -> int:
        """The page an entry leads to."""
        return self._items[int(index.internalId())].page

    def place_for(self, page: int) -> QModelIndex:
        """The last entry that begins at or before a page."""
        best = -1
        for place, item in enumerate(self._items):
            if item.page <= page and (best < 0 or item.page >= self._items[best].page):
                best = place
        return self._index_of(best)

    def _index_of(self, place: int) -> QModelIndex:
        return self.createIndex(self._rows[place], 0, place) if place >= 0 else QModelIndex()

    def _of(self, index: Index) -> int:
        return int(index.internalId()) if index.isValid() else -1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own form
        """The entry in a row below another."""
        children = self._children.get(self._of(parent), [])
        return self._index_of(children[row]) if 0 <= row < len(children) and column == 0 else QModelIndex()

    def parent(self, index: Any = None) -> Any:
        """The entry above."""
        if index is None:
            return super().parent()
        return self._index_of(self._parents[self._of(index)]) if index.isValid() else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many entries stand below one."""
        return len(self._children.get(self._of(parent), ()))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title; title and page for the tip and for screen readers."""
        item = self._items[self._of(index)]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(item.title, LONGEST) or "(no title)"
        where = page_words(self._pages, item.page)
        if role == Qt.ItemDataRole.ToolTipRole:
            return escaped_tip(f"{one_line(item.title, 2_000)}, {where}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one_line(item.title, LONGEST)}, {where}"
        return None


class Contents(QTreeView):
    """Enter or a click goes there."""

    page_wanted = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("contents")
        self.setAccessibleName("Contents of the document")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._go)

    def show_items(self, items: Sequence[OutlineItem], pages: Sequence[PageInfo]) -> None:
        """Another document; the first level is open where it is short."""
        before = self.model()
        model = ContentsModel(items, pages, self)
        self.setModel(model)
        if before is not None:
            before.deleteLater()
        if len(items) <= 60:
            self.expandToDepth(0)

    def show_page(self, page: int) -> None:
        """The entry of the page she reads is current, unless she is choosing one."""
        model = self.model()
        if isinstance(model, ContentsModel) and not self.hasFocus() and model.rowCount():
            index = model.place_for(page)
            while index.parent().isValid() and not self.isExpanded(index.parent()):
                index = index.parent()
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, Escape back to the pages."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _go(self, index: Index) -> None:
        model = self.model()
        if isinstance(model, ContentsModel) and index.isValid():
            self.page_wanted.emit(model.page_of(index))
