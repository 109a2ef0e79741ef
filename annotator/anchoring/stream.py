"""A document's text as one stream without gaps, running lines left out, with the way back to its pages.

Comparing goes by the skeleton (`comparing`): how lines and pages break does not show in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from weakref import WeakKeyDictionary

from annotator.anchoring.comparing import Skeleton, is_letterlike, skeleton, skeleton_text, without_gaps
from annotator.anchoring.document_text import DocumentText, Match, Run

_ODD = re.compile("[^\u0000-\u017f\u2000-\u200b\u2010-\u201f\u202f\u20ac\u2022\u2060\u2212]")
"""Characters that may be spelt out, joined or composed when folded; all others keep their number, or are left out."""
_SPACE = re.compile(r"[ \n](?=[A-Za-z])")
_STEP = 240


class Stream:
    """The skeletons of all pages' own words, one after the other.

    A *point* is an offset in `text`; offsets of pages are code points of the extraction.
    """

    def __init__(self, document: DocumentText) -> None:
        self.texts = document.texts
        edges = document.edges
        self._own = [(edge.tops[-1], edge.bottoms[-1]) for edge in edges]
        bones = [skeleton_text(text[a:b]) for text, (a, b) in zip(document.texts, self._own, strict=True)]
        self.text = "".join(bones)
        self._starts = [0, *accumulate(len(bone) for bone in bones)]
        self._steps: dict[int, tuple[list[int], list[int]]] = {}
        self._skeletons: dict[int, Skeleton | None] = {}

    def point(self, page: int, offset: int) -> int:
        """Where an offset of a page stands; one in a running line stands at the page's own edge."""
        top, bottom = self._own[page]
        if offset >= bottom:
            return self._starts[page + 1]
        marks, passed = self._marks(page)
        at = bisect_right(marks, max(offset, top)) - 1
        return self._starts[page] + passed[at] + length_of(self.texts[page][marks[at] : offset])

    def place(self, point: int, *, end: bool = False) -> tuple[int, int]:
        """Page and offset where the character at a point begins, or with `end` where the one before it ends."""
        at = min(max(point - 1 if end else point, 0), len(self.text) - 1)
        page = bisect_right(self._starts, at) - 1
        top, bottom = self._own[page]
        bones = self._odd(page)
        if bones is not None:
            index = at - self._starts[page]
            return page, top + (bones.ends[index] if end else bones.starts[index])
        marks, passed = self._marks(page)
        nearest = bisect_right(passed, at - self._starts[page]) - 1
        wanted = at - self._starts[page] - passed[nearest]
        return page, _nth(self.texts[page], marks[nearest], bottom, wanted) + end

    def match(self, start: int, end: int) -> Match:
        """The stretch between two points as runs on their pages. Empty where it has no characters."""
        if start >= end:
            return ()
        (first, begin), (last, finish) = self.place(start), self.place(end, end=True)
        if first == last:
            return (Run(first, begin, finish),)
        runs = [Run(first, begin, self._trimmed_end(first))]
        runs += [Run(page, self._trimmed_start(page), self._trimmed_end(page)) for page in range(first + 1, last)]
        runs.append(Run(last, self._trimmed_start(last), finish))
        return tuple(run for run in runs if run.start < run.end)

    def raw(self, start: int, end: int) -> str:
        """The words between two points as extracted, pages joined by a line feed."""
        return "\n".join(self.texts[run.page][run.start : run.end] for run in self.match(start, end))

    def as_set(self, start: int, end: int) -> str:
        """The same with the blank lines that a page between them begins or ends with (a space that does not break)."""
        if start >= end:
            return ""
        (first, begin), (last, finish) = self.place(start), self.place(end, end=True)
        if first == last:
            return self.texts[first][begin:finish]
        parts = [self.texts[first][begin : self._own[first][1]]]
        parts += [self.texts[page][slice(*self._own[page])] for page in range(first + 1, last)]
        parts.append(self.texts[last][self._own[last][0] : finish])
        return "\n".join(part.strip(" \t\n") for part in parts)

    def between(self, start: int, end: int) -> str:
        """The same with the gaps at both ends, as far as they stand on the same page."""
        if start >= end or not self.text:
            return ""
        return self.gap(start) + self.raw(start, end) + self.gap(end)

    def gap(self, point: int) -> str:
        """What stands before the character at a point, after the one before it, spaces and dashes; pages by a feed."""
        if not self.text:
            return ""
        before = self.place(point, end=True) if point > 0 else (0, self._own[0][0])
        if point >= len(self.text):
            page, offset = before
            return self.texts[page][offset : self._own[page][1]]
        after = self.place(point)
        texts = self.texts
        if before[0] == after[0]:
            return texts[before[0]][before[1] : after[1]]
        return (
            texts[before[0]][before[1] : self._own[before[0]][1]]
            + "\n"
            + texts[after[0]][self._own[after[0]][0] : after[1]]
        )

    def _trimmed_start(self, page: int) -> int:
        top, bottom = self._own[page]
        words = self.texts[page][top:bottom]
        return top + len(words) - len(words.lstrip())

    def _trimmed_end(self, page: int) -> int:
        top, bottom = self._own[page]
        return top + len(self.texts[page][top:bottom].rstrip())

    def _marks(self, page: int) -> tuple[list[int], list[int]]:
        """Offsets of a page at spaces some way apart, and how many characters of the skeleton precede each."""
        if page not in self._steps:
            top, bottom = self._own[page]
            text = self.texts[page]
            marks, passed = [top], [0]
            while bottom - marks[-1] > 2 * _STEP:
                found = _SPACE.search(text, marks[-1] + _STEP, bottom)
                if found is None:
                    break
                passed.append(passed[-1] + length_of(text[marks[-1] : found.end()]))
                marks.append(found.end())
            self._steps[page] = marks, passed
        return self._steps[page]

    def _odd(self, page: int) -> Skeleton | None:
        """A page's skeleton with its offsets, where characters were spelt out, joined or composed."""
        if page not in self._skeletons:
            top, bottom = self._own[page]
            words = self.texts[page][top:bottom]
            self._skeletons[page] = skeleton(words) if _ODD.search(words) else None
        return self._skeletons[page]


