"""Lines that run through a document: headers, footers, page numbers, line numbers of court papers.

They stand between the two halves of a sentence that crosses a page break. Nothing is ever cut from a page's text;
what is found here only says where a page's own words may begin and end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

EDGE_LINES = 14
"""How many lines at a page's top or bottom are looked at; a gazette's margin notes need a dozen."""
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_FRAME = r"[\s\u2010-\u2015\u00b7\u2022.|\[\]()*~-]*"
_NUMBER = re.compile(rf"{_FRAME}(?:page|p\.)?{_FRAME}(\d{{1,5}}|[ivxlc]{{1,7}}){_FRAME}", re.IGNORECASE)
_NUMBER_OF = re.compile(r"[\W_]*(?:page|p\.)\s*\d{1,5}\s*(?:of|/)\s*\d{1,5}[\W_]*", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_NUMBER = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Edges:
    """Where a page's own words may begin and end: offsets, the whole page first, then each running line further in."""

    tops: tuple[int, ...]
    bottoms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    shape: str


@dataclass(frozen=True, slots=True)
class EdgeShapes:
    """What stands at a page's edges: lines' shapes with their numbers, and numbers that stand alone."""

    shapes: Mapping[str, list[tuple[int, ...]]]
    numbers: frozenset[int]


@lru_cache(maxsize=256)
def edge_shapes(text: str) -> EdgeShapes:
    """The shapes (digits and spaces folded) of the lines at a page's edges; remembered for the last pages."""
    lines = [*_edge_lines(text, first=True), *_edge_lines(text, first=False)]
    numbers = {value for line in lines if (value := number_of(text[line.start : line.end].strip())) is not None}
    shapes: dict[str, list[tuple[int, ...]]] = {}
    for line in lines:
        shapes.setdefault(line.shape, []).append(numbers_in(text[line.start : line.end]))
    return EdgeShapes(shapes, frozenset(numbers))


def numbers_in(raw: str) -> tuple[int, ...]:
    """The runs of digits in a line, as numbers; a very long one counts by its last digits."""
    return tuple(int(found[-12:]) for found in _DIGITS.findall(raw))


def shape_of(raw: str) -> str:
    """A line's shape: digits as 0, runs of white space as one space."""
    return _SPACES.sub(" ", _DIGITS.sub("0", raw))


def number_of(raw: str) -> int | None:
    """The number of a line that is only a page number ("12", "- 2 -", "Page 3 of 9", "iv"); None for other lines."""
    found = _NUMBER.fullmatch(raw)
    if found is not None:
        return _value(found[1])
    if _NUMBER_OF.fullmatch(raw):
        return int(_DIGITS.findall(raw)[0])
    return None


def page_edges(texts: Sequence[str]) -> list[Edges]:
    """For each page where its own words may begin and end. A line runs if it repeats, digits folded, at that edge."""
    tops = [_edge_lines(text, first=True) for text in texts]
    bottoms = [_edge_lines(text, first=False) for text in texts]
    top_shapes, bottom_shapes = _repeats(tops), _repeats(bottoms)
    number_shifts = _number_shifts(texts, tops, bottoms)
    edges = []
    for index, text in enumerate(texts):
        above = _running(text, index, tops[index], top_shapes, number_shifts)
        below = _running(text, index, bottoms[index], bottom_shapes, number_shifts)
        begins = [0, *(line.end for line in above)]
        ends = [len(text), *(line.start for line in below)]
        while begins[-1] >= ends[-1] and len(begins) + len(ends) > 2:
            # everything repeats (a stamp, a blank form): the innermost lines are its own
            (begins if len(begins) > len(ends) else ends).pop()
        edges.append(Edges(tuple(begins), tuple(ends)))
    return edges


def _repeats(edges: list[list[_Line]]) -> Counter[tuple[int, str]]:
    """On how many pages a shape stands at, or next to, a position from the edge."""
    found: Counter[tuple[int, str]] = Counter()
    for lines in edges:
        spots = {(near, line.shape) for at, line in enumerate(lines) for near in (at - 1, at, at + 1)}
        found.update(spots)
    return found


def _edge_lines(text: str, *, first: bool) -> list[_Line]:
    """The outermost lines that are not blank, outermost first."""
    lines: list[_Line] = []
    numbers = 0
    at = 0 if first else len(text)
    while len(lines) < EDGE_LINES + numbers and (at < len(text) if first else at > 0):
        if first:
            start, end = at, text.find("\n", at) + 1 or len(text)
            at = end
        else:
            end = at
            start = text.rfind("\n", 0, end - 1) + 1
            at = start
        raw = text[start:end].strip()
        if raw:
            lines.append(_Line(start, end, shape_of(raw)))
            numbers += raw.isdecimal() and numbers < 40
    return lines


def _running(
    text: str, index: int, lines: list[_Line], shapes: Counter[tuple[int, str]], shifts: set[int]
) -> list[_Line]:
    """The outermost lines that run, up to the first that does not."""
    found: list[_Line] = []
    counted = _line_numbers(text, lines)
    numbered = False
    for position, line in enumerate(lines):
        raw = text[line.start : line.end].strip()
        if position < counted:
            pass
        elif (match := _NUMBER.fullmatch(raw)) is not None:
            if numbered or _value(match[1]) - index not in shifts:
                break
            numbered = True
        elif _NUMBER_OF.fullmatch(raw):
            pass
        elif shapes[position, line.shape] < 2 or not like_a_header(raw):
            break
        found.append(line)
    return found


def like_a_header(raw: str) -> bool:
    """Whether a repeated line may be a header: a few small words ("of the") repeat by chance."""
    small = raw[0].islower() and len(raw.split()) < 4 and not any(char.isdigit() for char in raw)
    return not small and any(char.isalnum() for char in raw)


def _value(number: str) -> int:
    """What a page number counts: decimal, or small Roman; -9999 for letters that are no Roman number."""
    if number.isdecimal():
        return int(number)
    if not number.isascii():
        return -9999  # a Turkish I counts as an i where case does not matter
    worth = [_ROMAN[letter] for letter in number.lower()]
    total = sum(-one if one < after else one for one, after in zip(worth, [*worth[1:], 0], strict=True))
    return total if _ROMAN_NUMBER.fullmatch(number) else -9999


def _line_numbers(text: str, lines: list[_Line]) -> int:
    """How many of the lines are the numbers 1, 2, 3 ... in the margin of a court paper."""
    values = []
    for line in lines:
        raw = text[line.start : line.end].strip()
        if not raw.isdecimal() or len(raw) > 2:
            break
        values.append(int(raw))
    if len(values) < 8:
        return 0
    steps = {later - earlier for earlier, later in pairwise(values)}
    return len(values) if steps in ({1}, {-1}) else 0


def _number_shifts(texts: Sequence[str], tops: list[list[_Line]], bottoms: list[list[_Line]]) -> set[int]:
    """How much pages' printed numbers exceed their indexes: for decimal and for Roman numbers, where pages agree."""
    found: set[int] = set()
    for decimal in (True, False):
        shifts: Counter[int] = Counter()
        for index, text in enumerate(texts):
            near = set()
            for line in (*tops[index][:4], *bottoms[index][:4]):
                match = _NUMBER.fullmatch(text[line.start : line.end].strip())
                if match is not None and match[1].isdecimal() is decimal:
                    near.add(_value(match[1]) - index)
            shifts.update(near)
        best, count = shifts.most_common(1)[0] if shifts else (0, 0)
        if count >= 2:
            found.add(best)
        elif decimal and 1 in shifts:
            found.add(1)
    return found
