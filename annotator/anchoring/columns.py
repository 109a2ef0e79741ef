"""Lines of running text in the order of their columns, where the file's own order is evidently wrong.

Most files have their text in reading order, and tables only there, so the content's order stands unless lines of text
go back up within a column, or change sides row by row. Then the page is cut along its white gaps (a recursive X-Y cut).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from annotator.anchoring.parts import Item

_DEEPEST = 12
_PROSE = 22
"""Characters of a usual line of running text; below that it is a table, a form or a chart."""


def in_columns(items: Sequence[Item], text: str) -> list[Item]:
    """The items in reading order."""
    own = list(items)
    if len(own) < 4 or median(item.end - item.start for item in own) < _PROSE:
        return own
    before = _faults(own)
    if not before:
        return own
    cut = _cut(own, 0)
    return cut if _faults(cut) < before else own


def _faults(items: Sequence[Item]) -> int:
    """How often a line goes back up within its column, or stands on the same row in another column, as prose."""
    up = rows = 0
    for one, other in pairwise(items):
        here, there = one.box, one.line.frame.enter_rect(other.line.box or (0, 0, 0, 0))
        shared = min(here[2], there[2]) - max(here[0], there[0])
        if there[3] < here[1] and shared > 0.3 * min(here[2] - here[0], there[2] - there[0]):
            up += 1
        level = min(here[3], there[3]) - max(here[1], there[1])
        long = min(one.end - one.start, other.end - other.start) >= _PROSE
        gap = there[0] - here[2]
        if long and gap > 0.8 * (here[3] - here[1]) and level > 0.6 * (here[3] - here[1]):
            rows += 1
    return up + (rows if rows >= 4 else 0)


def _cut(items: list[Item], depth: int) -> list[Item]:
    if len(items) < 2 or depth > _DEEPEST:
        return _by_rows(items)
    frame = items[0].line.frame
    boxes = [(item, frame.enter_rect(item.line.box or (0, 0, 0, 0))) for item in items]
    height = median(box[3] - box[1] for _, box in boxes)
    gutter = _gap([(box[0], box[2]) for _, box in boxes], 0.7 * height)
    if gutter is not None:
        left = [item for item, box in boxes if box[2] <= gutter]
        right = [item for item, box in boxes if box[2] > gutter]
        if min(len(left), len(right)) >= 2:
            return _cut(left, depth + 1) + _cut(right, depth + 1)
    slack = 0.2 * height  # lines that are set tight overlap a little
    split = _gap([(box[1] + slack, box[3] - slack) for _, box in boxes], 0.0)
    if split is None:
        return _by_rows(items)
    upper = [item for item, box in boxes if (box[1] + box[3]) / 2 <= split]
    lower = [item for item, box in boxes if (box[1] + box[3]) / 2 > split]
    return _cut(upper, depth + 1) + _cut(lower, depth + 1) if upper and lower else _by_rows(items)


def _gap(spans: list[tuple[float, float]], least: float) -> float | None:
    """The middle of the widest stretch that nothing crosses; None where none is wider than `least`."""
    best, found = least, None
    reach = float("-inf")
    for start, end in sorted(spans):
        if reach > float("-inf") and start - reach > best:
            best, found = start - reach, (start + reach) / 2
        reach = max(reach, end)
    return found


def _by_rows(items: list[Item]) -> list[Item]:
    """From the top, pieces of one row along it."""
    rows: list[list[Item]] = []
    for item in sorted(items, key=lambda item: item.box[1]):
        box = item.box
        last = rows[-1][0].box if rows else (0.0, 0.0, 0.0, 0.0)
        least = 0.5 * min(last[3] - last[1], box[3] - box[1])
        if rows and min(last[3], box[3]) - max(last[1], box[1]) > least:
            rows[-1].append(item)
        else:
            rows.append([item])
    return [item for row in rows for item in sorted(row, key=lambda item: item.box[0])]


def median(values: Iterable[float]) -> float:
    """The middle of some values. The library's own loads fractions and decimals, which the first page waits for."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
