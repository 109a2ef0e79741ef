"""The status line: what was just done, with Undo; what is under way, with Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from annotator.ui.accessibility import announcer
from annotator.ui.plain import ElidedLabel, button, one_line

BUSY_MS = 400
"""Shorter work shows no sign, or the line would flicker at every act."""


class StatusLine(QWidget):
    """One sentence at a time."""

    undo_wanted = Signal()
    cancel_wanted = Signal()
    review_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status-line")
        self.words = ElidedLabel("", self)
        self.words.setObjectName("status-words")
        self.undo = button("Undo", self, flat=True, name="status-undo", says="Undo the last act")
        self.under_way = ElidedLabel("", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.bar.setMaximumHeight(12)
        self.cancel = button("Cancel", self, flat=True, name="status-cancel", says="Cancel the work under way")
        self.review = button("", self, flat=True, name="status-review")
        self.review.hide()
        self.project = ElidedLabel("", self)
        self.project.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._inside = inside = QHBoxLayout(self)
        inside.setContentsMargins(10, 2, 10, 2)
        inside.addWidget(self.words, 4)
        inside.addWidget(self.undo)
        inside.addStretch(1)
        inside.addWidget(self.under_way, 3)
        inside.addWidget(self.bar)
        inside.addWidget(self.cancel)
        inside.addWidget(self.project, 2)
        inside.addWidget(self.review)
        self.undo.clicked.connect(self.undo_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.review.clicked.connect(self.review_wanted)
        self._shown = ("", 0, 0)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(BUSY_MS)
        self._wait.timeout.connect(self._show_work)
        self.undo.hide()
        self.rest()

    def add(self, widget: QWidget) -> None:
        """Puts something that stays in sight beside the project's name."""
        self._inside.insertWidget(self._inside.indexOf(self.project) + 1, widget)

    def say(self, sentence: str, undo: bool = False) -> None:
        """Shows a sentence; with Undo where it tells of an act."""
        room = self.words.fontMetrics().horizontalAdvance(one_line(sentence)) + 8
        self.words.setMaximumWidth(room)
        self.words.set_whole(one_line(sentence))
        self.undo.setVisible(undo)
        announcer().announce(self.words, sentence)

    def show_review(self, number: int) -> None:
        """How much is to be reviewed; it stays in sight until nothing is."""
        self.review.setText(f"{number:,} to review")
        self.review.setVisible(number > 0)

    def work(self, title: str, done: int, total: int) -> None:
        """Shows work under way; `total` 0 where nobody knows."""
        self._shown = (title, done, total)
        if self.bar.isVisible():
            self._show_work()
        elif not self._wait.isActive():
            self._wait.start()

    def rest(self) -> None:
        """Nothing is under way."""
        self._wait.stop()
        for widget in (self.under_way, self.bar, self.cancel):
            widget.hide()

    def _show_work(self) -> None:
        title, done, total = self._shown
        if self.bar.isHidden():
            announcer().announce(self.under_way, title)
        self.under_way.set_whole(title)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        for widget in (self.under_way, self.bar, self.cancel):
            widget.show()
