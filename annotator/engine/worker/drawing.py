"""Pictures of pages: pixels for the screen, PNG for a bundle."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.engine import protocol
from annotator.engine.protocol import Failure
from annotator.engine.worker import greys, night
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.mupdf import fitz, lib
from annotator.engine.worker.night import Look
from annotator.engine.worker.texts import Geometry, geometry

Edges = tuple[float, float, float, float]
BLACK = (0, 0, 0)
_PACKED = 3
"""How hard pixels of a PNG are packed: harder makes pages of text hardly smaller."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Drawn pixels and the scale that was used; `pixmap` is MuPDF's."""

    pixmap: Any
    width: int
    height: int
    stride: int
    scale: float
    kept: bool = False
    """Whether it is one picture and was left light, though a dark page was asked for."""

    @property
    def samples(self) -> memoryview:
        """The pixels where MuPDF has them; valid while the picture lives."""
        return memoryview(lib.fz_pixmap_samples_memoryview(self.pixmap))


def shown_size(where: Geometry) -> tuple[float, float]:
    """Width and height of the page as shown, in points."""
    width, height = where.box[2] - where.box[0], where.box[3] - where.box[1]
    return (height, width) if where.rotation in (90, 270) else (width, height)


def to_shown(rect: Edges, where: Geometry) -> Edges:
    """A rectangle of user space on the page as shown, in points, y down."""
    x0, y0, x1, y1 = where.box
    corners = []
    for x, y in ((rect[0], rect[1]), (rect[2], rect[3])):
        across, down = {
            0: (x - x0, y1 - y),
            90: (y - y0, x - x0),
            180: (x1 - x, y - y0),
            270: (y1 - y, x1 - x),
        }[where.rotation]
        corners.append((across, down))
    (a, b), (c, d) = corners
    return min(a, c), min(b, d), max(a, c), max(b, d)


def from_shown(x: float, y: float, where: Geometry) -> tuple[float, float]:
    """A point of the page as shown (points, y down) in user space: the inverse of `to_shown`."""
    x0, y0, x1, y1 = where.box
    return {0: (x0 + x, y1 - y), 90: (x0 + y, y0 + x), 180: (x1 - x, y0 + y), 270: (x1 - y, y1 - x)}[where.rotation]


def draw(
    page: Any, scale: float, clip: Edges | None, into: memoryview | None = None, look: Look | None = None
) -> Picture:
    """Draw a page, or the clip (points as shown), at `scale` pixels a point; smaller where it would be too large.

    `into` is the arena, where blue comes first and four bytes are a pixel; without it the picture is plain RGB.
    """
    where = geometry(page)
    look = look or Look()
    width, height = shown_size(where)
    if look.quarter % 2:
        width, height = height, width
    area = (0.0, 0.0, width, height) if clip is None else _inside(clip, width, height)
    if not math.isfinite(scale) or scale <= 0:
        raise Failed(Failure.NOT_ANSWERED)
    scale = _affordable(area, scale)
    pixels = lib.FzIrect(
        math.floor(area[0] * scale + 1e-3),
        math.floor(area[1] * scale + 1e-3),
        max(math.ceil(area[2] * scale - 1e-3), math.floor(area[0] * scale + 1e-3) + 1),
        max(math.ceil(area[3] * scale - 1e-3), math.floor(area[1] * scale + 1e-3) + 1),
    )
    pixmap = _pixmap(pixels, into)
    lib.fz_clear_pixmap_with_value(pixmap, 0xFF)
    device = lib.fz_new_draw_device(lib.FzMatrix(), pixmap)
    lib.fz_run_page(page.this, device, _matrix(look.quarter, scale, width, height, where.unit), lib.FzCookie())
    lib.fz_close_device(device)
    across, down = pixels.x1 - pixels.x0, pixels.y1 - pixels.y0
    kept = False
    if look.dark and into is not None:
        frame = night.Frame(pixmap, into, across, down, (pixels.x0, pixels.y0), scale)
        kept = night.darken(frame, _placed(night.pictures_of(page, where), where, look), width * height, look)
    return Picture(pixmap, across, down, across * (3 if into is None else 4), scale, kept)


def _matrix(quarter: int, scale: float, width: float, height: float, unit: float) -> Any:
    """From the page as MuPDF shows it to pixels; `width` and `height` are those of the turned page."""
    zoom = scale / unit
    return lib.FzMatrix(
        *(
            (zoom, 0, 0, zoom, 0, 0),
            (0, zoom, -zoom, 0, width * scale, 0),
            (-zoom, 0, 0, -zoom, width * scale, height * scale),
            (0, -zoom, zoom, 0, 0, height * scale),
        )[quarter % 4]
    )


def _placed(rects: Sequence[Edges], where: Geometry, look: Look) -> list[Edges]:
    """Rectangles of user space on the turned page, in points, y down."""
    turned = Geometry(where.box, (where.rotation + 90 * look.quarter) % 360, where.unit)
    return [to_shown(rect, turned) for rect in rects]


def _pixmap(pixels: Any, into: memoryview | None) -> Any:
    """Where to draw; straight into the arena, since copying megabytes takes as long as drawing most pages."""
    if into is None:
        return lib.fz_new_pixmap_with_bbox(lib.FzColorspace(lib.FzColorspace.Fixed_RGB), pixels, lib.FzSeparations(), 0)
    if (pixels.x1 - pixels.x0) * (pixels.y1 - pixels.y0) * 4 > len(into):
        raise Failed(Failure.TOO_LARGE)
    start = lib.python_mutable_buffer_data(into)
    space = lib.FzColorspace(lib.FzColorspace.Fixed_BGR)
    return lib.fz_new_pixmap_with_bbox_and_data(space, pixels, lib.FzSeparations(), 1, start)


