"""Moving the ends of a passage that is marked already: with handles at its ends, or with the keys.

The words it will cover are the pane's selection meanwhile, so all that selects words selects them here, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from annotator.anchoring.document_text import Match, Run
from annotator.anchoring.selection import position_at
from annotator.ui.reader.selecting import Ends, Spot
from annotator.ui.reader.values import Highlight

if TYPE_CHECKING:
    from annotator.ui.reader.canvas import PageCanvas

KNOB = 4.5
"""Radius of a handle's knob, in pixels."""
REACH = 6.0
"""How far from a knob's middle a press still takes it, in pixels: the lines above and below stay free."""


class Handles(QObject):
    """The ends of the chosen passages of one canvas, and the passage whose ends are being moved."""

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.passage = ""
        """Id of the passage whose ends are being moved, or empty."""
        self._dragging = False
        self._before: list[Ends] = []

    @property
    def active(self) -> bool:
        """Whether ends are being moved."""
        return bool(self.passage)

    def begin(self, passage: str) -> bool:
        """Select a passage's words with the caret at their end; False where they are not in this document."""
        opened = self._canvas.opened
        highlight = opened.marks.of(passage) if opened else None
        if opened is None or highlight is None or not highlight.place.spans:
            return False
        self.passage = passage
        opened.selecting.put_ranges(self._ranges(highlight))
        self._before = opened.selecting.ranges
        self._canvas.caret.shown = True
        if opened.selecting.head:
            self._canvas.reveal(opened.selecting.head)
        self._canvas.viewport().update()
        return True

    def swap(self) -> None:
        """The other end is the one that keys move."""
        opened = self._canvas.opened
        if opened is None or not self.active:
            return
        ranges, ends = opened.selecting.ranges, opened.selecting.ordered
        if not ranges or ends is None:
            return
        if opened.selecting.head == ends[1]:
            first = ranges[0]
            opened.selecting.put_ranges([*ranges[1:], (first[1], first[0])])
        else:
            opened.selecting.put_ranges(ranges)
        if opened.selecting.head:
            self._canvas.reveal(opened.selecting.head)

    def accept(self) -> None:
        """Tell that the passage is to stand where the selection is now."""
        passage, opened = self.passage, self._canvas.opened
        if opened is None or not passage:
            return
        if opened.selecting.ranges == self._before or not opened.selecting.match:
            self.cancel()
            return
        self.passage, self._dragging = "", False
        self._canvas.ends_moved.emit(passage)

    def cancel(self) -> None:
        """The passage stays as it was."""
        self.forget()
        if self._canvas.opened:
            self._canvas.opened.selecting.clear()
        self._canvas.viewport().update()

    def forget(self) -> None:
        """Another document is shown."""
        self.passage, self._dragging = "", False

    # input

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key is this one's rather than a command's."""
        return self.active and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)

    def key(self, event: QKeyEvent) -> bool:
        """Enter keeps, Escape gives up; arrows move the end as with Shift held."""
        if not self.active:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            return self._canvas.caret.key(event, extend=True)
        return True

    def press(self, event: QMouseEvent) -> bool:
        """Take a handle; False where none is under the mouse."""
        for highlight, knob, at_end in self._knobs():
            apart = event.position() - knob
            if apart.x() ** 2 + apart.y() ** 2 <= REACH**2 and self.begin(highlight.passage):
                if not at_end:
                    self.swap()
                self._dragging = True
                return True
        if self.active:  # a press elsewhere: she is doing something else
            self.cancel()
        return False

    def move(self, event: QMouseEvent) -> bool:
        """The end follows the mouse."""
        if not self._dragging:
            return False
        opened, spot = self._canvas.opened, self._spot(event.position())
        if opened is not None and spot is not None and opened.selecting.anchor not in (None, spot):
            opened.selecting.put(opened.selecting.anchor, spot)
        return True

    def release(self, event: QMouseEvent) -> bool:
        """The end stays where it is."""
        if not self._dragging:
            return False
        self._dragging = False
        self.accept()
        return True

    def is_over(self, position: QPointF) -> bool:
        """Whether a handle is under the mouse."""
        return any((position - knob).manhattanLength() <= REACH for _, knob, _ in self._knobs())

    def paint(self, painter: QPainter) -> None:
        """Knobs at the ends of the chosen passages."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        paper = self._canvas.paper
        for highlight, knob, _ in self._knobs():
            painter.setPen(QPen(paper.paper, 1.5))
            painter.setBrush(paper.lines[highlight.kind])
            painter.drawEllipse(knob, KNOB, KNOB)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # where

    def _knobs(self) -> list[tuple[Highlight, QPointF, bool]]:
        """Handles in sight: the passage, the knob's middle in the viewport, whether it is the passage's end."""
        opened, view = self._canvas.opened, self._canvas.view
        if opened is None or not self._canvas.can_adjust or self.active:
            return []
        found: list[tuple[Highlight, QPointF, bool]] = []
        for page in view.visible:
            for piece in opened.marks.on(page):
                spans = piece.highlight.place.spans
                if not piece.highlight.chosen or not spans:
                    continue
                for span, at_end in ((spans[0], False), (spans[-1], True)):
                    spot = (span.page, span.end if at_end else span.start)
                    rect = self._canvas.caret_view_rect(spot) if span.page == page else QRectF()
                    if not rect.isNull():
                        knob = QPointF(rect.center().x(), rect.bottom() if at_end else rect.top())
                        if all(knob != other for _, other, _ in found):
                            found.append((piece.highlight, knob, at_end))
        return found

    def _spot(self, position: QPointF) -> Spot | None:
        hit = self._canvas.hit(position)
        reading = self._canvas.reading(hit[0]) if hit else None
        return (hit[0], position_at(reading, hit[1], hit[2])) if hit and reading else None

    def _ranges(self, highlight: Highlight) -> list[Ends]:
        """A passage as ranges: one where all between its ends belongs to it, else one for each of its spans."""
        spans, opened = highlight.place.spans, self._canvas.opened
        whole: Ends = ((spans[0].page, spans[0].start), (spans[-1].page, spans[-1].end))
        own = tuple(Run(span.page, span.start, span.end) for span in spans)
        if opened is not None and _joined(opened.selecting.match_of([whole])) == _joined(own):
            return [whole]
        return [((span.page, span.start), (span.page, span.end)) for span in spans]


def _joined(match: Match) -> list[tuple[int, int, int]]:
    """What a match covers; runs that follow one another are one, since columns cut them."""
    found: list[tuple[int, int, int]] = []
    for run in match:
        if found and found[-1][0] == run.page and 0 <= run.start - found[-1][2] <= 2:
            found[-1] = (run.page, found[-1][1], run.end)
        else:
            found.append((run.page, run.start, run.end))
    return found
