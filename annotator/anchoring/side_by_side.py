"""Two versions of a text as a person reads them side by side: sentence by sentence, with the words that differ in each.

Compared unit by unit (a sentence, a headline, an item of a list), then word by word within what changed. Typesetting
is no difference, and running lines take no part. Offsets are code points of the pages. (`blocks`, which seeking
uses, lays whole texts side by side clause by clause; here a sentence stays whole, since a difference is read in it.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from annotator.anchoring.comparing import skeleton_text
from annotator.anchoring.differing import differing
from annotator.anchoring.document_text import DocumentText, Match, Run
from annotator.anchoring.sentences import sentences

LIKE = 55.0
"""Likeness, of 100, from which two units in the same gap are one that changed."""
_MOST_PAIRS = 20_000
_LONG_ENOUGH = 25
"""Points of a unit from which standing elsewhere word for word is a move, not chance."""


class Same(StrEnum):
    """What became of a stretch."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What became of a stretch of text; `old` or `new` is empty where the other version has nothing.

    Stretches come in the order of the new version, deleted ones where they stood; a moved one stands where it is now.
    `marks_old` and `marks_new` are the words that differ within a changed one (all of an inserted or deleted one).
    """

    kind: Same
    old: Match
    new: Match
    marks_old: tuple[Run, ...] = ()
    marks_new: tuple[Run, ...] = ()
    telling: str = ""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence of a joined text, from one of its offsets to another."""

    joined: _Joined
    start: int
    end: int
    raw: str
    key: str

    @property
    def runs(self) -> Match:
        return self.joined.runs(self.start, self.end)


class _Joined:
    """All pages' own words as one text, each page's end a line feed, so that sentences go over them."""

    def __init__(self, document: DocumentText) -> None:
        self._tops: list[int] = []
        self._starts: list[int] = []
        parts = []
        at = 0
        for whole, edges in zip(document.texts, document.edges, strict=True):
            own = whole[edges.tops[-1] : edges.bottoms[-1]].rstrip("\n")
            self._tops.append(edges.tops[-1])
            self._starts.append(at)
            parts.append(own)
            at += len(own) + 1
        self.text = "\n".join(parts)

    def units(self) -> Iterator[_Unit]:
        """The sentences with words in them."""
        for start, end in sentences(self.text):
            raw = self.text[start:end]
            key = skeleton_text(raw)
            if key:
                yield _Unit(self, start, end, raw, key)

    def runs(self, start: int, end: int) -> Match:
        """Offsets of the joined text as runs on the pages, without the space at their edges."""
        found = []
        page = bisect_right(self._starts, start) - 1
        while start < end:
            following = self._starts[page + 1] if page + 1 < len(self._starts) else len(self.text) + 1
            words = self.text[start : min(end, following - 1)]
            bare = words.strip()
            if bare:
                first = self._tops[page] + start - self._starts[page] + len(words) - len(words.lstrip())
                found.append(Run(page, first, first + len(bare)))
            start, page = following, page + 1
        return tuple(found)


def side_by_side(old: DocumentText, new: DocumentText) -> tuple[Stretch, ...]:
    """What became of the old text in the new one. Never raises."""
    mine, theirs = list(_Joined(old).units()), list(_Joined(new).units())
    pairs = _common([unit.key for unit in mine], [unit.key for unit in theirs])
    found: list[Stretch] = []
    one = other = 0
    for left, right in [*pairs, (len(mine), len(theirs))]:
        found.extend(_between(mine[one:left], theirs[other:right]))
        if left < len(mine):
            found.append(Stretch(Same.SAME, mine[left].runs, theirs[right].runs))
        one, other = left + 1, right + 1
    return tuple(_joined(_moved(found, old, new)))


def _common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of equal units in sequence: equal ends, then units that occur once in either, then the gaps between them.

    The patience of Bram Cohen's patience diff: what is unique is matched first, by the longest rising sequence.
    """
    found: list[tuple[int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        one, one_end, other, other_end = waiting.pop()
        while one < one_end and other < other_end and old[one] == new[other]:
            found.append((one, other))
            one, other = one + 1, other + 1
        while one < one_end and other < other_end and old[one_end - 1] == new[other_end - 1]:
            one_end, other_end = one_end - 1, other_end - 1
            found.append((one_end, other_end))
        anchors = _rising(old, new, (one, one_end, other, other_end))
        for left, right in anchors:
            found.append((left, right))
            waiting.append((one, left, other, right))
            one, other = left + 1, right + 1
        if anchors:
            waiting.append((one, one_end, other, other_end))
    return sorted(found)


def _rising(old: Sequence[str], new: Sequence[str], window: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Units that occur once on either side of a window, as the longest sequence that rises on both."""
    one, one_end, other, other_end = window
    mine, theirs = Counter(old[one:one_end]), Counter(new[other:other_end])
    where = {key: at for at, key in enumerate(new[other:other_end], other) if theirs[key] == 1}
    pairs = [(at, where[key]) for at, key in enumerate(old[one:one_end], one) if mine[key] == 1 and key in where]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, right) in enumerate(pairs):
        at = bisect_left(tails, right)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(right)
            ends.append(index)
        else:
            tails[at], ends[at] = right, index
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _between(mine: Sequence[_Unit], theirs: Sequence[_Unit]) -> Iterator[Stretch]:
    """What became of units between two that stayed: those most alike are one that changed, in sequence."""
    one = other = 0
    for left, right in [*_alike(mine, theirs), (len(mine), len(theirs))]:
        yield from (Stretch(Same.DELETED, unit.runs, (), unit.runs) for unit in mine[one:left])
        yield from (Stretch(Same.INSERTED, (), unit.runs, (), unit.runs) for unit in theirs[other:right])
        if left < len(mine):
            yield _changed(mine[left], theirs[right])
        one, other = left + 1, right + 1


