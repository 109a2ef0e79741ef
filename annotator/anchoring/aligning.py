"""Two versions side by side: what is the same, what came, went, changed or moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from annotator.anchoring.blocks import Block, common
from annotator.anchoring.comparing import is_letterlike
from annotator.anchoring.document_text import DocumentText, Match
from annotator.anchoring.stream import Stream, stream_of, whole_words


class Kind(StrEnum):
    """What became of a stretch."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of two versions, as runs of their pages; empty where it is not in that version.

    `old_at` and `new_at` are page and offset (code points) where it stands, or would stand, in either: for scrolling in
    step. What moved is told twice, once where it was (`new` is where it went) and once where it is.
    """

    kind: Kind
    old: Match
    new: Match
    old_at: tuple[int, int]
    new_at: tuple[int, int]


def align(old: DocumentText, new: DocumentText) -> tuple[Stretch, ...]:
    """The stretches of two versions in the sequence of both; running lines are left out. Never raises.

    Words that differ only in where lines and pages break are the same. What words changed says `differing`.
    """
    mine, theirs = stream_of(old), stream_of(new)
    found = common(mine.text, theirs.text)
    moved = sorted(found.moved, key=lambda block: block.old)
    stretches: list[Stretch] = []
    last = Block(0, 0, 0)
    for block in [*_worded(found.frame, mine, theirs), Block(len(mine.text), len(theirs.text), 0)]:
        gap = (last.old_end, block.old), (last.new_end, block.new)
        stretches += (_stretch(mine, theirs, *part) for part in _in_gap(*gap, moved))
        if block.length:
            stretches.append(_stretch(mine, theirs, Kind.SAME, (block.old, block.old_end), (block.new, block.new_end)))
        last = block
    return tuple(stretches)


def _worded(frame: tuple[Block, ...], old: Stream, new: Stream) -> Iterator[Block]:
    """The common blocks, made shorter where they begin or end within a word."""
    for block in frame:
        start, end = 0, block.length
        while start < end and block.old + start > 0 and _cuts(old, new, block, start):
            start += 1
        while end > start and block.old_end < len(old.text) and _cuts(old, new, block, end):
            end -= 1
        if start < end:
            yield Block(block.old + start, block.new + start, end - start)


def _cuts(old: Stream, new: Stream, block: Block, at: int) -> bool:
    """Whether a word goes on over this point of a block, in either text."""
    return _inside_word(old, block.old + at) or _inside_word(new, block.new + at)


def _inside_word(stream: Stream, point: int) -> bool:
    if not 0 < point < len(stream.text) or not is_letterlike(stream.text[point - 1]):
        return False
    return is_letterlike(stream.text[point]) and not stream.gap(point).strip("\u00ad\u200b")[:1].isspace()


def _in_gap(
    old: tuple[int, int], new: tuple[int, int], moved: list[Block]
) -> Iterator[tuple[Kind, tuple[int, int], tuple[int, int]]]:
    """What stands in a gap between common stretches: what moved away or here, and what else there is."""
    went = [(block.old, block.old_end, block) for block in moved if old[0] <= block.old and block.old_end <= old[1]]
    came = [
        (block.new, block.new_end, block)
        for block in sorted(moved, key=lambda block: block.new)
        if new[0] <= block.new and block.new_end <= new[1]
    ]
    if not went and not came:
        if old[0] < old[1] or new[0] < new[1]:
            kind = (
                Kind.CHANGED
                if old[0] < old[1] and new[0] < new[1]
                else Kind.DELETED
                if old[0] < old[1]
                else (Kind.INSERTED)
            )
            yield kind, old, new
        return
    at = old[0]
    for start, end, block in went:
        if at < start:
            yield Kind.DELETED, (at, start), (new[0], new[0])
        yield Kind.MOVED, (start, end), (block.new, block.new_end)
        at = end
    if at < old[1]:
        yield Kind.DELETED, (at, old[1]), (new[0], new[0])
    at = new[0]
    for start, end, block in came:
        if at < start:
            yield Kind.INSERTED, (old[1], old[1]), (at, start)
        yield Kind.MOVED, (block.old, block.old_end), (start, end)
        at = end
    if at < new[1]:
        yield Kind.INSERTED, (old[1], old[1]), (at, new[1])


def _stretch(mine: Stream, theirs: Stream, kind: Kind, old: tuple[int, int], new: tuple[int, int]) -> Stretch:
    here, there = mine.match(*old), theirs.match(*new)
    if kind is Kind.MOVED:
        here, there = whole_words(mine.texts, here), whole_words(theirs.texts, there)
    return Stretch(kind, here, there, _at(mine, old[0], here), _at(theirs, new[0], there))


def _at(stream: Stream, point: int, match: Match) -> tuple[int, int]:
    if match:
        return match[0].page, match[0].start
    return stream.place(point, end=point > 0) if stream.text else (0, 0)
