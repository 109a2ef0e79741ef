"""A quotation sought in whole documents: by its rare words to the pages that may have it, there word for word.

Offsets of what is found are code points of the document's flow (`checking.flow`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from annotator.anchoring.comparing import skeleton_text
from annotator.checking.flow import Flow, unnumbered
from annotator.checking.quotes import Graded, Verdict, grade, rank
from annotator.checking.quotes_edits import edits, literals
from annotator.checking.quotes_text import Window, one_mark, small

_WORD = re.compile(r"[^\W_]+")
_BESIDE = 1500
"""Code points looked at before and after a page: a quotation may go over its end."""
_WINDOWS = 32
"""Stretches kept folded, of all documents together: a folded one takes some fifty times its text."""
_RARE = 8
_LITERAL = 400
"""Pages looked through for the very words."""
_NEAR = 4
"""Pages on which a wording is sought that is like."""
_SHARE = 0.34
"""How much of the weight of a quotation's words a page must have to be looked at."""


@lru_cache(maxsize=_WINDOWS)
def _window(text: str) -> Window:
    return Window(text)


def forget() -> None:
    """Drops what is kept of texts, after one was removed or erased."""
    _window.cache_clear()


class Searched:
    """A document in which quotations are sought: which words are on which page, read once."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.text = unnumbered(flow.text)
        """The flow's text, line numbers of court papers left out; its offsets are those of the flow."""
        self.pages = len(self.flow.pieces)
        self._on: dict[str, list[int]] = {}
        for page in range(self.pages):
            for word in set(_WORD.findall(small(one_mark(self._own(page))))):
                self._on.setdefault(word, []).append(page)
        self._bones: dict[int, str] = {}

    @property
    def readable(self) -> bool:
        """Whether it has any words."""
        return bool(self._on)

    def pages_with(self, word: str) -> Sequence[int]:
        """The pages on which a word (in small letters) stands."""
        return self._on.get(word, ())

    def has(self, bones: str, page: int) -> bool:
        """Whether words without their gaps, in small letters, begin on a page."""
        own = self._bone(page)
        if bones in own:
            return True
        return page + 1 < self.pages and bones in own[-len(bones) :] + self._bone(page + 1)[: len(bones)]

    def grade(self, quote: str, page: int) -> Graded | None:
        """How a quotation stands to what is on and around a page."""
        beside = max(_BESIDE, len(quote) + 200)
        start = max(0, self.flow.starts[page] - beside)
        end = min(len(self.text), self._end(page) + beside)
        return self.within(quote, start, end)

    def within(self, quote: str, start: int, end: int) -> Graded | None:
        """How a quotation stands to a stretch of the flow."""
        found = grade(quote, _window(self.text[start:end]))
        return shifted(found, start) if found else None

    def _own(self, page: int) -> str:
        return self.text[self.flow.starts[page] : self._end(page)]

    def _end(self, page: int) -> int:
        piece = self.flow.pieces[page]
        return self.flow.starts[page] + piece.end - piece.start

    def _bone(self, page: int) -> str:
        if page not in self._bones:
            self._bones[page] = skeleton_text(small(one_mark(self._own(page))))
        return self._bones[page]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a quotation was found: the key of the document, and how it stands to it (offsets of its flow)."""

    key: str
    graded: Graded


def shifted(graded: Graded, by: int) -> Graded:
    """The same with offsets of the text around."""
    gaps = tuple((start + by, end + by) for start, end in graded.left_out)
    return replace(graded, start=graded.start + by, end=graded.end + by, left_out=gaps)


def seek(quote: str, documents: Mapping[str, Searched]) -> Hit | None:
    """The best place of a quotation in some documents, sought in their order; None where none is like it."""
    ranked = _ranked(quote, documents)
    for key, page in _literally(quote, ranked, documents):
        found = documents[key].grade(quote, page)
        if found is not None and (found.faithful or found.verdict is Verdict.EDITED):
            return Hit(key, found)
    near = []
    for key, page, _ in ranked[:_NEAR]:
        found = documents[key].grade(quote, page)
        if found is not None:
            near.append(Hit(key, found))
    return min(near, key=lambda hit: rank(hit.graded), default=None)


def _ranked(quote: str, documents: Mapping[str, Searched]) -> list[tuple[str, int, float]]:
    """Pages that share rare words with a quotation, those that share most first."""
    words = set(_WORD.findall(small(one_mark(quote))))
    total = sum(one.pages for one in documents.values())
    counts = {word: sum(len(one.pages_with(word)) for one in documents.values()) for word in words}
    known = sorted((word for word in words if counts[word]), key=lambda word: (counts[word], word))
    weights = {word: math.log(1 + total / counts[word]) for word in known[:_RARE]}
    most = sum(weights.values()) + sum(math.log(1 + total) for word in words if not counts[word])
    found = []
    for key, one in documents.items():
        scores: dict[int, float] = {}
        for word, weight in weights.items():
            for page in one.pages_with(word):
                scores[page] = scores.get(page, 0.0) + weight
        found += [(key, page, score) for page, score in scores.items() if score >= _SHARE * most or one.pages < _NEAR]
    order = {key: place for place, key in enumerate(documents)}
    return sorted(found, key=lambda hit: (-hit[2], order[hit[0]], hit[1]))


def _literally(
    quote: str, ranked: Sequence[tuple[str, int, float]], documents: Mapping[str, Searched]
) -> Iterator[tuple[str, int]]:
    """Pages that have the longest stretch of a quotation that claims to be the speaker's own words."""
    stretches = [quote[one.start : one.end] for one in literals(quote, edits(quote))]
    bones = skeleton_text(small(one_mark(max(stretches, key=len, default="").strip(" .,;:!?\"'\u2019\u201d"))))
    if not bones:
        return
    pages = [(key, page) for key, page, _ in ranked[:_LITERAL]]
    if not ranked:
        # Words of scripts without spaces, and words broken at a line's end, are on no page by themselves.
        pages = [(key, page) for key, one in documents.items() for page in range(one.pages)]
    for key, page in pages:
        if documents[key].has(bones, page):
            yield key, page
