"""The engine as everybody uses it: starts workers, hands them requests, stops what takes too long. Stdlib only."""

from __future__ import annotations

import os
import time
from typing import Any, TypeVar

from annotator.engine import protocol, results, sentences
from annotator.engine.beside import PageLink, PageNote
from annotator.engine.collecting import ProbeCollector
from annotator.engine.crew import Crew
from annotator.engine.parent_link import wait_readable
from annotator.engine.protocol import Held, Task, Wanted
from annotator.engine.reader import SCREEN_LIMIT, Reader
from annotator.engine.requests import Request, Urgency
from annotator.engine.results import Confinement, DocumentInfo, Extracted, Look, Mark, Pixels
from annotator.engine.sealing import Sealer, Source, seal
from annotator.model.errors import TooSlow, WorkerLost
from annotator.model.pages import Format

__all__ = [
    "Confinement",
    "DocumentInfo",
    "Engine",
    "Extracted",
    "Look",
    "Mark",
    "PageLink",
    "PageNote",
    "Pixels",
    "Reader",
    "Request",
    "Sealer",
    "Source",
    "Urgency",
    "seal",
]

T = TypeVar("T")


class _Probes:
    """Owner of the worker that tries what a locked worker can do; has no document."""

    def __init__(self) -> None:
        self.queue: list[Request[Any]] = []
        self.closed = False
        self.opening = b""
        self.task = Task.PROBES
        self.descriptor = -1
        self.behind = False


class Engine:
    """Workers that read documents, driven by whoever owns the event loop. Used on one thread.

    Watch `fileno()` for reading and call `pump()` when it is readable and when `deadline()` has passed; or `wait` for
    one request. Nothing else blocks. With `spare` a locked worker is kept ready for the next PDF, beside those that
    have one. Raises NotConfined where this computer can't run workers at all.
    """

    def __init__(self, *, unconfined_ok: bool = False, readers: int = 6, spare: bool = False) -> None:
        self._crew = Crew(unconfined_ok=unconfined_ok, most=readers, spare=spare)
        self._confinement: dict[bool, Confinement] = {}

    def start(self) -> None:
        """Execute the warm parent; returns at once. Asking without starting starts it, too."""
        self._crew.start()

    def fileno(self) -> int:
        """The epoll descriptor: readable when `pump` has something to do."""
        return self._crew.epoll.fileno()

    def open(self, source: Source, *, pictures: bool = False, behind: bool = False) -> Reader:
        """A reader of this document, at once; whether it opens is told by the first request.

        With `pictures` PDFium draws it, in a locked process of its own kind, and nothing but pictures can be asked for.
        With `behind` the computer does what others ask of it first.
        """
        reader = Reader(self._crew, source, os.dup(source.fd), task=Task.PICTURES if pictures else None, behind=behind)
        self._crew.add(reader)
        return reader

    def pump(self) -> None:
        """Do what can be done without waiting; callbacks of requests are called from here."""
        self._crew.pump()

    def deadline(self) -> float | None:
        """Seconds until `pump` must run even if nothing is readable; None while nothing is waited for."""
        return self._crew.deadline()

    def wait(self, request: Request[T], timeout: float | None = None) -> T:
        """Drive the engine until this request is answered. Raises its error; TooSlow after `timeout` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while not request.done:
            if request.dropped or self._crew.closed:
                raise WorkerLost(sentences.CLOSED)
            self.pump()
            if request.done:
                break
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                request.drop()
                raise TooSlow(sentences.TOO_SLOW_DOCUMENT)
            times = [span for span in (left, self.deadline()) if span is not None]
            wait_readable(self.fileno(), min(times) + 0.001 if times else None)
        return request.result()

    def confinement(self, *, pictures: bool = False) -> Confinement:
        """What was seen to hold inside a locked worker that tried to get out. Waits for it the first time.

        With `pictures` it is one of those that draw with PDFium ('Open as picture').
        """
        if pictures not in self._confinement:
            owner = self._drawing_nothing() if pictures else _Probes()
            if not pictures:
                self._crew.add(owner)
            request: Request[tuple[tuple[int, int], ...]] = Request(
                Wanted.PROBE, b"", ProbeCollector, urgency=Urgency.SOON, limit=SCREEN_LIMIT
            )
            self._crew.enqueue(owner, request)
            try:
                outcomes = self.wait(request, 60)
            finally:
                self._crew.forget(owner)
            held, landlock = self._crew.hello
            refused = {protocol.PROBES.get(number, str(number)): bool(code) for number, code in outcomes}
            self._confinement[pictures] = Confinement(
                bool(held & Held.SECCOMP),
                landlock,
                bool(held & Held.NAMESPACES),
                bool(held & Held.LIMITS),
                refused,
                "pages as pictures" if pictures else "documents",
            )
        return self._confinement[pictures]

    def _drawing_nothing(self) -> Reader:
        """A reader of pictures whose document is empty."""
        nothing = seal([b"%PDF-1.7\n"], Format.PDF)
        try:
            return self.open(nothing, pictures=True)
        finally:
            nothing.close()

    @property
    def lacking(self) -> tuple[str, ...] | None:
        """The nets besides the required lock that the last worker had to do without; None until one was made."""
        held, landlock = self._crew.hello
        if not held:
            return None
        return results.lacking(
            landlock=landlock, namespaces=bool(held & Held.NAMESPACES), limits=bool(held & Held.LIMITS)
        )

    @property
    def has_spare(self) -> bool:
        """Whether a worker waits for the next PDF and said that it is locked."""
        return self._crew.roster.has_spare

    @property
    def parent_pid(self) -> int:
        """Process id of the warm parent, 0 while there is none."""
        return self._crew.parent_pid

    def close(self) -> None:
        """End all workers and the warm parent; nothing is left of them."""
        if not self._crew.closed:
            for owner in self._crew.owners():
                if isinstance(owner, Reader):
                    owner.close()
            self._crew.close()
