"""Reading scans, the engine's side: how a page looks, its picture for Tesseract, the text layer that comes of it."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.engine import protocol
from annotator.engine.ocr.words import Word
from annotator.engine.protocol import BadFrame, Cursor, Frame
from annotator.engine.requests import Collector

DPI = 300
"""Pixels an inch of a page's picture: fewer read small type worse, more take longer and read nothing better."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of a page, 0 to 1, that pictures, the boxes of its characters, and ink cover."""

    pictures: float
    text: float
    ink: float


@dataclass(frozen=True, slots=True)
class Scan:
    """A page's picture in grey: a PGM in memory, its size in pixels, pixels a point, degrees it was turned clockwise.

    The descriptor belongs to the receiver: `close` it.
    """

    page: int
    fd: int
    width: int
    height: int
    scale: float
    turn: float

    @property
    def dpi(self) -> int:
        """Pixels an inch, as Tesseract is told."""
        return max(70, round(self.scale * 72))

    def close(self) -> None:
        """Give the picture back."""
        os.close(self.fd)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The words that were read of a page, and from which picture."""

    page: int
    size: tuple[int, int]
    scale: float
    turn: float
    words: tuple[Word, ...]


class SharesCollector(Collector[Shares]):
    """How a page looks."""

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> Shares:
        """The checked answer."""
        cursor = Cursor(frame.payload)
        shares = cursor.take(protocol.SHARES)
        cursor.end()
        if not all(math.isfinite(share) and 0 <= share <= 1 for share in shares):
            raise BadFrame("a share is out of bounds")
        return Shares(*shares)


class ScanCollector(Collector[Scan]):
    """A picture in grey from the arena, into memory that Tesseract can read."""

    def __init__(self, page: int) -> None:
        self._page = page

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> Scan:
        """The checked answer."""
        cursor = Cursor(frame.payload)
        width, height, scale, turn = cursor.take(protocol.SCANNED)
        cursor.end()
        width, height = int(width), int(height)
        if not (1 <= width <= protocol.SIDE_LIMIT and 1 <= height <= protocol.SIDE_LIMIT):
            raise BadFrame("a side is out of bounds")
        if width * height > len(arena):
            raise BadFrame("the pixels do not fit")
        if not (math.isfinite(scale) and 0 < scale <= 1000 and math.isfinite(turn) and abs(turn) <= 720):
            raise BadFrame("the scale is out of bounds")
        fd = os.memfd_create("scan", os.MFD_CLOEXEC)
        try:
            _write(fd, f"P5\n{width} {height}\n255\n".encode())
            _write(fd, arena[: width * height])
            os.lseek(fd, 0, os.SEEK_SET)
        except OSError:
            os.close(fd)
            raise
        return Scan(self._page, fd, width, height, float(scale), float(turn))


def _write(fd: int, data: bytes | memoryview) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def layer_request(pages: Iterable[Recognition]) -> bytes:
    """The payload that asks for a text layer. Raises ValueError above the protocol's limits."""
    parts: list[bytes] = []
    for page in pages:
        if len(page.words) > protocol.WORD_LIMIT:
            raise ValueError("too many words on a page")
        words = page.words
        parts.append(protocol.LAYER_PAGE.pack(page.page, *page.size, page.scale, page.turn, len(words)))
        for word, line in zip(words, _lines(words), strict=True):
            text = word.text.encode("utf-8")
            if len(text) > protocol.WORD_TEXT_LIMIT:
                raise ValueError("a word is too long")
            parts.append(protocol.LAYER_WORD.pack(*word.box, line, len(text)) + text)
    payload = b"".join(parts)
    if len(payload) > protocol.TO_WORKER_LIMIT:
        raise ValueError("too many words at once")
    return payload


def _lines(words: Sequence[Word]) -> list[int]:
    """The number of each word's line, from 0, in reading order."""
    numbers: list[int] = []
    for place, word in enumerate(words):
        last = numbers[-1] if numbers else 0
        numbers.append(last + int(place > 0 and word.line != words[place - 1].line))
    return numbers
