"""Pictures and annotated copies from the engine, several at once, for what is exported."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from annotator.bundle.content import Mark, Rgb
from annotator.engine import results
from annotator.engine.client import Request, Source
from annotator.model.copies import Copied, CopyPlan
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.pages import PageText
from annotator.model.places import Rect
from annotator.model.things import Version
from annotator.operations.workspace import Cancelled, Workspace, wait

T = TypeVar("T")
_AT_ONCE = 4
"""Documents that are worked on at once, at most: each takes a process, and fewer than a workspace keeps open."""
_AHEAD = 64
"""Pictures that are asked for together, a document's one after another; as many again may wait to be fetched."""
_Asked = tuple[str, int, Rect, float, tuple[tuple[Rect, Rgb], ...], bool]
"""Version, page, clip, scale, marks, and whether they are pictured alone."""


_Plan = tuple[str, list[Mark], CopyPlan]


class _Pictures:
    """Pictures that will be wanted in about this order, drawn ahead by several processes.

    A page of claims goes to and fro between documents, of which only a few are kept open: those of one document are
    drawn together.
    """

    def __init__(self, renderer: EngineRenderer) -> None:
        self._renderer = renderer
        self._planned: deque[_Asked] = deque()
        self._groups: deque[list[_Asked]] = deque()
        self._active: list[list[Request[bytes]]] = []
        self._begun: dict[_Asked, Request[bytes]] = {}

    def plan(self, asked: _Asked) -> None:
        """Another one that will be wanted."""
        self._planned.append(asked)

    def fetch(self, asked: _Asked) -> bytes:
        """A picture, planned or not. Raises Refused where it can't be made, or when cancelled."""
        self._begin()
        while asked not in self._begun and any(asked in group for group in self._groups):
            self._renderer.settle(self._active[0][-1])
            self._begin()
        request = self._begun.pop(asked, None)
        if request is None or request.dropped:
            if request is None and asked in self._planned:
                self._planned.remove(asked)
            request = self._renderer.ask_picture(asked)
        return self._renderer.wait(request)

    def drop(self) -> None:
        """Nobody wants any more."""
        for request in self._begun.values():
            request.drop()
        for held in (self._begun, self._planned, self._groups, self._active):
            held.clear()

    def _begin(self) -> None:
        """Asks for more, where fewer documents are drawn from than can be."""
        self._active = [group for group in self._active if not (group[-1].done or group[-1].dropped)]
        while len(self._active) < self._renderer.at_once:
            if not self._groups and not self._plan_more():
                return
            asked = self._groups.popleft()
            self._begun.update((one, self._renderer.ask_picture(one)) for one in asked)
            self._active.append([self._begun[one] for one in asked])

    def _plan_more(self) -> bool:
        if len(self._begun) >= _AHEAD or not self._planned:
            return False
        together = [self._planned.popleft() for _ in range(min(_AHEAD, len(self._planned)))]
        fresh = sorted((one for one in dict.fromkeys(together) if one not in self._begun), key=itemgetter(0))
        self._groups.extend(list(group) for _, group in groupby(fresh, key=itemgetter(0)))
        return bool(self._groups)


class EngineRenderer:
    """Pictures and annotated copies from the engine, for `annotator.bundle`."""

    def __init__(self, ws: Workspace, graph: Graph, cancelled: Cancelled | None = None) -> None:
        self._ws = ws
        self._graph = graph
        self._cancelled = cancelled
        self._begun: dict[Path, tuple[_Plan, Request[tuple[Source, Copied]]]] = {}
        self._pictures = _Pictures(self)
        self.at_once = max(1, min(os.cpu_count() or 1, _AT_ONCE))
        """So many documents are worked on at a time."""

    def close(self) -> None:
        """Lets go of copies and pictures that were begun and nobody fetched."""
        self._pictures.drop()
        for _, request in self._begun.values():
            _let_go(request)
        self._begun.clear()

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
        if version_id in self._graph.versions:
            self._pictures.plan((version_id, page, clip, scale, tuple(marks), alone))

    def ask_picture(self, asked: _Asked) -> Request[bytes]:
        """Has a picture drawn."""
        version_id, page, clip, scale, marks, alone = asked
        reader = self._ws.reader(self._version(version_id))
        return reader.picture(page, clip, scale, [(rect, _bytes(rgb)) for rect, rgb in marks], alone=alone)

    def wait(self, request: Request[T]) -> T:
        """The answer to a request. Raises what it was refused with, or when cancelled."""
        return wait(self._ws.engine, request, self._cancelled)

    def settle(self, request: Request[bytes]) -> None:
        """Waits until a request is answered in whatever way. Raises Refused when cancelled."""
        try:
            self.wait(request)
        except Refused:
            if not (request.done or request.dropped) or (self._cancelled is not None and self._cancelled()):
                raise

    def copy(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> Copied:
        """Writes a copy of the PDF, made anew."""
        planned, request = self._begun.pop(path, (None, None))
        if request is None or planned != (version_id, list(marks), plan):  # it was begun with other files beside it
            if request is not None:
                _let_go(request)
            request = self._ask(version_id, marks, plan)
        source, copied = self.wait(request)
        try:
            with path.open("xb") as handle:
                for piece in source.pieces():
                    handle.write(piece)
        finally:
            source.close()
        return copied

    def copy_soon(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> None:
        """Begins a copy beside the one that is waited for, unless as many are on their way as there are processors."""
        if path not in self._begun and len(self._begun) < self.at_once and version_id in self._graph.versions:
            self._begun[path] = (version_id, list(marks), plan), self._ask(version_id, marks, plan)

    def _ask(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan) -> Request[tuple[Source, Copied]]:
        reader = self._ws.reader(self._version(version_id))
        given = [
            results.Mark(mark.page, mark.rects, _bytes(mark.rgb), mark.contents, "", mark.id, mark.square)
            for mark in marks
        ]
        return reader.annotate(given, plan)

    def chars(self, version_id: str, page: int) -> PageText:
        """The characters of a page."""
        reader = self._ws.reader(self._version(version_id))
        return self.wait(reader.chars(page))

    def _version(self, version_id: str) -> Version:
        version = self._graph.versions.get(version_id)
        if version is None:
            raise Refused("That version is no longer part of the project.")
        return version


def _bytes(rgb: Rgb) -> tuple[int, int, int]:
    red, green, blue = (round(255 * min(1.0, max(0.0, part))) for part in rgb)
    return red, green, blue


def _let_go(request: Request[tuple[Source, Copied]]) -> None:
    """A copy that nobody fetches."""
    if request.done and request.error is None:
        request.result()[0].close()
    request.drop()
