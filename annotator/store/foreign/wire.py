"""What goes to the process that reads a stranger's file, and back: frames of plain values, every length checked."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from enum import IntEnum

Value = str | int | float | bytes | None
"""What a cell of a table can hold."""
HEAD = struct.Struct("<4sII")
"""Magic, kind, bytes that follow."""
MAGIC = b"AnF1"
FRAME_LIMIT = 65 << 20
"""Bytes of one frame: more than the greatest cell that SQLite is let read."""
VALUES_LIMIT = 20_000
"""How many values one frame holds."""
_COUNT = struct.Struct("<I")
_NUMBER = struct.Struct("<q")
_REAL = struct.Struct("<d")
_NONE, _WHOLE, _FRACTION, _TEXT, _BYTES = b"01234"


class Ask(IntEnum):
    """What is asked of the file."""

    HEAD = 1
    SESSIONS = 2
    LINE = 3
    CHANGES = 4
    CHANGE = 5
    EXTRACTIONS = 6
    EXTRACTION = 7
    CONTENT = 8
    WITHHELD = 9
    CONTENTS = 10
    CARVED = 11


class Told(IntEnum):
    """What an answer is made of: rows, then an end or a reason why there is none."""

    ROW = 101
    END = 102
    NO = 103


class Why(IntEnum):
    """Why the file is not read any further."""

    DAMAGED = 1
    FOREIGN = 2
    NEWER = 3
    NO_PROJECT = 4
    NOT_THERE = 5


class MalformedError(Exception):
    """What came is not what either side writes."""


def frame(kind: int, values: Sequence[Value] = ()) -> bytes:
    """A frame ready to be sent. Raises MalformedError where it is too long or a value is of no known kind."""
    payload = b"".join(_packed(value) for value in values)
    if len(payload) > FRAME_LIMIT or len(values) > VALUES_LIMIT:
        raise MalformedError("too long")
    return HEAD.pack(MAGIC, kind, len(payload)) + payload


def _packed(value: Value) -> bytes:
    if value is None:
        return b"0"
    if isinstance(value, int):
        return b"1" + _NUMBER.pack(value)
    if isinstance(value, float):
        return b"2" + _REAL.pack(value)
    if isinstance(value, str):
        text = value.encode("utf-8", "surrogatepass")
        return b"3" + _COUNT.pack(len(text)) + text
    return b"4" + _COUNT.pack(len(value)) + value


def values(payload: bytes) -> list[Value]:
    """The values of a frame. Raises MalformedError."""
    found: list[Value] = []
    at, end = 0, len(payload)
    try:
        while at < end:
            if len(found) == VALUES_LIMIT:
                raise MalformedError("too many values")
            tag = payload[at]
            at += 1
            if tag in (_TEXT, _BYTES):
                (length,) = _COUNT.unpack_from(payload, at)
                at += _COUNT.size + length
                if at > end:
                    raise MalformedError("cut short")
                data = payload[at - length : at]
                found.append(data.decode("utf-8") if tag == _TEXT else data)
            elif tag == _NONE:
                found.append(None)
            elif tag == _WHOLE:
                found.append(int(_NUMBER.unpack_from(payload, at)[0]))
                at += _NUMBER.size
            elif tag == _FRACTION:
                found.append(float(_REAL.unpack_from(payload, at)[0]))
                at += _REAL.size
            else:
                raise MalformedError("an unknown kind of value")
    except (struct.error, UnicodeDecodeError) as error:
        raise MalformedError("no values") from error
    return found


class Frames:
    """Takes bytes as they come and gives whole frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def take(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The frames that are whole now: kind and payload. Raises MalformedError."""
        self._buffer += data
        at = 0
        try:
            while len(self._buffer) - at >= HEAD.size:
                magic, kind, length = HEAD.unpack_from(self._buffer, at)
                if magic != MAGIC or length > FRAME_LIMIT:
                    raise MalformedError("no frame of ours")
                end = at + HEAD.size + length
                if len(self._buffer) < end:
                    return
                payload = bytes(memoryview(self._buffer)[at + HEAD.size : end])
                at = end
                yield kind, payload
        finally:
            del self._buffer[:at]
