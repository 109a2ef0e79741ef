"""The flags of the open project, asked for again a moment after what they rest on changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.findings import Finding
from annotator.model.graph import Graph
from annotator.ui.checking import calls

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

WAITS = 900
"""Milliseconds without an edit before the check begins: every one of several acts in a row would begin it anew."""


class Flags(QObject):
    """What the last check noticed. `changed` tells of new ones, and of a check that begins or ends."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._graph: Graph | None = None
        self._asked = 0
        self.findings: tuple[Finding, ...] = ()
        self.busy = False
        """Whether a check is under way or about to begin."""
        self.failure = ""
        """Why the last one could not be done."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAITS)
        self._timer.timeout.connect(self.check)
        window.desk.opened.connect(self._opened)
        window.desk.graph_changed.connect(lambda graph, _: self._look(graph))

    def of(self, claims: list[str] | None = None) -> list[Finding]:
        """Those that nobody put aside, of some claims or of all."""
        return [one for one in self.findings if not one.dismissed and (claims is None or one.claim in claims)]

    def _opened(self, opened: Any) -> None:
        self._graph, self.findings = None, ()
        self._look(opened.graph)

    def _look(self, graph: Graph) -> None:
        if self._graph is not None and calls.noticed_in(self._graph) == calls.noticed_in(graph):
            self._graph = graph
            return
        self._graph = graph
        self._asked += 1  # what is under way is of another state
        self.busy = True
        self._timer.start()
        self.changed.emit()

    def check(self) -> None:
        """Checks now."""
        self._timer.stop()
        self._asked += 1
        asked = self._asked
        self.busy, self.failure = True, ""
        self.changed.emit()

        def checked(found: tuple[Finding, ...]) -> None:
            if asked == self._asked:
                self.findings, self.busy = found, False
                self.changed.emit()

        def failed(error: Any) -> None:
            if asked == self._asked:
                self.failure, self.busy = error.sentence, False
                self.changed.emit()

        self._window.desk.in_pieces(calls.flags, wanted=lambda: asked == self._asked, done=checked, failed=failed)
