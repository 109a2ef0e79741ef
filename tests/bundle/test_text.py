from __future__ import annotations

from array import array

import pytest

from annotator.bundle.flow import paragraphs
from annotator.bundle.pictures import cutouts
from annotator.bundle.segments import Run, cut
from annotator.bundle.words import day, page_words, plain, unwrap, vocabulary
from annotator.model.pages import PageInfo, PageText
from annotator.model.places import Place, Region, Span


def laid_out(lines: list[tuple[float, float, str]], size: float = 10.0) -> PageText:
    """A page's text with boxes, half a size wide each: (x, y of the line's foot, its text)."""
    boxes = array("f")
    text = ""
    for x, y, words in lines:
        for at, _ in enumerate(words):
            boxes.extend((x + at * size / 2, y, x + (at + 1) * size / 2, y + size))
        boxes.extend((x, y, x, y + size))
        text += words + "\n"
    return PageText(0, text, boxes)


def read(*pages: PageText) -> list[str]:
    texts = [page.text for page in pages]
    found = paragraphs(texts, lambda page: pages[page], vocabulary(texts))
    return ["".join(piece.text for piece in part.pieces) for part in cut(found, texts, [])]


def test_paragraphs_by_space_between_lines() -> None:
    page = laid_out(
        [(70, 700, "The harbour office was"), (70, 688, "closed for forty"), (70, 668, "days and nobody knew")]
    )
    assert read(page) == ["The harbour office was closed for forty", "days and nobody knew"]


def test_paragraphs_by_indent_and_by_a_line_that_ends_early() -> None:
    page = laid_out(
        [
            (70, 700, "The harbour office was closed for"),
            (70, 688, "days."),
            (70, 676, "Nobody could say why it was so and"),
            (82, 664, "The pier opened later in the year"),
        ]
    )
    assert read(page) == [
        "The harbour office was closed for days.",
        "Nobody could say why it was so and",
        "The pier opened later in the year",
    ]


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    first = laid_out(
        [
            (70, 112, "the office was closed for"),
            (70, 100, "many days without that any"),
            (320, 700, "of the clerks had been told"),
        ]
    )
    second = laid_out([(70, 700, "beforehand about it by them.")])
    assert read(first, second) == [
        "the office was closed for many days without that any of the clerks had been told beforehand about it by them."
    ]


def test_lines_without_boxes_and_page_numbers() -> None:
    pages = [PageText(0, "1\n\nOne line of words\nand the next.\n\nAnother."), PageText(1, "2\n\nAnd more.")]
    assert read(*pages) == ["One line of words and the next.", "Another.", "And more."]


def test_hyphens_are_dropped_only_where_the_word_is_known() -> None:
    known = vocabulary(["The decision was long-standing and the harbour stood."])
    assert unwrap("the har-\nbour of a long-\nstanding firm", known) == "the harbour of a long-standing firm"
    assert unwrap("soft\u00ad\nware — the oﬃce—\nwhich", known) == "software — the office—which"
    assert unwrap("東京\n都", known) == "東京都"


def test_plain_text_has_no_tricks() -> None:
    assert plain("a\u202eb\u2066c\x00\x1b\ud800\ufffed\tﬁ") == "abc\ufffd\ufffd\ufffd\ufffdd fi"


def test_passages_begin_and_end_once_across_lines() -> None:
    page = PageText(0, "one two\nthree four\nfive six seven eight nine")
    texts = [page.text]
    found = paragraphs(texts, lambda _: PageText(0, ""), vocabulary(texts))
    assert "".join(str(len(paragraph.lines)) for paragraph in found)
    cuts = cut(found, texts, [Run("a", 0, 4, 23), Run("b", 0, 8, 13), Run("gone", 3, 0, 9)], [Run("s", 0, 8, 20)])
    pieces = [piece for part in cuts for piece in part.pieces]
    assert [piece.text for piece in pieces if piece.begins or piece.ends or piece.points]
    assert sorted(key for piece in pieces for key in piece.begins) == ["a", "b"]
    assert sorted(key for piece in pieces for key in piece.ends) == ["a", "b"]
    assert [key for piece in pieces for key in piece.points] == ["s"]
    marked = "".join(piece.text for piece in pieces if "b" in piece.keys)
    assert marked == "three"


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([(0, "1")], "p. 1"),
        ([(2, "iii")], "p. iii (page 3 of the file)"),
        ([(1, "2"), (2, "3")], "pp. 2–3"),
        ([(1, "42"), (2, "43")], "pp. 42–43 (pages 2–3 of the file)"),
        ([(4, "")], "p. 5"),
    ],
)
def test_page_words(spans: list[tuple[int, str]], words: str) -> None:
    place = Place("v", "e", tuple(Span(page, label, 0, 1) for page, label in spans))
    assert page_words(place) == words


def test_days_are_in_utc() -> None:
    assert day("2026-11-20T22:30:00-05:00") == "2026-11-21"
    assert day("last spring") == "last spring"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pictures_show_whole_lines_around_the_passage(rotation: int) -> None:
    info = PageInfo(0, "1", (10, 20, 610, 820), rotation)
    rect = (100.0, 400.0, 300.0, 412.0) if rotation in (0, 180) else (400.0, 100.0, 412.0, 300.0)
    (found,) = cutouts(Place("v", "e", (Span(0, "1", 0, 5, (rect,)),)), [info])
    x0, y0, x1, y1 = found.clip
    if rotation in (0, 180):
        assert (x0, x1) == (10, 610)
        assert y0 < 370
        assert y1 > 442
    else:
        assert (y0, y1) == (20, 820)
        assert x0 < 370
        assert x1 > 442
    assert found.width > found.height
    assert found.marks == (rect,)


def test_pictures_of_columns_pages_regions_and_giants() -> None:
    info = PageInfo(0, "1", (0, 0, 600, 800))
    left, right = ((50.0, 80.0, 280.0, 92.0),), ((320.0, 700.0, 550.0, 712.0),)
    columns = Place("v", "e", (Span(0, "1", 0, 5, left), Span(0, "1", 6, 9, right)))
    assert [len(cutout.marks) for cutout in cutouts(columns, [info])] == [2, 2]
    pages = Place("v", "e", (Span(0, "1", 0, 5, left), Span(1, "2", 0, 9, right)))
    assert [cutout.page for cutout in cutouts(pages, [info, info])] == [0, 1]
    region = Place("v", "e", region=Region(0, "1", (100, 100, 200, 200)))
    assert cutouts(region, [info])[0].marks == ((100, 100, 200, 200),)
    giant = PageInfo(0, "1", (0, 0, 36000, 36000))
    (found,) = cutouts(Place("v", "e", (Span(0, "1", 0, 5, left),)), [giant])
    assert found.width <= 1200
    assert found.height <= 1600
    assert cutouts(Place("v", "e", (Span(7, "8", 0, 5, left),)), [info]) == []


def test_a_heading_set_like_the_text_stands_alone() -> None:
    page = laid_out(
        [
            (70, 700, "it was closed for forty days."),
            (70, 688, "Legal context"),
            (70, 676, "The order of the court was old"),
        ]
    )
    assert read(page) == ["it was closed for forty days.", "Legal context", "The order of the court was old"]
