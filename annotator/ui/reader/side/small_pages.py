"""Small pages below one another, each with its label; only those in sight are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.model.pages import PageInfo
from annotator.ui.reader.side.thumbs import Thumbs
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.words import page_words

Index = QModelIndex | QPersistentModelIndex
WIDTH, HEIGHT = 108, 140
"""The box a small page stands in, in pixels."""
LINE = 20


class _Model(QAbstractListModel):
    def __init__(self, pages: Sequence[PageInfo], parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = pages

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own form
        return 0 if parent.isValid() else len(self._pages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return page_words(self._pages, index.row(), brief=role == Qt.ItemDataRole.DisplayRole)
        return None


class _Painter(QStyledItemDelegate):
    """A page within its box, its label below."""

    def __init__(self, view: SmallPages) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(WIDTH + 16, HEIGHT + LINE + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, theme, rect = self._view, self._view.theme, option.rect
        box = QRect(rect.center().x() - WIDTH // 2, rect.top() + 6, WIDTH, HEIGHT)
        ratio = view.devicePixelRatioF()
        page = index.row()
        image = view.thumbs.get(page, round(WIDTH * ratio), round(HEIGHT * ratio)) if view.thumbs else None
        if image is not None:
            size = QSize(round(image.width() / ratio), round(image.height() / ratio))
        else:
            info = view.thumbs.pages[page] if view.thumbs else None
            size = _fitted(info)
        shown = QRect(0, 0, size.width(), size.height())
        shown.moveCenter(box.center())
        painter.save()
        painter.fillRect(shown, theme.paper)
        if image is not None:
            painter.drawImage(shown, image)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(theme.accent if chosen else theme.border, 3 if chosen else 1))
        painter.drawRect(shown.adjusted(-2, -2, 1, 1) if chosen else shown)
        if chosen and view.hasFocus():
            painter.setPen(QPen(theme.text, 1, Qt.PenStyle.DotLine))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.setPen(theme.text)
        line = QRect(rect.left(), box.bottom() + 3, rect.width(), LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()


def _fitted(info: PageInfo | None) -> QSize:
    if info is None:
        return QSize(WIDTH, HEIGHT)
    scale = min(WIDTH / max(info.width, 1.0), HEIGHT / max(info.height, 1.0))
    return QSize(max(round(info.width * scale), 1), max(round(info.height * scale), 1))


class SmallPages(QListView):
    """Enter or a click goes to a page."""

    page_wanted = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("small-pages")
        self.setAccessibleName("Pages of the document")
        self.thumbs: Thumbs | None = None
        self.theme: Theme = LIGHT
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Painter(self))
        self.clicked.connect(lambda index: self.page_wanted.emit(index.row()))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_thumbs(self, thumbs: Thumbs | None, pages: Sequence[PageInfo]) -> None:
        """Another document, or none."""
        if self.thumbs is not None:
            self.thumbs.arrived.disconnect(self._arrived)
            self.thumbs.changed.disconnect(self.viewport().update)
        self.thumbs = thumbs
        before = self.model()
        self.setModel(_Model(pages, self))
        if before is not None:
            before.deleteLater()
        if thumbs is not None:
            thumbs.arrived.connect(self._arrived)
            thumbs.changed.connect(self.viewport().update)

    def show_page(self, page: int) -> None:
        """The page she reads is current, unless she is choosing one."""
        if not self.hasFocus() and self.model() is not None and self.currentIndex().row() != page:
            self.setCurrentIndex(self.model().index(page, 0))

    def in_sight(self) -> range:
        """Pages of which something is to be seen."""
        first = self.indexAt(self.viewport().rect().topLeft()).row()
        last = self.indexAt(self.viewport().rect().bottomLeft()).row()
        count = self.model().rowCount() if self.model() is not None else 0
        return range(max(first, 0), (last if last >= 0 else count - 1) + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, Escape back to the pages."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.page_wanted.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _scrolled(self) -> None:
        if self.thumbs is not None:
            self.thumbs.look_at(self.in_sight())

    def _arrived(self, page: int) -> None:
        if self.model() is not None:
            self.update(self.model().index(page, 0))
