"""The page of help: chapters that are shipped with the program, shown as plain text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QKeyEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from annotator import __version__
from annotator.model.resources import resource_path
from annotator.ui import accessibility
from annotator.ui.plain import button, step_inside

_WIDEST = 760
CHAPTERS = {
    "reading": "The first link",
    "flags": "What the flags say",
    "handing-over": "What to send to whom",
    "working-together": "Working on one story together",
    "about": "About Annotator",
}
"""The chapters of help by the names of their files, and what the menu calls them."""


class HelpPage(QFrame):
    """Lies over the window; Escape returns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        accessibility.install()
        self._over = parent
        self.setObjectName("help-page")
        self._came_from: QWidget | None = None
        self.text = QTextEdit(self)
        self.text.setObjectName("help-text")
        self.text.setAcceptRichText(False)
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.text.installEventFilter(self)
        self.done = button("Close (Esc)", self, name="close-help", says="Close the help")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.done)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.text)
        inside.addLayout(row)
        self.done.clicked.connect(self.leave)
        parent.installEventFilter(self)
        self.hide()

    def open_page(self, chapter: str) -> None:
        """Shows a chapter over the window. Raises FileNotFoundError where the installation is broken."""
        words = resource_path("help", f"{chapter}.txt").read_text(encoding="utf-8")
        self.text.clear()
        self._write(words.replace("{version}", __version__))
        self.text.setAccessibleName(f"Help: {CHAPTERS[chapter]}")
        if not self.isVisible():
            self._came_from = self._over.focusWidget()
        self._cover()
        self.show()
        self.raise_()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.text.setFocus()

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
        """Escape returns; the page stays within the window."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover()
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.text
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        return False

    def _cover(self) -> None:
        room = self._over.rect().adjusted(40, 50, -40, -40)
        more = max(0, room.width() - _WIDEST) // 2
        self.setGeometry(room.adjusted(more, 0, -more, 0))

    def _write(self, text: str) -> None:
        """Lines as paragraphs; '# ' and '## ' begin headings, which a screen reader is told as such."""
        cursor = self.text.textCursor()
        first = True
        for line in filter(None, text.splitlines()):
            level = len(line) - len(line.lstrip("#"))
            block, letters = QTextBlockFormat(), QTextCharFormat()
            block.setHeadingLevel(level)
            block.setTopMargin(0 if first else 16 if level else 4)
            block.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if level:
                letters.setFontWeight(QFont.Weight.Bold)
                letters.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 3 - level)
            if first:
                cursor.setBlockFormat(block)
            else:
                cursor.insertBlock(block)
            cursor.insertText(line.lstrip("# "), letters)
            first = False
