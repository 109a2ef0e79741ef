"""The stretch of a text most like a quote, where the quote itself is not there (any more).

rapidfuzz finds the window, edlib its exact edges: of what was measured the fastest pair that found the best place every
time, at 15 % of edits, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import edlib
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from annotator.anchoring.comparing import skeleton_text
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.exactly import find_exactly
from annotator.anchoring.found import GONE, Again, Found
from annotator.anchoring.stream import Stream, stream_of, whole_words
from annotator.anchoring.wording import likeness, same_wording, words_of
from annotator.model.places import Place

LIKE = 0.6
"""Likeness of words from which a stretch is what became of a quote, without the old text to go by."""
_AROUND_TOO = 0.5
"""The same of the quote with what stood around it."""
_CLEARLY = 0.08
"""How much more alike the best stretch must be than the next that does not overlap it."""
_LETTERS = 24
"""Characters; a shorter quote is sought with what stands around it only."""


@dataclass(frozen=True, slots=True)
class Near:
    """A stretch between two offsets of a text; `edits` are the characters to add, change or take away."""

    start: int
    end: int
    edits: int


def near_quote(quote: str, text: str) -> Near | None:
    """The stretch of `text` with the fewest edits to `quote`, code points; None where either is empty."""
    if not quote or not text:
        return None
    found = fuzz.partial_ratio_alignment(quote, text) if len(quote) <= len(text) else None
    low, high = (found.dest_start, found.dest_end) if found is not None else (0, len(text))
    room = len(quote) // 2 + 8
    low, high = max(0, low - room), min(len(text), high + room)
    aligned = edlib.align(quote, text[low:high], mode="HW", task="locations")
    first, last = aligned["locations"][0]
    return Near(low + (first or 0), low + last + 1, aligned["editDistance"])


def find_alone(place: Place, document: DocumentText) -> Found:
    """Where a place stands in a text, with nothing to go by but what the place has kept of its own.

    `unchanged` says that the words and those around them are as they were, `moved` that some around them are not.
    """
    if not place.spans or not document.texts:
        return GONE
    exact = find_exactly(place, document)
    if exact is None or exact.match is None:
        return find_near(place, document)
    blank = any("\n\n" in page for page in document.texts)
    if not same_wording(place.quote, document.quote(exact.match), paragraphs=blank):
        return Found(exact.match, Again.EDITED, min(exact.score, 0.99))
    return Found(exact.match, Again.UNCHANGED if exact.score == 1.0 else Again.MOVED, exact.score)


def find_near(place: Place, document: DocumentText) -> Found:
    """What became of a place's words, going by the words and those stored around them: edited, or gone."""
    stream = stream_of(document)
    quote = skeleton_text(place.quote)
    around = skeleton_text(place.before), skeleton_text(place.after)
    whole = around[0] + quote + around[1]
    best = near_quote(whole, stream.text)
    if best is None or not quote:
        return GONE
    first, last = _narrowed(whole, stream.text[best.start : best.end], len(around[0]), len(around[0]) + len(quote))
    answer = _edited(place, stream, best.start + first, best.start + last)
    near = likeness(words_of(f"{place.before} {place.quote} {place.after}"), words_of(stream.raw(best.start, best.end)))
    if answer is not None and near >= _AROUND_TOO and (len(quote) >= _LETTERS or near >= LIKE):
        return answer if _clear(whole, stream.text, best) else GONE
    alone = near_quote(quote, stream.text) if len(quote) >= 2 * _LETTERS else None
    answer = _edited(place, stream, alone.start, alone.end) if alone is not None else None
    if alone is None or answer is None or answer.score < LIKE + _CLEARLY:
        return GONE
    return answer if _clear(quote, stream.text, alone) else GONE


def _edited(place: Place, stream: Stream, start: int, end: int) -> Found | None:
    match = whole_words(stream.texts, stream.match(start, end))
    if not match:
        return None
    words = "\n".join(stream.texts[run.page][run.start : run.end] for run in match)
    like = likeness(words_of(place.quote), words_of(words))
    return Found(match, Again.EDITED, min(round(like, 3), 0.99)) if like >= LIKE else None


def _clear(quote: str, text: str, best: Near) -> bool:
    """Whether no other stretch is nearly as like the quote."""
    others = [near_quote(quote, text[: best.start]), near_quote(quote, text[best.end :])]
    return all(other is None or other.edits - best.edits >= _CLEARLY * len(quote) for other in others)


def _narrowed(whole: str, found: str, start: int, end: int) -> tuple[int, int]:
    """Where the part from `start` to `end` of what was sought stands in what was found."""
    first, last = None, 0
    for code in Levenshtein.opcodes(whole, found):
        if code.src_end <= start or code.src_start >= end or code.tag == "insert":
            continue
        begin, finish = code.dest_start, code.dest_end
        if code.tag == "equal":
            begin += max(start - code.src_start, 0)
            finish -= max(code.src_end - end, 0)
        first = begin if first is None else first
        last = finish
    return first or 0, last
