"""A project or changes file from elsewhere, read through a locked process from a private copy of it."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

import platformdirs

from annotator.engine.parent_link import environment
from annotator.model.changes import Change
from annotator.model.errors import NotConfined, ProjectDamaged, ProjectForeign, ProjectTooNew, Refused
from annotator.model.pages import Extraction
from annotator.operations.workspace import Cancelled
from annotator.store.failing import MALFORMED
from annotator.store.foreign import believing, wire
from annotator.store.foreign.serving import NOT_LOCKED
from annotator.store.foreign.wire import Ask, Frames, MalformedError, Told, Value, Why
from annotator.store.joining import Line

PATIENCE = 120.0
"""Seconds without an answer after which the file is given up."""
_TICK = 0.2
_PIECE = 1 << 20
_AT_ONCE = 1 << 30
_LEFT = 24 * 3600
_CONTENT_LIMIT = 2 * 1024**3
_WHY: Mapping[int, Refused] = {
    Why.DAMAGED: ProjectDamaged(MALFORMED),
    Why.FOREIGN: ProjectForeign(
        "This file holds parts that Annotator did not make, so nothing was taken in. Ask for a clean copy."
    ),
    Why.NEWER: ProjectTooNew(
        "This file was written by a newer version of Annotator. Update Annotator, then try again."
    ),
    Why.NO_PROJECT: Refused("This is no Annotator project and no changes file. Choose the file that was sent."),
    Why.NOT_THERE: ProjectDamaged(MALFORMED),
}
_ENDED = "The file could not be read: it may be damaged on purpose. Nothing was taken in. Ask for a clean copy."


class Stranger:
    """A file from elsewhere, as `annotator.store.joining.Elsewhere` wants it. Use as a context manager."""

    def __init__(self, path: Path, *, unconfined: bool = False, cancelled: Cancelled | None = None) -> None:
        """Copies the file privately and starts the process. Raises Refused for what can't be read."""
        self._cancelled = cancelled
        with private_copy(path) as copy:
            self._start(copy, unconfined=unconfined)

    def _start(self, copy: Path, *, unconfined: bool) -> None:
        self._begin(copy, "unconfined" if unconfined else "")
        try:
            ((changes_only, _, project),) = self._all(Ask.HEAD)
            self.project = believing.ident(project)
            self.changes_only = bool(believing.number(changes_only, 0, 1))
        except ValueError as error:
            self.close()
            raise believing.broken() from error
        except BaseException:
            self.close()
            raise

    def _begin(self, copy: Path, *options: str) -> None:
        """Starts the process."""
        self._socket, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-s", "-m", "annotator", "--worker", "stranger"]
        try:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno()), str(copy), *filter(None, options)],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                cwd="/",
            )
        except OSError as error:
            self._socket.close()
            raise Refused("The file can't be read: no process can be started now. Try again later.") from error
        finally:
            theirs.close()
        self._frames = Frames()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process, whatever it does."""
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def lines(self) -> Mapping[str, Line]:
        """The sessions it has changes of, or builds on."""
        counted: dict[str, tuple[int, int]] = {}
        ends: dict[str, tuple[int, str, str]] = {}
        for row in self._all(Ask.SESSIONS):
            session = believing.ident(row[0])
            if len(row) == 5:
                first, last = believing.number(row[1], 1), believing.number(row[2], 1)
                if row[4] != last - first + 1:
                    raise believing.broken()
                counted[session] = (first, last)
            elif len(row) == 4:
                ends[session] = (believing.number(row[1], 1), believing.ident(row[2]), believing.sha(row[3]))
            else:
                raise believing.broken()
        if self.changes_only:
            return {session: Line(*counted.get(session, (0, 0)), base=ends.get(session)) for session in counted | ends}
        if counted.keys() != ends.keys() or any(counted[session][1] != end[0] for session, end in ends.items()):
            raise believing.broken()
        return {session: Line(*counted[session], *end[1:]) for session, end in ends.items()}

    def at(self, session: str, seq: int) -> Sequence[tuple[str, int]]:
        """The chains of the changes that have this number, and how many it has up to there."""
        rows = self._all(Ask.LINE, session, seq)
        return [(believing.sha(row[1]), believing.number(row[2])) for row in rows if len(row) == 3]

    def changes(self, session: str, after: int) -> Iterator[Change]:
        """The changes of a session with greater numbers than `after`, in order."""
        return (believing.change(row) for row in self._rows(Ask.CHANGES, session, after))

    def some(self, idents: Sequence[str]) -> Iterator[Change]:
        """The changes by these ids that it has."""
        return (believing.change(row) for row in self._rows(Ask.CHANGE, *idents))

    def withheld(self) -> Sequence[str]:
        """The ids of the changes of which it has only the place in their session."""
        return [believing.ident(row[0]) for row in self._all(Ask.WITHHELD) if len(row) == 1]

    def contents(self) -> Sequence[str]:
        """SHA-256 of the contents it has."""
        return [believing.sha(row[0]) for row in self._all(Ask.CONTENTS) if len(row) == 1]

    def extractions(self) -> Sequence[tuple[str, str]]:
        """Its extractions: SHA-256, and that of the version they were made from."""
        return [(believing.sha(row[0]), believing.sha(row[1])) for row in self._all(Ask.EXTRACTIONS) if len(row) == 2]

    def extraction(self, sha256: str) -> Extraction:
        """One of them, checked."""
        return believing.extraction(self._all(Ask.EXTRACTION, sha256), sha256)

    def content(self, sha256: str) -> tuple[str, int, Iterator[bytes]]:
        """Media type, size in bytes, and the bytes in parts."""
        rows = self._rows(Ask.CONTENT, sha256)
        head = next(rows, ())
        if len(head) != 3:
            raise believing.broken()
        return believing.text(head[0], None, 200), believing.number(head[1], 0, _CONTENT_LIMIT), _parts(rows)

    def _all(self, ask: Ask, *given: Value) -> list[Sequence[Value]]:
        return list(self._rows(ask, *given))

    def _rows(self, ask: Ask, *given: Value) -> Iterator[Sequence[Value]]:
        """The rows that answer a question; they must all be taken before the next one is asked."""
        try:
            self._send(wire.frame(ask, given))
            while True:
                for kind, payload in self._frames.take(self._receive()):
                    untrusted = wire.values(payload)
                    if kind == Told.END:
                        return
                    if kind == Told.NO:
                        raise _WHY.get(believing.number(untrusted[0]) if untrusted else 0, ProjectDamaged(MALFORMED))
                    if kind != Told.ROW:
                        raise MalformedError("no answer")
                    yield untrusted
        except (MalformedError, OSError) as error:
            raise ProjectDamaged(_ENDED) from error

    def _send(self, data: bytes) -> None:
        self._socket.settimeout(PATIENCE)
        self._socket.sendall(data)

    def _receive(self) -> bytes:
        waited = 0.0
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        while not poll.poll(_TICK * 1000):
            waited += _TICK
            if self._cancelled is not None and self._cancelled():
                raise Refused("Stopped. Nothing was taken in.")
            if waited > PATIENCE:
                raise ProjectDamaged(_ENDED)
        data = self._socket.recv(_PIECE)
        if data:
            return data
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self._process.wait(1) == NOT_LOCKED:
                raise NotConfined("This computer can't lock the process that reads files from elsewhere.")
        raise ProjectDamaged(_ENDED)


class Wreck(Stranger):
    """A damaged project, of which the rows are taken out that can be made out. Use as a context manager."""

    def __init__(self, path: Path, *, unconfined: bool = False, cancelled: Cancelled | None = None) -> None:
        """Copies the file privately and starts the process; `cut_short` tells whether its end is missing.

        Raises Refused for what can't be read.
        """
        self._cancelled = cancelled
        with private_copy(path, interrupted=True) as copy:
            self._begin(copy, "damaged", "unconfined" if unconfined else "")
            # It has the file open once it answers.
            self.cut_short = self._all(Ask.HEAD) == [[1]]

    def rows(self) -> Iterator[Sequence[Value]]:
        """All rows, whatever table they are of: none of them was looked at."""
        return self._rows(Ask.CARVED)


def _parts(rows: Iterator[Sequence[Value]]) -> Iterator[bytes]:
    for row in rows:
        if len(row) != 1 or not isinstance(row[0], bytes):
            raise believing.broken()
        yield row[0]


@contextmanager
def private_copy(path: Path, *, interrupted: bool = False) -> Iterator[Path]:
    """The file's bytes as they are now, in a file of this computer's cache; it is gone at the end.

    SQLite finds what it opens by a name only. Raises Refused for what is no file, can't be read, or is being written,
    unless it is to be taken also where its writing was `interrupted`.
    """
    name = path.name
    if not interrupted and any(path.with_name(name + end).exists() for end in ("-journal", "-wal")):
        raise Refused(
            f"'{name}' is being written, or was interrupted. Open it in Annotator once and close it, then try again."
        )
    try:
        source = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise Refused(f"'{name}' is not there or can't be read. Check its name and folder.") from error
    copy: Path | None = None
    try:
        if not stat.S_ISREG(os.fstat(source).st_mode):
            raise Refused(f"'{name}' is no file. Choose the file that was sent.")
        folder = platformdirs.user_cache_path("annotator", appauthor=False) / "brought"
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        target, made = tempfile.mkstemp(dir=folder)
        copy = Path(made)
        with os.fdopen(target, "wb", buffering=0) as out:
            _copied(source, out)
        yield copy
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.ENOMEM, errno.EDQUOT):
            raise Refused(f"There is no room to read '{name}'. Free some space, then try again.") from error
        raise Refused(f"'{name}' can't be read. Check the disk it is on, then try again.") from error
    finally:
        os.close(source)
        if copy is not None:
            with contextlib.suppress(OSError):
                copy.unlink()


def _copied(source: int, out: IO[bytes]) -> None:
    """All bytes of one file into another, by the system itself where it can: a project may be large."""
    with contextlib.suppress(AttributeError, OSError):
        while os.sendfile(out.fileno(), source, None, _AT_ONCE):
            pass
    # Nothing is left where that went well; where it did not, this goes on from there, or says what is wrong.
    while piece := os.read(source, _PIECE):
        while piece:
            piece = piece[out.write(piece) :]


def _sweep(folder: Path) -> None:
    """Takes away what a crash left."""
    for left in folder.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT:
                left.unlink()