def _alike(mine: Sequence[_Unit], theirs: Sequence[_Unit]) -> list[tuple[int, int]]:
    """Pairs of units in sequence whose likenesses add up to the most."""
    if not mine or not theirs or len(mine) * len(theirs) > _MOST_PAIRS:
        return []
    width = len(theirs) + 1
    best = [[0.0] * width for _ in range(len(mine) + 1)]
    like = [[fuzz.ratio(one.raw, other.raw, score_cutoff=LIKE) for other in theirs] for one in mine]
    for left in range(len(mine) - 1, -1, -1):
        for right in range(len(theirs) - 1, -1, -1):
            taken = like[left][right] and like[left][right] + best[left + 1][right + 1]
            best[left][right] = max(best[left + 1][right], best[left][right + 1], taken)
    found = []
    left = right = 0
    while left < len(mine) and right < len(theirs):
        if like[left][right] and best[left][right] == like[left][right] + best[left + 1][right + 1]:
            found.append((left, right))
            left, right = left + 1, right + 1
        elif best[left][right] == best[left + 1][right]:
            left += 1
        else:
            right += 1
    return found


def _changed(mine: _Unit, theirs: _Unit) -> Stretch:
    """Two wordings of one unit, with the words that differ."""
    differences = differing(mine.raw, theirs.raw)
    telling = next((each.telling for each in differences if each.telling), "")
    marks_old = tuple(run for each in differences for run in _within(mine, each.old))
    marks_new = tuple(run for each in differences for run in _within(theirs, each.new))
    if not marks_old and not marks_new:
        return Stretch(Same.SAME, mine.runs, theirs.runs)
    return Stretch(Same.CHANGED, mine.runs, theirs.runs, marks_old, marks_new, telling)


def _within(unit: _Unit, span: tuple[int, int]) -> Match:
    return unit.joined.runs(unit.start + span[0], unit.start + span[1])


def _moved(found: list[Stretch], old: DocumentText, new: DocumentText) -> list[Stretch]:
    """A unit that went here and came there word for word, once in either text, has moved."""

    def key(match: Match, text: DocumentText) -> str:
        return skeleton_text(text.quote(match))

    went = Counter(key(each.old, old) for each in found if each.kind is Same.DELETED)
    came = Counter(key(each.new, new) for each in found if each.kind is Same.INSERTED)
    both = {words for words in went if went[words] == came.get(words) == 1 and len(words) >= _LONG_ENOUGH}
    if not both:
        return found
    origin = {key(each.old, old): each for each in found if each.kind is Same.DELETED and key(each.old, old) in both}
    kept = []
    for each in found:
        if each.kind is Same.DELETED and key(each.old, old) in both:
            continue
        if each.kind is Same.INSERTED and (words := key(each.new, new)) in both:
            there = origin[words]
            each = Stretch(Same.MOVED, there.old, each.new, there.old, each.new)
        kept.append(each)
    return kept


def _joined(found: Sequence[Stretch]) -> Iterator[Stretch]:
    """Neighbours of one kind as one stretch; what changed stays apart, since each is read for itself."""
    waiting: Stretch | None = None
    for each in found:
        if waiting and waiting.kind is each.kind and each.kind is not Same.CHANGED and _follows(waiting, each):
            waiting = Stretch(
                each.kind,
                _run_on(waiting.old, each.old),
                _run_on(waiting.new, each.new),
                _run_on(waiting.marks_old, each.marks_old),
                _run_on(waiting.marks_new, each.marks_new),
            )
            continue
        if waiting:
            yield waiting
        waiting = each
    if waiting:
        yield waiting


def _follows(one: Stretch, other: Stretch) -> bool:
    """Whether two moved stretches come from the same place; all others follow each other anyway."""
    if one.kind is not Same.MOVED:
        return True
    last, first = one.old[-1], other.old[0]
    return last.page == first.page and 0 <= first.start - last.end <= 3


def _run_on(one: Match, other: Match) -> Match:
    """Runs one after the other, those on one page as one."""
    if one and other and one[-1].page == other[0].page and one[-1].end <= other[0].start:
        return (*one[:-1], Run(one[-1].page, one[-1].start, other[0].end), *other[1:])
    return (*one, *other)
