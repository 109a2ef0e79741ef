"""Whether words that are the same in two texts stand in a sentence that is the same, to the letter, and ends alike."""

from __future__ import annotations

import re

from annotator.anchoring.numbering import enumerators
from annotator.anchoring.stream import Stream, length_of
from annotator.anchoring.units import bounds
from annotator.anchoring.wording import closed_after, closed_before, condition_of, dashes, goes_on, same_wording

_ITEM_BEGINS = re.compile(r"[.!?][\"'\u201d\u2019)\]]*\s*\n\s*(?=\(\w{1,5}\))")
BESIDE = 40
"""Points beside a sentence that are the same in both texts: then it ends where it ended, however lines break."""


class Sentences:
    """The sentences of two texts, compared around words that stand in both; all offsets are points of the streams.

    `paragraphs` says that blank lines mean something in both texts.
    """

    def __init__(self, old: Stream, new: Stream, *, paragraphs: bool) -> None:
        self.old, self.new = old, new
        self.paragraphs = paragraphs

    def as_it_was(self, start: int, end: int, begins: int, ends: int, by: int) -> bool:
        """Whether words that are the same stand in a sentence that is the same to the letter, and ends where it did."""
        old, new = self.old, self.new
        words, follows = old.raw(start, end), old.raw(end, end + BESIDE)
        if begins < start and closed_before(old.between(begins, start), words):
            begins = start
        if closed_after(words, old.between(end, end + BESIDE)):
            ends = end
            if condition_of(words, new.raw(end + by, end + by + BESIDE)) != condition_of(words, follows):
                return False
        if old.text[begins:ends] != new.text[begins + by : ends + by]:
            return False
        wordings = old.as_set(begins, ends), new.as_set(begins + by, ends + by)
        if not same_wording(*wordings, paragraphs=self.paragraphs):
            return False
        return self._begins_alike(begins, start, by) and self._ends_alike(ends, end, by, words)

    def but_for_numbering(self, start: int, end: int, by: int) -> bool:
        """The same where nothing but the enumerators differ that the sentence begins with: "(b)" is "(c)" now."""
        begins, ends = _item(self.old, start, end)
        first, last = _item(self.new, start + by, end + by)
        mine = begins + _numbering(self.old.raw(begins, start))
        theirs = first + _numbering(self.new.raw(first, start + by))
        if mine == begins or theirs == first or mine + by != theirs or ends + by != last:
            return False
        if self.old.text[mine:ends] != self.new.text[theirs : ends + by]:
            return False
        wordings = self.old.as_set(mine, ends), self.new.as_set(theirs, ends + by)
        if not same_wording(*wordings, paragraphs=self.paragraphs):
            return False
        return self._ends_alike(ends, end, by, self.old.raw(start, end))

    def _begins_alike(self, begins: int, start: int, by: int) -> bool:
        if self._beside(begins, by, -BESIDE):
            return True
        if dashes(self.old.gap(begins)) != dashes(self.new.gap(begins + by)):
            return False
        first, _ = bounds(self.new, start + by, start + by + 1)
        return first == begins + by or closed_before(
            self.new.between(first, start + by), self.old.raw(start, start + 20)
        )

    def _ends_alike(self, ends: int, end: int, by: int, words: str) -> bool:
        if self._beside(ends, by, BESIDE):
            return True
        after = self.new.between(ends + by, ends + by + BESIDE)
        if goes_on(after) and not goes_on(self.old.between(ends, ends + BESIDE)) and not words.endswith(";"):
            return False
        _, last = bounds(self.new, end + by - 1, end + by)
        return last == ends + by or closed_after(words, after)

    def _beside(self, at: int, by: int, reach: int) -> bool:
        """Whether the text beside a point is the same in both."""
        if reach < 0:
            mine, theirs = self.old.text[max(0, at + reach) : at], self.new.text[max(0, at + by + reach) : at + by]
        else:
            mine, theirs = self.old.text[at : at + reach], self.new.text[at + by : at + by + reach]
        return mine == theirs


def _item(stream: Stream, start: int, end: int) -> tuple[int, int]:
    """The part of a list that words stand in, where sentences of their own end before it and in it; else the sentence.

    Where an item goes on with what was said before all items, that belongs to its sentence.
    """
    begins, ends = bounds(stream, start, end)
    before = stream.raw(begins, start + 1)
    for found in _ITEM_BEGINS.finditer(before):
        begins = max(begins, start + 1 - length_of(before[found.end() :]))
    after = stream.raw(end - 1, ends)
    found_end = _ITEM_BEGINS.search(after)
    return begins, end - 1 + length_of(after[: found_end.start() + 1]) if found_end else ends


def _numbering(words: str) -> int:
    """How many points the enumerators take that words begin with."""
    bare = words.lstrip()
    return length_of(bare[: enumerators(bare)[1]])
