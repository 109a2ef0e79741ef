"""XPS: its pages drawn into a PDF, of the same size and with the same words."""

from __future__ import annotations

from annotator.engine.protocol import Failure
from annotator.engine.worker import drawn, meanings
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms.made import Made
from annotator.engine.worker.forms.packed import Packed
from annotator.engine.worker.mupdf import open_xps
from annotator.engine.worker.texts import text_of


def document(data: bytes) -> Made:
    """An XPS document. Raises Failed where it is none."""
    files = Packed(data)
    total = sum(len(files.read(name)) for name in files.names if not name.endswith("/"))  # what a bomb would unpack
    if not total or not any(name.lower().endswith((".fpage", "].piece")) for name in files.names):
        raise Failed(Failure.NOT_THAT_FORMAT)
    shown = open_xps(data)
    if shown.page_count < 1:
        raise Failed(Failure.NO_PAGES)
    pdf = drawn.to_pdf(shown, lambda: None)
    said = [meanings.plain_text(page) for page in shown]
    if any(text_of(page).split() != text.split() for page, text in zip(pdf, said, strict=True)):
        meanings.say_what_glyphs_mean(shown, pdf, lambda: None)
    return Made(pdf=drawn.finished(pdf), words="".join(said))
