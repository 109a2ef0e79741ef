"""Text with its words made whole for a search index: line-end hyphens closed, ligatures spelt out, accents composed.

Unlike `comparing.fold` it keeps spaces and lines as they are and costs next to nothing: most text needs no change.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from dataclasses import dataclass

from annotator.anchoring.comparing import expanded, is_mark

_LINE_END = r"(?<=[^\W\d_])[-\u2010\u00ad][ \t\u00a0]*\r?\n[ \t\u00a0]*(?=[^\W\d_])"
_NOTHING = "\u00ad\u200b\u2060\ufeff\u200e\u200f"
_SPELT_OUT = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
_PLAIN = re.compile(f"{_LINE_END}|[{_NOTHING}]|[{_SPELT_OUT}]")
_DOUBTFUL = re.compile(r"[^\W\d_][-\u2010\u00ad][ \t\u00a0]*\r?\n[ \t\u00a0]*[^\W\d_]")
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Joined:
    """`text` and the way back: from `text[here[i]]` on, the source is read from `there[i]` on."""

    text: str
    here: array[int]
    there: array[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source behind `text[start:end]`, which is not empty."""
        return original(self.here, self.there, start, end)


def joined(text: str) -> Joined:
    """The text with its words made whole."""
    pattern = _PLAIN
    if not unicodedata.is_normalized("NFC", text):
        marks = "".join(re.escape(char) for char in sorted(set(text)) if is_mark(char))
        odd = "".join(re.escape(char) for char in set(text) if unicodedata.normalize("NFC", char) != char)
        extra = (f"|[^\\W{marks}][{marks}]+" if marks else "") + (f"|[{odd}]" if odd else "")
        pattern = re.compile(_PLAIN.pattern + extra)
    here, there = array("i", [0]), array("i", [0])
    parts: list[str] = []
    length = at = 0
    for found in pattern.finditer(text):
        parts.append(text[at : found.start()])
        length += found.start() - at
        at = found.end()
        piece = _folded(found.group())
        if piece:
            here.append(length)
            there.append(found.start())
            length += len(piece)
            parts.append(piece)
        here.append(length)
        there.append(at)
    parts.append(text[at:])
    return Joined("".join(parts), here, there)


def original(here: array[int], there: array[int], start: int, end: int) -> tuple[int, int]:
    """The stretch of the source behind a stretch of joined text, which is not empty; a ligature counts whole."""
    first = bisect_right(here, start) - 1
    last = bisect_right(here, end - 1) - 1
    begin = there[first] + start - here[first]
    finish = there[last] + end - here[last]
    if first + 1 < len(here):
        begin = min(begin, max(there[first], there[first + 1] - 1))
    if last + 1 < len(here):
        finish = min(finish, there[last + 1])
    return begin, max(finish, begin)


def doubtful(text: str) -> str:
    """The neighbourhood of each line-end hyphen with the hyphen kept ("long standing"), for the other reading."""
    parts = []
    for found in _DOUBTFUL.finditer(text):
        split = found.start() + 1
        after = found.end() - 1
        parts.append(text[max(0, split - _AROUND) : split] + " " + text[after : after + _AROUND])
    return "\n\n".join(parts)


def _folded(piece: str) -> str:
    if "\n" in piece or piece in _NOTHING:
        return ""
    return "".join(expanded(char) for char in unicodedata.normalize("NFC", piece))
