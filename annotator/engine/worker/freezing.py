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
from annotator.engine.worker import directions, drawn, labels, meanings, naming, portions
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import going, readers, recordings
from annotator.engine.worker.forms.made import About, Attached, Made
from annotator.engine.worker.mupdf import open_pdf
from annotator.engine.worker.texts import text_of

SIZE_LIMIT = 64 * 1024 * 1024
"""The longest file that is frozen, in bytes."""
HEADS = {"recording": recordings.HEAD}
"""Formats of which only so many first bytes are read."""
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
    fragments: tuple[naming.Fragment, ...] = ()
    written: dict[int, str] = {}
    if made.pdf is not None:
        frozen = made.pdf
    else:
        if not _UNSEEN.sub("", made.words) and not made.pictures:
            raise Failed(Failure.EMPTY)
        frozen, written = _laid_out(made, progress)
    if made.words or made.named or made.pdf is None:
        texts = [text_of(page) for page in open_pdf(data=frozen)]
        if made.words or made.pdf is None:
            warnings.update(_differences(made.words, texts, written))
        fragments = naming.fragments(made.named, texts) if made.named else ()
    return Frozen(frozen, warnings, fragments, made.attached, made.about)


def _laid_out(made: Made, progress: Callable[[], None]) -> tuple[bytes, dict[int, str]]:
    """All parts as one PDF; and by page index the words of those that have right-to-left or Indic scripts."""
    writer, glyphs = drawn.Writer(), meanings.Meanings()
    outline: list[list[Any]] = []
    prefixes: list[tuple[int, str]] = []
    written: dict[int, str] = {}
    turning = _REORDERED.search(made.words) is not None
    for part in made.parts:
        start = len(writer)
        above: list[int] = []
        for laid in portions.laid_out(directions.directed(part.html), made.pictures):
            progress()
            last = _without_blank_end(laid.document, laid.first + (len(writer) == start), laid.last)
            by = len(writer) - laid.first
            outline += [[level, title, page + by + 1] for level, title, page in laid.outline(above)]
            glyphs.learn(laid.document, laid.first, last, progress)
            for index in range(laid.first, last) if turning else ():
                words = meanings.plain_text(laid.document[index])
                if _REORDERED.search(words):
                    written[index + by] = words
            writer.add(laid.document, laid.first, last, progress)
        if len(writer) > start:
            prefixes.append((start, part.prefix))
    if not len(writer):
        raise Failed(Failure.NO_PAGES)
    pdf = writer.finish()
    glyphs.say(pdf)
    _set_outline(outline, pdf)
    if any(prefix for _, prefix in prefixes):
        labels.set_labels(pdf, prefixes)
    return drawn.finished(pdf), written


def _without_blank_end(laid_out: Any, first: int, last: int) -> int:
    """Layout may end with pages for the space below the last line; one past the last page that has something on it."""
    while last > first and not laid_out[last - 1].get_bboxlog():
        last -= 1
    return last


def _set_outline(found: list[list[Any]], pdf: Any) -> None:
    """Headings become the PDF's outline; levels that jump are drawn together, as PDF wants them."""
    entries: list[list[Any]] = []
    for level, title, page in found:
        before = entries[-1][0] if entries else 0
        if 1 <= page <= pdf.page_count:
            entries.append([min(level, before + 1), title, page])
    if entries:
        pdf.set_toc(entries)


def _differences(words: str, texts: list[str], written: dict[int, str]) -> dict[Warn, int]:
    """Characters of the input that the frozen pages don't say, and whether any stand in another order.

    `written` has the words of some pages, by index, before they were frozen.
    """
    missing = Counter(_plain(words))
    said = [_plain(text) for text in texts]
    missing.subtract(Counter("".join(said)))
    lost = sum(count for count in missing.values() if count > 0)
    if lost:
        return {Warn.CHARACTERS_LOST: lost}
    reordered = any(_plain(before) != said[index] for index, before in written.items())
    return {Warn.ORDER_CHANGED: 1} if reordered else {}


def _plain(text: str) -> str:
    """Without what makes no difference, composed and with ligatures taken apart, so that equal words are equal."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
