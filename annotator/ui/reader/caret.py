"""Moving the caret and selecting with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.anchoring import selection as words
from annotator.anchoring.parts import Part

if TYPE_CHECKING:
    from annotator.ui.reader.canvas import PageCanvas
    from annotator.ui.reader.selecting import Spot

Keys = QKeySequence.StandardKey
STEPS: tuple[tuple[QKeySequence.StandardKey, QKeySequence.StandardKey, str], ...] = (
    (Keys.MoveToNextWord, Keys.SelectNextWord, "word-right"),
    (Keys.MoveToPreviousWord, Keys.SelectPreviousWord, "word-left"),
    (Keys.MoveToNextChar, Keys.SelectNextChar, "right"),
    (Keys.MoveToPreviousChar, Keys.SelectPreviousChar, "left"),
    (Keys.MoveToNextLine, Keys.SelectNextLine, "down"),
    (Keys.MoveToPreviousLine, Keys.SelectPreviousLine, "up"),
    (Keys.MoveToStartOfDocument, Keys.SelectStartOfDocument, "first"),
    (Keys.MoveToEndOfDocument, Keys.SelectEndOfDocument, "last"),
    (Keys.MoveToStartOfLine, Keys.SelectStartOfLine, "line-start"),
    (Keys.MoveToEndOfLine, Keys.SelectEndOfLine, "line-end"),
    (Keys.MoveToNextPage, Keys.SelectNextPage, "page-down"),
    (Keys.MoveToPreviousPage, Keys.SelectPreviousPage, "page-up"),
)
SCROLLED = 0.9
"""Part of the view that Page Up and Page Down move by."""


class Caret:
    """The caret of one canvas. Keys typed before a page's boxes arrived are kept and done in order."""

    def __init__(self, canvas: PageCanvas) -> None:
        self._canvas = canvas
        self._goal: float | None = None
        self._waiting: list[tuple[str, bool]] = []
        self.shown = False

    def forget(self) -> None:
        """Hide the caret and forget keys not done yet."""
        self._waiting.clear()
        self._goal = None
        self.shown = False

    def key(self, event: QKeyEvent, *, extend: bool = False) -> bool:
        """Act on a key, as with Shift where `extend` says so; False if it is none of the caret's."""
        for plain, extending, step in STEPS:
            if event.matches(plain) or event.matches(extending):
                self.step(step, extend=extend or bool(event.matches(extending)))
                return True
        return False

    def step(self, step: str, *, extend: bool) -> None:
        """One key's movement, now or when the words it needs have arrived."""
        self._waiting.append((step, extend))
        self.go_on()

    def go_on(self) -> None:
        """Do what waits as far as the words are here."""
        while self._waiting and self._canvas.opened:
            step, extend = self._waiting[0]
            if not self._do(step, extend):
                return
            if self._waiting:
                self._waiting.pop(0)

    def _do(self, step: str, extend: bool) -> bool:
        """True when done (or impossible), False when words are still to come."""
        if step in ("page-up", "page-down"):
            return self._turn(step == "page-down", extend)
        if step in ("first", "last"):
            return self._put(self._edge_of_document(step == "last"), extend)
        here = self._here()
        if here is None:
            return not self._canvas.waiting_for_words()
        if not self.shown and not extend:
            self.shown = True
            if self._canvas.opened and self._canvas.opened.selecting.head is None:
                return self._put(here, False)
        there = self._moved(here, step, extend)
        return there is not None and self._put(there, extend)

    def _here(self) -> Spot | None:
        """Where the caret is, else the first words in sight."""
        opened = self._canvas.opened
        if opened is None:
            return None
        if opened.selecting.head is not None:
            return opened.selecting.head
        return self._canvas.first_spot()

    def _moved(self, here: Spot, step: str, extend: bool) -> Spot | None:
        """The spot a step leads to; None while words are missing. Pages without words are passed over.

        While selecting, the caret stays in the part it came from: over footnotes and footers to the next page's words.
        """
        opened = self._canvas.opened
        if opened is None:
            return here
        page, offset = here
        reading = self._canvas.reading(page)
        if reading is None:
            return here if page in opened.words.failures else None
        part = self._part(here) if extend else None
        if step not in ("up", "down"):
            self._goal = None
        elif self._goal is None:
            self._goal = words.goal_of(reading, offset)
        moved = words.move(reading, offset, step, self._goal, part=part)
        if moved is not None:
            return page, moved
        way = 1 if step in ("right", "down", "word-right") else -1
        page += way
        while 0 <= page < len(opened.pages) and not opened.shown.texts[page].strip():
            page += way
        if not 0 <= page < len(opened.pages):
            return here
        following = self._canvas.reading(page)
        if following is None:
            return here if page in opened.words.failures else None
        goal = self._goal if step in ("up", "down") else None
        return page, words.edge_position(following, step, goal, part=part)

    def _part(self, here: Spot) -> Part | None:
        """The part of the page that a selection keeps to; none where it has left that already."""
        opened = self._canvas.opened
        if opened is None or opened.selecting.anchor is None:
            return None
        part = opened.selecting.part_of(opened.selecting.anchor)
        return part if opened.selecting.part_of(here) is part else None

    def _turn(self, down: bool, extend: bool) -> bool:
        """A screenful; the caret, if shown, stays at its height."""
        canvas = self._canvas
        bar = canvas.verticalScrollBar()
        distance = int(canvas.viewport().height() * SCROLLED) * (1 if down else -1)
        opened = canvas.opened
        head = opened.selecting.head if opened else None
        point = canvas.caret_view_rect(head).center() if head and (self.shown or extend) else None
        bar.setValue(bar.value() + distance)
        if point is None:
            return True
        spot = canvas.spot_at(point)
        if spot is None:
            spot = head
        return spot is None or self._put(spot, extend, follow=False)

    def _edge_of_document(self, last: bool) -> Spot:
        texts = self._canvas.opened.shown.texts if self._canvas.opened else ("",)
        pages = range(len(texts))
        for page in reversed(pages) if last else pages:
            if texts[page].strip():
                reading = self._canvas.reading(page)
                if reading is not None:
                    end = len(reading.text.rstrip("\n"))
                    return page, reading.offset(end, end=True) if last else reading.offset(0)
                return page, len(texts[page].rstrip("\n")) if last else 0
        return (len(texts) - 1 if last else 0), 0

    def _put(self, spot: Spot, extend: bool, *, follow: bool = True) -> bool:
        opened = self._canvas.opened
        if opened is not None:
            self.shown = True
            anchor = opened.selecting.anchor if extend else spot
            opened.selecting.put(spot if anchor is None else anchor, spot)
            if follow:
                self._canvas.reveal(spot)
            self._canvas.viewport().update()
        return True
