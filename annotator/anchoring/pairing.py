"""Sentences that changed, paired with what became of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from annotator.anchoring.blocks import Block
from annotator.anchoring.comparing import skeleton_text
from annotator.anchoring.stream import Stream
from annotator.anchoring.units import Unit, units_in
from annotator.anchoring.wording import word_spans

SOLID = 60
"""Points: a stretch in common at least that long parts what changed before it from what changed after it."""
_AROUND = 240
_STOP = re.compile("[.!?]")
LIKE = 0.5
"""Likeness from which two sentences in the same gap may be one that was edited."""
LIKE_ELSEWHERE = 0.6
"""The same for a sentence that moved as well."""
_WORTH = 0.3
_WIDEST = 40_000
_BACK = 6
_BIT = 0.3


@dataclass(frozen=True, slots=True)
class Pair:
    """An old sentence and the new one that became of it; `moved` where it stands in another sequence."""

    old: Unit
    new: Unit
    likeness: float
    moved: bool = False


class Codes:
    """Words as single characters, which rapidfuzz compares many times faster than lists of words."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def code(self, words: Sequence[str]) -> str:
        """The words as a string with one character for each."""
        known = self._known
        return "".join([known.setdefault(word, chr(0x10000 + len(known) % 0xFFFFF)) for word in words])


class Pairs:
    """For every sentence outside the common stretches what became of it."""

    def __init__(self, old: Stream, new: Stream, frame: Sequence[Block], taken: Sequence[Block]) -> None:
        self._codes = Codes()
        self._taken = sorted((block.new, block.new_end) for block in taken)
        self.units: list[Unit] = []
        self._pairs: dict[int, Pair] = {}
        self._regions: dict[int, tuple[int, int]] = {}
        self._free: list[Unit] = []
        solid = [block for block in frame if block.length >= SOLID and _STOP.search(old.text, block.old, block.old_end)]
        ends = [Block(0, 0, 0), *solid]
        starts = [*solid, Block(len(old.text), len(new.text), 0)]
        for before, after in zip(ends, starts, strict=True):
            if before.old_end < after.old or before.new_end < after.new:
                self._gap(old, new, before, after)
        self._across()
        self.units.sort(key=lambda unit: unit.start)
        self._starts = [unit.start for unit in self.units]

    def touching(self, start: int, end: int) -> list[Unit]:
        """The old sentences of gaps that have characters between two points."""
        at = max(0, bisect_right(self._starts, start) - _BACK)
        found = []
        while at < len(self.units) and self.units[at].start < end:
            if self.units[at].end > start:
                found.append(self.units[at])
            at += 1
        return found

    def pair(self, unit: Unit) -> Pair | None:
        """What became of an old sentence, or None."""
        return self._pairs.get(unit.start)

    def within(self, units: Sequence[Unit], words: Sequence[str], new: Stream) -> tuple[int, int] | None:
        """The stretch most like these words in the gaps these old sentences stand in, whatever its sentences."""
        regions = {self._regions[unit.start] for unit in units}
        if not regions or not words:
            return None
        low, high = min(first for first, _ in regions), max(last for _, last in regions)
        if high - low > _WIDEST:
            return None
        spans = word_spans(raw := new.raw(low, high))
        code, text = self._codes.code(words), self._codes.code([word for _, _, word in spans])
        found = fuzz.partial_ratio_alignment(code, text) if len(code) <= len(text) else None
        if found is None or found.dest_start >= found.dest_end:
            return None
        inside = spans[found.dest_start : found.dest_end]
        while inside and not inside[0][2][0].isalnum() and inside[0][2] != words[0]:
            inside = inside[1:]
        while inside and not inside[-1][2][0].isalnum() and inside[-1][2] != words[-1]:
            inside = inside[:-1]
        if not inside:
            return None
        start = low + len(skeleton_text(raw[: inside[0][0]]))
        end = start + len(skeleton_text(raw[inside[0][0] : inside[-1][1]]))
        return _clipped(start, end, units_in(new, low, high, fine=True))

    def elsewhere(self, words: Sequence[str]) -> tuple[Unit, float] | None:
        """The new sentence without partner that is most like these words, wherever it stands."""
        free = [self._codes.code(unit.words) for unit in self._free]
        best = process.extractOne(
            self._codes.code(words), free, scorer=Indel.normalized_similarity, score_cutoff=LIKE_ELSEWHERE
        )
        return (self._free[best[2]], best[1]) if best else None

    def _gap(self, old: Stream, new: Stream, before: Block, after: Block) -> None:
        mine, theirs = _gap_units(old, new, before, after)
        region = (theirs[0].start, theirs[-1].end) if theirs else (before.new_end, after.new)
        self._regions |= {unit.start: region for unit in mine}
        theirs = [unit for unit in theirs if not self._is_taken(unit)]
        known = {unit.start for unit in self.units[-len(mine) :]} if mine else set()
        self.units += [unit for unit in mine if unit.start not in known]
        codes = [self._codes.code(unit.words) for unit in theirs]
        likes: list[tuple[int, int, float]] = []
        for here, unit in enumerate(mine):
            query = self._codes.code(unit.words)
            found = process.extract(query, codes, scorer=Indel.normalized_similarity, score_cutoff=LIKE, limit=8)
            likes += sorted((here, there, like) for _, like, there in found)
        chosen = _heaviest(likes)
        used = {there for _, there, _ in chosen}
        done = {here for here, _, _ in chosen}
        for here, there, like in chosen:
            self._add(Pair(mine[here], theirs[there], like))
        for here, there, like in sorted(likes, key=lambda found: -found[2]):
            if here not in done and there not in used and like >= LIKE_ELSEWHERE:
                done.add(here)
                used.add(there)
                self._add(Pair(mine[here], theirs[there], like, moved=True))
        # Mostly inside the gap: what is in common may well end after the first word of the next sentence.
        self._free += [
            unit
            for at, unit in enumerate(theirs)
            if at not in used
            and 2 * (min(unit.end, after.new) - max(unit.start, before.new_end)) > unit.end - unit.start
        ]

    def _add(self, pair: Pair) -> None:
        known = self._pairs.get(pair.old.start)
        if known is None or known.likeness < pair.likeness:
            self._pairs[pair.old.start] = pair

    def _across(self) -> None:
        """Pairs what is left over all gaps: text that moved and was edited as well."""
        left = [unit for unit in self.units if unit.start not in self._pairs]
        if not left or not self._free:
            return
        codes = [self._codes.code(unit.words) for unit in self._free]
        likes = []
        for here, unit in enumerate(left):
            query = self._codes.code(unit.words)
            found = process.extract(
                query, codes, scorer=Indel.normalized_similarity, score_cutoff=LIKE_ELSEWHERE, limit=3
            )
            likes += [(like, here, there) for _, like, there in found]
        done: set[int] = set()
        used: set[int] = set()
        for like, here, there in sorted(likes, reverse=True):
            if here not in done and there not in used:
                done.add(here)
                used.add(there)
                self._pairs[left[here].start] = Pair(left[here], self._free[there], like, moved=True)
        self._free = [unit for at, unit in enumerate(self._free) if at not in used]

    def _is_taken(self, unit: Unit) -> bool:
        at = bisect_left(self._taken, (unit.start + 1, 0)) - 1
        return at >= 0 and self._taken[at][1] >= unit.end


