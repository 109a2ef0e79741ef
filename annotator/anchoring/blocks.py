"""What two texts have in common, as stretches: in the same sequence, and moved.

Clauses that occur once in both are anchors (patience diff, Bram Cohen); the longest run of them in the same sequence is
the frame. It grows over equal neighbours, so repeated clauses are told apart by what stands around them, and is
refined within each gap. Anchors outside the frame are text that moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate

_CLAUSE = re.compile(r"[^.,;:!?|]{1,160}[.,;:!?|]*|[.,;:!?|]+")
_SHORT = 12
"""Characters: shorter words in common, with other words on both sides, may be there by chance."""
_MOVED = 24
"""Characters: less than that elsewhere is not text that moved, but text that is alike."""
_LETTERS = 5
_ROUNDS = 4
_OFTEN = 20
_REACH = 400
_TAKEN = -2


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that is the same in both: `length` characters from `old` and from `new`."""

    old: int
    new: int
    length: int

    @property
    def old_end(self) -> int:
        """One past its last character in the old text."""
        return self.old + self.length

    @property
    def new_end(self) -> int:
        """One past its last character in the new text."""
        return self.new + self.length


@dataclass(frozen=True, slots=True)
class Common:
    """What two texts have in common: the frame, in sequence in both, and what moved, in the old text's sequence.

    `doubtful` are words repeated equally often in the same gap of both, without anything around that tells them apart:
    first is paired with first, second with second.
    """

    frame: tuple[Block, ...]
    moved: tuple[Block, ...]
    doubtful: tuple[Block, ...] = ()


class _Pairing:
    """Clauses of both sides paired, one with one."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        self.there: list[int] = [-1] * len(old)
        self.back: list[int] = [-1] * len(new)

    def pair(self, here: int, there: int, count: int) -> bool:
        """Pairs `count` equal clauses, unless one of them has its partner."""
        if any(self.there[here + at] >= 0 or self.back[there + at] >= 0 for at in range(count)):
            return False
        for at in range(count):
            self.there[here + at], self.back[there + at] = there + at, here + at
        return True

    def grow(self, here: int, there: int, way: int) -> None:
        """Pairs equal neighbours from two clauses on, up to the first that differ or have a partner."""
        while (
            0 <= here < len(self.old)
            and 0 <= there < len(self.new)
            and self.there[here] < 0
            and self.back[there] < 0
            and self.old[here] == self.new[there]
        ):
            self.there[here], self.back[there] = there, here
            here, there = here + way, there + way

    def gaps(self) -> list[tuple[range, range]]:
        """Stretches without partners between those with, that have clauses on both sides."""
        found = []
        one = other = 0
        paired = [(here, there) for here, there in enumerate(self.there) if there >= 0]
        for here, there in [*paired, (len(self.old), len(self.new))]:
            if here > one and there > other:
                found.append((range(one, here), range(other, there)))
            one, other = here + 1, there + 1
        return found

    def rest(self) -> _Pairing:
        """The same clauses, those with partners out of reach."""
        rest = _Pairing(self.old, self.new)
        rest.there = [-1 if other < 0 else _TAKEN for other in self.there]
        rest.back = [-1 if other < 0 else _TAKEN for other in self.back]
        return rest

    def runs(self) -> list[tuple[int, int, int]]:
        """Paired clauses that follow each other on both sides: first of the old, first of the new, how many."""
        found: list[tuple[int, int, int]] = []
        for here, there in enumerate(self.there):
            if there < 0:
                continue
            if found and (here, there) == (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]):
                found[-1] = (*found[-1][:2], found[-1][2] + 1)
            else:
                found.append((here, there, 1))
        return found


def clauses_of(text: str) -> list[str]:
    """A skeleton's clauses: what stands between its marks."""
    return _CLAUSE.findall(text)


def common(old: str, new: str) -> Common:
    """What two texts have in common; offsets in characters of each."""
    if old == new:
        return Common((Block(0, 0, len(old)),) if old else (), ())
    mine, theirs = clauses_of(old), clauses_of(new)
    pairing = _Pairing(mine, theirs)
    pairing.grow(0, 0, 1)
    pairing.grow(len(mine) - 1, len(theirs) - 1, -1)
    for count in (1, 2, *[1] * _ROUNDS):
        for one, other in pairing.gaps():
            _frame_gap(pairing, one, other, count)
    here, there = [0, *accumulate(map(len, mine))], [0, *accumulate(map(len, theirs))]
    frame = _blocks(pairing, here, there)
    moving = pairing.rest()
    _pair_moved(moving)
    moved = [block for block in _blocks(moving, here, there) if block.length >= _MOVED]
    rest = pairing.rest()
    for one, other in pairing.gaps():
        _frame_gap(rest, one, other, 2, _OFTEN)
    doubtful = _blocks(rest, here, there)
    return Common(tuple(_certain(_tightened(frame, old, new))), tuple(moved), tuple(doubtful))


