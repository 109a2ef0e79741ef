"""A page's text with a fixed mark in place of what is blacked out of it, and where everything else stands then."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from annotator.model.pages import PageText
from annotator.model.places import Rect

MARK = "[blacked out]"
"""What is read in place of words that are blacked out, however many they were."""
TOUCHED = 0.12
"""A letter of which this part of its width and of its height is black is blacked out as a whole."""
_SHORTEST = 3
"""Words with fewer letters and digits stand everywhere, and tell nothing where they do."""
_DISTINCT = 4
_LONG = 6
"""From as many letters on a name counts in small letters, too, as in an address; shorter ones are often other words."""
_TOKEN = re.compile(r"\w+")
_MARKS = re.compile(re.escape(MARK) + rf"(?:\W+{re.escape(MARK)})+")

Stretch = tuple[int, int]
"""Code points of a page's text, from the first to one past the last."""


@dataclass(frozen=True)
class Masked:
    """The text of a page: `stretches` of what it was became marks, in order and apart from each other."""

    was: str
    stretches: tuple[Stretch, ...]
    text: str
    starts: tuple[int, ...]
    """Where in `text` each mark begins."""

    @classmethod
    def of(cls, text: str, black: Iterable[Stretch]) -> Masked:
        """The text without these stretches, which may overlap."""
        joined: list[Stretch] = []
        for start, end in sorted((max(0, start), min(len(text), end)) for start, end in black):
            if start >= end:
                continue
            # With nothing but spaces between them two would tell how many words there were.
            if joined and not text[joined[-1][1] : start].strip():
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        parts: list[str] = []
        starts: list[int] = []
        at = length = 0
        for start, end in joined:
            # What follows stays on a line of its own where a line ended among the words.
            mark = MARK + ("\n" if "\n" in text[start:end] else "")
            parts += [text[at:start], mark]
            starts.append(length + start - at)
            length += start - at + len(mark)
            at = end
        return cls(text, tuple(joined), "".join((*parts, text[at:])), tuple(starts))

    def stretch(self, start: int, end: int) -> Stretch:
        """Where a stretch of what it was stands now: with the whole mark where it touches one."""
        return self._at(start, last=False), max(self._at(start, last=False), self._at(end, last=True))

    def touches(self, start: int, end: int) -> bool:
        """Whether something of a stretch is blacked out."""
        return any(start < black_end and black_start < end for black_start, black_end in self.stretches)

    def _at(self, offset: int, *, last: bool) -> int:
        """Where an offset stands now; of one inside a mark where that begins, or as the `last` where it ends."""
        number = bisect_right(self.stretches, (offset, -1 if last else len(self.was) + 1)) - 1
        if number < 0:
            return offset
        end = self.stretches[number][1]
        if offset > end or (offset == end and not last):
            return self.starts[number] + self._size(number) + offset - end
        return self.starts[number] + (len(MARK) if last else 0)

    def _size(self, number: int) -> int:
        start, end = self.stretches[number]
        return len(MARK) + ("\n" in self.was[start:end])

    def chars(self, page: PageText) -> PageText:
        """The page's letters with their boxes; all of a mark stands where its first letter did."""
        if page.text != self.was or len(page.boxes) != 4 * len(page.text):
            return PageText(page.index, self.text)
        boxes: array[float] = array("f")
        at = 0
        for number, (start, end) in enumerate(self.stretches):
            boxes += page.boxes[4 * at : 4 * start]
            boxes += page.boxes[4 * start : 4 * start + 4] * self._size(number)
            at = end
        return PageText(page.index, self.text, boxes + page.boxes[4 * at :])


def letters_under(page: PageText, rects: Sequence[Rect]) -> list[Stretch]:
    """The letters of a page (with boxes) that rectangles touch, as stretches."""
    found: list[Stretch] = []
    for at in range(len(page.boxes) // 4):
        box = page.boxes[4 * at : 4 * at + 4]
        if any(_touched((box[0], box[1], box[2], box[3]), rect) for rect in rects):
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], at + 1)
            else:
                found.append((at, at + 1))
    return found


def _touched(box: Rect, rect: Rect) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    across = min(box[2], rect[2]) - max(box[0], rect[0])
    down = min(box[3], rect[3]) - max(box[1], rect[1])
    return across >= 0 and down >= 0 and across >= TOUCHED * wide and down >= TOUCHED * high


def everyday(texts: Iterable[str]) -> set[str]:
    """The words that stand in small letters in these texts."""
    return {token for text in texts for token in _TOKEN.findall(text) if token.islower()}


def _is_name(token: str) -> bool:
    return len(token) >= _SHORTEST and (token[0].isupper() or any(map(str.isdigit, token)))


class Words:
    """The words that are blacked out, looked for where people wrote them elsewhere.

    `everyday` are words in small letters that tell nothing by themselves.
    """

    def __init__(self, quotes: Iterable[str], everyday: Container[str] = ()) -> None:
        told = [tokens for quote in quotes if (tokens := _TOKEN.findall(quote))]
        long = [tokens for tokens in told if sum(map(len, tokens)) >= _SHORTEST]
        names = {token for tokens in told for token in tokens if _is_name(token) and token.casefold() not in everyday}
        long += [[token] for token in names]
        self._names = {token.casefold() for token in names}
        patterns = sorted({r"(?<!\w)" + r"\W+".join(map(re.escape, tokens)) + r"(?!\w)" for tokens in long})
        patterns.sort(key=len, reverse=True)
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None
        self._tokens = {
            token.casefold()
            for tokens in told
            for token in tokens
            if len(token) >= _DISTINCT or any(map(str.isdigit, token)) or token[:1].isupper()
        }

    def hidden(self, text: str) -> str:
        """The text with a mark in place of each of the quotes as a whole, and of names and numbers in them."""
        if not self._pattern or not text:
            return text
        return _MARKS.sub(MARK, self._pattern.sub(MARK, text))

    def named(self, text: str) -> list[str]:
        """The names and numbers among what is blacked out that stand in a text, as they are spelt there."""
        found = (token for token in _TOKEN.findall(text) if token.casefold() in self._names)
        return [token for token in found if len(token) >= _LONG or not token.islower()]

    def told_in(self, text: str) -> bool:
        """Whether a text has a word of them that is no everyday one."""
        return any(token.casefold() in self._tokens for token in _TOKEN.findall(text))
