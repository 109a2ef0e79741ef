"""What the engine says of a document: pages, their text, the boxes of their characters, rendered pixels."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, field
from enum import StrEnum

from annotator.model.places import Rect


class Format(StrEnum):
    """The parser a file is forced to."""

    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    DOCX = "docx"


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
class Extraction:
    """The frozen pages and text made from a version.

    `sha256` (hex) is made by `extraction_digest`; `made_by` names code and version.
    `frozen` is the SHA-256 of the PDF it was frozen to, empty where the original bytes are shown as they are.
    """

    sha256: str
    version: str
    made_by: str
    pages: tuple[PageInfo, ...]
    texts: tuple[str, ...]
    frozen: str = ""
    warnings: tuple[str, ...] = ()
    outline: tuple[OutlineItem, ...] = ()

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
    ) -> Extraction:
        """An extraction with its checksum. Raises ValueError unless there is one text for each page."""
        digest = extraction_digest(version, made_by, pages, texts, frozen)
        return cls(digest, version, made_by, pages, texts, frozen, warnings, outline)


def extraction_digest(
    version: str, made_by: str, pages: tuple[PageInfo, ...], texts: tuple[str, ...], frozen: str
) -> str:
    """SHA-256 (hex) over what a place relies on: version, maker, frozen file, and each page's label, box and text."""
    import hashlib  # takes a while to load, and the window that opens does without

    digest = hashlib.sha256(json.dumps([version, made_by, frozen, len(pages)]).encode())
    for page, text in zip(pages, texts, strict=True):
        head = [page.index, page.label, [round(edge, 3) for edge in page.box], page.rotation, len(text)]
        digest.update(json.dumps(head).encode())
        digest.update(text.encode("utf-8"))
    return digest.hexdigest()
