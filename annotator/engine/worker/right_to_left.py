"""Lines written from the right that a file stores as they are seen, not as they are spoken.

MuPDF puts the letters of each word in order, but leaves the parts on either side of a number, or of words written from
the left, the way the file has them: where these stand in the order of the page from the left, the line is put right.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

Boxed = tuple[str, tuple[float, float, float, float]]
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_TOKEN = re.compile(r"\s|[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+|[^\s\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+")
_SLACK = 1.0
"""Points by which boxes of neighbours may overlap."""


def concerns(text: str) -> bool:
    """Whether anything in the text is written from the right."""
    return _RIGHT.search(text) is not None


def order_of(text: str, found: list[Boxed]) -> list[int] | None:
    """In which order the characters `found` are spoken, as indexes; None where they stand right, or can't be told.

    `text` is the page's text: the same characters with a line feed after each line.
    """
    if "".join(char for char, _ in found) != text.replace("\n", ""):
        return None
    order: list[int] = []
    changed = False
    at = 0
    for line in text.split("\n"):
        mine = _line(line, found, at)
        changed = changed or mine is not None
        order += mine if mine is not None else range(at, at + len(line))
        at += len(line)
    return order if changed else None


def _line(line: str, found: list[Boxed], at: int) -> list[int] | None:
    if not concerns(line) or not _leans_right(line):
        return None
    tokens = [(at + match.start(), at + match.end()) for match in _TOKEN.finditer(line)]
    words = [token for token in tokens if _RIGHT.match(found[token[0]][0])]
    if not any(_edge(found, later) > _edge(found, earlier) + _SLACK for earlier, later in pairwise(words)):
        return None
    if any(found[start][1][1] > found[tokens[0][0]][1][3] for start, _ in tokens):
        return None  # no single line
    seen = sorted(tokens, key=lambda token: -_edge(found, token))
    return [index for start, end in _spoken(seen, found) for index in range(start, end)]


def _spoken(seen: list[tuple[int, int]], found: list[Boxed]) -> list[tuple[int, int]]:
    """Tokens from the right to the left, but words written from the left among themselves from the left."""
    spoken: list[tuple[int, int]] = []
    other: list[tuple[int, int]] = []
    for token in [*seen, None]:
        if token is not None and not _RIGHT.match(found[token[0]][0]):
            other.append(token)
            continue
        spoken += _turned(other, found)
        other = []
        if token is not None:
            spoken.append(token)
    return spoken


def _turned(other: list[tuple[int, int]], found: list[Boxed]) -> list[tuple[int, int]]:
    """Words of letters written from the left, and numbers among them, turned; numbers alone go from the right."""
    lettered = [at for at, token in enumerate(other) if _has(found, token, ("L",))]
    if not lettered:
        return other
    counted = [at for at, token in enumerate(other) if _has(found, token, ("L", "EN", "AN"))]
    first, last = counted[0], lettered[-1] + 1
    return [*other[:first], *reversed(other[first:last]), *other[last:]]


def _has(found: list[Boxed], token: tuple[int, int], kinds: tuple[str, ...]) -> bool:
    return any(unicodedata.bidirectional(found[index][0]) in kinds for index in range(*token))


def _edge(found: list[Boxed], token: tuple[int, int]) -> float:
    """The right edge of a token."""
    return max(found[index][1][2] for index in range(*token))


def _leans_right(line: str) -> bool:
    kinds = [unicodedata.bidirectional(char) for char in line]
    return sum(kind in ("R", "AL") for kind in kinds) > sum(kind == "L" for kind in kinds)
