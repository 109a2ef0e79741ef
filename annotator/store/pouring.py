"""Original bytes on their way out in small parts: hashed in a second thread while the next part is read."""

from __future__ import annotations

import hashlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from annotator.model.errors import NotFound, ProjectDamaged
from annotator.store.failing import told_apart

PART = 256 * 1024
"""Bytes that are read, handed over and hashed at a time."""
_GONE = "The content of this document is not in the project."
_BAD = "The stored bytes of a document are damaged. Open a backup of the project."


def pour(connection: sqlite3.Connection, sha256: str, take: Callable[[bytes], object]) -> None:
    """Hand all bytes of a content to `take`, in order, at most `PART` at a time.

    What `take` gets is checked only when this returns: until then it must not be shown or parsed, and where this
    raises it must be thrown away. Raises NotFound, ProjectDamaged, and whatever `take` raises.
    """
    with told_apart():
        row = connection.execute("SELECT size, pieces FROM content WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise NotFound(_GONE)
    size, pieces = row
    seen = 0
    with _hashing(size) as whole:
        for number in range(pieces):
            for part in _parts(connection, sha256, number):
                seen += len(part)
                if seen > size:
                    raise ProjectDamaged(_BAD)
                whole.add(part)
                take(part)
    if seen != size or whole.hexdigest() != sha256:
        raise ProjectDamaged(_BAD)


def _parts(connection: sqlite3.Connection, sha256: str, number: int) -> Iterator[bytes]:
    """One piece in parts. An incremental read copies once, a query twice, and needs no memory for the whole."""
    with told_apart():
        query = "SELECT rowid FROM piece WHERE content = ? AND number = ?"
        row = connection.execute(query, (sha256, number)).fetchone()
        if row is None:
            raise ProjectDamaged(_BAD)
        blob = connection.blobopen("piece", "data", row[0], readonly=True)
    with blob:
        while True:
            with told_apart():
                part = blob.read(PART)
            if not part:
                return
            yield part


class _Hash:
    """SHA-256 of what is added, in a thread of its own where that is worth one: hashing lets other threads run."""

    def __init__(self, threaded: bool) -> None:
        self._hash = hashlib.sha256()
        self._parts: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="hashing", daemon=True) if threaded else None
        if self._thread:
            self._thread.start()

    def add(self, part: bytes) -> None:
        """Hash this after what came before."""
        if self._thread:
            self._parts.put(part)
        else:
            self._hash.update(part)

    def end(self) -> None:
        """Wait until everything is hashed."""
        if self._thread:
            self._parts.put(None)
            self._thread.join()

    def hexdigest(self) -> str:
        """The hash; after `end`."""
        return self._hash.hexdigest()

    def _run(self) -> None:
        while (part := self._parts.get()) is not None:
            self._hash.update(part)


@contextmanager
def _hashing(size: int) -> Iterator[_Hash]:
    hashing = _Hash(size > PART)
    try:
        yield hashing
    finally:
        hashing.end()


class Parts:
    """Parts that come one after another, read as from a file."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = b""

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        if not self._left:
            self._left = next(self._parts, b"")
        given, self._left = self._left[:size], self._left[size:]
        return given
