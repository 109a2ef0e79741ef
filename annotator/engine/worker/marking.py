"""A copy of a document with real highlight annotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.engine.worker.mupdf import fitz, lib, open_pdf
from annotator.engine.worker.opening import Opened
from annotator.engine.worker.texts import Geometry, geometry, upright


@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlight to be made; `rects` in user space, colours from 0 to 255."""

    page: int
    rects: Sequence[tuple[float, float, float, float]]
    rgb: tuple[int, int, int]
    id: str
    title: str
    contents: str
    square: bool = False
    """Whether it is the outline of a region rather than a highlight of words."""


def annotated(document: Opened, wanted: Sequence[Highlight]) -> bytes:
    """The PDF with these highlights. The same highlights give the same bytes: no dates, no random ids."""
    pdf = open_pdf(data=document.pdf.tobytes(no_new_id=True))
    pdf.set_metadata({})  # who wrote it, on what, when: a copy for others says nothing of it
    pdf.del_xml_metadata()
    by_page: dict[int, list[Highlight]] = {}
    for highlight in wanted:
        if 0 <= highlight.page < pdf.page_count and highlight.rects:
            by_page.setdefault(highlight.page, []).append(highlight)
    for index in sorted(by_page):
        page = pdf.load_page(index)
        where = geometry(page)
        with upright(page):
            for highlight in by_page[index]:
                _add(pdf, page, where, highlight)
    return bytes(pdf.tobytes(no_new_id=True, garbage=1, deflate=True))


def _add(pdf: Any, page: Any, where: Geometry, highlight: Highlight) -> None:
    quads = [_quad(rect, where) for rect in highlight.rects]
    annot = page.add_rect_annot(quads[0].rect) if highlight.square else page.add_highlight_annot(quads)
    annot.set_colors(stroke=[part / 255 for part in highlight.rgb])
    # No author unless one was given: an empty title would be filled in by some programs.
    annot.set_info(content=highlight.contents, title=highlight.title, creationDate="", modDate="")
    annot.update()
    for key in ("CreationDate", "M") if highlight.title else ("CreationDate", "M", "T"):
        lib.pdf_dict_dels(lib.pdf_annot_obj(annot.this), key)
    if highlight.id:
        pdf.xref_set_key(annot.xref, "NM", fitz.get_pdf_str(highlight.id))


def _quad(rect: tuple[float, float, float, float], where: Geometry) -> Any:
    """A rectangle of user space as a quadrilateral of MuPDF's upright page."""
    x0, x1 = ((x - where.box[0]) * where.unit for x in (rect[0], rect[2]))
    y0, y1 = ((where.box[3] - y) * where.unit for y in (rect[3], rect[1]))
    return fitz.Rect(x0, y0, x1, y1).quad
