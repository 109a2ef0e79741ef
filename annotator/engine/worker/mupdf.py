"""The one import of PyMuPDF. Two names are taken so that it does not load a layout model with threads of its own."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Mapping
from typing import Any

for _name in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]

import pymupdf  # noqa: E402
from pymupdf import extra  # noqa: E402

fitz: Any = pymupdf
lib: Any = pymupdf.mupdf
extra_c: Any = extra
VERSION: str = str(pymupdf.VersionFitz)
STORE_CAP = 96 * 1024 * 1024
"""Bytes of decoded pictures and fonts that stay in memory between two requests."""

fitz.TOOLS.mupdf_display_errors(False)
fitz.TOOLS.mupdf_display_warnings(False)
# A loop of thirty thousand steps, left in by its makers, that each change of an annotation goes through.
fitz.Annot.update_timing_test = staticmethod(lambda: 0)

_open_any = lib.fz_open_document_with_stream_and_dir


def _open_pdf_only(_kind: str, stream: Any, _archive: Any) -> Any:
    return lib.pdf_open_document_with_stream(stream).super()


def open_pdf(stream: Any = None, data: bytes | None = None) -> Any:
    """A PDF by the PDF parser, whatever the bytes look like: from a MuPDF stream, or from memory.

    `filetype="pdf"` alone does not force it: MuPDF looks at the content and may choose another parser.
    """

    def chosen(kind: str, memory: Any, archive: Any) -> Any:
        return _open_pdf_only(kind, memory if stream is None else stream, archive)

    lib.fz_open_document_with_stream_and_dir = chosen
    try:
        return fitz.open(stream=b"x" if data is None else data, filetype="pdf")
    finally:
        lib.fz_open_document_with_stream_and_dir = _open_any


def open_html(html: bytes, pictures: Mapping[str, bytes] | None = None) -> Any:
    """Our own HTML, made and escaped by us, as a document that can be laid out.

    Nothing is opened from it but the pictures that are handed over, by the names they have there.
    """
    archive = fitz.Archive()
    for name, data in (pictures or {}).items():
        archive.add(data, name)
    return fitz.open(stream=html, filetype="html", archive=archive)


def open_xps(data: bytes) -> Any:
    """An XPS document, whose parts were looked at before."""
    return fitz.open(stream=data, filetype="xps")


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_LARGE = 8 * 1024 * 1024
"""Bytes from which what is freed goes back to the system at once; the C library may else keep 64 MB of old scans."""

_libc = ctypes.CDLL(None)
_libc.memcmp.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)

with contextlib.suppress(AttributeError):  # another C library
    _libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)
    _libc.mallopt(_M_TRIM_THRESHOLD, _LARGE)


def shrink_store(cap: int = STORE_CAP) -> None:
    """Let go of decoded pictures and fonts beyond `cap` bytes, of what was used longest ago first.

    MuPDF counts in per cent of what its store may hold at most (and not, as is said of it, of what it holds).
    """
    lib.fz_shrink_store(min(cap * 100 // int(lib.FZ_STORE_DEFAULT), 100))


def same_memory(one: int, other: int, size: int) -> bool:
    """Whether `size` bytes at two addresses, which must be there, are the same."""
    return int(_libc.memcmp(one, other, size)) == 0
