"""What is on the screen stays where it is, and stands on nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt

from tests.ui.window.conftest import DRAFT

LONG = DRAFT + "\n\n".join(f"Day {number}: the river rose by {number} centimetres." for number in range(1, 200))


def _top(person: Any) -> QPoint:
    """Where the draft's pages begin on the screen."""
    return person.draft.viewport().mapToGlobal(QPoint(0, 0))  # type: ignore[no-any-return]


def test_pages_stay_where_they_are_when_bars_and_messages_come(at_work: Any) -> None:
    window = at_work.window
    before = _top(at_work)
    assert window.bench.linking.words.whole.startswith("No claim is chosen.")
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: window.bench.linking.words.whole.startswith("Linking: "), "the claim is named")
    assert _top(at_work) == before
    at_work.select(at_work.draft, "It rained for most of the week.")
    at_work.press(Qt.Key.Key_N)
    at_work.until(window.bench.reason.isVisible, "the question")
    assert not window.bench.linking.isVisible()
    assert _top(at_work) == before
    at_work.press(Qt.Key.Key_Escape)
    at_work.until(window.bench.linking.isVisible, "the bar again")
    shown = at_work.draft.location()
    message = window.messages.say("A notice.")
    at_work.until(lambda: message.isVisible() and message.height() > 10, "a message")
    assert _top(at_work) == before
    assert at_work.draft.location() == shown


def test_the_small_bar_goes_when_the_words_scroll_out_of_sight(person: Any, tmp_path: Path) -> None:
    draft = tmp_path / "bridge.md"
    draft.write_text(LONG, "utf-8")
    person.drop(person.window.start.draft, draft)
    person.select(person.draft, "Nobody was hurt")
    bar, port = person.window.act_bar, person.draft.viewport()
    person.until(bar.isVisible, "the bar")
    for _ in range(40):
        person.wheel(port, -1)
    person.until(lambda: not bar.isVisible() and not bar.waiting, "gone with the words")
    for _ in range(40):
        person.wheel(port, 1)
    person.until(bar.isVisible, "there again with the words")


def test_all_tabs_of_the_sidebar_are_in_sight(at_work: Any) -> None:
    bench = at_work.window.bench
    bench.show_review_count(2)
    bar = bench.sidebar.tabBar()
    at_work.until(lambda: bench.sidebar.width() >= bar.sizeHint().width(), "room")
    assert [bar.tabText(at) for at in range(bar.count())] == ["Claims", "Documents", "Search", "Review (2)"]
    bar.setCurrentIndex(3)
    for at in range(bar.count()):
        assert bar.rect().contains(bar.tabRect(at)), bar.tabText(at)
    assert bench.sidebar.width() <= 280
    bench.show_review_count(0)
    assert bar.count() == 3
