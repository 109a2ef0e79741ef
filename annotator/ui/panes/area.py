"""The panes beside and below one another, and which of them keys go to."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.retiring import retire
from annotator.ui.theme import Theme

GUTTER = 24
DRAFT_SHARE, SOURCE_SHARE = 45, 55
PANE_LIMIT = 4


class PaneArea(QWidget):
    """Columns of panes. There are always two at least: one for the draft on the left, one for what it rests on."""

    pane_added = Signal(object)
    pane_removed = Signal(object)
    active_changed = Signal()
    viewport_changed = Signal()

    def __init__(self, bridge: EngineBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self.dark_pages = True
        """Whether dark colours turn pages dark, too."""
        self._across = QSplitter(Qt.Orientation.Horizontal, self)
        self._across.setHandleWidth(GUTTER)
        self._across.setChildrenCollapsible(False)
        self._across.setObjectName("panes")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._across)
        self._active: PaneHolder | None = None
        self._previous: list[PaneHolder] = []
        self._across.splitterMoved.connect(lambda *_: self.viewport_changed.emit())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        """Keys go to the pane whose strip, field or tab was clicked, too."""
        holder = next((each for each in self.holders() if now is not None and each.isAncestorOf(now)), None)
        if holder is not None:
            self.activate(holder)

    def lay_out(self, columns: list[int]) -> None:
        """Makes columns with that many panes each, in place of what is there; two panes where too few are asked for."""
        wanted = [min(count, PANE_LIMIT) for count in columns if count > 0][:PANE_LIMIT]
        wanted = wanted if sum(wanted) >= 2 else [1, 1]
        if [len(column) for column in self.columns()] == wanted:
            for holder in self.holders():
                for document in holder.pane.documents():
                    holder.pane.close_document(document)
        else:
            for holder in list(self.holders()):
                self._drop(holder)
            for count in wanted:
                column = self._add_column()
                for _ in range(count):
                    self._add_pane(column)
        self.reset_sizes()
        self.activate(next(self.holders()))

    def reset_sizes(self) -> None:
        """The draft 45 %, the sources 55 % of the width."""
        many = self._across.count()
        if many > 1:
            rest = SOURCE_SHARE * 100 // (many - 1)
            self._across.setSizes([DRAFT_SHARE * 100] + [rest] * (many - 1))

    def sizes(self) -> list[int]:
        """Widths of the columns."""
        return self._across.sizes()

    def set_sizes(self, sizes: list[int]) -> None:
        """Puts widths back, if they are for as many columns."""
        if len(sizes) == self._across.count() and all(size > 0 for size in sizes):
            self._across.setSizes(sizes)

    def holders(self) -> Iterator[PaneHolder]:
        """All panes, column by column."""
        for at in range(self._across.count()):
            yield from self.column(at)

    def column(self, at: int) -> list[PaneHolder]:
        """The panes of one column."""
        column = self._across.widget(at)
        assert isinstance(column, QSplitter)
        found = (column.widget(below) for below in range(column.count()))
        return [holder for holder in found if isinstance(holder, PaneHolder)]

    def columns(self) -> list[list[PaneHolder]]:
        """The panes of all columns."""
        return [self.column(at) for at in range(self._across.count())]

    @property
    def active(self) -> PaneHolder:
        """The pane that has, or last had, the focus."""
        return self._active if self._active is not None else next(self.holders())

    @property
    def active_pane(self) -> ReaderPane:
        """Its reader."""
        return self.active.pane

    def recent(self) -> list[PaneHolder]:
        """All panes, the one used last first."""
        used = [holder for holder in self._previous if holder is not self._active]
        rest = [holder for holder in self.holders() if holder not in used and holder is not self._active]
        return [self.active, *used, *rest]

    def activate(self, holder: PaneHolder, *, focus: bool = False) -> None:
        """Makes a pane the one that keys go to."""
        if holder is not self._active:
            if self._active is not None:
                self._active.set_active(False)
                self._previous = [self._active, *(old for old in self._previous if old is not self._active)]
            self._active = holder
            holder.set_active(True)
            self.active_changed.emit()
        if focus:
            holder.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, number: int) -> None:
        """To a pane by its number, from 1."""
        all_panes = list(self.holders())
        if number <= len(all_panes):
            self.activate(all_panes[number - 1], focus=True)

    def split(self, *, below: bool) -> PaneHolder | None:
        """A new pane beside or below the active one; None where there are as many as fit."""
        if len(list(self.holders())) >= PANE_LIMIT:
            return None
        at = next(at for at in range(self._across.count()) if self.active in self.column(at))
        if below:
            column = self._across.widget(at)
            assert isinstance(column, QSplitter)
            made = self._add_pane(column, column.indexOf(self.active) + 1)
            column.setSizes([100] * column.count())
        else:
            sizes = self._across.sizes()
            made = self._add_pane(self._add_column(at + 1))
            half = sizes[at] // 2
            self._across.setSizes([*sizes[:at], half, half, *sizes[at + 1 :]])
        self.activate(made, focus=True)
        return made

    def close_active(self) -> bool:
        """Takes the active pane away; False for the last two."""
        if len(list(self.holders())) <= 2:
            return False
        going = self.active
        stays = next(holder for holder in self.recent() if holder is not going)
        self.activate(stays, focus=True)
        self._drop(going)
        self.viewport_changed.emit()
        return True

    def set_theme(self, theme: Theme) -> None:
        """Repaints the panes in another theme."""
        self._theme = theme
        for holder in self.holders():
            holder.pane.set_theme(theme)

    def set_dark_pages(self, dark: bool) -> None:
        """Whether dark colours turn pages dark, too, in all panes."""
        self.dark_pages = dark
        for holder in self.holders():
            holder.pane.set_dark_pages(dark)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines follow."""
        super().resizeEvent(event)
        self.viewport_changed.emit()

    def _add_column(self, at: int = -1) -> QSplitter:
        column = QSplitter(Qt.Orientation.Vertical)
        column.setChildrenCollapsible(False)
        column.setHandleWidth(8)
        column.splitterMoved.connect(lambda *_: self.viewport_changed.emit())
        self._across.insertWidget(at if at >= 0 else self._across.count(), column)
        return column

    def _add_pane(self, column: QSplitter, at: int = -1) -> PaneHolder:
        holder = PaneHolder(self._bridge, self._theme)
        holder.pane.set_dark_pages(self.dark_pages)
        column.insertWidget(at if at >= 0 else column.count(), holder)
        holder.pane.focused.connect(lambda: self.activate(holder))
        holder.pane.viewport_changed.connect(self.viewport_changed)
        self.pane_added.emit(holder)
        return holder

    def _drop(self, holder: PaneHolder) -> None:
        if holder is self._active:
            self._active = None
        self._previous = [old for old in self._previous if old is not holder]
        for document in holder.pane.documents():
            holder.pane.close_document(document)
        column = holder.parentWidget()
        self.pane_removed.emit(holder)
        holder.setParent(None)
        retire(holder)
        if isinstance(column, QSplitter) and column.count() == 0:
            column.setParent(None)
            retire(column)
