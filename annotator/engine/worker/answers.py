"""What a worker does for each kind of request: reads the numbers, asks the document, answers in frames."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.engine import comments, copies, protocol, reports
from annotator.engine.protocol import Cursor, Failure, Told, Wanted, Warn
from annotator.engine.worker import (
    beside,
    drawing,
    extras,
    labels,
    marking,
    night,
    ocr_pages,
    reporting,
    right_to_left,
    texts,
)
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.mupdf import VERSION, shrink_store
from annotator.engine.worker.opening import Opened

if TYPE_CHECKING:
    from annotator.engine.worker.serving import Pipe
    from annotator.model.comments import Comment

_FLUSH_BYTES = 256 * 1024
_FLUSH_SECONDS = 0.1
_SHRINK_EVERY = 64


def info(pipe: Pipe, document: Opened, _: Cursor) -> None:
    """Page count, encrypted, warnings of opening."""
    pipe.tell(Told.DONE, _info(document, document.pdf.page_count))


def _info(document: Opened, pages: int, more: dict[Warn, int] | None = None) -> bytes:
    warnings = {**document.warnings, **(more or {})}
    pairs = b"".join(protocol.COUNT_PAIR.pack(code, min(number, 2**32 - 1)) for code, number in warnings.items())
    return protocol.INFO.pack(pages, int(document.encrypted), len(warnings)) + pairs


def extract(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """Pages in chunks as they are read; with the first the outline and the frozen PDF; then what to be warned of.

    Asked for some pages, it gives those of `_range`.
    """
    pdf = document.pdf
    total = pdf.page_count
    first, last = _range(document, total, cursor)
    found: dict[Warn, int] = dict.fromkeys(protocol.COUNTED, 0)
    if document.names is None:
        document.names = labels.Labels(pdf)
    names = document.names
    head = protocol.U32.pack(total)
    chunk, size, began = [head], 0, time.monotonic()
    for index in range(first, last):
        record = _page_record(document, index, names.of(index), found)
        chunk.append(record)
        size += len(record)
        now = time.monotonic()
        if size > _FLUSH_BYTES or now - began > _FLUSH_SECONDS:
            pipe.tell(Told.PAGES, b"".join(chunk))
            chunk, size, began = [head], 0, now
        if index % _SHRINK_EVERY == 0:
            shrink_store()
    pipe.tell(Told.PAGES, b"".join(chunk))
    if first == 0:
        _tell_outline(pipe, labels.outline(pdf, total))
        if document.frozen is not None:
            pipe.put(document.frozen)
        if document.made is not None:
            extras.tell(pipe, document.made)
    maker = VERSION.encode()[:32]
    warnings = {code: number for code, number in found.items() if number}
    if pdf.is_repaired:  # also by a page that was read just now
        warnings[Warn.REPAIRED] = 1
    pipe.tell(Told.DONE, protocol.U32.pack(len(maker)) + maker + _info(document, total, warnings))


def _range(document: Opened, total: int, cursor: Cursor) -> tuple[int, int]:
    """From the first page asked for, as many as asked for; 0 for all.

    Asked for the first few it gives all at once where only one worker can read them: those of a document that was
    frozen or decrypted; where damage was repaired, since what a page says may hang on which were read before; and
    where there are hardly more.
    """
    first, count = (int(part) for part in cursor.take(protocol.EXTRACT_ASK)) if cursor.left else (0, 0)
    if first >= total:
        raise Failed(Failure.NO_SUCH_PAGE)
    alone = document.frozen is not None or Warn.REPAIRED in document.warnings or total <= 2 * count
    return first, total if not count or (first == 0 and alone) else min(total, first + count)


def _page_record(document: Opened, index: int, label: str, found: dict[Warn, int]) -> bytes:
    """One page. A page that can't be read is kept, empty, so that the others keep their numbers."""
    box, rotation, text = (0.0, 0.0, 612.0, 792.0), 0, ""
    try:
        page = document.page(index)
        where = texts.geometry(page)
        box, rotation = where.box, where.rotation
        text = texts.text_of(document.text_page(index))
    except MemoryError:
        raise
    except Exception:
        found[Warn.PAGES_UNREADABLE] += 1
    data = text.encode("utf-8")
    if len(data) > protocol.PAGE_TEXT_LIMIT:
        raise Failed(Failure.TOO_LARGE)
    # What a PDF stores as it is seen can't always be told from what it stores as it is spoken; brackets may be turned.
    if document.frozen is None and right_to_left.concerns(text):
        found[Warn.ORDER_CHANGED] = found.get(Warn.ORDER_CHANGED, 0) + 1
    unknown = text.count(texts.UNKNOWN)
    found[Warn.CHARACTERS_UNKNOWN] += unknown
    if not text or text.isspace() or unknown * 2 > len(text):
        found[Warn.PAGES_WITHOUT_TEXT] += 1
    name = label.encode("utf-8", "replace")[: protocol.LABEL_LIMIT].decode("utf-8", "ignore").encode()
    return protocol.PAGE.pack(index, *box, rotation, len(name), len(data)) + name + data


