"""What a screen reader is told: sentences as they are said, and the interfaces of widgets that paint their own text."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QGraphicsView, QKeySequenceEdit, QScrollArea, QWidget
from shiboken6 import isValid

from annotator.ui.plain import one_line


class Announcer(QObject):
    """Tells the screen reader, and whoever listens here, what was said; True where it should interrupt."""

    told = Signal(str, bool)

    def announce(self, widget: QWidget, sentence: str, *, urgent: bool = False) -> None:
        """Have a sentence read aloud, an urgent one at once; nothing happens without a screen reader."""
        words = one_line(sentence)
        if not words:
            return
        self.told.emit(words, urgent)
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(widget, words)
            politeness = QAccessible.AnnouncementPoliteness
            event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
            QAccessible.updateAccessibility(event)


_SHOWN = "annotator-shows-focus"
READ = "annotator-read"
"""Property of an area that is scrolled by keys to be read, which Qt calls a mere area."""
_made: list[Announcer] = []
_installed: list[bool] = []
_interfaces: list[QAccessibleInterface] = []
"""Made here and owned by Qt's cache: Python's side is kept, or it would be deleted twice."""


def announcer() -> Announcer:
    """The one announcer of this process."""
    if not _made:
        _made.append(Announcer())
    return _made[0]


def install() -> None:
    """Have pages, and fields for keys, described to screen readers by interfaces of their own; may be called often."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface_of)


def show_focus() -> None:
    """Have the focus seen however it came, and scrolled to; may be called often.

    The style draws it only after Tab was pressed, and areas of scrolling follow it only while it moves inside them.
    """
    app = QApplication.instance()
    if isinstance(app, QApplication) and not app.property(_SHOWN):
        app.setProperty(_SHOWN, True)
        app.focusChanged.connect(_focus_moved)


def _focus_moved(_: QWidget | None, now: QWidget | None) -> None:
    if now is None:
        return
    now.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    now.update()
    above = now.parentWidget()
    while above is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(now, 0, 4)
        above = above.parentWidget()


def _interface_of(_: str, thing: QObject) -> QAccessibleInterface | None:
    from annotator.ui.reader.accessible import AccessiblePages
    from annotator.ui.reader.canvas import PageCanvas

    made: QAccessibleInterface
    if isinstance(thing, PageCanvas):
        made = AccessiblePages(thing)
    elif isinstance(thing, QKeySequenceEdit):  # Qt has no interface for it
        made = QAccessibleWidget(thing, QAccessible.Role.HotkeyField, thing.accessibleName())
    elif isinstance(thing, QScrollArea | QGraphicsView) and thing.property(READ):
        made = QAccessibleWidget(thing, QAccessible.Role.Document, thing.accessibleName())
    else:
        return None
    _interfaces[:] = [each for each in _interfaces if isValid(each)] + [made]
    return made
