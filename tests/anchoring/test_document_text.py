from __future__ import annotations

import random
import time
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.anchoring.comparing import same, skeleton_text
from annotator.anchoring.document_text import DocumentText, Run

PROSE = (
    "The office of the auditor files an official report on each fine, under \u00a7 12(b)(3) of the Harbour Act. "
    "No officer shall re-sign a long-standing order without 10-20 days of notice, and a fee of $1,500.25 is due. "
    "\u201cIt\u2019s final,\u201d said the clerk \u2014 flatly. A caf\u00e9 may not resign its licence before May 3, "
    "2015; self-employment income is a different matter, and the coast is affected by the offshore flow of effluents."
)


def cuts(document: DocumentText, quote: str, **options: object) -> list[str]:
    return [document.quote(match) for match in document.find(quote, **options)]


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("an exam-\nple of it", "example", ["exam-\nple"]),
        ("a long-\nstanding rule", "long-standing rule", ["long-\nstanding rule"]),
        ("a long-\nstanding rule", "longstanding", ["long-\nstanding"]),
        ("to re-sign it", "resign", []),
        ("to resign", "re-sign", []),
        ("pages 10-20", "1020", []),
        ("pages 10-\n20", "1020", []),
        ("pages 10-\n20", "10-20", ["10-\n20"]),
        ("see \u00a7\u202f552a now", "\u00a7 552a", ["\u00a7\u202f552a"]),
        ("the o\ufb03ce", "office", ["o\ufb03ce"]),
        ("per\u00adson", "person", ["per\u00adson"]),
        ("Agency", "agency", []),
        ("a cafe\u0301 x", "caf\u00e9", ["cafe\u0301"]),
        ("a cafe\u0301 x", "cafe", []),
        ("one \u201ctwo\u201d", 'one "two"', ["one \u201ctwo\u201d"]),
        ("", "x", []),
        ("x", "", []),
        ("x", " \n-", []),
        ("minus -5 or 5", "-5", ["-5"]),
    ],
)
def test_what_is_the_same(text: str, quote: str, expected: list[str]) -> None:
    assert cuts(DocumentText([text]), quote) == expected


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("in 2015", "15", []),
        ("in 2015 and 15", "15", [(12, 14)]),
        ("section 552a", "section 552", []),
        ("costs $1.5 million", "costs $1", []),
        ("costs $1,500", "costs $1", []),
        ("costs 2.500 euros", "500 euros", []),
        ("since 2015.3 The court", "since 2015", [(0, 10)]),
        ("paragraphs 2,3", "paragraphs 2", [(0, 12)]),
        ("he resigned", "resign", [(3, 9)]),
        ("he resigned, to resign", "resign", [(16, 22)]),
        ("illegal legal", "legal", [(8, 13)]),
        ("the 5th day", "5", []),
        ("10\u201320 percent", "20 percent", [(3, 13)]),
        ("東京都は東京にある", "東京", [(0, 2), (4, 6)]),
    ],
)
def test_words_and_numbers_are_not_cut(text: str, quote: str, expected: list[tuple[int, int]]) -> None:
    assert [(m[0].start, m[0].end) for m in DocumentText([text]).find(quote)] == expected


def test_a_find_bar_may_look_inside_words() -> None:
    assert len(DocumentText(["in 2015 and 15"]).find("15", inside_words=True)) == 2


def test_document_order_pages_and_repeats() -> None:
    document = DocumentText(["a fee, a fee", "no", "a fee"])
    assert document.find("a fee") == [(Run(0, 0, 5),), (Run(0, 7, 12),), (Run(2, 0, 5),)]
    assert document.find("a fee", page=2) == [(Run(2, 0, 5),)]
    assert document.find("a fee", page=9) == []
    assert document.find("a fee", page=-1) == []


def paged(*bodies: str, header: str = "Harbour Act, ch. 7", footer: bool = True) -> list[str]:
    return [f"{header}\n{body}\n" + (f"{number + 3}\n" if footer else "") for number, body in enumerate(bodies)]


def test_a_quote_crosses_a_page_break_over_running_lines() -> None:
    texts = paged("First words. The fee is due on the", "first day of the month. The rest of the exam-", "ple ends.")
    document = DocumentText(texts)
    (match,) = document.find("The fee is due on the first day of the month")
    assert document.quote(match) == "The fee is due on the\nfirst day of the month"
    assert [run.page for run in match] == [0, 1]
    assert cuts(document, "the example ends") == ["the exam-\nple ends"]
    assert cuts(document, "the exam-ple") == ["the exam-\nple"]
    assert len(document.find("Harbour Act, ch. 7")) == 3


def test_a_repeated_line_that_belongs_is_not_lost() -> None:
    texts = ["He said:\nNo comment.\nAnd the port", "No comment.\nwas closed. So it\n", "No comment.\nended."]
    document = DocumentText(texts)
    assert len(document.find("And the port No comment. was closed.")) == 1
    assert len(document.find("No comment.")) == 3
    assert document.edges[1].tops[-1] > 0
    assert len(document.find("And the port was closed.")) == 1


def test_a_number_that_is_no_page_number_is_not_skipped() -> None:
    document = DocumentText(["The fee is\n", "1500\ndollars a boat.\n", "The end.\n"])
    assert document.find("The fee is dollars a boat") == []
    assert len(document.find("The fee is 1500 dollars a boat")) == 1


