"""Sentences as stretches of a stream."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from annotator.anchoring.sentences import sentences
from annotator.anchoring.stream import Stream, length_of
from annotator.anchoring.wording import words_of

_CUT = re.compile(
    r"\s*\n\s*(?=\(?(?:\d{1,3}|[ivxlc]{1,5}|[A-Za-z]{1,2})[.)]\s)|(?<=;)\s+|(?<=[.!?][*_][*_])\s+|(?<=[^.][.!?][*_])\s+"
)
"""Between items of a list, after a semicolon, and after a stop within marks of emphasis."""
_HEADING = re.compile(r"^#{1,6}[ \t][^\n]*", re.MULTILINE)
REACH = 700
"""Points looked at on either side for the ends of a sentence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, headline or item from one point of a stream to another."""

    start: int
    end: int
    raw: str = field(repr=False)

    @property
    def words(self) -> list[str]:
        """Its words for measuring likeness."""
        return words_of(self.raw)


def units_in(stream: Stream, start: int, end: int, *, fine: bool = False) -> list[Unit]:
    """The sentences of a stretch, with `fine` also the items of lists and the clauses between semicolons.

    The first and the last may be cut.
    """
    raw = stream.raw(start, end)
    found: list[Unit] = []
    at, passed = 0, start
    for first, last in _finer(raw, _sentences(raw)) if fine else _sentences(raw):
        passed += length_of(raw[at:first])
        begin = passed
        passed += length_of(raw[first:last])
        at = last
        if begin < passed:
            found.append(Unit(begin, passed, raw[first:last]))
    return found


def _sentences(raw: str) -> list[tuple[int, int]]:
    """Sentences, with headings marked as such (as in Markdown) by themselves, though no blank line shows."""
    whole = sentences(raw)
    if "#" not in raw:
        return whole
    found = []
    for first, last in whole:
        start = first
        for line in _HEADING.finditer(raw, first, last):
            found += [(start, start + len(raw[start : line.start()].rstrip())), (line.start(), line.end())]
            start = line.end() + len(raw[line.end() : last]) - len(raw[line.end() : last].lstrip())
        found.append((start, last))
    return [(first, last) for first, last in found if first < last]


def _finer(raw: str, whole: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for first, last in whole:
        start = first
        for cut in _CUT.finditer(raw, first, last):
            if start < cut.start() < last:
                found.append((start, cut.start()))
                start = cut.end()
        if start < last:
            found.append((start, last))
    return found


def bounds(stream: Stream, start: int, end: int) -> tuple[int, int]:
    """Where the sentences begin and end that the stretch from `start` to `end` stands in."""
    low, high = max(0, start - REACH), min(len(stream.text), end + REACH)
    begins, ends = start, end
    for unit in units_in(stream, low, high):
        if unit.start <= start < unit.end:
            begins = unit.start
        if unit.start < end <= unit.end:
            ends = unit.end
    return begins, ends


def enclosing(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentences of a text begin and end that the stretch from `start` to `end` stands in; code points."""
    begins, ends = start, end
    for first, last in _sentences(text):
        if first <= start < last:
            begins = first
        if first < end <= last:
            ends = last
    return begins, ends
