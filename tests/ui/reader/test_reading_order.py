"""What peers are blamed for: quotes over page breaks, several ranges, columns, turned pages, hyphens, notes' digits."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from annotator.ui.reader.pane import ReaderPane
from annotator.ui.reader.values import Highlight

Key, Mod = Qt.Key, Qt.KeyboardModifier
SHIFT, CTRL = Mod.ShiftModifier, Mod.ControlModifier
LINES = [f"the tenants of house {letter} were told to leave their rooms" for letter in "abcdefghijklmnopqrst"]
TOWNS = ("Alder", "Birch")


def court_paper() -> Any:
    """Two pages with numbers in the margin, a stamp above, a page number and a note below; a word is broken."""
    pdf = pymupdf.open()
    for number, town in enumerate(TOWNS):
        page = pdf.new_page(width=500, height=640)
        for line in range(26):
            page.insert_text((40, 60 + 22 * line), str(line + 1), fontsize=11)
        for line, words in enumerate(LINES):
            page.insert_text((80, 60 + 22 * line), f"{town}: {words}", fontsize=11)
            if line == 18:
                along = pymupdf.get_text_length(f"{town}: {words}", fontsize=11)
                page.insert_text((80 + along, 56 + 22 * line), "4", fontsize=6)
        page.insert_text((80, 556), "4", fontsize=6)
        page.insert_text((86, 560), f"The notices of {town} were never sent.", fontsize=8)
        page.insert_text((240, 625), f"- {number + 1} -", fontsize=11)
        page.insert_text((60, 20), f"Case 8:16-cv-01261 Document 40 Filed 08/05/16 Page {number + 1} of 2", fontsize=9)
    return pymupdf.open("pdf", pdf.tobytes())


@pytest.fixture
def paper(new_pane: Any, read: Any, settled: Any) -> ReaderPane:
    pane = new_pane(height=820, width=700)
    read(court_paper(), "court.pdf").show(pane)
    settled(pane)
    pane.canvas.zoom_at(0.6)
    settled(pane)
    return pane


def press(pane: ReaderPane, key: Key, modifiers: Mod = Mod.NoModifier, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(pane.canvas, key, modifiers)


def words_of(pane: ReaderPane) -> str:
    selection = pane.selection()
    return " ".join(selection.text.split()) if selection else ""


EXPECTED = (
    "Alder: the tenants of house s were told to leave their rooms "
    "Alder: the tenants of house t were told to leave their rooms "
    "Birch: the tenants of house a were told to leave their rooms"
)


def test_a_quote_over_a_page_break_has_no_numbers_stamps_or_notes(paper: ReaderPane, at: Any, drag: Any) -> None:
    drag(paper, at(paper, f"Alder: {LINES[18]}"), at(paper, f"Birch: {LINES[0]}", 1, end=True))
    assert words_of(paper) == EXPECTED
    place = paper.selection_place()
    assert place is not None
    assert {span.page for span in place.spans} == {0, 1}
    assert "Document 40" not in place.quote
    texts = paper.canvas.opened.shown.texts
    assert place.quote == "\n".join(texts[span.page][span.start : span.end] for span in place.spans)
    assert all(span.rects for span in place.spans)


def test_the_same_by_keys(paper: ReaderPane, at: Any) -> None:
    QTest.mouseClick(paper.viewport(), Qt.MouseButton.LeftButton, pos=at(paper, f"Alder: {LINES[18]}"))
    press(paper, Key.Key_Down, SHIFT, 2)
    press(paper, Key.Key_End, SHIFT)
    assert words_of(paper) == EXPECTED
    press(paper, Key.Key_Left, SHIFT | CTRL, 2)
    assert words_of(paper) == EXPECTED.removesuffix(" their rooms")


def test_without_selecting_the_caret_reaches_notes_and_footers(paper: ReaderPane, at: Any) -> None:
    QTest.mouseClick(paper.viewport(), Qt.MouseButton.LeftButton, pos=at(paper, f"Alder: {LINES[19]}"))
    press(paper, Key.Key_Down)
    press(paper, Key.Key_End, SHIFT)
    assert "never sent." in words_of(paper)
    press(paper, Key.Key_Down)
    press(paper, Key.Key_Home)
    press(paper, Key.Key_End, SHIFT)
    assert words_of(paper) == "- 1 -"


def test_the_mark_of_a_note_is_not_in_the_quote(paper: ReaderPane, at: Any) -> None:
    point = at(paper, "house s were")
    for _ in range(2):
        QTest.mouseClick(paper.viewport(), Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseClick(paper.viewport(), Qt.MouseButton.LeftButton, pos=at(paper, f"Alder: {LINES[18]}"))
    press(paper, Key.Key_Down, SHIFT)
    press(paper, Key.Key_End, SHIFT)
    assert "rooms4" not in words_of(paper)
    assert "rooms Alder" in words_of(paper)


def test_a_press_on_a_line_number_takes_the_line_beside_it(paper: ReaderPane, at: Any, drag: Any) -> None:
    start = at(paper, f"Alder: {LINES[3]}")
    rect = paper.canvas.view.page_rect(0)
    drag(paper, QPoint(round(rect.left() + 45 * 0.6), start.y()), at(paper, f"Alder: {LINES[4]}", end=True))
    assert words_of(paper) == f"Alder: {LINES[3]} Alder: {LINES[4]}"


def test_several_ranges_are_one_passage(paper: ReaderPane, at: Any, settled: Any) -> None:
    view = paper.viewport()
    for number, modifier in ((2, Mod.NoModifier), (7, CTRL), (4, CTRL)):
        begin, stop = at(paper, f"Alder: {LINES[number]}"), at(paper, f"Alder: {LINES[number]}", end=True)
        QTest.mousePress(view, Qt.MouseButton.LeftButton, modifier, pos=begin)
        QTest.mouseMove(view, (begin + stop) / 2)
        QTest.mouseMove(view, stop)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, modifier, pos=stop)
    place = paper.selection_place()
    assert place is not None
    assert place.quote.split("\n") == [f"Alder: {LINES[number]}" for number in (2, 4, 7)]
    assert len(place.spans) == 3
    paper.clear_selection()
    paper.set_highlights([Highlight("p", "supports", place)])
    between = at(paper, "house d were")
    assert paper.canvas.passage_at(between.toPointF()) == ""
    assert paper.canvas.passage_at(at(paper, "house e were").toPointF()) == "p"


def test_several_ranges_by_keys(paper: ReaderPane, at: Any) -> None:
    QTest.mouseClick(paper.viewport(), Qt.MouseButton.LeftButton, pos=at(paper, f"Alder: {LINES[2]}"))
    press(paper, Key.Key_End, SHIFT)
    paper.add_to_selection()
    press(paper, Key.Key_Down, times=3)
    press(paper, Key.Key_Home)
    press(paper, Key.Key_End, SHIFT)
    assert words_of(paper) == f"Alder: {LINES[2]} Alder: {LINES[5]}"
    press(paper, Key.Key_Escape)
    assert paper.selection() is None


def test_two_columns_written_row_by_row(new_pane: Any, read: Any, settled: Any, at: Any, drag: Any) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=560, height=600)
    for row in range(20):
        page.insert_text((40, 60 + 16 * row), f"left row {row} has words and words", fontsize=10)
        page.insert_text((300, 60 + 16 * row), f"right row {row} has words and words", fontsize=10)
    pane = new_pane()
    read(pymupdf.open("pdf", pdf.tobytes()), "rows.pdf").show(pane)
    settled(pane)
    drag(pane, at(pane, "left row 19"), at(pane, "right row 1 has words and words", end=True))
    assert words_of(pane) == " ".join(
        [
            "left row 19 has words and words",
            "right row 0 has words and words",
            "right row 1 has words and words",
        ]
    )


def test_broken_words_are_whole_on_the_clipboard_and_exact_in_the_place(
    new_pane: Any, read: Any, settled: Any, at: Any, drag: Any, written: Any
) -> None:
    pane = new_pane()
    read(written([["The council had to exam-", "ine the bridge at once."]]), "broken.pdf").show(pane)
    settled(pane)
    drag(pane, at(pane, "exam-"), at(pane, "bridge", end=True))
    assert pane.selection_place().quote == "exam-\nine the bridge"
    pane.copy()
    assert QGuiApplication.clipboard().text() == "examine the bridge"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("shift", [(0, 0), (-30, 25)])
def test_the_highlight_covers_every_dark_pixel_of_its_words(
    new_pane: Any, read: Any, settled: Any, place: Any, rotation: int, shift: tuple[int, int]
) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=400, height=400)
    page.insert_text((80, 180), "pale words before", fontsize=14, color=(0.75, 0.75, 0.75))
    page.insert_text((80, 210), "Highlighted", fontsize=20)
    page.insert_text((80, 240), "pale words after", fontsize=14, color=(0.75, 0.75, 0.75))
    page.set_mediabox(pymupdf.Rect(shift[0], shift[1], shift[0] + 400, shift[1] + 380))
    page.set_rotation(rotation)
    pane = new_pane()
    read(pymupdf.open("pdf", pdf.tobytes()), f"turned{rotation}{shift[0]}.pdf").show(pane)
    settled(pane)
    before = pane.viewport().grab().toImage()
    pane.set_highlights([Highlight("p", "supports", place(pane, "Highlighted"))])
    after = pane.viewport().grab().toImage()
    dark, changed = set(), set()
    for x in range(before.width()):
        for y in range(before.height()):
            was, now = before.pixelColor(x, y), after.pixelColor(x, y)
            if was.lightness() < 60 and on_page(pane, before, x, y):
                dark.add((x, y))
            if was != now:
                changed.add((x, y))
    assert len(dark) > 100
    left, right = min(x for x, _ in changed), max(x for x, _ in changed)
    top, bottom = min(y for _, y in changed), max(y for _, y in changed)
    assert all(left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1 for x, y in dark)
    wide, high = right - left, bottom - top
    tall = max(x for x, _ in dark) - min(x for x, _ in dark), max(y for _, y in dark) - min(y for _, y in dark)
    assert wide * high < 3 * tall[0] * tall[1]


def on_page(pane: ReaderPane, picture: QImage, x: int, y: int) -> bool:
    ratio = picture.devicePixelRatio()
    return bool(pane.canvas.view.page_rect(0).adjusted(4, 4, -4, -4).contains(x / ratio, y / ratio))


def test_a_page_has_its_label_and_its_index(
    new_pane: Any, read: Any, settled: Any, at: Any, drag: Any, written: Any
) -> None:
    pdf = written([["Preface words stand here."], ["Body words stand here."]])
    pdf.set_page_labels([{"startpage": 0, "style": "r", "firstpagenum": 4}, {"startpage": 1, "style": "D"}])
    pane = new_pane()
    read(pymupdf.open("pdf", pdf.tobytes()), "labels.pdf").show(pane)
    settled(pane)
    drag(pane, at(pane, "Preface"), at(pane, "Preface words", end=True))
    place = pane.selection_place()
    assert (place.page, place.label) == (0, "iv")


def test_a_mark_stays_on_its_words_at_every_zoom(
    new_pane: Any, read: Any, settled: Any, place: Any, at: Any, written: Any
) -> None:
    pane = new_pane()
    read(written([["The council closed the bridge."]]), "zoomed.pdf").show(pane)
    settled(pane)
    pane.set_highlights([Highlight("p", "supports", place(pane, "closed"))])
    for zoom in (0.4, 1.0, 2.5):
        pane.canvas.zoom_at(zoom)
        settled(pane)
        pane.go_to(place(pane, "closed"), outline=False)
        settled(pane)
        begin, end = at(pane, "closed"), at(pane, "closed", end=True)
        assert pane.canvas.passage_at(((begin + end) / 2).toPointF()) == "p"
        assert pane.canvas.passage_at((begin - QPoint(8, 0)).toPointF()) == ""
