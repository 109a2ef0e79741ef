"""Where each page stands when all pages are laid out in rows of one or two; pure arithmetic, no widgets.

Content coordinates are logical pixels: x to the right, y down, (0, 0) at the top left of everything.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from itertools import accumulate

from annotator.model.pages import PageInfo
from annotator.ui.reader.late import LatePages

GAP = 14
"""Pixels between two rows, and above the first."""
BETWEEN = 6
"""Pixels between two pages of a row."""
MARGIN = 18
"""Pixels left and right of the widest row; the line-check strip and the numbers' overflow stand there."""
UNIT = 96 / 72
"""Logical pixels for one point at zoom 1.0."""
TALLEST = 2**30
"""Greatest height of everything in pixels: scroll bars count in 32 bits."""


class Spread(IntEnum):
    """How many pages stand side by side."""

    ONE = 0
    TWO = 1
    COVER = 2
    """Two, but the first page alone, as the cover of a book."""


def turned(pages: Sequence[PageInfo], quarter: int) -> Sequence[PageInfo]:
    """The pages turned clockwise by quarters, beyond their own rotation."""
    if quarter % 4 == 0:
        return pages
    return [replace(page, rotation=(page.rotation + 90 * quarter) % 360) for page in pages]


def _sizes(pages: Sequence[PageInfo]) -> tuple[list[float], list[float]]:
    """Widths and heights as shown; not by the pages' own properties, which take thrice as long for ten thousand."""
    guessed = pages.like() if isinstance(pages, LatePages) else None
    if guessed is not None:
        most, near, first = guessed
        widths, heights = [most.width] * len(pages), [most.height] * len(pages)
        for at, page in enumerate(near, first):
            widths[at], heights[at] = page.width, page.height
        return widths, heights
    widths, heights = [], []
    for page in pages:
        x0, y0, x1, y1 = page.box
        sideways = page.rotation % 180
        widths.append(y1 - y0 if sideways else x1 - x0)
        heights.append(x1 - x0 if sideways else y1 - y0)
    return widths, heights


class PageLayout:
    """Positions of the pages of one document at one scale (pixels for one point)."""

    def __init__(self, pages: Sequence[PageInfo], spread: Spread = Spread.ONE) -> None:
        self.pages = pages
        self.spread = spread
        widths, heights = _sizes(pages)
        if spread is not Spread.ONE:
            rows = [self._pages_in(row) for row in range(self.rows)]
            heights = [max(heights[page] for page in row) for row in rows]
        self._sums = [0.0, *accumulate(heights)]
        self._widest = max(widths, default=1.0)
        ordered = sorted(widths)
        self.typical_width = ordered[len(ordered) // 2] if ordered else 1.0
        self.scale = UNIT
        self._view_width = 0

    # rows

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self.pages)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.row_of(self.count - 1) + 1 if self.count else 0

    def row_of(self, page: int) -> int:
        """The row a page stands in."""
        if self.spread is Spread.ONE:
            return page
        return (page + (self.spread is Spread.COVER)) // 2

    def _first_of(self, row: int) -> int:
        if self.spread is Spread.ONE:
            return row
        return max(2 * row - (self.spread is Spread.COVER), 0)

    def _pages_in(self, row: int) -> range:
        return range(self._first_of(row), min(self._first_of(row + 1), self.count))

    def across(self, page: int) -> int:
        """How many pages stand in the row of a page."""
        return len(self._pages_in(self.row_of(page)))

    def first_beside(self, page: int) -> int:
        """The first page of the row of a page."""
        return self._first_of(self.row_of(page))

    # scale

    @property
    def greatest_scale(self) -> float:
        """The scale above which the content would be too tall to scroll."""
        room = TALLEST - (self.rows + 1) * GAP
        return room / max(self._sums[-1], 2 * self._widest, 1.0)

    def arrange(self, scale: float, view_width: int) -> None:
        """Lay out at `scale` pixels for a point, centred in a view of that width."""
        self.scale = min(scale, self.greatest_scale)
        self._view_width = view_width

    def fitting_scale(self, width: float, view_width: int, height: float = 0.0, view_height: int = 0) -> float:
        """The scale at which a page `width` points wide (or two) fills a view, margins kept; not taller than it."""
        across = 1 if self.spread is Spread.ONE else 2
        room = view_width - 2 * MARGIN - (across - 1) * BETWEEN
        scale = max(room, 32) / max(across * width, 1.0)
        return min(scale, max(view_height - 8, 32) / height) if height > 0 else scale

    # pixels

    @property
    def width(self) -> int:
        """Width of everything, at least that of the view."""
        across = 1 if self.spread is Spread.ONE else 2
        pages = across * round(self._widest * self.scale) + (across - 1) * BETWEEN
        return max(self._view_width, pages + 2 * MARGIN)

    @property
    def height(self) -> int:
        """Height of everything."""
        return self.row_top(self.rows) if self.count else 0

    def row_top(self, row: int) -> int:
        """Top edge of a row; for the number of rows, the end of everything."""
        return round(self._sums[row] * self.scale) + GAP * (row + 1)

    def top(self, index: int) -> int:
        """Top edge of a page."""
        return self.row_top(self.row_of(index))

    def size(self, index: int) -> tuple[int, int]:
        """Width and height of a page in pixels, at least 1."""
        page = self.pages[index]
        return max(round(page.width * self.scale), 1), max(round(page.height * self.scale), 1)

    def left(self, index: int) -> int:
        """Left edge of a page: in the middle, or on its side of it."""
        width = self.size(index)[0]
        if self.spread is Spread.ONE:
            return (self.width - width) // 2
        on_the_right = (index + (self.spread is Spread.COVER)) % 2 == 1
        middle = self.width // 2
        return middle + BETWEEN // 2 if on_the_right else middle - BETWEEN // 2 - width

    # what is where

    def page_at(self, y: float) -> int:
        """The first page of the row at a height, or of the one above it where there is none."""
        return self._first_of(self._row_at(y))

    def _row_at(self, y: float) -> int:
        row = bisect_right(range(self.rows), y, key=self.row_top) - 1
        return min(max(row, 0), max(self.rows - 1, 0))

    def between(self, top: float, bottom: float) -> range:
        """Pages of rows of which some part lies between two heights."""
        if not self.count:
            return range(0)
        first, last = self._row_at(top), self._row_at(bottom)
        if self.row_top(first + 1) - GAP < top:
            first += 1
        if self.row_top(last) > bottom:
            last -= 1
        return range(self._first_of(first), self._pages_in(last).stop if last >= first else self._first_of(first))

    def nearest(self, y: float, x: float | None = None) -> int:
        """The page nearest to a height (and in a row of two, to x): the gap belongs to the nearer one."""
        row = self._row_at(y)
        bottom = self.row_top(row + 1) - GAP
        if y > bottom and row + 1 < self.rows and self.row_top(row + 1) - y < y - bottom:
            row += 1
        pages = self._pages_in(row)
        return pages[-1] if x is not None and len(pages) > 1 and x >= self.width / 2 else pages[0]

    def to_points(self, index: int, x: float, y: float) -> tuple[float, float]:
        """Content coordinates as points on the shown page, y down."""
        return (x - self.left(index)) / self.scale, (y - self.top(index)) / self.scale
