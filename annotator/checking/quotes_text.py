"""A stretch of a source in which quotations are sought, folded once for all of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel, Levenshtein

from annotator.anchoring.comparing import Skeleton, is_letterlike, skeleton
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.near import near_quote

_ONE_MARK = str.maketrans(
    dict.fromkeys(
        '"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u02bc`\u00b4', "'"
    )
)

_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*")
_WIDER = 4
"""How many words the ends of a stretch are tried further out, or in."""
_LEAST, _FEW = 4, 12
"""Words of a quotation that is sought word by word."""
_TRIED = 80
_LONG, _END = 3000, 1000
"""Code points from which a quotation is sought by its ends, and of these."""


def one_mark(text: str) -> str:
    """The text with one kind of quotation mark: which kind depends on what a quotation stands in, not on its words."""
    return text.translate(_ONE_MARK)


def small(text: str) -> str:
    """The text in small letters, none more or fewer."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


@dataclass(frozen=True)
class Window:
    """A stretch of text; all offsets are code points of it."""

    text: str

    @cached_property
    def plain(self) -> str:
        """With one kind of quotation mark."""
        return one_mark(self.text)

    @cached_property
    def cased(self) -> DocumentText:
        """As it is."""
        return DocumentText((self.plain,))

    @cached_property
    def small(self) -> DocumentText:
        """In small letters."""
        return DocumentText((small(self.plain),))

    @cached_property
    def _bones(self) -> Skeleton:
        return skeleton(small(self.plain))

    def find(self, words: str, *, cased: bool = True) -> list[tuple[int, int]]:
        """Where words stand, whatever their typesetting, cutting no word and no number."""
        matches = (self.cased.find(one_mark(words))) if cased else self.small.find(small(one_mark(words)))
        return [(match[0].start, match[0].end) for match in matches if not self._cut(match[0].start, match[0].end)]

    def begun_late(self, words: str) -> tuple[int, int] | None:
        """Where words stand whose first letter was lost in copying ("isual acuity"); never where that negates."""
        if len(words.split()) < 2 or not words[0].isalpha():
            return None
        for match in self.cased.find(one_mark(words)):
            start = match[0].start
            lost = self.text[start - 1 : start]
            alone = not is_letterlike(self.text[start - 2 : start - 1])
            if lost.isalpha() and alone and lost not in "aA" and not self._cut(start - 1, match[0].end):
                return start - 1, match[0].end
        return None

    def near(self, words: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """The stretch most like the words, between two offsets; whole words only."""
        if len(words) > _LONG:
            return self._near_ends(words, start, end)
        bones = self._bones
        first = _index(bones, start)
        last = len(bones.text) if end is None else _index(bones, end)
        found = near_quote(skeleton(small(one_mark(words))).text, bones.text[first:last])
        if found is None or found.start >= found.end:
            return None
        return self._fitted(words, *self._whole(bones.starts[first + found.start], bones.ends[first + found.end - 1]))

    def _near_ends(self, words: str, start: int, end: int | None) -> tuple[int, int] | None:
        """The same for long quotations, by how they begin and end: comparing all of it would take seconds."""
        first = self.near(words[:_END], start, end)
        last = self.near(words[-_END:], first[0], first[0] + 2 * len(words)) if first else None
        return (first[0], last[1]) if first and last and first[0] < last[1] else None

    def by_words(self, words: str) -> tuple[int, int] | None:
        """The stretch that shares most words with a short quotation, where one with more letters hides it."""
        wanted = _words(words)
        if not _LEAST <= len(wanted) <= _FEW:
            return None
        keys = [key for _, _, key in self._words]
        anchors = sorted((word for word in set(wanted) if len(word) > 3), key=keys.count)
        best, where = 0.0, None
        for word in anchors[:3]:
            before = wanted.index(word)
            for at in [at for at, key in enumerate(keys) if key == word][:_TRIED]:
                low = max(0, at - before - 2)
                for first in range(low, max(low, at - before) + 2):
                    for last in range(first + max(1, len(wanted) - 2), min(first + len(wanted) + 4, len(keys) + 1)):
                        like = Indel.normalized_similarity(wanted, keys[first:last])
                        if like > best:
                            best, where = like, (self._words[first][0], self._words[last - 1][1])
        return where

    @cached_property
    def _words(self) -> list[tuple[int, int, str]]:
        return [(one.start(), one.end(), one[0]) for one in _WORD.finditer(small(self.plain))]

    def _fitted(self, words: str, start: int, end: int) -> tuple[int, int]:
        """A stretch with its ends moved by a few words, where more of the words are then the same."""
        wanted, there = _words(words), self._words
        first = bisect_left(there, (start, 0, ""))
        last = bisect_left(there, (end, 0, ""))
        keys = [key for _, _, key in there[max(0, first - _WIDER) : last + _WIDER]]
        if first >= last or Levenshtein.distance(wanted, keys[first - max(0, first - _WIDER) :][: last - first]) == 0:
            return start, end
        shift = max(0, first - _WIDER)
        tried = (
            (
                Levenshtein.distance(wanted, keys[low:high]),
                abs(high - low - len(wanted)),
                abs(low + shift - first),
                low,
                high,
            )
            for low in range(min(len(keys), 2 * _WIDER + 1))
            for high in range(max(low + 1, last - shift - _WIDER), len(keys) + 1)
        )
        # Of stretches that are equally near, the one as long as the quotation shows what stands in its words' place.
        ends = min(tried)[3:]
        ends = ends[0] + shift, ends[1] + shift
        if ends == (first, last):
            return start, end
        return self._whole(there[ends[0]][0], there[ends[1] - 1][1])

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        text = self.text
        while start > 0 and is_letterlike(text[start - 1]) and is_letterlike(text[start]):
            start -= 1
        while end < len(text) and is_letterlike(text[end - 1]) and is_letterlike(text[end]):
            end += 1
        if end + 1 < len(text) and self.plain[end] == "'" and text[end + 1] in "tT" and text[end - 1] in "nN":
            end += 2
        return start, end

    def _cut(self, start: int, end: int) -> bool:
        """Whether a stretch cuts a word, takes "can" from "can't", or a number from behind its minus."""
        text, plain = self.text, self.plain
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before and is_letterlike(before) and is_letterlike(text[start])) or (
            after and is_letterlike(after) and is_letterlike(text[end - 1])
        ):
            return True
        if plain[end : end + 2].lower() == "'t" and not is_letterlike(text[end + 2 : end + 3]):
            return True
        return before in ("-", "\u2212") and text[start].isdigit() and not is_letterlike(text[start - 2 : start - 1])


def _words(text: str) -> Sequence[str]:
    return _WORD.findall(small(one_mark(text)))


def _index(bones: Skeleton, offset: int) -> int:
    """The first character of a skeleton at or after an offset."""
    low, high = 0, len(bones.text)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if bones.starts[middle] < offset else (low, middle)
    return low
