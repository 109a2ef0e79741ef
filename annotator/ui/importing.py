"""Adding files: read in a thread of their own, with an engine of their own, then taken into the project by the desk."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from annotator.model.errors import NeedsPassword, Refused
from annotator.model.pages import Format
from annotator.model.things import Handling, Role
from annotator.ui import calls
from annotator.ui.desk import Desk
from annotator.ui.plain import one_line

if TYPE_CHECKING:
    from annotator.engine.client import Engine
    from annotator.operations.importing import Added, Prepared


@dataclass(slots=True)
class Order:
    """One file to be added, or `data` that never was a file, under the name of `path`. `form` forces its parser.

    `together` is shared by those that came together; only the desk's thread uses it.
    """

    path: Path
    role: Role
    handling: Handling = Handling.UNSET
    data: bytes | None = None
    form: Format | None = None
    together: calls.Batch | None = None
    known: frozenset[str] = frozenset()
    """SHA-256 of bytes that need not be read again."""
    passwords: list[str] = field(default_factory=list)
    cancelled: threading.Event = field(default_factory=threading.Event)
    project: str = ""
    """The id of the project it is meant for."""


class Importer(QObject):
    """One file after another; the desk stays free for everything else. All signals arrive in the main thread."""

    progress = Signal(str, int, int)
    idle = Signal()
    added = Signal(object, object)
    refused = Signal(str, str)
    password_wanted = Signal(object, str)
    unexpected = Signal(object)
    ordered = Signal()
    settled = Signal()
    """Once for each order, after whatever else was told of it."""
    _read = Signal(object, object)
    _told = Signal(str, int, int)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._orders: deque[Order] = deque()
        self._now: Order | None = None
        self._thread: threading.Thread | None = None
        self._engine: Engine | None = None
        self._done = self._all = 0
        self._closed = False
        self._read.connect(self._take)
        self._told.connect(self.progress)

    @property
    def busy(self) -> bool:
        """Whether files are being read."""
        return self._now is not None

    def add(self, paths: Sequence[Path], role: Role) -> None:
        """Adds files that came together, one after another."""
        together = calls.Batch()
        for path in paths:
            self.order(Order(path, role, together=together))

    def order(self, order: Order) -> None:
        """Adds one file."""
        order.project = order.project or self.desk.project
        self._orders.append(order)
        self._all += 1
        self.ordered.emit()
        self._next()

    def cancel(self) -> None:
        """Leaves out what is not yet read; what was added stays."""
        while self._orders:
            self._orders.pop()
            self.settled.emit()
        if self._now is not None:
            self._now.cancelled.set()

    def close(self) -> None:
        """Cancels, waits for the thread and closes the engine: called when the window goes."""
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
            self._done = self._all = 0
            self.idle.emit()
            return
        self._now = order = self._orders.popleft()
        self.progress.emit(self.title(order), 0, 0)
        if self._thread is not None:
            self._thread.join()
        self._thread = threading.Thread(target=self._work, args=(order,), name="import", daemon=True)
        self._thread.start()

    def title(self, order: Order) -> str:
        """What is said while a file is read."""
        return f"Reading {one_line(order.path.name, 60)} ({self._done + 1} of {self._all})"

    def _work(self, order: Order) -> None:
        title = self.title(order)

        def told(done: int, total: int) -> None:
            self._told.emit(title, done, total)

        try:
            if self._engine is None:
                self._engine = calls.new_engine()
            stopped = order.cancelled.is_set
            if order.data is not None:
                name, form = order.path.name, order.form
                result: Any = calls.prepare_bytes(self._engine, name, order.data, form, told, stopped, order.known)
            else:
                result = calls.prepare(self._engine, order.path, order.passwords, told, stopped, order.known)
        except BaseException as error:
            result = error
        if self._closed:
            _give_back(result)
        else:
            self._read.emit(order, result)

    def _take(self, order: Order, result: Prepared | BaseException) -> None:
        if self._closed:
            _give_back(result)
            return
        self._now = None
        self._done += 1
        if not isinstance(result, BaseException) and not order.cancelled.is_set():
            self.adopt(order, result)
        else:
            self.leave_out(order, result)
            self.settled.emit()
        self._next()

    def leave_out(self, order: Order, result: Prepared | BaseException) -> None:
        """Tells why a file was not read, or nothing where that was wanted."""
        if order.cancelled.is_set():
            _give_back(result)
        elif isinstance(result, NeedsPassword):
            self.password_wanted.emit(order, result.sentence)
        elif isinstance(result, Refused):
            self.refused.emit(order.path.name, result.sentence)
        else:
            self.unexpected.emit(result)

    def adopt(self, order: Order, prepared: Prepared) -> None:
        """Has the desk take in what was read."""

        def done(made: Added) -> None:
            self.added.emit(order, made)
            self.settled.emit()

        def failed(error: Refused) -> None:
            prepared.close()
            self.refused.emit(order.path.name, error.sentence)
            self.settled.emit()

        given = (prepared, order.role, order.handling, order.together, order.project)
        self.desk.act(calls.adopt, *given, done=done, failed=failed)


def _give_back(result: Any) -> None:
    """Closes what was read and is not wanted any more."""
    if not isinstance(result, BaseException):
        result.close()
