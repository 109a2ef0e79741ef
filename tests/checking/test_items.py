from __future__ import annotations

import pytest

from annotator.anchoring.sentences import sentences
from annotator.checking.items import items, names_of, quotations_of


def found(text: str, number: int = 0) -> list[str]:
    bounds = sentences(text)
    start, end = bounds[number]
    names = names_of(text, bounds)
    return [text[a:b] for a, b in items(text, start, end, quotations=quotations_of(text), seen_within=names)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fee rose to $1,500.50 in two years.", ["$1,500.50", "two"]),
        ("About 12% of 3.5 million boats left.", ["12%", "3.5", "million"]),
        ("On March 3, 2024, it rained.", ["March", "3", "2024"]),
        ("It happened last week.", ["last week"]),
        ("The port was quiet.", []),
        ("Ada Quill left.", ["Ada", "Quill"]),
        ("Quill said no.", ["Quill"]),
        ("Quill\u2019s lawyer left.", ["Quill"]),
        ("The U.S. sent it.", ["U.S."]),
        ("ACLU lawyers agreed.", ["ACLU"]),
        ("He called it \u201ca fine mess\u201d and left.", ["a fine mess"]),
        ('He called it "a fine mess" and left.', ["a fine mess"]),
        ("It is the council's view, and I agree.", []),
        ("1. The port was quiet.", []),
        ("The port was quiet.12", []),
        ("Die Hälfte der Boote fuhr am 3. März.", ["Hälfte", "Boote", "3", "März"]),
    ],
)
def test_items_of_a_sentence(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_name_at_the_start_is_told_by_its_use_elsewhere() -> None:
    text = "Ostwick was quiet. Nobody in Ostwick asked. Boats lay idle."
    assert found(text, 0) == ["Ostwick"]
    assert found(text, 2) == []


def test_a_quotation_over_two_sentences_counts_in_both() -> None:
    text = "She said: \u201cIt was dark. we saw nothing.\u201d Then she left. \u201cIt rained. It poured.\u201d"
    bounds = sentences(text)
    assert [found(text, number) for number in range(len(bounds))][-1] == ["It poured"]
