"""What a file holds that its reader does not see, told before it goes out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from annotator.engine.worker import cameras, dots, hidden, office_traces
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.hidden import Looked, Why
from annotator.engine.worker.mupdf import fitz, lib, shrink_store
from annotator.engine.worker.opening import Opened
from annotator.model.reports import Report, Trace

_PACKED = ("docx", "xlsx", "odt", "ods", "epub")
_ABOUT = {"author": "author", "creator": "program", "producer": "producer", "title": "title", "subject": "subject",
          "keywords": "keywords"}  # fmt: skip
_PERSONAL = re.compile(
    rb"(?i)<meta\b[^>]*name=[\"'](author|generator|dc\.creator)[\"'][^>]*content=[\"']([^\"']{1,200})"
)
_MAIL = re.compile(rb"(?im)^(x-originating-ip|x-mailer|user-agent|received|bcc|x-sender):[ \t]*(.{1,120})")
_DARK = 0.25
_SCANS = 24
"""So many pages that are pictures are looked at for dots."""
_COVER = 0.6


def reports(document: Opened) -> list[Report]:
    """Everything found. Raises Failed where the file does not open at all."""
    form = document.format
    if form == "pdf":
        return _of_pdf(document)
    data = document.raw()
    if form in _PACKED:
        return office_traces.of_packed(data)
    if form == "picture":
        return cameras.of_picture(data) + _picture_dots(document)
    pattern = {"html": _PERSONAL, "mhtml": _PERSONAL, "eml": _MAIL, "mbox": _MAIL}.get(form)
    if pattern is None:
        return []
    said = {name.decode("latin-1").lower(): words.decode("utf-8", "replace") for name, words in pattern.findall(data)}
    return [Report(Trace.METADATA, -1, len(said), office_traces.said_as(said))] if said else []


def _of_pdf(document: Opened) -> list[Report]:
    pdf = document.pdf
    found = list(_of_file(document, pdf))
    if pdf.is_form_pdf:
        # What is typed into a form is seen: only what is beside the pages' own words is to be told.
        filled = sum(1 for page in pdf for widget in page.widgets() or () if str(widget.field_value or "").strip())
        if filled:
            found.append(Report(Trace.FORM, -1, filled))
    looking = document.anew()
    scans = 0
    for index in range(looking.page_count):
        document.busy()
        page, looked, noted = _looked(looking, index)
        if page is None or looked is None:
            continue
        scanned = _is_scan(page)
        found += noted
        found += _of_page(looked, index, scanned)
        found += _of_pictures(looking, page, index)
        if scanned and scans < _SCANS:
            scans += 1
            if dots.suspected(page):
                found.append(Report(Trace.DOTS, index))
        shrink_store()
    return found


def _looked(pdf: Any, index: int) -> tuple[Any, Looked | None, list[Report]]:
    """A page without its annotations, what of it is not seen, and its notes; None where it can't be read."""
    try:
        noted = list(_of_notes(pdf.load_page(index), index))
        pdf.xref_set_key(pdf.page_xref(index), "Annots", "null")
        page = pdf.load_page(index)
        page.set_rotation(0)
        return page, hidden.look(page), noted
    except MemoryError:
        raise
    except Exception:  # nobody can see anything of it, and no copy of it can be made
        return None, None, []


def _of_file(document: Opened, pdf: Any) -> Iterator[Report]:
    said = {name: str(pdf.metadata.get(key) or "").strip() for key, name in _ABOUT.items()}
    said = {name: words for name, words in said.items() if words}
    xmp = pdf.get_xml_metadata().encode("utf-8", "replace")
    if said:
        yield Report(Trace.METADATA, -1, len(said), office_traces.said_as(said))
    elif xmp:
        yield Report(Trace.METADATA, -1, 1, "XMP")
    yield from office_traces.paths(xmp + " ".join(said.values()).encode("utf-8", "replace"))
    if count := int(pdf.embfile_count()):
        yield Report(Trace.ATTACHED, -1, count)
    if not all(layer["on"] for layer in pdf.get_ocgs().values()):
        yield Report(Trace.LAYERS, -1, sum(not layer["on"] for layer in pdf.get_ocgs().values()))
    root = lib.pdf_dict_gets(lib.pdf_trailer(fitz._as_pdf_document(pdf)), "Root")
    names = lib.pdf_dict_gets(lib.pdf_dict_gets(root, "Names"), "JavaScript")
    opening = lib.pdf_dict_gets(root, "OpenAction")
    if lib.pdf_is_dict(names) or str(lib.pdf_to_name(lib.pdf_dict_gets(opening, "S"))) == "JavaScript":
        yield Report(Trace.SCRIPTS)
    earlier = int(lib.pdf_count_versions(fitz._as_pdf_document(pdf))) - 1
    if earlier > 0:
        yield Report(Trace.REVISIONS, -1, earlier)


def _of_notes(page: Any, index: int) -> Iterator[Report]:
    people: Counter[str] = Counter()
    black = 0
    for note in page.annots():
        colours = note.colors
        dark = [colour for colour in (colours.get("fill"), colours.get("stroke")) if colour]
        kind = note.type[0]
        covers = kind in (fitz.PDF_ANNOT_HIGHLIGHT, fitz.PDF_ANNOT_SQUARE, fitz.PDF_ANNOT_INK)
        if kind == fitz.PDF_ANNOT_REDACT or (covers and any(max(colour) < _DARK for colour in dark)):
            black += 1
            continue
        people[str(note.info.get("title") or "")] += 1
    if black:
        yield Report(Trace.MARKED_BLACK, index, black)
    if people:
        yield Report(Trace.NOTES, index, people.total(), ", ".join(name for name in people if name)[:200])


def _of_page(looked: Looked, index: int, scanned: bool) -> Iterator[Report]:
    counts: Counter[Trace] = Counter()
    words: dict[Trace, str] = {}
    for run in looked.unseen:
        trace = Trace.COVERED_WORDS if run.why is Why.COVERED else Trace.UNSEEN_WORDS
        if scanned and run.why in (Why.UNPAINTED, Why.COVERED):
            trace = Trace.MACHINE_WORDS
        counts[trace] += sum(letter.isalnum() for letter, _ in run.letters)
        words.setdefault(trace, " ".join(run.text.split())[:60])
    for trace, count in counts.items():
        if count:
            yield Report(trace, index, count, "" if trace is Trace.MACHINE_WORDS else words[trace])
    if looked.covered:
        yield Report(Trace.COVERED_PICTURE, index, len(looked.covered))
    if looked.outside:
        yield Report(Trace.OFF_PAGE, index)


def _is_scan(page: Any) -> bool:
    """Whether one picture covers most of the page."""
    area = abs(page.rect.width * page.rect.height) or 1.0
    return any(
        abs((box[2] - box[0]) * (box[3] - box[1])) > _COVER * area
        for kind, box, *_ in page.get_bboxlog()
        if kind == "fill-image"
    )


def _of_pictures(pdf: Any, page: Any, index: int) -> list[Report]:
    found: list[Report] = []
    for xref, *_ in page.get_images()[:200]:
        if pdf.xref_get_key(xref, "Filter")[1] in ("/DCTDecode", "[/DCTDecode]"):
            found += cameras.of_picture(bytes(pdf.xref_stream_raw(xref) or b""), index)
    return list(dict.fromkeys(found))


def _picture_dots(document: Opened) -> list[Report]:
    try:
        page = document.anew().load_page(0)
        return [Report(Trace.DOTS, 0)] if dots.suspected(page) else []
    except MemoryError:
        raise
    except (Failed, Exception):
        return []
