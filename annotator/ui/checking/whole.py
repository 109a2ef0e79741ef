"""The bar for the whole draft: how many sentences are open, and how the others stand."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from annotator.checking.coverage import Coverage
from annotator.ui.checking.sentences import LineCheck
from annotator.ui.plain import button, tip
from annotator.ui.reader import inks
from annotator.ui.theme import LIGHT, Theme

WIDTH, HEIGHT = 90, 10
ORDER = (
    Coverage.CHECKED,
    Coverage.NEEDS_NONE,
    Coverage.LINKED,
    Coverage.PARTLY,
    Coverage.WITHOUT_SOURCE,
    Coverage.CONTRADICTED,
    Coverage.NOT_LOOKED_AT,
)
"""From left to right: what is done first, what nobody looked at last."""


class Shares(QWidget):
    """One stretch for each state, as wide as it has sentences, in the marks of the strip beside the draft."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._counts: Mapping[Coverage, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Small, in the status line."""
        return QSize(WIDTH, HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self._theme = theme
        self.update()

    def show_counts(self, counts: Mapping[Coverage, int]) -> None:
        """Shows how many sentences are in each state."""
        self._counts = counts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The strip's marks, lying: turned by a quarter."""
        painter = QPainter(self)
        whole = sum(self._counts.values())
        edge = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        painter.setPen(self._theme.edge)
        painter.drawRect(edge)
        x = 1.0
        for state in ORDER:
            width = (self.width() - 2) * self._counts.get(state, 0) / max(whole, 1)
            if width > 0:
                painter.save()
                painter.setClipRect(QRectF(x, 1, width, self.height() - 2))
                inks.coverage_mark(painter, self._theme, state.value, QRectF(x, 1, width, self.height() - 2))
                painter.restore()
            x += width
        painter.end()


class WholeBar(QWidget):
    """In the status line; a click begins to check line by line."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line-check-bar")
        self.shares = Shares(self)
        self.words = button("", self, flat=True, name="line-check-words")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(6, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self.shares, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self.words)
        self.words.clicked.connect(self.wanted)
        self.hide()

    def show_check(self, check: LineCheck) -> None:
        """Shows how the drafts stand; goes where there is no sentence."""
        self.setVisible(check.total > 0)
        self.shares.show_counts(check.counts)
        self.words.setText(check.words)
        self.words.setAccessibleName(f"Line check: {check.words}. Check line by line")
        told = f"{check.told}. Press for checking line by line (F7)."
        tip(self.words, told)
        self.shares.setAccessibleName(f"Line check: {check.told}")
