"""One engine on the main thread, driven by Qt's event loop; nothing here ever waits."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.engine.client import Engine, Reader, Source


class EngineBridge(QObject):
    """Owns an engine for the readers of a window."""

    def __init__(self, engine: Engine | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def start(self) -> None:
        """Start the warm parent; returns at once."""

    def open(self, source: Source) -> Reader:
        """A reader of a document; errors arrive with its first request."""

    def soon(self) -> None:
        """Pump once the event loop is idle: called after requests were made, so that they leave and are watched."""

    def close(self) -> None:
        """Close the engine and everything it holds; may be called twice."""
