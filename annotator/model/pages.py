"""What the engine says of a document: pages, their text, the boxes of their characters, rendered pixels."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from annotator.model.places import Place, Rect


class Format(StrEnum):
    """The parser a file is forced to."""

    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    DOCX = "docx"
    XPS = "xps"
    EPUB = "epub"
    PICTURE = "picture"
    HTML = "html"
    MHTML = "mhtml"
    XML = "xml"
    ODT = "odt"
    RTF = "rtf"
    EML = "eml"
    MSG = "msg"
    MBOX = "mbox"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    TRANSCRIPT = "transcript"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One page. `box` is the visible box in user space; `rotation` 0, 90, 180 or 270 degrees clockwise when shown."""

    index: int
    label: str
    box: Rect
    rotation: int = 0

    @property
    def width(self) -> float:
        """Width as shown, in points."""
        x0, y0, x1, y1 = self.box
        return y1 - y0 if self.rotation in (90, 270) else x1 - x0

    @property
    def height(self) -> float:
        """Height as shown, in points."""
        x0, y0, x1, y1 = self.box
        return x1 - x0 if self.rotation in (90, 270) else y1 - y0


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text and, where asked for, four float32 (x0, y0, x1, y1 in user space) for each code point.

    A line feed ends each line and has an empty box at the line's end.
    """

    index: int
    text: str
    boxes: array[float] = field(default_factory=lambda: array("f"))


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """An entry of the document's own table of contents; `level` counts from 1."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a page that has a name of its own: a table's cell ("Costs!B4") or a transcript's time ("00:12:05").

    `start` and `end` are code points into the page's text.
    """

    page: int
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page whose text was read by machine (OCR): mean confidence in percent, and how many words are below 60."""

    page: int
    confidence: int
    doubtful: int


def machine_sure(recognised: Iterable[Recognised], place: Place) -> int | None:
    """How sure the machine was of a place's words in percent: of its least sure page; None where none was so read."""
    pages = {span.page for span in place.spans}
    return min((each.confidence for each in recognised if each.page in pages), default=None)


@dataclass(frozen=True, slots=True)
class Extraction:
    """The frozen pages and text made from a version.

    `sha256` (hex) is made by `extraction_digest`; `made_by` names code and version.
    `frozen` is the SHA-256 of the PDF it was frozen to, empty where the original bytes are shown as they are.
    `layer` is the SHA-256 of a PDF with the invisible text of the pages in `recognised`, empty without one.
    """

    sha256: str
    version: str
    made_by: str
    pages: tuple[PageInfo, ...]
    texts: tuple[str, ...]
    frozen: str = ""
    warnings: tuple[str, ...] = ()
    outline: tuple[OutlineItem, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    layer: str = ""
    recognised: tuple[Recognised, ...] = ()

    @classmethod
    def build(
        cls,
        version: str,
        made_by: str,
        pages: tuple[PageInfo, ...],
        texts: tuple[str, ...],
        *,
        frozen: str = "",
        warnings: tuple[str, ...] = (),
        outline: tuple[OutlineItem, ...] = (),
        fragments: tuple[Fragment, ...] = (),
        layer: str = "",
        recognised: tuple[Recognised, ...] = (),
    ) -> Extraction:
        """An extraction with its checksum. Raises ValueError unless there is one text for each page."""
        digest = extraction_digest(version, made_by, pages, texts, frozen, fragments, layer)
        return cls(digest, version, made_by, pages, texts, frozen, warnings, outline, fragments, layer, recognised)


def extraction_digest(
    version: str,
    made_by: str,
    pages: tuple[PageInfo, ...],
    texts: tuple[str, ...],
    frozen: str,
    fragments: tuple[Fragment, ...] = (),
    layer: str = "",
) -> str:
    """SHA-256 (hex) over what a place relies on: version, maker, frozen file and text layer, each page's label, box
    and text, and the names of its parts.
    """
    digest = ExtractionDigest(version, made_by, frozen, len(pages))
    for page, text in zip(pages, texts, strict=True):
        digest.add(page, text)
    return digest.finish(fragments, layer)


class ExtractionDigest:
    """The same, page after page, for those who don't have all of it in memory."""

    def __init__(self, version: str, made_by: str, frozen: str, pages: int) -> None:
        import hashlib  # takes a while to load, and the window that opens does without

        self._digest = hashlib.sha256(json.dumps([version, made_by, frozen, pages]).encode())

    def add(self, page: PageInfo, text: str) -> None:
        """The next page."""
        head = [page.index, page.label, [round(edge, 3) for edge in page.box], page.rotation, len(text)]
        self._digest.update(json.dumps(head).encode())
        self._digest.update(text.encode("utf-8"))

    def finish(self, fragments: tuple[Fragment, ...] = (), layer: str = "") -> str:
        """SHA-256 in hex, once all pages are in."""
        if fragments or layer:  # without them as before there were any
            named = [[part.page, part.start, part.end, part.name] for part in fragments]
            self._digest.update(json.dumps([layer, named]).encode())
        return self._digest.hexdigest()
