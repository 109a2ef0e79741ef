from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.comparing import MAYBE_HYPHEN, fold, same, skeleton, skeleton_text

TYPESET = st.text(
    st.sampled_from(
        "abcxyzABC019 .,;()'\"-\n\u2019\u201c\u201d\u2013\u2014\u2011\u00ad\u202f\u00a0\ufb01\ufb03é\u0301\u0323ñ\r\t"
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("exam-\nple", "example"),
        ("exam\u00ad\nple", "example"),
        ("exam\u00adple", "example"),
        ("long-\nstanding", "long-standing"),
        ("long-\nstanding", "longstanding"),
        ("long- \n  standing", "long-standing"),
        ("long\u2011standing", "long-standing"),
        ("pre-\nand post-war", "pre- and post-war"),
        ("\u00a7\u202f552a", "§ 552a"),
        ("de\ufb01nes the o\ufb03ce", "defines the office"),
        ("\u201cundermines\u201d", '"undermines"'),
        ("agency\u2019s", "agency's"),
        ("caf\u00e9", "cafe\u0301"),
        ("a\r\nb", "a b"),
        ("10\u201320", "10-20"),
        ("word \u2014 word", "word\u2014word"),
        ("this title .", "this title."),
        ("\ufeffdraft", "draft"),
        ("and/\nor", "and/or"),
    ],
)
def test_typesetting_does_not_count(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("re-sign", "resign"),
        ("10-20", "1020"),
        ("10-\n20", "1020"),
        ("Agency", "agency"),
        ("1.5", "1. 5"),
        ("1.5", "15"),
        ("no one", "noone"),
        ("10 20", "1020"),
        ("x\u00b2", "x2"),
        ("re - sign", "re-sign"),
        ("-5", "5"),
    ],
)
def test_words_and_numbers_count(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


@given(TYPESET)
def test_offsets_lead_back_in_order_and_in_range(text: str) -> None:
    folded = fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    assert all(0 <= start <= end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@given(TYPESET, st.data())
def test_a_stretch_of_folded_text_comes_from_a_stretch_that_reads_the_same(text: str, data: st.DataObject) -> None:
    bones = skeleton(text)
    if not bones.text:
        return
    start = data.draw(st.integers(0, len(bones.text) - 1))
    end = data.draw(st.integers(start + 1, len(bones.text)))
    source = text[bones.starts[start] : bones.ends[end - 1]]
    assert bones.text[start:end] in skeleton_text(source)


@given(TYPESET)
def test_fast_and_full_skeleton_agree(text: str) -> None:
    assert skeleton(text).text == skeleton_text(text)


@given(TYPESET)
def test_composed_and_decomposed_are_the_same(text: str) -> None:
    assert same(unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))


def test_fold_shows_a_doubtful_hyphen() -> None:
    assert fold("an exam-\nple  of \u201cit\u201d").text == f'an exam{MAYBE_HYPHEN}ple of "it"'
    assert fold("a \u2013 b").text == "a-b"


def test_original_cuts_whole_ligatures_and_accents() -> None:
    text = "x o\ufb03ce e\u0301 y"
    folded = fold(text)
    at = folded.text.index("ffi")
    assert folded.original(at, at + 3) == (3, 4)
    at = folded.text.index("\u00e9")
    assert text[slice(*folded.original(at, at + 1))] == "e\u0301"
    with pytest.raises(IndexError):
        folded.original(0, 99)
