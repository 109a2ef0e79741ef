"""What stands on a page that can't be shown: a plain sentence and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.ui.retiring import retire

WIDTH = 340


class Notice(QFrame):
    """A sentence and one button or two on one page."""

    def __init__(
        self,
        parent: QWidget,
        page_label: str,
        sentence: str,
        again: Callable[[], None],
        picture: Callable[[], None] | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName(f"Page {page_label}: {sentence}")
        self.words = QLabel(sentence, self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.button = QPushButton("Try again", self)
        self.button.setAccessibleName(f"Try page {page_label} again")
        self.button.clicked.connect(again)
        self.picture = QPushButton("Open as picture", self)
        self.picture.setAccessibleName(f"Open page {page_label} as a picture")
        self.picture.setToolTip("Another program part draws the page, locked in as well")
        self.picture.setVisible(picture is not None)
        if picture is not None:
            self.picture.clicked.connect(picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.picture)
        row.addStretch(1)
        column.addLayout(row)
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)


class Notices:
    """The notices of the pages in sight; a page scrolled away takes its notice along."""

    def __init__(self, parent: QWidget, again: Callable[[int], None], picture: Callable[[int], None]) -> None:
        self._parent = parent
        self._again = again
        self._picture = picture
        self._shown: dict[int, Notice] = {}

    @property
    def any(self) -> bool:
        """Whether a notice is shown."""
        return bool(self._shown)

    def place(
        self,
        failures: Mapping[int, str],
        rects: Mapping[int, QRect],
        labels: Callable[[int], str],
        as_picture: Callable[[int], bool],
    ) -> None:
        """Show a notice on each failed page of `rects` (viewport coordinates of pages in sight).

        `as_picture` says whether a page may be offered as a picture.
        """
        for page in [page for page in self._shown if page not in failures or page not in rects]:
            retire(self._shown.pop(page))
        for page, rect in rects.items():
            if page not in failures:
                continue
            notice = self._shown.get(page)
            if notice is None or notice.words.text() != failures[page]:
                self.forget(page)
                picture = partial(self._picture, page) if as_picture(page) else None
                notice = Notice(self._parent, labels(page), failures[page], partial(self._again, page), picture)
                self._shown[page] = notice
            room = rect.intersected(self._parent.rect())
            width = max(min(WIDTH, self._parent.width() - 16), 120)
            notice.resize(width, notice.heightForWidth(width))
            notice.move(rect.center().x() - width // 2, room.center().y() - notice.height() // 2)
            notice.show()

    def forget(self, page: int) -> None:
        """Take one notice away."""
        notice = self._shown.pop(page, None)
        if notice is not None:
            notice.hide()
            retire(notice)

    def clear(self) -> None:
        """Take all notices away."""
        for page in list(self._shown):
            self.forget(page)

    def on(self, page: int) -> Notice | None:
        """The notice of a page, if it is in sight."""
        return self._shown.get(page)
