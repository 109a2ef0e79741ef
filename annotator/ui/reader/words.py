"""The boxes of characters of the pages in use, asked of the engine and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from annotator.engine.client import Reader, Request, Urgency
from annotator.model.errors import Refused, WorkerLost
from annotator.model.pages import PageText
from annotator.ui.reader.late import is_here
from annotator.ui.reader.tiles import budget

EACH = 18
"""Bytes that a code point takes, with its box."""
FEWEST = 12
"""Pages whose words are kept whatever they take: those in use."""


class PageWords(QObject):
    """Character boxes by page. `arrived` and `missing` tell what came of a page that was asked for."""

    arrived = Signal(int)
    missing = Signal(int, str)
    asked = Signal()

    def __init__(self, reader: Reader, texts: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._texts = texts
        self._have: OrderedDict[int, PageText] = OrderedDict()
        self._size = 0
        self._asked: dict[int, Request[PageText]] = {}
        self._needed: set[int] = set()
        self._lost: dict[int, int] = {}
        self.failures: dict[int, str] = {}

    def get(self, page: int) -> PageText | None:
        """The boxes of a page if they are here."""
        if page in self._have:
            self._have.move_to_end(page)
            return self._have[page]
        return None

    def look_at(self, pages: Iterable[int]) -> None:
        """Ask for the pages on screen, forget requests for pages that left it."""
        wanted = set(pages) | self._needed
        for page in [page for page in self._asked if page not in wanted]:
            self._asked.pop(page).drop()
        for page in sorted(wanted):
            self._ask(page)

    def need(self, page: int) -> None:
        """Ask for a page whether on screen or not."""
        if page not in self._have and page not in self.failures:
            self._needed.add(page)
            self._ask(page)

    def retry(self, page: int) -> None:
        """Forget that a page failed."""
        self.failures.pop(page, None)
        self._lost.pop(page, None)

    def close(self) -> None:
        """Drop all requests."""
        for request in self._asked.values():
            request.drop()
        self._asked.clear()
        self._needed.clear()

    def _ask(self, page: int) -> None:
        if page in self._have or page in self._asked or page in self.failures or not is_here(self._texts, page):
            return
        request = self._reader.chars(page, urgency=Urgency.SCREEN)
        self._asked[page] = request
        request.then(lambda text: self._take(page, text), lambda error: self._fail(page, error))
        self.asked.emit()

    def _take(self, page: int, text: PageText) -> None:
        self._asked.pop(page, None)
        self._needed.discard(page)
        self._lost.pop(page, None)
        # Offsets into another text than the one that was imported would put a mark on the wrong words.
        if text.text != self._texts[page] or len(text.boxes) != 4 * len(text.text):
            self._give_up(page, "The words of this page were read differently than before, so they can't be selected.")
            return
        self._have[page] = text
        self._size += EACH * len(text.text)
        self.trim()
        self.arrived.emit(page)

    def trim(self) -> None:
        """Forget the words that were not used for longest as far as the budget asks for it."""
        while len(self._have) > FEWEST and self._size > budget.words:
            self._size -= EACH * len(self._have.popitem(last=False)[1].text)

    def _fail(self, page: int, error: Refused) -> None:
        self._asked.pop(page, None)
        self._lost[page] = self._lost.get(page, 0) + 1
        if isinstance(error, WorkerLost) and self._lost[page] < 3:
            self._ask(page)
        else:
            self._give_up(page, error.sentence)

    def _give_up(self, page: int, sentence: str) -> None:
        self._needed.discard(page)
        self.failures[page] = sentence
        self.missing.emit(page, sentence)
