"""Small editors: they report what was typed when left, and take new values without disturbing typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from annotator.ui.plain import tip


class LineField(QLineEdit):
    """One line."""

    committed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, hint: str = "") -> None:
        super().__init__(parent)
        self._known = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.editingFinished.connect(self.commit)

    def show_value(self, value: str) -> None:
        """Takes a value from the project, unless the person is typing another."""
        typing = self.hasFocus() and self.text() != self._known
        self._known = value
        if not typing and self.text() != value:
            self.setText(value)
            self.setCursorPosition(0)

    def commit(self) -> None:
        """Reports a changed value."""
        if self.text() != self._known:
            self._known = self.text()
            self.committed.emit(self._known)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes the typing back."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._known:
            self.setText(self._known)
            return
        super().keyPressEvent(event)


class NoteField(QPlainTextEdit):
    """A few lines of plain text; Ctrl+Enter or leaving it saves."""

    committed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, hint: str = "", lines: int = 2) -> None:
        super().__init__(parent)
        self._known = ""
        self._lines = lines
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        margins = 2 * self.frameWidth() + 10
        return QSize(120, self.fontMetrics().lineSpacing() * self._lines + margins)

    def show_value(self, value: str) -> None:
        """Takes a value from the project, unless the person is typing another."""
        typing = self.hasFocus() and self.toPlainText() != self._known
        self._known = value
        if not typing and self.toPlainText() != value:
            self.setPlainText(value)

    def commit(self) -> None:
        """Reports a changed value."""
        text = self.toPlainText()
        if text != self._known:
            self._known = text
            self.committed.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving saves."""
        super().focusOutEvent(event)
        self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, Escape takes the typing back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.commit()
        elif event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._known:
            self.setPlainText(self._known)
        else:
            super().keyPressEvent(event)


_WHOLE = 12
"""So many letters of what is chosen are always in sight."""


class ChoiceField(QComboBox):
    """One of a few words."""

    committed = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)  # on Linux the name of such a field is what is chosen in it
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(min(max([8, *(len(words) for _, words in choices)]), _WHOLE))
        for value, words in choices:
            self.addItem(words, value)
        self.activated.connect(self._report)
        self._known = ""

    def show_value(self, value: str) -> None:
        """Takes a value from the project."""
        self._known = value
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past never changes a value."""
        event.ignore()

    def _report(self, at: int) -> None:
        value = str(self.itemData(at))
        if value != self._known:
            self._known = value
            self.committed.emit(value)


class PrivateBox(QCheckBox):
    """Whether a note stays with whoever wrote it; in sight where there is a note."""

    committed = Signal(bool)

    def __init__(self, of: str, parent: QWidget | None = None) -> None:
        super().__init__("private: stays with me", parent)
        self.setObjectName("private-note")
        self.setAccessibleName(f"{of}: private, stays with me")
        tip(self, "It is left out of copies that are sent, unless private notes are asked for, and of all exports.")
        self.clicked.connect(self.committed)
        self.hide()

    def show_value(self, private: bool, *, noted: bool) -> None:
        """Takes a value from the project."""
        self.setChecked(private)
        self.setVisible(noted or private)
