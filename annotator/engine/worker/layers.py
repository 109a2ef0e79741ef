"""A text layer: a small PDF whose pages lie over the original's, with nothing but invisible words at their places.

It has a page for each of the original's, with the same box and rotation; those it covers have contents. Words are
written with a font that has no shapes: each code point gets a number and says which it is, so that text comes back
exactly, and a line is one run of words and spaces stretched to their boxes, so that it comes back as one line.
"""

from __future__ import annotations

import contextlib
import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.engine import protocol
from annotator.engine.protocol import Failure
from annotator.engine.worker.drawing import Edges
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.mupdf import fitz, open_pdf
from annotator.engine.worker.texts import Geometry, geometry

_ADVANCE = 0.5
"""Ems that a code point takes before it is stretched."""
_BELOW = 0.25
"""Ems from the baseline to the lower edge of a box."""
_STRAIGHT = math.radians(0.15)
_STEEPEST = math.radians(10)
_BLOCK = 100
_CHARACTERS = 65_000
_MAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Read def /CMapType 2 def "
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
)
_MAP_END = "endcmap CMapName currentdict /CMap defineresource pop end end"


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its box in pixels of the picture it was read from (y down) and the number of its line."""

    text: str
    box: Edges
    line: int


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a page: from a picture of `size` pixels, `scale` pixels a point, turned by `turn` degrees.

    The page was turned clockwise about its middle, which is the picture's middle.
    """

    index: int
    size: tuple[float, float]
    scale: float
    turn: float
    words: Sequence[Placed]


def make(pdf: Any, before: Any, read: Sequence[Read]) -> bytes:
    """The layer of `pdf` with these pages' words; other pages are as in the layer `before`, None where there is none.

    Raises Failed for a page that is not there.
    """
    layer = _copy_of(before) if before is not None else _empty(_geometries(pdf))
    if layer.page_count != pdf.page_count:
        raise Failed(Failure.DAMAGED)
    return _written(layer, read)


def made_for(pages: Sequence[Geometry], read: Sequence[Read]) -> bytes:
    """A layer of its own with these pages and words. Raises Failed for a page that is not there."""
    return _written(_empty(pages), read)


def _written(layer: Any, read: Sequence[Read]) -> bytes:
    numbers = _numbered(word.text for page in read for word in page.words)
    font = _font(layer, numbers)
    for page in read:
        if not 0 <= page.index < layer.page_count:
            raise Failed(Failure.NO_SUCH_PAGE)
        contents = _contents(page, geometry(layer.load_page(page.index)), numbers)
        xref = layer.page_xref(page.index)
        layer.xref_set_key(xref, "Contents", f"{_stream(layer, contents)} 0 R")
        layer.xref_set_key(xref, "Resources", f"<</Font<</F {font} 0 R>>>>")
    return bytes(layer.tobytes(garbage=3, deflate=True, use_objstms=1, no_new_id=True))


def covered(layer: Any, index: int) -> Any:
    """The layer's page with this index, or None where the layer says nothing of it."""
    if not 0 <= index < layer.page_count:
        return None
    kind, _ = layer.xref_get_key(layer.page_xref(index), "Contents")
    return None if kind == "null" else layer.load_page(index)


def _copy_of(layer: Any) -> Any:
    return open_pdf(data=layer.tobytes(no_new_id=True))


def _geometries(pdf: Any) -> Iterator[Geometry]:
    for index in range(pdf.page_count):
        try:
            yield geometry(pdf.load_page(index))
        except MemoryError:
            raise
        except Exception:  # a page that can't be read keeps its number here, too
            yield Geometry((0.0, 0.0, 612.0, 792.0), 0, 1.0)


def _empty(pages: Iterable[Geometry]) -> Any:
    """Pages without contents, with these boxes and rotations."""
    made = fitz.open()
    for where in pages:
        xref = made.new_page(width=100, height=100).xref
        made.xref_set_key(xref, "MediaBox", f"[{' '.join(_number(edge) for edge in where.box)}]")
        made.xref_set_key(xref, "Rotate", str(where.rotation))
        made.xref_set_key(xref, "Contents", "null")
    return made


