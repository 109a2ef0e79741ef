"""Looks for names in bytes where nobody sees them: plain, in other encodings, in packed streams."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_WHOLE = 256 << 20
"""Files up to this size are unpacked; of larger ones the bytes are searched as they are."""
_UNPACKED = 512 << 20
"""At most so much is unpacked of one file."""
_PIECE = 1 << 20


class Traces:
    """Takes the pieces of a file, then tells whether a name is in it. Nothing is parsed: streams are only inflated."""

    def __init__(self, names: Iterable[bytes]) -> None:
        self._names = [form for name in names if name for form in _forms(name)]
        self._longest = max(map(len, self._names), default=0)
        self._tail = b""
        self._seen = False
        self._kept: bytearray | None = bytearray() if self._names else None

    def add(self, piece: bytes) -> None:
        """The next piece."""
        if not self._names or self._seen:
            return
        self._look(piece)
        if self._kept is not None:
            self._kept += piece
            if len(self._kept) > _WHOLE:
                self._kept = None

    def _look(self, piece: bytes) -> None:
        searched = (self._tail + piece).lower()
        self._seen = self._seen or any(name in searched for name in self._names)
        self._tail = searched[-self._longest :]

    def found(self) -> bool:
        """Whether one of the names is in what was added, or packed in it."""
        if self._seen or self._kept is None:
            return self._seen
        left = _UNPACKED
        for start, form in _streams(bytes(self._kept)):
            self._tail = b""
            unpacker = zlib.decompressobj(form)
            data = bytes(self._kept[start : start + _PIECE])
            at = start + len(data)
            while data and left > 0 and not self._seen and not unpacker.eof:
                try:
                    out = unpacker.decompress(data, _PIECE)
                except zlib.error:
                    break
                left -= len(out) + 1
                self._look(out)
                data = unpacker.unconsumed_tail
                if not data:
                    data = bytes(self._kept[at : at + _PIECE])
                    at += len(data)
            if self._seen:
                return True
        return self._seen


def _forms(name: bytes) -> Iterable[bytes]:
    text = name.decode("utf-8", "replace").lower()
    return (name.lower(), text.encode("utf-16-le"), text.encode("utf-16-be"))


def _streams(data: bytes) -> Iterable[tuple[int, int]]:
    """Where packed data may begin, and how: streams of PDFs, members of ZIPs."""
    at = data.find(b"stream")
    while at >= 0:
        start = at + 6
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        yield start, zlib.MAX_WBITS
        at = data.find(b"stream", start)
    at = data.find(b"PK\x03\x04")
    while at >= 0:
        names = int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
        yield at + 30 + names, -zlib.MAX_WBITS
        at = data.find(b"PK\x03\x04", at + 4)
