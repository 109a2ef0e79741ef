"""Without a mouse: where the focus is can be seen, Tab and F6 lead on from everywhere, the main job is done by keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from annotator.model.things import Relation
from annotator.ui import accessibility

Key, Mod = Qt.Key, Qt.KeyboardModifier
SHIFT, CTRL = Mod.ShiftModifier, Mod.ControlModifier


def picture(window: QWidget, widget: QWidget) -> QImage:
    """A widget with what stands right around it, as the window shows it."""
    image = window.grab().toImage()
    ratio = image.devicePixelRatio()
    corner = widget.mapTo(window, QPoint(0, 0))
    rect = widget.rect().translated(corner).adjusted(-3, -3, 3, 3)
    return image.copy(
        round(rect.x() * ratio), round(rect.y() * ratio), round(rect.width() * ratio), round(rect.height() * ratio)
    )


def differing(one: QImage, other: QImage) -> int:
    return sum(
        one.pixel(x, y) != other.pixel(x, y)
        for x in range(min(one.width(), other.width()))
        for y in range(min(one.height(), other.height()))
    )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_focus_is_seen_wherever_tab_leads_and_tab_leads_round(at_work: Any, dark: bool) -> None:
    person = at_work
    window = person.window
    person.select(person.draft, "Nobody was hurt")
    person.press(Key.Key_C)
    person.until(lambda: person.graph.claims)
    if window.theme.dark is not dark:
        window.commands.actions["dark"].trigger()
    person.ctrl(Key.Key_1)
    first = QApplication.focusWidget()
    seen: list[QWidget] = []
    unseen: list[str] = []
    for _ in range(120):
        person.press(Key.Key_Tab)
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget is first:
            break
        if widget in seen:
            continue
        seen.append(widget)
        with_focus = picture(window, widget)
        first.setFocus(Qt.FocusReason.TabFocusReason)
        if differing(with_focus, picture(window, widget)) < 12:
            unseen.append(f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()}")
        widget.setFocus(Qt.FocusReason.TabFocusReason)
    else:
        raise AssertionError(f"Tab never comes back; it stayed with {QApplication.focusWidget()}")
    assert len(seen) > 12
    assert unseen == []


def test_everything_tab_leads_to_has_a_name(at_work: Any) -> None:
    accessibility.install()
    QAccessible.setActive(True)
    person = at_work
    person.ctrl(Key.Key_1)
    first = QApplication.focusWidget()
    nameless: list[str] = []
    for _ in range(120):
        person.press(Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget is first:
            break
        found = QAccessible.queryAccessibleInterface(widget)
        if found is None or not found.text(QAccessible.Text.Name).strip():
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    QAccessible.setActive(False)
    assert nameless == []


def test_the_main_job_by_keys_alone(at_work: Any, tmp_path: Path) -> None:
    """Find words, mark a claim, find what contradicts it, link, follow, go back, move an end, remove, undo."""
    person = at_work
    heard: list[str] = []
    listen = lambda words, _: heard.append(words)  # noqa: E731
    accessibility.announcer().told.connect(listen)
    find(person, 1, "Nobody was hurt")
    person.press(Key.Key_C)
    person.until(lambda: person.graph.claims, "a claim")
    find(person, 2, "slightly hurt")
    person.press(Key.Key_X)
    person.until(lambda: person.graph.links, "a link")
    link = next(iter(person.graph.links.values()))
    assert link.relation is Relation.CONTRADICTS
    person.ctrl(Key.Key_1)
    person.press(Key.Key_Return)
    person.until(lambda: person.window.area.active_pane is person.source, "the source")
    person.press(Key.Key_E)
    person.press(Key.Key_Right, CTRL)
    person.press(Key.Key_Right, CTRL)
    person.press(Key.Key_Return)
    quote = "slightly hurt when"
    person.until(lambda: person.graph.passages[link.passage].place.quote == quote, "the longer quote")
    person.ctrl(Key.Key_1)
    person.press(Key.Key_Left, Mod.AltModifier)
    person.press(Key.Key_Delete)
    person.until(lambda: not person.graph.links, "no link")
    person.ctrl(Key.Key_Z)
    person.until(lambda: person.graph.links, "the link again")
    accessibility.announcer().told.disconnect(listen)
    for words in ("Claim 1 marked.", "Linked to memo.txt, p. 1: contradicts.", "Link removed."):
        assert words in heard


def test_f6_leads_through_panes_sidebar_and_details_and_back(at_work: Any) -> None:
    person = at_work
    find(person, 1, "Nobody was hurt")
    person.press(Key.Key_C)
    person.until(lambda: person.graph.claims, "a claim")
    person.ctrl(Key.Key_1)
    bench = person.window.bench
    places = []
    for _ in range(4):
        person.press(Key.Key_F6)
        here = QApplication.focusWidget()
        parts = {"source": person.source, "sidebar": bench.sidebar, "details": bench.inspector, "draft": person.draft}
        places.append(next(name for name, part in parts.items() if part.isAncestorOf(here)))
    assert places == ["source", "sidebar", "details", "draft"]
    person.press(Key.Key_F6, SHIFT)
    assert bench.inspector.isAncestorOf(QApplication.focusWidget())
    person.press(Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is person.window.claims.list


def find(person: Any, pane: int, words: str) -> None:
    """Finds words and has them selected: Ctrl+F, the words, Enter, Esc."""
    person.press(Key(Key.Key_0.value + pane), CTRL)
    reader = person.window.area.active_pane
    person.ctrl(Key.Key_F)
    person.type(words)
    person.until(lambda: reader.canvas.opened.finder.current is not None, "a hit")
    person.press(Key.Key_Escape)
    person.until(lambda: reader.selection() is not None, "a selection")


@pytest.fixture
def larger(qapp: Any) -> Any:
    """A system whose text is 1.5 times as large."""
    before = qapp.font()
    font = qapp.font()
    font.setPointSizeF(before.pointSizeF() * 1.5)
    qapp.setFont(font)
    yield font
    qapp.setFont(before)


def test_larger_text_of_the_system_is_taken_and_not_cut_off(larger: Any, at_work: Any) -> None:
    window = at_work.window
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Key.Key_C)
    at_work.until(lambda: at_work.graph.claims)
    at_work.select(at_work.source, "Two people were slightly hurt")
    at_work.press(Key.Key_X)
    at_work.until(lambda: at_work.graph.links)
    at_work.until(lambda: not cut_off(window), "everything as large as its text")


def cut_off(window: QWidget) -> list[str]:
    """Widgets lower or narrower than their text, or with smaller text than the window's."""
    cut: list[str] = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            continue
        words = widget.text()
        if words and widget.height() < widget.fontMetrics().height():
            cut.append(f"{type(widget).__name__} {widget.objectName()} {words[:30]!r}: too low")
        if words and isinstance(widget, QAbstractButton) and widget.width() < widget.minimumSizeHint().width():
            cut.append(f"{type(widget).__name__} {widget.objectName()} {words[:30]!r}: too narrow")
        if words and not isinstance(widget, QLabel) and widget.fontMetrics().height() < window.fontMetrics().height():
            cut.append(f"{type(widget).__name__} {widget.objectName()} {words[:30]!r}: small text")
    return cut
