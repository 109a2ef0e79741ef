"""One engine on the main thread, driven by Qt's event loop; nothing here ever waits."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer, Signal

from annotator.engine.client import Engine, Reader, Source

READERS = 10
"""Processes at a time: four panes, for each the pages and what lies beside them, and two for PDFium's pictures."""


class EngineBridge(QObject):
    """Owns an engine for the readers of a window.

    The engine is pumped when its descriptor is readable and when its deadline has passed; after each request `soon`
    sets the timer anew, since a request that was just sent has a deadline of its own.
    """

    lacking = Signal(tuple)
    """The nets of the lock that are not there, none where all are: once, when a document's worker said so."""

    def __init__(self, engine: Engine | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine = engine or Engine(spare=True, readers=READERS)
        self._closed = False
        self._pumping = False
        self._used = self._told = False
        self._notifier = QSocketNotifier(self.engine.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._pump)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._pump)

    def start(self) -> None:
        """Start the warm parent; returns at once."""
        if not self._closed:
            self.engine.start()
            self.soon()

    def open(self, source: Source, *, pictures: bool = False) -> Reader:
        """A reader of a document; errors arrive with its first request. The descriptor stays the caller's.

        With `pictures` PDFium draws it, and it answers nothing else.
        """
        self._used = True
        return self.engine.open(source, pictures=pictures)

    def soon(self) -> None:
        """Watch the clock for requests just made."""
        if not self._closed:
            left = self.engine.deadline()
            if left is None:
                self._timer.stop()
            else:
                self._timer.start(ceil(left * 1000) + 1)

    def close(self) -> None:
        """Close the engine and everything it holds; may be called twice."""
        if not self._closed:
            self._closed = True
            self._timer.stop()
            # Before the descriptor goes: Qt would complain of, or watch, whatever gets its number next.
            self._notifier.setEnabled(False)
            self._notifier.activated.disconnect(self._pump)
            self.engine.close()

    def _pump(self) -> None:
        if self._closed or self._pumping:
            return
        # A callback that runs an event loop (a dialog) must not come in here again.
        self._pumping = True
        try:
            self.engine.pump()
        finally:
            self._pumping = False
        self.soon()
        nets = None if self._told or not self._used else self.engine.lacking
        if nets is not None:
            self._told = True
            self.lacking.emit(nets)
