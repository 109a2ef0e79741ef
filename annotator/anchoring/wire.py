"""What goes to the process that seeks places and back: frames of numbers and UTF-8, every length checked."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from enum import IntEnum

from annotator.anchoring.document_text import Run
from annotator.anchoring.found import Again, Found
from annotator.anchoring.side_by_side import Same, Stretch
from annotator.model.places import Place, Span

HEAD = struct.Struct("<4sII")
"""Magic, kind, bytes that follow."""
MAGIC = b"AnM1"
FRAME_LIMIT = 512 * 1024 * 1024
"""Bytes of one frame: the text of a very long document."""
PAGES_LIMIT = 1_000_000
SPANS_LIMIT = 100_000
_U32 = struct.Struct("<I")
_SPAN = struct.Struct("<III")
_FOUND = struct.Struct("<IBdI")
_OUTCOMES = tuple(Again)
_SAMES = tuple(Same)


class Kind(IntEnum):
    """What a frame holds."""

    NEW = 1
    OLD = 2
    NO_OLD = 3
    PLACE = 4
    END = 5
    FOUND = 6
    DONE = 7
    COMPARE = 8
    STRETCH = 9


class MalformedError(Exception):
    """What came is not what either side writes."""


def frame(kind: Kind, payload: bytes = b"") -> bytes:
    """A frame ready to be sent. Raises MalformedError where it is too long."""
    if len(payload) > FRAME_LIMIT:
        raise MalformedError("too long")
    return HEAD.pack(MAGIC, kind, len(payload)) + payload


class Frames:
    """Takes bytes as they come and gives whole frames."""

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self._buffer = bytearray()
        self._limit = limit

    def take(self, data: bytes) -> Iterator[tuple[Kind, bytes]]:
        """The frames that are whole now. Raises MalformedError."""
        self._buffer += data
        while len(self._buffer) >= HEAD.size:
            magic, kind, length = HEAD.unpack_from(self._buffer)
            if magic != MAGIC or length > self._limit or kind not in Kind._value2member_map_:
                raise MalformedError("no frame of ours")
            if len(self._buffer) < HEAD.size + length:
                return
            payload = bytes(self._buffer[HEAD.size : HEAD.size + length])
            del self._buffer[: HEAD.size + length]
            yield Kind(kind), payload


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def unpack(self, form: struct.Struct) -> tuple[int, ...]:
        try:
            values = form.unpack_from(self._data, self._at)
        except struct.error as error:
            raise MalformedError("cut short") from error
        self._at += form.size
        return values

    def number(self, limit: int) -> int:
        (value,) = self.unpack(_U32)
        if value > limit:
            raise MalformedError("out of bounds")
        return value

    def text(self) -> str:
        length = self.number(len(self._data))
        raw = self._data[self._at : self._at + length]
        if len(raw) != length:
            raise MalformedError("cut short")
        self._at += length
        try:
            return raw.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise MalformedError("no text") from error

    def end(self) -> None:
        if self._at != len(self._data):
            raise MalformedError("too much")


def _text(text: str) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    return _U32.pack(len(raw)) + raw


def pack_texts(texts: Sequence[str]) -> bytes:
    """The text of each page."""
    return b"".join([_U32.pack(len(texts)), *map(_text, texts)])


def read_texts(payload: bytes) -> tuple[str, ...]:
    """The same back. Raises MalformedError."""
    cursor = _Cursor(payload)
    texts = tuple(cursor.text() for _ in range(cursor.number(PAGES_LIMIT)))
    cursor.end()
    return texts


def pack_place(number: int, place: Place) -> bytes:
    """A place to be sought: what it is known by, where it stood, its words. Rectangles stay behind."""
    spans = b"".join(_SPAN.pack(span.page, span.start, span.end) for span in place.spans)
    words = (place.quote, place.before, place.after, place.fragment, place.provision)
    return b"".join([_U32.pack(number), _U32.pack(len(place.spans)), spans, *map(_text, words)])


def read_place(payload: bytes) -> tuple[int, Place]:
    """The same back. Raises MalformedError."""
    cursor = _Cursor(payload)
    number = cursor.number(2**32 - 1)
    spans = [cursor.unpack(_SPAN) for _ in range(cursor.number(SPANS_LIMIT))]
    quote, before, after, fragment, provision = (cursor.text() for _ in range(5))
    cursor.end()
    stands = tuple(Span(page, "", start, end) for page, start, end in spans)
    return number, Place("", "", stands, quote, before, after, fragment=fragment, provision=provision)


def pack_found(number: int, found: Found) -> bytes:
    """What became of a place."""
    runs = found.match or ()
    parts = [_FOUND.pack(number, _OUTCOMES.index(found.outcome), found.score, len(runs))]
    return b"".join([*parts, *(_SPAN.pack(run.page, run.start, run.end) for run in runs)])


def read_found(payload: bytes, lengths: Sequence[int]) -> tuple[int, Found]:
    """The same back, checked against the lengths of the pages that were searched. Raises MalformedError."""
    cursor = _Cursor(payload)
    number, outcome, score, count = cursor.unpack(_FOUND)
    if outcome >= len(_OUTCOMES) or not 0.0 <= score <= 1.0 or count > SPANS_LIMIT:
        raise MalformedError("no answer of ours")
    runs = _runs(cursor, count, lengths)
    cursor.end()
    kind = _OUTCOMES[outcome]
    if bool(runs) == (kind is Again.GONE):
        raise MalformedError("found and gone")
    return number, Found(runs or None, kind, float(score))


def _runs(cursor: _Cursor, count: int, lengths: Sequence[int]) -> tuple[Run, ...]:
    runs = tuple(Run(*cursor.unpack(_SPAN)) for _ in range(count))
    for run in runs:
        if run.page >= len(lengths) or not run.start < run.end <= lengths[run.page]:
            raise MalformedError("a place outside the text")
    return runs


def pack_stretch(stretch: Stretch) -> bytes:
    """What became of a stretch of two versions."""
    parts = [_U32.pack(_SAMES.index(stretch.kind)), _text(stretch.telling)]
    for runs in (stretch.old, stretch.new, stretch.marks_old, stretch.marks_new):
        parts += [_U32.pack(len(runs)), *(_SPAN.pack(run.page, run.start, run.end) for run in runs)]
    return b"".join(parts)


def read_stretch(payload: bytes, old: Sequence[int], new: Sequence[int]) -> Stretch:
    """The same back, checked against the lengths of the pages of either version. Raises MalformedError."""
    cursor = _Cursor(payload)
    kind, telling = _SAMES[cursor.number(len(_SAMES) - 1)], cursor.text()
    sides = [_runs(cursor, cursor.number(SPANS_LIMIT), lengths) for lengths in (old, new, old, new)]
    cursor.end()
    before, after, marks_before, marks_after = sides
    if bool(before) != (kind is not Same.INSERTED) or bool(after) != (kind is not Same.DELETED):
        raise MalformedError("no stretch of ours")
    return Stretch(kind, before, after, marks_before, marks_after, telling)
