"""Comparing text: two wordings are the same if only their typesetting differs.

Case, letters, digits and punctuation count. Ligatures, odd spaces, line ends, soft hyphens, the style of quotes and
dashes, and the composition of accents do not. A hyphen at a line's end can be read in more than one way; everywhere
else a hyphen counts ("re-sign" is not "resign", "10-20" is not "1020").

All offsets are Unicode code points.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

MAYBE_HYPHEN = "\u00ad"
"""In folded text: a hyphen between letters at a line's end, which may or may not belong to the word."""

_HYPHENS = "-\u2010\u00ad"
_LONG_DASHES = "\u2013\u2014\u2015"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_IGNORED = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00"
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_SPACES = " \t\x1c\x1d\x1e\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000" + _BREAKS

_GAP_CLASS = _SPACES + "".join(re.escape(char) for char in _DASHES + _IGNORED)
_GAPS = re.compile(f"[{_GAP_CLASS}]+")
_SPACE_RUN = re.compile(f"[{_SPACES}]+")
_DASH_RUN = re.compile(f"[{re.escape(_DASHES)}]+")
_IGNORED_RUN = re.compile(f"[{re.escape(_IGNORED)}]+")

_ONE_TO_ONE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u00b4`\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u301d\u301e\uff02", '"'),
    }
)
_QUOTES = tuple((chr(code), str(plain)) for code, plain in _ONE_TO_ONE.items())
_EXPANDED = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "\u017ft",
    "\ufb06": "st",
    "\u2026": "...",
}

_CLOSING = frozenset(".,;:!?)]}%'\"")
_OPENING = frozenset("([{\u00a7\u00b6$\u20ac\u00a3'\"")
_POINTS = frozenset(".,:")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A text without its gaps (spaces, dashes, ignorable characters), for searching.

    `starts[i]` and `ends[i]` are where the skeleton's i-th character stands in `source`; an expanded ligature or a
    composed accent gives several characters one stretch of the source, or one character a longer stretch.
    """

    source: str
    text: str
    starts: array[int]
    ends: array[int]

    def gap(self, index: int) -> str:
        """What stands in the source before the character `index` (at either end: up to the source's edge)."""
        start = self.ends[index - 1] if index > 0 else 0
        end = self.starts[index] if index < len(self.starts) else len(self.source)
        return self.source[start:end]

    def readings(self, index: int) -> frozenset[str]:
        """The ways to read the gap before the character `index`, which is not the first."""
        if index < len(self.starts) and self.starts[index] <= self.ends[index - 1]:
            return _NOTHING
        before = self.text[index - 1]
        after = self.text[index] if index < len(self.text) else ""
        return gap_readings(self.gap(index), before, after)


@dataclass(frozen=True, slots=True)
class Folded:
    """Text folded for comparing, with the way back to the source."""

    text: str
    starts: array[int]
    ends: array[int]
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source behind `text[start:end]`. Raises IndexError outside the text."""
        if not 0 <= start <= end <= len(self.text):
            raise IndexError("outside the folded text")
        if start == end:
            here = self.starts[start] if start < len(self.text) else self.length
            return here, here
        return self.starts[start], self.ends[end - 1]


def skeleton_text(text: str) -> str:
    """The skeleton's text alone, without offsets: several times faster than `skeleton`."""
    marks, specials = _irregular(text)
    if not marks and not specials:
        return _plain(without_gaps(text))
    return skeleton(text).text


def without_gaps(text: str) -> str:
    """The text without spaces, dashes and ignorable characters. Faster than a pattern or a table of characters."""
    bare = "".join(text.split())
    if bare.isascii():
        return bare.replace("-", "").replace("\x00", "")
    for char in _DASHES + _IGNORED:
        if char in bare:
            bare = bare.replace(char, "")
    return bare


def _plain(text: str) -> str:
    """The text with plain quotes."""
    if text.isascii():
        return text.replace("`", "'")
    for char, plain in _QUOTES:
        if char in text:
            text = text.replace(char, plain)
    return text


def skeleton(text: str) -> Skeleton:
    """The text without its gaps, with offsets."""
    marks, specials = _irregular(text)
    parts: list[str] = []
    starts, ends = array("l"), array("l")
    for found in _pieces(marks, specials).finditer(text):
        start, end = found.span()
        piece = found.group()
        if found.lastgroup == "odd":
            folded = "".join(_EXPANDED.get(char, char) for char in unicodedata.normalize("NFC", piece))
            folded = unicodedata.normalize("NFC", folded)  # an accent may follow a ligature
            folded = _GAPS.sub("", folded).translate(_ONE_TO_ONE)
            starts.extend([start] * len(folded))
            ends.extend([end] * len(folded))
        else:
            folded = piece.translate(_ONE_TO_ONE)
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        parts.append(folded)
    return Skeleton(text, "".join(parts), starts, ends)


def fold(text: str) -> Folded:
    """Text folded for comparing: single spaces, plain quotes, "-" for dashes, ligatures spelt out, NFC.

    A hyphen between letters at a line's end becomes `MAYBE_HYPHEN`; use `same` to compare whole texts. Spaces at
    either end are dropped.
    """
    bones = skeleton(text)
    out: list[str] = []
    starts, ends = array("l"), array("l")
    count = len(bones.text)
    for index in range(count + 1):
        if index == 0 or index == count:
            shown = _canonical(bones.gap(index)).strip() if count or index == 0 else ""
        elif bones.starts[index] > bones.ends[index - 1]:
            shown = _shown(bones.readings(index))
        else:
            shown = ""
        start = bones.ends[index - 1] if index > 0 else 0
        end = bones.starts[index] if index < count else len(text)
        if shown and index in (0, count):
            dashes = list(_DASH_RUN.finditer(text, start, end))
            start, end = dashes[0].start(), dashes[-1].end()
        for char in shown:
            out.append(char)
            starts.append(start)
            ends.append(end)
        if index < count:
            out.append(bones.text[index])
            starts.append(bones.starts[index])
            ends.append(bones.ends[index])
    return Folded("".join(out), starts, ends, len(text))


