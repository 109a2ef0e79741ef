"""Which part of a page is pictured for a passage, and how large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.bundle.content import Rgb
from annotator.model.pages import PageInfo
from annotator.model.places import Place, Rect
from annotator.model.things import Relation

TINTS: dict[Relation, Rgb] = {
    Relation.SUPPORTS: (0.62, 0.83, 1.0),
    Relation.CONTRADICTS: (1.0, 0.75, 0.60),
    Relation.CONTEXT: (0.85, 0.85, 0.85),
}
CLAIM_TINT: Rgb = (1.0, 0.92, 0.45)
NEEDS_NONE_TINT: Rgb = (0.90, 0.90, 0.90)

SCALE = 1.6
"""Pixels a point: print at 115 dots an inch, and 980 pixels for the width of a letter page."""
_WIDEST, _HIGHEST = 1200, 1600
_SURROUNDINGS = 3.5
"""Lines shown before and after the passage."""
_LONG = 0.55
"""A passage taller than this part of its page is pictured column by column."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """A part of a page. `clip` and `marks` in user space; `scale` in pixels a point; sizes of the picture in pixels."""

    page: int
    label: str
    clip: Rect
    scale: float
    marks: tuple[Rect, ...]
    width: int
    height: int


def cutouts(place: Place, pages: Sequence[PageInfo]) -> list[Cutout]:
    """The pictures that show a passage: one for each page, or one for each column where it would be most of a page."""
    found: list[Cutout] = []
    spans = [(span.page, span.label, span.rects) for span in place.spans if span.rects]
    if not spans and place.region:
        spans = [(place.region.page, place.region.label, (place.region.rect,))]
    for page in dict.fromkeys(page for page, _, _ in spans):
        if page >= len(pages):
            continue
        info = pages[page]
        mine = [(label, rects) for where, label, rects in spans if where == page]
        marks = tuple(rect for _, rects in mine for rect in rects)
        whole = _around(marks, info)
        if len(mine) == 1 or _extent(whole, info)[1] <= _LONG * info.height:
            found.append(_cutout(page, mine[0][0], whole, marks, info))
        else:
            found += [_cutout(page, label, _around(rects, info), marks, info) for label, rects in mine]
    return found


def alone(place: Place, pages: Sequence[PageInfo]) -> list[Cutout]:
    """The pictures of a passage without anything around it: one for each span, as large as the passage."""
    found: list[Cutout] = []
    for span in place.spans:
        if span.rects and span.page < len(pages):
            info = pages[span.page]
            clip = _bounded(span.rects, info)
            if clip[0] < clip[2] and clip[1] < clip[3]:
                found.append(_cutout(span.page, span.label, clip, span.rects, info))
    return found


def _bounded(rects: Sequence[Rect], info: PageInfo) -> Rect:
    return (
        max(info.box[0], min(rect[0] for rect in rects)),
        max(info.box[1], min(rect[1] for rect in rects)),
        min(info.box[2], max(rect[2] for rect in rects)),
        min(info.box[3], max(rect[3] for rect in rects)),
    )


def _sideways(info: PageInfo) -> bool:
    return info.rotation in (90, 270)


def _extent(clip: Rect, info: PageInfo) -> tuple[float, float]:
    """Width and height as shown."""
    width, height = clip[2] - clip[0], clip[3] - clip[1]
    return (height, width) if _sideways(info) else (width, height)


def _around(rects: Sequence[Rect], info: PageInfo) -> Rect:
    """The passage with lines before and after, over the width of the page (of a huge page: beside the passage)."""
    x0, y0 = min(rect[0] for rect in rects), min(rect[1] for rect in rects)
    x1, y1 = max(rect[2] for rect in rects), max(rect[3] for rect in rects)
    sideways = _sideways(info)
    line = min((rect[2] - rect[0]) if sideways else (rect[3] - rect[1]) for rect in rects)
    across = min(90.0, max(36.0, _SURROUNDINGS * 1.2 * line))
    along = 1e6 if info.width <= 1000 else 200.0
    wide, high = (across, along) if sideways else (along, across)
    box = info.box
    clip = (max(box[0], x0 - wide), max(box[1], y0 - high), min(box[2], x1 + wide), min(box[3], y1 + high))
    return clip if clip[0] < clip[2] and clip[1] < clip[3] else box


def _cutout(page: int, label: str, clip: Rect, marks: tuple[Rect, ...], info: PageInfo) -> Cutout:
    width, height = _extent(clip, info)
    scale = min(SCALE, _WIDEST / width, _HIGHEST / height)
    return Cutout(page, label, clip, scale, marks, max(1, round(width * scale)), max(1, round(height * scale)))