def _inside(clip: Edges, width: float, height: float) -> Edges:
    if not all(map(math.isfinite, clip)):
        raise Failed(Failure.NOT_ANSWERED)
    x0, y0 = min(max(clip[0], 0.0), width), min(max(clip[1], 0.0), height)
    return x0, y0, min(max(clip[2], x0), width), min(max(clip[3], y0), height)


def _affordable(area: Edges, scale: float) -> float:
    width, height = max(area[2] - area[0], 1e-3), max(area[3] - area[1], 1e-3)
    scale = min(scale, 1000.0, (protocol.SIDE_LIMIT - 2) / max(width, height))
    if math.ceil(width * scale + 1) * math.ceil(height * scale + 1) > protocol.PIXEL_LIMIT:
        scale = math.sqrt(protocol.PIXEL_LIMIT / (width * height)) * 0.999
        while math.ceil(width * scale + 1) * math.ceil(height * scale + 1) > protocol.PIXEL_LIMIT:
            scale *= 0.99
    return scale


def png(
    page: Any,
    clip: Edges,
    scale: float,
    marks: Sequence[tuple[Edges, tuple[int, int, int]]],
    *,
    alone: bool = False,
) -> bytes:
    """A region of user space as PNG, marks laid over it like a highlighter: dark text stays readable.

    With `alone` all pixels that are not wholly inside a mark are white instead. A mark that is black is no highlight:
    before anything else all pixels that it touches become black.
    """
    where = geometry(page)
    area = to_shown(clip, where)
    picture = draw(page, scale, area)
    width, height = shown_size(where)
    corner = _inside(area, width, height)
    pixmap = fitz.Pixmap("raw", picture.pixmap)
    left, top = math.floor(corner[0] * picture.scale + 1e-3), math.floor(corner[1] * picture.scale + 1e-3)
    shown: list[tuple[Edges, tuple[int, int, int]]] = []
    for rect, rgb in marks:
        x0, y0, x1, y1 = (edge * picture.scale for edge in to_shown(rect, where))
        shown.append(((x0 - left, y0 - top, x1 - left, y1 - top), rgb))
    _black_out(picture, [edges for edges, rgb in shown if rgb == BLACK])
    shown = [(edges, rgb) for edges, rgb in shown if rgb != BLACK]
    kept = [_inwards(edges, picture) for edges, _ in shown]
    tinted = [((round(x0), round(y0), round(x1), round(y1)), rgb) for (x0, y0, x1, y1), rgb in shown]
    size = (picture.width, picture.height)
    if (plane := greys.plane_of(picture.samples, *size, picture.stride)) is not None:
        small = greys.alone(plane, *size, kept) if alone else greys.marked(plane, *size, tinted)
        if small is not None:
            return small
    if alone:
        _paint_over(picture, kept)
    else:
        for box, rgb in tinted:
            _tint(picture, *box, rgb)
    return _packed(bytes(pixmap.samples), pixmap.width, pixmap.height, pixmap.stride)


def _black_out(picture: Picture, boxes: Sequence[Edges]) -> None:
    """Black pixels wherever a rectangle touches them, and a little around: a letter's ink may reach out of its box."""
    samples = picture.samples
    for left, top, right, bottom in boxes:
        x0, x1 = max(0, math.floor(left) - 1), min(picture.width, math.ceil(right) + 1)
        if x0 < x1:
            for row in range(max(0, math.floor(top) - 1), min(picture.height, math.ceil(bottom) + 1)):
                start = row * picture.stride
                samples[start + 3 * x0 : start + 3 * x1] = bytes(3 * (x1 - x0))


def _inwards(edges: Edges, picture: Picture) -> greys.Box:
    """The pixels wholly inside a rectangle: no edge of a neighbour stays."""
    x0, y0, x1, y1 = edges
    return max(0, math.ceil(x0)), math.ceil(y0), min(picture.width, math.floor(x1)), math.floor(y1)


def _packed(samples: bytes, width: int, height: int, stride: int) -> bytes:
    """A PNG of pixels of three bytes: as small as MuPDF's, which takes three times as long to pack it."""
    lines = b"".join(b"\0" + samples[at : at + 3 * width] for at in range(0, height * stride, stride))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(lines, _PACKED)), (b"IEND", b"")):
        parts += [len(data).to_bytes(4, "big"), kind, data, zlib.crc32(kind + data).to_bytes(4, "big")]
    return b"".join(parts)


def _paint_over(picture: Picture, kept: Sequence[greys.Box]) -> None:
    """White everywhere but inside these rectangles."""
    samples = picture.samples
    white = b"\xff" * (picture.width * 3)
    for row in range(picture.height):
        start = row * picture.stride
        line = bytearray(white)
        for x0, y0, x1, y1 in kept:
            if y0 <= row < y1 and x0 < x1:
                line[3 * x0 : 3 * x1] = samples[start + 3 * x0 : start + 3 * x1]
        samples[start : start + len(white)] = bytes(line)


def _tint(picture: Picture, x0: int, y0: int, x1: int, y1: int, rgb: tuple[int, int, int]) -> None:
    """Multiply the pixels of a rectangle with a colour."""
    x0, x1 = max(0, x0), min(picture.width, x1)
    y0, y1 = max(0, y0), min(picture.height, y1)
    if x0 >= x1:
        return
    tables = [bytes(value * part // 255 for value in range(256)) for part in rgb]
    samples = picture.samples
    for row in range(y0, y1):
        start, end = row * picture.stride + x0 * 3, row * picture.stride + x1 * 3
        for channel, table in enumerate(tables):
            samples[start + channel : end : 3] = bytes(samples[start + channel : end : 3]).translate(table)
