"""Takes what nobody sees out of a page, by MuPDF's way to redact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from annotator.engine.worker.hidden import Looked, Unseen
from annotator.engine.worker.mupdf import fitz
from annotator.engine.worker.shots import Edges

_FAR = 20_000.0
"""Points: further off its page lies nothing."""
_REMOVE, _KEEP_WORDS = 0, 1
_PICTURES_STAY, _PIXELS_GO = 0, 2
_LINES_STAY, _LINES_GO = 0, 1


def take_out(page: Any, looked: Looked, *, words: bool) -> None:
    """Words (if `words`), then parts of pictures under something and what is off the page. The page stands upright."""
    if words and looked.unseen:
        for run in looked.unseen:
            for rect in _bands(run):
                page.add_redact_annot(fitz.Rect(*rect), fill=False, cross_out=False)
        page._apply_redactions(_REMOVE, _PICTURES_STAY, _LINES_STAY)
    if looked.covered:
        for box in looked.covered:
            page.add_redact_annot(fitz.Rect(*box), fill=False, cross_out=False)
        page._apply_redactions(_KEEP_WORDS, _PIXELS_GO, _LINES_STAY)
    if looked.outside:
        width, height = page.rect.width, page.rect.height
        for box in (
            (-_FAR, -_FAR, 0, _FAR),
            (width, -_FAR, _FAR, _FAR),
            (0, -_FAR, width, 0),
            (0, height, width, _FAR),
        ):
            page.add_redact_annot(fitz.Rect(*box), fill=False, cross_out=False)
        page._apply_redactions(_KEEP_WORDS, _PIXELS_GO, _LINES_GO)


def _bands(run: Unseen) -> Iterable[Edges]:
    """Narrow rectangles through the hearts of letters, so that neighbours stay."""
    boxes = [box for letter, box in run.letters if not letter.isspace()]
    if abs(run.line[1]) < 0.01 and len(boxes) > 1:
        boxes = [_through(boxes)]
        yield from boxes
        return
    for x0, y0, x1, y1 in boxes:
        width, height = max(x1 - x0, 0.1), max(y1 - y0, 0.1)
        yield (x0 + 0.4 * width, y0 + 0.4 * height, x1 - 0.4 * width, y1 - 0.4 * height)


def _through(boxes: Sequence[Edges]) -> Edges:
    first, last = min(boxes), max(boxes)
    top, bottom = max(box[1] for box in boxes), min(box[3] for box in boxes)
    if top >= bottom:
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    height = bottom - top
    return (
        first[0] + 0.3 * (first[2] - first[0]),
        top + 0.4 * height,
        last[2] - 0.3 * (last[2] - last[0]),
        bottom - 0.4 * height,
    )
