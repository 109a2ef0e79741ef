from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring import selection
from annotator.anchoring.lines import box_of, sized
from annotator.model.pages import PageText

STEPS = ["left", "right", "up", "down", "word-left", "word-right", "line-start", "line-end"]
EMPTY = PageText(0, "")


@pytest.fixture
def page(two_columns: pymupdf.Document, read_pages: Callable[..., Any]) -> PageText:
    return read_pages(two_columns)[1][0]


def test_a_click_on_a_character_lands_beside_it(page: PageText) -> None:
    for offset in range(0, len(page.text), 7):
        box = box_of(page, offset)
        if sized(box) and not page.text[offset].isspace():
            middle = (box[1] + box[3]) / 2
            assert selection.position_at(page, box[0] + 0.1, middle) == offset
            assert selection.position_at(page, box[2] - 0.1, middle) == offset + 1


def test_a_click_in_the_margin_or_gutter_takes_the_line_beside_it(page: PageText) -> None:
    end = page.text.index("exam-") + 5
    box = box_of(page, end - 1)
    middle = (box[1] + box[3]) / 2
    assert selection.position_at(page, box[2] + 15, middle) == end
    assert selection.line_at(page, selection.position_at(page, 5, middle))[1] == end
    assert selection.is_over_text(page, box[0], middle)
    assert not selection.is_over_text(page, 300, 400)


def test_a_drag_from_one_column_to_the_other_follows_the_reading_order(page: PageText) -> None:
    start = selection.position_at(page, *_middle(page, page.text.index("the officers")))
    end = selection.position_at(page, *_middle(page, page.text.index("noon")))
    assert "exam-\nine a boat" in page.text[start:end]
    rects = selection.rects_of(page, start, end)
    assert len(rects) == 2
    assert selection.rects_of(page, end, start) == rects


def _middle(page: PageText, offset: int) -> tuple[float, float]:
    box = box_of(page, offset)
    return box[0] + 0.1, (box[1] + box[3]) / 2


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("a harbour wall", 4, "harbour"),
        ("a harbour wall", 9, "harbour"),
        ("it isn\u2019t so", 4, "isn\u2019t"),
        ("an exam-\nple of", 4, "exam-\nple"),
        ("an exam-\nple of", 10, "exam-\nple"),
        ("$1,500.25 due", 3, "1,500.25"),
        ("end. Next", 2, "end"),
        ("a  b", 2, "  "),
        ("caf\u0065\u0301 x", 1, "caf\u0065\u0301"),
    ],
)
def test_a_double_click_takes_the_word(text: str, at: int, word: str) -> None:
    start, end = selection.word_at(PageText(0, text), at)
    assert text[start:end] == word


def test_lines_and_sentences(page: PageText) -> None:
    at = page.text.index("officers")
    start, end = selection.line_at(page, at)
    assert page.text[start:end] == "the officers shall not exam-"
    plain = PageText(0, "One is here. Two is there.")
    assert selection.sentence_at(plain, 3) == (0, 12)
    assert selection.sentence_at(plain, 12) == (0, 12)
    assert selection.sentence_at(plain, 26) == (13, 26)


def test_down_and_up_keep_the_column_and_lead_to_the_next(page: PageText) -> None:
    first = page.text.index("word1 ")
    below = selection.move(page, first + 3, "down")
    assert below is not None
    assert page.text[below - 3 : below] == "wor"
    assert selection.move(page, below, "up") == first + 3
    last_left = page.text.index("the officers")
    across = selection.move(page, last_left, "down")
    assert across is not None
    assert page.text[across:].startswith("ine a boat")
    assert selection.move(page, across, "up", selection.goal_of(page, last_left)) == last_left


def test_the_end_of_the_page_is_none(page: PageText) -> None:
    last = len(page.text.rstrip("\n"))
    assert selection.move(page, last, "right") is None
    assert selection.move(page, 0, "left") is None
    assert selection.move(page, 0, "up") is None
    assert selection.move(page, last, "down") is None
    assert selection.move(page, last, "word-right") is None
    assert selection.move(page, 0, "word-left") is None
    with pytest.raises(ValueError, match="sideways"):
        selection.move(page, 0, "sideways")


def test_words_left_and_right() -> None:
    page = PageText(0, "the exam-\nple, of $1,500\n")
    stops = [0]
    while (at := selection.move(page, stops[-1], "word-right")) is not None:
        stops.append(at)
    assert [page.text[a:b].strip(" ,$") for a, b in pairwise(stops)] == [
        "the",
        "exam-\nple",
        "of",
        "1,500",
    ]
    back = [stops[-1]]
    while (at := selection.move(page, back[-1], "word-left")) is not None:
        back.append(at)
    assert back[-1] == 0


def test_the_caret_stands_between_characters(page: PageText) -> None:
    at = page.text.index("boat")
    rect = selection.caret_rect(page, at)
    box = box_of(page, at)
    assert rect[0] == rect[2] == pytest.approx(box[0])
    assert rect[3] - rect[1] > 5
    end = page.text.index("exam-") + 5
    assert selection.caret_rect(page, end)[0] == pytest.approx(box_of(page, end - 1)[2])


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_text_is_selected_along_its_own_lines(read_pages: Callable[..., Any], rotation: int) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((300, 400), "first line here\nsecond line here", fontsize=11, rotate=rotation)
    (_, (chars,)) = read_pages(pymupdf.open("pdf", document.tobytes()))
    at = chars.text.index("line")
    assert selection.position_at(chars, *_centre(chars, at)) in (at, at + 1)
    below = selection.move(chars, at, "down")
    assert below is not None
    assert below > chars.text.index("\n")
    assert len(selection.rects_of(chars, 0, len(chars.text))) == 2


def _centre(chars: PageText, offset: int) -> tuple[float, float]:
    box = box_of(chars, offset)
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


@pytest.mark.parametrize("page", [EMPTY, PageText(0, "words\n"), PageText(0, "ab\n", array("f", [0.0] * 12))])
def test_pages_without_text_or_boxes_are_safe(page: PageText) -> None:
    assert selection.position_at(page, 10, 10) == 0
    assert selection.rects_of(page, 0, len(page.text)) == ()
    assert selection.caret_rect(page, 0) == (0, 0, 0, 0)
    assert selection.edge_position(page, "up", 3.0) == 0
    assert not selection.is_over_text(page, 0, 0)
    for step in STEPS:
        selection.move(page, 0, step)
    selection.word_at(page, 0)
    selection.line_at(page, 0)
    selection.sentence_at(page, 0)


@given(st.text(max_size=30), st.integers(-2, 40), st.sampled_from(STEPS), st.data())
def test_every_move_stays_on_the_page(text: str, offset: int, step: str, data: st.DataObject) -> None:
    edges = data.draw(st.lists(st.floats(-50, 50, width=32), min_size=4 * len(text), max_size=4 * len(text)))
    boxes = array("f")
    for at in range(len(text)):
        x0, y0, x1, y1 = edges[4 * at : 4 * at + 4]
        boxes.extend((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    page = PageText(0, text, boxes)
    here = max(0, min(offset, len(text)))
    there = selection.move(page, here, step)
    assert there is None or 0 <= there <= len(text)
    assert 0 <= selection.position_at(page, 1.0, 2.0) <= len(text)
    start, end = selection.word_at(page, here)
    assert 0 <= start <= end <= len(text)
