"""The page of keys: what each key does, and where another is given to a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import accessibility
from annotator.ui.commands.table import TABLE, Scope
from annotator.ui.plain import button, label, step_inside

if TYPE_CHECKING:
    from annotator.ui.commands.actions import Commands

READER_ONLY = "while reading"


class KeysPage(QFrame):
    """Lies over the window; Escape returns."""

    def __init__(self, parent: QWidget, commands: Commands) -> None:
        super().__init__(parent)
        accessibility.install()
        self._over = parent
        self.setObjectName("keys-page")
        self._commands = commands
        self._came_from: QWidget | None = None
        title = label("Keys", self)
        title.setProperty("heading", True)
        self.table = QTableWidget(0, 4, self)
        self.table.setObjectName("keys-table")
        self.table.setAccessibleName("Commands and their keys")
        self.table.setTabKeyNavigation(False)  # Tab leads on to the field below
        self.table.setHorizontalHeaderLabels(["Menu", "Command", "Keys", "Counts"])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.installEventFilter(self)
        self.edit = QKeySequenceEdit(self)
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName("New key")
        for field in self.edit.findChildren(QLineEdit):
            field.setAccessibleName("New key")
        self.give = button("Give this key", self, name="give-key")
        self.none = button("No key", self, name="no-key", says="Leave this command without a key")
        self.reset = button("All as delivered", self, name="reset-keys", says="All keys as delivered")
        self.done = button("Close (Esc)", self, name="close-keys", says="Close the page of keys")
        self.said = label("Choose a row, press a key in the field, then Give this key.", self, dim=True)
        row = QHBoxLayout()
        for part in (self.edit, self.give, self.none, self.reset):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.done)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        for widget in (title, self.table, self.said):
            inside.addWidget(widget)
        inside.addLayout(row)
        self.give.clicked.connect(self._give)
        self.none.clicked.connect(lambda: self._rebind(""))
        self.reset.clicked.connect(self._reset)
        self.done.clicked.connect(self.leave)
        parent.installEventFilter(self)
        self.hide()

    def open_page(self) -> None:
        """Shows the page over the window."""
        window = self._over
        self._came_from = window.focusWidget()
        self._fill()
        self._cover(window)
        self.show()
        self.raise_()
        self.table.setFocus()

    def leave(self) -> None:
        """Back to what was there."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, following: bool, /) -> bool:
        """Tab leads round in the page, not to what it covers."""
        return step_inside(self, following)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape returns, wherever in the page the keys go."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape returns; the page stays as large as the window."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover(self._over)
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.table
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        return False

    def _cover(self, window: QWidget) -> None:
        self.setGeometry(window.rect().adjusted(40, 50, -40, -40))

    def _fill(self) -> None:
        row = max(0, self.table.currentRow())
        self.table.setRowCount(len(TABLE))
        for at, command in enumerate(TABLE):
            counts = READER_ONLY if command.scope is Scope.READER else ""
            texts = (command.menu, command.title, self._commands.shown_keys(command), counts)
            for column, text in enumerate(texts):
                self.table.setItem(at, column, QTableWidgetItem(text))
        self.table.resizeColumnToContents(0)
        self.table.resizeColumnToContents(2)
        self.table.setCurrentCell(row, 1)

    def _give(self) -> None:
        key = self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if key:
            self._rebind(key)
            self.edit.clear()

    def _rebind(self, key: str) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(TABLE):
            taken = self._commands.rebind(TABLE[row].id, key)
            self.said.setText(f"{taken} has no key now." if taken else f"{TABLE[row].title}: {key or 'no key'}.")
            self._fill()
            accessibility.announcer().announce(self.said, self.said.text())

    def _reset(self) -> None:
        self._commands.reset_keys()
        self.said.setText("All keys are as delivered.")
        self._fill()
        accessibility.announcer().announce(self.said, self.said.text())