def _numbered(words: Iterable[str]) -> dict[str, int]:
    """A number from 1 for each code point, the same for the same words."""
    characters = sorted({" ", *(char for word in words for char in word)})
    if len(characters) > _CHARACTERS:
        raise Failed(Failure.TOO_LARGE)
    return {char: number for number, char in enumerate(characters, 1)}


def _font(layer: Any, numbers: dict[str, int]) -> int:
    """A font without shapes in which every code point says what it is."""
    pairs = [f"<{number:04X}> <{utf16(char)}>\n" for char, number in numbers.items()]
    parts = [pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK)]
    blocks = "".join(f"{len(part)} beginbfchar\n{''.join(part)}endbfchar\n" for part in parts)
    meaning = _stream(layer, (_MAP_HEAD + blocks + _MAP_END).encode("ascii"))
    about = _object(
        layer,
        "<</Type/FontDescriptor/FontName/Read/Flags 4/FontBBox[0 -250 500 750]/ItalicAngle 0/Ascent 750/Descent -250"
        "/CapHeight 750/StemV 80>>",
    )
    inner = _object(
        layer,
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Read/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor {about} 0 R/DW 500/CIDToGIDMap/Identity>>",
    )
    return _object(
        layer,
        "<</Type/Font/Subtype/Type0/BaseFont/Read/Encoding/Identity-H"
        f"/DescendantFonts[{inner} 0 R]/ToUnicode {meaning} 0 R>>",
    )


def pdf_text(text: str) -> str:
    """A text as PDF writes it in a dictionary; the same for the same text."""
    if text.isascii() and text.isprintable() and not any(sign in text for sign in "()\\"):
        return f"({text})"
    return f"<FEFF{''.join(map(utf16, text))}>"


def utf16(char: str) -> str:
    """A code point as the hexadecimal UTF-16 that PDF wants; by hand, since a locked process loads no codec."""
    code = ord(char)
    if code < 0x10000:
        return f"{code:04X}"
    return f"{0xD800 + (code - 0x10000 >> 10):04X}{0xDC00 + (code & 0x3FF):04X}"


def _object(layer: Any, source: str) -> int:
    xref = int(layer.get_new_xref())
    layer.update_object(xref, source)
    return xref


def _stream(layer: Any, data: bytes) -> int:
    xref = _object(layer, "<<>>")
    layer.update_stream(xref, data or b" ")
    return xref


def _contents(page: Read, where: Geometry, numbers: dict[str, int]) -> bytes:
    """The page's lines as operators, in the order of the words."""
    lines: list[list[Placed]] = []
    for word in page.words:
        _check(word, page)
        if lines and lines[-1][0].line == word.line:
            lines[-1].append(word)
        else:
            lines.append([word])
    ways = [_Way(page, where, quarter) for quarter in range(4)]
    laid = [(way := ways[_quarter(line)], [way.upright(word) for word in line]) for line in lines]
    slope = _slope([line for _, line in laid])
    return "\n".join(_line(line, slope, way, numbers) for way, line in laid).encode("ascii")


def _quarter(line: Sequence[Placed]) -> int:
    """By how many quarters a line is turned clockwise: 1 runs down, 3 up. A line in a margin may stand on its side."""
    first, last = line[0].box, line[-1].box
    across, down = (last[0] + last[2] - first[0] - first[2]) / 2, (last[1] + last[3] - first[1] - first[3]) / 2
    if len(line) > 1:
        return (1 if down > 0 else 3) if abs(down) > 2 * abs(across) else 0
    return int(len(line[0].text) > 2 and first[3] - first[1] > 2 * (first[2] - first[0]))


def _check(word: Placed, page: Read) -> None:
    x0, y0, x1, y1 = word.box
    if not (word.text and 0 <= x0 < x1 <= page.size[0] and 0 <= y0 < y1 <= page.size[1]):
        raise Failed(Failure.NOT_ANSWERED)


