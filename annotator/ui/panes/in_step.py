"""Scrolling in step: where one pane is scrolled, the others move by as many pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.ui.panes.area import PaneArea
from annotator.ui.panes.holder import PaneHolder


class InStep(QObject):
    """Relative: each pane keeps its distance to the others, also beyond the first or last page of a shorter one.

    Only what a person scrolls counts. Jumps (a link, a page's number, Back) move their own pane alone, and the distance
    is the new one from then on.
    """

    def __init__(self, area: PaneArea) -> None:
        super().__init__(area)
        self._area = area
        self._at: dict[PaneHolder, float] = {}
        self._moving = False
        self.on = False
        area.pane_added.connect(self._watch)
        area.pane_removed.connect(lambda holder: self._at.pop(holder, None))
        for holder in area.holders():
            self._watch(holder)

    def switch(self, on: bool) -> None:
        """Panes move together from where they stand now, or each alone."""
        self.on = on
        self._at = {}
        for holder in self._area.holders():
            self._note(holder)

    def _watch(self, holder: PaneHolder) -> None:
        holder.pane.canvas.moved.connect(self._mover(holder))

    def _mover(self, holder: PaneHolder) -> Callable[[], None]:
        return lambda: self._moved(holder)

    def _note(self, holder: PaneHolder) -> None:
        if holder.pane.document_id:
            self._at[holder] = holder.pane.canvas.view.progress
        else:
            self._at.pop(holder, None)

    def _moved(self, holder: PaneHolder) -> None:
        if not self.on or self._moving:
            return
        before = self._at.get(holder)
        if before is None or not holder.pane.canvas.person_moved:
            self._note(holder)
            return
        by = holder.pane.canvas.view.progress - before
        self._note(holder)
        self._moving = True
        for other in self._area.holders():
            if other is not holder and other in self._at and other.pane.document_id:
                self._at[other] += by
                canvas = other.pane.canvas
                canvas.scroll_to(canvas.view.x, canvas.view.scroll_at(self._at[other]))
        self._moving = False
