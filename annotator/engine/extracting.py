"""Collects a document, or some of its pages, as its worker reads it: text, outline, frozen PDF, what came with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from annotator.engine import protocol
from annotator.engine.collecting import PieceCollector, checked_counts, checked_rect, warned
from annotator.engine.protocol import BadFrame, Cursor, Frame, Told
from annotator.engine.requests import Collector
from annotator.engine.results import About, Attached, Extracted
from annotator.engine.sealing import Source
from annotator.model.pages import Extraction, Fragment, OutlineItem, PageInfo

MADE_BY = "annotator-engine 2, MuPDF {version}"


@dataclass(frozen=True, slots=True)
class _Announced:
    name: str
    size: int
    pieces: PieceCollector


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of a document that follow each other. What belongs to the whole of it comes with the first of them."""

    total: int
    maker: str
    encrypted: bool
    counts: dict[int, int]
    """How often there is to be warned of what (Warn)."""
    pages: tuple[PageInfo, ...]
    texts: tuple[str, ...]
    outline: tuple[OutlineItem, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    frozen: Source | None = None
    digest: str = ""
    about: About = field(default_factory=About)
    attached: tuple[Attached, ...] = ()

    def close(self) -> None:
        """Gives all descriptors back."""
        for source in (self.frozen, *(each.source for each in self.attached)):
            if source is not None:
                source.close()


def joined(version: str, parts: Sequence[Part]) -> Extracted:
    """The extraction that these parts, in order, make up. Raises BadFrame where pages are missing."""
    first = parts[0]
    pages = tuple(page for part in parts for page in part.pages)
    if [page.index for page in pages] != list(range(first.total)):
        raise BadFrame("pages are missing")
    extraction = Extraction.build(
        version,
        first.maker,
        pages,
        tuple(text for part in parts for text in part.texts),
        frozen=first.digest,
        warnings=warned(_added_up(parts)),
        outline=first.outline,
        fragments=first.fragments,
    )
    return Extracted(extraction, first.frozen, first.encrypted, first.about, first.attached)


def _added_up(parts: Sequence[Part]) -> dict[int, int]:
    """What opening tells is the same each time; what pages tell adds up."""
    counts: dict[int, int] = {}
    for part in parts:
        for code, number in part.counts.items():
            before = counts.get(code, 0)
            counts[code] = before + number if code in protocol.COUNTED else max(before, number)
    counted = [code for code in protocol.COUNTED if code in counts]
    return {code: counts[code] for code in (*(code for code in counts if code not in counted), *counted)}


class ExtractCollector(Collector[Part]):
    """Pages from `first` on: `count` of them, or what there is. All at once may come where the first few were asked.

    `progress(done, pages)` is told how many of these are there, and how many the document has.
    """

    def __init__(self, first: int, count: int, progress: Callable[[int, int], None]) -> None:
        self._first, self._count = first, count
        self._total = 0
        self._progress = progress
        self._pages: list[PageInfo] = []
        self._texts: list[str] = []
        self._outline: list[OutlineItem] = []
        self._bytes = 0
        self._pieces = PieceCollector()
        self._fragments: list[Fragment] = []
        self._about = About()
        self._attached: list[_Announced] = []

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """A chunk of pages, of the outline, or a piece of the frozen PDF, which alone is to be acknowledged."""
        if frame.kind == Told.PAGES:
            self._take_pages(frame)
            return False
        if frame.kind == Told.OUTLINE:
            self._take_outline(Cursor(frame.payload))
            return False
        if frame.kind == Told.PIECE:
            (self._attached[-1].pieces if self._attached else self._pieces).take(frame.payload, arena)
            return True
        if frame.kind in (Told.FRAGMENTS, Told.ATTACHED, Told.ABOUT):
            take = {Told.FRAGMENTS: self._take_fragments, Told.ATTACHED: self._announce, Told.ABOUT: self._take_about}
            take[Told(frame.kind)](Cursor(frame.payload))
            return False
        raise BadFrame("an unexpected part")

    def _take_pages(self, frame: Frame) -> None:
        cursor = Cursor(frame.payload)
        (total,) = (int(part) for part in cursor.take(protocol.U32))
        if not 1 <= total <= protocol.PAGE_LIMIT:
            raise BadFrame("the number of pages is out of bounds")
        if self._total not in (0, total):
            raise BadFrame("the number of pages changed")
        self._total = total
        while cursor.left:
            index, x0, y0, x1, y1, rotation, label_length, text_length = cursor.take(protocol.PAGE)
            if index != self._first + len(self._pages) or index >= total or rotation not in (0, 90, 180, 270):
                raise BadFrame("a page is out of order")
            box = checked_rect((x0, y0, x1, y1))
            if box[0] >= box[2] or box[1] >= box[3]:
                raise BadFrame("a page has no size")
            label = cursor.text(int(label_length), protocol.LABEL_LIMIT)
            text = cursor.text(int(text_length), protocol.PAGE_TEXT_LIMIT)
            self._bytes += int(text_length)
            if self._bytes > protocol.TEXT_LIMIT:
                raise BadFrame("too much text")
            self._pages.append(PageInfo(int(index), label, box, int(rotation)))
            self._texts.append(text)
        self._progress(len(self._pages), total)

    def _take_outline(self, cursor: Cursor) -> None:
        while cursor.left:
            level, page, length = (int(part) for part in cursor.take(protocol.ENTRY))
            title = cursor.text(length, protocol.TITLE_LIMIT)
            if len(self._outline) >= protocol.OUTLINE_LIMIT or not 1 <= level <= 1000:
                raise BadFrame("the outline is out of bounds")
            if page < self._total:
                self._outline.append(OutlineItem(level, title, page))

    def _take_fragments(self, cursor: Cursor) -> None:
        """In the order of the text, each within its page."""
        while cursor.left:
            page, start, end, length = (int(part) for part in cursor.take(protocol.FRAGMENT))
            name = cursor.text(length, protocol.LABEL_LIMIT)
            if len(self._fragments) >= protocol.FRAGMENT_LIMIT or page >= len(self._texts):
                raise BadFrame("a named part is out of bounds")
            if not 0 <= start < end <= len(self._texts[page]):
                raise BadFrame("a named part is out of its page")
            self._fragments.append(Fragment(page, start, end, name))

    def _announce(self, cursor: Cursor) -> None:
        """A file inside the file; its bytes follow in pieces."""
        size, length = (int(part) for part in cursor.take(protocol.ATTACHED))
        name = cursor.text(length, protocol.TITLE_LIMIT)
        cursor.end()
        if len(self._attached) >= protocol.ATTACHED_LIMIT:
            raise BadFrame("too many files inside the file")
        self._attached.append(_Announced(name, size, PieceCollector()))

    def _take_about(self, cursor: Cursor) -> None:
        lengths = [int(part) for part in cursor.take(protocol.ABOUT)]
        self._about = About(*(cursor.text(length, protocol.TITLE_LIMIT) for length in lengths))
        cursor.end()

    def result(self, frame: Frame, arena: memoryview) -> Part:
        """The pages, once everything that was announced has come."""
        cursor = Cursor(frame.payload)
        (length,) = (int(part) for part in cursor.take(protocol.U32))
        made_by = MADE_BY.format(version=cursor.text(length, 32))
        total, encrypted, counts = checked_counts(cursor.blob(cursor.left, protocol.FROM_WORKER_LIMIT))
        come, left = len(self._pages), total - self._first
        asked = min(self._count or left, left)
        if self._total != total or come not in (asked, left if self._first == 0 else asked):
            raise BadFrame("pages are missing")
        frozen, digest = self._pieces.finish() or (None, "")
        return Part(
            total,
            made_by,
            encrypted,
            counts,
            tuple(self._pages),
            tuple(self._texts),
            tuple(self._outline),
            tuple(self._fragments),
            frozen,
            digest,
            self._about,
            self._finish_attached(frozen),
        )

    def _finish_attached(self, frozen: Source | None) -> tuple[Attached, ...]:
        finished: list[Attached] = []
        for each in self._attached:
            whole = each.pieces.finish()
            if whole is not None:
                finished.append(Attached(each.name, whole[0]))
            if (whole[0].size if whole else 0) != each.size:
                for source in (frozen, *(one.source for one in finished)):
                    if source is not None:
                        source.close()
                raise BadFrame("a file inside the file is not whole")
        return tuple(finished)

    def drop(self) -> None:
        """Throw away half-made outputs."""
        for pieces in (self._pieces, *(each.pieces for each in self._attached)):
            pieces.drop()
