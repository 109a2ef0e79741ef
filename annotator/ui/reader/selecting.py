"""What is selected in a pane, as offsets in reading order; no widgets.

A *spot* is a page's index and a code point offset on it. The anchor stays, the head moves.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.anchoring.document_text import Match, Run
from annotator.model.places import Region

Spot = tuple[int, int]


class Selecting(QObject):
    """Anchor and head in the text of one document, or a region of a page."""

    changed = Signal()

    def __init__(self, texts: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.anchor: Spot | None = None
        self.head: Spot | None = None
        self.region: Region | None = None

    def put(self, anchor: Spot | None, head: Spot | None) -> None:
        """Select from anchor to head; equal spots select nothing but leave the caret there."""
        if (anchor, head, None) == (self.anchor, self.head, self.region):
            return
        self.anchor, self.head, self.region = anchor, head, None
        self.changed.emit()

    def put_region(self, region: Region | None) -> None:
        """Select a rectangle of a page instead of words."""
        self.anchor, self.region = self.head, region
        self.changed.emit()

    def collapse(self) -> None:
        """Select nothing; the caret stays."""
        self.put(self.head, self.head)

    @property
    def ordered(self) -> tuple[Spot, Spot] | None:
        """Both ends in reading order; None where nothing is selected."""
        if self.anchor is None or self.head is None or self.anchor == self.head:
            return None
        return (self.anchor, self.head) if self.anchor < self.head else (self.head, self.anchor)

    def on(self, page: int) -> tuple[int, int] | None:
        """The selected offsets of one page, blanks at the ends included."""
        ends = self.ordered
        if ends is None or not ends[0][0] <= page <= ends[1][0]:
            return None
        start = ends[0][1] if page == ends[0][0] else 0
        end = ends[1][1] if page == ends[1][0] else len(self._texts[page])
        return (start, end) if end > start else None

    @property
    def match(self) -> Match:
        """The selected runs by page, without blanks at the very start and end."""
        ends = self.ordered
        if ends is None:
            return ()
        runs = []
        for page in range(ends[0][0], ends[1][0] + 1):
            part = self.on(page)
            if part and (text := self._texts[page][part[0] : part[1]]).strip():
                start = part[0] + len(text) - len(text.lstrip())
                runs.append(Run(page, start, part[1] - len(text) + len(text.rstrip())))
        return tuple(runs)

    @property
    def text(self) -> str:
        """The selected words exactly as extracted, pages joined by a line feed."""
        return "\n".join(self._texts[run.page][run.start : run.end] for run in self.match)

    @property
    def empty(self) -> bool:
        """Whether neither words nor a region are selected."""
        return self.region is None and not self.match
