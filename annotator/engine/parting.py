"""A large PDF read by two workers at once, each some pages at a time; the answer is what one would have given."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from annotator.engine import protocol, sentences
from annotator.engine.extracting import ExtractCollector, Part, joined
from annotator.engine.protocol import Wanted, Warn
from annotator.engine.requests import Collector, Request, Urgency
from annotator.engine.results import Extracted
from annotator.model.errors import Refused, TooSlow, WorkerLost

FIRST = 32
"""Pages of the first part; a document of more than twice as many is read by two, where it can be."""
WORKERS = 2
_LEAST = 32
_LONGEST = 60
"""No further part is asked for after this many times the limit."""


class PartReader(Protocol):
    """What is needed of a reader."""

    def part(
        self, first: int, count: int, collector: Callable[[], ExtractCollector], urgency: Urgency, limit: float
    ) -> Request[Part]:
        """Ask for some pages; 0 for all."""
        ...

    def twin(self) -> PartReader:
        """Another reader of the same bytes, with a worker of its own. Raises OSError."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class Parted:
    """One extraction in parts. `request` is answered once all are there; parts whose worker died are asked again."""

    def __init__(
        self,
        reader: PartReader,
        version: str,
        progress: Callable[[int, int], None] | None,
        urgency: Urgency,
        limit: float,
        *,
        one: bool = False,
    ) -> None:
        self.request: Request[Extracted] = Request(Wanted.EXTRACT, b"", _never_sent, urgency=urgency, limit=limit)
        self.request.when_dropped(lambda _: self._end())
        self._reader = reader
        self._twin: PartReader | None = None
        self._version, self._progress = version, progress
        self._left: deque[tuple[int, int]] = deque()
        self._asked: dict[int, Request[Part]] = {}
        self._done: dict[int, int] = {}
        self._told = 0
        self._parts: dict[int, Part] = {}
        self._began = time.monotonic()
        self._ask(reader, 0, 0 if one or _processors() < WORKERS else FIRST)

    def _ask(self, reader: PartReader, first: int, count: int) -> None:
        def told(done: int, total: int) -> None:
            self._done[first] = done
            self._told = max(self._told, sum(self._done.values()))
            if self._progress:
                self._progress(self._told, total)

        def collector() -> ExtractCollector:
            return ExtractCollector(first, count, told)

        asked = reader.part(first, count, collector, self.request.urgency, self.request.limit)
        self._asked[first] = asked
        asked.then(lambda part: self._take(reader, first, part), self._fail)

    def _take(self, reader: PartReader, first: int, part: Part) -> None:
        self._asked.pop(first, None)
        if self.request.dropped or self.request.done:
            part.close()
            return
        self._parts[first] = part
        start = self._parts.get(0, part)
        if (part.total, part.maker) != (start.total, start.maker):  # never of one and the same document
            self._fail(WorkerLost(sentences.LOST))
        elif Warn.REPAIRED in part.counts and Warn.REPAIRED not in start.counts:
            self._start_over(reader)
        elif first == 0 and len(part.pages) < part.total:
            self._divide(reader, part)
        elif self._left and time.monotonic() - self._began > _LONGEST * self.request.limit:
            self._fail(TooSlow(sentences.TOO_SLOW_DOCUMENT))
        elif self._left:
            self._ask(reader, *self._left.popleft())
        elif not self._asked:
            self._finish()

    def _divide(self, reader: PartReader, start: Part) -> None:
        """The pages that are left, in parts that grow smaller, so that both workers end at about the same time."""
        at = len(start.pages)
        if Warn.REPAIRED in start.counts:  # from here on what a page says may hang on those read before
            self._ask(reader, at, 0)
            return
        while at < start.total:
            count = min(max(_LEAST, (start.total - at) // (2 * WORKERS)), start.total - at)
            self._left.append((at, count))
            at += count
        self._ask(reader, *self._left.popleft())
        if self._left:
            try:
                self._twin = self._reader.twin()
            except OSError:  # no descriptor left: one reads it all
                return
            self._ask(self._twin, *self._left.popleft())

    def _start_over(self, reader: PartReader) -> None:
        """Damage was found by one of them and not by the other: one alone, that saw none of it, reads all pages."""
        self._end()
        try:
            self._twin = self._reader.twin()
        except OSError:
            self._fail(Refused(sentences.NO_ROOM))
            return
        self._ask(self._twin, 0, 0)

    def _finish(self) -> None:
        parts = [self._parts[first] for first in sorted(self._parts)]
        try:
            extracted = joined(self._version, parts)
        except protocol.BadFrame:
            self._fail(WorkerLost(sentences.LOST))
            return
        self._parts.clear()
        self._end()
        self.request.settle(extracted, None)

    def _fail(self, error: Refused) -> None:
        self._end()
        self.request.settle(None, error)

    def _end(self) -> None:
        """Ask for nothing more and let go of what is not handed on."""
        self._left.clear()
        asked, self._asked = self._asked, {}
        for request in asked.values():
            request.drop()
        twin, self._twin = self._twin, None
        if twin is not None:
            twin.close()
        parts, self._parts = self._parts, {}
        for part in parts.values():
            part.close()
        self._done.clear()


def _processors() -> int:
    return len(os.sched_getaffinity(0))


def _never_sent() -> Collector[Extracted]:
    raise RuntimeError("its parts are sent")
