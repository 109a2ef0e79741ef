"""Looks for names in a file where nobody sees them: plain, in other encodings, in packed streams."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

_UNPACKED = 512 << 20
"""At most so much is unpacked of one file, in bytes."""
_PIECE = 1 << 20
_BEGINS = re.compile(rb"stream\r?\n|PK\x03\x04")


def holds(path: Path, names: Iterable[bytes], still: Callable[[], None] | None = None) -> bool:
    """Whether one of the names (UTF-8) is in a file, in letters of either case, also packed as in PDFs and ZIPs.

    Nothing is parsed: whatever looks like a packed stream is inflated, in pieces. `still` is called now and then; what
    it raises ends the search.
    """
    forms = [form for name in names if name for form in _forms(name)]
    if not forms or not path.stat().st_size:
        return False
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if _among((data[at : at + _PIECE] for at in range(0, len(data), _PIECE)), forms, still):
            return True
        room = [_UNPACKED]
        return any(_among(_inflated(data, match, room), forms, still) for match in _BEGINS.finditer(data))


def _among(pieces: Iterable[bytes], forms: list[bytes], still: Callable[[], None] | None) -> bool:
    longest, tail = max(map(len, forms)), b""
    for piece in pieces:
        if still:
            still()
        searched = tail + piece.lower()
        if any(form in searched for form in forms):
            return True
        tail = searched[-longest:]
    return False


def _forms(name: bytes) -> tuple[bytes, ...]:
    text = name.decode("utf-8", "replace").lower()
    return (name.lower(), text.encode("utf-16-le"), text.encode("utf-16-be"))


def _inflated(data: mmap.mmap, begin: re.Match[bytes], room: list[int]) -> Iterator[bytes]:
    """What a packed stream holds that begins there, in pieces, as far as it can be unpacked and there is room."""
    if begin[0].startswith(b"PK"):
        at = begin.start()
        names = int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
        at, unpacker = at + 30 + names, zlib.decompressobj(-zlib.MAX_WBITS)
    else:
        at, unpacker = begin.end(), zlib.decompressobj()
    packed = b""
    while room[0] > 0 and not unpacker.eof:
        if not packed:
            packed = data[at : at + _PIECE // 16]
            at += len(packed)
        if not packed:
            return
        try:
            piece = unpacker.decompress(packed, _PIECE)
        except zlib.error:
            return
        packed = unpacker.unconsumed_tail
        room[0] -= len(piece) + 1
        yield piece
