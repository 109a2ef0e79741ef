"""Selecting words on one page with mouse and keyboard: positions, words, lines, sentences and their rectangles.

A position is an offset between two code points of the page's text, 0 to its length; what follows what is the page's
reading order (`reading.Reading`; a bare `PageText` is read by what it shows itself). A range may therefore end at an
offset before its start. Points and rectangles are in user space. Nothing here knows of a window; a page without text
gives position 0 and no rectangles.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from annotator.anchoring.comparing import is_letterlike
from annotator.anchoring.geometry import rects_between
from annotator.anchoring.lines import Line, box_of, box_over, has_boxes, lines_of, same_row, sized
from annotator.anchoring.parts import Part
from annotator.anchoring.reading import Reading, reading_of
from annotator.anchoring.sentences import sentences
from annotator.model.pages import PageText
from annotator.model.places import Rect

Page = PageText | Reading
_IN_WORD = frozenset("'\u2019-\u2010\u2011\u00ad.,")


@dataclass(frozen=True, slots=True)
class _Layout:
    """A page's lines with a size in reading order, and its rows: lines that stand side by side."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[int, int], ...]
    points: tuple[int, ...]


def position_at(page: Page, x: float, y: float) -> int:
    """The position nearest to a point: in the line it lies in or the nearest one, before or after a character."""
    reading = _read(page)
    lines = _layout_of(reading).lines
    if not lines:
        return 0
    line = min(lines, key=lambda candidate: _distance(candidate, x, y))
    return _position_in(reading.chars, line, line.frame.enter(x, y)[0])


def is_over_text(page: Page, x: float, y: float, slack: float = 2.0) -> bool:
    """Whether a point lies on a line of text, give or take `slack` points (for the shape of the pointer)."""
    return any(
        line.box is not None
        and line.box[0] - slack <= x <= line.box[2] + slack
        and line.box[1] - slack <= y <= line.box[3] + slack
        for line in _layout_of(_read(page)).lines
    )


def word_at(page: Page, offset: int) -> tuple[int, int]:
    """The word or number around a position, over a line-end hyphen too; between words, the stretch between them."""
    reading = _read(page)
    text = reading.text
    if not text.strip("\n"):
        return 0, 0
    point = reading.point(offset)
    at = max(0, min(point, len(text) - 1))
    if not _wordy(text, at) and at > 0 and point > 0 and _wordy(text, at - 1):
        at -= 1
    start, end = at, at + 1
    if _wordy(text, at):
        while start > 0 and _wordy(text, start - 1):
            start -= 1
        while end < len(text) and _wordy(text, end):
            end += 1
    elif text[at].isspace():
        while start > 0 and text[start - 1].isspace():
            start -= 1
        while end < len(text) and text[end].isspace():
            end += 1
    return reading.offset(start), reading.offset(end, end=True)


def inside_word(page: Page, offset: int) -> tuple[int, int] | None:
    """The word a position lies inside of; None at a word's edge, and in scripts written without spaces."""
    start, end = word_at(page, offset)
    text = page.text if isinstance(page, PageText) else page.chars.text
    if not start < offset < end or not (is_letterlike(text[offset - 1]) and is_letterlike(text[offset])):
        return None
    return start, end


def line_at(page: Page, offset: int) -> tuple[int, int]:
    """Start and end of the line a position is in, without its line feed."""
    text = page.text if isinstance(page, PageText) else page.chars.text
    at = max(0, min(offset, len(text)))
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


def sentence_at(page: Page, offset: int) -> tuple[int, int]:
    """The sentence around a position; between sentences the one before; the whole part of the page if there is none."""
    reading = _read(page)
    point = reading.point(offset)
    first, last = reading.bounds(reading.part_at(point)) or (0, len(reading.text))
    found = sentences(reading.text[first:last])
    if found:
        at = bisect_right([start for start, _ in found], point - first) - 1
        first, last = found[max(at, 0)][0] + first, found[max(at, 0)][1] + first
    return reading.offset(first), reading.offset(last, end=True)


def rects_of(chars: PageText, start: int, end: int) -> tuple[Rect, ...]:
    """What a run of offsets covers: a rectangle for each line."""
    if start > end:
        start, end = end, start
    return rects_between(chars, start, end) if has_boxes(chars) else ()


