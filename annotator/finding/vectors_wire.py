"""What goes to the process that reads for meaning and back: counts, UTF-8 and small numbers, every length checked."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SIZE = 384
"""Numbers of one vector; each is a signed byte, see `SCALE`."""
SCALE = 400.0
"""A number of a vector of length 1 times this is what is kept; more than 127 is kept as 127."""
MOST = 256
"""Texts of one question."""
LONGEST = 4_000
"""Code points of a text that are sent; the model reads less."""
_MAGIC = b"AnV1"
_HEAD = struct.Struct("<4sII")
_LENGTH = struct.Struct("<I")
_LIMIT = MOST * (LONGEST * 4 + 4)


class MalformedError(Exception):
    """What came is not what either side writes."""


def pack_question(texts: Sequence[str]) -> bytes:
    """A question: texts, at most `MOST`."""
    parts = []
    for text in texts:
        data = text[:LONGEST].encode("utf-8", "replace")
        parts += [_LENGTH.pack(len(data)), data]
    payload = b"".join(parts)
    return _HEAD.pack(_MAGIC, len(texts), len(payload)) + payload


def pack_answer(count: int, vectors: bytes) -> bytes:
    """An answer: a vector for each text, in their order."""
    return _HEAD.pack(_MAGIC, count, len(vectors)) + vectors


class Pieces:
    """Takes bytes as they come and gives whole frames: how many things, and their bytes."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def take(self, data: bytes) -> tuple[int, bytes] | None:
        """The next frame if it is whole now. Raises MalformedError."""
        self._buffer += data
        if len(self._buffer) < _HEAD.size:
            return None
        magic, count, length = _HEAD.unpack_from(self._buffer)
        if magic != _MAGIC or count > MOST or length > _LIMIT:
            raise MalformedError("no frame of ours")
        end = _HEAD.size + length
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[_HEAD.size : end])
        del self._buffer[:end]
        return count, payload


def read_question(count: int, payload: bytes) -> list[str]:
    """The texts of a question. Raises MalformedError."""
    texts = []
    at = 0
    try:
        for _ in range(count):
            (length,) = _LENGTH.unpack_from(payload, at)
            at += _LENGTH.size
            if at + length > len(payload):
                raise MalformedError("a text is cut")
            texts.append(payload[at : at + length].decode())
            at += length
    except (struct.error, UnicodeDecodeError) as error:
        raise MalformedError("no question") from error
    return texts


def read_answer(count: int, payload: bytes, asked: int) -> list[bytes]:
    """The vectors of an answer. Raises MalformedError unless there is one for each text that was asked."""
    if count != asked or len(payload) != asked * SIZE:
        raise MalformedError("not an answer to this")
    return [payload[at : at + SIZE] for at in range(0, len(payload), SIZE)]
