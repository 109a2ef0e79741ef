"""Where the system's text is larger, nothing is cut off, and all still fits into a window of 1280 by 800."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from annotator.ui.plain import ElidedButton, ElidedLabel
from tests.ui.window.scenes import JOURNEYS, Scene
from tests.ui.window.walking import called, covering, lay_out, shown


@pytest.fixture(params=[1.0, 1.5, 2.0], ids=["as-usual", "1.5", "2"])
def text_size(request: pytest.FixtureRequest, qapp: Any) -> Iterator[float]:
    """A system whose text is so many times as large."""
    before = qapp.font()
    font = qapp.font()
    font.setPointSizeF(before.pointSizeF() * request.param)
    qapp.setFont(font)
    yield request.param
    qapp.setFont(before)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_nothing_is_cut_off(text_size: float, person: Any, files: Any, tmp_path: Any, journey: Any) -> None:
    wrong: dict[str, None] = {}
    for scene in journey(person, files, tmp_path):
        lay_out(scene.root)
        wrong.update(dict.fromkeys(f"{scene.name}: {each}" for each in [*cut_off(scene), *too_large(scene)]))
    assert not wrong, "\n".join(wrong)


def cut_off(scene: Scene) -> list[str]:
    found = []
    for widget in shown(covering(scene.root) or scene.root):
        needed = needs(widget)
        if needed and (widget.width() < needed[0] or widget.height() < needed[1]):
            has = (widget.width(), widget.height())
            found.append(f"{called(widget)} {words_of(widget)[:40]!r} is {has}, needs {needed}")
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit) and widget.font().pointSizeF() < small(widget):
            found.append(f"{called(widget)}: small text")
    return found


def small(widget: QWidget) -> float:
    return widget.window().font().pointSizeF() * 0.99


def words_of(widget: QWidget) -> str:
    return widget.currentText() if isinstance(widget, QComboBox) else getattr(widget, "text", str)()


def needs(widget: QWidget) -> tuple[int, int] | None:
    """Width and height that the words of a widget need; None where it may cut them, or has none.

    Titles that say what is left out, and have it all in their tips, may be cut.
    """
    metrics = widget.fontMetrics()
    if isinstance(widget, ElidedLabel | ElidedButton):
        return 0, metrics.height()
    if isinstance(widget, QLabel):
        if not widget.text() or widget.wordWrap():
            return (0, widget.heightForWidth(widget.width())) if widget.text() else None
        return metrics.horizontalAdvance(max(widget.text().split("\n"), key=len)), metrics.height()
    if isinstance(widget, QComboBox):
        return metrics.horizontalAdvance(widget.currentText()) + 20, metrics.height()
    if isinstance(widget, QCheckBox):
        return widget.minimumSizeHint().width(), metrics.height()
    if isinstance(widget, QAbstractButton) and widget.text() and widget.objectName() != "chip":
        return metrics.horizontalAdvance(widget.text().replace("&&", "&")), metrics.height()
    if isinstance(widget, QLineEdit | QAbstractSpinBox):
        shown_words = widget.text() or ""
        width = metrics.horizontalAdvance(shown_words) if widget.objectName() == "" and len(shown_words) < 8 else 0
        return width, metrics.height()
    if isinstance(widget, QTabBar) and widget.count():
        return 0, metrics.height()
    if isinstance(widget, QAbstractItemView):
        return 0, 2 * metrics.height()
    return None


def too_large(scene: Scene) -> list[str]:
    """What stands out over the edges of its window, or of the screen."""
    root = scene.root
    if root.width() > 1280 or root.height() > 800:
        return [f"{called(root)} grew to {root.width()} by {root.height()}"]
    whole = QRect(QPoint(0, 0), root.size())
    return [
        f"{called(widget)} {words_of(widget)[:30]!r} stands out of the window"
        for widget in shown(root)
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit)
        and not scrolled(widget)
        and not whole.contains(QRect(widget.mapTo(root, QPoint(0, 0)), widget.size()))
    ]


def scrolled(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above.objectName() != "qt_scrollarea_viewport":
        above = above.parentWidget()
    return above is not None
