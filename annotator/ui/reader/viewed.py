"""How a pane shows its document: zoom, turned pages, pairs of pages, the strip beside them, links followed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from annotator.engine.client import PageLink, PageNote
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.reader.beside import text_in
from annotator.ui.reader.layout import Spread
from annotator.ui.reader.tabbed import TabbedPane
from annotator.ui.theme import Theme


class ViewedPane(TabbedPane):
    """A pane as far as it can be looked at; `ReaderPane` is the whole."""

    def __init__(self, bridge: EngineBridge, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self.header.zoom_in.connect(self.zoom_in)
        self.header.zoom_out.connect(self.zoom_out)
        self.header.fit.connect(self.fit_width)
        self.header.strip_wanted.connect(self.toggle_strip)
        self.canvas.link_activated.connect(self.follow_link)

    # the strip, turning, rows

    def toggle_strip(self) -> None:
        """The strip beside the pages comes, with the focus in it; goes, if keys go to it already or it is a click."""
        if self.canvas.opened is None:
            return
        if self.strip.isHidden():
            self.strip.unfold(self.current_page)
        elif self.strip.holds_focus() or self.header.strip_button.hasFocus() or self.header.strip_button.underMouse():
            self.strip.hide()
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.strip.take_focus()

    def set_view(self, quarter: int, spread: int) -> None:
        """Turn the document shown clockwise by quarters and lay it out in rows (a `Spread`); emits nothing."""
        self.canvas.rearrange(quarter, Spread(spread))
        self._describe_page()

    def turn(self, quarters: int) -> None:
        """Turn the document shown further; emits `view_changed`."""
        opened = self.canvas.opened
        if opened is not None:
            self.set_view(opened.quarter + quarters, opened.spread)
            self.view_changed.emit(opened.id, opened.quarter, int(opened.spread))

    def lay_pages(self, spread: Spread) -> None:
        """One page a row, or two; emits `view_changed`."""
        opened = self.canvas.opened
        if opened is not None:
            self.set_view(opened.quarter, spread)
            self.view_changed.emit(opened.id, opened.quarter, int(opened.spread))

    # zoom

    def zoom_in(self) -> None:
        """One step larger."""
        self.canvas.zoom_at(self.canvas.view.zooming.step(True))

    def zoom_out(self) -> None:
        """One step smaller."""
        self.canvas.zoom_at(self.canvas.view.zooming.step(False))

    def actual(self) -> None:
        """Printed size."""
        self.canvas.zoom_at(1.0)

    def fit_width(self) -> None:
        """Fit the current page's width, and stay so when the pane is resized."""
        self.canvas.fit(page=False)

    def fit_page(self) -> None:
        """Fit all of the current page, and stay so when the pane is resized."""
        self.canvas.fit(page=True)

    # links

    def follow_link(self, link: PageLink) -> None:
        """Go where a link leads (recorded for Back); outside the document only by `address_wanted`."""
        opened = self.canvas.opened
        if opened is None:
            return
        if link.inside and link.page < len(opened.pages):
            self._leave()
            if link.point is not None:
                self.canvas.go_to_point(link.page, link.point)
            else:
                self.canvas.go_to_page(link.page)
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        elif link.allowed:
            self.address_wanted.emit(link.address)
        else:
            self.said.emit("This link leads to no web or mail address and is not followed.")

    def beside_in_sight(self) -> list[tuple[int, PageLink | PageNote]]:
        """Links and notes of the pages in sight, from top to bottom, with their pages."""
        opened, view = self.canvas.opened, self.canvas.view
        if opened is None:
            return []
        found: list[tuple[int, PageLink | PageNote]] = []
        for page in view.visible:
            here: list[PageLink | PageNote] = [*opened.beside.links(page), *opened.beside.notes(page)]
            shown = [each for each in here if 0 < view.rect(page, each.rect).bottom() <= view.height + 40]
            found += [(page, each) for each in sorted(shown, key=lambda each: view.rect(page, each.rect).top())]
        return found

    def words_under(self, page: int, link: PageLink) -> str:
        """The words that a link stands on, as far as they are known."""
        chars = self.canvas.opened.words.get(page) if self.canvas.opened else None
        return text_in(chars, link.rect) if chars else ""
