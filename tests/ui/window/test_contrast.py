"""Contrast as it is seen: text at least 4.5 to 1, signs, edges and the focus at least 3 to 1, in both themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QEnterEvent, QHoverEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from annotator.ui.theme import DARK, LIGHT, Theme
from tests.ui.window.scenes import JOURNEYS
from tests.ui.window.walking import called, covering, in_sight, lay_out, shown, sight_of

TEXT, SIGN = 4.5, 3.0
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def luminance(color: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def strongest(image: QImage) -> float:
    """The contrast between the colour that covers most of a picture and the one that stands out most from it."""
    rows = image.convertToFormat(QImage.Format.Format_RGB32)
    colors = Counter(memoryview(rows.constBits()).cast("B").cast("I").tolist())
    if not colors:
        return 21.0
    ground = QColor(colors.most_common(1)[0][0])
    return max(contrast(ground, QColor(each)) for each in colors)


def text_rects(widget: QWidget) -> Iterator[tuple[str, QRect]]:
    """Where a widget shows text, without its edges."""
    if isinstance(widget, QTabBar):
        for at in range(widget.count()):
            yield widget.tabText(at), widget.tabRect(at).adjusted(4, 4, -4, -4)
    elif isinstance(widget, QAbstractItemView):
        model = widget.model()
        for row in range(min(model.rowCount(), 12)):
            rect = widget.visualRect(model.index(row, 0)).translated(widget.viewport().pos()).adjusted(6, 3, -6, -3)
            yield f"row {row}", rect.intersected(widget.viewport().geometry())
    elif isinstance(widget, QComboBox):
        yield widget.currentText(), widget.rect().adjusted(6, 5, -24, -5)
    elif isinstance(widget, QLineEdit):
        yield widget.text() or widget.placeholderText(), widget.rect().adjusted(5, 4, -5, -4)
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        words = widget.toPlainText() or (widget.placeholderText() if isinstance(widget, QPlainTextEdit) else "")
        yield words, widget.rect().adjusted(5, 5, -5, -5)
    elif isinstance(widget, QLabel | QAbstractButton):
        yield widget.text() or widget.accessibleName(), widget.rect().adjusted(3, 3, -3, -3)


HOVERED = ("start page", "a claim with links", "a document", "review of words edited", "interview note")


def point_at(widget: QWidget, rect: QRect) -> None:
    """The pointer comes over a part of a widget."""
    over = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
    at = QPointF(over.mapFrom(widget, rect.center()) if over is not widget else rect.center())
    if over.window().isActiveWindow():
        QApplication.sendEvent(over, QEnterEvent(at, at, QPointF(over.mapToGlobal(at))))
    QApplication.sendEvent(
        over, QHoverEvent(QEvent.Type.HoverEnter, at, QPointF(over.mapToGlobal(at)), QPointF(-1, -1))
    )
    QTest.mouseMove(over, at.toPoint())


def too_faint(root: QWidget, *, hover: bool = False) -> list[str]:
    wrong = []
    for widget in shown(covering(root) or root):
        if not widget.isEnabled() or not in_sight(root, widget):
            continue
        sight = sight_of(root, widget)
        for words, rect in text_rects(widget):
            here = rect.translated(widget.mapTo(root, QPoint(0, 0)))
            if not words.strip() or rect.width() < 4 or rect.height() < 4 or not sight.contains(here):
                continue
            if hover:
                point_at(widget, rect)
            seen = root.grab(here).toImage()
            least = SIGN if isinstance(widget, QAbstractButton) and not widget.text() else TEXT
            if (found := strongest(seen)) < least:
                wrong.append(f"{called(widget)} {words[:30]!r}: {found:.2f}")
    return wrong


@THEMES
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_text_and_signs_stand_out_in_every_scene(
    person: Any, files: Any, tmp_path: Any, journey: Any, theme: Theme
) -> None:
    if person.window.theme is not theme:
        person.window.commands.actions["dark"].trigger()
    wrong: dict[str, None] = {}
    for scene in journey(person, files, tmp_path):
        lay_out(scene.root)
        wrong.update(dict.fromkeys(f"{scene.name}: {each}" for each in too_faint(scene.root)))
        if scene.name in HOVERED:
            pointed = too_faint(scene.root, hover=True)
            wrong.update(dict.fromkeys(f"{scene.name}, under the pointer: {each}" for each in pointed))
    assert not wrong, "\n".join(wrong)


# --- what no scene shows at once: colours over one another ------------------------------------------------------------


@THEMES
def test_colours_of_text_on_what_lies_under_it(theme: Theme) -> None:
    grounds = {"window": theme.window, "base": theme.base, "raised": theme.raised}
    texts = {"text": theme.text, "muted": theme.muted, "disputed": theme.disputed, **theme.lines}
    pairs = [(name, color, under, ground) for name, color in texts.items() for under, ground in grounds.items()]
    # On highlights stand the page's own words; numbers of claims, struck and inserted words are in the text's colour.
    fills = {**theme.fills, "selection": theme.selection, "find": theme.find, "find-current": theme.find_current}
    pairs += [("text", theme.text, under, ground) for under, ground in fills.items()]
    pairs += [("chosen number", theme.paper, under, ground) for under, ground in theme.lines.items()]
    pairs += [("on accent", theme.on_accent, "accent", theme.accent)]
    faint = {f"{name} on {under}": round(contrast(c, g), 2) for name, c, under, g in pairs if contrast(c, g) < TEXT}
    assert faint == {}


@THEMES
def test_colours_of_signs_on_what_lies_under_them(theme: Theme) -> None:
    signs = {"accent": theme.accent, "edge": theme.edge, **theme.lines}
    grounds = {"window": theme.window, "base": theme.base, "paper": theme.paper, "desk": theme.desk}
    faint = {
        f"{name} on {under}": round(contrast(color, ground), 2)
        for name, color in signs.items()
        for under, ground in grounds.items()
        if contrast(color, ground) < SIGN
    }
    assert faint == {}


def test_the_measure_sees_what_is_too_faint(qtbot: Any) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    root.setStyleSheet("QWidget { background: #FFFFFF } #faint { color: #B4B4B4 } #plain { color: #5F5F5F }")
    for at, name in enumerate(("faint", "plain")):
        words = QLabel("Nobody was hurt", root)
        words.setObjectName(name)
        words.setGeometry(10, 10 + 40 * at, 160, 30)
    root.resize(200, 100)
    root.show()
    assert [each for each in too_faint(root) if "plain" in each] == []
    assert len(too_faint(root)) == 1
