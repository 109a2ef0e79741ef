"""A chip at the edge of a pane: where a linked passage is that is out of sight."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.ui.lines.layout import ChipAt
from annotator.ui.plain import one_line, tip
from annotator.ui.theme import Theme


class Chip(QAbstractButton):
    """Paints its own text, so that a document's name stays plain."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self._at: ChipAt | None = None

    @property
    def passage(self) -> str:
        """The passage a click goes to."""
        return self._at.passage if self._at else ""

    @property
    def words(self) -> str:
        """What it says."""
        return self._at.text if self._at else ""

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self._theme = theme
        self.update()

    def show_at(self, at: ChipAt) -> None:
        """Takes its text and place."""
        if at != self._at:
            self._at = at
            self.setGeometry(at.rect.toRect())
            self.setAccessibleName(one_line(at.text) + (", to review" if at.review else ""))
            tip(self, f"Go to {one_line(at.text)}" if at.passage else "More links: see the list of links.")
            self.update()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded box with an edge in the relation's colour."""
        if self._at is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.strokes[self._at.relation], 1.5)
        if self._at.review:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(self._theme.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.setPen(self._theme.text)
        inside = self.rect().adjusted(10, 0, -10, 0)
        text = QFontMetrics(self.font()).elidedText(
            one_line(self._at.text), Qt.TextElideMode.ElideRight, inside.width() + 2
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