def caret_rect(page: Page, offset: int) -> Rect:
    """Where the caret stands: a rectangle without width as high as its line; all zeros on a page without text."""
    reading = _read(page)
    layout = _layout_of(reading)
    if not layout.lines:
        return (0.0, 0.0, 0.0, 0.0)
    line = layout.lines[_line_index(layout, reading, offset)]
    box = line.measured
    u = _edge_u(reading.chars, line, min(max(offset, line.start), line.end))
    return line.frame.leave_rect((u, box[1], u, box[3]))


def goal_of(page: Page, offset: int) -> float:
    """How far along its line the caret stands: what `move` takes to keep its column when going up or down."""
    reading = _read(page)
    layout = _layout_of(reading)
    if not layout.lines:
        return 0.0
    line = layout.lines[_line_index(layout, reading, offset)]
    return _edge_u(reading.chars, line, min(max(offset, line.start), line.end))


def edge_position(page: Page, direction: str, goal: float | None = None, *, part: Part | None = None) -> int:
    """Where the caret enters a page: coming `up` or `left` at its end, else at its start; `goal` as in `move`.

    With `part` at the end or start of that part, where the page has it.
    """
    reading = _read(page)
    layout = _layout_of(reading)
    if not layout.lines:
        return 0
    bounds = reading.bounds(part) if part is not None else None
    backwards = direction in ("up", "left", "word-left")
    if bounds is not None:
        edge = reading.offset(bounds[1], end=True) if backwards else reading.offset(bounds[0])
        if goal is None or direction not in ("up", "down"):
            return edge
        return _in_row(reading.chars, layout, _row_of(layout, _line_index(layout, reading, edge)), goal)
    if direction == "up" and goal is not None:
        return _in_row(reading.chars, layout, len(layout.rows) - 1, goal)
    if direction == "down" and goal is not None:
        return _in_row(reading.chars, layout, 0, goal)
    return layout.lines[-1].end if backwards else layout.lines[0].start


def move(page: Page, offset: int, step: str, goal_x: float | None = None, *, part: Part | None = None) -> int | None:
    """Where a key takes the caret; None when that leaves the page (or, given one, the `part` of it).

    `step` is left, right, up, down, word-left, word-right, line-start or line-end. `goal_x` (from `goal_of`) keeps the
    column over shorter lines. Up and down follow the reading order, so a column's last line leads to the next column.
    Raises ValueError for any other step.
    """
    reading = _read(page)
    if step in ("line-start", "line-end"):
        return _line_edge(reading, offset, step)
    if step in ("up", "down"):
        return _vertically(reading, offset, step, goal_x, part)
    if step not in ("left", "right", "word-left", "word-right"):
        raise ValueError(f"no such step: {step}")
    text, point = reading.text, reading.point(offset)
    first, last = (reading.bounds(part) if part is not None else None) or (0, len(text.rstrip("\n")))
    there: int | None
    if step == "left":
        there = _stop(text, point - 1, -1) if point > 0 else None
    elif step == "right":
        there = _stop(text, point + 1, 1) if point < len(text.rstrip("\n")) else None
    elif step == "word-left":
        there = _word_left(text, point)
    else:
        there = _word_right(text, point)
    if there is None or (there > last and point >= last) or (there < first and point <= first):
        return None
    return reading.offset(min(max(there, first), last), end=there >= last)


def _line_edge(reading: Reading, offset: int, step: str) -> int:
    layout = _layout_of(reading)
    start, end = line_at(reading, offset)
    if layout.lines:
        line = layout.lines[_line_index(layout, reading, offset)]
        if line.start <= end and start <= line.end:
            start, end = line.start, line.end
    return start if step == "line-start" else end


def _vertically(reading: Reading, offset: int, step: str, goal: float | None, part: Part | None) -> int | None:
    layout = _layout_of(reading)
    if not layout.lines:
        return None
    goal = goal_of(reading, offset) if goal is None else goal
    row = _row_of(layout, _line_index(layout, reading, offset)) + (1 if step == "down" else -1)
    if not 0 <= row < len(layout.rows):
        return None
    there = _in_row(reading.chars, layout, row, goal)
    if part is not None and reading.part_at(reading.point(there)) is not part:
        return None
    return there


def _read(page: Page) -> Reading:
    return reading_of(page) if isinstance(page, PageText) else page


