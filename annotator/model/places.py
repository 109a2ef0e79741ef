"""Where something stands in a document: spans, regions and places.

Coordinates are unrotated PDF user space in points: x to the right, y *up*, origin where the file says it is (a page
box need not start at 0,0). Offsets are Unicode code points into the text of one page of one extraction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1 in user space, x0 <= x1 and y0 <= y1."""


PROVISION_LIMIT = 120
"""Code points of a provision's name that are kept."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text within one column of one page."""

    page: int
    label: str
    start: int
    end: int
    rects: tuple[Rect, ...] = ()

    def to_value(self) -> dict[str, Any]:
        """The span as a JSON value; rectangles rounded to hundredths of a point."""
        return {
            "page": self.page,
            "label": self.label,
            "start": self.start,
            "end": self.end,
            "rects": [[round(edge, 2) for edge in rect] for rect in self.rects],
        }

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Span:
        """The span that `to_value` wrote. Raises KeyError, TypeError or ValueError on anything else."""
        rects = tuple(_rect(rect) for rect in value.get("rects", ()))
        return cls(int(value["page"]), str(value["label"]), int(value["start"]), int(value["end"]), rects)


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a page, for pictures and scans without text."""

    page: int
    label: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands, as one value.

    `version` and `extraction` are SHA-256 in hex. `quote` is the exact text of the spans as extracted, spans joined by
    a line feed; `before` and `after` are the sentence or the 64 code points around it.
    """

    version: str
    extraction: str
    spans: tuple[Span, ...] = ()
    quote: str = ""
    before: str = ""
    after: str = ""
    region: Region | None = None
    fragment: str = ""
    """What the document itself calls the place: a range of cells ("Costs!B2:C4") or a time ("00:12:05"); else empty."""
    provision: str = field(default="", compare=False)
    """The provision of a statute or rule it stands in, "5 U.S.C. 552a(b)(7)"; empty where there is none or in doubt."""
    extra: dict[str, Any] = field(default_factory=dict, compare=False)
    """Fields a newer Annotator wrote; kept when the place is written again."""

    @property
    def page(self) -> int:
        """Index of the first page."""
        return self.spans[0].page if self.spans else self.region.page if self.region else 0

    @property
    def label(self) -> str:
        """Printed label of the first page; in tables and transcripts the cells or the time."""
        if self.fragment:
            return self.fragment
        return self.spans[0].label if self.spans else self.region.label if self.region else ""

    @property
    def whereabouts(self) -> str:
        """Where a person would look: "p. 3", "5 U.S.C. 552a(b)(7), p. 3", "Costs!B2:C4", "00:12:05".

        As the document says it: not yet plain text.
        """
        law = f"{self.provision}, " if self.provision else ""
        return law + (self.fragment or f"p. {self.label or self.page + 1}")

    @property
    def start(self) -> int:
        """First code point, on the first page."""
        return self.spans[0].start if self.spans else 0

    @property
    def end(self) -> int:
        """One past the last code point of the first span."""
        return self.spans[0].end if self.spans else 0

    def to_value(self) -> dict[str, Any]:
        """The place as a JSON value, fit to be the value of one change."""
        value: dict[str, Any] = {
            **self.extra,
            "version": self.version,
            "extraction": self.extraction,
            "spans": [span.to_value() for span in self.spans],
            "quote": self.quote,
            "before": self.before,
            "after": self.after,
        }
        if self.fragment:
            value["fragment"] = self.fragment
        if self.provision:
            value["provision"] = self.provision
        if self.region:
            region = self.region
            value["region"] = {"page": region.page, "label": region.label, "rect": list(region.rect)}
        return value

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Place:
        """The place that `to_value` wrote. Raises KeyError, TypeError or ValueError on anything else."""
        known = {"version", "extraction", "spans", "quote", "before", "after", "region", "fragment", "provision"}
        raw = value.get("region")
        return cls(
            version=str(value["version"]),
            extraction=str(value["extraction"]),
            spans=tuple(Span.from_value(span) for span in value["spans"]),
            quote=str(value["quote"]),
            before=str(value["before"]),
            after=str(value["after"]),
            region=Region(int(raw["page"]), str(raw["label"]), _rect(raw["rect"])) if raw else None,
            fragment=str(value.get("fragment", "")),
            provision=str(value.get("provision", ""))[:PROVISION_LIMIT],
            extra={key: item for key, item in value.items() if key not in known},
        )


def _rect(value: Any) -> Rect:
    x0, y0, x1, y1 = (float(edge) for edge in value)
    return (x0, y0, x1, y1)
