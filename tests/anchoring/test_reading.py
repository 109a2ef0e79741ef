"""The order in which pages are read: columns, headers, footers, footnotes, line numbers of a margin."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring import selection
from annotator.anchoring.joined import as_shown, broken_words
from annotator.anchoring.parts import Part
from annotator.anchoring.reading import Reading, reading_of
from annotator.model.pages import PageText

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "sources"
ARABIC = ("\u0633\u0644\u0627\u0645", "\u0639\u0627\u0644\u0645", "\u0643\u062a\u0627\u0628")
LINES = [f"the tenants of house {word} were told to leave their rooms at once" for word in "abcdefghijklmnopqrst"]
TOWNS = ("Alder", "Birch", "Cedar")


def width(words: str, size: float) -> float:
    return float(pymupdf.get_text_length(words, fontsize=size))


def court_paper(pages: int = 3) -> pymupdf.Document:
    """Pages with 28 numbers in the margin, a stamp and a title above, a page number and a note below."""
    document = pymupdf.open()
    for number in range(pages):
        page = document.new_page(width=612, height=792)
        for line in range(28):
            page.insert_text((70, 90 + 22 * line), str(line + 1), fontsize=11)
        page.insert_text((290, 770), f"- {number + 1} -", fontsize=11)
        page.insert_text((110, 60), "IN RE HARBOUR TENANTS", fontsize=10)
        for line, words in enumerate(LINES):
            page.insert_text((110, 90 + 22 * line), f"{TOWNS[number]}: {words}", fontsize=12)
            if line == 5:
                page.insert_text((110 + width(f"{TOWNS[number]}: {words}", 12), 86 + 22 * line), "7", fontsize=6)
        page.insert_text((110, 700), "7", fontsize=6)
        page.insert_text(
            (116, 704), f"The notices of {TOWNS[number]} were dated 3 May; two were never sent.", fontsize=9
        )
        page.insert_text(
            (60, 20), f"Case 8:16-cv-01261 Document 40 Filed 08/05/16 Page {number + 1} of {pages}", fontsize=9
        )
    return pymupdf.open("pdf", document.tobytes())


def texts_of(chars: list[PageText]) -> tuple[str, ...]:
    return tuple(page.text for page in chars)


def test_a_court_paper_has_its_parts(read_pages: Callable[..., Any]) -> None:
    chars = read_pages(court_paper())[1]
    reading = Reading(chars[1], texts_of(chars))
    shown = {
        part: reading.text[slice(*bounds)].split("\n") if (bounds := reading.bounds(part)) else [] for part in Part
    }
    assert [line.strip() for line in shown[Part.BODY] if line.strip()] == [f"Birch: {line}" for line in LINES]
    assert "IN RE HARBOUR TENANTS" in shown[Part.HEADER]
    assert any("Document 40" in line for line in shown[Part.HEADER])
    assert shown[Part.FOOTER] == ["- 2 -"]
    assert any("were never sent" in line for line in shown[Part.NOTES])
    assert "\n28\n" not in reading.text


def test_only_marks_of_notes_are_left_out(read_pages: Callable[..., Any]) -> None:
    document = pymupdf.open()
    page = document.new_page()
    lines = (
        "the price of a room fell to 10",
        "as every landlord knew by then",
        "and nobody said so",
        "to the tenants",
    )
    for line, words in enumerate(lines):
        page.insert_text((72, 100 + 20 * line), words, fontsize=12)
        if line < 2:  # ten to the sixth is no note: no word stands before it
            page.insert_text((72 + width(words, 12), 96 + 20 * line), "6", fontsize=7)
    page.insert_text((72, 700), "6", fontsize=6)
    page.insert_text((78, 704), "Landlord's letter of May.", fontsize=9)
    chars = read_pages(pymupdf.open("pdf", document.tobytes()))[1][0]
    reading = reading_of(chars)
    words = " ".join(reading.text.split())
    assert "to 106" in words or "to 10 6" in words
    assert "by then and nobody" in words


def test_columns_written_row_by_row_are_read_one_after_the_other(read_pages: Callable[..., Any]) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 60), "A heading over both of the columns of this page", fontsize=14)
    for row in range(24):
        page.insert_text((60, 100 + 14 * row), f"left column row {row} of words and words", fontsize=10)
        page.insert_text((320, 100 + 14 * row), f"right column row {row} of words and words", fontsize=10)
    chars = read_pages(pymupdf.open("pdf", document.tobytes()))[1][0]
    lines = [line.strip() for line in reading_of(chars).text.split("\n") if line.strip()]
    assert lines[0].startswith("A heading")
    assert lines[1:25] == [f"left column row {row} of words and words" for row in range(24)]
    assert lines[25:] == [f"right column row {row} of words and words" for row in range(24)]


def test_a_table_stays_in_its_rows(read_pages: Callable[..., Any]) -> None:
    document = pymupdf.open()
    page = document.new_page()
    for row in range(20):
        for column in range(4):
            page.insert_text((60 + 120 * column, 100 + 20 * row), f"{row} {column}", fontsize=10)
    chars = read_pages(pymupdf.open("pdf", document.tobytes()))[1][0]
    assert reading_of(chars).text.split() == chars.text.split()


def test_right_to_left_lines_keep_their_order(read_pages: Callable[..., Any]) -> None:
    """Boxes as an Arabic page has them: the first letter of a line stands furthest right."""
    text = "".join(f"{word}\n" for word in (ARABIC))
    boxes = array("f")
    for number, line in enumerate(text.split("\n")[:-1]):
        y = 700 - 20 * number
        for at in range(len(line)):
            boxes.extend((500 - 10 * at - 10, y, 500 - 10 * at, y + 12))
        boxes.extend((400, y, 400, y))
    page = PageText(0, text, boxes)
    assert reading_of(page).text == text
    assert selection.position_at(page, 499, 706) == 0
    assert selection.move(page, 0, "down") == 5


@given(st.lists(st.text(alphabet="ab 1\n-", max_size=12), max_size=8), st.data())
def test_points_and_offsets_lead_to_one_another(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(lines)
    edges = data.draw(st.lists(st.floats(0, 500, width=32), min_size=4 * len(text), max_size=4 * len(text)))
    boxes = array("f")
    for at in range(len(text)):
        x0, y0, x1, y1 = edges[4 * at : 4 * at + 4]
        boxes.extend((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    reading = Reading(PageText(0, text, boxes))
    for offset in range(len(text) + 1):
        point = reading.point(offset)
        assert 0 <= point <= len(reading.text)
        assert 0 <= reading.offset(point) <= len(text)
    covered = sorted(reading.between(0, len(reading.text)))
    assert all(one[1] <= other[0] for one, other in pairwise(covered))


def test_a_hyphen_at_a_lines_end_goes_only_where_the_whole_word_is_known() -> None:
    quote = "to re-\nsign and under-\nstand a bridge-\nbuilder, long-\nstanding, sof\u00ad\nter"
    assert broken_words(quote) == {"resign", "understand", "bridgebuilder", "longstanding"}
    assert as_shown(quote, ()) == "to re-sign and under-stand a bridge-builder, long-standing, softer"
    assert as_shown(quote, {"understand"}) == "to re-sign and understand a bridge-builder, long-standing, softer"


def test_quotes_are_shown_with_broken_words_whole() -> None:
    assert as_shown("an exam-\nple of it") == "an example of it"
    assert as_shown("self-\nincriminating") == "self-incriminating"
    assert as_shown("Anglo-\nSaxon and sof\u00ad\nter") == "Anglo-Saxon and softer"
    assert as_shown("from 2019-\n20 it is\nso") == "from 2019-\n20 it is\nso"


# --- real pages -------------------------------------------------------------------------------------------------------

COLUMNS: dict[str, dict[int, list[tuple[float, float, float, float]]]] = {
    # the columns of pages, in the order they are read: x0, y0, x1, y1 on the upright page, y down
    "gov_pdf/federal-register-2020-17221.pdf": {
        page: [(44, 56, 222, 740), (222, 56, 400, 740), (400, 56, 580, 740)] for page in (1, 2, 3)
    },
    "layout/multi-column.pdf": {
        1: [(60, 60, 298, 745), (298, 60, 540, 700)], 3: [(60, 60, 298, 700), (298, 60, 540, 745)],
    },
}  # fmt: skip


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real documents is not here")
@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_columns_of_real_pages_are_read_in_order(name: str, read_pages: Callable[..., Any]) -> None:
    document = pymupdf.open(CORPUS / name)
    chars = read_pages(document)[1]
    texts = texts_of(chars)
    for number in COLUMNS[name]:
        reading = Reading(chars[number], texts)
        first, last = reading.bounds(Part.BODY) or (0, 0)
        body = re.findall(r"\b[a-z]{4,}\b", reading.text[first:last])
        assert body, number
        order = iter(body)
        for clip in COLUMNS[name][number]:
            lines = document[number].get_text("text", clip=clip).split("\n")
            for line in (line.strip() for line in lines):
                notes = reading.bounds(Part.NOTES)
                if notes and line in reading.text[slice(*notes)]:
                    continue
                for word in re.findall(r"\b[a-z]{4,}\b", line):
                    assert word in order, (number, word)  # consumes: the words come in this order


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real documents is not here")
def test_no_line_number_of_a_real_court_paper_is_read(read_pages: Callable[..., Any]) -> None:
    wanted = [json.loads(line) for line in (CORPUS / "index.jsonl").read_text("utf-8").splitlines()]
    name = next(item["file"] for item in wanted if "cacd" in item["file"])
    chars = read_pages(pymupdf.open(CORPUS / name))[1]
    for page in chars:
        reading = Reading(page, texts_of(chars))
        lines = [line.strip() for line in reading.text.split("\n")]
        assert not [line for line in lines if line.isdecimal() and len(line) <= 2]
        assert any(
            line.startswith("Case 8:16") for line in reading.text[slice(*reading.bounds(Part.HEADER))].split("\n")
        )
