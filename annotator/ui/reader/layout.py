"""Where each page stands when all pages are laid out one below the other; pure arithmetic, no widgets.

Content coordinates are logical pixels: x to the right, y down, (0, 0) at the top left of everything.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from annotator.model.pages import PageInfo

GAP = 14
"""Pixels between two pages, and above the first."""
MARGIN = 18
"""Pixels left and right of the widest page; the line-check strip and the numbers' overflow stand there."""
UNIT = 96 / 72
"""Logical pixels for one point at zoom 1.0."""
TALLEST = 2**30
"""Greatest height of everything in pixels: scroll bars count in 32 bits."""


class PageLayout:
    """Positions of the pages of one document at one scale (pixels for one point)."""

    def __init__(self, pages: Sequence[PageInfo]) -> None:
        self.pages = pages
        self._sums = [0.0, *accumulate(page.height for page in pages)]
        self._widest = max((page.width for page in pages), default=1.0)
        widths = sorted(page.width for page in pages)
        self.typical_width = widths[len(widths) // 2] if widths else 1.0
        self.scale = UNIT
        self._view_width = 0

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self.pages)

    @property
    def greatest_scale(self) -> float:
        """The scale above which the content would be too tall to scroll."""
        room = TALLEST - (self.count + 1) * GAP
        return room / max(self._sums[-1], self._widest, 1.0)

    def arrange(self, scale: float, view_width: int) -> None:
        """Lay out at `scale` pixels for a point, centred in a view of that width."""
        self.scale = min(scale, self.greatest_scale)
        self._view_width = view_width

    def fitting_scale(self, points: float, view_width: int) -> float:
        """The scale at which a page `points` wide fills a view, margins kept."""
        return max(view_width - 2 * MARGIN, 32) / max(points, 1.0)

    @property
    def width(self) -> int:
        """Width of everything, at least that of the view."""
        return max(self._view_width, round(self._widest * self.scale) + 2 * MARGIN)

    @property
    def height(self) -> int:
        """Height of everything."""
        return self.top(self.count) if self.count else 0

    def top(self, index: int) -> int:
        """Top edge of a page; for the number of pages, the end of everything."""
        return round(self._sums[index] * self.scale) + GAP * (index + 1)

    def size(self, index: int) -> tuple[int, int]:
        """Width and height of a page in pixels, at least 1."""
        page = self.pages[index]
        return max(round(page.width * self.scale), 1), max(round(page.height * self.scale), 1)

    def left(self, index: int) -> int:
        """Left edge of a page."""
        return (self.width - self.size(index)[0]) // 2

    def page_at(self, y: float) -> int:
        """The page at a height, or the one above it where there is none."""
        index = bisect_right(range(self.count), y, key=self.top) - 1
        return min(max(index, 0), max(self.count - 1, 0))

    def between(self, top: float, bottom: float) -> range:
        """Pages of which some part lies between two heights."""
        if not self.count:
            return range(0)
        first = self.page_at(top)
        if self.top(first) + self.size(first)[1] < top:
            first += 1
        last = self.page_at(bottom)
        return range(first, last + 1 if self.top(min(last, self.count - 1)) <= bottom else last)

    def nearest(self, y: float) -> int:
        """The page nearest to a height: the gap belongs to the nearer one."""
        index = self.page_at(y)
        bottom = self.top(index) + self.size(index)[1]
        if y > bottom and index + 1 < self.count and self.top(index + 1) - y < y - bottom:
            return index + 1
        return index

    def to_points(self, index: int, x: float, y: float) -> tuple[float, float]:
        """Content coordinates as points on the shown page, y down."""
        return (x - self.left(index)) / self.scale, (y - self.top(index)) / self.scale
