"""The pages of one document read by machine: drawn by its locked worker, read by as many Tesseracts as processors."""

from __future__ import annotations

import contextlib
import os
import select
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from annotator.engine.client import Engine
from annotator.engine.ocr.finding import Tesseract
from annotator.engine.ocr.running import PageReading, start
from annotator.engine.ocr.words import Sureness, Word, sureness
from annotator.engine.reader import Reader
from annotator.engine.requests import Request
from annotator.engine.scanning import DPI, Recognition, Scan
from annotator.model.errors import NotConfined, Refused

_TICK = 0.2
_GOOD = 75
"""A page whose confidence is at least this is not read again in another way."""
_POOR = 50
"""Below this it is tried lying on its sides and on its head, too."""
_HOPELESS = 30
"""Below this there are no words, but something else that looked like some."""
_ROUGH_DPI = 150
"""A noisy scan is read better from fewer pixels, each the mean of several."""
_PATIENCE = 3
"""After so many pages of a document that no turning helped, the others are not turned."""
_SURE = 60
PRIORITY = 10
"""How much processes in the background give way to those that draw what is on the screen (as in `nice`)."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page that was read, with how sure the machine is; without words where it saw none."""

    recognition: Recognition
    sure: Sureness

    @property
    def page(self) -> int:
        """Its index."""
        return self.recognition.page

    @property
    def text(self) -> str:
        """The words, a space between two of one line, a line feed between lines."""
        parts: list[str] = []
        last: tuple[int, int, int] | None = None
        for word in self.recognition.words:
            parts.append("" if last is None else " " if word.line == last else "\n")
            parts.append(word.text)
            last = word.line
        return "".join(parts)

    def empty(self) -> PageRead:
        """The same page as one on which there are no words."""
        return PageRead(replace(self.recognition, words=()), sureness(()))

    @property
    def score(self) -> float:
        """How much was read with confidence, for comparing two readings of one page."""
        words = self.recognition.words
        return sum(len(word.text) * word.confidence for word in words if word.confidence >= _SURE)


@dataclass
class _Try:
    """One way of reading a page: resolution and turn; then its picture, then its process."""

    page: int
    dpi: int
    turn: float
    scan: Scan | None = None


@dataclass
class _State:
    """What became of a page so far."""

    best: PageRead | None = None
    left: deque[_Try] = field(default_factory=deque)


