"""Checks what a worker answers and makes values of it. Whatever is not checked yet is called `untrusted_…`."""

from __future__ import annotations

import math
from array import array

from annotator.engine import protocol, sentences
from annotator.engine.protocol import BadFrame, Cursor, Frame, Told
from annotator.engine.requests import Collector
from annotator.engine.results import DocumentInfo, Pixels
from annotator.engine.sealing import Sealer, Source
from annotator.model.pages import Format, PageText
from annotator.model.places import Rect


def checked_rect(untrusted: tuple[float, ...]) -> Rect:
    """Four finite edges in order and of sane size, else BadFrame."""
    x0, y0, x1, y1 = untrusted
    if not all(math.isfinite(edge) and abs(edge) <= protocol.COORDINATE_LIMIT for edge in untrusted):
        raise BadFrame("a coordinate is out of bounds")
    if x0 > x1 or y0 > y1:
        raise BadFrame("a rectangle is inside out")
    return (x0, y0, x1, y1)


def checked_info(untrusted: bytes) -> DocumentInfo:
    """What INFO says."""
    pages, encrypted, counts = checked_counts(untrusted)
    return DocumentInfo(pages, encrypted, warned(counts))


def warned(counts: dict[int, int]) -> tuple[str, ...]:
    """Sentences for what there is to be warned of."""
    found = (sentences.warning(code, number) for code, number in counts.items())
    return tuple(sentence for sentence in found if sentence)


def checked_counts(untrusted: bytes) -> tuple[int, bool, dict[int, int]]:
    """What INFO and the end of an extraction say: pages, whether it is encrypted, the number of each warning."""
    cursor = Cursor(untrusted)
    pages, encrypted, count = (int(part) for part in cursor.take(protocol.INFO))
    if not 1 <= pages <= protocol.PAGE_LIMIT or encrypted not in (0, 1):
        raise BadFrame("the number of pages is out of bounds")
    if count > protocol.WARNING_LIMIT:
        raise BadFrame("too many warnings")
    counts: dict[int, int] = {}
    for _ in range(count):
        code, number = cursor.take(protocol.COUNT_PAIR)
        counts[int(code)] = int(number)
    cursor.end()
    return pages, bool(encrypted), counts


class InfoCollector(Collector[DocumentInfo]):
    """How many pages, encrypted or not."""

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> DocumentInfo:
        """The checked answer."""
        return checked_info(frame.payload)


class PieceCollector:
    """A large output that comes piece by piece through the arena."""

    def __init__(self) -> None:
        import hashlib  # takes a while to load, and the window that opens does without

        self._sealer: Sealer | None = None
        self._digest = hashlib.sha256()

    def take(self, payload: bytes, arena: memoryview) -> None:
        """Copy a piece out of the arena after checking where it claims to lie."""
        cursor = Cursor(payload)
        offset, length = (int(part) for part in cursor.take(protocol.PIECE))
        cursor.end()
        if self._sealer is None:
            self._sealer = Sealer()
        if offset != self._sealer.size or not 0 < length <= len(arena):
            raise BadFrame("a piece does not fit")
        if offset + length > protocol.OUTPUT_LIMIT:
            raise BadFrame("the output is too long")
        piece = bytes(arena[:length])  # a copy first: the worker can still write there
        self._digest.update(piece)
        self._sealer.add(piece)

    def finish(self) -> tuple[Source, str] | None:
        """The whole as a PDF's source and its SHA-256 (hex), or None where no piece came."""
        if self._sealer is None:
            return None
        size = self._sealer.size
        source = Source(self._sealer.finish(), size, Format.PDF)
        self._sealer = None
        return source, self._digest.hexdigest()

    def drop(self) -> None:
        """Throw it away."""
        if self._sealer:
            self._sealer.drop()
            self._sealer = None


class CharsCollector(Collector[PageText]):
    """A page's text with boxes, through the arena."""

    def __init__(self, page: int) -> None:
        self._page = page

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> PageText:
        """The checked answer: as many boxes as code points, all finite."""
        cursor = Cursor(frame.payload)
        length, count = (int(part) for part in cursor.take(protocol.CHARS))
        cursor.end()
        if length > protocol.PAGE_TEXT_LIMIT or count > length or length + count * 16 > len(arena):
            raise BadFrame("a length is out of bounds")
        untrusted = bytes(arena[: length + count * 16])
        try:
            text = untrusted[:length].decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadFrame("text is not UTF-8") from error
        boxes = array("f")
        boxes.frombytes(untrusted[length:])
        if len(text) != count or not all(map(math.isfinite, boxes)):
            raise BadFrame("boxes and text differ")
        return PageText(self._page, text, boxes)


class PixelsCollector(Collector[Pixels]):
    """Pixels from the arena."""

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> Pixels:
        """The checked answer."""
        cursor = Cursor(frame.payload)
        width, height, stride, scale, kept = cursor.take(protocol.PIXELS)
        cursor.end()
        width, height, stride = int(width), int(height), int(stride)
        if not (1 <= width <= protocol.SIDE_LIMIT and 1 <= height <= protocol.SIDE_LIMIT):
            raise BadFrame("a side is out of bounds")
        if stride != width * 4 or stride * height > len(arena):
            raise BadFrame("the pixels do not fit")
        if not (math.isfinite(scale) and 0 < scale <= 1000):
            raise BadFrame("the scale is out of bounds")
        return Pixels(width, height, stride, bytes(arena[: stride * height]), scale, bool(kept))


class OutputCollector(Collector[Source]):
    """A large output: an annotated copy or a picture."""

    def __init__(self) -> None:
        self._pieces = PieceCollector()

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """A piece, to be acknowledged."""
        if frame.kind != Told.PIECE:
            raise BadFrame("an unexpected part")
        self._pieces.take(frame.payload, arena)
        return True

    def result(self, frame: Frame, arena: memoryview) -> Source:
        """The whole as a source that the receiver closes."""
        whole = self._pieces.finish()
        if whole is None:
            raise BadFrame("nothing came")
        return whole[0]

    def drop(self) -> None:
        """Throw it away."""
        self._pieces.drop()


class BytesCollector(Collector[bytes]):
    """A smaller output as bytes: a picture in PNG."""

    def __init__(self) -> None:
        self._output = OutputCollector()

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """A piece, to be acknowledged."""
        return self._output.take(frame, arena)

    def result(self, frame: Frame, arena: memoryview) -> bytes:
        """The whole."""
        source = self._output.result(frame, arena)
        try:
            return source.read()
        finally:
            source.close()

    def drop(self) -> None:
        """Throw it away."""
        self._output.drop()


class ProbeCollector(Collector[tuple[tuple[int, int], ...]]):
    """What a locked worker could and couldn't do: (number of the probe, errno or 0)."""

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> tuple[tuple[int, int], ...]:
        """The checked answer."""
        cursor = Cursor(frame.payload)
        (count,) = (int(part) for part in cursor.take(protocol.U32))
        if count > 1000:
            raise BadFrame("too many probes")
        found = []
        for _ in range(count):
            probe, outcome = cursor.take(protocol.COUNT_PAIR)
            found.append((int(probe), int(outcome)))
        cursor.end()
        return tuple(found)