def same(one: str, other: str) -> bool:
    """Whether two texts differ in typesetting only. Spaces at either end don't count."""
    mine, theirs = skeleton(one), skeleton(other)
    if mine.text != theirs.text:
        return False
    if not mine.text:
        return _canonical(one).strip() == _canonical(other).strip()
    last = len(mine.text)
    if any(_canonical(mine.gap(edge)).strip() != _canonical(theirs.gap(edge)).strip() for edge in (0, last)):
        return False
    return all(gaps_agree(mine, index, theirs, index) for index in range(1, last))


def gaps_agree(quote: Skeleton, at: int, text: Skeleton, index: int) -> bool:
    """Whether the gap before `at` in the quote can be read like the one before `index` in the text.

    Both have equal characters on both sides. Beside punctuation a space more or less doesn't count, unless a digit
    follows a point, comma or colon ("1.5" is not "1. 5").
    """
    mine, theirs = quote.readings(at), text.readings(index)
    if mine is theirs or not mine.isdisjoint(theirs):
        return True
    if not (mine | theirs) <= _SPACE_OR_NOTHING:
        return False
    before, after = text.text[index - 1], text.text[index]
    if after in _POINTS:
        return not text.text[index + 1 : index + 2].isdigit()
    if before in _POINTS:
        return not after.isalnum()
    return after in _CLOSING or before in _OPENING


@lru_cache(maxsize=8192)
def gap_readings(gap: str, before: str, after: str) -> frozenset[str]:
    """The ways to read the gap between two characters: strings of "-" and " "."""
    plain = _canonical(gap)
    broken = any(char in _BREAKS for char in gap)
    found = {plain}
    if plain == " ":
        spaceless = _spaceless(before) and _spaceless(after)
        if broken and (spaceless or before == "/"):
            found.add("")
        if broken and MAYBE_HYPHEN in gap:
            found = {"", "-"} if before.isalpha() and after.isalpha() else {"-", " "}
        return frozenset(found)
    if "-" in plain:
        dashes = _DASH_RUN.findall(gap)
        long = len(dashes) == 1 and (dashes[0] in _LONG_DASHES or len(dashes[0]) > 1)
        if long and plain.strip() == "-":
            found.add("-")
        elif broken and plain == "- ":
            found.add("-")
            if dashes[0] in _HYPHENS and before.isalpha() and after.isalpha():
                found.add("")
    return frozenset(found)


def is_letterlike(char: str) -> bool:
    """Whether a word or number goes on through this character (scripts without spaces excepted)."""
    return bool(char) and (char.isalnum() or unicodedata.category(char)[0] == "M") and not _spaceless(char)


_NOTHING = frozenset({""})
_SPACE_OR_NOTHING = frozenset({"", " "})


def _canonical(gap: str) -> str:
    gap = _IGNORED_RUN.sub("", gap)
    return _DASH_RUN.sub("-", _SPACE_RUN.sub(" ", gap))


def _shown(readings: frozenset[str]) -> str:
    if "" in readings and "-" in readings:
        return MAYBE_HYPHEN
    return min(readings, key=len)


def _spaceless(char: str) -> bool:
    """Scripts written without spaces: East Asian ideographs and kana, Thai, Lao, Khmer, Burmese."""
    code = ord(char) if char else 0
    return (
        0x2E80 <= code <= 0x9FFF
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFFEF
        or 0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
    )


@lru_cache(maxsize=65536)
def _sort(char: str) -> int:
    """0 an ordinary character, 1 joins the one before it, 2 changes when folded."""
    if 0x1160 <= ord(char) <= 0x11FF or (unicodedata.category(char)[0] == "M"):
        return 1
    if char in _EXPANDED or unicodedata.normalize("NFC", char) != char:
        return 2
    return 0


_LATER = re.compile("[^\x00-\u017f]")


def _irregular(text: str) -> tuple[str, str]:
    if text.isascii():
        return "", ""
    odd = [char for char in set(_LATER.findall(text)) if _sort(char)]
    if not odd:
        return "", ""
    marks = "".join(sorted(char for char in odd if _sort(char) == 1))
    return marks, "".join(sorted(char for char in odd if _sort(char) == 2))


@lru_cache(maxsize=512)
def _pieces(marks: str, specials: str) -> re.Pattern[str]:
    """Cuts a text into stretches kept as they are and odd pieces (expanded, or composed with marks)."""
    mark = f"[{re.escape(marks)}]" if marks else r"(?!)"
    odd = f"[{re.escape(marks + specials)}]" if marks or specials else r"(?!)"
    outside = f"[^{_GAP_CLASS}{re.escape(marks + specials)}]"
    return re.compile(
        f"(?P<odd>[^{_GAP_CLASS}]{mark}+|{odd}{mark}*)|(?P<plain>{outside}+(?!{mark})|{outside})",
        re.DOTALL,
    )


def is_mark(char: str) -> bool:
    """Whether a character joins the one before it, as an accent does."""
    return _sort(char) == 1


def expanded(char: str) -> str:
    """A ligature or ellipsis spelt out; anything else as it is."""
    return _EXPANDED.get(char, char)
