"""Reading scans (OCR): in a thread and with an engine of their own, then taken into the project by the desk."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from annotator.model.errors import NotConfined, Refused
from annotator.ui.desk import Desk
from annotator.ui.plain import one_line
from annotator.ui.words import count, document_name

if TYPE_CHECKING:
    from annotator.engine.client import Engine
    from annotator.operations.recognising import ReadByMachine, Reading, Task
    from annotator.operations.workspace import Workspace
    from annotator.ui.window import MainWindow


@dataclass(slots=True)
class _Order:
    """One document whose scans are to be read. `asked`: a person asked for it, and is told if there is nothing."""

    document: str
    name: str
    asked: bool = False
    tried: set[int] = field(default_factory=set)
    pages: int = 0
    cancelled: threading.Event = field(default_factory=threading.Event)


class Recogniser(QObject):
    """One document after another; the desk stays free for everything else. All signals arrive in the main thread."""

    progress = Signal(str, int, int)
    idle = Signal()
    read = Signal(str, object)
    nothing = Signal(str)
    refused = Signal(str, str)
    not_confined = Signal(str)
    unexpected = Signal(object)
    _done = Signal(object, object)
    _told = Signal(object, int, int)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._orders: deque[_Order] = deque()
        self._now: _Order | None = None
        self._thread: threading.Thread | None = None
        self._engine: Engine | None = None
        self._closed = False
        self._done.connect(self._take)
        self._told.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether scans are being looked for or read."""
        return self._now is not None

    def order(self, document: str, name: str, *, asked: bool = False) -> None:
        """Reads a document's scans when its turn comes, if it has any; `name` is what progress calls it."""
        if not any(order.document == document for order in (*self._orders, self._now) if order):
            self._orders.append(_Order(document, name, asked))
            self._next()

    def cancel(self) -> None:
        """Leaves the rest unread; whole pages that are done are kept."""
        self._orders.clear()
        if self._now is not None:
            self._now.cancelled.set()

    def close(self) -> None:
        """Cancels, waits for the thread and closes the engine: called when the window goes. Nothing more is kept."""
        self._closed = True
        self.cancel()
        if self._thread is not None:
            self._thread.join()
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def _next(self) -> None:
        if self._now is not None or self._closed:
            return
        if not self._orders:
            self.idle.emit()
            return
        self._now = self._orders.popleft()
        self._look(self._now)

    def _look(self, order: _Order) -> None:
        """Whether the text of its pages is such that they may be scans, told by the desk."""
        self._desk.ask(
            _task,
            order.document,
            frozenset(order.tried),
            done=lambda task: self._begin(order, task),
            failed=lambda error: self._end(order, error),
        )

    def _begin(self, order: _Order, task: Task | None) -> None:
        if task is None or self._closed or order.cancelled.is_set():
            if task is not None:
                task.close()
            self._end(order, None)
            return
        if self._thread is not None:
            self._thread.join()
        self._thread = threading.Thread(target=self._work, args=(order, task), name="scans", daemon=True)
        self._thread.start()

    def _work(self, order: _Order, task: Task) -> None:
        try:
            if self._engine is None:
                self._engine = _engine()
            told: Callable[[int, int], None] = lambda done, total: self._told.emit(order, done, total)  # noqa: E731
            result: Any = _read(self._engine, task, told, order.cancelled.is_set)
        except BaseException as error:
            result = error
        finally:
            task.close()
        if self._closed:
            _give_back(result)
        else:
            self._done.emit((order, task), result)

    def _tell(self, order: _Order, done: int, total: int) -> None:
        if order is self._now and not order.cancelled.is_set():
            title = f"Reading scan '{one_line(order.name, 40)}' (OCR): page {min(done + 1, total):,} of {total:,}"
            self.progress.emit(title, done, total)

    def _take(self, about: tuple[_Order, Task], result: Reading | BaseException | None) -> None:
        order, task = about
        order.tried |= task.tried
        if self._closed:
            _give_back(result)
        elif isinstance(result, BaseException):
            self._end(order, result)
        elif result is None:
            self._go_on(order, task)
        else:
            self._desk.act(
                _adopt,
                result,
                done=lambda made: self._kept(order, task, made),
                failed=lambda error: self._end(order, error),
            )

    def _kept(self, order: _Order, task: Task, made: ReadByMachine) -> None:
        order.pages += len(made.pages)
        self.read.emit(order.document, made)
        self._go_on(order, task)

    def _go_on(self, order: _Order, task: Task) -> None:
        if task.more and not order.cancelled.is_set():
            self._look(order)
        else:
            self._end(order, None)

    def _end(self, order: _Order, error: BaseException | None) -> None:
        if self._now is order:
            self._now = None
        if order.cancelled.is_set() or self._closed:
            pass
        elif isinstance(error, NotConfined):
            self.not_confined.emit(error.sentence)
        elif isinstance(error, Refused):
            self.refused.emit(order.name, error.sentence)
        elif error is not None:
            self.unexpected.emit(error)
        elif order.asked and not order.pages:
            self.nothing.emit(order.name)
        self._next()


