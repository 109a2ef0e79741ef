"""A worker of its own kind: PDFium draws the pages that MuPDF can't do in time. It answers with pictures only.

PDFium is loaded by the warm parent. The document's bytes are mapped before the lock and parsed after it; without
JavaScript, forms or threads (the build that pypdfium2 ships has none of the first two switched on here).
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import mmap
import os
import struct
from typing import Any

import pypdfium2.raw as raw

from annotator.engine import protocol
from annotator.engine.protocol import BadFrame, Cursor, Failure, Told, Wanted
from annotator.engine.worker import probes, serving
from annotator.engine.worker.failing import Failed

_ANNOTATIONS = 0x01
_WHITE = 0xFFFFFFFF
_WRONG_PASSWORD = 4


def run(descriptors: list[int], *, in_namespaces: bool, unconfined: bool) -> None:
    """All of a worker's life; does not return. `descriptors`: pipe, arena and the document's bytes."""
    pipe_fd, arena, document_fd = serving.take_over(descriptors)
    size = os.fstat(document_fd).st_size
    # Private, so that PDFium could not even by mistake change what others read; not one page of it is read yet.
    data = mmap.mmap(document_fd, size, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE) if size else None
    pipe = serving.Pipe(pipe_fd, arena)
    serving.lock(pipe, in_namespaces=in_namespaces, unconfined=unconfined)
    _serve(pipe, data)


def _serve(pipe: serving.Pipe, data: mmap.mmap | None) -> None:
    document: _Document | None = None
    while True:
        frame = pipe.next()
        pipe.request = frame.request
        if frame.kind == Wanted.OPEN:
            document = _Document(data, frame.payload)
        elif frame.kind == Wanted.PROBE:
            found = probes.attempt_all()
            pairs = b"".join(protocol.COUNT_PAIR.pack(*pair) for pair in found)
            pipe.tell(Told.DONE, protocol.U32.pack(len(found)) + pairs)
        else:
            code = _answer(pipe, frame, document)
            if code:
                pipe.tell(Told.FAILED, code=code)


def _answer(pipe: serving.Pipe, frame: protocol.Frame, document: _Document | None) -> int:
    """0, or the failure's number."""
    if document is None or frame.kind not in (Wanted.RENDER, Wanted.INFO):
        return Failure.NOT_ANSWERED
    try:
        if frame.kind == Wanted.INFO:
            pipe.tell(Told.DONE, protocol.INFO.pack(document.pages, 0, 0))
        else:
            told = document.draw(Cursor(frame.payload), pipe.view)
            pipe.tell(Told.DONE, protocol.PIXELS.pack(*told))
    except Failed as failed:
        return failed.code
    except MemoryError:
        return Failure.OUT_OF_MEMORY
    except (BadFrame, struct.error, OSError):
        os._exit(1)
    except Exception:
        return Failure.NOT_ANSWERED
    return 0


class _Document:
    """The PDF as PDFium has it."""

    def __init__(self, data: mmap.mmap | None, payload: bytes) -> None:
        cursor = Cursor(payload)
        _, _, count = (int(part) for part in cursor.take(protocol.OPEN_ASK))
        self._passwords: list[bytes | None] = [None]
        for _ in range(min(count, protocol.PASSWORD_LIMIT)):
            (length,) = (int(part) for part in cursor.take(protocol.U32))
            self._passwords.append(cursor.blob(length, protocol.PASSWORD_LIMIT))
        self._data = data
        self._handle: Any = None

    @property
    def pages(self) -> int:
        """How many. Raises Failed where it does not open."""
        count = int(raw.FPDF_GetPageCount(self._open()))
        if not 1 <= count <= protocol.PAGE_LIMIT:
            raise Failed(Failure.NO_PAGES if count < 1 else Failure.TOO_MANY_PAGES)
        return count

    def _open(self) -> Any:
        if self._handle is not None:
            return self._handle
        if self._data is None:
            raise Failed(Failure.EMPTY)
        bytes_at = (ctypes.c_char * len(self._data)).from_buffer(self._data)
        for password in self._passwords:
            handle = raw.FPDF_LoadMemDocument64(bytes_at, len(self._data), password)
            if handle:
                self._handle = handle
                return handle
            if raw.FPDF_GetLastError() != _WRONG_PASSWORD:
                break
        raise Failed(Failure.DAMAGED)

    def draw(self, cursor: Cursor, into: memoryview) -> tuple[int, int, int, float, int]:
        """Draw a page into the arena: width, height, stride, scale, and that it stayed light."""
        index, scale, clipped, x0, y0, x1, y1, quarter, *_ = cursor.take(protocol.RENDER_ASK)
        page = raw.FPDF_LoadPage(self._open(), int(index)) if 0 <= int(index) < self.pages else None
        if not page:
            raise Failed(Failure.NOT_ANSWERED)
        try:
            width, height = float(raw.FPDF_GetPageWidthF(page)), float(raw.FPDF_GetPageHeightF(page))
            if int(quarter) % 2:
                width, height = height, width
            area = (x0, y0, min(x1, width), min(y1, height)) if clipped else (0.0, 0.0, width, height)
            return _draw(page, int(quarter) % 4, float(scale), (width, height), area, into)
        finally:
            raw.FPDF_ClosePage(page)


def _draw(
    page: Any,
    quarter: int,
    scale: float,
    size: tuple[float, float],
    area: tuple[float, ...],
    into: memoryview,
) -> tuple[int, int, int, float, int]:
    across, down = area[2] - area[0], area[3] - area[1]
    if not all(map(math.isfinite, (*area, *size, scale))) or min(across, down, scale) <= 0:
        raise Failed(Failure.NOT_ANSWERED)
    scale = min(scale, (protocol.SIDE_LIMIT - 2) / max(across, down), math.sqrt(protocol.PIXEL_LIMIT / across / down))
    left, top = math.floor(area[0] * scale + 1e-3), math.floor(area[1] * scale + 1e-3)
    width = max(math.ceil(area[2] * scale - 1e-3) - left, 1)
    height = max(math.ceil(area[3] * scale - 1e-3) - top, 1)
    while width * height * 4 > len(into):
        height -= 1
    memory = (ctypes.c_char * len(into)).from_buffer(into)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, memory, width * 4)
    if not bitmap:
        raise Failed(Failure.OUT_OF_MEMORY)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        whole = (math.ceil(size[0] * scale), math.ceil(size[1] * scale))
        raw.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *whole, quarter, _ANNOTATIONS)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return width, height, width * 4, scale, 1


def warm() -> None:
    """Load PDFium and draw a small page, in the parent: fonts are looked for now, for after the lock there are none."""
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 50 50]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length 29>>stream\nBT /F 9 Tf 5 5 Td (Warm) Tj ET\nendstream",
    )
    data = bytearray(b"%PDF-1.7\n")
    for number, part in enumerate(parts, 1):
        data += b"%d 0 obj%s\nendobj\n" % (number, part)
    data += b"trailer<</Size 5/Root 1 0 R>>\n%%EOF"
    opening = protocol.OPEN_ASK.pack(0, len(data), 0)
    with contextlib.suppress(Failed):
        asked = protocol.RENDER_ASK.pack(0, 1.0, 0, 0.0, 0.0, 0.0, 0.0, 0, 0, 0, 0, 0)
        held = mmap.mmap(-1, len(data))
        held[:] = bytes(data)
        document = _Document(held, opening)
        document.draw(Cursor(asked), memoryview(bytearray(1 << 16)))
