"""What Tesseract says is believed only where it can be true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.engine.ocr import words
from annotator.engine.ocr.words import BadAnswer, Word, parse, sureness

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def table(*rows: str) -> bytes:
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


def word(text: str = "§", box: str = "10\t20\t30\t9", sure: str = "91.5", level: str = "5") -> str:
    return f"{level}\t1\t1\t2\t3\t1\t{box}\t{sure}\t{text}"


def test_words_lines_and_confidences() -> None:
    found = parse(table("1\t1\t0\t0\t0\t0\t0\t0\t100\t100\t-1\t", word("“Geschäft”"), word("—", sure="12")), 100, 100)
    assert found == (
        Word("“Geschäft”", (10, 20, 40, 29), 91.5, (1, 2, 3)),
        Word("—", (10, 20, 40, 29), 12.0, (1, 2, 3)),
    )
    sure = sureness(found)
    assert (sure.confidence, sure.doubtful, sure.words) == (84, 1, 2)
    assert sureness(()).confidence == 0


def test_what_shows_nothing_is_left_out_and_boxes_end_at_the_page() -> None:
    found = parse(
        table(word(" "), word("a", "200\t0\t5\t5"), word("b", sure="-1"), word("c", "-5\t90\t50\t50")), 100, 100
    )
    assert [(each.text, each.box) for each in found] == [("c", (0, 90, 45, 100))]
    assert parse(table(word("a\x07\u200b\x85b")), 100, 100)[0].text == "a\u200bb"
    assert parse(table(), 100, 100) == ()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff\xfe",
        HEAD[:-1].encode(),
        b"level\ttext\n5\tx\n",
        table(word())[:-1],
        table(word("a\tb")),
        table(word(sure="nan")),
        table(word(sure="inf")),
        table(word(sure="101")),
        table(word(sure="-0.5")),
        table(word(sure="9" * 40)),
        table(word(box="1e3\t0\t1\t1")),
        table(word(box="٣\t0\t1\t1")),
        table(word(box="99999999999\t0\t1\t1")),
        table(word(box="\t0\t1\t1")),
        table(word(level="4")),
        table(word("x" * 2000)),
        table(*[word()] * 30) + b"more",
    ],
)
def test_anything_else_is_no_answer(answer: bytes) -> None:
    with pytest.raises(BadAnswer):
        parse(answer, 100, 100)


def test_there_is_an_end_to_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "WORD_LIMIT", 3)
    with pytest.raises(BadAnswer, match="too many"):
        parse(table(*[word()] * 4), 100, 100)
    monkeypatch.setattr(words, "ANSWER_LIMIT", 50)
    with pytest.raises(BadAnswer, match="too long"):
        parse(table(word()), 100, 100)


@given(st.binary(max_size=400), st.text(max_size=60))
def test_whatever_comes_it_is_words_within_the_page_or_refused(tail: bytes, text: str) -> None:
    for answer in (HEAD.encode() + tail, table(word(text)), tail):
        try:
            found = parse(answer, 50, 40)
        except BadAnswer:
            continue
        for each in found:
            x0, y0, x1, y1 = each.box
            assert 0 <= x0 < x1 <= 50
            assert 0 <= y0 < y1 <= 40
            assert each.text
            assert not any(char.isspace() for char in each.text)
