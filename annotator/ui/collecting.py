"""Garbage is collected in the main thread only.

A collection runs in whichever thread happens to allocate, and a widget or timer that is part of a cycle would be
destroyed there: Qt objects must be destroyed in the thread they live in, else the process dies now or later.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 250
OLDEST_EVERY = 30.0
"""Seconds between collections of the oldest objects, which walk through everything there is."""


class Collector(QObject):
    """Takes over from the interpreter's own collector until `stop`; several may run at once."""

    _running = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if not Collector._running:
            gc.disable()
        Collector._running += 1
        self._stopped = False
        self._oldest = time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(INTERVAL_MS)

    def collect(self) -> None:
        """Collect what the interpreter would have collected by its own thresholds."""
        counts, limits = gc.get_count(), gc.get_threshold()
        now = time.monotonic()
        if counts[2] > limits[2] and now - self._oldest > OLDEST_EVERY:
            self._oldest = now
            gc.collect(2)
        elif counts[1] > limits[1]:
            gc.collect(1)
        elif counts[0] > limits[0]:
            gc.collect(0)

    def stop(self) -> None:
        """Hand back to the interpreter. May be called twice."""
        if self._stopped:
            return
        self._stopped = True
        self._timer.stop()
        Collector._running -= 1
        if not Collector._running:
            gc.enable()
