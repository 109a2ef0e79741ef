"""ZIP files that a stranger packed: every length is looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from annotator.engine.protocol import Failure
from annotator.engine.worker.failing import Failed

PART_LIMIT = 96 * 1024 * 1024
"""The longest part that is unpacked, in bytes."""
WHOLE_LIMIT = 384 * 1024 * 1024
"""The most bytes that are unpacked of one file."""
STREAM_LIMIT = 1024 * 1024 * 1024
"""The longest part that is looked through without being kept."""
_PIECE = 4 * 1024 * 1024
COUNT_LIMIT = 20_000
"""The most parts of one file."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Packed:
    """The parts of a ZIP file by name. Raises Failed: where it is none (`wrong`), and where it would grow too large."""

    def __init__(self, data: bytes, wrong: Failure = Failure.NOT_THAT_FORMAT) -> None:
        self._wrong = wrong
        self._left = WHOLE_LIMIT
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Failed(wrong) from error
        if len(self._zip.infolist()) > COUNT_LIMIT:
            raise Failed(Failure.TOO_LARGE)
        self.names = tuple(self._zip.namelist())
        self._there = frozenset(self.names)

    def __contains__(self, name: str) -> bool:
        return name in self._there

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises Failed where it is not there, damaged, locked, or too large."""
        if name not in self._there:
            raise Failed(self._wrong)
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise Failed(Failure.LOCKED)
        if info.file_size > min(PART_LIMIT, self._left):
            raise Failed(Failure.TOO_LARGE)
        self._left -= info.file_size
        try:
            with self._zip.open(info) as part:  # gives no more than the length it announced
                return part.read()
        except _BROKEN as error:
            raise Failed(self._wrong) from error

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part's bytes, a few megabytes at a time: of these it may have as many as it likes up to `STREAM_LIMIT`.

        Raises Failed as `read` does.
        """
        if name not in self._there:
            raise Failed(self._wrong)
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise Failed(Failure.LOCKED)
        if info.file_size > STREAM_LIMIT:
            raise Failed(Failure.TOO_LARGE)
        try:
            with self._zip.open(info) as part:
                while piece := part.read(_PIECE):
                    yield piece
        except _BROKEN as error:
            raise Failed(self._wrong) from error

    def find(self, name: str) -> bytes | None:
        """A part's bytes; None where it is not there or damaged, as a picture may be."""
        try:
            return self.read(name) if name in self._there else None
        except Failed as failed:
            if failed.code == self._wrong:
                return None
            raise
