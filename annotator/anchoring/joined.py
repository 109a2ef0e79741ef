"""Text with its words made whole for a search index: line-end hyphens closed, ligatures spelt out, accents composed.

Unlike `comparing.fold` it keeps spaces and lines as they are and costs next to nothing: most text needs no change.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from annotator.anchoring.comparing import expanded, is_mark

_SPELT_OUT = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
_NOTHING = "\u00ad\u200b\u2060\ufeff\u200e\u200f"
# a set of characters at the front lets the matcher skip ordinary text quickly; the rest is looked at below
_ODD = re.compile(f"[-\u2010{_NOTHING}{_SPELT_OUT}](?:(?<![-\u2010])|(?=[ \\t\u00a0]*\\r?\\n))")
_LINE_END = re.compile(r"[-\u2010\u00ad][ \t\u00a0]*\r?\n[ \t\u00a0]*(?=[^\W\d_])")
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
    pattern = _ODD
    if not unicodedata.is_normalized("NFC", text):
        marks = "".join(re.escape(char) for char in sorted(set(text)) if is_mark(char))
        odd = "".join(re.escape(char) for char in set(text) if unicodedata.normalize("NFC", char) != char)
        extra = (f"[^\\W{marks}][{marks}]+|" if marks else "") + (f"[{odd}]|" if odd else "")
        pattern = re.compile(extra + _ODD.pattern)
    here, there = array("i", [0]), array("i", [0])
    parts: list[str] = []
    length = at = 0
    for found in pattern.finditer(text):
        if found.start() < at:
            continue
        end = found.end()
        piece = found.group()
        if piece in "-\u2010\u00ad":
            broken = _LINE_END.match(text, found.start())
            if broken and text[found.start() - 1 : found.start()].isalpha():
                piece, end = "", broken.end()
            elif piece == "\u00ad":
                piece = ""
            else:
                continue
        elif piece in _NOTHING:
            piece = ""
        else:
            piece = "".join(expanded(char) for char in unicodedata.normalize("NFC", piece))
            piece = unicodedata.normalize("NFC", piece)
        parts.append(text[at : found.start()])
        length += found.start() - at
        at = end
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
    begin = there[first] if _changed(here, there, first) else there[first] + start - here[first]
    finish = there[last + 1] if _changed(here, there, last) else there[last] + end - here[last]
    return begin, finish


def _changed(here: array[int], there: array[int], index: int) -> bool:
    """Whether a stretch was replaced by one of another length; the last stretch never is."""
    return index + 1 < len(here) and here[index + 1] - here[index] != there[index + 1] - there[index]


def doubtful(text: str) -> str:
    """The neighbourhood of each line-end hyphen with the hyphen kept ("long standing"), for the other reading."""
    parts = []
    for found in _LINE_END.finditer(text):
        start, end = found.span()
        if text[start - 1 : start].isalpha():
            parts.append(text[max(0, start - _AROUND) : start] + " " + text[end : end + _AROUND])
    return "\n\n".join(parts)


_PREFIXES = re.compile(
    "all|anti|co|cross|ex|extra|full|half|high|ill|inter|long|low|mid|multi|non|off|one|over|part|post|pre|pro|quasi|re"
    "|self|semi|short|so|sub|two|three|four|five|six|seven|eight|nine|ten|un|under|vice|well"
)
"""Word beginnings after which a hyphen at a line's end may belong to the word: it stays."""
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u2010][ \t\u00a0]*\r?\n[ \t\u00a0]*([^\W\d_]+)")
_LETTERS = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"([^\W\d_]+)([-\u2010\u00ad])[ \t\u00a0]*\r?\n[ \t\u00a0]*([^\W\d_])")


def broken_words(quote: str) -> frozenset[str]:
    """The words that plain hyphens at lines' ends may have broken, whole and in small letters."""
    found = _BROKEN_WORD.findall(quote)
    return frozenset((head + tail).lower() for head, tail in found)


def as_shown(quote: str, known: Collection[str] | None = None) -> str:
    """A quote as a person reads it: words broken at a line's end are made whole. For showing, never for storing.

    A soft hyphen goes. Of the `broken_words` a plain one goes in those that are `known` to stand elsewhere in the
    document; in others it stays, as it is printed, with the words closed up. Without `known` it goes between small
    letters, and stays where it may belong to the word ("self-", "long-", or a capital after it).
    """

    def whole(found: re.Match[str]) -> str:
        head, hyphen, tail = found.groups()
        keeps = hyphen != "\u00ad" and (not tail.islower() or _PREFIXES.fullmatch(head.lower()) is not None)
        if known is not None and hyphen != "\u00ad":
            rest = _LETTERS.match(quote, found.end() - 1)
            keeps = not tail.islower() or (head + (rest.group() if rest else tail)).lower() not in known
        return head + (hyphen if keeps else "") + tail

    return _BROKEN.sub(whole, quote).replace("\u00ad", "")
