"""What lies on a page beside its words: links and the notes of its annotations."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from annotator.engine import protocol
from annotator.engine.protocol import COORDINATE_LIMIT, Cursor, LinkKind, Told
from annotator.engine.worker.drawing import from_shown
from annotator.engine.worker.mupdf import fitz, lib
from annotator.engine.worker.opening import Opened
from annotator.engine.worker.texts import Geometry, clean, geometry

if TYPE_CHECKING:
    from annotator.engine.worker.serving import Pipe

_NAN = math.nan
_Edges = tuple[float, float, float, float]


def links(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """A page's links, in the order the document has them."""
    (index,) = (int(part) for part in cursor.take(protocol.U32))
    page = document.page(index)
    records = list(islice(_links(document, page), protocol.LINK_LIMIT))
    pipe.tell(Told.DONE, protocol.U32.pack(len(records)) + b"".join(records))


def _links(document: Opened, page: Any) -> Iterator[bytes]:
    where = geometry(page)
    targets: dict[int, Geometry] = {}
    link = lib.fz_load_links(page.this)
    for _ in range(10 * protocol.LINK_LIMIT):
        if not link.m_internal:
            return
        rect, address = link.rect(), str(link.uri())
        edges = _user_rect((rect.x0, rect.y0, rect.x1, rect.y1), where)
        record = _record(document, edges, address, targets) if edges else b""
        if record:
            yield record
        link = link.next()


def _record(document: Opened, edges: _Edges, address: str, targets: dict[int, Geometry]) -> bytes:
    """One link; empty where it leads nowhere or its address is too long to be shown whole."""
    if not lib.fz_is_external_link(address):
        place, x, y = lib.fz_resolve_link(document.pdf.this, address)
        number = int(lib.fz_page_number_from_location(document.pdf.this, place)) if place.page >= 0 else -1
        if not 0 <= number < document.pdf.page_count:
            return b""
        if number not in targets:
            targets[number] = geometry(document.page(number))
        unit = targets[number].unit
        spot = _finite(from_shown(x / unit if math.isfinite(x) else 0.0, y / unit, targets[number]))
        return protocol.LINK.pack(*edges, LinkKind.PAGE, number, *spot, 0)
    data = address.encode("utf-8", "replace")
    if not data or len(data) > protocol.URI_LIMIT:
        return b""
    web = address.lower().startswith(("http://", "https://", "mailto:"))
    kind = LinkKind.WEB if web else LinkKind.OTHER
    return protocol.LINK.pack(*edges, kind, 0, _NAN, _NAN, len(data)) + data


def _finite(point: tuple[float, float]) -> tuple[float, float]:
    return point if all(abs(edge) < COORDINATE_LIMIT for edge in point) else (_NAN, _NAN)


def _user_rect(edges: _Edges, where: Geometry) -> _Edges | None:
    """A rectangle of the page as MuPDF shows it in user space; None where it has no size."""
    a, b = from_shown(edges[0] / where.unit, edges[1] / where.unit, where)
    c, d = from_shown(edges[2] / where.unit, edges[3] / where.unit, where)
    found = (min(a, c), min(b, d), max(a, c), max(b, d))
    if not all(abs(edge) < COORDINATE_LIMIT for edge in found):
        return None
    return found if found[0] < found[2] and found[1] < found[3] else None


def notes(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """What a page's annotations say: those without words and links are left out."""
    (index,) = (int(part) for part in cursor.take(protocol.U32))
    page = document.page(index)
    records = list(islice(_notes(page), protocol.NOTE_LIMIT))
    pipe.tell(Told.DONE, protocol.U32.pack(len(records)) + b"".join(records))


def _notes(page: Any) -> Iterator[bytes]:
    where = geometry(page)
    annotation = lib.pdf_first_annot(page._pdf_page())
    for _ in range(10 * protocol.NOTE_LIMIT):
        if not annotation.m_internal:
            return
        kind = int(lib.pdf_annot_type(annotation))
        words = clean(str(lib.pdf_annot_contents(annotation) or "")).strip()
        if words and kind not in (fitz.PDF_ANNOT_LINK, fitz.PDF_ANNOT_POPUP, fitz.PDF_ANNOT_WIDGET):
            rect = lib.pdf_bound_annot(annotation)
            edges = _user_rect((rect.x0, rect.y0, rect.x1, rect.y1), where)
            author = ""
            if lib.pdf_annot_has_author(annotation):
                author = clean(str(lib.pdf_annot_author(annotation) or "")).strip()
            if edges:
                name, text = _cut(author, protocol.LABEL_LIMIT), _cut(words, protocol.NOTE_TEXT_LIMIT)
                yield protocol.NOTE.pack(*edges, max(kind, 0) & 0xFF, len(name), len(text)) + name + text
        annotation = lib.pdf_next_annot(annotation)


def _cut(text: str, limit: int) -> bytes:
    return text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore").encode()
