"""Names of claims are sought in passages: in full, in part, in their initials, and never taken for another's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checking.names import NameVerdict, compare_names, folded, held, names, stands

THERE, ABSENT, OTHER = NameVerdict.THERE, NameVerdict.ABSENT, NameVerdict.OTHER


def read(text: str) -> list[str]:
    return [text[one.start : one.end] for one in names(text)]


def verdicts(claim: str, passage: str) -> list[NameVerdict]:
    return [one.verdict for one in compare_names(names(claim), held(passage))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The board told Ana Rivera on Monday, 4 May 2024.", ["Ana Rivera"]),
        ("Yesterday Dr. Ana Rivera and Tom Ode met.", ["Ana Rivera", "Tom Ode"]),
        ("The Department of Trade of France fined Acme.", ["Department of Trade", "France", "Acme"]),
        ("She left; nobody else did.", []),
        ("We met the Governor.", []),
    ],
)
def test_names_are_read(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("claim", "passage", "verdict"),
    [
        ("It was Ana Rivera who paid.", "Ms Rivera paid.", THERE),
        ("It was Ms Rivera who paid.", "Ana Rivera paid.", THERE),
        ("It was Ana Rivera who paid.", "Maria Rivera paid.", OTHER),
        ("It was Ana Rivera who paid.", "M. Rivera paid.", OTHER),
        ("It was Ana Rivera who paid.", "A. Rivera paid.", THERE),
        ("It was Tom Ode who paid.", "Thomas Ode paid.", THERE),
        ("It was Ana Rivera who paid.", "Tom Ode paid.", ABSENT),
        ("They wrote to the FTC then.", "The Federal Trade Commission had a letter.", THERE),
        ("They wrote to the Federal Trade Commission.", "The FTC had a letter.", THERE),
        ("They wrote to the Federal Trade Commission.", "The Federal Communications Commission had it.", OTHER),
        ("It was Tom Ode who paid.", "They went to court.", ABSENT),
        ("It was Müller's idea.", "Mueller had it.", THERE),
        ("It was José Núñez who came.", "Jose Nunez came.", THERE),
        ("He met Zelensky there.", "He met Zelenskyy there.", NameVerdict.SPELT),
        ("It was a matter for Canada.", "Canadian courts took it.", THERE),
        ("It was a matter for the U.S. then.", "American courts took it.", THERE),
        ("It was a matter for France.", "It gave us Polish courts.", ABSENT),
        ("They asked Governor Ode for it.", "Senator Ode gave it.", NameVerdict.TITLE),
        ("They asked Gov. Ode for it.", "Governor Tom Ode gave it.", THERE),
        ("They asked Mr. Ode for it.", "Ms. Ode gave it.", NameVerdict.TITLE),
        ("They asked Mr. Ode for it.", "Senator Ode gave it.", THERE),
        ("They asked President Ode for it.", "Vice President Ode gave it.", NameVerdict.TITLE),
    ],
)
def test_a_name_in_a_passage(claim: str, passage: str, verdict: NameVerdict) -> None:
    assert verdicts(claim, passage) == [verdict]


def test_what_the_passage_has_instead() -> None:
    (one,) = compare_names(names("It was Ana Rivera who paid."), held("We know that Maria Rivera paid."))
    assert one.instead == "Maria Rivera"


def test_a_whole_document() -> None:
    text = folded("The Straßen office, France, José Núñez; the Federal Bureau of Trade of the U.S.")
    (one, other, short, absent) = (names(f"It was {name}.")[0] for name in ("Jose Nunez", "America", "FBT", "Norway"))
    assert [stands(each, text) for each in (one, other, short, absent)] == [True, True, True, False]


@given(st.sampled_from(["", "As told, ", "It is known: "]), st.sampled_from(["Rivera", "Ana Rivera", "Tom Ode", "FTC"]))
def test_the_same_beginning_changes_no_verdict(before: str, name: str) -> None:
    claim, passage = "it was Ana Rivera.", f"it was {name}."
    assert verdicts(before + claim, before + passage) == verdicts(claim, passage)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The Department of Energy paid.", "DOE paid."),
        ("The Department of Energy paid.", "DoE paid."),
        ("DOE paid.", "The Department of Energy paid."),
        ("The Department of Health and Human Services paid.", "HHS paid."),
        ("The National Aeronautics and Space Administration paid.", "N.A.S.A. paid."),
    ],
)
def test_initials_with_small_words_and_without(claim: str, passage: str) -> None:
    assert {one.verdict for one in compare_names(names(claim), held(passage))} == {NameVerdict.THERE}


def test_initials_of_another_body_are_not_there() -> None:
    (one,) = compare_names(names("The Department of Energy paid."), held("DOJ paid, and so did the EPA."))
    assert one.verdict is NameVerdict.ABSENT
