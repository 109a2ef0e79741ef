"""One pane with what surrounds it: where files and documents are dropped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from annotator.ui.drops import dropped_document, dropped_files
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.theme import Theme


class PaneHolder(QFrame):
    """A reader pane that takes drops."""

    files_dropped = Signal(object, list)
    document_dropped = Signal(object, str)
    files_wanted = Signal(object)
    """It is empty and was clicked."""

    def __init__(self, bridge: EngineBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setAcceptDrops(True)
        self.pane = ReaderPane(bridge, theme, self)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.pane)
        self._pressed = False
        self.pane.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on an empty pane asks for files, as on the start page."""
        if isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.LeftButton:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._pressed = not self.pane.document_id
            elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed:
                self._pressed = False
                if not self.pane.document_id and self.pane.viewport().rect().contains(event.position().toPoint()):
                    self.files_wanted.emit(self)
        return super().eventFilter(watched, event)

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
