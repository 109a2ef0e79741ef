"""Lines of a page as its boxes show them, whichever way the page or the text is turned.

A line is measured in its own *reading frame*: `u` grows the way one reads, `v` grows downwards.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from annotator.model.pages import PageText
from annotator.model.places import Rect


@dataclass(frozen=True, slots=True)
class Frame:
    """How a line lies in user space: quarter turns anticlockwise, and whether it is read from right to left."""

    quarter: int = 0
    mirrored: bool = False

    def enter(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space as (u, v)."""
        u, v = ((x, -y), (y, x), (-x, y), (-y, -x))[self.quarter]
        return (-u, v) if self.mirrored else (u, v)

    def leave(self, u: float, v: float) -> tuple[float, float]:
        """(u, v) as a point of user space."""
        if self.mirrored:
            u = -u
        return ((u, -v), (v, u), (-u, v), (-v, -u))[self.quarter]

    def enter_rect(self, rect: Rect) -> Rect:
        """A rectangle of user space as (u0, v0, u1, v1)."""
        return _ordered(self.enter(rect[0], rect[1]), self.enter(rect[2], rect[3]))

    def leave_rect(self, rect: Rect) -> Rect:
        """(u0, v0, u1, v1) as a rectangle of user space."""
        return _ordered(self.leave(rect[0], rect[1]), self.leave(rect[2], rect[3]))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page's text without its line feed; `box` in user space, None where nothing of it has a size."""

    start: int
    end: int
    box: Rect | None
    frame: Frame

    @property
    def measured(self) -> Rect:
        """The box in the line's own frame; (0, 0, 0, 0) without one."""
        return self.frame.enter_rect(self.box) if self.box else (0.0, 0.0, 0.0, 0.0)


def has_boxes(chars: PageText) -> bool:
    """Whether each code point of the page has a box."""
    return len(chars.boxes) >= 4 * len(chars.text) > 0


def box_of(chars: PageText, offset: int) -> Rect:
    """The box of one code point in user space."""
    x0, y0, x1, y1 = chars.boxes[4 * offset : 4 * offset + 4]
    return (x0, y0, x1, y1)


def sized(rect: Rect) -> bool:
    """Whether a box covers anything."""
    return rect[2] - rect[0] > 0.01 and rect[3] - rect[1] > 0.01


def union(one: Rect | None, other: Rect | None) -> Rect | None:
    """The smallest rectangle around both."""
    if one is None or other is None:
        return one or other
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def box_over(chars: PageText, start: int, end: int) -> Rect | None:
    """The smallest rectangle around the code points from `start` to `end` that have a size; spaces don't widen it."""
    if not has_boxes(chars):
        return None
    found: Rect | None = None
    spaces: Rect | None = None
    for offset in range(max(start, 0), min(end, len(chars.text))):
        box = box_of(chars, offset)
        if not sized(box):
            continue
        if chars.text[offset].isspace():
            spaces = union(spaces, box)
        else:
            found = union(found, box)
    return found or spaces


def line_bounds(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, line feeds left out; a text that ends with a line feed has no line after it."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        yield start, end
        start = end + 1


class PageKey:
    """A page as a key by identity: pages are large, and the same one is asked again at every movement of the mouse."""

    def __init__(self, chars: PageText) -> None:
        self.chars = chars

    def __hash__(self) -> int:
        return id(self.chars)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PageKey) and other.chars is self.chars


def lines_of(chars: PageText) -> tuple[Line, ...]:
    """The page's lines in reading order; remembered for the last few pages."""
    return _lines_of(PageKey(chars))


@lru_cache(maxsize=16)
def _lines_of(key: PageKey) -> tuple[Line, ...]:
    chars = key.chars
    bounds = list(line_bounds(chars.text))
    boxes = [box_over(chars, start, end) for start, end in bounds]
    frames = [_frame_of(chars, start, end) for start, end in bounds]
    known = [frame for frame in frames if frame is not None]
    usual = max(known, key=known.count) if known else Frame()
    rows = zip(bounds, boxes, frames, strict=True)
    return tuple(Line(start, end, box, frame or usual) for (start, end), box, frame in rows)


def same_row(one: Line, other: Line) -> bool:
    """Whether two lines stand side by side, as a superscript, a section sign or a table's cell does."""
    if one.box is None or other.box is None or one.frame.quarter != other.frame.quarter:
        return False
    mine, theirs = one.measured, one.frame.enter_rect(other.box)
    shared = min(mine[3], theirs[3]) - max(mine[1], theirs[1])
    return shared >= 0.5 * min(mine[3] - mine[1], theirs[3] - theirs[1])


def _frame_of(chars: PageText, start: int, end: int) -> Frame | None:
    """The way a line runs, from where its characters stand; None where it has too few to tell."""
    if not has_boxes(chars):
        return None
    centres = []
    leaning = 0
    for offset in range(start, end):
        box = box_of(chars, offset)
        if sized(box) and not chars.text[offset].isspace():
            centres.append(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
            direction = unicodedata.bidirectional(chars.text[offset])
            leaning += direction in ("R", "AL")
            leaning -= direction == "L"
    if len(centres) < 2:
        return None
    dx, dy = centres[-1][0] - centres[0][0], centres[-1][1] - centres[0][1]
    quarter = (0 if dx >= 0 else 2) if abs(dx) >= abs(dy) else (1 if dy > 0 else 3)
    if leaning > 0:
        return Frame((quarter + 2) % 4, mirrored=True)
    return Frame(quarter)


def _ordered(one: tuple[float, float], other: tuple[float, float]) -> Rect:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
