"""Pictures and annotated copies from the engine, several at once, for what is exported."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from annotator.bundle.aside import Aside
from annotator.bundle.content import Mark, Rgb
from annotator.engine import results
from annotator.engine.client import Reader, Request, Source
from annotator.model.copies import Copied, CopyPlan
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.pages import PageText
from annotator.model.places import Rect
from annotator.model.things import Version
from annotator.operations.workspace import Cancelled, Workspace, wait

T = TypeVar("T")
STOPPED = "Stopped. Nothing was exported."
_AT_ONCE = 4
"""Documents that are worked on at once, at most: each takes a process, and fewer than a workspace keeps open."""
_AHEAD = 32_000_000
"""Pixels of pictures that are asked for together, a document's one after another; as many again may wait."""
_Asked = tuple[str, int, Rect, float, tuple[tuple[Rect, Rgb], ...], bool]
"""Version, page, clip, scale, marks, and whether they are pictured alone."""
_Plan = tuple[str, list[Mark], CopyPlan]
_Copy = Request[tuple[Source, Copied]]


class _Pictures:
    """Pictures that will be wanted in about this order, drawn ahead by several processes.

    A page of claims goes to and fro between documents, of which only a few are kept open: those of one document are
    drawn together.
    """

    def __init__(self, renderer: EngineRenderer) -> None:
        self._renderer = renderer
        self._planned: dict[_Asked, None] = {}
        self._groups: deque[list[_Asked]] = deque()
        self._grouped: set[_Asked] = set()
        self._active: list[list[Request[bytes]]] = []
        self._begun: dict[_Asked, Request[bytes]] = {}

    def plan(self, asked: _Asked) -> None:
        """Another one that will be wanted."""
        if asked not in self._begun and asked not in self._grouped:
            self._planned[asked] = None

    def fetch(self, asked: _Asked) -> bytes:
        """A picture, planned or not. Raises Refused where it can't be made, or when cancelled."""
        self._renderer.tend()
        while asked not in self._begun and asked in self._grouped:
            self._renderer.settle(self._active[0][-1] if self._active else None)
            self._renderer.refill()
        request = self._begun.pop(asked, None)
        if request is None or request.dropped:
            self._planned.pop(asked, None)
            request = self._renderer.ask_picture(asked)
        return self._renderer.wait(request)

    def drop(self) -> None:
        """Nobody wants any more."""
        for request in self._begun.values():
            request.drop()
        for held in (self._begun, self._planned, self._groups, self._grouped, self._active):
            held.clear()

    def begin(self, most: int) -> None:
        """Asks for more, where they are drawn from fewer documents than `most`."""
        self._active = [group for group in self._active if not (group[-1].done or group[-1].dropped)]
        while len(self._active) < most:
            if not self._groups and not self._plan_more():
                return
            asked = self._groups.popleft()
            self._grouped.difference_update(asked)
            self._begun.update((one, self._renderer.ask_picture(one)) for one in asked)
            self._active.append([self._begun[one] for one in asked])
            self._active[-1][-1].then(self._renderer.refill, self._renderer.refill)

    def _plan_more(self) -> bool:
        if sum(map(_pixels, self._begun)) >= _AHEAD or not self._planned:
            return False
        together: list[_Asked] = []
        room = float(_AHEAD)
        for one in self._planned:
            if (room := room - _pixels(one)) < 0 and together:
                break
            together.append(one)
        for one in together:
            del self._planned[one]
        self._grouped.update(together)
        together.sort(key=itemgetter(0))
        self._groups.extend(list(group) for _, group in groupby(together, key=itemgetter(0)))
        return True


