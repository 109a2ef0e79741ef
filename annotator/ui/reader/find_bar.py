"""The bar to find words in the document shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.ui.accessibility import announcer
from annotator.ui.plain import label
from annotator.ui.reader.buttons import SignButton
from annotator.ui.reader.find import MOST, Finder
from annotator.ui.theme import Theme

TYPING_MS = 300
"""Counts are told once the person pauses, not with every letter."""


class FindField(QLineEdit):
    """Where the words are typed: Enter to the next hit, Shift+Enter to the one before, Escape leaves."""

    stepped = Signal(bool)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter, Escape; the rest is typing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QWidget):
    """Words, how many hits, next and previous."""

    searched = Signal(str)
    stepped = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = FindField(self)
        self.field.setPlaceholderText("Find in this document")
        self.field.setAccessibleName("Find in this document")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.searched)
        self.field.stepped.connect(self.stepped)
        self.field.left.connect(self.left)
        self.state = label("", self)
        self.previous = SignButton("up", "Previous hit", lambda: self.stepped.emit(False), self)
        self.next = SignButton("down", "Next hit", lambda: self.stepped.emit(True), self)
        self._close = SignButton("close", "Close the find bar", self.left.emit, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 4)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        for widget in (self.state, self.previous, self.next, self._close):
            row.addWidget(widget)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._say)
        self.hide()

    def _say(self) -> None:
        if self.isVisible():
            announcer().announce(self.state, self.state.text())

    def set_theme(self, theme: Theme) -> None:
        """Signs in the theme's colours."""
        for button in (self.previous, self.next, self._close):
            button.set_theme(theme)

    def tell(self, finder: Finder, readable: bool) -> None:
        """How the search stands, in words. `readable` is whether the document has any text at all."""
        words, before = state_of(finder, readable), self.state.text()
        self.state.setText(words)
        if words != before:
            self._typing.start()
        for button in (self.previous, self.next):
            button.setEnabled(finder.count > 0)


def state_of(finder: Finder, readable: bool) -> str:
    """What the bar says of a search."""
    if not finder.words.strip():
        return ""
    if not readable:
        return "This document has no readable text"
    count = f"{MOST:,}+".replace(",", "\u2009") if finder.full else f"{finder.count:,}".replace(",", "\u2009")
    if not finder.count:
        return "Searching …" if finder.running else "No hits"
    number = finder.number()
    hits = "hit" if finder.count == 1 else "hits"
    found = f"{number} of {count} {hits}" if number else f"{count} {hits}"
    return f"{found} …" if finder.running else found
