"""What full views have in common: a title, a sentence, a way back, and undo while they are open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTreeWidget, QVBoxLayout, QWidget

from annotator.ui.plain import ElidedLabel, button, label


class FullView(QWidget):
    """Stands in place of the panes; Escape leaves. Undo and redo work here as they do over the panes."""

    left = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, name: str, called: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.title = ElidedLabel(called, self, mode=Qt.TextElideMode.ElideMiddle)
        self.title.setProperty("heading", True)
        self.away = button("Close (Esc)", self, flat=True, name=f"{name}-close", says=f"Close: {called}")
        self.summary = label("", self, wrap=True, dim=True)
        self.summary.setObjectName(f"{name}-summary")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.away)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(12, 6, 12, 8)
        self.inside.setSpacing(6)
        self.inside.addLayout(head)
        self.inside.addWidget(self.summary)
        self.away.clicked.connect(self.left)
        for keys, wanted in (
            (("Ctrl+Z",), self.undo_wanted),
            (("Ctrl+Shift+Z", "Ctrl+Y"), self.redo_wanted),
        ):
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(each) for each in keys])
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)  # it counts only while the view is in sight
            shortcut.activated.connect(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves, wherever in the view the keys go."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Rows(QTreeWidget):
    """Rows of text in columns; Enter and a double click open one, Delete asks to remove it."""

    opened = Signal()
    delete_wanted = Signal()

    def __init__(self, name: str, says: str, headers: list[str], widths: list[int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setHeaderLabels(headers)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(True)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.itemDoubleClicked.connect(lambda *_: self.opened.emit())
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Delete, where a row is current."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.currentItem() is not None:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit()
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.delete_wanted.emit()
                return True
        return False


def roomy(dialog: QWidget, letters: int, lines: int) -> None:
    """Makes a dialog as large as so many letters and lines need in the size of text of this computer."""
    metrics = dialog.fontMetrics()
    room = dialog.screen().availableGeometry()
    width, height = letters * metrics.averageCharWidth(), lines * metrics.lineSpacing()
    dialog.resize(min(width, room.width() - 40), min(height, room.height() - 60))
