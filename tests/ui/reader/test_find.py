"""Finding in a document, through the bar with real keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.reader.find import Finder, caseless
from annotator.ui.theme import LIGHT

PAGES = [["The Bridge was closed.", "A bridge, a ridge."], ["No such thing."], ["BRIDGE again."]]


@pytest.fixture
def pane(new_pane: Any, read: Any, written: Any, settled: Any) -> Any:
    made = new_pane()
    read(written(PAGES)).show(made)
    settled(made)
    made.open_find()
    return made


def found(pane: Any, qtbot: Any, words: str) -> str:
    QTest.keyClicks(pane.find_bar.field, words)
    qtbot.waitUntil(lambda: not pane.canvas.opened.finder.running)
    return str(pane.find_bar.state.text())


def test_hits_are_counted_marked_and_walked_through(pane: Any, qtbot: Any, settled: Any) -> None:
    assert pane.find_bar.field.hasFocus()
    assert found(pane, qtbot, "bridge") == "1 of 3 hits"
    picture = pane.viewport().grab().toImage()
    for nth, (run, _) in enumerate(pane.canvas.opened.finder.on(0)):
        rect = pane.canvas.view.rect(0, pane.canvas.opened.rects(0, run.start, run.end)[0])
        color = picture.pixelColor(int(rect.center().x()), int(rect.top()) + 2)
        assert color in (LIGHT.find, LIGHT.find_current), nth
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    assert pane.find_bar.state.text() == "2 of 3 hits"
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    assert pane.find_bar.state.text() == "3 of 3 hits"
    qtbot.waitUntil(lambda: 2 in pane.canvas.view.visible)
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    assert pane.find_bar.state.text() == "1 of 3 hits"
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pane.find_bar.state.text() == "3 of 3 hits"


def test_no_hits_and_leaving(pane: Any, qtbot: Any) -> None:
    assert found(pane, qtbot, "ferry") == "No hits"
    assert not pane.find_bar.next.isEnabled()
    pane.find_bar.field.clear()
    assert pane.find_bar.state.text() == ""
    found(pane, qtbot, "ridge,")
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert not pane.find_bar.isVisible()
    assert pane.canvas.hasFocus()
    assert pane.selection().text == "ridge,"
    assert pane.canvas.opened.finder.count == 0


def test_a_document_without_text_says_so(new_pane: Any, read: Any, written: Any, qtbot: Any) -> None:
    made = new_pane()
    read(written([[]]), "empty.pdf").show(made)
    made.open_find()
    QTest.keyClicks(made.find_bar.field, "bridge")
    assert made.find_bar.state.text() == "This document has no readable text"


def test_typography_and_line_ends_do_not_matter(qtbot: Any) -> None:
    finder = Finder(["the \ufb01nal re\u00adport says \u201cno\u201d\nto every-\nthing", "5\u202f§\u00a0552a"])
    for words, count in (("FINAL report", 1), ('says "no" to', 1), ("everything", 1), ("§ 552A", 1), ("nothing", 0)):
        with qtbot.waitSignal(finder.finished):
            finder.search(words)
        assert finder.count == count, words


def test_a_hit_may_cross_a_page_break(qtbot: Any) -> None:
    finder = Finder(["Header 1\nthe council closed", "Header 2\nthe bridge in March"])
    with qtbot.waitSignal(finder.finished):
        finder.search("Closed the bridge")
    (hit,) = finder.hits()
    assert [run.page for run in hit] == [0, 1]
    assert [run.page for run, _ in finder.on(1)] == [1]


def test_a_long_search_leaves_the_event_loop_its_turns(qtbot: Any) -> None:
    finder = Finder([f"page {number} " + "words of no interest " * 150 for number in range(1_500)])
    slices: list[int] = []
    finder.progressed.connect(lambda: slices.append(1))
    with qtbot.waitSignal(finder.finished, timeout=20_000):
        finder.search("page 1499")
    assert finder.count == 1
    assert len(slices) > 3
    finder.search("words")
    QApplication.processEvents()
    finder.search("")
    assert not finder.running


def test_caseless_keeps_offsets() -> None:
    for text in ("İstanbul", "ẞtraße", "ﬁN", "Ab"):
        assert len(caseless(text)) == len(text)
