"""The names of the columns, above them wherever the picture is scrolled to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.model.picture import Column, Picture
from annotator.ui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from annotator.ui.graph.canvas import GraphCanvas

TITLES = {Column.CLAIMS: "Claims", Column.PASSAGES: "Passages", Column.DOCUMENTS: "Documents"}


class Heads(QWidget):
    """One line; each name stands at the left edge of its column."""

    def __init__(self, canvas: GraphCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._theme = LIGHT
        self._counts: dict[Column, int] = {}

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self._theme = theme
        self.update()

    def show_columns(self, made: Picture) -> None:
        """Says how many things each column has."""
        self._counts = {column: sum(not node.needs_none for node in made.column(column)) for column in Column}
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text."""
        return QSize(100, self.fontMetrics().height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The names with their counts."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.window)
        painter.setPen(self._theme.border)
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._theme.text)
        for column, number in self._counts.items():
            left, width = self._canvas.column_at(column)
            rect = QRect(round(left), 0, max(round(width), 40), self.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, f"{TITLES[column]} ({number:,})")
