"""What stands on a page of a table, drawn by MuPDF at once: PyMuPDF's own way takes a hundred times as long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.engine.worker import drawn
from annotator.engine.worker.mupdf import fitz, lib

_DENSITY = 2.0
"""Pixels a point of the strips."""
_PALE, _BLACK, _DIM = 237, [0.0, 0.0, 0.0, 0.0], [0.35, 0.0, 0.0, 0.0]
_GREY = lib.new_floats(1)
lib.floats_setitem(_GREY, 0, 0.75)

_font: Any = None
_widths: dict[str, float] = {}


def font() -> Any:
    """The font of all cells; MuPDF takes others for what it lacks."""
    global _font  # made once, before the worker locks
    if _font is None:
        _font = fitz.Font("helv")
    return _font


def width(words: str) -> float:
    """How wide words are at a font size of 1."""
    try:
        return sum(map(_widths.__getitem__, words))
    except KeyError:
        for char in set(words) - _widths.keys():
            _widths[char] = float(font().text_length(char, 1.0))
        return sum(map(_widths.__getitem__, words))


class Sketch:
    """A page in the making: words, lines, strips. Points, y down."""

    def __init__(self, size: float) -> None:
        self._size = size
        self._text = lib.fz_new_text()
        self._path = lib.fz_new_path()
        self._strips: list[tuple[Any, float, float, float, float]] = []

    def write(self, words: str, x: float, y: float) -> None:
        """Words on the line `y`."""
        _show(self._text, words, self._size, x, y)

    def line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A thin grey line."""
        lib.fz_moveto(self._path, *start)
        lib.fz_lineto(self._path, *end)

    def strip(self, names: Sequence[tuple[str, float]], at: tuple[float, float], across: float, *, down: bool) -> None:
        """Names beside the rows or above the columns, each with its length, as a picture: no words of the table."""
        whole = sum(length for _, length in names)
        wide, high = (across, whole) if down else (whole, across)
        box = lib.FzIrect(0, 0, round(wide * _DENSITY), round(high * _DENSITY))
        picture = lib.fz_new_pixmap_with_bbox(lib.fz_device_gray(), box, lib.FzSeparations(), 0)
        lib.fz_clear_pixmap_with_value(picture, _PALE)
        text = lib.fz_new_text()
        begin = 0.0
        for name, length in names:
            size = self._size - (2 if len(name) < 5 else 4)
            middle = ((wide if down else length) - width(name) * size) / 2
            _show(text, name, size, *((middle, begin + min(length, 12.0) - 3) if down else (begin + middle, high - 3)))
            begin += length
        device = lib.fz_new_draw_device(lib.fz_scale(_DENSITY, _DENSITY), picture)
        _fill(device, text, _DIM)
        lib.fz_close_device(device)
        image = lib.fz_new_image_from_pixmap(picture, lib.FzImage())
        self._strips.append((image, *at, wide, high))

    def draw(self, writer: drawn.Writer, wide: float, high: float) -> None:
        """Make it a page of this size."""
        writer.draw(lib.FzRect(0, 0, wide, high), self._run)

    def _run(self, device: Any) -> None:
        for image, x, y, wide, high in self._strips:
            lib.fz_fill_image(device, image, lib.FzMatrix(wide, 0, 0, high, x, y), 1.0, _plain_colour())
        stroke = lib.fz_new_stroke_state()
        stroke.m_internal.linewidth = 0.5
        lib.fz_stroke_path(
            device, self._path, stroke, lib.FzMatrix(), lib.fz_device_gray(), _GREY, 1.0, _plain_colour()
        )
        _fill(device, self._text, _BLACK)


def _show(text: Any, words: str, size: float, x: float, y: float) -> None:
    lib.fz_show_string(text, font().this, lib.FzMatrix(size, 0, 0, -size, x, y), words, 0, 0, 0, 0)


def _fill(device: Any, text: Any, colour: list[float]) -> None:
    lib.fz_fill_text(device, text, lib.FzMatrix(), lib.fz_device_gray(), colour, 1.0, _plain_colour())


def _plain_colour() -> Any:
    return lib.FzColorParams(lib.fz_default_color_params)