def _tell_outline(pipe: Pipe, entries: list[tuple[int, str, int]]) -> None:
    part: list[bytes] = []
    for level, title, page in entries:
        name = title.encode("utf-8", "replace")[: protocol.TITLE_LIMIT].decode("utf-8", "ignore").encode()
        part.append(protocol.ENTRY.pack(level, page, len(name)) + name)
        if len(part) >= 500:
            pipe.tell(Told.OUTLINE, b"".join(part))
            part.clear()
    if part:
        pipe.tell(Told.OUTLINE, b"".join(part))


def chars(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """A page's text and boxes, through the arena."""
    (index,) = (int(part) for part in cursor.take(protocol.CHARS_ASK))
    page = document.text_page(index)
    found = texts.chars_of(page, texts.geometry(page))
    data = found.text.encode("utf-8")
    boxes = found.boxes.tobytes()
    if len(data) > protocol.PAGE_TEXT_LIMIT or len(data) + len(boxes) > protocol.ARENA_SIZE:
        raise Failed(Failure.TOO_LARGE)
    pipe.arena[: len(data)] = data
    pipe.arena[len(data) : len(data) + len(boxes)] = boxes
    pipe.tell(Told.DONE, protocol.CHARS.pack(len(data), len(found.text)))
    shrink_store()


def render(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """Pixels, through the arena."""
    index, scale, clipped, x0, y0, x1, y1, quarter, dark, black, white, keep = cursor.take(protocol.RENDER_ASK)
    look = night.Look(int(quarter) % 4, bool(dark), int(black), int(white))
    clip = (x0, y0, x1, y1) if clipped else None
    picture = drawing.draw(document.page(int(index)), scale, clip, pipe.view, look)
    told = (picture.width, picture.height, picture.stride, picture.scale, int(picture.kept))
    pipe.tell(Told.DONE, protocol.PIXELS.pack(*told))
    shrink_store(int(keep) << 20)


def picture(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """A PNG, through the arena."""
    index, x0, y0, x1, y1, scale, alone, count = cursor.take(protocol.PICTURE_ASK)
    marks = []
    for _ in range(min(int(count), protocol.MARK_LIMIT)):
        a, b, c, d, red, green, blue = cursor.take(protocol.MARKED)
        marks.append(((a, b, c, d), (int(red), int(green), int(blue))))
    pipe.put(drawing.png(document.page(int(index)), (x0, y0, x1, y1), scale, marks, alone=bool(alone)))
    pipe.tell(Told.DONE)
    shrink_store()


def annotate(pipe: Pipe, document: Opened, cursor: Cursor) -> None:
    """A copy with highlights, through the arena; then what became of its pages."""
    plan = copies.plan_of(cursor)
    data, copied = marking.annotated(document, plan, copies.marks_of(cursor))
    pipe.put(data)
    pipe.tell(Told.DONE, copies.told_of(copied))
    shrink_store()


def report(pipe: Pipe, document: Opened, _: Cursor) -> None:
    """What the file holds that its reader does not see."""
    pipe.tell(Told.DONE, reports.packed(reporting.reports(document)))
    shrink_store()


def commented(pipe: Pipe, document: Opened, _: Cursor) -> None:
    """The comments of a Word document or an OpenDocument text; what reads them is loaded before the process locks."""
    found: list[Comment] = []
    if document.format == "docx":
        from annotator.engine.worker.forms import word_comments

        found = word_comments.comments(document.raw())
    elif document.format == "odt":
        from annotator.engine.worker.forms import open_comments

        found = open_comments.comments(document.raw())
    pipe.tell(Told.DONE, comments.packed(found))


ANSWERS: dict[int, Callable[[Pipe, Opened, Cursor], None]] = {
    Wanted.INFO: info,
    Wanted.EXTRACT: extract,
    Wanted.CHARS: chars,
    Wanted.RENDER: render,
    Wanted.PICTURE: picture,
    Wanted.ANNOTATE: annotate,
    Wanted.REPORTS: report,
    Wanted.COMMENTS: commented,
    Wanted.LINKS: beside.links,
    Wanted.NOTES: beside.notes,
    Wanted.SHARES: ocr_pages.shares,
    Wanted.SCAN: ocr_pages.scan,
    Wanted.LAYER: ocr_pages.layer,
}
