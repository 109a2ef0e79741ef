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
    page.add_highlight_annot(fitz.Rect(50, 60, 90, 90))
    made.set_toc([[1, "Warm", 1]])
    data = made.tobytes(no_new_id=True)
    made.close()
    pdf = open_pdf(data=data)
    page = pdf[0]
    where = texts.geometry(page)
    texts.text_of(page)
    texts.chars_of(page, where)
    labels.outline(pdf, 1)
    labels.Labels(pdf).of(0)
    drawing.draw(page, 0.5, None)
    drawing.png(page, (0, 0, 20, 20), 0.5, [])
    pdf.close()
    with contextlib.suppress(Exception):
        open_pdf(data=b"no document")
    str(Exception("é"))
