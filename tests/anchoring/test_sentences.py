from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.comparing import same
from annotator.anchoring.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["One fee rose.", "Another fell!", "Why?", "Nobody knows."],
        ["Under 5 U.S.C. \u00a7 552a(b) no agency may tell.", "The rule holds."],
        ["Dr. Quill met Mr. J. R. Hale of Hale & Co. Ltd. in May.", "They left."],
        ["It cites Art. 5 and No. 12, p. 3.", "The rest is art.", "The end."],
        ["The fee is 3.5 percent of $1.2 million.", "It was 3."],
        ["\u201cIt is over.\u201d Then she left.", "\u201cWhy?\u201d he asked."][1:],
        ["He said: \u201cNo.\u201d", "Then he left."],
        ["She works for the U.S. Coast Guard.", "He left the U.S.", "The ship stayed."],
        ["It closed at 5 p.m. on Monday.", "It opened at 9 a.m.", "The clerk slept."],
        ["Acme Inc. sued Hale v. Quill.", "It lost."],
        ["The rule holds.12", "It stands."],
        ["Das gilt nach Art. 5 Abs. 2 Nr. 3 am 3. März.", "Es gilt, z. B. heute."],
        ["He waited... and left.", "She did not."],
    ],
)
def test_sentences_on_one_line(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


def test_a_headline_and_paragraphs() -> None:
    text = "Harbour fees rise\nThe port raised its fee. Nobody asked.\n\nBackground\nThe port is old.\n"
    assert cut(text) == [
        "Harbour fees rise",
        "The port raised its fee.",
        "Nobody asked.",
        "Background",
        "The port is old.",
    ]


def test_soft_line_ends_do_not_end_a_sentence() -> None:
    words = (
        "The council of Ostwick decided on Monday to raise the fee for small boats by a third. Owners of larger boats "
        "pay what they paid. The mayor, Ada Quill, told the Ledger that the port had no choice, since the harbour "
        "wall needs repair. Critics were not convinced."
    )
    text = "Harbour fees rise\n" + "\n".join(textwrap.wrap(words, 60)) + "\nReactions\nOwners protested.\n"
    got = cut(text)
    assert got[0] == "Harbour fees rise"
    assert got[-2:] == ["Reactions", "Owners protested."]
    expected = cut(words)
    assert len(got) == len(expected) + 3
    assert all(same(one, other) for one, other in zip(got[1:-2], expected, strict=True))


def test_bullets_are_sentences_of_their_own() -> None:
    assert cut("\u2022 One item\n\u2022 Another item\n") == ["\u2022 One item", "\u2022 Another item"]


@given(st.text(st.sampled_from('aA1 .!?\n\u201d")§Dr'), max_size=80))
def test_sentences_are_in_order_within_the_text_and_lose_no_word(text: str) -> None:
    found = sentences(text)
    at = 0
    for start, end in found:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


def test_each_row_of_a_table_is_by_itself() -> None:
    rows = ["Wells | 12 | 3.50", "Boats | 4 | 17.00", "Cranes | 60 | 8.25"]
    text = "\n".join(rows)
    assert [text[start:end] for start, end in sentences(text)] == rows
    long = "A row so long that it was broken where the page ends, not far on | 12 |\n3.50 | of two"
    assert len(sentences(long)) == 1


@pytest.mark.parametrize(
    "said",
    [
        ["هل هذا صحيح؟", "نعم، لا شك.", "هو قال: «لا.»"],
        ["یہ پہلا جملہ ہے۔", "یہ دوسرا ہے۔"],
        ["סעיף 12 קובע כי אין לגלות מידע.", "ומה עם זה?", "כן!"],
    ],
)
def test_sentences_of_scripts_written_from_the_right(said: list[str]) -> None:
    text = " ".join(said)
    assert [text[start:end] for start, end in sentences(text)] == said


@pytest.mark.parametrize(
    "said",
    [
        ["第十二条规定不得披露信息。", "他说：“不行。”", "（见附件。）", "下一句。"],
        ["日本語の文章です。", "これは二番目です｡", "「本当ですか？」", "はい。"],
    ],
)
def test_sentences_without_spaces_between(said: list[str]) -> None:
    text = "".join(said)
    assert [text[start:end] for start, end in sentences(text)] == said
