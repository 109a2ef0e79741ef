"""One pane with what surrounds it: where files and documents are dropped."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from annotator.ui.drops import dropped_document, dropped_files
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.theme import Theme


class PaneHolder(QFrame):
    """A reader pane that takes drops."""

    files_dropped = Signal(object, list)
    document_dropped = Signal(object, str)

    def __init__(self, bridge: EngineBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setAcceptDrops(True)
        self.pane = ReaderPane(bridge, theme, self)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.pane)

    def set_active(self, active: bool) -> None:
        """Draws the frame of the pane that keys go to."""
        if self.property("active") != active:
            self.setProperty("active", active)
            self.style().unpolish(self)
            self.style().polish(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files and documents of the project."""
        if dropped_files(event.mimeData()) or dropped_document(event.mimeData()):
            event.acceptProposedAction()
            self.setProperty("drop", True)
            self.style().polish(self)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing came of it."""
        self._settle()

    def dropEvent(self, event: QDropEvent) -> None:
        """Says what was dropped here."""
        self._settle()
        if document := dropped_document(event.mimeData()):
            self.document_dropped.emit(self, document)
        elif files := dropped_files(event.mimeData()):
            self.files_dropped.emit(self, files)
        event.acceptProposedAction()

    def _settle(self) -> None:
        self.setProperty("drop", False)
        self.style().polish(self)
