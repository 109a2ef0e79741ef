"""What is selected in a pane: ranges in reading order, or a region of a page; no widgets.

A *spot* is a page's index and a code point offset on it. The anchor stays, the head moves; ranges selected before may
be kept beside them. What lies between two spots is what a person would read between them: headers, footers, footnotes
and the numbers of lines stay out unless the selection begins or ends in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from annotator.anchoring.document_text import Match, Run
from annotator.anchoring.parts import Part
from annotator.anchoring.reading import Reading
from annotator.model.places import Region

Spot = tuple[int, int]
Ends = tuple[Spot, Spot]

_NOTES = frozenset({Part.NOTES})


def _no_reading(_: int) -> Reading | None:
    return None


class Selecting(QObject):
    """Anchor and head in the text of one document, or a region of a page."""

    changed = Signal()

    def __init__(
        self,
        texts: Sequence[str],
        parent: QObject | None = None,
        *,
        reading: Callable[[int], Reading | None] = _no_reading,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._reading = reading
        self.anchor: Spot | None = None
        self.head: Spot | None = None
        self.region: Region | None = None
        self.kept: list[Ends] = []
        """Ranges in reading order that were selected before and stay."""
        self.adding = False

    def put(self, anchor: Spot | None, head: Spot | None) -> None:
        """Select from anchor to head; equal spots select nothing but leave the caret there.

        Other ranges are forgotten unless one is being added to them.
        """
        if not self.adding and self.kept:
            self.kept = []
        elif (anchor, head, None) == (self.anchor, self.head, self.region):
            return
        self.anchor, self.head, self.region = anchor, head, None
        self.changed.emit()

    def put_ranges(self, ranges: Sequence[Ends]) -> None:
        """Select several ranges; the last is the one that keys move."""
        self.adding, self.kept, self.region = len(ranges) > 1, list(ranges[:-1]), None
        self.anchor, self.head = ranges[-1] if ranges else (None, None)
        self.changed.emit()

    def add_range(self) -> None:
        """Keep what is selected; what is selected next comes to it."""
        ends = self.ordered
        if ends is not None:
            self.kept.append(ends)
        self.adding = True
        self.anchor, self.region = self.head, None
        self.changed.emit()

    def put_region(self, region: Region | None) -> None:
        """Select a rectangle of a page instead of words."""
        self.anchor, self.region, self.kept, self.adding = self.head, region, [], False
        self.changed.emit()

    def collapse(self) -> None:
        """Select nothing; the caret stays."""
        self.adding = False
        self.put(self.head, self.head)

    def clear(self) -> None:
        """Select nothing, and no caret."""
        self.adding = False
        self.put(None, None)

    def key(self, spot: Spot) -> tuple[int, int]:
        """What spots are ordered by: page and point in its reading order."""
        reading = self._reading(spot[0])
        return (spot[0], reading.point(spot[1]) if reading else spot[1])

    def part_of(self, spot: Spot) -> Part:
        """The part of its page a spot is in; the body where that is not known yet."""
        reading = self._reading(spot[0])
        return reading.part_at(reading.point(spot[1])) if reading else Part.BODY

    @property
    def ordered(self) -> Ends | None:
        """Both ends of the range being selected in reading order; None where nothing is selected."""
        if self.anchor is None or self.head is None or self.anchor == self.head:
            return None
        one, other = self.key(self.anchor), self.key(self.head)
        return (self.anchor, self.head) if one < other else (self.head, self.anchor)

    @property
    def ranges(self) -> list[Ends]:
        """All that is selected, in reading order."""
        ends = self.ordered
        return sorted([*self.kept, ends] if ends else self.kept, key=lambda each: self.key(each[0]))

    def on(self, page: int) -> list[tuple[int, int]]:
        """The selected runs of one page, blanks at the ends included."""
        found: list[tuple[int, int]] = []
        for ends in self.ranges:
            found += [run for run in self._between(ends, page) if run not in found]
        return found

    @property
    def match(self) -> Match:
        """The selected runs by page, each without blanks at its start and end; what is selected twice counts once."""
        return self.match_of(self.ranges)

    def match_of(self, ranges: Sequence[Ends]) -> Match:
        """The runs of some ranges, as far as their pages' boxes are here in reading order."""
        runs: list[Run] = []
        for ends in ranges:
            for page in range(ends[0][0], ends[1][0] + 1):
                for start, end in self._between(ends, page):
                    start = max(
                        [start, *(run.end for run in runs if run.page == page and run.start <= start < run.end)]
                    )
                    end = min([end, *(run.start for run in runs if run.page == page and start <= run.start < end)])
                    text = self._texts[page][start:end]
                    if text.strip():
                        first = start + len(text) - len(text.lstrip())
                        runs.append(Run(page, first, end - len(text) + len(text.rstrip())))
        return tuple(runs)

    @property
    def text(self) -> str:
        """The selected words exactly as extracted, runs joined by a line feed."""
        return "\n".join(self._texts[run.page][run.start : run.end] for run in self.match)

    @property
    def empty(self) -> bool:
        """Whether neither words nor a region are selected."""
        return self.region is None and not self.match

    def _between(self, ends: Ends, page: int) -> list[tuple[int, int]]:
        first, last = ends
        if not first[0] <= page <= last[0]:
            return []
        reading = self._reading(page)
        if reading is None:
            start = first[1] if page == first[0] else 0
            end = last[1] if page == last[0] else len(self._texts[page])
            return [(start, end)] if end > start else []
        start = reading.point(first[1]) if page == first[0] else 0
        end = reading.point(last[1]) if page == last[0] else len(reading.text)
        return reading.between(start, end, self._parts(first, last, page))

    def _parts(self, first: Spot, last: Spot, page: int) -> frozenset[Part] | None:
        """Which parts of a page a selection over several pages takes in; None for all between its ends."""
        if first[0] == last[0]:
            return None
        begins, ends = self.part_of(first), self._end_part(last)
        if begins is ends is Part.NOTES:
            return _NOTES
        wanted = {Part.BODY}
        if page == first[0]:
            wanted.add(begins)
        if page == last[0]:
            wanted.add(ends)
        return frozenset(wanted) if begins is not Part.NOTES or page != first[0] else _NOTES

    def _end_part(self, spot: Spot) -> Part:
        reading = self._reading(spot[0])
        return reading.part_at(reading.point(spot[1]), end=True) if reading else Part.BODY
