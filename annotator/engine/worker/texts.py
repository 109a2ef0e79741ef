"""A page's text, and the box of each of its code points, in content order.

The text is made by one function for both the extraction and the boxes, so they are the same by construction.
"""

from __future__ import annotations

import gc
import math
import re
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import gt
from typing import Any

from annotator.engine.protocol import COORDINATE_LIMIT, Failure
from annotator.engine.worker import right_to_left
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.mupdf import extra_c, fitz, lib

FLAGS = int(fitz.TEXT_PRESERVE_WHITESPACE | fitz.TEXT_MEDIABOX_CLIP)
"""No ligatures (they are expanded), no dehyphenation, no pictures, and no guesses for characters without a meaning."""
UNKNOWN = "\ufffd"
Boxed = tuple[str, tuple[float, float, float, float]]
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")


@contextmanager
def upright(page: Any) -> Iterator[None]:
    """The page without its rotation, as PyMuPDF reads text; put back afterwards."""
    rotation = page.rotation
    if rotation:
        page.set_rotation(0)
    try:
        yield
    finally:
        if rotation:
            page.set_rotation(rotation)


@dataclass(frozen=True, slots=True)
class Geometry:
    """A page's visible box in user space, its rotation, and the way from MuPDF's upright page to user space."""

    box: tuple[float, float, float, float]
    rotation: int
    unit: float
    """Points a user-space unit (UserUnit); sizes and scales leave it out."""

    def to_user(self, x: float, y: float) -> tuple[float, float]:
        """A point of MuPDF's upright page (y down, origin at the box's corner) in user space."""
        return self.box[0] + x / self.unit, self.box[3] - y / self.unit


def geometry(page: Any) -> Geometry:
    """Where the page lies; an odd rotation counts as the nearest quarter. Raises Failed for a page without a size."""
    rect, matrix = lib.FzRect(), lib.FzMatrix()
    lib.pdf_page_transform(page._pdf_page(), rect, matrix)
    unit = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5 or 1.0
    box = (rect.x0, rect.y0, rect.x1, rect.y1)
    if (
        not all(math.isfinite(edge) and abs(edge) < COORDINATE_LIMIT for edge in box)
        or box[0] >= box[2]
        or box[1] >= box[3]
    ):
        raise Failed(Failure.NOT_ANSWERED)
    return Geometry(box, int(page.rotation) % 360 // 90 * 90, unit)


def clean(text: str) -> str:
    """The same number of code points, without those that no text may have."""
    return _BAD.sub(UNKNOWN, text)


def _raw_text(textpage: Any) -> str:
    """What PyMuPDF's `get_text()` prints: every line ended by a line feed; escaped, backslashes too."""
    buffer = lib.fz_new_buffer(4096)
    extra_c.JM_print_stext_page_as_text(buffer, textpage)
    return bytes(lib.fz_buffer_extract(buffer)).decode("raw_unicode_escape", "replace")


def text_of(page: Any) -> str:
    """The page's text as it is stored."""
    with upright(page):
        textpage = page._get_textpage(None, FLAGS, None)
        text = clean(_raw_text(textpage))
        return _spoken(text, _boxed(textpage))[0] if right_to_left.concerns(text) else text


@dataclass(frozen=True, slots=True)
class Chars:
    """A page's text and four float32 for each code point, in user space."""

    text: str
    boxes: array[float]


def chars_of(page: Any, where: Geometry) -> Chars:
    """The page's text, the same as `text_of`, with the box of each code point."""
    with upright(page):
        textpage = page._get_textpage(None, FLAGS, None)
        text = clean(_raw_text(textpage))
        with _uncollected():
            found = _boxed(textpage)
            if right_to_left.concerns(text):
                text, found = _spoken(text, found)
    return Chars(text, _as_they_come(text, found, where) or _one_by_one(text, found, where))


def _spoken(text: str, found: list[Boxed]) -> tuple[str, list[Boxed]]:
    """The same with lines from the right in the order in which they are spoken."""
    return right_to_left.spoken(text, found) or (text, found)


@contextmanager
def _uncollected() -> Iterator[None]:
    """A page's thousands of small things are made without looking for dead ones: a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _as_they_come(text: str, found: list[Boxed], where: Geometry) -> array[float] | None:
    """The boxes where the text is the characters found and line ends, as nearly always; None where it is not.

    It does what `_one_by_one` does, for a page's thousands of code points in a third of the time.
    """
    characters = "".join([char for char, _ in found])
    if len(characters) != len(found) or clean(characters) != text.replace("\n", ""):
        return None
    left, top, unit = where.box[0], where.box[3], where.unit
    flat: list[float] = []
    for _, (x0, y0, x1, y1) in found:
        flat += (left + x0 / unit, top - y1 / unit, left + x1 / unit, top - y0 / unit)
    if not math.isfinite(sum(flat)) or (flat and max(max(flat), -min(flat)) >= COORDINATE_LIMIT):
        return None
    if any(map(gt, flat[::4], flat[2::4])) or any(map(gt, flat[1::4], flat[3::4])):
        return None
    boxes = array("f")
    at, last = 0, _to_user((0.0, 0.0, 0.0, 0.0), where)
    for number, line in enumerate(text.split("\n")):
        if number:
            boxes.extend((last[2], last[1], last[2], last[3]))
        if line:
            end = at + 4 * len(line)
            boxes.extend(flat[at:end])
            at, last = end, (flat[end - 4], flat[end - 3], flat[end - 2], flat[end - 1])
    return boxes


def _one_by_one(text: str, found: list[Boxed], where: Geometry) -> array[float]:
    boxes = array("f", bytes(16 * len(text)))
    at = 0
    last = (0.0, 0.0, 0.0, 0.0)
    for place, char in enumerate(text):
        if char == "\n" and (at >= len(found) or found[at][0] != "\n"):
            edges = (last[2], last[1], last[2], last[3])
        else:
            at = _next(found, at, char)
            edges = found[at][1] if at < len(found) else (last[2], last[1], last[2], last[3])
            at += 1
        boxes[4 * place : 4 * place + 4] = array("f", _to_user(edges, where))
        last = edges
    return boxes


def _next(found: list[Boxed], at: int, char: str) -> int:
    """Where the character stands; a few that the text leaves out are stepped over."""
    for place in range(at, min(at + 16, len(found))):
        if clean(found[place][0]) == char:
            return place
    return at


def _boxed(textpage: Any) -> list[Boxed]:
    """Each code point and its box on the upright page, line ends left out."""
    raw: dict[str, Any] = {"width": 0, "height": 0}
    extra_c.JM_make_textpage_dict(textpage.m_internal, raw, True)
    return [
        (char["c"], char["bbox"])
        for block in raw["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        for char in span["chars"]
    ]


def _to_user(edges: tuple[float, float, float, float], where: Geometry) -> tuple[float, float, float, float]:
    x0, y0 = where.to_user(edges[0], edges[3])
    x1, y1 = where.to_user(edges[2], edges[1])
    if not all(abs(edge) < COORDINATE_LIMIT for edge in (x0, y0, x1, y1)):  # also where one is no number
        return (where.box[0], where.box[1], where.box[0], where.box[1])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
