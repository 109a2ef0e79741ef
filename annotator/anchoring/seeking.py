"""Many places of one text sought in a newer one: the texts are aligned once, then each place is answered.

Unchanged and moved are said only of words that are the same to the letter, in sentences that are the same to the
letter. So a number, a negation or a "shall" that changed can't pass, whatever the likeness. Where the words changed,
their sentence is paired with the one that became of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from annotator.anchoring.blocks import Block, Common, clauses_of, common
from annotator.anchoring.comparing import skeleton_text
from annotator.anchoring.document_text import DocumentText, Match, Run
from annotator.anchoring.exactly import find_exactly
from annotator.anchoring.found import GONE, Again, Found
from annotator.anchoring.in_law import InLaw
from annotator.anchoring.near import find_alone
from annotator.anchoring.pairing import LIKE_ELSEWHERE, Pair, Pairs
from annotator.anchoring.sameness import BESIDE, Sentences
from annotator.anchoring.stream import Stream, length_of, stream_of, whole_words
from annotator.anchoring.units import bounds, enclosing
from annotator.anchoring.wording import (
    blank_line,
    edge_dashes,
    likeness,
    same_wording,
    with_dashes,
    words_of,
)
from annotator.model.places import Place

Answer = tuple[tuple[int, int] | None, Again, float]
"""Where a stretch stands in the new stream, what became of it, and how like it is."""

_LIKE = 0.55
"""Likeness of words from which a stretch was edited; below it is gone."""
_PART = 16
_TRIED = 40
_NEAR = 240
_LOST: Answer = (None, Again.GONE, 0.0)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of a place, from one point of the old stream to another, with the dashes at its edges."""

    start: int
    end: int
    head: str
    tail: str


