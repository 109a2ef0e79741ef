"""Dark pages: paper and words change places in lightness and keep their hue; pictures stay as they are.

A page that is (nearly) all picture is a scan or a photograph: it stays light, only dimmed. Turned round, a scan's
stamps, signatures and photographs would be negatives, and she could not say what the original looks like.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from annotator.engine.worker.mupdf import lib
from annotator.engine.worker.texts import Geometry

Edges = tuple[float, float, float, float]
MOST = 300
"""Pictures of one page that are kept true; pages with more are drawings made of tiny ones."""
SCAN = 0.8
"""Part of a page that pictures cover where the page counts as one picture."""
DIMMED = 0xC8C8C8
"""What white becomes on a page that stays light."""
STRIP = 24
"""Rows of pixels that are turned at a time."""
REMEMBERED = 64
"""Pages whose pictures are remembered, since a page comes in many tiles."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is to be drawn: turned clockwise by quarters, and dark or not, with colours for black and white."""

    quarter: int = 0
    dark: bool = False
    black: int = 0xECECEC
    white: int = 0x1E1F22


@dataclass(frozen=True, slots=True)
class Frame:
    """Pixels in memory: four bytes each, `corner` is the upper left one's place on the page at `scale`."""

    pixmap: Any
    memory: memoryview
    width: int
    height: int
    corner: tuple[int, int]
    scale: float


class _Finder(lib.FzDevice2):  # type: ignore[misc]
    """Sees where pictures are drawn, within what is clipped, and nothing else of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Edges] = []
        self._clips: list[Edges] = []
        self.use_virtual_fill_image()
        self.use_virtual_clip_path()
        self.use_virtual_clip_stroke_path()
        self.use_virtual_clip_text()
        self.use_virtual_clip_stroke_text()
        self.use_virtual_clip_image_mask()
        self.use_virtual_end_mask()
        self.use_virtual_pop_clip()

    def fill_image(self, _: Any, image: Any, ctm: Any, alpha: float, *more: Any) -> None:
        """A picture; stencils, which are drawn in a colour as letters are, do not come here."""
        xs = (ctm.e, ctm.e + ctm.a, ctm.e + ctm.c, ctm.e + ctm.a + ctm.c)
        ys = (ctm.f, ctm.f + ctm.b, ctm.f + ctm.d, ctm.f + ctm.b + ctm.d)
        edges = (min(xs), min(ys), max(xs), max(ys))
        edges = _common(edges, self._clips[-1]) if self._clips else edges
        if edges[0] < edges[2] and edges[1] < edges[3] and len(self.found) <= MOST:
            self.found.append(edges)

    def clip_path(self, _: Any, path: Any, even_odd: int, ctm: Any, scissor: Any) -> None:
        """What is drawn from here on is seen only inside."""
        rect = lib.ll_fz_bound_path(path, None, ctm)
        edges = (rect.x0, rect.y0, rect.x1, rect.y1)
        self._clips.append(_common(edges, self._clips[-1]) if self._clips else edges)

    def _clip_more(self, *_: Any) -> None:
        self._clips.append(self._clips[-1] if self._clips else (-1e9, -1e9, 1e9, 1e9))

    clip_stroke_path = clip_text = clip_stroke_text = clip_image_mask = end_mask = _clip_more

    def pop_clip(self, _: Any) -> None:
        """Back to what was seen before."""
        if self._clips:
            self._clips.pop()


_remembered: OrderedDict[int, list[Edges]] = OrderedDict()


def pictures_of(page: Any, where: Geometry) -> list[Edges]:
    """Rectangles of a page's pictures, in user space."""
    from annotator.engine.worker.drawing import from_shown

    if page.number in _remembered:
        _remembered.move_to_end(page.number)
        return _remembered[page.number]
    finder = _Finder()
    lib.fz_run_page(page.this, finder, lib.FzMatrix(), lib.FzCookie())
    found = []
    for x0, y0, x1, y1 in finder.found if len(finder.found) <= MOST else ():
        a, b = from_shown(x0 / where.unit, y0 / where.unit, where)
        c, d = from_shown(x1 / where.unit, y1 / where.unit, where)
        found.append((min(a, c), min(b, d), max(a, c), max(b, d)))
    _remembered[page.number] = found
    if len(_remembered) > REMEMBERED:
        _remembered.popitem(last=False)
    return found