class EngineRenderer:
    """Pictures and annotated copies from the engine, for `annotator.bundle`.

    As many documents are worked on as there are processors: copies first, and pictures where no copy is left to begin.
    """

    def __init__(self, ws: Workspace, graph: Graph, cancelled: Cancelled | None = None) -> None:
        self._ws = ws
        self._graph = graph
        self._cancelled = cancelled
        self._wanted: dict[Path, _Plan] = {}
        self._begun: dict[Path, tuple[_Plan, _Copy]] = {}
        self._pictures = _Pictures(self)
        self._aside: deque[Aside[Any]] = deque()
        self._stepping = self._closed = False
        self._at_once = max(1, min(os.cpu_count() or 1, _AT_ONCE))

    def close(self) -> None:
        """Lets go of copies and pictures that were begun and nobody fetched."""
        self._closed = True
        self._aside.clear()
        self._pictures.drop()
        for _, request in self._begun.values():
            _let_go(request)
        self._begun.clear()
        self._wanted.clear()

    def fill(self) -> None:
        """Begins what is wanted, as much as there are processors for."""
        running = sum(not (request.done or request.dropped) for _, request in self._begun.values())
        while self._wanted and running < self._at_once:
            path = next(iter(self._wanted))
            planned = self._wanted.pop(path)
            self._begun[path] = planned, self._ask(*planned)
            self._begun[path][1].then(self.refill, self.refill)
            running += 1
        self._pictures.begin(self._at_once - running)

    def refill(self, _: object = None) -> None:
        """What was waited for is done: begins something else. Where that fails, whoever waits for it is told."""
        if not self._closed:
            with contextlib.suppress(Refused):
                self.fill()

    def tend(self) -> None:
        """Gives processes that are done something else to do."""
        self._ws.engine.pump()
        self.refill()

    def meanwhile(self, work: Aside[Any]) -> None:
        """Does pieces of this work, after those given before, while it waits for the engine."""
        self._aside.append(work)

    def picture(
        self,
        version_id: str,
        page: int,
        clip: Rect,
        scale: float,
        marks: Sequence[tuple[Rect, Rgb]],
        *,
        alone: bool = False,
    ) -> bytes:
        """A PNG of a part of a page."""
        return self._pictures.fetch((version_id, page, clip, scale, tuple(marks), alone))

    def picture_soon(
        self,
        version_id: str,
        page: int,
        clip: Rect,
        scale: float,
        marks: Sequence[tuple[Rect, Rgb]],
        *,
        alone: bool = False,
    ) -> None:
        """Says that this picture will be asked for, after those said before."""
        self._ws.engine.pump()  # what is planned takes long, and those who have drawn shall go on meanwhile
        if version_id in self._graph.versions:
            self._pictures.plan((version_id, page, clip, scale, tuple(marks), alone))

    def ask_picture(self, asked: _Asked) -> Request[bytes]:
        """Has a picture drawn."""
        version_id, page, clip, scale, marks, alone = asked
        reader = self._reader(version_id)
        return reader.picture(page, clip, scale, [(rect, _bytes(rgb)) for rect, rgb in marks], alone=alone)

    def wait(self, request: Request[T]) -> T:
        """The answer to a request. Raises what it was refused with, or when cancelled."""
        while self._aside and not self._stepping and not (request.done or request.dropped):
            self._ws.engine.pump()
            if self._cancelled is not None and self._cancelled():
                break
            self._stepping = True
            try:
                if not self._aside[0].step():
                    self._aside.popleft()
            finally:
                self._stepping = False
        try:
            return wait(self._ws.engine, request, self._cancelled)
        except Refused:
            if request.dropped and self._cancelled is not None and self._cancelled():
                raise Refused(STOPPED) from None
            raise

    def settle(self, request: Request[Any] | None) -> None:
        """Waits until a request is answered in whatever way, or for a copy. Raises when cancelled."""
        running = (copy for _, copy in self._begun.values() if not (copy.done or copy.dropped))
        request = request or next(running, None)
        if request is None:
            return
        try:
            self.wait(request)
        except Refused:
            if not (request.done or request.dropped) or (self._cancelled is not None and self._cancelled()):
                raise

    def copy(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> Copied:
        """Writes a copy of the PDF, made anew."""
        self._wanted.pop(path, None)
        planned, request = self._begun.get(path, (None, None))
        if request is None or planned != (version_id, list(marks), plan):  # it was begun with other files beside it
            if request is not None:
                _let_go(request)
            planned = version_id, list(marks), plan
            request = self._ask(*planned)
            self._begun[path] = planned, request
        try:
            source, copied = self.wait(request)
        finally:
            del self._begun[path]
        try:
            with path.open("xb") as handle:
                for piece in source.pieces():
                    handle.write(piece)
        finally:
            source.close()
        return copied

    def copy_soon(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> None:
        """Begins a copy beside the one that is waited for, as soon as a processor is free."""
        if path not in self._begun and version_id in self._graph.versions:
            self._wanted[path] = version_id, list(marks), plan
            self.fill()

    def _ask(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan) -> _Copy:
        reader = self._reader(version_id)
        given = [
            results.Mark(mark.page, mark.rects, _bytes(mark.rgb), mark.contents, "", mark.id, mark.square)
            for mark in marks
        ]
        return reader.annotate(given, plan)

    def _reader(self, version_id: str) -> Reader:
        """A document's reader. Those of copies that are being made stay open, however many others are asked for."""
        for (busy, *_), request in self._begun.values():
            if not (request.done or request.dropped):
                self._ws.reader(self._version(busy))
        return self._ws.reader(self._version(version_id))

    def chars(self, version_id: str, page: int) -> PageText:
        """The characters of a page."""
        return self.wait(self._reader(version_id).chars(page))

    def _version(self, version_id: str) -> Version:
        version = self._graph.versions.get(version_id)
        if version is None:
            raise Refused("That version is no longer part of the project.")
        return version


def _pixels(asked: _Asked) -> float:
    """About how many pixels a picture has."""
    x0, y0, x1, y1 = asked[2]
    return (x1 - x0) * (y1 - y0) * asked[3] ** 2


def _bytes(rgb: Rgb) -> tuple[int, int, int]:
    red, green, blue = (round(255 * min(1.0, max(0.0, part))) for part in rgb)
    return red, green, blue


def _let_go(request: _Copy) -> None:
    """A copy that nobody fetches."""
    if request.done and request.error is None:
        request.result()[0].close()
    request.drop()
