"""Pages as pixels: drawn with their words or without, and compared."""

from __future__ import annotations

from typing import Any

from annotator.engine.worker.mupdf import fitz, lib, same_memory

Edges = tuple[float, float, float, float]
_MOST_PIXELS = 6_000_000
_RATE = 1.5
"""Pixels a point at which a page is looked at."""
_FAINT = 16
"""Of 255: colours that differ less look the same."""
_SHRUNK, _UNLIKE = 3, 20
"""Pages are compared in cells of 2 to the power of this pixels, which may differ by so much of 255."""


class Shot:
    """Pixels of a page, three bytes each, at `rate` pixels a point."""

    def __init__(self, page: Any, *, words: bool = True) -> None:
        bound = page.rect
        area = max(bound.width * bound.height, 1.0)
        self.rate = min(_RATE, (_MOST_PIXELS / area) ** 0.5)
        self._pixmap = drawn(page, self.rate, words=words)
        self.width, self.height, self.stride = self._pixmap.width, self._pixmap.height, self._pixmap.stride
        self.size = (self.width, self.height)
        self._samples: memoryview = self._pixmap.samples_mv  # where MuPDF has them: megabytes, which nobody copies
        self._changes: dict[int, bytes] = {}

    def __eq__(self, other: object) -> bool:
        """Whether all pixels are the same."""
        if not isinstance(other, Shot) or (self.size, self.stride) != (other.size, other.stride):
            return False
        mine, theirs = (int(lib.fz_pixmap_samples_int(one._pixmap.this)) for one in (self, other))
        return same_memory(mine, theirs, self.stride * self.height)

    __hash__ = None  # type: ignore[assignment]

    def changes(self, top: float, bottom: float) -> bytes:
        """Of the row of pixels in the middle between two heights (points): where the green of one is not the next's.

        A byte for each pixel, 0 where they are the same; a row of zeros where it is not on the page.
        """
        y0, y1 = int(top * self.rate), int(bottom * self.rate) + 1
        if top < 0 or y0 >= y1 or y1 > self.height:
            return bytes(self.width)
        at = (y0 + y1) // 2
        if at not in self._changes:
            line = bytes(self._samples[at * self.stride : at * self.stride + 3 * self.width])[1::3]
            row = int.from_bytes(line, "little")
            self._changes[at] = (row ^ (row >> 8)).to_bytes(self.width, "little")
        return self._changes[at]

    def shrunk(self, power: int) -> Any:
        """The pixels smaller by 2 to the power of this, in MuPDF's way to average them."""
        small = fitz.Pixmap(fitz.csRGB, *self.size, bytes(self._samples), 0)
        small.shrink(power)
        return small

    def rows(self, box: Edges) -> list[bytes]:
        """The pixels of a rectangle (points), a bytes object each row; one pixel at least where it is on the page."""
        rate = self.rate
        x0, x1 = max(0, int(box[0] * rate)), min(self.width, int(box[2] * rate) + 1)
        y0, y1 = max(0, int(box[1] * rate)), min(self.height, int(box[3] * rate) + 1)
        if x0 >= x1:
            return []
        return [bytes(self._samples[y * self.stride + 3 * x0 : y * self.stride + 3 * x1]) for y in range(y0, y1)]

    def even(self, box: Edges) -> bool:
        """Whether all pixels of a rectangle are the same; also where there are none."""
        rate, samples, stride = self.rate, self._samples, self.stride
        x0, x1 = max(0, int(box[0] * rate)), min(self.width, int(box[2] * rate) + 1)
        y0, y1 = max(0, int(box[1] * rate)), min(self.height, int(box[3] * rate) + 1)
        if x0 >= x1 or y0 >= y1:
            return True
        start = (y0 + y1) // 2 * stride + 3 * x0  # letters have ink in the middle, mostly
        same = bytes(samples[start : start + 3]) * (x1 - x0)
        length = len(same)
        if bytes(samples[start : start + length]) != same:
            return False
        return all(
            bytes(samples[at : at + length]) == same for at in range(y0 * stride + 3 * x0, y1 * stride + 3 * x0, stride)
        )


def near(rows: list[bytes], colour: tuple[int, ...]) -> bool:
    """Whether all pixels look like a colour."""
    return all(
        abs(edge - part) <= _FAINT
        for row in rows
        for channel, part in enumerate(colour)
        for edge in (min(row[channel::3]), max(row[channel::3]))
    )


def alike(one: list[bytes], other: list[bytes]) -> bool:
    """Whether all pixels of two parts of one size look the same."""
    return one == other or all(
        abs(a - b) <= _FAINT for rows in zip(one, other, strict=True) for a, b in zip(*rows, strict=True)
    )


def drawn(page: Any, rate: float, *, words: bool = True) -> Any:
    """A picture of an upright page without annotations, `rate` pixels a point; MuPDF's, on white."""
    matrix = lib.FzMatrix(rate, 0, 0, rate, 0, 0)
    box = lib.fz_round_rect(lib.fz_transform_rect(lib.fz_bound_page(page.this), matrix))
    # PyMuPDF's own pixmaps have a (void) list of spot colours, which MuPDF takes eight times as long to blend.
    whole = lib.FzIrect(0, 0, max(1, box.x1), max(1, box.y1))
    plain = lib.fz_new_pixmap_with_bbox(lib.FzColorspace(lib.FzColorspace.Fixed_RGB), whole, lib.FzSeparations(), 0)
    pixmap = fitz.Pixmap("raw", plain)
    pixmap.clear_with(255)
    device = lib.fz_new_draw_device(matrix, pixmap.this)
    if not words:  # MuPDF passes over what a device does not do
        device.m_internal.fill_text = device.m_internal.stroke_text = None
    lib.fz_run_page_contents(page.this, device, lib.FzMatrix(), lib.FzCookie())
    lib.fz_close_device(device)
    return pixmap


def without_colour(pixmap: Any) -> tuple[Any, str]:
    """The same picture a third as large where it has greys alone, with the name that PDF has for its colours."""
    samples = bytes(pixmap.samples_mv)
    red = samples[0::3]
    if red != samples[1::3] or red != samples[2::3]:
        return pixmap, "DeviceRGB"
    return fitz.Pixmap(fitz.csGRAY, pixmap.width, pixmap.height, red, 0), "DeviceGray"


def close(one: Shot, other: Shot) -> bool:
    """Whether two pictures of pages look the same: lines may lie a fraction of a point apart."""
    if one == other:
        return True
    if one.size != other.size:
        return False
    shrunk = [bytes(shot.shrunk(_SHRUNK).samples) for shot in (one, other)]
    return all(abs(a - b) <= _UNLIKE for a, b in zip(*shrunk, strict=True))
