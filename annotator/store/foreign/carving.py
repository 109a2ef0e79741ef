"""Rows taken out of a damaged file page by page, whatever became of its trees, its indexes and its schema.

Only what the file format says of one page is used: each leaf page lists its own rows, and a long row goes on in a chain
of pages. What is found is a row of so many values and nothing more; whoever takes it in has checksums to tell whether
it is what was written. (https://www.sqlite.org/fileformat2.html)
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

Value = str | int | float | bytes | None
_LEAF = 0x0D
_LONGEST = 64 << 20
"""Bytes in the longest row that is put together."""
_MOST_COLUMNS = 40
_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class _NoRowError(Exception):
    """What stands there is no row."""


def rows(file: IO[bytes]) -> Iterator[list[Value]]:
    """The rows of all leaf pages of tables, in the order of the pages, each without its number."""
    size = page_size(file)
    file.seek(0, 2)
    count = file.tell() // size
    for number in range(1, count + 1):
        page = _page(file, size, number)
        start = 100 if number == 1 else 0
        if page[start] != _LEAF:
            continue
        cells = struct.unpack_from(">H", page, start + 3)[0]
        for at in range(min(cells, size // 4)):
            place = start + 8 + 2 * at
            if place + 2 > size:
                break
            try:
                payload = _payload(file, page, struct.unpack_from(">H", page, place)[0], size, count)
                yield _values(payload)
            except (_NoRowError, struct.error, IndexError, UnicodeDecodeError):
                continue


def cut_short(file: IO[bytes]) -> bool:
    """Whether the file has fewer pages than its first one says."""
    file.seek(28)
    head = file.read(4)
    return len(head) < 4 or struct.unpack(">I", head)[0] * page_size(file) > file.seek(0, 2)


def page_size(file: IO[bytes]) -> int:
    """Bytes of a page, as the first page says; where that is damaged, what this program writes."""
    file.seek(16)
    head = file.read(2)
    size = struct.unpack(">H", head)[0] if len(head) == 2 else 0
    size = 65536 if size == 1 else size
    return size if 512 <= size <= 65536 and not size & (size - 1) else 4096


def _page(file: IO[bytes], size: int, number: int) -> bytes:
    file.seek((number - 1) * size)
    page = file.read(size)
    if len(page) != size:
        raise _NoRowError
    return page


def _payload(file: IO[bytes], page: bytes, at: int, size: int, pages: int) -> bytes:
    """The bytes of one row, with what stands on further pages."""
    if at == 0:
        raise _NoRowError
    length, at = _varint(page, at)
    _, at = _varint(page, at)
    if not 0 < length <= _LONGEST:
        raise _NoRowError
    # What the format keeps on the page of a row that is too long for it; nothing is kept free at a page's end.
    most, least = size - 35, (size - 12) * 32 // 255 - 23
    if length <= most:
        found = page[at : at + length]
        if len(found) != length:
            raise _NoRowError
        return found
    local = least + (length - least) % (size - 4)
    local = local if local <= most else least
    parts = [page[at : at + local]]
    (following,) = struct.unpack_from(">I", page, at + local)
    left = length - local
    while left > 0:
        # It can't go in circles for longer than the row is.
        if not 1 < following <= pages:
            raise _NoRowError
        more = _page(file, size, following)
        (following,) = struct.unpack_from(">I", more)
        parts.append(more[4 : 4 + left])
        left -= size - 4
    return b"".join(parts)


def _values(payload: bytes) -> list[Value]:
    head, at = _varint(payload, 0)
    if not 0 < head <= len(payload):
        raise _NoRowError
    kinds: list[int] = []
    while at < head:
        kind, at = _varint(payload, at)
        kinds.append(kind)
        if len(kinds) > _MOST_COLUMNS:
            raise _NoRowError
    found: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        found.append(value)
    return found


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind == 7:
        return float(struct.unpack_from(">d", payload, at)[0]), at + 8
    if kind in (10, 11):
        raise _NoRowError
    size = _SIZES[kind] if kind < 7 else (kind - 12) // 2
    data = payload[at : at + size]
    if len(data) != size:
        raise _NoRowError
    if kind < 7:
        return int.from_bytes(data, "big", signed=True), at + size
    return (data.decode("utf-8") if kind % 2 else data), at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(9):
        byte = data[at + count]
        if count == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + count + 1
    raise _NoRowError
