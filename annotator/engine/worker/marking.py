"""A copy of a document for others: made anew, with highlights, notes, links and an outline of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.engine.results import Mark
from annotator.engine.worker import labels
from annotator.engine.worker.layers import pdf_text
from annotator.engine.worker.mupdf import fitz, lib
from annotator.engine.worker.opening import Opened
from annotator.engine.worker.rebuilding import Rebuilder
from annotator.engine.worker.texts import Geometry, geometry, upright
from annotator.model.copies import Copied, CopyPlan, Entry, Jump, Target


def annotated(document: Opened, plan: CopyPlan, wanted: Sequence[Mark]) -> tuple[bytes, Copied]:
    """The copy. The same plan and highlights give the same bytes: no dates, no random ids. Raises Failed."""
    count = document.pdf.page_count
    pages = [page for page in dict.fromkeys(plan.pages) if page < count] if plan.pages else list(range(count))
    by_page: dict[int, list[Mark]] = {}
    for mark in wanted:
        if mark.rects:
            by_page.setdefault(mark.page, []).append(mark)
    cited = {page: [rect for mark in marks for rect in mark.rects] for page, marks in by_page.items()}
    black = {each.page: each.rects for each in plan.black}
    made = Rebuilder(document, cited, black, document.busy).make(pages)
    pdf = made.pdf
    jumps: dict[int, list[Jump]] = {}
    for jump in plan.jumps:
        jumps.setdefault(jump.page, []).append(jump)
    for index in sorted({*by_page, *jumps}):
        if index not in made.numbers:
            continue
        page = pdf.load_page(made.numbers[index])
        where = geometry(page)
        with upright(page):
            for mark in by_page.get(index, ()):
                _add(pdf, page, where, mark)
        for jump in jumps.get(index, ()):
            _link(pdf, page, jump, made.numbers)
    _outline(pdf, plan.outline, made.numbers)
    _label(pdf, document, pages)
    return bytes(pdf.tobytes(no_new_id=True, garbage=1, deflate=True)), made.copied


def _add(pdf: Any, page: Any, where: Geometry, mark: Mark) -> None:
    quads = [_quad(rect, where) for rect in mark.rects]
    annot = page.add_rect_annot(quads[0].rect) if mark.square else page.add_highlight_annot(quads)
    annot.set_colors(stroke=[part / 255 for part in mark.rgb])
    # No author unless one was given: an empty title would be filled in by some programs.
    annot.set_info(content=mark.contents, title=mark.title, creationDate="", modDate="")
    annot.update()
    for key in ("CreationDate", "M") if mark.title else ("CreationDate", "M", "T"):
        lib.pdf_dict_dels(lib.pdf_annot_obj(annot.this), key)
    if mark.id:
        pdf.xref_set_key(annot.xref, "NM", pdf_text(mark.id))


def _quad(rect: tuple[float, float, float, float], where: Geometry) -> Any:
    """A rectangle of user space as a quadrilateral of MuPDF's upright page."""
    x0, x1 = ((x - where.box[0]) * where.unit for x in (rect[0], rect[2]))
    y0, y1 = ((where.box[3] - y) * where.unit for y in (rect[3], rect[1]))
    return fitz.Rect(x0, y0, x1, y1).quad


def _link(pdf: Any, page: Any, jump: Jump, numbers: Mapping[int, int]) -> None:
    """A link as an annotation of the page, written by hand: MuPDF keeps none that leads to another file's page."""
    leads = _leads(pdf, jump.target, numbers)
    if not leads:
        return
    rect = " ".join(f"{edge:.2f}" for edge in jump.rect)
    xref = pdf.get_new_xref()
    pdf.update_object(xref, f"<</Type/Annot/Subtype/Link/Rect[{rect}]/Border[0 0 0]/F 4{leads}>>")
    kind, value = pdf.xref_get_key(page.xref, "Annots")
    if kind == "xref":
        number = int(value.split()[0])
        inside = pdf.xref_object(number, compressed=True).strip()
        pdf.update_object(number, f"{inside[:-1]} {xref} 0 R]")
        return
    inside = value.strip()[:-1] if kind == "array" else "["
    pdf.xref_set_key(page.xref, "Annots", f"{inside} {xref} 0 R]")


def _leads(pdf: Any, target: Target, numbers: Mapping[int, int]) -> str:
    """The end of a link's or an outline entry's dictionary; empty where it leads to a page that is not in the copy."""
    if target.file:
        name = pdf_text(target.file)
        return f"/A<</S/GoToR/F<</Type/Filespec/F{name}/UF{name}>>/D[{target.page}/Fit]/NewWindow true>>"
    if target.page not in numbers:
        return ""
    return f"/Dest[{pdf.page_xref(numbers[target.page])} 0 R/Fit]"


def _outline(pdf: Any, entries: Sequence[Entry], numbers: Mapping[int, int]) -> None:
    """The outline, written by hand: entries may lead to other files."""
    kept = [(entry, leads) for entry in entries if (leads := _leads(pdf, entry.target, numbers))]
    if not kept:
        return
    root = pdf.get_new_xref()
    pdf.update_object(root, "<<>>")
    xrefs = [pdf.get_new_xref() for _ in kept]
    for xref in xrefs:
        pdf.update_object(xref, "<<>>")
    above = [root]
    levels: list[int] = []
    children: dict[int, list[int]] = {root: []}
    parents: dict[int, int] = {}
    for (entry, _), xref in zip(kept, xrefs, strict=True):
        while levels and levels[-1] >= entry.level:
            levels.pop()
            above.pop()
        parents[xref] = above[-1]
        children[above[-1]].append(xref)
        children[xref] = []
        levels.append(entry.level)
        above.append(xref)
    for (entry, leads), xref in zip(kept, xrefs, strict=True):
        beside = children[parents[xref]]
        at = beside.index(xref) if len(beside) < 1000 else _place(beside, xref)
        parts = [f"/Title{pdf_text(entry.title)}", f"/Parent {parents[xref]} 0 R", leads]
        if at:
            parts.append(f"/Prev {beside[at - 1]} 0 R")
        if at + 1 < len(beside):
            parts.append(f"/Next {beside[at + 1]} 0 R")
        if inside := children[xref]:
            parts.append(f"/First {inside[0]} 0 R/Last {inside[-1]} 0 R/Count -{len(inside)}")
        pdf.update_object(xref, f"<<{''.join(parts)}>>")
    top = children[root]
    pdf.update_object(root, f"<</Type/Outlines/First {top[0]} 0 R/Last {top[-1]} 0 R/Count {len(top)}>>")
    pdf.xref_set_key(pdf.pdf_catalog(), "Outlines", f"{root} 0 R")


def _place(beside: Sequence[int], xref: int) -> int:
    """Where a number stands in a rising list."""
    low, high = 0, len(beside)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if beside[middle] < xref else (low, middle)
    return low


def _label(pdf: Any, document: Opened, pages: Sequence[int]) -> None:
    """Pages keep what is printed on them: as the original has it."""
    if document.names is None:
        document.names = labels.Labels(document.pdf)
    names = [document.names.of(page) for page in pages]
    if names != [str(number) for number in range(1, len(pages) + 1)]:
        labels.name_each(pdf, names)
