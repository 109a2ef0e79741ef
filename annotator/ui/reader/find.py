"""Finding words in the document shown: case and typography ignored, in slices, so that the window never waits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.anchoring.comparing import skeleton_text
from annotator.anchoring.document_text import DocumentText, Match, Run

SLICE = 0.005
"""Seconds of searching before the event loop gets its turn."""
MOST = 20_000
"""Hits after which a search stops; a single letter in a long document would only cost memory."""


def caseless(text: str) -> str:
    """Lower case, letter by letter, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def spot_of(hit: Match) -> tuple[int, int]:
    """Page and offset where a hit begins."""
    return hit[0].page, hit[0].start


class Finder(QObject):
    """One search at a time. `progressed` is emitted after each slice, `finished` once at its end."""

    progressed = Signal()
    finished = Signal()

    def __init__(self, texts: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._bones: list[str | None] = [None] * len(texts)
        self._needle = ""
        self._order: list[int] = []
        self._found: dict[int, list[Match]] = {}
        self._runs: dict[int, list[tuple[Run, Match]]] = {}
        self._count = 0
        self._sorted: list[Match] | None = None
        self.words = ""
        self.current: Match | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)

    @property
    def running(self) -> bool:
        """Whether pages are still to be searched."""
        return self._timer.isActive()

    @property
    def count(self) -> int:
        """Hits found so far."""
        return self._count

    @property
    def full(self) -> bool:
        """Whether the search stopped at `MOST` hits."""
        return self._count >= MOST

    def on(self, page: int) -> Sequence[tuple[Run, Match]]:
        """What is to be marked on a page: runs, each with the hit it belongs to."""
        return self._runs.get(page, ())

    def hits(self) -> list[Match]:
        """All hits in document order."""
        if self._sorted is None:
            self._sorted = [hit for page in sorted(self._found) for hit in self._found[page]]
        return self._sorted

    def search(self, words: str, page: int = 0) -> None:
        """Search for words, beginning at a page and going around; an empty string ends the search."""
        self._timer.stop()
        self.words, self.current = words, None
        self._found, self._runs, self._count, self._sorted = {}, {}, 0, None
        self._needle = skeleton_text(caseless(words))
        pages = range(len(self._texts))
        self._order = [*pages[page:], *pages[:page]][::-1] if self._needle else []
        if self._order:
            self._timer.start()
        else:
            self.finished.emit()

    def renew(self) -> None:
        """Texts that were missing are here: what is searched for is searched for again."""
        self._bones = [None] * len(self._texts)
        if self.words:
            self.search(self.words, self.current[0].page if self.current else 0)

    def step(self, forward: bool, start: tuple[int, int]) -> Match | None:
        """The hit after (or before) the current one, or the first at or after `start`; goes around at the end."""
        hits = self.hits()
        if not hits:
            return None
        if self.current is None:
            at = bisect_left(hits, start, key=spot_of) - (0 if forward else 1)
        else:
            at = bisect_left(hits, spot_of(self.current), key=spot_of) + (1 if forward else -1)
        self.current = hits[at % len(hits)]
        return self.current

    def number(self) -> int:
        """Number of the current hit counted from 1, 0 if there is none."""
        return bisect_left(self.hits(), spot_of(self.current), key=spot_of) + 1 if self.current else 0

    def _slice(self) -> None:
        until = monotonic() + SLICE
        while self._order and not self.full:
            page = self._order.pop()
            if self._likely(page):
                self._search(page)
            if monotonic() > until:
                break
        if not self._order or self.full:
            self._timer.stop()
            self.finished.emit()
        else:
            self.progressed.emit()

    def _bone(self, page: int) -> str:
        bone = self._bones[page]
        if bone is None:
            bone = self._bones[page] = skeleton_text(caseless(self._texts[page]))
        return bone

    def _likely(self, page: int) -> bool:
        """Whether a hit may begin on a page: all of it is there, or one half before and one after the page's end."""
        if self._needle in self._bone(page):
            return True
        half = len(self._needle) // 2
        if not half or page + 1 >= len(self._texts):
            return False
        return self._needle[:half] in self._bone(page) or self._needle[half:] in self._bone(page + 1)

    def _search(self, page: int) -> None:
        pair = [caseless(text) for text in self._texts[page : page + 2]]
        # Two pages are enough to step over the running lines between them, and keep a slice short.
        found = DocumentText(pair).find(caseless(self.words), page=0, inside_words=True)
        hits = [tuple(Run(run.page + page, run.start, run.end) for run in match) for match in found]
        if not hits:
            return
        self._found[page] = hits
        self._count += len(hits)
        self._sorted = None
        for hit in hits:
            for run in hit:
                self._runs.setdefault(run.page, []).append((run, hit))
