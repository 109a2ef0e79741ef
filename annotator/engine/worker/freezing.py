"""Whatever is no PDF becomes pages once: HTML made by us, laid out and frozen to PDF."""

from __future__ import annotations

import gc
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker import drawn, labels, meanings, naming
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import going, readers, recordings
from annotator.engine.worker.forms.made import About, Attached, Made
from annotator.engine.worker.mupdf import fitz, open_html, open_pdf
from annotator.engine.worker.texts import text_of

SIZE_LIMIT = 64 * 1024 * 1024
"""The longest file that is frozen, in bytes."""
HEADS = {"recording": recordings.HEAD}
"""Formats of which only so many first bytes are read."""
PAGE_SIZE = (480.0, 680.0)
"""In points: a column of some seventy letters, which is readable at the width of half a window."""
FONT_SIZE = 11
_UNSEEN = re.compile("[\\s\u00ad\u200b\u200c\u200d\u200e\u200f\u2060-\u2064\ufeff\ufffd]+")
"""What makes no difference to the words: spaces, soft hyphens, marks without a width."""

_REORDERED = re.compile("[\u0590-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Scripts whose glyphs may be drawn in another order than they are written."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The PDF that is shown from now on, what to be warned of, and what came with the file."""

    pdf: bytes
    warnings: dict[Warn, int] = field(default_factory=dict)
    fragments: tuple[naming.Fragment, ...] = ()
    attached: tuple[Attached, ...] = ()
    about: About = field(default_factory=About)


def warm() -> None:
    """Load all that freezing needs: every parser and the fonts used most."""
    freeze("markdown", "# Warm\n\n*ä* 中 [x](https://x.invalid)\n\n| a |\n|---|\n| b |\n".encode())
    for each in readers.WARMERS:
        each()


def freeze(form: str, data: bytes, progress: Callable[[], None] = lambda: None) -> Frozen:
    """The document as a PDF whose text is the document's; `progress` is called as it goes on. Raises Failed."""
    going.begin(progress)
    gc.disable()  # a parser's many small things live as long as it runs: looking for dead ones doubles its time
    try:
        made = readers.READERS[form](data)
    finally:
        gc.enable()
    warnings = dict(made.warnings)
    if made.pdf is not None:
        frozen = made.pdf
        if made.words:
            warnings.update(_differences(made.words, frozen, False))
    else:
        if not _UNSEEN.sub("", made.words) and not made.pictures:
            raise Failed(Failure.EMPTY)
        frozen, reordered = _laid_out(made, progress)
        warnings.update(_differences(made.words, frozen, reordered))
    fragments = naming.fragments(made.named, open_pdf(data=frozen)) if made.named else ()
    return Frozen(frozen, warnings, fragments, made.attached, made.about)


def _laid_out(made: Made, progress: Callable[[], None]) -> tuple[bytes, bool]:
    """All parts as one PDF, and whether words of right-to-left or Indic scripts may stand in another order."""
    whole: Any = None
    outline: list[list[Any]] = []
    prefixes: list[tuple[int, str]] = []
    reordered = False
    for part in made.parts:
        laid_out = open_html(part.html, made.pictures)
        laid_out.layout(rect=fitz.Rect(0, 0, *PAGE_SIZE), fontsize=FONT_SIZE)
        if laid_out.page_count < 1:
            continue
        pdf = drawn.to_pdf(laid_out, progress)
        meanings.say_what_glyphs_mean(laid_out, pdf, progress)
        reordered = reordered or _reordered(laid_out, pdf)
        _drop_blank_end(pdf)
        first = 0 if whole is None else whole.page_count
        prefixes.append((first, part.prefix))
        outline += [[level, title, page + first] for level, title, page in laid_out.get_toc(simple=True)]
        if whole is None:
            whole = pdf
        else:
            whole.insert_pdf(pdf)
    if whole is None:
        raise Failed(Failure.NO_PAGES)
    _set_outline(outline, whole)
    if any(prefix for _, prefix in prefixes):
        labels.set_labels(whole, prefixes)
    return drawn.finished(whole), reordered


def _drop_blank_end(pdf: Any) -> None:
    """Layout may end with a page for the space below the last line."""
    while pdf.page_count > 1 and not pdf[-1].get_bboxlog():
        pdf.delete_page(-1)


def _set_outline(found: list[list[Any]], pdf: Any) -> None:
    """Headings become the PDF's outline; levels that jump are drawn together, as PDF wants them."""
    entries: list[list[Any]] = []
    for level, title, page in found:
        before = entries[-1][0] if entries else 0
        if 1 <= page <= pdf.page_count:
            entries.append([min(level, before + 1), title, page])
    if entries:
        pdf.set_toc(entries)


def _reordered(laid_out: Any, pdf: Any) -> bool:
    return any(
        _REORDERED.search(text) and _plain(meanings.plain_text(before)) != text
        for before, text in ((before, _plain(text_of(after))) for before, after in zip(laid_out, pdf, strict=True))
    )


def _differences(words: str, frozen: bytes, reordered: bool) -> dict[Warn, int]:
    """Characters of the input that the frozen pages don't say, and whether any stand in another order."""
    missing = Counter(_plain(words))
    missing.subtract("".join(_plain(text_of(page)) for page in open_pdf(data=frozen)))
    lost = sum(count for count in missing.values() if count > 0)
    if lost:
        return {Warn.CHARACTERS_LOST: lost}
    return {Warn.ORDER_CHANGED: 1} if reordered else {}


def _plain(text: str) -> str:
    """Without what makes no difference, composed and with ligatures taken apart, so that equal words are equal."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
