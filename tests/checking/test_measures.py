"""Units of measure, shares of a whole and stretches, held against each other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checking import measures
from annotator.checking.comparing import Compared, Verdict, compare
from annotator.checking.numbers import quantities
from annotator.checking.shares import made_shares, with_shares


def held(claim: str, passage: str) -> list[Compared]:
    numerals = quantities(passage)
    mine = with_shares(claim, quantities(claim))
    return list(compare(mine, with_shares(passage, numerals), tuple(made_shares(passage, numerals))))


@pytest.mark.parametrize(
    ("claim", "passage", "verdict"),
    [
        ("It is 120 feet tall.", "It is 36.6 m tall.", Verdict.ROUNDED),
        ("It is 36.6 m tall.", "It is 120 feet tall.", Verdict.ROUNDED),
        ("The river rose 3 feet.", "The river rose 3 metres.", Verdict.DIFFERS),
        ("It took 90 minutes.", "It took 1.5 hours.", Verdict.SAME),
        ("It took 24 hours.", "It took 24 days.", Verdict.DIFFERS),
        ("It runs for 5 km.", "It runs for 5 hours.", Verdict.ABSENT),
        ("A 100 m race.", "A race of 100 metres.", Verdict.SAME),
        ("2.4m people came.", "2.4 million people came.", Verdict.SAME),
        ("Crime rose 12 percent.", "Crime rose 12 percentage points.", Verdict.DIFFERS),
        ("Crime rose 12 percentage points.", "Crime rose 12 points or 12 percentage points.", Verdict.SAME),
        ("Two thirds voted yes.", "66.7 percent voted yes.", Verdict.ROUNDED),
        ("67 percent voted yes.", "Two thirds voted yes.", Verdict.ROUNDED),
        ("Two thirds voted yes.", "54 percent voted yes.", Verdict.DIFFERS),
        ("A third of tenants owe rent.", "Of 1,204 tenants, 407 owe rent.", Verdict.WORKED_OUT),
        ("34 percent of tenants owe rent.", "407 out of the 1,204 tenants owe rent.", Verdict.WORKED_OUT),
        ("34 percent of tenants owe rent.", "407 tenants owe rent, and 1,204 do not.", Verdict.ABSENT),
        ("Between 10 and 20 people were hurt.", "17 people were hurt.", Verdict.WITHIN),
        ("Between 10 and 20 people were hurt.", "27 people were hurt.", Verdict.DIFFERS),
        ("15 people were hurt.", "Between 10 and 20 people were hurt.", Verdict.UNCLEAR),
        ("It cost $3 million to $5 million.", "It cost $4.1 million.", Verdict.WITHIN),
    ],
)
def test_held(claim: str, passage: str, verdict: Verdict) -> None:
    assert {one.verdict for one in held(claim, passage)} == {verdict}


def test_both_ends_of_a_stretch_that_differ_are_told_once() -> None:
    claim = "Between 10 and 20 people were hurt."
    (one,) = held(claim, "27 people were hurt.")
    assert claim[one.claim.start : one.claim.end] == "10 and 20"


@pytest.mark.parametrize(
    "text",
    ["Half of 2019 was dry.", "Half an hour later.", "The third quarter.", "In the second half.", "A half-time show."],
)
def test_no_shares(text: str) -> None:
    assert not [one for one in with_shares(text, quantities(text)) if one.kind == "percent"]


@given(
    st.sampled_from(["foot", "mile", "acre", "ounce", "minute", "decade"]), st.sampled_from(["metre", "hour", "year"])
)
def test_factors_undo_each_other(one: str, other: str) -> None:
    there, back = measures.factor(one, other), measures.factor(other, one)
    assert (there is None and back is None) or (there or Fraction(0)) * (back or Fraction(0)) == 1


@given(st.integers(2, 10_000))
def test_a_length_is_the_same_in_any_unit(number: int) -> None:
    (one,) = held(f"It is {number * 1000} m long.", f"It is {number} km long.")
    assert one.verdict in (Verdict.SAME, Verdict.ROUNDED)
    (one,) = held(f"It is {number * 2} km long.", f"It is {number} km long.")
    assert one.verdict is Verdict.DIFFERS
