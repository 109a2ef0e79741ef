"""The scroll area of pages: paints what is in sight, asks the engine for it, stands where it is told to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.model.places import Place
from annotator.ui.reader import painting
from annotator.ui.reader.notices import Notices
from annotator.ui.reader.opened import OpenDocument
from annotator.ui.reader.selecting import Spot
from annotator.ui.reader.values import Location
from annotator.ui.reader.view import View, first_rect
from annotator.ui.theme import Theme

SETTLING = 60
"""Milliseconds a zoom must stand before pages are asked for sharp."""
DRAGGING = 40
"""The same while the scroll bar's handle is dragged."""
PATIENCE = 300
"""Milliseconds before a page that is still to come says so."""
OUTLINED = 1000
"""Milliseconds that `go_to` outlines a place."""


class Sheet(QWidget):
    """The viewport; tells when the mouse leaves it, which the scroll area does not pass on."""

    left = Signal()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        self.left.emit()


class PageArea(QAbstractScrollArea):
    """Continuous pages of one document, without input."""

    moved = Signal()
    failed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet(self)
        self.setViewport(self.sheet)
        self.theme = theme
        self.dark_pages = True
        self.view = View()
        self.opened: OpenDocument | None = None
        self.hint = ""
        self._hold: Callable[[], tuple[int, int]] | None = None
        self._asked_page = -1
        self._placing = False
        self._outlined: Place | None = None
        self._patient = False
        self.notices = Notices(self.viewport(), self.try_again)
        self._asking = self._timer(self._ask)
        self._patience = self._timer(self._say_loading)
        self._outlining = self._timer(self._forget_outline)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self._bar_moved)

    def _timer(self, action: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(action)
        return timer

    # documents

    def show_opened(self, opened: OpenDocument | None) -> None:
        """Show a document's pages where it was left, or nothing."""
        if self.opened:
            self.opened.location = self.location()
            self.opened.tiles.arrived.disconnect(self._page_arrived)
            self.opened.tiles.page_failed.disconnect(self._page_failed)
            self.opened.rest()
        self.notices.clear()
        self._hold, self._outlined = None, None
        self.view.open(opened.pages if opened else ())
        self.opened = opened
        policies = Qt.ScrollBarPolicy
        # Always there, so that fitting the width does not make it come and go.
        self.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOn if opened else policies.ScrollBarAlwaysOff)
        if opened:
            opened.tiles.arrived.connect(self._page_arrived)
            opened.tiles.page_failed.connect(self._page_failed)
        if opened and opened.location:
            self.restore(opened.location)
        else:
            self._stay(lambda: (0, 0))
        self._look_again()

    @property
    def paper(self) -> Theme:
        """The theme of what is drawn on pages."""
        return painting.paper_theme(self.theme, self.dark_pages)

    def converted(self, image: QImage) -> QImage:
        """A page's picture as it is kept."""
        return painting.on_paper(image, self.paper)

    def set_theme(self, theme: Theme, dark_pages: bool) -> None:
        """Other colours; pictures are asked for anew where paper changed."""
        before = self.paper
        self.theme, self.dark_pages = theme, dark_pages
        if self.opened and self.paper is not before:
            self.opened.tiles.clear()
            self._look_again()
        self.viewport().update()

    def try_again(self, page: int) -> None:
        """Ask for a failed page once more."""
        if self.opened:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.notices.forget(page)
            self.opened.words.retry(page)
            self.opened.tiles.retry(page)
            self._look_again()

    # where it stands

    @property
    def current_page(self) -> int:
        """The page a person would say she is on."""
        return self._asked_page if self._asked_page in self.view.visible else self.view.current_page

    @property
    def person_moved(self) -> bool:
        """Whether a person scrolled since the pane was last told where to stand."""
        return self._hold is None

    def location(self) -> Location | None:
        """Where it stands."""
        return self.view.location(self.opened.id) if self.opened else None

    def restore(self, location: Location) -> None:
        """Stand at a location, and stay there while the pane gets its size."""
        self.view.take_zoom(location)
        self._stay(lambda: self.view.scroll_of(location))
        self._ask_soon(0)

    def go_to_page(self, index: int) -> None:
        """The top of a page at the top."""
        page = min(max(index, 0), self.view.layout.count - 1)
        self._stay(lambda: (self.view.x, self.view.layout.top(page) - 4 if page else 0), page)

    def go_to(self, place: Place, *, outline: bool) -> None:
        """A place at one third of the height."""
        first = first_rect(place)
        if first is None or not 0 <= first[0] < self.view.layout.count:
            self.go_to_page(place.page)
            return
        self._stay(lambda: self.view.scroll_for(*first), first[0])
        if outline:
            self._outlined = place
            self._outlining.start(OUTLINED)
            self.viewport().update()

    def scroll_to(self, x: int, y: int) -> None:
        """Scroll as a person would."""
        self.horizontalScrollBar().setValue(x)
        self.verticalScrollBar().setValue(y)

    def zoom_at(self, zoom: float, position: QPointF | None = None) -> None:
        """Another zoom; what is under the position (a third down, if none) stays where it is."""
        if not self.opened:
            return
        view = self.view
        spot = position or QPointF(view.width / 2, view.height / 3)
        page = view.layout.nearest(spot.y() + view.y)
        x, y = view.layout.to_points(page, spot.x() + view.x, spot.y() + view.y)
        view.zooming.set(zoom)
        view.arrange()

        def there() -> tuple[int, int]:
            layout = view.layout
            return (
                round(layout.left(page) + x * layout.scale - spot.x()),
                round(layout.top(page) + y * layout.scale - spot.y()),
            )

        self._stay(there, self._asked_page)
        self._hold = None
        self._ask_soon(SETTLING)

    def fit_width(self) -> None:
        """The current page as wide as the pane."""
        here = self.location()
        if self.opened and here:
            self.view.zooming.fit = self.opened.pages[self.current_page].width
            self.view.arrange()
            self._stay(lambda: self.view.scroll_of(here), self._asked_page)
            self._ask_soon(SETTLING)

    def _stay(self, there: Callable[[], tuple[int, int]], asked_page: int = -1) -> None:
        """Scroll to where `there` says, and again whenever the size changes, until a person scrolls."""
        self._hold, self._asked_page = there, asked_page
        self._set_ranges()
        # A scroll bar that came or went changed the size, so the place is computed afterwards.
        x, y = there()
        self._placing = True
        self.scroll_to(x, y)
        self._placing = False
        self._scrolled()

    def _set_ranges(self) -> None:
        self._placing = True
        furthest = self.view.furthest
        for bar, most, page in (
            (self.horizontalScrollBar(), furthest[0], self.view.width),
            (self.verticalScrollBar(), furthest[1], self.view.height),
        ):
            bar.setRange(0, most)
            bar.setPageStep(page)
            bar.setSingleStep(48)
        self._placing = False
        self.view.x, self.view.y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def _bar_moved(self) -> None:
        """A person scrolled, unless this is our own doing."""
        if not self._placing:
            self._hold, self._asked_page = None, -1
            self._scrolled()

    def _scrolled(self) -> None:
        self.view.x, self.view.y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.viewport().update()
        self._place_notices()
        self._ask_soon(DRAGGING if self.verticalScrollBar().isSliderDown() else 0)
        self.moved.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Everything is painted anew: pictures are here already, and lines across panes follow each frame."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same words stay at the top edge."""
        super().resizeEvent(event)
        size = self.viewport().size()
        if (size.width(), size.height()) == (self.view.width, self.view.height):
            return
        here = self.location()
        self.view.width, self.view.height = max(size.width(), 1), max(size.height(), 1)
        self.view.arrange()
        if self._hold is not None:
            self._stay(self._hold, self._asked_page)
        elif here is not None:
            self._stay(lambda: self.view.scroll_of(here), self._asked_page)
        self._ask_soon(SETTLING if self.opened and self.opened.tiles.bytes_kept else 0)

    # asking and painting

    def _look_again(self) -> None:
        self._patient = False
        self._patience.start(PATIENCE)
        self.viewport().update()
        self._asking.start(0)  # also where the document before it had just been told to wait

    def _ask_soon(self, milliseconds: int) -> None:
        if milliseconds or not self._asking.isActive():
            self._asking.start(milliseconds)

    def _ask(self) -> None:
        """Say what is needed now: pictures first, then words."""
        if self.opened and self.isVisible():
            self.opened.tiles.want(*self.view.tiles(self.devicePixelRatioF()))
            self.opened.words.look_at(self.view.visible)
            self._place_notices()

    def _page_arrived(self, page: int) -> None:
        if page in self.view.visible:
            self.viewport().update()

    def _page_failed(self, page: int, sentence: str) -> None:
        self._place_notices()
        self.viewport().update()
        if page in self.view.visible:
            self.failed.emit(sentence)

    def _place_notices(self) -> None:
        if self.opened and (self.opened.tiles.failures or self.notices.any):
            rects: dict[int, QRect] = {page: self.view.page_rect(page).toAlignedRect() for page in self.view.visible}
            self.notices.place(self.opened.tiles.failures, rects, lambda page: self.view.layout.pages[page].label)

    def _say_loading(self) -> None:
        self._patient = True
        self.viewport().update()

    def _forget_outline(self) -> None:
        self._outlined = None
        self.viewport().update()

    def caret_spot(self) -> Spot | None:
        """Where a caret is to be painted."""
        return None

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
        elif self.hint:
            painting.hint(painter, self.viewport().rect(), self.theme, self.hint)
        if self.hasFocus():
            painting.focus_frame(painter, self.viewport().rect(), self.theme.accent)
        painter.end()