def _slope(lines: Sequence[Sequence[Placed]]) -> float:
    """How far the picture is still askew, in radians, clockwise: the middle of what its longer lines say."""
    found = []
    for line in lines:
        if len(line) < 4 or line[-1].box[0] <= line[0].box[0]:
            continue
        middles = [((word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2) for word in line]
        with contextlib.suppress(statistics.StatisticsError):
            found.append(math.atan(statistics.linear_regression(*zip(*middles, strict=True)).slope))
    askew = statistics.median(found) if found else 0.0
    return askew if _STRAIGHT < abs(askew) < _STEEPEST else 0.0


class _Way:
    """From the frame of lines that are turned by so many quarters, in pixels, to user space of the page."""

    def __init__(self, page: Read, where: Geometry, quarter: int) -> None:
        if not (math.isfinite(page.scale) and page.scale > 0 and math.isfinite(page.turn)):
            raise Failed(Failure.NOT_ANSWERED)
        self._where = where
        self._quarter = quarter
        self._size = page.size if quarter % 2 == 0 else page.size[::-1]
        self._picture = page.size
        self._cos, self._sin = (turn(math.radians(90 * quarter - page.turn)) for turn in (math.cos, math.sin))
        self.scale = page.scale
        """Pixels a point."""

    def upright(self, word: Placed) -> Placed:
        """The word where its line runs from left to right."""
        x0, y0, x1, y1 = word.box
        width, height = self._picture
        box = {
            0: word.box,
            1: (y0, width - x1, y1, width - x0),
            2: (width - x1, height - y1, width - x0, height - y0),
            3: (height - y1, x0, height - y0, x1),
        }[self._quarter]
        return Placed(word.text, box, word.line)

    def direction(self, across: float, down: float) -> tuple[float, float]:
        """A direction in user space, of the same length."""
        across, down = across * self._cos - down * self._sin, across * self._sin + down * self._cos
        return {
            0: (across, -down),
            90: (down, across),
            180: (-across, down),
            270: (-down, -across),
        }[self._where.rotation]

    def point(self, across: float, down: float) -> tuple[float, float]:
        """A point in user space: the middle of the picture is the middle of the page."""
        x, y = self.direction((across - self._size[0] / 2) / self.scale, (down - self._size[1] / 2) / self.scale)
        x0, y0, x1, y1 = self._where.box
        return (x0 + x1) / 2 + x, (y0 + y1) / 2 + y


def _line(line: Sequence[Placed], slope: float, way: _Way, numbers: dict[str, int]) -> str:
    """One run of text: words and the spaces between them, stretched to where they stand. Lengths in pixels."""
    cos, sin = math.cos(slope), math.sin(slope)
    spans, tops, bottoms = [], [], []
    for word in line:
        x0, y0, x1, y1 = word.box
        along = (x0 + x1) / 2 * cos + (y0 + y1) / 2 * sin
        down = (y0 + y1) / 2 * cos - (x0 + x1) / 2 * sin
        half = max((y1 - y0) - (x1 - x0) * abs(sin), 0.25 * (y1 - y0)) / 2
        spans.append((along - (x1 - x0) / 2, along + (x1 - x0) / 2))
        tops.append(down - half)
        bottoms.append(down + half)
    size = max(bottoms) - min(tops)
    base = max(bottoms) - _BELOW * size
    start = spans[0][0]
    scale = way.scale
    run = (
        *way.direction(cos, sin),
        *way.direction(sin, -cos),
        *way.point(start * cos - base * sin, start * sin + base * cos),
    )
    parts = [f"BT 3 Tr /F {_number(size / scale)} Tf {' '.join(map(_number, run))} Tm"]
    at = start
    for place, (word, (begins, ends)) in enumerate(zip(line, spans, strict=True)):
        if place:
            gap = max(begins - at, 0.08 * size)
            parts.append(_stretched(" ", gap / size, numbers))
            at += gap
        width = max(ends - at, 0.1 * size)
        parts.append(_stretched(word.text, width / size, numbers))
        at += width
    return " ".join((*parts, "ET"))


def _stretched(text: str, ems: float, numbers: dict[str, int]) -> str:
    """Text as wide as so many ems."""
    codes = "".join(f"{numbers[char]:04X}" for char in text)
    return f"{_number(100 * ems / (len(text) * _ADVANCE))} Tz <{codes}> Tj"


def _number(value: float) -> str:
    if not math.isfinite(value) or abs(value) > protocol.COORDINATE_LIMIT:
        raise Failed(Failure.NOT_ANSWERED)
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
