"""Selecting with the mouse: by character, word and sentence, across pages, with scrolling beyond the edge."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.anchoring import selection as words
from annotator.anchoring.reading import Reading
from annotator.model.places import Region

if TYPE_CHECKING:
    from annotator.ui.reader.canvas import PageCanvas
    from annotator.ui.reader.selecting import Spot

Hit = tuple[int, float, float]
"""A page and a point on it, in user space."""
TICK = 25
"""Milliseconds between two steps of scrolling beyond the edge."""
LEAST_REGION = 3.0
"""Points: a rectangle smaller than this is a slip of the hand."""


class Pointer(QObject):
    """The mouse over one canvas. A gesture is kept as points, so words that arrive later are still selected rightly."""

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._pressed: Hit | None = None
        self._moved: Hit | None = None
        self._kept: Spot | None = None
        self._grain = "char"
        self._exact = False
        """Whether Alt was held: ends may lie inside words."""
        self._start = QPointF()
        self._last = QPointF()
        self._dragging = False
        self._wanting = False
        """Whether words that the gesture needs are still to come."""
        self._double = (0.0, QPointF())
        self._hovered = ""
        self.region_wanted = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._scroll_on)

    @property
    def selecting(self) -> bool:
        """Whether a button is held and words are being selected."""
        return self._dragging

    def forget(self) -> None:
        """Drop a gesture half done."""
        self._timer.stop()
        self._pressed = self._moved = self._kept = None
        self._dragging = False

    def press(self, event: QMouseEvent) -> None:
        """The left button goes down: a gesture begins."""
        here = self._canvas.hit(event.position())
        if here is None or self._canvas.opened is None:
            return
        now, where = self._double
        near = (event.position() - where).manhattanLength() < QApplication.startDragDistance()
        triple = near and monotonic() - now < QApplication.doubleClickInterval() / 1000
        extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._canvas.caret.forget()
        selecting = self._canvas.opened.selecting
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if selecting.ordered is not None:
                selecting.add_range()
        elif not extending and not triple:
            selecting.adding = False
        self._kept = selecting.anchor if extending else None
        self._grain = "sentence" if triple else "char"
        self._exact = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._begin(here, event.position())
        if triple or extending:
            self.resolve()

    def double(self, event: QMouseEvent) -> None:
        """The second click: words from now on."""
        here = self._canvas.hit(event.position())
        if here is None:
            return
        self._double = (monotonic(), event.position())
        self._grain, self._kept = "word", None
        self._begin(here, event.position())
        self.resolve()

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved, with or without a button."""
        if not self._dragging:
            self._hover(event.position())
            return
        self._last = event.position()
        self._exact = self._exact or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._moved = self._canvas.hit(event.position())
        outside = not self._canvas.viewport().rect().contains(event.position().toPoint())
        if outside and not self._timer.isActive():
            self._timer.start()
        elif not outside:
            self._timer.stop()
        if self._far or self._grain != "char" or self._kept:
            self.resolve()

    def release(self, event: QMouseEvent) -> None:
        """The button goes up: a plain click puts the caret, or activates the highlight under it."""
        if not self._dragging:
            return
        self._timer.stop()
        if self._grain == "char" and not self._far and self._kept is None:
            self._moved = self._pressed
            self.resolve()
            passage = self._canvas.passage_at(event.position())
            if passage:
                self._canvas.passage_activated.emit(passage)
        self._dragging = False
        if not self._wanting:
            self._settle()
        if self.region_wanted and self._far:
            self._canvas.regions.end()

    def _settle(self) -> None:
        """The gesture is over and done: what arrives later does not select its words again."""
        self._pressed = self._moved = None

    def leave(self) -> None:
        """The mouse left the pages."""
        self._tell("")

    def resolve(self) -> None:
        """Make the selection of the points as far as their pages' words are here; asks for them otherwise."""
        opened, pressed, moved = self._canvas.opened, self._pressed, self._moved
        if opened is None or pressed is None or moved is None:
            return
        if self.region_wanted:
            self._resolve_region()
            return
        first = self._canvas.reading(pressed[0])
        last = self._canvas.reading(moved[0])
        self._wanting = first is None or last is None
        if first is None or last is None:
            return
        if not self._dragging:
            self._settle()
        start, end = self._range(first, pressed), self._range(last, moved)
        if self._kept is not None:
            start = (self._kept, self._kept)
        key = opened.selecting.key
        if key(end[0]) >= key(start[0]):
            fixed, free = start[0], max(end[1], start[1], key=key)
        else:
            fixed, free = start[1], end[0]
        if self._grain == "char" and self._kept is None and not self._exact:
            fixed, free = self._whole_words(first, fixed, last, free)
        opened.selecting.put(fixed, free)

    def _whole_words(self, first: Reading, fixed: Spot, last: Reading, free: Spot) -> tuple[Spot, Spot]:
        """Both ends at edges of words, once the selection reaches beyond the word it began in."""
        began, ends = words.inside_word(first, fixed[1]), words.inside_word(last, free[1])
        if fixed[0] == free[0] and began is not None and began[0] <= free[1] <= began[1]:
            return fixed, free
        if fixed[0] == free[0] and ends is not None and ends[0] <= fixed[1] <= ends[1]:
            return fixed, free
        key = self._canvas.opened.selecting.key if self._canvas.opened else (lambda spot: spot)
        side = 0 if key(fixed) <= key(free) else 1
        if began is not None:
            fixed = (fixed[0], began[side])
        if ends is not None:
            free = (free[0], ends[1 - side])
        return fixed, free

    def _begin(self, here: Hit, position: QPointF) -> None:
        self._pressed = self._moved = here
        self._start = self._last = position
        self._dragging = True

    @property
    def _far(self) -> bool:
        return (self._last - self._start).manhattanLength() >= 4

    def _range(self, reading: Reading, hit: Hit) -> tuple[Spot, Spot]:
        page, x, y = hit
        offset = words.position_at(reading, x, y)
        start, end = offset, offset
        if self._grain == "word":
            start, end = words.word_at(reading, offset)
        elif self._grain == "sentence":
            start, end = words.sentence_at(reading, offset)
        return (page, start), (page, end)

    def _resolve_region(self) -> None:
        opened = self._canvas.opened
        if opened is None or self._pressed is None or self._moved is None or self._pressed[0] != self._moved[0]:
            return
        page = opened.pages[self._pressed[0]]
        xs, ys = sorted((self._pressed[1], self._moved[1])), sorted((self._pressed[2], self._moved[2]))
        x0, y0, x1, y1 = page.box
        rect = (max(xs[0], x0), max(ys[0], y0), min(xs[1], x1), min(ys[1], y1))
        if rect[2] - rect[0] >= LEAST_REGION and rect[3] - rect[1] >= LEAST_REGION:
            opened.selecting.put_region(Region(page.index, page.label, rect))

    def _hover(self, position: QPointF) -> None:
        passage = self._canvas.passage_at(position)
        self._tell(passage)
        if self.region_wanted:
            self._canvas.shape_pointer(Qt.CursorShape.CrossCursor)
        elif passage:
            self._canvas.shape_pointer(Qt.CursorShape.PointingHandCursor)
        else:
            over = self._canvas.is_over_text(position)
            self._canvas.shape_pointer(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)

    def _tell(self, passage: str) -> None:
        if passage != self._hovered:
            self._hovered = passage
            self._canvas.passage_hovered.emit(passage)

    def _scroll_on(self) -> None:
        """Scroll while the button is held beyond the edge, the faster the farther."""
        rect = self._canvas.viewport().rect()
        x, y = self._last.x(), self._last.y()
        down = y - rect.bottom() if y > rect.bottom() else min(y - rect.top(), 0.0)
        right = x - rect.right() if x > rect.right() else min(x - rect.left(), 0.0)
        for bar, distance in (
            (self._canvas.verticalScrollBar(), down),
            (self._canvas.horizontalScrollBar(), right),
        ):
            step = max(min(distance / 2, 80.0), -80.0)
            bar.setValue(bar.value() + round(step + (1 if step > 0 else -1 if step < 0 else 0)))
        self._moved = self._canvas.hit(self._last)
        self.resolve()
