"""Selecting words on one page with mouse and keyboard: positions, words, lines, sentences and their rectangles.

A position is an offset between two code points of the page's text, 0 to its length. Points and rectangles are in user
space. Nothing here knows of a window; a page without text gives position 0 and no rectangles.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from annotator.anchoring.comparing import is_letterlike
from annotator.anchoring.geometry import rects_between
from annotator.anchoring.lines import Line, PageKey, box_of, has_boxes, lines_of, same_row, sized
from annotator.anchoring.sentences import sentences
from annotator.model.pages import PageText
from annotator.model.places import Rect

_IN_WORD = frozenset("'\u2019-\u2010\u2011\u00ad.,")


@dataclass(frozen=True, slots=True)
class _Layout:
    """A page's lines with a size, and its rows: lines that stand side by side."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[int, int], ...]


def position_at(chars: PageText, x: float, y: float) -> int:
    """The position nearest to a point: in the line it lies in or the nearest one, before or after a character."""
    lines = _layout(chars).lines
    if not lines:
        return 0
    line = min(lines, key=lambda candidate: _distance(candidate, x, y))
    return _position_in(chars, line, line.frame.enter(x, y)[0])


def is_over_text(chars: PageText, x: float, y: float, slack: float = 2.0) -> bool:
    """Whether a point lies on a line of text, give or take `slack` points (for the shape of the pointer)."""
    return any(
        line.box is not None
        and line.box[0] - slack <= x <= line.box[2] + slack
        and line.box[1] - slack <= y <= line.box[3] + slack
        for line in _layout(chars).lines
    )


def word_at(chars: PageText, offset: int) -> tuple[int, int]:
    """The word or number around a position, over a line-end hyphen too; between words, the stretch between them."""
    text = chars.text
    if not text:
        return 0, 0
    at = max(0, min(offset, len(text) - 1))
    if not _wordy(text, at) and at > 0 and offset > 0 and _wordy(text, at - 1):
        at -= 1
    if not _wordy(text, at):
        start, end = at, at + 1
        if text[at].isspace():
            while start > 0 and text[start - 1].isspace():
                start -= 1
            while end < len(text) and text[end].isspace():
                end += 1
        return start, end
    start, end = at, at + 1
    while start > 0 and _wordy(text, start - 1):
        start -= 1
    while end < len(text) and _wordy(text, end):
        end += 1
    return start, end


def line_at(chars: PageText, offset: int) -> tuple[int, int]:
    """Start and end of the line a position is in, without its line feed."""
    text = chars.text
    at = max(0, min(offset, len(text)))
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


def sentence_at(chars: PageText, offset: int) -> tuple[int, int]:
    """The sentence around a position; between sentences the one before; the whole text if there is none."""
    found = sentences(chars.text)
    if not found:
        return 0, len(chars.text)
    at = bisect_right([start for start, _ in found], offset) - 1
    return found[max(at, 0)]


def rects_of(chars: PageText, start: int, end: int) -> tuple[Rect, ...]:
    """What a selection covers: a rectangle for each line."""
    if start > end:
        start, end = end, start
    return rects_between(chars, start, end) if has_boxes(chars) else ()


def caret_rect(chars: PageText, offset: int) -> Rect:
    """Where the caret stands: a rectangle without width as high as its line; all zeros on a page without text."""
    lines = _layout(chars).lines
    if not lines:
        return (0.0, 0.0, 0.0, 0.0)
    line = lines[_line_index(lines, offset)]
    box = line.measured
    u = _edge_u(chars, line, min(max(offset, line.start), line.end))
    return line.frame.leave_rect((u, box[1], u, box[3]))


def goal_of(chars: PageText, offset: int) -> float:
    """How far along its line the caret stands: what `move` takes to keep its column when going up or down."""
    lines = _layout(chars).lines
    if not lines:
        return 0.0
    line = lines[_line_index(lines, offset)]
    return _edge_u(chars, line, min(max(offset, line.start), line.end))


def edge_position(chars: PageText, direction: str, goal: float | None = None) -> int:
    """Where the caret enters a page: coming `up` or `left` at its end, else at its start; `goal` as in `move`."""
    layout = _layout(chars)
    if not layout.lines:
        return 0
    if direction == "up" and goal is not None:
        return _in_row(chars, layout, len(layout.rows) - 1, goal)
    if direction == "down" and goal is not None:
        return _in_row(chars, layout, 0, goal)
    return layout.lines[-1].end if direction in ("up", "left", "word-left") else layout.lines[0].start


def move(chars: PageText, offset: int, step: str, goal_x: float | None = None) -> int | None:
    """Where a key takes the caret; None when that leaves the page.

    `step` is left, right, up, down, word-left, word-right, line-start or line-end. `goal_x` (from `goal_of`) keeps the
    column over shorter lines. Up and down follow the reading order, so a column's last line leads to the next column.
    Raises ValueError for any other step.
    """
    text = chars.text
    if step in ("line-start", "line-end"):
        start, end = line_at(chars, offset)
        return start if step == "line-start" else end
    if step == "left":
        return _stop(text, offset - 1, -1) if offset > 0 else None
    if step == "right":
        return _stop(text, offset + 1, 1) if offset < len(text.rstrip("\n")) else None
    if step == "word-left":
        return _word_left(text, offset)
    if step == "word-right":
        return _word_right(text, offset)
    if step not in ("up", "down"):
        raise ValueError(f"no such step: {step}")
    layout = _layout(chars)
    if not layout.lines:
        return None
    goal = goal_of(chars, offset) if goal_x is None else goal_x
    here = _line_index(layout.lines, offset)
    row = next(index for index, (first, last) in enumerate(layout.rows) if first <= here < last)
    row += 1 if step == "down" else -1
    return _in_row(chars, layout, row, goal) if 0 <= row < len(layout.rows) else None


def _layout(chars: PageText) -> _Layout:
    return _layout_of(PageKey(chars))


@lru_cache(maxsize=16)
def _layout_of(key: PageKey) -> _Layout:
    if not has_boxes(key.chars):
        return _Layout((), ())
    lines = tuple(line for line in lines_of(key.chars) if line.box is not None)
    rows: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if rows and _follows_in_row(lines[index - 1], line):
            rows[-1] = (rows[-1][0], index + 1)
        else:
            rows.append((index, index + 1))
    return _Layout(lines, tuple(rows))


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


def _line_index(lines: tuple[Line, ...], offset: int) -> int:
    return max(0, bisect_right([line.start for line in lines], offset) - 1)


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
