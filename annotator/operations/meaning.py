"""Sentences read for meaning, in a locked process of its own; started at first use, killed at the end."""

from __future__ import annotations

import contextlib
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from annotator.engine.parent_link import environment
from annotator.finding import meaning
from annotator.finding import vectors_wire as wire

ABSENT = (
    "Passages are suggested by their words alone: the sentence model is not installed. "
    "`pip install 'annotator[meaning]'` adds it."
)
FAILED = (
    "Passages are suggested by their words alone: the process that reads for meaning could not be started or locked."
)
PATIENCE = 120.0
"""Seconds without an answer after which the process is given up."""
AT_ONCE = 16
"""Texts of one question: so many a tenth of a second, so that stopping is quick."""
_TICK = 0.05
_PIECE = 1 << 20
_READY = wire.pack_answer(0, b"")


class UnavailableError(Exception):
    """Nothing can be read for meaning here; the text says why, for a person."""


def state() -> dict[str, Any]:
    """Whether sentences can be read for meaning here, behind a lock, as the doctor says it; it is tried."""
    tried = Meaning()
    try:
        tried.vectors(["A try."])
    except UnavailableError as missing:
        return {"available": False, "sentence": str(missing)}
    finally:
        tried.close()
    return {
        "available": True,
        "sentence": "Passages are suggested by their words and their meaning; the sentence model runs locked.",
    }


class Meaning:
    """The process, kept for the next question. Use it from one thread."""

    def __init__(self, *, unconfined: bool = False) -> None:
        self._unconfined = unconfined
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._greeted = False
        self._why: str | None = None

    @property
    def why(self) -> str:
        """Why nothing can be read for meaning, for a person; empty as long as it can."""
        if self._why is None:
            self._why = "" if meaning.installed() else ABSENT
        return self._why

    def vectors(self, texts: Sequence[str], cancelled: Callable[[], bool] | None = None) -> list[bytes]:
        """A vector for each text, as `vectors_wire` says; fewer where it was cancelled. Raises UnavailableError."""
        found: list[bytes] = []
        while len(found) < len(texts) and not (cancelled is not None and cancelled()):
            found += self._asked(texts[len(found) : len(found) + AT_ONCE])
        return found

    def _asked(self, texts: Sequence[str]) -> list[bytes]:
        for _ in range(2):
            if self.why:
                raise UnavailableError(self.why)
            try:
                return self._answer(texts)
            except (wire.MalformedError, OSError):
                self.close()
        self._why = FAILED
        raise UnavailableError(FAILED)

    def is_ready(self) -> bool:
        """Whether it can be asked without waiting for it to start; starts it, and waits for a moment.

        Raises UnavailableError.
        """
        if self.why:
            raise UnavailableError(self.why)
        if self._greeted:
            return True
        try:
            pipe = self._socket or self._start()
            poll = select.poll()
            poll.register(pipe, select.POLLIN)
            if poll.poll(_TICK * 1000):
                self._greet(pipe)
        except (wire.MalformedError, OSError) as error:
            self.close()
            self._why = FAILED
            raise UnavailableError(FAILED) from error
        return self._greeted

    def _greet(self, pipe: socket.socket) -> None:
        data = pipe.recv(len(_READY))
        if data != _READY:
            raise wire.MalformedError("it ended")
        self._greeted = True

    def _answer(self, texts: Sequence[str]) -> list[bytes]:
        pipe = self._socket or self._start()
        left, frames = memoryview(wire.pack_question(texts)), wire.Pieces()
        poll, last = select.poll(), time.monotonic()
        while time.monotonic() - last < PATIENCE:
            poll.register(pipe, select.POLLIN | (select.POLLOUT if left and self._greeted else 0))
            if not poll.poll(_TICK * 1000):
                continue
            last = time.monotonic()
            if not self._greeted:
                self._greet(pipe)
                continue
            with contextlib.suppress(BlockingIOError):
                left = left[pipe.send(left) :] if left else left
            with contextlib.suppress(BlockingIOError):
                data = pipe.recv(_PIECE)
                if not data:
                    raise wire.MalformedError("it ended")
                answer = frames.take(data)
                if answer is not None:
                    return wire.read_answer(*answer, len(texts))
        raise wire.MalformedError("it hangs")

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "annotator", "--worker", "meaning", str(theirs.fileno())]
                + (["unconfined"] if self._unconfined else []),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                cwd="/",
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        self._socket, self._greeted = ours, False
        return ours

    def close(self) -> None:
        """Ends the process, whatever it does; the next question starts another."""
        if self._socket is not None:
            self._socket.close()
            self._socket, self._greeted = None, False
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
