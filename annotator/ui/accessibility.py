"""What a screen reader is told: sentences as they are said, and the interfaces of widgets that paint their own text."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget
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
    """Have pages described to screen readers by an interface of their own; may be called often."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface_of)


def _interface_of(_: str, thing: QObject) -> QAccessibleInterface | None:
    from annotator.ui.reader.accessible import AccessiblePages
    from annotator.ui.reader.canvas import PageCanvas

    if not isinstance(thing, PageCanvas):
        return None
    made = AccessiblePages(thing)
    _interfaces[:] = [each for each in _interfaces if isValid(each)] + [made]
    return made
