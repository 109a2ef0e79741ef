"""Labels, buttons and tips that never read their text as markup.

Text from documents, file names and colleagues would otherwise open files named in it, in this process.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

DIRECTION_MARKS = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that would turn the order of a name around on the screen."""


def one_line(text: str, limit: int = 0) -> str:
    """White space runs as one space, marks that reorder text left out; cut to `limit` characters with an ellipsis."""
    flat = " ".join(text.translate(DIRECTION_MARKS).split())
    return flat if not limit or len(flat) <= limit else flat[: max(1, limit - 1)].rstrip() + "…"


def middle(text: str, limit: int) -> str:
    """One line of at most `limit` characters that keeps its beginning and its end, as names of files need."""
    flat = one_line(text)
    if len(flat) <= limit:
        return flat
    tail = (limit - 1) // 2
    return f"{flat[: limit - 1 - tail].rstrip()}…{flat[len(flat) - tail :].lstrip()}"


def label(text: str = "", parent: QWidget | None = None, *, wrap: bool = False, dim: bool = False) -> QLabel:
    """A plain-text label."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if dim:
        made.setProperty("dim", True)
    return made


def tip(widget: QWidget, text: str) -> None:
    """A tooltip that shows `text` as it is: escaped, since Qt takes what looks like markup for markup.

    A screen reader gets it plain: without a description it would be read the tip with its markup.
    """
    widget.setToolTip(escaped_tip(text))
    widget.setAccessibleDescription(text)


def escaped_tip(text: str) -> str:
    """The text as markup that shows nothing but the text; empty stays empty."""
    if not text:
        return ""
    import html  # its table of entities takes a while, and the start page has no tips

    return f"<span>{html.escape(text)}</span>"


def tab_tip(text: str) -> str:
    """A tip for a tab, which nothing else can describe: without markup wherever the text does not need it."""
    return escaped_tip(text) if "<" in text or "&" in text else text


def button_text(text: str) -> str:
    """Text for buttons, tabs and menus, where a single ampersand would be a shortcut."""
    return one_line(text).replace("&", "&&")


def button(
    text: str, parent: QWidget | None = None, *, flat: bool = False, name: str = "", says: str = ""
) -> QPushButton:
    """A button whose text is shown as it is, and that does not become the default by accident.

    `says` is what a screen reader calls it, where the text alone does not tell what it does.
    """
    made = QPushButton(button_text(text), parent)
    made.setAutoDefault(False)
    made.setFlat(flat)
    if flat:
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setProperty("link", True)
    if name:
        made.setObjectName(name)
    if says:
        made.setAccessibleName(says)
    return made


def in_order(*widgets: QWidget) -> None:
    """Tab leads through them in this order, which is not that in which they were made."""
    for one, following in pairwise(widgets):
        QWidget.setTabOrder(one, following)


def step_inside(part: QWidget, following: bool) -> bool:
    """Moves the focus to what Tab leads to next (or before) inside a part; always true: it never leaves the part."""
    here: QWidget = part.window().focusWidget() or part
    at = _beside(here, following)
    while at is not None and at is not here:
        stops = bool(at.focusPolicy() & Qt.FocusPolicy.TabFocus) and at.focusProxy() is None
        if stops and part.isAncestorOf(at) and at.isVisible() and at.isEnabled():
            at.setFocus(Qt.FocusReason.TabFocusReason if following else Qt.FocusReason.BacktabFocusReason)
            break
        at = _beside(at, following)
    return True


def _beside(widget: QWidget, following: bool) -> QWidget | None:
    return widget.nextInFocusChain() if following else widget.previousInFocusChain()


class ElidedLabel(QLabel):
    """One line that gives up its end (or its middle), not its neighbours' room."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        self.set_whole(text)

    @property
    def whole(self) -> str:
        """The text before it was cut."""
        return self._whole

    def set_whole(self, text: str) -> None:
        """Shows as much of `text` as there is room for; all of it in the tip."""
        self._whole = one_line(text)
        tip(self, self._whole)
        self.setAccessibleName(self._whole)
        self._elide()

    def resizeEvent(self, event: object) -> None:
        """Cuts anew."""
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(40, super().minimumSizeHint().height())

    def _elide(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._whole, self._mode, max(20, self.width())))


class ElidedButton(QPushButton):
    """A flat button with one line that gives up its middle."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAutoDefault(False)
        self.setFlat(True)
        self.setProperty("link", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""

    @property
    def whole(self) -> str:
        """The text before it was cut."""
        return self._whole

    def set_whole(self, text: str, says: str) -> None:
        """Shows as much of `text` as there is room for, all of it in the tip; `says` is its name when read aloud."""
        self._whole = one_line(text)
        tip(self, self._whole)
        self.setAccessibleName(one_line(says))
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cuts anew."""
        super().resizeEvent(event)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(40, super().minimumSizeHint().height())

    def _elide(self) -> None:
        room = max(20, self.width() - 12)
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown.replace("&", "&&"))
