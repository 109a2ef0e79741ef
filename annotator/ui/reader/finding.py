"""Finding in one pane: joins the bar, the search and the pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from annotator.anchoring.document_text import Match
from annotator.ui.reader.canvas import PageCanvas
from annotator.ui.reader.find import spot_of
from annotator.ui.reader.find_bar import FindBar
from annotator.ui.reader.opened import OpenDocument


class Finding(QObject):
    """The first hit from where a person stands is shown as she types; Enter goes on."""

    def __init__(self, bar: FindBar, canvas: PageCanvas) -> None:
        super().__init__(bar)
        self._bar = bar
        self._canvas = canvas
        self._opened: OpenDocument | None = None
        self._start = (0, 0)
        bar.searched.connect(self._search)
        bar.stepped.connect(self.step)
        bar.left.connect(self.close)

    def show_opened(self, opened: OpenDocument | None) -> None:
        """Another document: an open bar searches it for the same words."""
        if self._opened:
            self._opened.finder.search("")
            self._opened.finder.progressed.disconnect(self._progressed)
            self._opened.finder.finished.disconnect(self._progressed)
        self._opened = opened
        if opened:
            opened.finder.progressed.connect(self._progressed)
            opened.finder.finished.connect(self._progressed)
        if opened is None:
            self._bar.hide()
        elif self._bar.isVisible():
            self._search(self._bar.field.text())

    @property
    def _readable(self) -> bool:
        """Whether there are any words in the document."""
        return self._opened is None or any(text.strip() for text in self._opened.shown.texts)

    def open(self) -> None:
        """Show the bar, with the selected words if they are few."""
        if self._opened is None:
            return
        words = " ".join(self._opened.selecting.text.split())
        self._bar.show()
        if words and len(words) <= 120:
            self._bar.field.setText(words)
        elif self._bar.field.text():
            self._search(self._bar.field.text())
        self._bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.field.selectAll()

    def close(self) -> None:
        """Hide the bar and its marks; the hit becomes the selection, so that it can be linked at once."""
        if self._opened:
            current = self._opened.finder.current
            if current and self._bar.isVisible():
                last = current[-1]
                self._opened.selecting.adding = False
                self._opened.selecting.put(spot_of(current), (last.page, last.end))
            self._opened.finder.search("")
        self._bar.hide()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._canvas.viewport().update()

    def step(self, forward: bool) -> None:
        """To the next hit, or the one before; opens the bar if it is not there."""
        if self._opened is None:
            return
        if not self._bar.isVisible() or not self._opened.finder.words:
            self.open()
            return
        hit = self._opened.finder.step(forward, self._start)
        if hit:
            self._show(hit)

    def _search(self, words: str) -> None:
        if self._opened and self._bar.isVisible():
            selecting = self._opened.selecting
            page = self._canvas.current_page
            spot = selecting.ordered[0] if selecting.ordered else selecting.head
            self._start = spot if spot and spot[0] in self._canvas.view.visible else (page, 0)
            self._opened.finder.search(words, self._start[0])
            self._progressed()

    def _progressed(self) -> None:
        opened = self._opened
        if opened is None:
            return
        if opened.finder.current is None and self._bar.isVisible():
            ahead = [hit for hit in opened.finder.hits() if spot_of(hit) >= self._start]
            if ahead or (not opened.finder.running and opened.finder.count):
                hit = opened.finder.step(True, self._start)
                if hit:
                    self._show(hit)
        self._bar.tell(opened.finder, self._readable)
        self._canvas.viewport().update()

    def _show(self, hit: Match) -> None:
        if self._opened:
            self._canvas.reveal(spot_of(hit))
            self._bar.tell(self._opened.finder, self._readable)
            self._canvas.viewport().update()
