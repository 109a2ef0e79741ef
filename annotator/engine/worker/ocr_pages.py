"""What reading scans asks of a document: how a page looks, its picture in grey, the text layer made of the words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from annotator.engine import protocol
from annotator.engine.protocol import Cursor, Failure, Told
from annotator.engine.worker import drawing, layers, ocr_skew, texts
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.mupdf import lib, shrink_store
from annotator.engine.worker.opening import Opened

if TYPE_CHECKING:
    from annotator.engine.worker.serving import Pipe

_CELLS = 64
_SMALL = 120
"""Pixels of the longer side of the picture in which ink is looked for."""
_ASKEW = 0.7
"""Degrees: lines less askew are read as well as straight ones."""
_INK = bytes(int(value < 208) for value in range(256))


def shares(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """How much of a page pictures, text and ink cover."""
    (index,) = (int(part) for part in cursor.take(protocol.CHARS_ASK))
    page = document.page(index)
    where = texts.geometry(page)
    drawn = page.get_bboxlog()
    found = (_pictured(page, drawn), _written(page, where), _inked(page, where)) if drawn else (0.0, 0.0, 0.0)
    pipe.tell(Told.DONE, protocol.SHARES.pack(*(min(1.0, max(0.0, share)) for share in found)))
    shrink_store()


def _pictured(page: Any, drawn: Any) -> float:
    """The share of the page that pictures cover."""
    bounds = page.rect
    cells = bytearray(_CELLS * _CELLS)
    for kind, (x0, y0, x1, y1) in drawn:
        if kind not in ("fill-image", "fill-imgmask"):
            continue
        left, right = (_cell(x, bounds.x0, bounds.width) for x in (x0, x1))
        top, bottom = (_cell(y, bounds.y0, bounds.height) for y in (y0, y1))
        for row in range(top, bottom):
            cells[row * _CELLS + left : row * _CELLS + right] = b"\1" * max(0, right - left)
    return sum(cells) / len(cells)


def _cell(value: float, start: float, length: float) -> int:
    place = (value - start) / length * _CELLS if length > 0 else 0.0
    return min(_CELLS, max(0, round(place))) if math.isfinite(place) else 0


def _written(page: Any, where: texts.Geometry) -> float:
    """The share of the page that the boxes of its characters cover."""
    boxes = texts.chars_of(page, where).boxes
    area = sum((boxes[at + 2] - boxes[at]) * (boxes[at + 3] - boxes[at + 1]) for at in range(0, len(boxes), 4))
    width, height = drawing.shown_size(where)
    return area / (width * height)


def _inked(page: Any, where: texts.Geometry) -> float:
    """The share of a small picture of the page that is not as good as white."""
    picture = drawing.draw(page, _SMALL / max(drawing.shown_size(where)), None)
    samples = bytes(picture.samples)
    return samples.translate(_INK).count(1) / max(1, len(samples))


def scan(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """A page as shown in grey, through the arena; turned as asked, and by what its lines are askew."""
    index, scale, turn = cursor.take(protocol.SCAN_ASK)
    page = document.page(int(index))
    where = texts.geometry(page)
    if not (math.isfinite(scale) and scale > 0 and math.isfinite(turn)):
        raise Failed(Failure.NOT_ANSWERED)
    pixmap, used = _drawn(page, where, scale, turn, pipe.view)
    across, down = lib.fz_pixmap_width(pixmap), lib.fz_pixmap_height(pixmap)
    # MuPDF's own fz_detect_skew reads beyond the picture and ends the process.
    askew = ocr_skew.askew(pipe.view, across, down)
    if abs(askew) >= _ASKEW:
        turn -= askew
        _, used = _drawn(page, where, scale, turn, pipe.view)
    pipe.tell(Told.DONE, protocol.SCANNED.pack(across, down, used, turn))
    shrink_store()


def _drawn(page: Any, where: texts.Geometry, scale: float, turn: float, into: memoryview) -> tuple[Any, float]:
    """The page in grey, turned clockwise about its middle by `turn` degrees: (MuPDF's pixmap, scale that was used)."""
    size = drawing.shown_size(where)
    width, height = size[::-1] if round(turn / 90) % 2 else size
    used = drawing._affordable((0.0, 0.0, width, height), scale)
    across, down = max(1, math.ceil(width * used - 1e-3)), max(1, math.ceil(height * used - 1e-3))
    pixels = lib.FzIrect(0, 0, across, down)
    space = lib.FzColorspace(lib.FzColorspace.Fixed_GRAY)
    start = lib.python_mutable_buffer_data(into)
    pixmap = lib.fz_new_pixmap_with_bbox_and_data(space, pixels, lib.FzSeparations(), 0, start)
    lib.fz_clear_pixmap_with_value(pixmap, 0xFF)
    zoom = used / where.unit
    cos, sin = zoom * math.cos(math.radians(turn)), zoom * math.sin(math.radians(turn))
    x, y = size[0] * where.unit / 2, size[1] * where.unit / 2
    way = lib.FzMatrix(cos, sin, -sin, cos, across / 2 - cos * x + sin * y, down / 2 - sin * x - cos * y)
    device = lib.fz_new_draw_device(lib.FzMatrix(), pixmap)
    lib.fz_run_page(page.this, device, way, lib.FzCookie())
    lib.fz_close_device(device)
    return pixmap, used


def layer(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """The text layer with the words of some pages, beside those that it has already, through the arena."""
    read: list[layers.Read] = []
    while cursor.left:
        index, width, height, scale, turn, count = cursor.take(protocol.LAYER_PAGE)
        if count > protocol.WORD_LIMIT:
            raise Failed(Failure.TOO_LARGE)
        words = []
        for _ in range(int(count)):
            x0, y0, x1, y1, line, length = (int(part) for part in cursor.take(protocol.LAYER_WORD))
            words.append(layers.Placed(cursor.text(length, protocol.WORD_TEXT_LIMIT), (x0, y0, x1, y1), line))
        read.append(layers.Read(int(index), (width, height), scale, turn, words))
    pipe.put(layers.make(document.pdf, document.layer, read))
    pipe.tell(Told.DONE)
    shrink_store()