def _gap_units(old: Stream, new: Stream, before: Block, after: Block) -> tuple[list[Unit], list[Unit]]:
    """The sentences of both texts that reach into the gap between two solid stretches, and their twins beside it."""
    mine = _window(old, (before.old, before.old_end), (after.old, after.old_end))
    theirs = _window(new, (before.new, before.new_end), (after.new, after.new_end))
    reach = [unit.start - before.old_end for unit in mine if unit.end >= before.old_end]
    other = [unit.start - before.new_end for unit in theirs if unit.end >= before.new_end]
    low = min(*reach[:1], *other[:1], 0, 0)
    reach = [unit.end - after.old for unit in mine if unit.start <= after.old]
    other = [unit.end - after.new for unit in theirs if unit.start <= after.new]
    high = max(*reach[-1:], *other[-1:], 0, 0)
    return (
        [unit for unit in mine if unit.end > before.old_end + low and unit.start < after.old + high],
        [unit for unit in theirs if unit.end > before.new_end + low and unit.start < after.new + high],
    )


def _window(stream: Stream, before: tuple[int, int], after: tuple[int, int]) -> list[Unit]:
    low, high = max(before[0], before[1] - _AROUND), min(after[1], after[0] + _AROUND)
    return units_in(stream, low, high, fine=True)


def _clipped(start: int, end: int, units: Sequence[Unit]) -> tuple[int, int]:
    """A stretch without the bits of sentences at its edges of which it has only a small part."""
    for unit in units:
        if unit.start < start < unit.end < end and unit.end - start < _BIT * (unit.end - unit.start):
            start = unit.end
            break
    for unit in reversed(units):
        if start < unit.start < end < unit.end and end - unit.start < _BIT * (unit.end - unit.start):
            end = unit.start
            break
    return start, end


def _heaviest(likes: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """The part of the pairs, rising on both sides, that is most alike together."""
    size = max((there for _, there, _ in likes), default=-1) + 2
    tree: list[tuple[float, int]] = [(0.0, -1)] * size  # of prefix maxima (Fenwick)
    before: list[int] = []
    for _, group in groupby(enumerate(likes), key=lambda item: item[1][0]):
        added = []
        for number, (_, there, like) in group:
            weight, last = _upto(tree, there)
            before.append(last)
            added.append((there + 1, (weight + like - _WORTH, number)))
        for at, total in added:
            while at < size:
                tree[at] = max(tree[at], total)
                at += at & -at
    number = _upto(tree, size - 1)[1]
    found = []
    while number >= 0:
        found.append(likes[number])
        number = before[number]
    return found[::-1]


def _upto(tree: Sequence[tuple[float, int]], at: int) -> tuple[float, int]:
    best = (0.0, -1)
    while at > 0:
        best = max(best, tree[at])
        at -= at & -at
    return best
