"""The highlights of the document shown, by page: what to paint, what lies under the pointer, where lines end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model.places import Rect
from annotator.ui.reader.values import Highlight

SLACK = 1.0
"""Points around a line that still count as on it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a highlight on one page: rectangles in user space, one a line; `first` where it begins here.

    `start` is its first code point, -1 for a region.
    """

    highlight: Highlight
    rects: tuple[Rect, ...]
    first: bool
    start: int = -1


class Marks:
    """Highlights of one extraction, found by page."""

    def __init__(self) -> None:
        self._by_page: dict[int, list[Piece]] = {}
        self._by_passage: dict[str, Highlight] = {}

    def set(self, highlights: Sequence[Highlight], extraction: str, pages: int) -> None:
        """Replace all; places of another extraction, or beyond its pages, are left out."""
        self._by_page = {}
        self._by_passage = {}
        for highlight in highlights:
            place = highlight.place
            if place.extraction != extraction:
                continue
            parts = [(span.page, span.rects, span.start) for span in place.spans]
            if place.region:
                parts.append((place.region.page, (place.region.rect,), -1))
            parts = [part for part in parts if 0 <= part[0] < pages and part[1]]
            for number, (page, rects, start) in enumerate(parts):
                self._by_page.setdefault(page, []).append(Piece(highlight, rects, number == 0, start))
            if parts:
                self._by_passage[highlight.passage] = highlight
        for pieces in self._by_page.values():
            pieces.sort(key=lambda piece: piece.highlight.chosen)

    def on(self, page: int) -> Sequence[Piece]:
        """Pieces on a page, the chosen ones last."""
        return self._by_page.get(page, ())

    def of(self, passage: str) -> Highlight | None:
        """The highlight of a passage."""
        return self._by_passage.get(passage)

    def at(self, page: int, x: float, y: float) -> str:
        """The passage under a point in user space, the smallest where several overlap; empty if none."""
        best, least = "", float("inf")
        for piece in self.on(page):
            if any(x0 - SLACK <= x <= x1 + SLACK and y0 - SLACK <= y <= y1 + SLACK for x0, y0, x1, y1 in piece.rects):
                area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in piece.rects)
                if area < least:
                    best, least = piece.highlight.passage, area
        return best
