"""A scroll area that knows where it stands in a document, and stays there while its size changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.anchoring.geometry import point_to_view
from annotator.model.places import Place
from annotator.ui.reader.values import Location
from annotator.ui.reader.view import View, first_rect

SETTLING = 60
"""Milliseconds a zoom must stand before pages are asked for sharp."""
DRAGGING = 40
"""The same while the scroll bar's handle is dragged."""


class Sheet(QWidget):
    """The viewport; tells when the mouse leaves it, which the scroll area does not pass on."""

    left = Signal()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        self.left.emit()


class StandingArea(QAbstractScrollArea):
    """Where a view stands: scrolling, zooming, going to pages and places. What is shown there is `PageArea`'s."""

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet(self)
        self.setViewport(self.sheet)
        self.view = View()
        self._hold: Callable[[], tuple[int, int]] | None = None
        self._asked_page = -1
        self._placing = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self._bar_moved)

    def timer(self, action: Callable[[], None]) -> QTimer:
        """A timer that acts once."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(action)
        return timer

    def ask_soon(self, milliseconds: int) -> None:
        """What is in sight changed: it is asked for in a moment."""

    def place_notices(self) -> None:
        """What stands on pages moves along."""

    # where it stands

    @property
    def current_page(self) -> int:
        """The page a person would say she is on."""
        return self._asked_page if self._asked_page in self.view.visible else self.view.current_page

    @property
    def person_moved(self) -> bool:
        """Whether a person scrolled since the pane was last told where to stand."""
        return self._hold is None

    def restore(self, location: Location) -> None:
        """Stand at a location, and stay there while the pane gets its size."""
        self.view.take_zoom(location)
        self._stay(lambda: self.view.scroll_of(location))
        self.ask_soon(0)

    def go_to_page(self, index: int) -> None:
        """The top of a page at the top."""
        page = min(max(index, 0), self.view.layout.count - 1)
        self._stay(lambda: (self.view.x, self.view.layout.top(page) - 4 if page else 0), page)

    def go_to_point(self, index: int, point: tuple[float, float]) -> None:
        """A point (user space) of a page a little below the top edge."""
        page = min(max(index, 0), self.view.layout.count - 1)

        def there() -> tuple[int, int]:
            layout = self.view.layout
            down = point_to_view(*point, layout.pages[page], layout.scale)[1]
            down = min(max(down, 0.0), layout.size(page)[1])
            return self.view.x, round(layout.top(page) + down) - 32

        self._stay(there, page)

    def stand_at(self, place: Place) -> None:
        """A place at one third of the height."""
        first = first_rect(place)
        if first is None or not 0 <= first[0] < self.view.layout.count:
            self.go_to_page(place.page)
        else:
            self._stay(lambda: self.view.scroll_for(*first), first[0])

    def scroll_to(self, x: int, y: int) -> None:
        """Scroll as a person would."""
        self.horizontalScrollBar().setValue(x)
        self.verticalScrollBar().setValue(y)

    def zoom_at(self, zoom: float, position: QPointF | None = None) -> None:
        """Another zoom; what is under the position (a third down, if none) stays where it is."""
        view = self.view
        if not view.layout.count:
            return
        spot = position or QPointF(view.width / 2, view.height / 3)
        page = view.layout.nearest(spot.y() + view.y, spot.x() + view.x)
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
        self.ask_soon(SETTLING)

    def fit(self, *, page: bool) -> None:
        """The current page (or pair) as wide as the pane, or all of it in the pane; so on while the size changes."""
        view = self.view
        if not view.layout.count:
            return
        shown = view.layout.pages[self.current_page]
        here = view.location("")
        view.zooming.fit = shown.width
        view.zooming.fit_height = shown.height if page else 0.0
        view.arrange()
        if page:
            self.go_to_page(self.current_page)
        else:
            self._stay(lambda: view.scroll_of(here), self._asked_page)
        self.ask_soon(SETTLING)

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
        self.place_notices()
        self.ask_soon(DRAGGING if self.verticalScrollBar().isSliderDown() else 0)
        self.moved.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Everything is painted anew: pictures are here already, and lines across panes follow each frame."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same words stay at the top edge."""
        super().resizeEvent(event)
        size = self.viewport().size()
        if (size.width(), size.height()) == (self.view.width, self.view.height):
            return
        here = self.view.location("") if self.view.layout.count else None
        self.view.width, self.view.height = max(size.width(), 1), max(size.height(), 1)
        self.view.arrange()
        if self._hold is not None:
            self._stay(self._hold, self._asked_page)
        elif here is not None:
            self._stay(lambda: self.view.scroll_of(here), self._asked_page)
        self.ask_soon(SETTLING)
