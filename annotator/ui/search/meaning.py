"""Sources are read for meaning in the background, a few sentences at a time, when nothing else was done for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.graph import Graph
from annotator.model.things import Role
from annotator.ui import calls

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

QUIET_MS = 20_000
"""Nothing was changed for so long: a document that is being opened or added comes first."""


class ReadingForMeaning(QObject):
    """Begins once the sources are others, goes on where it was stopped, and ends with the project."""

    told = Signal(int, int)
    """How many documents were read, and how many there are."""
    read = Signal()
    """Something was read, and nothing is left."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sources: object = None
        self._turn = 0
        self._running = False
        self.quiet = QTimer(self)
        self.quiet.setSingleShot(True)
        self.quiet.setInterval(QUIET_MS)
        self.quiet.timeout.connect(self._read)
        desk.opened.connect(lambda _: self._stop())
        desk.closed.connect(self._stop)
        desk.graph_changed.connect(lambda graph, _: self._changed(graph))

    def _stop(self) -> None:
        self._turn += 1
        self._sources, self._running = None, False
        self.quiet.stop()

    def _changed(self, graph: Graph) -> None:
        sources = frozenset(one.current for one in graph.documents.values() if one.role is Role.SOURCE)
        if sources != self._sources:
            self._sources, self._running = sources, False
            self._turn += 1
            self.quiet.start()

    def soon(self) -> None:
        """Begins now, unless it does already: somebody waits for what is found then."""
        if not self._running:
            self.quiet.stop()
            self._read()

    def _read(self) -> None:
        self._turn += 1
        self._running = True
        turn, far = self._turn, calls.HowFarRead()

        def wanted() -> bool:
            if turn == self._turn:
                self.told.emit(far.documents, far.of)
            return turn == self._turn

        def done(_: Any) -> None:
            self._running = False
            if far.documents == far.of:  # else it can't be done here, which suggestions say to whoever asks for them
                self.told.emit(far.documents, far.of)
                self.read.emit()

        def failed(_: Any) -> None:
            self._running = self._running and turn != self._turn

        self._desk.in_pieces(calls.read_for_meaning, far, wanted=wanted, done=done, failed=failed)
