"""The scroll area of pages: paints what is in sight and asks the engine for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.engine.client import Look
from annotator.model.places import Place
from annotator.ui.reader import painting
from annotator.ui.reader.layout import Spread
from annotator.ui.reader.notices import Notices
from annotator.ui.reader.opened import OpenDocument
from annotator.ui.reader.reading_ahead import ReadingAhead
from annotator.ui.reader.selecting import Spot
from annotator.ui.reader.standing import StandingArea
from annotator.ui.reader.tiles import budget
from annotator.ui.reader.values import Location
from annotator.ui.theme import Theme

PATIENCE = 300
"""Milliseconds before a page that is still to come says so."""
OUTLINED = 1000
"""Milliseconds that `go_to` outlines a place."""
BESIDE = 120
"""Milliseconds a view must stand before the words and links of its pages are asked for, unless somebody needs them."""


class PageArea(StandingArea):
    """Continuous pages of one document, without input."""

    failed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.dark_pages = True
        self.opened: OpenDocument | None = None
        self.hint = ""
        self._outlined: Place | None = None
        self._patient = False
        self.notices = Notices(self.viewport(), self.try_again, self.open_as_picture)
        self._ahead = ReadingAhead()
        self._asking = self.timer(self._ask)
        self._beside = self.timer(self._ask_beside)
        self._patience = self.timer(self._say_loading)
        self._outlining = self.timer(self._forget_outline)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # documents

    def show_opened(self, opened: OpenDocument | None) -> None:
        """Show a document's pages where it was left, or nothing."""
        if self.opened:
            self.opened.location = self.location()
            self.opened.tiles.arrived.disconnect(self._page_arrived)
            self.opened.tiles.page_failed.disconnect(self._page_failed)
            self.opened.beside.arrived.disconnect(self._page_arrived)
            self.opened.rest()
        self.notices.clear()
        self._ahead.forget()
        self._hold, self._outlined = None, None
        self.opened = opened
        if opened:
            self.view.open(opened.pages, opened.quarter, opened.spread)
        else:
            self.view.open(())
        policies = Qt.ScrollBarPolicy
        # Always there, so that fitting the width does not make it come and go.
        self.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOn if opened else policies.ScrollBarAlwaysOff)
        if opened:
            opened.tiles.arrived.connect(self._page_arrived)
            opened.tiles.page_failed.connect(self._page_failed)
            opened.beside.arrived.connect(self._page_arrived)
            self._set_look()
        if opened and opened.location:
            self.restore(opened.location)
        else:
            self._stay(lambda: (0, 0))
        self._look_again()

    @property
    def paper(self) -> Theme:
        """The theme of what is drawn on pages."""
        return painting.paper_theme(self.theme, self.dark_pages)

    @property
    def look(self) -> Look:
        """How pages are to be drawn."""
        paper = self.paper
        colours = (paper.text.rgb() & 0xFFFFFF, paper.paper.rgb() & 0xFFFFFF)
        return Look(self.view.quarter, paper.dark, *colours, keep=budget.decoded)

    def _set_look(self) -> None:
        if self.opened:
            self.opened.tiles.set_look(self.view.layout.pages, self.look)
            self.opened.thumbs.set_look(self.look)

    def set_theme(self, theme: Theme, dark_pages: bool) -> None:
        """Other colours; pictures are asked for anew where paper changed."""
        before = self.paper
        self.theme, self.dark_pages = theme, dark_pages
        if self.paper is not before:
            self._set_look()
            self._look_again()
        self.viewport().update()

    def rearrange(self, quarter: int, spread: Spread) -> None:
        """Turn all pages clockwise by quarters, or put them in other rows; the current page stays in sight."""
        if self.opened is None or (quarter % 4, spread) == (self.opened.quarter, self.opened.spread):
            return
        page, turned = self.current_page, quarter % 4 != self.opened.quarter
        self.opened.quarter, self.opened.spread = quarter % 4, spread
        self.view.rearrange(quarter, spread)
        if turned:
            self._set_look()
        self.go_to_page(page)
        self._look_again()

    def take_all(self) -> None:
        """The sizes of all pages are known: what is in sight stays where it is, at the zoom it has."""
        if self.opened is None:
            return
        here, fit = self.view.location(""), self.view.zooming.fit
        self.view.rearrange(self.opened.quarter, self.opened.spread)
        self.view.zooming.fit = fit
        self.view.arrange()
        self.opened.tiles.set_look(self.view.layout.pages, self.look)
        self._stay(self._hold or (lambda: self.view.scroll_of(here)), self._asked_page)
        self.ask_soon(0)

    def take_budget(self) -> None:
        """Memory for reading is another: what is too much is let go of, what there is room for again is asked for."""
        if self.opened:
            self.opened.take_budget()
            self.ask_soon(0)

    def try_again(self, page: int) -> None:
        """Ask for a failed page once more."""
        if self.opened:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.notices.forget(page)
            self.opened.words.retry(page)
            self.opened.tiles.retry(page)
            self._look_again()

    def open_as_picture(self, page: int) -> None:
        """Have a page that MuPDF can't draw in time drawn by PDFium."""
        if self.opened:
            self.opened.tiles.open_as_picture(page)
            self.try_again(page)

    # where it stands

    def location(self) -> Location | None:
        """Where it stands."""
        return self.view.location(self.opened.id) if self.opened else None

    def go_to(self, place: Place, *, outline: bool) -> None:
        """A place at one third of the height."""
        self.stand_at(place)
        if outline:
            self._outlined = place
            self._outlining.start(OUTLINED)
            self.viewport().update()

    # asking and painting

    def _look_again(self) -> None:
        self._patient = False
        self._patience.start(PATIENCE)
        self.viewport().update()
        self._asking.start(0)  # also where the document before it had just been told to wait

    def ask_soon(self, milliseconds: int) -> None:
        """Ask for what is in sight in a moment, at the earliest when the event loop turns."""
        if self.opened is not None and not self.opened.tiles.bytes_kept:
            milliseconds = 0  # nothing is here that could stand in
        if milliseconds or not self._asking.isActive():
            self._asking.start(milliseconds)

    def _ask(self) -> None:
        """Say what is needed now: pictures first, then words."""
        if self.opened and self.isVisible():
            ahead = self._ahead.pages(self.view.visible, self.view.layout.count)
            self.opened.tiles.want(*self.view.tiles(self.devicePixelRatioF(), ahead))
            if self.opened.finder.count or self.opened.coverage:  # what is painted needs the words
                self.opened.words.look_at(self.view.visible)
            self.place_notices()
            self._beside.start(BESIDE)

    def _ask_beside(self) -> None:
        """Where she stays, the words of the pages, then their links: paging through is not to wait for either."""
        if self.opened and self.isVisible():
            self.opened.words.look_at(self.view.visible)
            self.opened.beside.look_at(self.view.visible)

    def _page_arrived(self, page: int) -> None:
        if page in self.view.visible:
            self.viewport().update()

    def _page_failed(self, page: int, sentence: str) -> None:
        self.place_notices()
        self.viewport().update()
        if page in self.view.visible:
            self.failed.emit(sentence)

    def place_notices(self) -> None:
        """What stands on pages that can't be shown moves along with them."""
        opened = self.opened
        if opened and (opened.tiles.failures or self.notices.any):
            rects: dict[int, QRect] = {page: self.view.page_rect(page).toAlignedRect() for page in self.view.visible}
            failures, labels = opened.tiles.failures, self.view.layout.pages
            self.notices.place(failures, rects, lambda page: labels[page].label, opened.tiles.can_be_picture)

    def _say_loading(self) -> None:
        self._patient = True
        self.viewport().update()

    def _forget_outline(self) -> None:
        self._outlined = None
        self.viewport().update()

    def caret_spot(self) -> Spot | None:
        """Where a caret is to be painted."""
        return None

    def paint_tools(self, painter: QPainter) -> None:
        """Paint what a person works with on the pages: handles, a rectangle being placed."""

    def event(self, event: QEvent) -> bool:
        """Another screen, or another density of this one: pages are asked for sharp."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._look_again()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.theme.desk)
        if self.opened:
            scene = painting.Scene(
                self.opened,
                self.view,
                self.theme,
                self.paper,
                self.devicePixelRatioF(),
                self.caret_spot(),
                self._outlined,
                self._patient,
            )
            painting.paint(painter, scene)
            self.paint_tools(painter)
        elif self.hint:
            painting.hint(painter, self.viewport().rect(), self.theme, self.hint)
        if self.hasFocus():
            painting.focus_frame(painter, self.viewport().rect(), self.theme.accent)
        painter.end()
