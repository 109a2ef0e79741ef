"""A document that can be asked for its pages; which process reads it, and how often that is replaced, is hidden."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from annotator.engine import copies, protocol
from annotator.engine.beside import LinksCollector, NotesCollector, PageLink, PageNote
from annotator.engine.collecting import (
    BytesCollector,
    CharsCollector,
    InfoCollector,
    OutputCollector,
    PixelsCollector,
)
from annotator.engine.comments import CommentsCollector
from annotator.engine.extracting import ExtractCollector, Part
from annotator.engine.parting import Parted
from annotator.engine.protocol import Task, Wanted
from annotator.engine.reports import ReportsCollector
from annotator.engine.requests import Collector, Request, Urgency
from annotator.engine.results import PLAIN, DocumentInfo, Extracted, Look, Mark, Pixels
from annotator.engine.scanning import DPI, Recognition, Scan, ScanCollector, Shares, SharesCollector, layer_request
from annotator.engine.sealing import Source
from annotator.model.comments import Comment
from annotator.model.copies import Copied, CopyPlan
from annotator.model.errors import Refused
from annotator.model.pages import Format, PageText
from annotator.model.places import Rect
from annotator.model.reports import Report

if TYPE_CHECKING:
    from annotator.engine.crew import Crew

T = TypeVar("T")
PLAIN_COPY = CopyPlan()
SCREEN_LIMIT = 8.0
"""Seconds after which what is on the screen is stopped."""
BESIDE_LIMIT = 5.0
"""Seconds after which what lies beside a page's words is given up."""
LONG_LIMIT = 30.0
"""Seconds without a sign of progress after which an extraction or an export is stopped."""
FREEZE_LIMIT = 60.0
"""The same while text, Markdown or Word is made into pages, which the screen never waits for."""


