"""The documents opened in one pane, as tabs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabBar, QWidget

from annotator.ui.plain import button_text, tab_tip
from annotator.ui.reader.buttons import SignButton
from annotator.ui.theme import LIGHT, Theme

LEAST = 14
"""A tab is never narrower than this many average letters: "8…f" names nothing. Beyond that, tabs scroll."""


class Tabs(QTabBar):
    """One tab a document; shown from the second on, since the header names the only one."""

    chosen = Signal(str)
    closing = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._quiet = False
        self.setAccessibleName("Documents in this pane")
        self.setExpanding(False)
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.currentChanged.connect(self._changed)
        self.hide()

    def documents(self) -> list[str]:
        """Ids in the order of the tabs."""
        return [str(self.tabData(index)) for index in range(self.count())]

    def put(self, document: str, title: str) -> None:
        """A tab with that document in front; made if it is not there. Emits nothing."""
        self._quiet = True
        if document in self.documents():
            index = self.documents().index(document)
        else:
            index = self.insertTab(self.currentIndex() + 1, "")
            self.setTabData(index, document)
            button = SignButton("close", "Close this document", lambda: self.closing.emit(document), self)
            button.setObjectName("tab-close")
            button.setFixedSize(18, 18)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.set_theme(self._theme)
            self.setTabButton(index, QTabBar.ButtonPosition.RightSide, button)
        self.setTabText(index, button_text(title))
        self.setTabToolTip(index, tab_tip(title))
        self.setCurrentIndex(index)
        self._quiet = False
        self.setVisible(self.count() > 1)

    def take(self, document: str) -> None:
        """Remove a document's tab. Emits nothing."""
        if document in self.documents():
            self._quiet = True
            self.removeTab(self.documents().index(document))
            self._quiet = False
        self.setVisible(self.count() > 1)

    @property
    def current(self) -> str:
        """Id of the document in front, or empty."""
        return str(self.tabData(self.currentIndex())) if self.count() else ""

    def set_theme(self, theme: Theme) -> None:
        """Close signs in the theme's colours."""
        self._theme = theme
        for index in range(self.count()):
            button = self.tabButton(index, QTabBar.ButtonPosition.RightSide)
            if isinstance(button, SignButton):
                button.set_theme(theme)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Room for the beginning and the end of a name."""
        least, whole = super().minimumTabSizeHint(index), self.tabSizeHint(index)
        room = LEAST * self.fontMetrics().averageCharWidth() + 30
        return QSize(min(whole.width(), max(least.width(), room)), least.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button closes a tab."""
        index = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and index >= 0:
            self.closing.emit(str(self.tabData(index)))
        super().mouseReleaseEvent(event)

    def _changed(self, index: int) -> None:
        if not self._quiet and index >= 0:
            self.chosen.emit(str(self.tabData(index)))
