"""The client's end of one worker: its pipe, its arena, its pidfd, and the request it is busy with."""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import socket
import time
from typing import TYPE_CHECKING, Any

from annotator.engine import protocol
from annotator.engine.protocol import BadFrame, Frame, FrameBuffer
from annotator.engine.requests import Collector, Request
from annotator.engine.sealing import make_arena

if TYPE_CHECKING:
    from annotator.engine.roster import Owner

_READ_AT_ONCE = 1 << 20
_LONGEST = 60
"""A request ends after this many times its limit, whatever progress the worker claims."""


class WorkerLink:
    """A worker that is being made or alive. Nothing here blocks; whoever owns the epoll set calls in."""

    def __init__(self, number: int, owner: Owner | None) -> None:
        self.number = number
        self.owner = owner
        self.pidfd = -1
        self.request: Request[Any] | None = None
        self.collector: Collector[Any] | None = None
        self.expires: float | None = None
        self.last_used = time.monotonic()
        self.hello: tuple[int, int] | None = None
        """What holds and the Landlock version, once the worker said so."""
        self.closed = False
        self._began = 0.0
        self._inbox = FrameBuffer(protocol.FROM_WORKER_LIMIT)
        self._outbox = bytearray()
        arena = make_arena(protocol.ARENA_SIZE)
        try:
            self._map = mmap.mmap(arena, protocol.ARENA_SIZE)
            ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        except OSError:
            os.close(arena)
            raise
        ours.setblocking(False)
        self._socket, self._arena_fd = ours, arena
        self._view = memoryview(self._map)

    def fileno(self) -> int:
        """The pipe."""
        return self._socket.fileno()

    def descriptors(self) -> list[int]:
        """What the worker is handed: its end of the pipe, and the arena."""
        return [self._theirs.fileno(), self._arena_fd]

    def handed_over(self) -> None:
        """The worker's ends were sent: let go of them here, so that its death is noticed."""
        self._theirs.close()
        if self._arena_fd >= 0:
            os.close(self._arena_fd)
            self._arena_fd = -1

    @property
    def busy(self) -> bool:
        """Whether it works on a request."""
        return self.request is not None

    def begin(self, request: Request[Any]) -> None:
        """Send a request; its time starts now."""
        self.request, self.collector = request, request.make_collector()
        request.attempts += 1
        self._began = time.monotonic()
        self.touch()
        self.say(protocol.frame(request.kind, request.number, request.payload))

    @property
    def is_locked(self) -> bool:
        """Whether it said that it locked itself, and can be ended for certain."""
        return self.hello is not None and self.pidfd >= 0

    def give(self, owner: Owner, opening: bytes, seconds: float) -> bool:
        """Hand a document to a worker that was made without one: it opens it at once. False where that failed."""
        try:
            sent = socket.send_fds(self._socket, [opening], [owner.descriptor])
        except OSError:
            return False
        self.owner = owner
        self.last_used = time.monotonic()
        self.expires = self.last_used + seconds
        self.say(opening[sent:])
        return True

    def touch(self) -> None:
        """There was progress: the time limit starts again, unless nobody wants the answer any more."""
        self.last_used = time.monotonic()
        if self.request is not None and not self.request.dropped:
            self.expires = min(self.last_used + self.request.limit, self._began + _LONGEST * self.request.limit)

    def hurry(self, seconds: float) -> None:
        """Somebody waits behind a request that was dropped: it gets so much longer at most."""
        if self.request is not None and self.request.dropped and self.expires is not None:
            self.expires = min(self.expires, time.monotonic() + seconds)

    def end(self) -> tuple[Request[Any] | None, Collector[Any] | None]:
        """Take the request away; the worker is free or lost."""
        request, collector = self.request, self.collector
        self.request = self.collector = self.expires = None
        return request, collector

    def say(self, message: bytes) -> None:
        """Queue a frame and send what fits."""
        self._outbox += message
        self.flush()

    @property
    def wants_to_write(self) -> bool:
        """Whether something is left to be sent."""
        return bool(self._outbox)

    def flush(self) -> None:
        """Send what fits without waiting. A broken pipe is noticed when reading."""
        while self._outbox:
            try:
                sent = self._socket.send(self._outbox[: 1 << 18])
            except BlockingIOError:
                return
            except OSError:
                self._outbox.clear()
                return
            del self._outbox[:sent]

    def read(self) -> bool:
        """Read what is there, at most a megabyte. False at the end: the worker is gone."""
        try:
            untrusted = self._socket.recv(_READ_AT_ONCE)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self._inbox.add(untrusted)
        return bool(untrusted)

    def next_frame(self) -> Frame | None:
        """The next whole frame. Raises BadFrame for a length over the limit."""
        return self._inbox.next()

    @property
    def arena(self) -> memoryview:
        """The shared memory; what lies there is the worker's word only."""
        return self._view

    def take_hello(self, frame: Frame) -> int:
        """Remember what holds; the result is 0, or the failure's number."""
        cursor = protocol.Cursor(frame.payload)
        held, landlock, failed = (int(part) for part in cursor.take(protocol.HELLO))
        cursor.end()
        if self.hello is not None or landlock > 1000:
            raise BadFrame("a second greeting")
        self.hello = (held, landlock)
        return int(protocol.Failure.NOT_CONFINED) if failed else 0

    def close(self) -> None:
        """Kill it, if its pidfd is known, and let go of everything."""
        if self.closed:
            return
        self.closed = True
        if self.pidfd >= 0:
            kill(self.pidfd)
            self.pidfd = -1
        self.handed_over()
        self._socket.close()
        self._view.release()
        self._map.close()


def kill(pidfd: int) -> None:
    """End a process by the descriptor that stands for it, which can't mean another one; close the descriptor."""
    with contextlib.suppress(OSError):
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
    os.close(pidfd)
