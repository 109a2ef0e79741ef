"""Looking at each thing of a window: through the accessibility interface, and with Tab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QTextEdit,
    QWidget,
)

ACTING = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QGroupBox, QLineEdit,
    QPlainTextEdit, QTabBar, QTextEdit,
)  # fmt: skip


def shown(root: QWidget) -> Iterator[QWidget]:
    """All that is in sight below a window, without what Qt puts into its own widgets."""
    for child in root.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            yield child
            if not isinstance(child, QAbstractSpinBox | QComboBox | QLineEdit | QAbstractItemView):
                yield from shown(child)


def acts(widget: QWidget) -> bool:
    """Whether a person can press it, type into it, or give it the focus."""
    if isinstance(widget, QScrollBar | QSplitterHandle):
        return False
    pointed = widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor) and (
        widget.cursor().shape() is Qt.CursorShape.PointingHandCursor
    )
    if isinstance(widget, QLabel):  # that takes the focus of a click only so that its words can be copied
        return pointed or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return isinstance(widget, ACTING) or pointed or widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def called(widget: QWidget) -> str:
    """For messages of tests."""
    above = widget.parentWidget()
    name = f"{type(widget).__name__} {widget.objectName()}"
    return f"{name} in {type(above).__name__} {above.objectName() if above else ''}"


def name_of(thing: Any) -> str:
    found = thing if isinstance(thing, QAccessibleInterface) else QAccessible.queryAccessibleInterface(thing)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


def tab_round(root: QWidget, look: Callable[[QWidget], None] = lambda _: None, limit: int = 150) -> list[QWidget]:
    """What Tab leads to, in order, until it is back; `look` is called with each while it has the focus."""
    seen: list[QWidget] = []
    here: QWidget | None = None
    stayed = 0
    for _ in range(limit):
        before = here
        QTest.keyClick(QApplication.focusWidget() or root, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        stayed = stayed + 1 if here is before else 0  # parts of a date are stops, too
        if here is None or (seen and here is seen[0] and (here is not before or stayed > 3)):
            return seen
        if here not in seen:
            seen.append(here)
            look(here)
    raise AssertionError(f"Tab never comes back; it stays with {called(here) if here else None}")


def picture(window: QWidget, widget: QWidget) -> QImage:
    """A widget with what stands right around it, as its window shows it."""
    corner = widget.mapTo(window, QPoint(0, 0))
    rect = widget.rect().translated(corner).adjusted(-3, -3, 3, 3)
    return window.grab(rect.intersected(QRect(QPoint(0, 0), window.size()))).toImage()


def lay_out(root: QWidget) -> None:
    """Carries out the layouts that are asked for; new ones may ask for more."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert not [each for each in shown(root) if isinstance(each, QLineEdit) and each.height() < 8]


def covering(root: QWidget) -> QWidget | None:
    """The page or list that lies over a window, if any."""
    over = [each for each in root.findChildren(QWidget) if each.objectName() in ("keys-page", "help-page", "pick-list")]
    return next((each for each in over if each.isVisible()), None)


def sight_of(root: QWidget, widget: QWidget) -> QRect:
    """What is to be seen of it, as far as it is scrolled, where it stands in the window."""
    rect, at = widget.rect(), widget
    while at is not root and not rect.isEmpty():
        rect = rect.translated(at.pos())
        at = at.parentWidget()
        rect = rect.intersected(at.rect())
    return rect


def in_sight(root: QWidget, widget: QWidget) -> bool:
    """Whether anything of it is to be seen."""
    rect = sight_of(root, widget)
    return rect.width() > 3 and rect.height() > 3


def differing(one: QImage, other: QImage) -> int:
    return sum(
        one.pixel(x, y) != other.pixel(x, y)
        for x in range(min(one.width(), other.width()))
        for y in range(min(one.height(), other.height()))
    )
