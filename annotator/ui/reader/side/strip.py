"""The strip left of the pages: outline and small pages as tabs; away until it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from annotator.model.pages import OutlineItem
from annotator.ui.plain import label
from annotator.ui.reader.opened import OpenDocument
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.reader.side.contents import Contents
    from annotator.ui.reader.side.small_pages import SmallPages

LEAST, USUAL = 128, 168
"""Widths in pixels."""
NO_CONTENTS = "This document has no table of contents."


class Strip(QWidget):
    """Tabs Outline | Pages. Nothing is drawn or asked for while it is away, nor made before it comes first."""

    page_wanted = Signal(int)
    left = Signal()
    tabs: QTabBar
    contents: Contents
    pages: SmallPages
    nothing: QWidget

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("side-strip")
        self.setMinimumWidth(LEAST)
        self._made = False
        self._theme: Theme | None = None
        self._opened: OpenDocument | None = None
        self._outline: Sequence[OutlineItem] = ()
        self._filled: OpenDocument | None = None
        self.hide()

    def _make(self) -> None:
        if self._made:
            return
        from annotator.ui.reader.side.contents import Contents
        from annotator.ui.reader.side.small_pages import SmallPages

        self._made = True
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("Beside the pages")
        self.tabs.setDocumentMode(True)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(True)
        for title in ("Outline", "Pages"):
            self.tabs.addTab(title)
        self.contents = Contents(self)
        self.pages = SmallPages(self)
        nothing = label(NO_CONTENTS, self, wrap=True, dim=True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        nothing.setMargin(8)
        self.nothing = nothing
        self._stack = QStackedWidget(self)
        for widget in (self.contents, self.pages, self.nothing):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._show_tab)
        for part in (self.contents, self.pages):
            part.page_wanted.connect(self.page_wanted)
            part.left.connect(self.left)
        if self._theme is not None:
            self.pages.theme = self._theme

    def show_opened(self, opened: OpenDocument | None) -> None:
        """Another document, or none."""
        self._opened = opened
        self._outline = getattr(opened.shown, "outline", ()) if opened else ()
        if self._made and (not self.isHidden() or opened is None):
            self._fill()

    def show_anew(self) -> None:
        """Pages of the document are known now that were guessed before."""
        self._filled = None
        if not self.isHidden():
            self._fill()

    def show_page(self, page: int) -> None:
        """She reads another page."""
        if not self.isHidden() and self._filled is not None:
            self.contents.show_page(page)
            self.pages.show_page(page)

    def unfold(self, page: int) -> None:
        """Comes, with the focus in it, at the page she reads."""
        self._make()
        self.show()
        self._fill()
        self.show_page(page)
        self.take_focus()

    def take_focus(self) -> None:
        """Keys go to the list that is shown."""
        shown = self._stack.currentWidget()
        target = self.tabs if shown is None or shown is self.nothing else shown
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def holds_focus(self) -> bool:
        """Whether keys go to something in here."""
        inside = self.window().focusWidget()
        return inside is not None and self.isAncestorOf(inside)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self._made:
            self.pages.theme = theme
            self.pages.viewport().update()

    def _fill(self) -> None:
        if self._filled is not self._opened:
            self._filled = self._opened
            opened = self._opened
            pages = opened.pages if opened else ()
            self.contents.show_items(self._outline, pages)
            self.pages.show_thumbs(opened.thumbs if opened else None, pages)
            if opened and not self._outline:
                self.tabs.setCurrentIndex(1)
        self._show_tab()

    def _show_tab(self) -> None:
        if self.tabs.currentIndex() == 1:
            self._stack.setCurrentWidget(self.pages)
        else:
            self._stack.setCurrentWidget(self.contents if self._outline else self.nothing)
