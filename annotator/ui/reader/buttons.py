"""The reader's small buttons: a drawn sign, a name for screen readers, a tip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from annotator.ui.plain import tip
from annotator.ui.reader.icons import icon
from annotator.ui.theme import Theme


class SignButton(QToolButton):
    """A flat button with a sign instead of words; `name` is what it is called."""

    def __init__(self, sign: str, name: str, action: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = sign
        self.setAccessibleName(name)
        tip(self, name)
        self.setAutoRaise(True)
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(26, 26)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: action())

    def set_theme(self, theme: Theme) -> None:
        """The sign in the theme's colours."""
        faded = theme.border.darker(115) if not theme.dark else theme.border.lighter(140)
        self.setIcon(icon(self._sign, theme.text, faded))
