"""What the reader pane is told and what it tells: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import QRectF

from annotator.anchoring.document_text import Match
from annotator.model.pages import PageInfo
from annotator.model.places import Place, Region


class Shown(Protocol):
    """The part of an extraction that a reader needs; a whole `Extraction` is one."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the extraction, in hex."""
        ...

    @property
    def pages(self) -> Sequence[PageInfo]:
        """All pages in order."""
        ...

    @property
    def texts(self) -> Sequence[str]:
        """The text of each page."""
        ...


@dataclass(frozen=True, slots=True)
class Selection:
    """What a person selected in one pane.

    `match` are runs of code points by page (empty for a region), `text` the exact text, pages joined by a line feed.
    """

    document: str
    match: Match
    text: str
    region: Region | None = None


class HighlightKind(StrEnum):
    """What a highlighted passage does; decides fill and mark."""

    CLAIM = "claim"
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"
    NEEDS_NONE = "needs-none"
    BLACK = "black"
    """Blacked out in exports; here the words stay readable."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage to be painted. `passage` is the id the pane's signals carry (a needs-none thing's own id there).

    `review` draws its edge dashed; `number` is the claim's, shown in the margin; `kind` one of `HighlightKind`.
    """

    passage: str
    kind: str
    place: Place
    chosen: bool = False
    review: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """State of one sentence for the line-check strip; `state` is a word of the design's coverage table.

    `words` say it to a person who points at it.
    """

    page: int
    start: int
    end: int
    state: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a pane stands: the page at the top edge and how far down it, as a fraction of the page's height.

    `zoom` 1.0 is the printed size. `fit` is 0.0, or the width in points that is fitted to the pane's width
    (`zoom` is then only what it came to); `fit_height` the height that must fit, too, or 0.0. `x` is the fraction of
    the scrollable width.
    """

    document: str
    page: int
    y: float = 0.0
    zoom: float = 1.0
    fit: float = 0.0
    x: float = 0.0
    fit_height: float = 0.0

    def to_value(self) -> dict[str, Any]:
        """The location as a JSON value."""
        return {
            "document": self.document,
            "page": self.page,
            "y": self.y,
            "zoom": self.zoom,
            "fit": self.fit,
            "x": self.x,
            "fit_height": self.fit_height,
        }

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Location:
        """The location `to_value` wrote. Raises KeyError, TypeError or ValueError on anything else."""
        return cls(
            str(value["document"]),
            int(value["page"]),
            float(value["y"]),
            float(value["zoom"]),
            float(value.get("fit", 0.0)),
            float(value.get("x", 0.0)),
            float(value.get("fit_height", 0.0)),
        )


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a line to a passage ends.

    `rect` is in coordinates of `ReaderPane.viewport()` and lies inside it; where the passage is out of sight it is a
    flat rectangle at the edge, `side` is "above" or "below", and `page` (index) and `label` say where to look.
    `first` and `last` are the passage's first and last line where in sight (a line starts at the nearest edge).
    """

    passage: str
    rect: QRectF
    side: str
    page: int
    label: str
    first: QRectF
    last: QRectF

    @property
    def visible(self) -> bool:
        """Whether any part of the passage is in sight."""
        return not self.side
