"""Bytes as open descriptors: sealed memory, or a file without a name where they are many."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.model.pages import Format

MEMORY_LIMIT = 64 * 1024 * 1024
"""More bytes than this go to a file without a name instead of memory."""
_ALL_SEALS = ("F_SEAL_SEAL", "F_SEAL_SHRINK", "F_SEAL_GROW", "F_SEAL_WRITE")


@dataclass(frozen=True)
class Source:
    """A document's bytes: an open descriptor that nobody can write to, its size, and the parser it is meant for.

    The descriptor belongs to whoever made the source; `close` it once. The engine keeps its own duplicate.
    """

    fd: int
    size: int
    format: Format
    passwords: tuple[str, ...] = ()
    layer: Source | None = None
    """A PDF with the invisible text of pages that were read by machine; closed with the source."""

    def with_passwords(self, passwords: Iterable[str]) -> Source:
        """The same descriptor with passwords to try, exactly as given: nothing is trimmed."""
        return replace(self, passwords=tuple(passwords))

    def read(self) -> bytes:
        """All bytes. Does not move anybody's position in the file."""
        return b"".join(self.pieces())

    def pieces(self, size: int = 16 * 1024 * 1024) -> Iterable[bytes]:
        """The bytes in pieces."""
        at = 0
        while at < self.size:
            piece = os.pread(self.fd, min(size, self.size - at), at)
            if not piece:
                break
            at += len(piece)
            yield piece

    def close(self) -> None:
        """Close the descriptor, and that of the layer."""
        os.close(self.fd)
        if self.layer is not None:
            self.layer.close()


class Sealer:
    """Takes bytes piece by piece and gives a descriptor that can only be read."""

    def __init__(self) -> None:
        self._fd = os.memfd_create("annotator", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        self._in_memory = True
        self.size = 0

    def add(self, piece: bytes | memoryview) -> None:
        """Append a piece. Raises OSError where disk or memory is full."""
        if self._in_memory and self.size + len(piece) > MEMORY_LIMIT:
            self._move_to_file()
        view = memoryview(piece)
        while view:
            written = os.write(self._fd, view)
            self.size += written
            view = view[written:]

    def _move_to_file(self) -> None:
        target = _nameless_file()
        at = 0
        try:
            while at < self.size:
                at += os.sendfile(target, self._fd, at, min(self.size - at, 1 << 24))
        except OSError:
            os.close(target)
            raise
        os.close(self._fd)
        self._fd, self._in_memory = target, False

    def finish(self) -> int:
        """The descriptor, no longer writable; it is the caller's. The sealer is used up."""
        fd, self._fd = self._fd, -1
        if self._in_memory:
            seals = 0
            for name in _ALL_SEALS:
                seals |= getattr(fcntl, name)
            fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
            return fd
        readable = os.open(f"/proc/self/fd/{fd}", os.O_RDONLY | os.O_CLOEXEC)
        os.close(fd)
        return readable

    def drop(self) -> None:
        """Throw away what was collected."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def seal(pieces: Iterable[bytes], format: Format, *, passwords: Iterable[str] = ()) -> Source:
    """A source of these bytes. Raises OSError where disk or memory is full; nothing is left then."""
    sealer = Sealer()
    try:
        for piece in pieces:
            sealer.add(piece)
        size = sealer.size
        return Source(sealer.finish(), size, format, tuple(passwords))
    except BaseException:
        sealer.drop()
        raise


def make_arena(size: int) -> int:
    """Memory of a fixed size to share with a worker: it can be written, but neither grown nor shrunk."""
    fd = os.memfd_create("arena", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(fd, size)
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    except OSError:
        os.close(fd)
        raise
    return fd


def _nameless_file() -> int:
    folder = tempfile.gettempdir()
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        fd, path = tempfile.mkstemp(dir=folder)
        os.unlink(path)  # noqa: PTH108 - the name goes at once, the bytes stay while the descriptor is open
        return fd
