"""Uses every part of PyMuPDF once, in the parent, so that a locked worker finds all loaded."""

from __future__ import annotations

import contextlib

from annotator.engine.worker import drawing, labels, texts
from annotator.engine.worker.mupdf import fitz, open_pdf


def warm() -> None:
    """Make, read and draw a small PDF."""
    made = fitz.open()
    page = made.new_page()
    for font in ("helv", "tiro", "cour", "symb", "zadb", "china-s", "japan", "korea"):
        page.insert_text((50, 80), "Warm ä 中", fontname=font)
    for number, colour in enumerate(((0.5,), (0.1, 0.5, 0.9), (0.1, 0.5, 0.9, 0.2))):
        page.draw_rect(fitz.Rect(50, 100 + 20 * number, 90, 110 + 20 * number), color=colour, fill=colour)
    for number, space in enumerate((fitz.csGRAY, fitz.csRGB, fitz.csCMYK)):  # conversions of colours take 10 ms each
        pixmap = fitz.Pixmap(space, fitz.IRect(0, 0, 8, 8))
        pixmap.clear_with(100)
        page.insert_image(fitz.Rect(100, 100 + 20 * number, 110, 110 + 20 * number), pixmap=pixmap)
    page.add_highlight_annot(fitz.Rect(50, 60, 90, 90))
    made.set_toc([[1, "Warm", 1]])
    _Made.data = made.tobytes(no_new_id=True)
    made.close()
    rehearse(memoryview(bytearray(1 << 20)))
    with contextlib.suppress(Exception):
        open_pdf(data=b"no document")
    str(Exception("é"))


class _Made:
    data = b""


def rehearse(into: memoryview) -> None:
    """Read and draw the small PDF; `into` takes pixels. In a new process this makes its memory its own ahead."""
    pdf = open_pdf(data=_Made.data)
    page = pdf[0]
    where = texts.geometry(page)
    texts.text_of(page)
    texts.chars_of(page, where)
    labels.outline(pdf, 1)
    labels.Labels(pdf).of(0)
    drawing.draw(page, 0.5, None, into)
    drawing.png(page, (0, 0, 20, 20), 0.5, [])
    pdf.close()
