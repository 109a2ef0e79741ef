"""What can wait until the start page is on the screen, done in portions that no key or click has to wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

ENGINE = ("engine.protocol", "engine.worker_link", "engine.parent_link", "engine.crew", "ui.engine_bridge")
BENCH = (
    "model.graph", "anchoring.document_text", "anchoring.selection", "ui.desk", "ui.calls",
    "ui.reader.values", "ui.reader.painting", "ui.reader.canvas", "ui.reader.pane", "ui.panes.opener",
    "ui.claims.panel", "ui.inspector.panel", "ui.lines.overlay",
    "ui.panes.navigator", "ui.linking.linker", "ui.adding", "ui.bench", "ui.fitting",
)  # fmt: skip
"""Modules that an open project needs; each is imported in a few milliseconds once those before it are there."""


def getting_ready(window: MainWindow) -> Iterator[None]:
    """Starts the engine's warm parent, then builds what an open project needs; yields between the portions."""
    for name in ENGINE:
        import_module(f"annotator.{name}")
        yield
    window.bridge.start()
    for name in BENCH:
        yield
        if not window.has_bench:
            import_module(f"annotator.{name}")
    while not window.has_bench:
        yield
        window.fit_more()


class _FirstPaint(QObject):
    def __init__(self, window: QWidget, act: Callable[[], None]) -> None:
        super().__init__(window)
        self._act = act
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, watched, self._act)
        return False


def after_first_paint(window: QWidget, act: Callable[[], None]) -> None:
    """Calls `act` once, at the first turn of the event loop after the window was painted first."""
    _FirstPaint(window, act)