def test_line_numbers_of_a_court_paper_are_skipped_at_page_breaks() -> None:
    numbers = "\n".join(str(number) for number in range(1, 29))
    texts = [f"{numbers}\nThe motion was denied on\nCase 1 Page 1 of 3\n", f"{numbers}\nMonday.\nCase 1 Page 2 of 3\n"]
    assert len(DocumentText(texts).find("The motion was denied on Monday.")) == 1


def test_a_quote_over_three_pages_and_an_empty_one() -> None:
    texts = ["It begins here\n", "goes on\n", "\n", "and ends there.\n"]
    (match,) = DocumentText(texts).find("begins here goes on and ends")
    assert [run.page for run in match] == [0, 1, 3]


def test_a_document_that_only_repeats_keeps_its_words() -> None:
    document = DocumentText(["Stamp 1\n", "Stamp 2\n", "Stamp 3\n"])
    assert [edges.tops for edges in document.edges] == [(0,)] * 3
    assert len(document.find("Stamp 2 Stamp 3")) == 1


def test_context_leaves_running_lines_out() -> None:
    document = DocumentText(paged("One two.", "Three four.", "Five six."))
    (match,) = document.find("Three four.")
    before, after = document.context(match)
    assert "One two." in before
    assert "Five six." in after
    assert "3" not in before
    assert len(before) <= 64
    assert len(after) <= 64


def reads(found: str, quote: str) -> bool:
    """The same words; a quote that begins or ends within a ligature gets the whole of it."""
    at_edge = any("\ufb00" <= char <= "\ufb06" for char in found[:1] + found[-1:])
    return same(found, quote) or (at_edge and skeleton_text(quote) in skeleton_text(found))


def retypeset(words: str, pick: random.Random) -> str:
    """The same words in another typesetting: other lines, hyphens at line ends, ligatures, quotes, spaces, NFD."""
    out = []
    for index, char in enumerate(words):
        roll = pick.random()
        inside = 0 < index < len(words) - 1 and words[index - 1].isalpha() and words[index + 1].isalpha()
        if char == " " and roll < 0.4:
            out.append(pick.choice(["\n", "\u00a0", "  ", " \n ", "\u202f", "\r\n"]))
        elif char.isalpha() and inside and roll < 0.05:
            out.append(pick.choice(["-\n", "\u00ad", "\u00ad\n", "-\n  ", "\u2010\n"]) + char)
        elif char == "-" and roll < 0.5:
            out.append(pick.choice(["\u2011", "\u2010", "-\n" if inside else "-"]))
        elif char in "\u201c\u201d" and roll < 0.5:
            out.append('"')
        elif char == "\u2019" and roll < 0.5:
            out.append("'")
        elif roll < 0.3:
            out.append(unicodedata.normalize("NFD", char))
        else:
            out.append(char)
    text = "".join(out)
    for plain, ligature in (("ffi", "\ufb03"), ("ffl", "\ufb04"), ("ff", "\ufb00"), ("fi", "\ufb01"), ("fl", "\ufb02")):
        if pick.random() < 0.5:
            text = text.replace(plain, ligature)
    return text


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_every_slice_is_found_after_retypesetting(seed: int, data: st.DataObject) -> None:
    pick = random.Random(seed)
    start = data.draw(st.integers(0, len(PROSE) - 1))
    end = data.draw(st.integers(start + 1, len(PROSE)))
    quote = PROSE[start:end]
    assume(any(char.isalnum() for char in quote))
    before, after = retypeset(PROSE[:start], pick), retypeset(PROSE[end:], pick)
    text = before + retypeset(quote, pick) + after
    document = DocumentText([text])
    found = document.find(quote, inside_words=True)
    assert found
    assert all(reads(document.quote(match), quote) for match in found)
    assert all(0 <= run.start < run.end <= len(text) for match in found for run in match)
    near = [match for match in found if abs(match[0].start - len(before)) <= 3 or len(quote) < 30]
    assert near


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 2**32), st.data())
def test_every_slice_is_found_over_page_breaks(seed: int, data: st.DataObject) -> None:
    pick = random.Random(seed)
    words = PROSE.split(" ")
    breaks = sorted(data.draw(st.sets(st.sampled_from(range(5, len(words) - 5, 5)), min_size=1, max_size=5)))
    bodies = [" ".join(words[a:b]) for a, b in zip([0, *breaks], [*breaks, len(words)], strict=True)]
    texts = paged(*(retypeset(body, pick) for body in bodies))
    first = data.draw(st.integers(0, len(words) - 3))
    last = data.draw(st.integers(first + 2, len(words)))
    quote = " ".join(words[first:last])
    document = DocumentText(texts)
    found = document.find(quote)
    assert found
    assert all(same(document.quote(match), quote) for match in found)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=12))
def test_any_text_and_any_quote_are_safe(texts: list[str], quote: str) -> None:
    document = DocumentText(texts)
    for match in document.find(quote, inside_words=True):
        assert all(0 <= run.start < run.end <= len(texts[run.page]) for run in match)
        document.context(match)


def test_a_thousand_pages_are_quick() -> None:
    pick = random.Random(7)
    words = [word for word in PROSE.split() if word.isalpha()]
    texts = [
        "\n".join(" ".join(pick.choice(words) for _ in range(11)) for _ in range(45)) + f"\n{page}\n"
        for page in range(1000)
    ]
    texts[612] += "a needle in\n"
    texts[613] = "the haystack\n" + texts[613]
    document = DocumentText(texts)
    started = time.perf_counter()
    document.find("warm up the pages")
    first = time.perf_counter() - started
    started = time.perf_counter()
    assert len(document.find("needle in the haystack")) == 1
    second = time.perf_counter() - started
    assert first < 8
    assert second < first