def _frame_gap(pairing: _Pairing, mine: range, theirs: range, count: int, often: int = 1) -> None:
    """Pairs within a gap what occurs once on both sides, in the longest sequence both have; or equally often."""
    twins = _twins(_grams(pairing.old, mine, count), _grams(pairing.new, theirs, count), often)
    anchors = [(here, there) for here, there in _rising(twins) if pairing.pair(here, there, count)]
    for here, there in anchors:
        pairing.grow(here + count, there + count, 1)
        pairing.grow(here - 1, there - 1, -1)


def _pair_moved(moving: _Pairing) -> None:
    """Pairs what has no place in the frame and occurs once on both sides among what is left."""
    for count in (2, 1):
        mine = _left(_grams(moving.old, range(len(moving.old)), count), moving.there, count)
        theirs = _left(_grams(moving.new, range(len(moving.new)), count), moving.back, count)
        for here, there in _twins(mine, theirs):
            if moving.pair(here, there, count):
                moving.grow(here + count, there + count, 1)
                moving.grow(here - 1, there - 1, -1)


def _grams(clauses: Sequence[str], within: range, count: int) -> list[tuple[int, Hashable]]:
    """Each sequence of `count` clauses within a range, with where it begins; single short ones are left out."""
    if count == 1:
        return [(at, clauses[at]) for at in within if len(clauses[at]) >= _LETTERS]
    return [(at, tuple(clauses[at : at + count])) for at in within[: len(within) - count + 1]]


def _left(grams: list[tuple[int, Hashable]], partner: Sequence[int], count: int) -> list[tuple[int, Hashable]]:
    if count == 1:
        return [each for each in grams if partner[each[0]] == -1]
    return [each for each in grams if partner[each[0]] == -1 and max(partner[each[0] : each[0] + count]) == -1]


def _twins(
    mine: list[tuple[int, Hashable]], theirs: list[tuple[int, Hashable]], often: int = 1
) -> list[tuple[int, int]]:
    """Where what occurs once on both sides stands on either, in the old text's sequence.

    What occurs up to `often` times, and on both sides equally often, is paired first with first, second with second.
    """
    once, other = _places(mine, often), _places(theirs, often)
    pairs = [
        pair
        for gram, places in once.items()
        if len(places) == len(other.get(gram, ()))
        for pair in zip(places, other[gram], strict=True)
    ]
    return sorted(pairs)


def _places(grams: list[tuple[int, Hashable]], often: int) -> dict[Hashable, list[int]]:
    counts = Counter(gram for _, gram in grams)
    found: dict[Hashable, list[int]] = {}
    for at, gram in grams:
        if counts[gram] <= often:
            found.setdefault(gram, []).append(at)
    return found


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, sorted by the first, in which the second rises, too (Fredman's algorithm)."""
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        at = bisect_left(tails, there)
        before.append(holders[at - 1] if at else -1)
        tails[at : at + 1] = [there]
        holders[at : at + 1] = [number]
    found = []
    number = holders[-1] if holders else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _blocks(pairing: _Pairing, here: list[int], there: list[int]) -> list[Block]:
    return [
        Block(here[one], there[other], here[one + count] - here[one])
        for one, other, count in pairing.runs()
        if other >= 0
    ]


def _tightened(frame: list[Block], old: str, new: str) -> list[Block]:
    """Blocks grown character by character into what follows and precedes them."""
    found: list[Block] = []
    end = Block(len(old), len(new), 0)
    frame = [Block(0, 0, 0), *frame, end]
    for block, after in zip(frame, [*frame[1:], end], strict=True):
        last = found[-1] if found else Block(0, 0, 0)
        room = min(block.old - last.old_end, block.new - last.new_end, _REACH)
        back = _alike(old[block.old - room : block.old][::-1], new[block.new - room : block.new][::-1])
        ahead = min(after.old - block.old_end, after.new - block.new_end, _REACH)
        more = _alike(old[block.old_end : block.old_end + ahead], new[block.new_end : block.new_end + ahead])
        grown = Block(block.old - back, block.new - back, back + block.length + more)
        if (grown.old, grown.new) == (last.old_end, last.new_end) and found:
            found[-1] = Block(last.old, last.new, last.length + grown.length)
        else:
            found.append(grown)
    return [block for block in found if block.length]


def _alike(one: str, other: str) -> int:
    """How many characters two texts of one length begin with alike."""
    if one == other:
        return len(one)
    return next(at for at, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs)


def _certain(frame: list[Block]) -> list[Block]:
    """Without short blocks that stand alone between other words."""
    if not frame:
        return []
    ends = [(0, 0), *((block.old_end, block.new_end) for block in frame[:-1])]
    starts = [*((block.old, block.new) for block in frame[1:]), (-1, -1)]
    return [
        block
        for block, (old_end, new_end), (old, new) in zip(frame, ends, starts, strict=True)
        if block.length >= _SHORT
        or block.old == old_end
        or block.new == new_end
        or block.old_end == old
        or block.new_end == new
    ]