@lru_cache(maxsize=32)
def _layout_of(reading: Reading) -> _Layout:
    chars = reading.chars
    if not has_boxes(chars):
        return _Layout((), (), ())
    lines = []
    for line in lines_of(chars):
        start = reading.within(line.start, max(line.end, line.start + 1))
        if line.box is None or start is None:
            continue
        cut = start > line.start
        lines.append(Line(start, line.end, box_over(chars, start, line.end), line.frame) if cut else line)
    lines = [line for line in lines if line.box is not None]
    lines.sort(key=lambda line: reading.point(line.start))
    rows: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if rows and _follows_in_row(lines[index - 1], line):
            rows[-1] = (rows[-1][0], index + 1)
        else:
            rows.append((index, index + 1))
    return _Layout(tuple(lines), tuple(rows), tuple(reading.point(line.start) for line in lines))


def _row_of(layout: _Layout, line: int) -> int:
    return bisect_right([first for first, _ in layout.rows], line) - 1


def _follows_in_row(last: Line, line: Line) -> bool:
    return same_row(last, line) and last.frame.enter_rect(line.box or (0, 0, 0, 0))[0] >= last.measured[2] - 1.0


def _in_row(chars: PageText, layout: _Layout, row: int, goal: float) -> int:
    first, last = layout.rows[row]

    def apart(line: Line) -> float:
        box = line.measured
        return max(box[0] - goal, goal - box[2], 0.0)

    line = min(layout.lines[first:last], key=apart)
    return _position_in(chars, line, goal)


def _distance(line: Line, x: float, y: float) -> float:
    """How far a point is from a line; across the line counts more, so a click in the margin takes its own line."""
    u, v = line.frame.enter(x, y)
    box = line.measured
    along = max(box[0] - u, u - box[2], 0.0)
    across = max(box[1] - v, v - box[3], 0.0)
    return float(along * along + 9.0 * across * across)


def _position_in(chars: PageText, line: Line, u: float) -> int:
    """The position within a line nearest to `u` along it."""
    best, found = float("inf"), line.start
    for offset in range(line.start, line.end):
        box = box_of(chars, offset)
        if not sized(box):
            continue
        left, _, right, _ = line.frame.enter_rect(box)
        for edge, position in ((left, offset), (right, offset + 1)):
            if abs(edge - u) < best:
                best, found = abs(edge - u), position
    return _stop(chars.text, found, 1)


def _edge_u(chars: PageText, line: Line, offset: int) -> float:
    """How far along its line a position stands: the start of the character after it, else the end of the one before."""
    for here in range(offset, line.end):
        if sized(box_of(chars, here)):
            return line.frame.enter_rect(box_of(chars, here))[0]
    for here in range(offset - 1, line.start - 1, -1):
        if sized(box_of(chars, here)):
            return line.frame.enter_rect(box_of(chars, here))[2]
    return line.measured[0]


def _line_index(layout: _Layout, reading: Reading, offset: int) -> int:
    return max(0, bisect_right(layout.points, reading.point(offset)) - 1)


def _wordy(text: str, at: int) -> bool:
    """Whether the character belongs to a word: letters, digits, marks, and what joins them within a word."""
    if _plain_wordy(text, at):
        return True
    around = at > 0 and at + 1 < len(text) and _plain_wordy(text, at - 1)
    if text[at] in "-\u2010\u00ad" and around and text[at + 1] == "\n":
        return at + 2 < len(text) and text[at + 2].islower()
    if text[at] == "\n" and at > 1 and text[at - 1] in "-\u2010\u00ad" and at + 1 < len(text):
        return text[at + 1].islower() and _plain_wordy(text, at - 2)
    if text[at] not in _IN_WORD or not around or not _plain_wordy(text, at + 1):
        return False
    return text[at] not in ".," or (text[at - 1].isdigit() and text[at + 1].isdigit())


def _plain_wordy(text: str, at: int) -> bool:
    return is_letterlike(text[at]) or text[at].isalnum()


def _joins(text: str, at: int) -> bool:
    """Whether a position lies between a letter and its mark, where no caret stands."""
    return 0 < at < len(text) and not text[at].isalnum() and is_letterlike(text[at])


def _stop(text: str, at: int, way: int) -> int:
    while _joins(text, at):
        at += way
    return at


def _word_left(text: str, offset: int) -> int | None:
    at = offset
    while at > 0 and not _wordy(text, at - 1):
        at -= 1
    if at == 0:
        return None if offset == 0 else 0
    while at > 0 and _wordy(text, at - 1):
        at -= 1
    return at


def _word_right(text: str, offset: int) -> int | None:
    at = offset
    while at < len(text) and _wordy(text, at):
        at += 1
    while at < len(text) and not _wordy(text, at):
        at += 1
    if at == len(text):
        last = len(text.rstrip("\n"))
        return last if offset < last else None
    return at