class Reader:
    """One document. Requests of a reader are answered one at a time, the most urgent first."""

    def __init__(self, crew: Crew, source: Source, fd: int, *, task: Task | None = None, behind: bool = False) -> None:
        self._crew = crew
        self.descriptor = fd
        """The reader's own duplicate of the source's descriptor."""
        self.task = task or (Task.DOCUMENT if source.format is Format.PDF else Task.FREEZING)
        self.opening = _opening(source)
        self.queue: list[Request[Any]] = []
        self.closed = False
        self.behind = behind
        self._parted: list[Parted] = []
        self._is_pdf = source.format is Format.PDF

    def info(self, *, urgency: Urgency = Urgency.SCREEN) -> Request[DocumentInfo]:
        """Page count, encryption and warnings. The first request of a document tells whether it opens at all."""
        return self._ask(Wanted.INFO, b"", InfoCollector, urgency, SCREEN_LIMIT)

    def extract(
        self,
        version: str,
        *,
        progress: Callable[[int, int], None] | None = None,
        urgency: Urgency = Urgency.SOON,
        limit: float = LONG_LIMIT,
    ) -> Request[Extracted]:
        """The frozen pages and text. `version` is the SHA-256 (hex) of the bytes; `progress(done, pages)` is called.

        A large PDF is read by two workers at once.
        """
        parted = Parted(self, version, progress, urgency, limit, one=not self._is_pdf)
        self._parted = [each for each in self._parted if not each.request.done and not each.request.dropped]
        self._parted.append(parted)
        return parted.request

    def part(
        self, first: int, count: int, collector: Callable[[], ExtractCollector], urgency: Urgency, limit: float
    ) -> Request[Part]:
        """Some pages of an extraction: `count` from `first` on, 0 for all there are."""
        return self._ask(Wanted.EXTRACT, protocol.EXTRACT_ASK.pack(first, count), collector, urgency, limit)

    def twin(self) -> Reader:
        """Another reader of the same bytes, which gets a worker of its own. Raises OSError; close it, too."""
        other = copy.copy(self)
        other.descriptor = os.dup(self.descriptor)
        other.queue, other._parted = [], []
        self._crew.add(other)
        return other

    def chars(self, page: int, *, urgency: Urgency = Urgency.SCREEN) -> Request[PageText]:
        """A page's text, identical to the extraction's, with a box in user space for each code point."""
        payload = protocol.CHARS_ASK.pack(_index(page))
        return self._ask(Wanted.CHARS, payload, lambda: CharsCollector(page), urgency, SCREEN_LIMIT)

    def render(
        self,
        page: int,
        scale: float,
        *,
        clip: Rect | None = None,
        look: Look = PLAIN,
        urgency: Urgency = Urgency.SCREEN,
    ) -> Request[Pixels]:
        """Draw a page at `scale` pixels a point, or the part in `clip`: points of the page as shown, y down."""
        edges = clip or (0.0, 0.0, 0.0, 0.0)
        head = (_index(page), float(scale), int(clip is not None), *edges)
        payload = protocol.RENDER_ASK.pack(*head, look.quarter, look.dark, look.black, look.white, look.keep)
        return self._ask(Wanted.RENDER, payload, PixelsCollector, urgency, SCREEN_LIMIT)

    def links(self, page: int, *, urgency: Urgency = Urgency.IDLE) -> Request[tuple[PageLink, ...]]:
        """A page's links. Known to hang on hostile files: has little time, and belongs to a reader of its own."""
        return self._ask(Wanted.LINKS, protocol.U32.pack(_index(page)), LinksCollector, urgency, BESIDE_LIMIT)

    def notes(self, page: int, *, urgency: Urgency = Urgency.IDLE) -> Request[tuple[PageNote, ...]]:
        """What a page's own annotations say."""
        return self._ask(Wanted.NOTES, protocol.U32.pack(_index(page)), NotesCollector, urgency, BESIDE_LIMIT)

    def picture(
        self,
        page: int,
        clip: Rect,
        scale: float,
        marks: Sequence[tuple[Rect, tuple[int, int, int]]] = (),
        *,
        alone: bool = False,
        urgency: Urgency = Urgency.SOON,
    ) -> Request[bytes]:
        """A PNG of a region (user space) as shown, with translucent marks (user space, colours 0 to 255).

        With `alone` nothing but what lies inside the marks is in it, and they are not tinted.
        """
        parts = [protocol.PICTURE_ASK.pack(_index(page), *clip, float(scale), alone, len(marks))]
        parts += [protocol.MARKED.pack(*rect, *rgb) for rect, rgb in marks]
        return self._ask(Wanted.PICTURE, b"".join(parts), BytesCollector, urgency, LONG_LIMIT)

    def annotate(
        self, marks: Sequence[Mark], plan: CopyPlan = PLAIN_COPY, *, urgency: Urgency = Urgency.SOON
    ) -> Request[tuple[Source, Copied]]:
        """A copy made anew with highlight annotations, and what became of its pages. The receiver closes the source.

        Nothing of the original goes into it but what is seen of its pages (all, or those of `plan`). Dates are left
        out, so that the same marks give the same bytes and no time zone leaks.
        """
        return self._ask(Wanted.ANNOTATE, copies.packed(plan, marks), copies.CopyCollector, urgency, LONG_LIMIT)

    def reports(self, *, urgency: Urgency = Urgency.IDLE) -> Request[tuple[Report, ...]]:
        """What the file holds that its reader does not see; asked of the original's own bytes."""
        return self._ask(Wanted.REPORTS, b"", ReportsCollector, urgency, LONG_LIMIT)

    def comments(self, *, urgency: Urgency = Urgency.SOON) -> Request[tuple[Comment, ...]]:
        """The comments of a Word document, asked of its own bytes; none of any other."""
        return self._ask(Wanted.COMMENTS, b"", CommentsCollector, urgency, LONG_LIMIT)

    def shares(self, page: int, *, urgency: Urgency = Urgency.IDLE) -> Request[Shares]:
        """How much of a page pictures, text and ink cover."""
        return self._ask(Wanted.SHARES, protocol.CHARS_ASK.pack(_index(page)), SharesCollector, urgency, LONG_LIMIT)

    def scan(self, page: int, *, dpi: int = DPI, turn: float = 0.0, urgency: Urgency = Urgency.IDLE) -> Request[Scan]:
        """A page in grey for Tesseract, turned clockwise by `turn` degrees and straightened. The receiver closes it."""
        payload = protocol.SCAN_ASK.pack(_index(page), dpi / 72, turn)
        return self._ask(Wanted.SCAN, payload, lambda: ScanCollector(page), urgency, LONG_LIMIT)

    def layer(self, pages: Iterable[Recognition], *, urgency: Urgency = Urgency.IDLE) -> Request[Source]:
        """The text layer with the words of these pages, beside those that the source's layer has. A PDF.

        The receiver closes the source. Raises ValueError for more words than can be sent at once.
        """
        return self._ask(Wanted.LAYER, layer_request(pages), OutputCollector, urgency, FREEZE_LIMIT)

    def close(self) -> None:
        """End the document's process; requests that are open are dropped."""
        if not self.closed:
            self.closed = True
            for parted in self._parted:
                parted.request.drop()
            self._crew.forget(self)
            os.close(self.descriptor)

    def _ask(
        self, kind: Wanted, payload: bytes, collector: Callable[[], Collector[T]], urgency: Urgency, limit: float
    ) -> Request[T]:
        if not self._is_pdf:  # the first request makes its pages
            limit = max(limit, FREEZE_LIMIT)
        request: Request[T] = Request(kind, payload, collector, urgency=urgency, limit=limit)
        self._crew.enqueue(self, request)
        return request


def _index(page: int) -> int:
    if not 0 <= page < protocol.PAGE_LIMIT:
        raise ValueError("page index out of range")
    return page


def _opening(source: Source) -> bytes:
    """The payload of OPEN, with the text layer. Passwords go as they are; what UTF-8 can't hold could open nothing."""
    tried = []
    for password in source.passwords[: protocol.PASSWORD_LIMIT]:
        encoded = password.encode("utf-8", "surrogatepass")
        if len(encoded) <= protocol.PASSWORD_LIMIT:
            tried.append(protocol.U32.pack(len(encoded)) + encoded)
    head = protocol.OPEN_ASK.pack(protocol.FORMATS.index(source.format.value), source.size, len(tried))
    layer = source.layer.read() if source.layer is not None else b""
    if len(layer) > protocol.LAYER_LIMIT:
        raise Refused("The text that was read by machine is too long for one document. Split it and add the parts.")
    return head + b"".join(tried) + layer
