"""What part of a document a pane looks at: from pages and user space to the viewport's pixels and back; no widgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF

from annotator.anchoring.geometry import point_from_view, to_view
from annotator.model.pages import PageInfo
from annotator.model.places import Place, Rect
from annotator.ui.reader.layout import PageLayout, Spread, turned
from annotator.ui.reader.tiles import Tile, tiles_of
from annotator.ui.reader.values import Location
from annotator.ui.reader.zooming import Zooming

Hit = tuple[int, float, float]
"""A page and a point on it, in user space."""


class View:
    """Pages laid out at a zoom, scrolled to (x, y), seen through a viewport of some width and height."""

    def __init__(self) -> None:
        self.layout = PageLayout(())
        self.zooming = Zooming()
        self.quarter = 0
        self._pages: Sequence[PageInfo] = ()
        self.x = 0
        self.y = 0
        self.width = 1
        self.height = 1

    def open(self, pages: Sequence[PageInfo], quarter: int = 0, spread: Spread = Spread.ONE) -> None:
        """Other pages, turned clockwise by quarters; fitted to their typical width."""
        self._pages, self.quarter = pages, quarter % 4
        self.layout = PageLayout(turned(pages, quarter), spread)
        self.zooming = Zooming()
        self.zooming.fit = self.layout.typical_width
        self.x = self.y = 0
        self.arrange()

    def rearrange(self, quarter: int, spread: Spread) -> None:
        """The same pages turned, or in other rows. A fitted zoom stays fitted: to the typical page as it is now."""
        turned_before, self.quarter = self.quarter, quarter % 4
        self.layout = PageLayout(turned(self._pages, quarter), spread)
        if self.zooming.fit > 0 and (turned_before - self.quarter) % 2:
            self.zooming.fit = self.layout.typical_width
            if self.zooming.fit_height > 0:
                page = self.layout.pages[self.current_page]
                self.zooming.fit, self.zooming.fit_height = page.width, page.height
        self.arrange()

    def arrange(self) -> None:
        """Lay out anew after the zoom or the viewport changed."""
        self.zooming.arrange(self.layout, self.width, self.height)

    @property
    def furthest(self) -> tuple[int, int]:
        """The greatest values of x and y."""
        return max(self.layout.width - self.width, 0), max(self.layout.height - self.height, 0)

    @property
    def visible(self) -> range:
        """Pages of which something is in sight."""
        return self.layout.between(self.y, self.y + self.height - 1)

    def page_rect(self, page: int) -> QRectF:
        """Where a page stands in the viewport."""
        width, height = self.layout.size(page)
        return QRectF(self.layout.left(page) - self.x, self.layout.top(page) - self.y, width, height)

    def rect(self, page: int, rect: Rect) -> QRectF:
        """Where a rectangle of user space stands in the viewport."""
        x0, y0, x1, y1 = to_view(rect, self.layout.pages[page], self.layout.scale)
        return QRectF(x0 + self.layout.left(page) - self.x, y0 + self.layout.top(page) - self.y, x1 - x0, y1 - y0)

    def rects(self, page: int, rects: Iterable[Rect]) -> list[QRectF]:
        """The same for several."""
        return [self.rect(page, rect) for rect in rects]

    def hit(self, position: QPointF) -> Hit | None:
        """The page nearest to a position in the viewport, and the point on it (perhaps outside its edges)."""
        if not self.layout.count:
            return None
        page = self.layout.nearest(position.y() + self.y, position.x() + self.x)
        x, y = self.layout.to_points(page, position.x() + self.x, position.y() + self.y)
        return (page, *point_from_view(x, y, self.layout.pages[page]))

    def scroll_for(self, page: int, rect: Rect) -> tuple[int, int]:
        """X and y that put a rectangle's top at one third of the height, and across into sight with little movement."""
        shown = self.rect(page, rect)
        x = self.x
        if shown.left() < 0 or shown.right() > self.width:
            x = round(shown.center().x() + self.x - self.width / 2)
        return x, round(shown.top() + self.y - self.height / 3)

    def scroll_into(self, shown: QRectF, slack: float = 24.0) -> tuple[int, int]:
        """X and y that bring a rectangle of the viewport into sight with the least movement."""
        x, y = self.x, self.y
        if shown.top() < slack:
            y += round(shown.top() - slack)
        elif shown.bottom() > self.height - slack:
            y += round(shown.bottom() - self.height + slack)
        if shown.left() < 0:
            x += round(shown.left() - slack)
        elif shown.right() > self.width:
            x += round(shown.right() - self.width + slack)
        return x, y

    def location(self, document: str) -> Location:
        """Where this view stands."""
        page = self.layout.page_at(self.y)
        height = self.layout.pages[page].height * self.layout.scale
        return Location(
            document,
            page,
            (self.y - self.layout.top(page)) / max(height, 1.0),
            self.zooming.zoom,
            self.zooming.fit,
            self.x / self.furthest[0] if self.furthest[0] else 0.0,
            self.zooming.fit_height,
        )

    def scroll_of(self, location: Location) -> tuple[int, int]:
        """X and y of a location at the present zoom."""
        page = min(max(location.page, 0), self.layout.count - 1)
        height = self.layout.pages[page].height * self.layout.scale
        return round(location.x * self.furthest[0]), round(self.layout.top(page) + location.y * height)

    def take_zoom(self, location: Location) -> None:
        """The zoom of a location."""
        self.zooming.set(location.zoom)
        self.zooming.fit = max(location.fit, 0.0)
        self.zooming.fit_height = max(location.fit_height, 0.0)
        self.arrange()

    @property
    def progress(self) -> float:
        """Where the top edge stands, counted in pages."""
        layout = self.layout
        page = layout.page_at(self.y)
        pitch = layout.row_top(layout.row_of(page) + 1) - layout.top(page)
        return page + (self.y - layout.top(page)) / max(pitch, 1) * layout.across(page)

    def scroll_at(self, progress: float) -> int:
        """Y that puts `progress` at the top edge."""
        layout = self.layout
        page = layout.first_beside(min(max(int(progress), 0), layout.count - 1))
        pitch = layout.row_top(layout.row_of(page) + 1) - layout.top(page)
        return round(layout.top(page) + (progress - page) / layout.across(page) * pitch)

    @property
    def current_page(self) -> int:
        """The first page of which half is in sight, or that fills half of the view."""
        pages = self.visible
        for page in pages:
            rect = self.page_rect(page)
            seen = min(rect.bottom(), self.height) - max(rect.top(), 0.0)
            if seen >= min(rect.height(), self.height) / 2:
                return page
        return pages[0] if pages else self.layout.page_at(self.y)

    def tiles(self, ratio: float, ahead: Sequence[int] = ()) -> tuple[list[Tile], list[Tile]]:
        """Tiles in sight and tiles likely to be next (of the pages `ahead`), at a device pixel ratio; middle first."""
        pages = list(self.visible)
        middle = self.height / 2
        pages.sort(key=lambda page: abs(self.page_rect(page).center().y() - middle))
        visible = [tile for page in pages for tile in self._tiles_of(page, ratio, 0)]
        around = [tile for page in pages for tile in self._tiles_of(page, ratio, self.height // 2)]
        for page in ahead:
            around += self._tiles_as_if_there(page, ratio)
        seen = set(visible)
        return visible, [tile for tile in dict.fromkeys(around) if tile not in seen]

    def _tiles_as_if_there(self, page: int, ratio: float) -> list[Tile]:
        """What would be in sight if a page's top stood at the top edge: where paging leads."""
        left = self.page_rect(page).left()
        window = (-left * ratio, 0.0, (self.width - left) * ratio, self.height * ratio)
        return tiles_of(self.layout.pages[page], self.layout.scale * ratio, window)

    def tiles_in_sight(self, page: int, ratio: float) -> list[Tile]:
        """Tiles of one page that are in sight."""
        return self._tiles_of(page, ratio, 0)

    def _tiles_of(self, page: int, ratio: float, slack: int) -> list[Tile]:
        rect = self.page_rect(page)
        x0, y0 = -rect.left() * ratio, (-slack - rect.top()) * ratio
        x1, y1 = (self.width - rect.left()) * ratio, (self.height + slack - rect.top()) * ratio
        return tiles_of(self.layout.pages[page], self.layout.scale * ratio, (x0, y0, x1, y1))


def first_rect(place: Place) -> tuple[int, Rect] | None:
    """Page and rectangle where a place begins; None where it has no rectangle."""
    for span in place.spans:
        if span.rects:
            return span.page, span.rects[0]
    return (place.region.page, place.region.rect) if place.region else None
