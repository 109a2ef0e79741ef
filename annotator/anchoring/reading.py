"""The order in which a page is read: its text put in order by where it stands, with the way back to its offsets.

The text of an extraction is in the order of the file's content and never changes. Selections follow the order here:
column after column, with headers, footers, footnotes and line numbers apart. A *point* is a position in that order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotator.anchoring.columns import in_columns
from annotator.anchoring.lines import PageKey, has_boxes, same_row
from annotator.anchoring.parts import Item, Part, items_of, note_marks
from annotator.model.pages import PageText


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive code points of one part of a page; `at` is its first point."""

    start: int
    end: int
    part: Part
    at: int


class Reading:
    """One page in reading order: header, body, notes, footer, margin; numbers of lines and notes left out."""

    def __init__(self, chars: PageText, texts: Sequence[str] = ()) -> None:
        self.chars = chars
        items = items_of(chars, texts) if has_boxes(chars) else []
        self.stretches = _stretches(chars.text, items, note_marks(chars, items))
        self.text = "".join(_with_end(chars.text, stretch) for stretch in self.stretches)
        self._by_start = sorted(self.stretches, key=lambda stretch: stretch.start)
        self._starts = [stretch.start for stretch in self._by_start]
        self._points = [stretch.at for stretch in self.stretches]
        self._instead: dict[int, int] = {}
        self._instead = _instead(items, self)

    @property
    def plain(self) -> bool:
        """Whether the page is read in the order of its content, nothing left out."""
        return len(self.stretches) == 1

    def point(self, offset: int) -> int:
        """Where an offset of the page's text stands in the order; one that is left out stands at its neighbour."""
        if offset in self._instead:
            return self._instead[offset]
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return self._by_start[0].at if self._by_start else 0
        stretch = self._by_start[index]
        return stretch.at + min(offset, stretch.end) - stretch.start

    def offset(self, point: int, *, end: bool = False) -> int:
        """The offset a point stands for; where two stretches meet, the later's start, with `end` the earlier's end."""
        if not self.stretches:
            return 0
        index = (bisect_right(self._points, point - 1 if end and point else point)) - 1
        stretch = self.stretches[max(index, 0)]
        return min(stretch.start + point - stretch.at, stretch.end)

    def part_at(self, point: int, *, end: bool = False) -> Part:
        """The part of the page a point is in."""
        if not self.stretches:
            return Part.BODY
        return self.stretches[max(bisect_right(self._points, point - 1 if end and point else point) - 1, 0)].part

    def bounds(self, part: Part) -> tuple[int, int] | None:
        """First and last point of a part, its last line feed left out; None where the page has none of it."""
        found = [stretch for stretch in self.stretches if stretch.part is part]
        if not found:
            return None
        last = found[-1].at + len(self.chars.text[found[-1].start : found[-1].end].rstrip("\n"))
        return found[0].at, last

    def within(self, start: int, end: int) -> int | None:
        """The first offset from `start` to `end` that is part of the order; None where all of it is left out."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        for stretch in self._by_start[index:]:
            if stretch.start >= end:
                return None
            if stretch.end > start:
                return max(stretch.start, start)
        return None

    def between(self, first: int, last: int, parts: frozenset[Part] | None = None) -> list[tuple[int, int]]:
        """The runs of offsets between two points, in reading order; only of some parts where these are given."""
        runs: list[tuple[int, int]] = []
        for stretch in self.stretches:
            start = stretch.start + max(first - stretch.at, 0)
            end = min(stretch.end, stretch.start + last - stretch.at)
            if start < end and (parts is None or stretch.part in parts):
                if runs and runs[-1][1] == start:
                    runs[-1] = (runs[-1][0], end)
                else:
                    runs.append((start, end))
        return runs


def reading_of(chars: PageText, texts: Sequence[str] = ()) -> Reading:
    """A page's reading order; the last few are remembered. `texts` are those of all pages, to see what repeats."""
    return _reading_of(PageKey(chars), _Texts(texts))


class _Texts:
    """The texts of a document as a key by identity."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts

    def __hash__(self) -> int:
        return id(self.texts) if self.texts else 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Texts) and (other.texts is self.texts or not (other.texts or self.texts))


@lru_cache(maxsize=32)
def _reading_of(key: PageKey, texts: _Texts) -> Reading:
    return Reading(key.chars, texts.texts)


def _stretches(text: str, items: list[Item], marks: list[tuple[int, int]]) -> list[Stretch]:
    """The page's text cut into stretches of one part, in reading order. Blank lines go with what stands before them."""
    if not text:
        return []
    if not items:
        return [Stretch(0, len(text), Part.BODY, 0)]
    ends = [*(item.start for item in items[1:]), len(text)]
    whole = {item.start: (item.start if at else 0, end) for at, (item, end) in enumerate(zip(items, ends, strict=True))}
    ordered: list[tuple[int, int, Part]] = []
    for part in (Part.HEADER, Part.BODY, Part.NOTES, Part.FOOTER, Part.MARGIN):
        mine = [item for item in items if item.part is part]
        for item in in_columns(mine, text) if part is Part.BODY else _downwards(mine):
            start, end = whole[item.start]
            if ordered and ordered[-1][2] is part and ordered[-1][1] == start:
                ordered[-1] = (ordered[-1][0], end, part)
            else:
                ordered.append((start, end, part))
    found: list[Stretch] = []
    at = 0
    for start, end, part in ordered:
        for begin, finish in _without(start, end, marks):
            stretch = Stretch(begin, finish, part, at)
            found.append(stretch)
            at += len(_with_end(text, stretch))
    return found


def _downwards(items: list[Item]) -> list[Item]:
    """Parts beside the body as their content has them; running lines from the top, since stamps come last."""
    if items and items[0].part in (Part.HEADER, Part.FOOTER):
        return sorted(items, key=lambda item: (round(item.box[1] / 4), item.box[0]))
    return items


def _without(start: int, end: int, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    pieces = []
    for first, last in marks:
        if start <= first < last <= end:
            pieces.append((start, first))
            start = last
    pieces.append((start, end))
    return [(first, last) for first, last in pieces if first < last]


def _with_end(text: str, stretch: Stretch) -> str:
    """A stretch's text; what ends the page without a line feed gets one, so that words of two stretches stay apart."""
    words = text[stretch.start : stretch.end]
    return words + "\n" if stretch.end == len(text) and not words.endswith("\n") else words


def _instead(items: list[Item], reading: Reading) -> dict[int, int]:
    """For offsets of line numbers: the point of the line beside them."""
    found: dict[int, int] = {}
    body: list[Item] = [item for item in items if item.part is not Part.NUMBER]
    for item in items:
        if item.part is not Part.NUMBER or not body:
            continue
        beside = next((other for other in body if same_row(item.line, other.line)), None)
        near = beside or min(body, key=lambda other: abs(other.box[1] - item.box[1]) if _same_way(other, item) else 1e9)
        point = reading.point(near.start)
        for offset in range(item.start, item.end + (item.end < len(reading.chars.text))):
            if not any(other.start == offset for other in body):
                found[offset] = point
    return found


def _same_way(one: Item, other: Item) -> bool:
    return one.line.frame == other.line.frame
