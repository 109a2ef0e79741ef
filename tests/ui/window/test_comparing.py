"""Two versions side by side: real keys and mouse, the real engine and store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QApplication

from annotator.ui.comparing.in_step import height_of
from tests.person import found as located

NEW = "A paragraph that nobody had written before stands here now, and it is long enough for a line or two.\n\n"


PLACES = ("harbour", "mill", "bridge", "tower", "market", "quarry", "school", "station", "chapel", "orchard")
PEOPLE = ("ferryman", "miller", "engineer", "watchman", "baker", "mason", "teacher", "porter", "sexton")


def paragraph(number: int) -> str:
    """No two are the same, nor numbered: lines that count look like those that run through a document."""
    place, person = PLACES[number % 10], PEOPLE[number // 10]
    words = [f"{one}{two}" for one in PEOPLE for two in PLACES]
    more = ", ".join(words[(number * step + step) % 90] for step in (7, 11, 13, 17, 19, 23, 29, 31))
    return f"At the {place} the {person} told what was seen. These were named there: {more}."


def report(*, newer: bool) -> str:
    parts = [paragraph(number) + "\n\n" for number in range(90)]
    if newer:
        parts[3] = parts[3].replace("was seen", "was not seen")
        parts.insert(20, NEW * 12)
        parts[60] = ""
        parts[80] = parts[80].replace("told", "was told")
    return "".join(parts)


def second_version(at_work: Any, tmp_path: Path) -> None:
    """A report with two versions and a claim that is linked to its fourth paragraph."""
    file = tmp_path / "report.txt"
    file.write_text(report(newer=False), "utf-8")
    at_work.drop(list(at_work.window.area.holders())[1], file)
    at_work.until(lambda: any(each.name == "report.txt" for each in at_work.graph.documents.values()), "added")
    at_work.open_from_panel("report.txt")
    at_work.has(at_work.source, paragraph(3).split(".")[0])
    at_work.select(at_work.draft, "Nobody was hurt when the railing fell.")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: len(at_work.graph.claims) == 1, "a claim")
    at_work.select(at_work.source, paragraph(3))
    at_work.press(Qt.Key.Key_S)
    at_work.until(lambda: len(at_work.graph.links) == 1, "a link")
    file.write_text(report(newer=True), "utf-8")
    document = next(each for each in at_work.graph.documents.values() if each.name == "report.txt")
    at_work.window.versions.take(document.id, file)
    at_work.until(lambda: len([v for v in at_work.graph.versions.values() if v.document == document.id]) == 2, "v2")
    at_work.has(at_work.source, "was not seen")


@pytest.fixture
def comparing(at_work: Any, tmp_path: Path) -> Any:
    second_version(at_work, tmp_path)
    at_work.window.area.activate(list(at_work.window.area.holders())[1], focus=True)
    at_work.window.commands.actions["compare"].trigger()
    view = at_work.window.comparing.view
    at_work.until(lambda: view.list.count() == 4, f"{view.summary.text()}")
    at_work.until(lambda: view.old.document_id and view.new.document_id, "both versions")
    return at_work


def test_differences_are_listed_and_stepped_through_by_key(comparing: Any) -> None:
    view = comparing.window.comparing.view
    assert view.summary.text() == "4 differences. 1 touches a claim."
    rows = [view.list.item(row).text().split("\n")[0] for row in range(4)]
    assert rows[0].startswith("≈ changed (a negation differs), p. 1, touches claim 1")
    assert [row.split(",")[0] for row in rows[1:]] == ["+ inserted", "− deleted", "≈ changed"]
    assert view.list.currentRow() == 0
    comparing.press(Qt.Key.Key_F8)
    comparing.press(Qt.Key.Key_F8)
    assert view.list.currentRow() == 2
    comparing.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert view.list.currentRow() == 1
    comparing.click(view.only)
    assert (view.list.count(), view.list.currentRow()) == (1, 0)
    comparing.click(view.only)
    comparing.until(lambda: view.list.count() == 4)


def test_insertions_and_deletions_are_marked_and_told(comparing: Any) -> None:
    view = comparing.window.comparing.view
    marked = {change.kind for page in range(9) for change in view.new.canvas.opened.changes.on(page)}
    assert marked == {"changed", "inserted"}
    assert {c.kind for page in range(9) for c in view.old.canvas.opened.changes.on(page)} == {"changed", "deleted"}
    comparing.until(lambda: "inserted: not" in _told(view.new), "what a screen reader says")
    canvas, (change,) = view.new.canvas, [c for c in view.new.canvas.opened.changes.on(0) if c.kind == "inserted"]
    comparing.until(lambda: canvas.opened.rects(0, change.start, change.end), "boxes")
    (rect,) = canvas.view.rects(0, canvas.opened.rects(0, change.start, change.end))
    assert rect.top() >= 0

    def line_below() -> float:
        """How much of the words' width has a line of the kind's colour below it."""
        image, color = canvas.viewport().grab().toImage(), canvas.theme.lines["supports"]
        near = [round(rect.bottom()) + by for by in (-1, 0)]
        columns = range(round(rect.left()) + 1, round(rect.right()) - 1)
        return sum(any(_alike(image.pixelColor(x, y), color) for y in near) for x in columns) / len(columns)

    assert line_below() > 0.9, "not by colour alone"
    view.new.set_changes([])
    assert line_below() < 0.3


def test_panes_scroll_in_step_by_what_belongs_together(comparing: Any) -> None:
    view = comparing.window.comparing.view
    comparing.press(Qt.Key.Key_F8)
    comparing.press(Qt.Key.Key_F8)

    def heights(number: int) -> tuple[float, float]:
        found = []
        for pane in (view.old, view.new):
            page, start, _ = located(pane.canvas.opened.shown.texts, paragraph(number).split(".")[0])
            found.append(height_of(pane.canvas, (page, start)) - pane.canvas.view.y)
        return found[0], found[1]

    def in_step(number: int) -> bool:
        one, other = heights(number)
        return abs(one - other) < 40 and 0 < one < view.old.canvas.view.height

    comparing.until(lambda: in_step(62) or in_step(61), "the same words at the same height")
    for _ in range(4):
        comparing.wheel(view.new.viewport(), -2)
    for _ in range(9):
        comparing.wheel(view.old.viewport(), 2)
    middle = next(
        number
        for number in range(25, 90)
        if number not in (59, 79) and abs(heights(number)[0] - view.old.canvas.view.height / 3) < 60
    )
    comparing.until(lambda: in_step(middle), "in step after scrolling either pane")


def test_escape_returns_to_the_panes(comparing: Any) -> None:
    window = comparing.window
    window.comparing.view.new.setFocus()
    assert not window.commands.actions["supports"].isEnabled()
    comparing.press(Qt.Key.Key_Escape)
    comparing.until(lambda: window.bench.isVisible(), "the panes")
    assert not window.comparing.active
    assert window.commands.actions["supports"].isEnabled()
    assert not window.commands.actions["difference-next"].isEnabled()
    assert QApplication.focusWidget() is window.area.active_pane.canvas


def test_a_document_with_one_version_says_so(at_work: Any) -> None:
    at_work.window.area.activate(list(at_work.window.area.holders())[1], focus=True)
    at_work.window.commands.actions["compare"].trigger()
    assert "one version only" in at_work.said
    assert at_work.window.bench.isVisible()


def _alike(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 70 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def _told(pane: Any) -> str:
    return QAccessible.queryAccessibleInterface(pane.canvas).text(QAccessible.Text.Description)