class Seeker:
    """Aligns two texts once, then says of each place of the old where it stands in the new."""

    def __init__(self, old: DocumentText, new: DocumentText) -> None:
        self._texts = old, new
        self._identical = old.texts == new.texts

    def seek(self, place: Place) -> Found:
        """Where the place stands now. Never raises; a place that is not of the old text is sought by its own words."""
        old, new = self._texts
        mine = tuple(Run(span.page, span.start, span.end) for span in place.spans)
        if not mine or not skeleton_text(place.quote):
            return GONE
        if not _holds(old, mine, place.quote):
            return find_alone(place, new)
        if self._identical:
            return Found(mine, Again.UNCHANGED, 1.0)
        found = self._seek(place, mine)
        return self._in_law.judged(mine, found) if place.provision else found

    def _seek(self, place: Place, mine: Match) -> Found:
        old, new = self._texts
        quick = self._in_common(mine[0]) if len(mine) == 1 else None
        if quick is not None:
            return quick
        stretches = self._stretches(mine)
        if stretches is None:
            return find_exactly(place, new, old) or GONE
        return self._joined(stretches, [self._answer(one.start, one.end) for one in stretches])

    @cached_property
    def _old(self) -> Stream:
        return stream_of(self._texts[0])

    @cached_property
    def _new(self) -> Stream:
        return stream_of(self._texts[1])

    @cached_property
    def _common(self) -> Common:
        return common(self._old.text, self._new.text)

    @cached_property
    def _blocks(self) -> dict[str, tuple[Sequence[Block], list[int]]]:
        found = self._common
        kinds = {"frame": found.frame, "moved": sorted(found.moved, key=_by_old), "doubtful": found.doubtful}
        return {where: (blocks, [block.old for block in blocks]) for where, blocks in kinds.items()}

    @cached_property
    def _sentences(self) -> Sentences:
        blank = all(any(blank_line(text) for text in document.texts) for document in self._texts)
        return Sentences(self._old, self._new, paragraphs=blank)

    @cached_property
    def _in_law(self) -> InLaw:
        return InLaw(*self._texts, self._sentences)

    @cached_property
    def _pairs(self) -> Pairs:
        return Pairs(self._old, self._new, self._common.frame, self._common.moved)

    def _in_common(self, run: Run) -> Found | None:
        """The usual case, answered without a second look: the whole sentence stands on one page in a common stretch."""
        text = self._texts[0].texts[run.page]
        low, high = max(0, run.start - _NEAR), min(len(text), run.end + _NEAR)
        begins, ends = enclosing(text[low:high], run.start - low, run.end - low)
        if begins == 0 or ends == high - low or edge_dashes(text[run.start : run.end]) != ("", ""):
            return None
        raw = text[low + begins : low + ends]
        start = self._old.point(run.page, run.start)
        end = start + length_of(text[run.start : run.end])
        first = start - length_of(text[low + begins : run.start])
        last = end + length_of(text[run.end : low + ends])
        blocks, starts = self._blocks["frame"]
        block = blocks[at] if (at := bisect_right(starts, first) - 1) >= 0 else None
        if block is None or block.old > first - BESIDE or block.old_end < last + BESIDE:
            return None
        by = block.new - block.old
        if self._old.text[start:end] != skeleton_text(text[run.start : run.end]) or not self._certain(start, end, by):
            return None
        if not same_wording(raw, self._new.as_set(first + by, last + by), paragraphs=self._sentences.paragraphs):
            return None
        return Found(self._new.match(start + by, end + by), Again.UNCHANGED, 1.0)

    def _stretches(self, runs: Sequence[Run]) -> list[_Stretch] | None:
        """The runs as stretches of the old stream, those that follow each other joined; None if some are not in it."""
        found: list[_Stretch] = []
        for run in runs:
            start, end = self._old.point(run.page, run.start), self._old.point(run.page, run.end)
            raw = self._texts[0].texts[run.page][run.start : run.end]
            words = skeleton_text(raw)
            if self._old.text[start:end] != words:
                return None
            if not words:
                continue
            head, tail = edge_dashes(raw)
            if found and found[-1].end == start:
                found[-1] = _Stretch(found[-1].start, end, found[-1].head, tail)
            else:
                found.append(_Stretch(start, end, head, tail))
        return found

    def _joined(self, stretches: Sequence[_Stretch], answers: Sequence[Answer]) -> Found:
        """One answer for all stretches of a place: at least half of its words must be there."""
        sizes = [stretch.end - stretch.start for stretch in stretches]
        kept = sum(size for size, (where, _, _) in zip(sizes, answers, strict=True) if where)
        if 2 * kept <= sum(sizes):
            return GONE
        score = sum(size * like for size, (_, _, like) in zip(sizes, answers, strict=True)) / sum(sizes)
        outcomes = {outcome for _, outcome, _ in answers}
        runs: list[Run] = []
        for stretch, (where, _, _) in zip(stretches, answers, strict=True):
            if where is not None:
                match = self._new.match(*where)
                whole = self._with_dashes(match, stretch)
                runs.extend(whole or match)
                outcomes |= set() if whole else {Again.EDITED}
        found = [where for where, _, _ in answers if where is not None]
        if _rises([stretch.start for stretch in stretches]) != _rises([where[0] for where in found]):
            outcomes.add(Again.EDITED)
        if outcomes & {Again.GONE, Again.EDITED}:
            return Found(whole_words(self._new.texts, tuple(runs)), Again.EDITED, min(round(score, 3), 0.99))
        return Found(tuple(runs), Again.MOVED if Again.MOVED in outcomes else Again.UNCHANGED, 1.0)

    def _with_dashes(self, match: Match, stretch: _Stretch) -> Match | None:
        """A match with the dashes at the edges of the words sought, or None where they are not there."""
        if not stretch.head and not stretch.tail:
            return match
        texts = self._texts[1].texts
        first = with_dashes(texts[match[0].page], match[0].start, match[0].end, stretch.head, "")
        last = with_dashes(texts[match[-1].page], match[-1].start, match[-1].end, "", stretch.tail)
        if first is None or last is None:
            return None
        if len(match) == 1:
            return (Run(match[0].page, first[0], last[1]),)
        return (Run(match[0].page, *first), *match[1:-1], Run(match[-1].page, *last))

    def _answer(self, start: int, end: int) -> Answer:
        """What became of one stretch of the old stream."""
        begins, ends = bounds(self._old, start, end)
        shift = self._shift(begins, ends, start, end)
        if shift is None:
            return self._edited(start, end)
        by, where = shift
        if (
            where != "doubtful"
            and self._certain(start, end, by)
            and self._sentences.as_it_was(start, end, begins, ends, by)
        ):
            if where == "frame":
                return (start + by, end + by), Again.UNCHANGED, 1.0
            if self._single(start, end):
                return (start + by, end + by), Again.MOVED, 1.0
        return (start + by, end + by), Again.EDITED, self._like_around(begins, ends, by)

    def _certain(self, start: int, end: int, by: int) -> bool:
        """Whether no others of the same words can be meant: not where only the texts' common end points to them.

        A form of which one more was filled in ends as it did, and nobody knows which of its pages is the new one.
        """
        last = self._common.frame[-1] if self._common.frame else None
        if last is None or last.old == last.new or last.new - last.old != by or last.old > start:
            return True
        if last.old_end < len(self._old.text) or last.new_end < len(self._new.text) or self._tail_anchored:
            return True
        words = self._old.text[start:end]
        return self._old.text.count(words) == self._new.text.count(words)

    @cached_property
    def _tail_anchored(self) -> bool:
        """Whether the stretch that both texts end with has a clause that occurs but once in both."""
        last = self._common.frame[-1]
        clauses = clauses_of(self._old.text[last.old : last.old_end])
        return any(self._old.text.count(one) == 1 == self._new.text.count(one) for one in clauses[:_TRIED])

    def _single(self, start: int, end: int) -> bool:
        """Whether words occur but once in both texts, so that no others can be meant."""
        words = self._old.text[start:end]
        return self._old.text.count(words) == 1 and self._new.text.count(words) == 1

    def _shift(self, begins: int, ends: int, start: int, end: int) -> tuple[int, str] | None:
        """How far the words moved in the stream, and in which kind of common stretch their sentence has most."""
        votes: dict[tuple[int, str], int] = {}
        for where, (blocks, starts) in self._blocks.items():
            for block in _overlapping(blocks, starts, begins, ends):
                by = block.new - block.old
                shared = min(block.old_end, ends) - max(block.old, begins)
                votes[by, where] = votes.get((by, where), 0) + shared
        words = self._old.text[start:end]
        for by, where in sorted(votes, key=lambda vote: -votes[vote]):
            if self._new.text[start + by : end + by] == words:
                return by, where
        return None

    def _like_around(self, begins: int, ends: int, by: int) -> float:
        first, last = bounds(self._new, max(0, begins + by), min(len(self._new.text), ends + by))
        like = likeness(words_of(self._old.raw(begins, ends)), words_of(self._new.raw(first, last)))
        return min(round(like, 3), 0.99)

    def _edited(self, start: int, end: int) -> Answer:
        """Where a stretch stands whose words are not the same any more."""
        words = words_of(self._old.raw(start, end))
        found = self._by_pairs(start, end)
        if found is not None:
            (first, last), moved = found
            if self._new.text[first:last] == self._old.text[start:end]:
                return self._exact_pair(start, end, first, moved)
            like = likeness(words, words_of(self._new.raw(first, last)))
            if like >= _LIKE:
                return (first, last), Again.EDITED, min(round(like, 3), 0.99)
        inside = self._pairs.within(self._pairs.touching(start, end), words, self._new)
        if inside is not None:
            like = likeness(words, words_of(self._new.raw(*inside)))
            if like >= LIKE_ELSEWHERE and not self._belongs_to_others(inside, start, end):
                return inside, Again.EDITED, min(round(like, 3), 0.99)
        other = self._pairs.elsewhere(words)
        if other is None:
            return _LOST
        unit, like = other
        return (unit.start, unit.end), Again.EDITED, min(round(like, 3), 0.99)

    def _belongs_to_others(self, found: tuple[int, int], start: int, end: int) -> bool:
        """Whether most of a stretch of the new text is what became of other old words."""
        others = 0
        for block in (*self._common.frame, *self._common.moved):
            first, last = max(found[0], block.new), min(found[1], block.new_end)
            by = block.old - block.new
            if first < last and (last + by <= start or first + by >= end):
                others += last - first
        return 2 * others > found[1] - found[0]

    def _exact_pair(self, start: int, end: int, first: int, moved: bool) -> Answer:
        begins, ends = bounds(self._old, start, end)
        here = (first, first + end - start)
        if self._single(start, end) and self._sentences.as_it_was(start, end, begins, ends, first - start):
            return here, Again.MOVED if moved else Again.UNCHANGED, 1.0
        return here, Again.EDITED, self._like_around(begins, ends, first - start)

    def _by_pairs(self, start: int, end: int) -> tuple[tuple[int, int], bool] | None:
        """The stretch of the new stream that became of the sentences a stretch stands in, narrowed to the stretch."""
        pairs = [pair for unit in self._pairs.touching(start, end) if (pair := self._pairs.pair(unit)) is not None]
        parts = [self._narrowed(pair, max(start, pair.old.start), min(end, pair.old.end)) for pair in pairs]
        for block in _overlapping(*self._blocks["frame"], start, end):
            first, last = max(start, block.old), min(end, block.old_end)
            if last - first >= _PART:
                parts.append((first + block.new - block.old, last + block.new - block.old))
        parts = [part for part in parts if part[0] < part[1]]
        if not parts:
            return None
        hull = min(first for first, _ in parts), max(last for _, last in parts)
        if hull[1] - hull[0] > 3 * (end - start) + 200:
            hull = max(parts, key=lambda part: part[1] - part[0])
        return hull, any(pair.moved for pair in pairs)

    def _narrowed(self, pair: Pair, start: int, end: int) -> tuple[int, int]:
        """The part of the new sentence that became of a part of the old."""
        if (start, end) == (pair.old.start, pair.old.end):
            return pair.new.start, pair.new.end
        one, other = self._old.text[pair.old.start : pair.old.end], self._new.text[pair.new.start : pair.new.end]
        here, there = start - pair.old.start, end - pair.old.start
        first = last = None
        for code in Levenshtein.opcodes(one, other):
            if code.tag == "insert" or code.src_end <= here or code.src_start >= there:
                continue
            exact = code.tag == "equal"
            begin = code.dest_start + (max(here - code.src_start, 0) if exact else 0)
            finish = code.dest_end - (max(code.src_end - there, 0) if exact else 0)
            first = begin if first is None else first
            last = finish
        if first is None or last is None:
            return pair.new.start, pair.new.start
        if start == pair.old.start:
            first = 0
        if end == pair.old.end:
            last = len(other)
        return pair.new.start + first, pair.new.start + last


def _overlapping(blocks: Sequence[Block], starts: Sequence[int], start: int, end: int) -> Iterator[Block]:
    at = max(0, bisect_right(starts, start) - 1)
    while at < len(blocks) and blocks[at].old < end:
        if blocks[at].old_end > start:
            yield blocks[at]
        at += 1


def _by_old(block: Block) -> int:
    return block.old


def _rises(points: Sequence[int]) -> bool:
    return all(one < other for one, other in pairwise(points))


def _holds(old: DocumentText, match: Match, quote: str) -> bool:
    try:
        return skeleton_text(old.quote(match)) == skeleton_text(quote)
    except IndexError:
        return False