def darken(frame: Frame, pictures: list[Edges], page_area: float, look: Look) -> bool:
    """Turn the pixels dark but for the pictures (points of the page as drawn). True where it stayed light."""
    area = _area(pictures)
    if area > SCAN * page_area:
        lib.fz_tint_pixmap(frame.pixmap, 0, DIMMED)
        return True
    kept = [piece for rect in pictures for piece in _rows(frame, rect)]
    for start, row in kept:  # so that a strip beside a photograph counts as without colours
        frame.memory[start : start + len(row)] = b"\xff" * len(row)
    for top in range(0, frame.height, STRIP):
        _turn(frame, top, min(top + STRIP, frame.height), look)
    for start, row in kept:
        frame.memory[start : start + len(row)] = row
    return False


def _turn(frame: Frame, top: int, bottom: int, look: Look) -> None:
    """Turn the lightness of some rows. Where nothing has a colour, which is nearly everywhere, that is one pass."""
    memory = frame.memory[top * frame.width * 4 : bottom * frame.width * 4]
    now = bytes(memory)
    if now == b"\xff" * len(now):  # margins, and what lies between paragraphs
        memory[:] = bytes((look.white & 0xFF, look.white >> 8 & 0xFF, look.white >> 16 & 0xFF, 0xFF)) * (len(now) // 4)
        return
    rows = lib.FzIrect(0, 0, frame.width, bottom - top)
    start = lib.python_mutable_buffer_data(memory)
    space = lib.FzColorspace(lib.FzColorspace.Fixed_BGR)
    strip = lib.fz_new_pixmap_with_bbox_and_data(space, rows, lib.FzSeparations(), 1, start)
    if now[0::4] == now[1::4] == now[2::4]:
        lib.fz_tint_pixmap(strip, look.black, look.white)
    else:
        lib.fz_invert_pixmap_luminance(strip)
        # MuPDF's turned white is 3, not 0.
        lib.fz_tint_pixmap(strip, max(look.white - 0x030303, 0), look.black)


def _rows(frame: Frame, rect: Edges) -> list[tuple[int, bytes]]:
    """The pixels of a picture as they are now, row by row, with where each row stands in memory."""
    left, top = frame.corner
    x0 = max(round(rect[0] * frame.scale) - left, 0)
    x1 = min(round(rect[2] * frame.scale) - left, frame.width)
    y0 = max(round(rect[1] * frame.scale) - top, 0)
    y1 = min(round(rect[3] * frame.scale) - top, frame.height)
    if x0 >= x1:
        return []
    starts = [(row * frame.width + x0) * 4 for row in range(y0, y1)]
    return [(start, bytes(frame.memory[start : start + (x1 - x0) * 4])) for start in starts]


def _area(rects: list[Edges]) -> float:
    """What they cover together, in points squared: strips of one scan are counted once each, overlaps coarsely."""
    seen: list[Edges] = []
    total = 0.0
    for rect in sorted(rects, key=lambda each: -(each[2] - each[0]) * (each[3] - each[1])):
        if any(_inside(rect, other) for other in seen):
            continue
        seen.append(rect)
        total += (rect[2] - rect[0]) * (rect[3] - rect[1])
    return total


def _inside(rect: Edges, other: Edges) -> bool:
    return rect[0] >= other[0] - 1 and rect[1] >= other[1] - 1 and rect[2] <= other[2] + 1 and rect[3] <= other[3] + 1


def _common(one: Edges, other: Edges) -> Edges:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
