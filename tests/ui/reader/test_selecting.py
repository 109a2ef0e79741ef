"""Selecting words with real mouse and keys."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from annotator.ui.reader.pane import ReaderPane

Key, Mod = Qt.Key, Qt.KeyboardModifier
SHIFT, CTRL = Mod.ShiftModifier, Mod.ControlModifier
FIRST = ["The council closed the bridge in March.", "Repairs will cost 3.5 million. It rained."]
SECOND = ["Nobody was hurt when the railing fell.", "The mayor was late."]


@pytest.fixture
def pane(new_pane: Any, read: Any, written: Any, settled: Any) -> ReaderPane:
    made = new_pane()
    read(written([FIRST, SECOND])).show(made)
    settled(made)
    return made


def chosen(pane: ReaderPane) -> str:
    selection = pane.selection()
    return selection.text if selection else ""


def press(pane: ReaderPane, key: Key, modifiers: Mod = Mod.NoModifier, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(pane.canvas, key, modifiers)


def test_dragging_within_a_word_selects_by_character(pane: ReaderPane, at: Any, drag: Any, qtbot: Any) -> None:
    with qtbot.waitSignal(pane.selection_changed):
        drag(pane, at(pane, "ounci"), at(pane, "ounci", end=True))
    assert chosen(pane) == "ounci"
    assert pane.selection().match[0].start == FIRST[0].index("ouncil")


def test_dragging_over_words_takes_them_whole(pane: ReaderPane, at: Any, drag: Any) -> None:
    drag(pane, at(pane, "ouncil closed th"), at(pane, "ouncil closed th", end=True))
    assert chosen(pane) == "council closed the"
    drag(pane, at(pane, "ouncil closed th", end=True), at(pane, "ouncil closed th"))
    assert chosen(pane) == "council closed the"
    drag(pane, at(pane, "council closed"), at(pane, "council closed", end=True))
    assert chosen(pane) == "council closed"


def test_alt_leaves_the_ends_where_they_are(pane: ReaderPane, at: Any) -> None:
    start, end = at(pane, "ouncil closed th"), at(pane, "ouncil closed th", end=True)
    QTest.mousePress(pane.viewport(), Qt.MouseButton.LeftButton, Mod.AltModifier, start)
    QTest.mouseMove(pane.viewport(), end)
    QTest.mouseRelease(pane.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert chosen(pane) == "ouncil closed th"


def test_dragging_backwards_selects_the_same(pane: ReaderPane, at: Any, drag: Any) -> None:
    drag(pane, at(pane, "closed the", end=True), at(pane, "closed the"))
    assert chosen(pane) == "closed the"


def test_dragging_over_the_page_break(pane: ReaderPane, at: Any, drag: Any, settled: Any) -> None:
    pane.canvas.scroll_to(0, pane.canvas.view.layout.top(1) - 400)
    settled(pane)
    pane.canvas.zoom_at(0.5)
    settled(pane)
    drag(pane, at(pane, "It rained"), at(pane, "hurt", 1, end=True))
    runs = pane.selection().match
    assert [run.page for run in runs] == [0, 1]
    assert chosen(pane) == "It rained.\nNobody was hurt"
    place = pane.selection_place()
    assert [span.page for span in place.spans] == [0, 1]
    assert place.quote == "It rained.\nNobody was hurt"
    assert all(span.rects for span in place.spans)


def test_selection_over_two_columns(new_pane: Any, read: Any, settled: Any, at: Any, drag: Any) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    for column, x in enumerate((60, 320)):
        for line in range(20):
            page.insert_text((x, 100 + line * 14), f"column {column} line {line} of the act", fontsize=10)
    made = new_pane()
    read(pdf, "columns.pdf").show(made)
    settled(made)
    drag(made, at(made, "column 0 line 19"), at(made, "column 1 line 0 of", end=True))
    assert chosen(made) == "column 0 line 19 of the act\ncolumn 1 line 0 of"
    place = made.selection_place()
    assert len(place.spans) == 2
    assert place.spans[0].rects[0][0] < 300 < place.spans[1].rects[0][0]


def test_double_click_takes_the_word_and_a_third_the_sentence(pane: ReaderPane, at: Any) -> None:
    spot = at(pane, "million") + QPoint(8, 0)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(pane.viewport(), left, pos=spot)
    QTest.mouseDClick(pane.viewport(), left, pos=spot)
    assert chosen(pane) == "million"
    QTest.mouseClick(pane.viewport(), left, pos=spot)
    assert chosen(pane) == "Repairs will cost 3.5 million."


def test_shift_click_extends(pane: ReaderPane, at: Any, qtbot: Any) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(pane.viewport(), left, pos=at(pane, "council"))
    assert chosen(pane) == ""
    QTest.mouseClick(pane.viewport(), left, SHIFT, at(pane, "bridge", end=True))
    assert chosen(pane) == "council closed the bridge"
    QTest.mouseClick(pane.viewport(), left, SHIFT, at(pane, "closed", end=True))
    assert chosen(pane) == "council closed"


def test_dragging_beyond_the_edge_scrolls_on(pane: ReaderPane, at: Any, qtbot: Any) -> None:
    viewport, left = pane.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=at(pane, "Repairs"))
    QTest.mouseMove(viewport, QPoint(200, viewport.height() + 60))

    def reached() -> None:
        assert [run.page for run in pane.selection().match] == [0, 1]

    qtbot.waitUntil(reached, timeout=10_000)
    QTest.mouseRelease(viewport, left, pos=QPoint(200, viewport.height() + 60))
    stood = pane.location()
    qtbot.wait(80)
    assert pane.location() == stood


def test_words_pressed_before_they_arrived_are_selected_then(
    new_pane: Any, read: Any, written: Any, settled: Any, qtbot: Any
) -> None:
    paper = read(written([FIRST]))
    known = new_pane()
    paper.show(known)
    settled(known)
    rect = known.canvas.view.rect(0, known.canvas.opened.rects(0, 0, 11)[0])
    made = new_pane()
    paper.show(made)
    made.canvas.resize(known.canvas.size())
    viewport, left = made.viewport(), Qt.MouseButton.LeftButton
    assert made.canvas.opened.words.get(0) is None
    QTest.mousePress(viewport, left, pos=rect.topLeft().toPoint() + QPoint(0, 4))
    QTest.mouseMove(viewport, rect.bottomRight().toPoint() - QPoint(0, 4))
    QTest.mouseRelease(viewport, left, pos=rect.bottomRight().toPoint() - QPoint(0, 4))
    qtbot.waitUntil(lambda: chosen(made) == "The council", timeout=10_000)


def test_arrows_show_and_move_the_caret(pane: ReaderPane) -> None:
    assert pane.canvas.caret_spot() is None
    press(pane, Key.Key_Right)
    assert pane.canvas.caret_spot() == (0, 0)
    press(pane, Key.Key_Right, times=4)
    assert pane.canvas.caret_spot() == (0, 4)
    press(pane, Key.Key_Right, SHIFT | CTRL)
    assert chosen(pane) == "council"
    press(pane, Key.Key_End, SHIFT)
    assert chosen(pane) == "council closed the bridge in March."
    press(pane, Key.Key_Down, SHIFT)
    assert chosen(pane).startswith("council closed the bridge in March.\nRepairs")
    press(pane, Key.Key_Home)
    assert chosen(pane) == ""


def test_the_caret_crosses_pages_and_stays_in_sight(pane: ReaderPane, qtbot: Any) -> None:
    press(pane, Key.Key_End, CTRL)
    last = len(pane.canvas.opened.shown.texts[1].rstrip("\n"))
    qtbot.waitUntil(lambda: pane.canvas.caret_spot() == (1, last), timeout=5_000)
    caret = pane.canvas.caret_view_rect
    qtbot.waitUntil(lambda: not caret((1, last)).isNull(), timeout=5_000)
    assert pane.viewport().rect().contains(caret((1, last)).center().toPoint())
    press(pane, Key.Key_Up, times=2)
    assert pane.canvas.caret_spot()[0] == 0
    press(pane, Key.Key_Down)
    assert pane.canvas.caret_spot()[0] == 1


def test_keys_typed_before_the_words_arrived_are_done_in_order(
    new_pane: Any, read: Any, written: Any, qtbot: Any
) -> None:
    made = new_pane()
    read(written([FIRST, SECOND])).show(made)
    press(made, Key.Key_Right)
    press(made, Key.Key_Right, times=4)
    press(made, Key.Key_Right, SHIFT | CTRL)
    qtbot.waitUntil(lambda: chosen(made) == "council", timeout=10_000)


def test_ctrl_a_takes_the_page_and_ctrl_c_copies_plain_text(pane: ReaderPane) -> None:
    press(pane, Key.Key_A, CTRL)
    assert chosen(pane) == "\n".join(FIRST)
    press(pane, Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == "\n".join(FIRST)
    assert not mime.hasHtml()


def test_escape_clears_then_hides_then_leaves_the_key(pane: ReaderPane, qtbot: Any) -> None:
    press(pane, Key.Key_Right, times=2)
    press(pane, Key.Key_Right, SHIFT)
    press(pane, Key.Key_Escape)
    assert pane.selection() is None
    assert pane.canvas.caret_spot() is not None
    press(pane, Key.Key_Escape)
    assert pane.canvas.caret_spot() is None
    with qtbot.waitSignal(pane.canvas.escaped):
        press(pane, Key.Key_Escape)


def test_page_down_moves_a_screenful(pane: ReaderPane) -> None:
    before = pane.location()
    press(pane, Key.Key_PageDown)
    assert (pane.location().page, pane.location().y) > (before.page, before.y)
    press(pane, Key.Key_PageUp)
    assert pane.location() == before


def test_each_pane_keeps_its_selection(pane: ReaderPane, new_pane: Any, read: Any, written: Any, settled: Any) -> None:
    press(pane, Key.Key_A, CTRL)
    other = new_pane()
    read(written([SECOND]), "other.pdf").show(other)
    settled(other)
    press(other, Key.Key_A, CTRL)
    assert chosen(pane) == "\n".join(FIRST)
    assert chosen(other) == "\n".join(SECOND)
    other.clear_selection()
    assert chosen(pane) == "\n".join(FIRST)


def test_offsets_are_code_points(new_pane: Any, settled: Any, read: Any, at: Any, drag: Any) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_htmlbox((50, 50, 500, 200), "<p>𝄞𝄞 mathematical 𝐛𝐨𝐥𝐝 words</p>")
    made = new_pane()
    paper = read(pdf, "astral.pdf")
    paper.show(made)
    settled(made)
    drag(made, at(made, "words"), at(made, "words", end=True))
    run = made.selection().match[0]
    assert paper.extraction.texts[0][run.start : run.end] == "words" == chosen(made)
    made.copy()
    assert QGuiApplication.clipboard().text() == "words"


def test_a_region_is_selected_by_dragging(pane: ReaderPane, drag: Any, qtbot: Any) -> None:
    pane.select_region()
    drag(pane, QPoint(100, 300), QPoint(260, 420))
    region = pane.selection().region
    assert region.page == 0
    assert pane.selection().text == ""
    shown = pane.canvas.view.rect(0, region.rect)
    assert (round(shown.left()), round(shown.top())) == (100, 300)
    assert (round(shown.right()), round(shown.bottom())) == (260, 420)
    assert pane.selection_place().region == region
    drag(pane, QPoint(100, 300), QPoint(260, 420))
    assert pane.selection() is None or pane.selection().region is None


def test_a_place_is_told_when_its_words_have_arrived(new_pane: Any, read: Any, written: Any, qtbot: Any) -> None:
    made = new_pane()
    read(written([FIRST, SECOND])).show(made)
    made.canvas.opened.selecting.put((0, 0), (1, 6))
    assert made.selection_place() is None
    places: list[Any] = []
    made.when_place(places.append)
    qtbot.waitUntil(lambda: len(places) == 1, timeout=10_000)
    assert [span.page for span in places[0].spans] == [0, 1]
    refusals: list[str] = []
    made.clear_selection()
    made.when_place(places.append, refusals.append)
    assert refusals == ["Nothing is selected."]
