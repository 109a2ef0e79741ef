"""Long matching, in a process of its own: places sought in another text, two texts compared, while this one goes on.

It is started when it is needed, locked, killed when the work is cancelled, and asked once more where it ended early.
"""

from __future__ import annotations

import contextlib
import select
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.anchoring import wire
from annotator.anchoring.found import Found
from annotator.anchoring.side_by_side import Stretch
from annotator.anchoring.wire import Frames, Kind, MalformedError
from annotator.engine.parent_link import environment
from annotator.model.errors import Refused
from annotator.model.places import Place
from annotator.operations.workspace import Cancelled, Progress, Workspace

PATIENCE = 300.0
"""Seconds without an answer after which the process is given up."""
ANSWER_LIMIT = 4 << 20
"""Bytes of the longest answer."""
_TICK = 0.05
"""Seconds that it waits at once: what else the thread has to do comes in between."""
_PIECE = 1 << 20
_ENDED = (
    "The passages could not be sought in the other text: the process that does it ended twice. "
    "Nothing was changed; try again."
)


class CouldNotSeek(Refused):
    """The process that seeks ended twice: nothing is known of the places, and they can be sought again."""


_UNCOMPARED = "The two versions could not be compared: the process that does it ended twice. Try again."


def find(
    ws: Workspace,
    places: Sequence[Place],
    texts: Sequence[str],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Found]:
    """What became of each place in a text, page by page. `progress` counts places.

    Raises Refused when cancelled, CouldNotSeek where the process ended twice.
    """
    if not places:
        return []
    work = _Work(ws, places, texts)
    for _ in range(2):
        try:
            with contextlib.closing(_Process(unconfined=ws.unconfined)) as process:
                for _ in process.converse(work, progress):
                    if cancelled is not None and cancelled():
                        raise Refused("Stopped. Nothing was changed.")
            return [work.found[number] for number in range(len(places))]
        except _EndedError:
            continue
    raise CouldNotSeek(_ENDED)


def compare(
    old: Sequence[str], new: Sequence[str], *, unconfined: bool = False
) -> Generator[None, None, tuple[Stretch, ...]]:
    """What became of one text in another, page by page; it returns the stretches, and yields while it waits for them.

    Closing it ends the process. Raises Refused where the process ended twice.
    """
    for _ in range(2):
        work = _Comparing(old, new)
        try:
            with contextlib.closing(_Process(unconfined=unconfined)) as process:
                yield from process.converse(work)
            return tuple(work.found)
        except _EndedError:
            continue
    raise Refused(_UNCOMPARED)


class _EndedError(Exception):
    """The process ended, hangs, or answers what no process of ours does."""


class _Conversation(ABC):
    """What is asked of the process, and what it answered so far."""

    @abstractmethod
    def question(self) -> list[bytes]:
        """The frames that ask for what is not yet answered."""

    @abstractmethod
    def take(self, kind: Kind, untrusted: bytes) -> None:
        """Notes an answer. Raises MalformedError."""

    @property
    @abstractmethod
    def count(self) -> tuple[int, int]:
        """How many answers came, and how many there must be at the end."""


