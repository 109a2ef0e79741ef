"""Text, Markdown and Word become pages once: HTML made by us, laid out and frozen to PDF."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker import html_making, meanings, word_reading
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.mupdf import fitz, lib, open_html, open_pdf
from annotator.engine.worker.texts import text_of

SIZE_LIMIT = 64 * 1024 * 1024
"""The longest text, Markdown or Word file that is frozen, in bytes."""
PAGE_SIZE = (480.0, 680.0)
"""In points: a column of some seventy letters, which is readable at the width of half a window."""
FONT_SIZE = 11
_UNSEEN = re.compile("[\\s\u00ad\u200b\u200c\u200d\u200e\u200f\u2060-\u2064\ufeff\ufffd]+")
"""What makes no difference to the words: spaces, soft hyphens, marks without a width."""

_REORDERED = re.compile("[\u0590-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Scripts whose glyphs may be drawn in another order than they are written."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The PDF that is shown from now on, and what to be warned of."""

    pdf: bytes
    warnings: dict[Warn, int] = field(default_factory=dict)


def warm() -> None:
    """Load all that freezing needs: every parser and the fonts used most."""
    freeze("markdown", "# Warm\n\n*ä* 中 [x](https://x.invalid)\n\n| a |\n|---|\n| b |\n".encode())
    word_reading.warm()


def freeze(form: str, data: bytes, progress: Callable[[], None] = lambda: None) -> Frozen:
    """The document as a PDF whose text is the document's; `progress` is called as it goes on. Raises Failed."""
    made = html_making.make(form, data)
    if not _UNSEEN.sub("", made.words):
        raise Failed(Failure.EMPTY)
    laid_out = open_html(made.html)
    laid_out.layout(rect=fitz.Rect(0, 0, *PAGE_SIZE), fontsize=FONT_SIZE)
    if laid_out.page_count < 1:
        raise Failed(Failure.NO_PAGES)
    pdf = _to_pdf(laid_out, progress)
    meanings.say_what_glyphs_mean(laid_out, pdf, progress)
    _copy_outline(laid_out, pdf)
    pdf.subset_fonts()
    lib.pdf_dict_dels(lib.pdf_trailer(fitz._as_pdf_document(pdf)), "ID")  # random: the same text, the same bytes
    frozen = pdf.tobytes(deflate=True, garbage=3, no_new_id=True)
    return Frozen(frozen, {**made.warnings, **_differences(made.words, laid_out, frozen)})


def _to_pdf(laid_out: Any, progress: Callable[[], None]) -> Any:
    """The laid-out pages as a PDF, without links: PyMuPDF's own way looks for them in quadratic time."""
    made = fitz.open()
    pdf = fitz._as_pdf_document(made)
    for index in range(laid_out.page_count):
        progress()
        page = lib.fz_load_page(laid_out.this, index)
        box = lib.fz_bound_page(page)
        device, resources, contents = lib.pdf_page_write(pdf, box)
        lib.fz_run_page(page, device, lib.FzMatrix(), lib.FzCookie())
        lib.fz_close_device(device)
        lib.pdf_insert_page(pdf, -1, lib.pdf_add_page(pdf, box, 0, resources, contents))
    return open_pdf(data=made.tobytes(no_new_id=True))


def _copy_outline(laid_out: Any, pdf: Any) -> None:
    """Headings become the PDF's outline; levels that jump are drawn together, as PDF wants them."""
    entries: list[list[Any]] = []
    for level, title, page in laid_out.get_toc(simple=True):
        before = entries[-1][0] if entries else 0
        if 1 <= page <= pdf.page_count:
            entries.append([min(level, before + 1), title, page])
    if entries:
        pdf.set_toc(entries)


def _differences(words: str, laid_out: Any, frozen: bytes) -> dict[Warn, int]:
    """Characters of the input that the frozen pages don't say, and whether any stand in another order."""
    pdf = open_pdf(data=frozen)
    seen = [_plain(text_of(page)) for page in pdf]
    missing = Counter(_plain(words))
    missing.subtract("".join(seen))
    lost = sum(count for count in missing.values() if count > 0)
    found: dict[Warn, int] = {}
    if lost:
        found[Warn.CHARACTERS_LOST] = lost
    elif any(
        _REORDERED.search(text) and _plain(meanings.plain_text(page)) != text
        for page, text in zip(laid_out, seen, strict=True)
    ):
        found[Warn.ORDER_CHANGED] = 1
    return found


def _plain(text: str) -> str:
    """Without what makes no difference, composed and with ligatures taken apart, so that equal words are equal."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