class Scans:
    """Joins the recogniser to the window: documents that came in, progress, what became of them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.recogniser = recogniser = Recogniser(window.desk, window)
        recogniser.progress.connect(window.status.work)
        recogniser.idle.connect(self._idle)
        recogniser.read.connect(self._read)
        recogniser.nothing.connect(self._nothing)
        recogniser.refused.connect(self._refused)
        recogniser.not_confined.connect(self._not_confined)
        recogniser.unexpected.connect(window.desk.unexpected)
        self._told_why_not = False
        window.desk.opened.connect(lambda _: recogniser.cancel())

    def look(self, document: str) -> None:
        """Reads the scans of a document that came in, if it has any."""
        if self._window.can_write():
            self.recogniser.order(document, document_name(self._window.choice.graph, document))

    def ask(self, documents: Iterable[str]) -> None:
        """Reads the scans of documents because a person said so."""
        if not self._window.can_write():
            self._window.say("The project is open for reading only. Work on a copy to have scans read.")
            return
        graph = self._window.choice.graph
        for document in documents:
            if document in graph.documents:
                self.recogniser.order(document, document_name(graph, document), asked=True)

    def _idle(self) -> None:
        if not self._window.adding.importer.busy and not self._window.versions.replacer.busy:
            self._window.status.rest()

    def _read(self, document: str, made: ReadByMachine) -> None:
        from annotator.ui import calls

        name = one_line(document_name(self._window.choice.graph, document), 60)
        failed = f" {count(len(made.failed), 'page')} could not be read." if made.failed else ""
        words = f"{name}: {count(len(made.pages), 'page')} read by machine (OCR), {made.confidence} % sure.{failed}"
        self._window.say(words, undo=True)
        self._window.desk.ask(calls.finish_index, failed=lambda _: None)

    def _nothing(self, name: str) -> None:
        self._window.say(f"{one_line(name, 60)}: no page had to be read.")

    def _not_confined(self, sentence: str) -> None:
        """Said once: it is about this computer, and the same for every scan."""
        if not self._told_why_not:
            self._told_why_not = True
            self._window.messages.say(sentence, key="scans", wrong=True)

    def _refused(self, name: str, sentence: str) -> None:
        words = sentence if one_line(name) in sentence else f"{one_line(name, 60)}: {sentence}"
        self._window.messages.say(words, key="scans", wrong=True)


def _task(ws: Workspace, document: str, tried: Set[int]) -> Task | None:
    from annotator.operations import recognising

    return recognising.task_of(ws, document, tried=tried)


def _adopt(ws: Workspace, reading: Reading) -> ReadByMachine:
    from annotator.operations import recognising

    return recognising.adopt(ws, reading)


def _read(
    engine: Engine, task: Task, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> Reading | None:
    from annotator.operations import recognising

    return recognising.read(engine, task, quiet=True, progress=progress, cancelled=cancelled)


def _engine() -> Engine:
    """An engine that gives way to the one that draws what is on the screen."""
    from annotator.operations import scans

    return scans.quiet_engine()


def without_text(ws: Workspace) -> tuple[str, ...]:
    """Documents most of whose pages have no text that can be used."""
    from annotator.operations import scans

    return scans.without_text(ws)


def _give_back(result: Any) -> None:
    """Closes what was read and is not wanted any more."""
    if result is not None and not isinstance(result, BaseException):
        result.close()
