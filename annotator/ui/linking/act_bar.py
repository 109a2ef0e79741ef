"""The small labelled bar with the acts that fit a selection; it appears beside it, never over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from annotator.ui.retiring import retire

DELAY_MS = 200
GAP = 10


class ActBar(QFrame):
    """Buttons of commands, with their keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("act-bar")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QHBoxLayout(self)
        self._inside.setContentsMargins(4, 3, 4, 3)
        self._inside.setSpacing(2)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DELAY_MS)
        self._wait.timeout.connect(self._appear)
        self._around = QRect()
        self._words = QRect()
        self.hide()

    def offer(self, acts: Sequence[QAction], words: QRect, around: QRect) -> None:
        """Appears in a moment inside `around`, not over `words`; both in the parent's coordinates."""
        self._words, self._around = words, around
        while (item := self._inside.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                retire(old)
        for act in acts:
            made = QToolButton(self)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            key = act.shortcut().toString()
            made.setText(f"{act.text()}  {key}" if key else act.text())
            made.setIcon(act.icon())
            made.setAccessibleName(act.text())
            made.setObjectName(act.objectName().replace("command-", "act-"))
            made.clicked.connect(act.trigger)
            self._inside.addWidget(made)
        self.hide()
        self._wait.start()

    def withdraw(self) -> None:
        """Goes away."""
        self._wait.stop()
        self.hide()

    @property
    def waiting(self) -> bool:
        """Whether it is about to appear."""
        return self._wait.isActive()

    def _appear(self) -> None:
        size = self.sizeHint()
        self.setGeometry(beside(self._words, self._around, size))
        self.show()
        self.raise_()


def beside(words: QRect, around: QRect, size: QSize) -> QRect:
    """Where a bar of that size goes: below the words, else above them, else at the foot; never outside `around`."""
    left = min(max(around.left() + GAP, words.left()), max(around.left(), around.right() - size.width() - GAP))
    below = words.bottom() + GAP
    above = words.top() - GAP - size.height()
    foot = around.bottom() - GAP - size.height()
    head = around.top() + GAP
    for top in (below, above, foot, head):
        placed = QRect(QPoint(left, top), size)
        if around.contains(placed) and not placed.intersects(words):
            return placed
    return QRect(QPoint(left, around.bottom() - size.height()), size)