_STREAMS: WeakKeyDictionary[DocumentText, Stream] = WeakKeyDictionary()


def stream_of(document: DocumentText) -> Stream:
    """The document's stream, made once and kept as long as the document."""
    stream = _STREAMS.get(document)
    if stream is None:
        stream = _STREAMS[document] = Stream(document)
    return stream


def whole_words(texts: Sequence[str], match: Match) -> Match:
    """A match made longer, so that it cuts no word."""
    if not match:
        return match
    runs = list(match)
    first, text = runs[0], texts[runs[0].page]
    start = first.start
    while start > 0 and is_letterlike(text[start - 1]) and is_letterlike(text[start]):
        start -= 1
    runs[0] = Run(first.page, start, first.end)
    last, text = runs[-1], texts[runs[-1].page]
    end = last.end
    while end < len(text) and is_letterlike(text[end - 1]) and is_letterlike(text[end]):
        end += 1
    runs[-1] = Run(last.page, last.start, end)
    return tuple(runs)


def length_of(text: str) -> int:
    """How many characters a text's skeleton has; several times faster than making it, where none is odd."""
    if text.isascii() or not _ODD.search(text):
        return len(without_gaps(text))
    return len(skeleton_text(text))


def _nth(text: str, at: int, bottom: int, wanted: int) -> int:
    """Where the character number `wanted` (from 0) of the skeleton of `text[at:bottom]` stands."""
    passed = 0
    while passed < wanted and at < bottom:
        ahead = min(at + wanted - passed, bottom)
        passed += length_of(text[at:ahead])
        at = ahead
    while at + 1 < bottom and not length_of(text[at]):
        at += 1
    return at
