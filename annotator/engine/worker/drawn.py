"""Pages of any kind that MuPDF shows, drawn into a PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotator.engine.worker.mupdf import fitz, lib, open_pdf


def to_pdf(shown: Any, progress: Callable[[], None]) -> Any:
    """The pages as a PDF, without links: PyMuPDF's own way looks for them in quadratic time."""
    made = fitz.open()
    pdf = fitz._as_pdf_document(made)
    for index in range(shown.page_count):
        progress()
        page = lib.fz_load_page(shown.this, index)
        box = lib.fz_bound_page(page)
        device, resources, contents = lib.pdf_page_write(pdf, box)
        lib.fz_run_page(page, device, lib.FzMatrix(), lib.FzCookie())
        lib.fz_close_device(device)
        lib.pdf_insert_page(pdf, -1, lib.pdf_add_page(pdf, box, 0, resources, contents))
    return open_pdf(data=made.tobytes(no_new_id=True))


def finished(pdf: Any) -> bytes:
    """The PDF's bytes: the same each time for the same pages, with what is used of its fonts."""
    pdf.subset_fonts()
    lib.pdf_dict_dels(lib.pdf_trailer(fitz._as_pdf_document(pdf)), "ID")  # random: the same text, the same bytes
    return bytes(pdf.tobytes(deflate=True, garbage=3, no_new_id=True))
