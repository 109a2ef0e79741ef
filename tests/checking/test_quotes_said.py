"""Who says a quotation, in the draft and in the source: only what is clear on both sides counts."""

from __future__ import annotations

import pytest

from annotator.checking.quotes_marks import quotations
from annotator.checking.quotes_said import Speaker, attributed, differ, known, named_in, spoken

HEARING = """Maria Lopez: I remember the spring of that year.

Henry Chen: We never met before the vote. He told me: \u201cI was there.\u201d

Maria Lopez: That is what I heard.

Henry Chen: It is what I said.
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\u201cWe will go,\u201d said Maria Lopez, the director. She left.", "Maria Lopez"),
        ("\u201cWe will go,\u201d Lopez said.", "Lopez"),
        ("Maria Lopez, the director, said: \u201cWe will go.\u201d", "Maria Lopez"),
        ("Justice Sonia Sotomayor told reporters that \u201cwe will go\u201d.", "Justice Sonia Sotomayor"),
        ("According to the ACLU, \u201cwe go\u201d", "ACLU"),
        ('"Wir gehen", sagte Peter M\u00fcller.', "Peter M\u00fcller"),
        ("He works at Pier Hall. David L. Chicoine said: \u201cWe go.\u201d", "David L. Chicoine"),
        ("\u201cWe will go,\u201d he said.", ""),
        ("The organization stated that \u201cwe go\u201d.", ""),
        ("Lopez left. \u201cWe go.\u201d", ""),
        ("Maria Lopez said so.\n\n\u201cWe go.\u201d", ""),
    ],
)
def test_whom_a_draft_gives_a_quotation_to(text: str, name: str) -> None:
    found = attributed(text, quotations(text)[0])
    assert (found.name if found else "") == name


@pytest.mark.parametrize(
    ("words", "name"),
    [("We never met", "Henry Chen"), ("what I heard", "Maria Lopez"), ("I was there", "")],
)
def test_whose_turn_it_is_in_a_transcript(words: str, name: str) -> None:
    at = HEARING.index(words)
    found = spoken(HEARING, at, at + len(words))
    assert (found.name if found else "") == name


def test_a_text_that_quotes_says_whom() -> None:
    text = "The memo names her. \u201cThe pier was closed in May,\u201d said Ada Quill. Nobody else spoke."
    at = text.index("pier was")
    found = spoken(text, at, at + 10)
    assert found is not None
    assert found.name == "Ada Quill"
    assert spoken(text, 4, 8) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "clear"),
    [
        ("Justice Kennedy", "Sonia Sotomayor", True),
        ("Kennedy", "Anthony M. Kennedy", False),
        ("ACLU", "Sonia Sotomayor", False),
        ("Justice Department", "Sonia Sotomayor", False),
        ("Moscow", "Sonia Sotomayor", False),
        ("The director", "Sonia Sotomayor", False),
        ("Ada Quill", "", False),
    ],
)
def test_two_names_are_two_people_only_where_that_is_clear(mine: str, theirs: str, clear: bool) -> None:
    assert differ(Speaker(mine), Speaker(theirs, labelled=True)) is clear


def test_one_name_alone_is_clear_where_it_has_turns_of_its_own() -> None:
    lopez = known(Speaker("Lopez"), HEARING)
    assert differ(lopez, Speaker("Henry Chen", labelled=True))
    assert not differ(known(Speaker("Quill"), HEARING), Speaker("Henry Chen", labelled=True))
    assert named_in(Speaker("Lopez"), HEARING)
    assert not named_in(Speaker("Quill"), HEARING)