class PagesReading:
    """The pages of one document on their way. `run` does it all; what it gives is complete, page by page."""

    def __init__(
        self,
        engine: Engine,
        reader: Reader,
        tesseract: Tesseract,
        languages: tuple[str, ...],
        *,
        unconfined: bool = False,
        quiet: bool = False,
    ) -> None:
        self._engine = engine
        self._reader = reader
        self._tesseract = tesseract
        self._languages = languages
        self._unconfined = unconfined
        self._nice = PRIORITY if quiet else 0
        self._most = max(1, min(8, len(os.sched_getaffinity(0))))
        self._todo: deque[_Try] = deque()
        self._drawing: dict[int, tuple[_Try, Request[Scan]]] = {}
        self._drawn: deque[_Try] = deque()
        self._reading: dict[int, tuple[_Try, PageReading]] = {}
        self._pages: dict[int, _State] = {}
        self._in_vain = 0
        """Pages that could not be read well in any way."""
        self.read: dict[int, PageRead] = {}
        """The pages that were read."""
        self.failed: dict[int, Refused] = {}
        """Those that could not be, and why."""

    def run(
        self,
        pages: Iterable[int],
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> bool:
        """Reads these pages; false where it was cancelled: what was read until then stays in `read`.

        Raises NotConfined where Tesseract's lock does not hold.
        """
        wanted = list(dict.fromkeys(pages))
        self._todo.extend(_Try(page, DPI, 0.0) for page in wanted)
        self._pages = {page: _State() for page in wanted}
        told = -1
        try:
            while len(self.read) + len(self.failed) < len(wanted):
                if cancelled is not None and cancelled():
                    return False
                done = len(self.read) + len(self.failed)
                if progress and done != told:
                    told = done
                    progress(done, len(wanted))
                self._fill()
                self._wait()
                self._attend()
        finally:
            self._drop()
        if progress:
            progress(len(wanted), len(wanted))
        return True

    def _fill(self) -> None:
        """As many pictures as are needed next, as many processes as processors."""
        while self._todo and len(self._drawing) + len(self._drawn) < 2:
            each = self._todo.popleft()
            request = self._reader.scan(each.page, dpi=each.dpi, turn=each.turn)
            self._drawing[request.number] = (each, request)
        while self._drawn and len(self._reading) < self._most:
            each = self._drawn.popleft()
            scan = each.scan
            if scan is None:
                continue
            try:
                size = (scan.width, scan.height)
                running = start(
                    self._tesseract,
                    scan.fd,
                    size,
                    scan.dpi,
                    self._languages,
                    unconfined=self._unconfined,
                    nice=self._nice,
                )
            except Refused as error:
                self._fail(each, error)
            else:
                self._reading[running.fileno()] = (each, running)

    def _wait(self) -> None:
        poll = select.poll()
        poll.register(self._engine.fileno(), select.POLLIN)
        for descriptor in self._reading:
            poll.register(descriptor, select.POLLIN)
        left = self._engine.deadline()
        poll.poll(1000 * (_TICK if left is None else min(left, _TICK)))

    def _attend(self) -> None:
        self._engine.pump()
        for number, (each, request) in list(self._drawing.items()):
            if request.done:
                del self._drawing[number]
                if request.error is not None:
                    self._fail(each, request.error)
                else:
                    each.scan = request.result()
                    self._drawn.append(each)
        for descriptor, (each, running) in list(self._reading.items()):
            try:
                if not running.pump():
                    continue
                del self._reading[descriptor]
                words = running.finish()
            except NotConfined:
                raise
            except Refused as error:
                self._reading.pop(descriptor, None)
                self._fail(each, error)
            else:
                self._take(each, words)

    def _take(self, each: _Try, words: tuple[Word, ...]) -> None:
        """One reading of a page: the best so far is kept; a poor one is followed by others."""
        scan, state = each.scan, self._pages[each.page]
        if scan is None:
            return
        self._give_back(each)
        recognition = Recognition(each.page, (scan.width, scan.height), scan.scale, scan.turn, words)
        found = PageRead(recognition, sureness(words))
        if state.best is None:
            state.left = deque(_others(each.page, found.sure, turned=self._in_vain < _PATIENCE))
        if state.best is None or found.score > state.best.score:
            state.best = found
        if state.best.sure.words and state.best.sure.confidence >= _GOOD:
            state.left.clear()
        self._next(each.page, state)

    def _fail(self, each: _Try, error: Refused) -> None:
        self._give_back(each)
        state = self._pages[each.page]
        if state.best is None and not state.left:
            self.failed[each.page] = error
        else:
            self._next(each.page, state)

    def _next(self, page: int, state: _State) -> None:
        if state.left:
            self._todo.appendleft(state.left.popleft())
        elif state.best is not None:
            self._in_vain += state.best.sure.confidence < _POOR
            self.read[page] = state.best if state.best.sure.confidence >= _HOPELESS else state.best.empty()

    def _give_back(self, each: _Try) -> None:
        if each.scan is not None:
            each.scan.close()
            each.scan = None

    def _drop(self) -> None:
        """Ends what is still under way."""
        for each, running in self._reading.values():
            running.drop()
            self._give_back(each)
        for each, request in self._drawing.values():
            if request.done and request.error is None:
                each.scan = request.result()
                self._give_back(each)
            request.drop()
        for each in self._drawn:
            self._give_back(each)
        self._reading.clear()
        self._drawing.clear()
        self._drawn.clear()
        self._todo.clear()


def _others(page: int, sure: Sureness, *, turned: bool) -> list[_Try]:
    """Other ways to read a page that was read so well at first; lying on its side or head, too, if that may help."""
    if sure.words and sure.confidence >= _GOOD:
        return []
    tries = [_Try(page, _ROUGH_DPI, 0.0)]
    if turned and (sure.confidence < _POOR or not sure.words):
        tries += [_Try(page, _ROUGH_DPI, turn) for turn in (90.0, 270.0, 180.0)]
    return tries


def give_way(engine: Engine) -> None:
    """Makes an engine's processes give way to those that draw what is on the screen."""
    engine.start()
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, engine.parent_pid, PRIORITY)