@dataclass
class _Work(_Conversation):
    """What is to be sought, and what was found so far."""

    ws: Workspace
    places: Sequence[Place]
    texts: Sequence[str]
    found: dict[int, Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lengths = [len(text) for text in self.texts]

    def question(self) -> list[bytes]:
        """The frames that ask for what is not yet found: places of one old text after another."""
        by_text: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            if number not in self.found:
                by_text.setdefault(place.extraction, []).append(number)
        parts = [wire.frame(Kind.NEW, wire.pack_texts(self.texts))]
        for extraction, numbers in by_text.items():
            if self.ws.project.has_extraction(extraction):
                parts.append(wire.frame(Kind.OLD, wire.pack_texts(self.ws.project.page_texts(extraction))))
            else:
                parts.append(wire.frame(Kind.NO_OLD))
            parts += [wire.frame(Kind.PLACE, wire.pack_place(number, self.places[number])) for number in numbers]
        return [*parts, wire.frame(Kind.END)]

    def take(self, kind: Kind, untrusted: bytes) -> None:
        """Notes where a place was found. Raises MalformedError."""
        if kind is not Kind.FOUND:
            raise MalformedError("not an answer")
        number, found = wire.read_found(untrusted, self._lengths)
        if number in self.found or number >= len(self.places):
            raise MalformedError("an answer to nothing")
        self.found[number] = found

    @property
    def count(self) -> tuple[int, int]:
        """Places answered, of all."""
        return len(self.found), len(self.places)


class _Comparing(_Conversation):
    """Two texts to be compared."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._texts = old, new
        self._lengths = [len(text) for text in old], [len(text) for text in new]
        self.found: list[Stretch] = []

    def question(self) -> list[bytes]:
        """Both texts."""
        old, new = (wire.pack_texts(texts) for texts in self._texts)
        asked = (Kind.NEW, new), (Kind.OLD, old), (Kind.COMPARE, b""), (Kind.END, b"")
        return [wire.frame(kind, payload) for kind, payload in asked]

    def take(self, kind: Kind, untrusted: bytes) -> None:
        """Notes a stretch. Raises MalformedError."""
        if kind is not Kind.STRETCH or len(self.found) >= wire.SPANS_LIMIT * 10:
            raise MalformedError("not an answer")
        self.found.append(wire.read_stretch(untrusted, *self._lengths))

    @property
    def count(self) -> tuple[int, int]:
        """Nobody knows before how many stretches there are."""
        return len(self.found), len(self.found)


class _Process:
    """One process and one conversation with it."""

    def __init__(self, *, unconfined: bool) -> None:
        self._socket, theirs = socket.socketpair()
        try:
            number = str(theirs.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "annotator", "--worker", "matching", number]
                + (["unconfined"] if unconfined else []),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                cwd="/",
            )
        except OSError as error:
            self._socket.close()
            raise Refused("The passages can't be sought: no process can be started now. Try again later.") from error
        finally:
            theirs.close()
        self._socket.setblocking(False)

    def converse(self, work: _Conversation, progress: Progress | None = None) -> Iterator[None]:
        """Asks for all of it and takes the answers; yields while it waits. Raises _EndedError."""
        left = [memoryview(part) for part in work.question()]
        left.reverse()
        frames, poll, last = Frames(ANSWER_LIMIT), select.poll(), time.monotonic()
        while True:
            yield
            poll.register(self._socket, select.POLLIN | (select.POLLOUT if left else 0))
            if poll.poll(_TICK * 1000):
                try:
                    sent = self._send(left)
                    data = self._receive()
                    if data and self._answered(frames, data, work, progress):
                        return
                except (MalformedError, OSError) as error:
                    raise _EndedError from error
                if sent or data:
                    last = time.monotonic()
                if data == b"":
                    raise _EndedError
            if time.monotonic() - last > PATIENCE:
                raise _EndedError

    def _send(self, left: list[memoryview]) -> int:
        """Sends as much as there is room for; `left` has the next part last."""
        sent = 0
        while left:
            try:
                count = self._socket.send(left[-1])
            except BlockingIOError:
                break
            sent += count
            part = left.pop()[count:]
            if part:
                left.append(part)
        return sent

    def _receive(self) -> bytes | None:
        """What came, None where nothing did, no bytes at the end."""
        try:
            return self._socket.recv(_PIECE)
        except BlockingIOError:
            return None

    def _answered(self, frames: Frames, data: bytes, work: _Conversation, progress: Progress | None) -> bool:
        """Takes answers; whether that was the last."""
        for kind, untrusted in frames.take(data):
            if kind is Kind.DONE:
                if work.count[0] != work.count[1]:
                    raise MalformedError("an answer is missing")
                return True
            work.take(kind, untrusted)
            if progress is not None:
                progress(*work.count)
        return False

    def close(self) -> None:
        """Ends the process, whatever it does."""
        self._socket.close()
        self._process.kill()
        self._process.wait()
