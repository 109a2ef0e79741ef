"""Pages of any kind that MuPDF shows, drawn into a PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotator.engine.worker.mupdf import fitz, lib, open_pdf


class Writer:
    """A PDF that grows page by page. A font is kept once, however many documents use it."""

    def __init__(self) -> None:
        self._made = fitz.open()
        self._pdf = fitz._as_pdf_document(self._made)
        self._pages: list[Any] = []

    def __len__(self) -> int:
        return len(self._pages)

    def draw(self, box: Any, run: Callable[[Any], None]) -> None:
        """Add a page with this box (`FzRect`); `run` draws on the device that it is given (y down)."""
        device, resources, contents = lib.pdf_page_write(self._pdf, box)
        run(device)
        lib.fz_close_device(device)
        self._pages.append(lib.pdf_add_page(self._pdf, box, 0, resources, contents))

    def add(self, shown: Any, first: int, last: int, progress: Callable[[], None]) -> None:
        """Add pages of a document from `first` to before `last`, without links."""
        for index in range(first, last):
            progress()
            page = lib.fz_load_page(shown.this, index)

            def run(device: Any, page: Any = page) -> None:
                lib.fz_run_page(page, device, lib.FzMatrix(), lib.FzCookie())

            self.draw(lib.fz_bound_page(page), run)

    def finish(self) -> Any:
        """The PDF, opened anew; nothing can be added afterwards."""
        # MuPDF's own way to insert a page looks through all pages before it.
        root = lib.pdf_dict_gets(lib.pdf_dict_gets(lib.pdf_trailer(self._pdf), "Root"), "Pages")
        kids = lib.pdf_dict_gets(root, "Kids")
        for page in self._pages:
            lib.pdf_dict_puts(page, "Parent", root)
            lib.pdf_array_push(kids, page)
        lib.pdf_dict_puts(root, "Count", lib.pdf_new_int(len(self._pages)))
        self._pages.clear()
        return open_pdf(data=self._made.tobytes(no_new_id=True))


def to_pdf(shown: Any, progress: Callable[[], None]) -> Any:
    """The pages as a PDF, without links: PyMuPDF's own way looks for them in quadratic time."""
    writer = Writer()
    writer.add(shown, 0, shown.page_count, progress)
    return writer.finish()


def finished(pdf: Any) -> bytes:
    """The PDF's bytes: the same each time for the same pages, with what is used of its fonts."""
    pdf.subset_fonts()
    lib.pdf_dict_dels(lib.pdf_trailer(fitz._as_pdf_document(pdf)), "ID")  # random: the same text, the same bytes
    return bytes(pdf.tobytes(deflate=True, garbage=3, no_new_id=True))
