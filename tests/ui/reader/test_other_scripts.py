"""Scripts written from the right, and those without spaces: selected and read in the order they are spoken."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.ui.reader.pane import ReaderPane

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
HEBREW = "סעיף 12 של חוק הפרטיות קובע כי אין לגלות מידע."
CHINESE = "第十二条规定不得披露信息。他说不行。"
JAPANESE = "日本語の文章です。これは二番目です。"
KOREAN = "이것은 첫 번째 문장입니다."


def page_of(*lines: str) -> pymupdf.Document:
    """A page set with the fonts that the library brings."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=420, height=300)
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    page.insert_htmlbox(pymupdf.Rect(20, 20, 400, 280), paragraphs)
    return pymupdf.open("pdf", pdf.tobytes())


@pytest.fixture
def show(new_pane: Any, read: Any, settled: Any) -> Any:
    def showing(*lines: str) -> ReaderPane:
        made: ReaderPane = new_pane()
        read(page_of(*lines), "scripts.pdf").show(made)
        settled(made)
        return made

    return showing


def chosen(pane: ReaderPane) -> str:
    selection = pane.selection()
    return " ".join(selection.text.split()) if selection else ""


def middle(pane: ReaderPane, words: str) -> QPoint:
    opened = pane.canvas.opened
    assert opened is not None
    start = opened.shown.texts[0].index(words)
    rect = pane.canvas.view.rect(0, opened.rects(0, start, start + len(words))[0])
    return rect.center().toPoint()


@pytest.mark.parametrize(
    ("line", "word"),
    [(HEBREW, "הפרטיות"), (HEBREW, "12"), (KOREAN, "문장입니다")],
)
def test_double_click_takes_a_word_in_the_order_it_is_spoken(show: Any, line: str, word: str) -> None:
    pane = show(line)
    QTest.mouseClick(pane.viewport(), LEFT, pos=middle(pane, word))
    QTest.mouseDClick(pane.viewport(), LEFT, pos=middle(pane, word))
    assert chosen(pane) == word


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        (HEBREW, "חוק", "מידע"),
        (CHINESE, "规定", "信息"),
        (JAPANESE, "文章", "二番"),
        (KOREAN, "첫", "문장"),
    ],
)
def test_from_one_word_to_another_all_between_is_taken(show: Any, line: str, first: str, last: str) -> None:
    pane = show(line)
    QTest.mouseClick(pane.viewport(), LEFT, pos=middle(pane, first))
    QTest.mouseClick(pane.viewport(), LEFT, SHIFT, pos=middle(pane, last))
    found = chosen(pane)
    assert found in line
    between = line[line.index(first) + len(first) : line.index(last)].strip()
    assert between in found
    place = pane.selection_place()
    assert place is not None
    assert " ".join(place.quote.split()) == found


@pytest.mark.parametrize(("line", "word"), [(HEBREW, "הפרטיות"), (CHINESE, "披露"), (JAPANESE, "文章")])
def test_the_letters_are_where_their_boxes_are(show: Any, line: str, word: str, pixel: Any) -> None:
    pane = show(line)
    opened = pane.canvas.opened
    assert opened is not None
    at = opened.shown.texts[0].index(word)
    boxes = [pane.canvas.view.rect(0, opened.rects(0, at + one, at + one + 1)[0]) for one in range(len(word))]
    for box in boxes:
        across, down = range(int(box.left()), int(box.right()) + 1), range(int(box.top()), int(box.bottom()) + 1)
        assert any(pixel(pane, x, y).lightness() < 160 for x in across for y in down), "ink in each letter's box"
    rising = [box.left() for box in boxes]
    assert rising == sorted(rising, reverse=line == HEBREW)


@pytest.mark.parametrize("line", [HEBREW, CHINESE, JAPANESE, KOREAN])
def test_the_text_is_read_as_it_was_written(show: Any, line: str) -> None:
    pane = show(line)
    opened = pane.canvas.opened
    assert opened is not None
    # The stop at the left end of a line stands a little apart.
    assert " ".join(opened.shown.texts[0].split()).replace(" .", ".") == line


def press(pane: ReaderPane, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for each in modifiers:
        held |= each
    QTest.keyClick(pane.canvas, key, held)


def test_a_line_from_the_right_by_mouse_and_by_keys(show: Any, drag: Any) -> None:
    pane = show(HEBREW)
    first, last = middle(pane, "חוק"), middle(pane, "קובע")
    drag(pane, first, last)
    dragged = chosen(pane)
    assert dragged in HEBREW
    assert "הפרטיות" in dragged
    word = middle(pane, "הפרטיות")
    QTest.mouseClick(pane.viewport(), LEFT, pos=word)
    QTest.mouseDClick(pane.viewport(), LEFT, pos=word)
    for _ in range(2):
        press(pane, Qt.Key.Key_Right, SHIFT, Qt.KeyboardModifier.ControlModifier)
    assert chosen(pane) == "הפרטיות קובע"
    QTest.mouseClick(pane.viewport(), LEFT, pos=word)
    QTest.mouseDClick(pane.viewport(), LEFT, pos=word)
    QTest.mouseClick(pane.viewport(), LEFT, pos=word)
    assert chosen(pane) == HEBREW


def test_words_from_the_right_are_found(show: Any, qtbot: Any) -> None:
    pane = show(HEBREW)
    pane.open_find()
    pane.find_bar.field.insert("הפרטיות")  # as an input method does; QTest types Latin letters only
    opened = pane.canvas.opened
    assert opened is not None
    qtbot.waitUntil(lambda: not opened.finder.running)
    assert pane.find_bar.state.text() == "1 of 1 hit"
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert chosen(pane) == "הפרטיות"
