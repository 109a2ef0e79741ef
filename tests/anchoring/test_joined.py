from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.comparing import skeleton_text
from annotator.anchoring.joined import doubtful, joined

TYPESET = st.text(st.sampled_from("abxyz019 -\n\r\u2010\u00ad\u200b\ufb01\ufb03e\u0301\u00e9\u212b."), max_size=50)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text", "plain text"),
        ("exam-\nple", "example"),
        ("exam- \r\n  ple", "example"),
        ("per\u00adson", "person"),
        ("o\ufb03ce", "office"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
        ("10-\n20", "10-\n20"),
        ("re-sign", "re-sign"),
        ("a\u00ad\u00adb", "ab"),
        ("-\nx", "-\nx"),
        ("", ""),
    ],
)
def test_words_are_made_whole(text: str, expected: str) -> None:
    assert joined(text).text == expected


def letters(text: str) -> str:
    return unicodedata.normalize("NFD", skeleton_text(text))


@given(TYPESET, st.data())
def test_each_stretch_leads_back_to_the_same_words(text: str, data: st.DataObject) -> None:
    whole = joined(text)
    if not whole.text:
        return
    start = data.draw(st.integers(0, len(whole.text) - 1))
    end = data.draw(st.integers(start + 1, len(whole.text)))
    first, last = whole.original(start, end)
    assert 0 <= first <= last <= len(text)
    assert letters(whole.text[start:end]) in letters(text[first:last])


def test_the_whole_text_leads_back_to_the_whole_text() -> None:
    text = "The o\ufb03ce keeps an exam-\nple of e\u0301 here"
    whole = joined(text)
    at = whole.text.index("example")
    assert text[slice(*whole.original(at, at + 7))] == "exam-\nple"
    at = whole.text.index("office")
    assert text[slice(*whole.original(at, at + 6))] == "o\ufb03ce"
    at = whole.text.index("here")
    assert text[slice(*whole.original(at, at + 4))] == "here"


def test_doubtful_hyphens_are_kept_for_the_other_reading() -> None:
    assert doubtful("a long-\nstanding rule") == "a long standing rule"
    assert doubtful("pages 10-\n20 and re-sign") == ""
