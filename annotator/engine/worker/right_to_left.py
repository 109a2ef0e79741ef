"""Lines written from the right that a file stores as they are seen, not as they are spoken.

MuPDF puts the letters of each word in order, but ends a line at some numbers, leaves the parts on either side of a
number, or of words written from the left, the way the file has them, and brackets as they look: this is put right.
The rules undone here are those of Unicode's bidirectional algorithm (UAX 9), for one line that leans to the right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from annotator.engine.worker import turned_brackets

Box = tuple[float, float, float, float]
Boxed = tuple[str, Box]
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_TOKEN = re.compile(r"\s|[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+|[^\s\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+")
_SLACK = 1.0
"""Points by which boxes of neighbours may overlap."""
_SAME_LINE = 0.6
"""How much of the lower one's height two parts of one line share."""
_NEAR = 1.0
"""How far parts of one line stand apart at most, in heights."""
_TOUCHING = 0.15
"""The same for parts without a space between them."""


def concerns(text: str) -> bool:
    """Whether anything in the text is written from the right."""
    return _RIGHT.search(text) is not None


def spoken(text: str, found: list[Boxed]) -> tuple[str, list[Boxed]] | None:
    """The text and its characters as they are spoken; None where they stand right, or it can't be told.

    `text` is the page's text: the characters `found` with a line feed after each line. A line feed within one line
    goes, a space may come in its place.
    """
    if "".join(char for char, _ in found) != text.replace("\n", ""):
        return None
    rows = [_in_order(row) for row in _rows(text, found)]
    leaning = [_leans_right(_words(row)) for row in rows]
    rows = turned_brackets.put_right(rows, leaning)
    ordered = [boxed for row in rows for boxed in row]
    said = "\n".join(map(_words, rows))
    return None if said == text and ordered == found else (said, ordered)


def _rows(text: str, found: list[Boxed]) -> list[list[Boxed]]:
    """The page's lines; consecutive parts of one line from the right are joined."""
    rows: list[list[Boxed]] = []
    at = 0
    for line in text.split("\n"):
        part = found[at : at + len(line)]
        at += len(line)
        gap = _gap(rows[-1], part) if rows and (concerns(line) or concerns(_words(rows[-1]))) else None
        if gap is None:
            rows.append(part)
            continue
        row = rows[-1]
        if gap and not row[-1][0].isspace() and not part[0][0].isspace():
            row.append((" ", _between(row[-1][1], part[0][1])))
        row += part
    return rows


def _gap(row: list[Boxed], part: list[Boxed]) -> bool | None:
    """Whether two parts of one line stand apart; None where they are none."""
    one, other = _extent(row), _extent(part)
    if one is None or other is None:
        return None
    height = min(one[3] - one[1], other[3] - other[1])
    if min(one[3], other[3]) - max(one[1], other[1]) < _SAME_LINE * height:
        return None
    apart = max(one[0], other[0]) - min(one[2], other[2])
    if apart > _NEAR * height or -apart > height:  # another column, or one over the other
        return None
    return apart > _TOUCHING * height


def _extent(row: Iterable[Boxed]) -> Box | None:
    boxes = [box for char, box in row if not char.isspace()]
    if not boxes:
        return None
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _between(one: Box, other: Box) -> Box:
    left, right = sorted((min(one[2], other[2]), max(one[0], other[0])))
    return left, max(one[1], other[1]), right, min(one[3], other[3])


def _in_order(row: list[Boxed]) -> list[Boxed]:
    line = _words(row)
    if not concerns(line) or not _leans_right(line):
        return row
    tokens = [row[match.start() : match.end()] for match in _TOKEN.finditer(line)]
    words = [token for token in tokens if _RIGHT.match(token[0][0])]
    astray = any(_edge(later) > _edge(earlier) + _SLACK for earlier, later in pairwise(words))
    if astray and all(token[0][1][1] <= tokens[0][0][1][3] for token in tokens):  # else it is no single line
        tokens = _by_sight(sorted(tokens, key=lambda token: -_edge(token)))
    return [boxed for token in _stops_after(tokens) for boxed in token]


def _by_sight(seen: list[list[Boxed]]) -> list[list[Boxed]]:
    """Tokens from the right to the left, but words written from the left among themselves from the left."""
    ordered: list[list[Boxed]] = []
    other: list[list[Boxed]] = []
    for token in [*seen, None]:
        if token is not None and not _RIGHT.match(token[0][0]):
            other.append(token)
            continue
        ordered += _turned(other)
        other = []
        if token is not None:
            ordered.append(token)
    return ordered


def _turned(other: list[list[Boxed]]) -> list[list[Boxed]]:
    """Words of letters written from the left, and numbers among them, turned; numbers alone go from the right."""
    lettered = [at for at, token in enumerate(other) if _has(token, ("L",))]
    if not lettered:
        return other
    counted = [at for at, token in enumerate(other) if _has(token, ("L", "EN", "AN"))]
    first, last = counted[0], lettered[-1] + 1
    return [*other[:first], *reversed(other[first:last]), *other[last:]]


def _stops_after(tokens: list[list[Boxed]]) -> list[list[Boxed]]:
    """A number seen as `.5` in a line from the right is a 5 with a stop after it, and no half: stops change sides."""
    made: list[list[Boxed]] = []
    foreign = False
    for token in tokens:
        foreign = _has(token, ("L",)) or (foreign and not _RIGHT.match(token[0][0]))
        number = [at for at, (char, _) in enumerate(token) if unicodedata.bidirectional(char) in ("EN", "AN", "ET")]
        if foreign or not number or not all(a[1][0] < b[1][0] for a, b in pairwise(token)):
            made.append(token)
            continue
        first, last = number[0], number[-1] + 1
        made.append([*reversed(token[last:]), *token[first:last], *reversed(token[:first])])
    return made


def _words(row: Iterable[Boxed]) -> str:
    return "".join(char for char, _ in row)


def _has(token: list[Boxed], kinds: tuple[str, ...]) -> bool:
    return any(unicodedata.bidirectional(char) in kinds for char, _ in token)


def _edge(token: list[Boxed]) -> float:
    """The right edge of a token."""
    return max(box[2] for _, box in token)


def _leans_right(line: str) -> bool:
    kinds = [unicodedata.bidirectional(char) for char in line]
    return sum(kind in ("R", "AL") for kind in kinds) > sum(kind == "L" for kind in kinds)
