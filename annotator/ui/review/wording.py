"""One wording in a field that cannot be edited: what differs is struck out or underlined, and said in words, too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from annotator.ui.theme import LIGHT, Theme

Stretch = tuple[int, int]
LEAST_LINES, MOST_LINES = 2, 7


class WordingView(QTextEdit):
    """Plain text with formats of our own; nothing in it is read as markup."""

    def __init__(self, name: str, *, old: bool, parent: QWidget | None = None, differing: str = "") -> None:
        """`differing` is what is said before words that differ, by default that they were so or are so now."""
        super().__init__(parent)
        self._name, self._old = name, old
        self._word = differing or ("was" if old else "is now")
        self._theme = LIGHT
        self._shown: tuple[str, Stretch, tuple[Stretch, ...]] = ("", (0, 0), ())
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_wording(self, text: str, passage: Stretch, differs: Sequence[Stretch]) -> None:
        """Shows a sentence: the passage in it full, the rest quieter; `differs` are stretches of it, in order."""
        self._shown = (text, passage, tuple(differs))
        self._fill()

    def show_sentence(self, sentence: str) -> None:
        """Shows a sentence of ours in its place."""
        self.show_wording(sentence, (0, 0), ())

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self._theme = theme
        self._fill()

    def sizeHint(self) -> QSize:
        """As high as its words, from two lines to seven."""
        line = self.fontMetrics().lineSpacing()
        room = 2 * (self.frameWidth() + int(self.document().documentMargin())) + 2
        wanted = int(self.document().size().height()) + 2 * self.frameWidth() + 2
        return QSize(260, min(max(wanted, LEAST_LINES * line + room), MOST_LINES * line + room))

    def minimumSizeHint(self) -> QSize:
        """No higher than its words: the pages need the room."""
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its lines break elsewhere."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _fill(self) -> None:
        text, passage, differs = self._shown
        self.clear()
        cursor = QTextCursor(self.document())
        edges = sorted({0, len(text), *passage, *(edge for stretch in differs for edge in stretch)})
        for start, end in pairwise(edges):
            cursor.insertText(text[start:end], self._format(passage, differs, start))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setAccessibleDescription(self._spoken())
        self.updateGeometry()

    def _format(self, passage: Stretch, differs: Sequence[Stretch], at: int) -> QTextCharFormat:
        shown = QTextCharFormat()
        inside = passage[0] <= at < passage[1]
        shown.setForeground(self._theme.text if inside else self._theme.muted)
        if any(start <= at < end for start, end in differs):
            shown.setForeground(self._theme.text)
            shown.setFontWeight(QFont.Weight.Bold)
            shown.setBackground(self._theme.fills["contradicts" if self._old else "supports"])
            if self._old:
                shown.setFontStrikeOut(True)
            else:
                shown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        return shown

    def _spoken(self) -> str:
        """The words with what differs named, for those who hear them."""
        text, _, differs = self._shown
        said, at = [], 0
        for start, end in differs:
            said.append(text[at:start])
            if start < end:
                said.append(f"[{self._word}: {text[start:end]}]")
            at = end
        return f"{self._name}: {''.join([*said, text[at:]])}"
