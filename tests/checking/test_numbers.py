"""Numbers as people write them are read back as what they are, and held against those of a passage."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checking.comparing import Verdict, compare
from annotator.checking.number_words import SMALL, TENS, UNITS
from annotator.checking.numbers import Bound, quantities, spelled


def read(text: str) -> list[tuple[Fraction, str, str]]:
    return [(one.values[0], one.kind, one.unit) for one in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("twenty-three thousand people", 23_000, "number", "people"),
        ("$3.5 million in fees", 3_500_000, "money", "dollar"),
        ("the sum of €12,5 Mrd.", 12_500_000_000, "money", "euro"),
        ("12.000 Euro", 12, "money", "euro"),
        ("1,234 cases", 1234, "number", "case"),
        ("half a million", 500_000, "number", ""),
        ("two thirds of them", Fraction(2, 3), "number", ""),
        ("3½ years", Fraction(7, 2), "number", "year"),
        ("45 per cent", 45, "percent", ""),
        ("4.2 percentage points", Fraction(21, 5), "points", ""),
        ("in 2014", 2014, "year", ""),
        ("2014 people", 2014, "number", "people"),
        ("the twenty-first time", 21, "ordinal", ""),
        ("COVID-19", 19, "label", ""),
        ("two hundred and five votes", 205, "number", "vote"),
        ("100 m of rope", 100, "number", ""),
        ("three and a half million", 3_500_000, "number", ""),
        ("one and a half years", Fraction(3, 2), "number", "year"),
        ("a quarter of a million", 250_000, "number", ""),
        ("2/3 of them", Fraction(2, 3), "number", ""),
        ("USD 5m", 5_000_000, "money", "dollar"),
    ],
)
def test_what_is_written(text: str, value: Fraction, kind: str, unit: str) -> None:
    (one,) = quantities(text)
    assert value in one.values
    assert (one.kind, one.unit if kind != "number" or unit else "") == (kind, unit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3 to 5 million", [(3_000_000, "number", ""), (5_000_000, "number", "")]),
        ("$3-5 million", [(3_000_000, "money", "dollar"), (5_000_000, "money", "dollar")]),
        ("between 10 and 20 percent", [(10, "percent", ""), (20, "percent", "")]),
        ("3,000\u20135,000 jobs", [(3000, "number", "job"), (5000, "number", "job")]),
        ("a third of 9,000 votes", [(Fraction(1, 3), "number", ""), (9000, "number", "vote")]),
    ],
)
def test_both_ends_of_a_stretch_have_its_scale_and_unit(text: str, found: list[tuple[Fraction, str, str]]) -> None:
    assert read(text) == found


def test_days_and_names_are_no_numbers() -> None:
    assert read("On 4 May 2019 and June 5, at 14:30 on 2020-01-02") == [(Fraction(2019), "year", "")]
    assert read("one of them told one another") == []
    assert [one.bound for one in quantities("more than 5 and at most 7 of about 9 or under 3, 4 or more")] == [
        *(Bound.MORE, Bound.AT_MOST, Bound.ABOUT, Bound.LESS, Bound.AT_LEAST)
    ]


def in_words(number: int) -> str:
    """A number below a thousand million, in English."""
    for factor, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= factor:
            rest = number % factor
            join = " and " if rest and rest < 100 else " "
            return f"{in_words(number // factor)} {word}" + (f"{join}{in_words(rest)}" if rest else "")
    if number < 20:
        return UNITS[number]
    ten, one = divmod(number, 10)
    return TENS[ten - 2] + (f"-{UNITS[one]}" if one else "")


@given(st.integers(0, 999_999_999))
def test_words_are_read_back(number: int) -> None:
    assert spelled(in_words(number)) == number
    assert set(SMALL) >= set(UNITS)


@given(
    st.integers(0, 10**9),
    st.sampled_from(["{:,}", "{}", "{:,} people", "${:,}", "{}%", "about {:,} votes", "({:,})", "{} million"]),
)
def test_digits_are_read_back(number: int, style: str) -> None:
    (one,) = quantities(f"it was {style.format(number)} then")
    assert number * (10**6 if "million" in style else 1) in one.values


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["{}", "{} km", "£{}", "{} per cent"]))
def test_decimals_are_read_back(number: object, style: str) -> None:
    (one,) = quantities(f"it was {style.format(number)} then")
    assert Fraction(str(number)) in one.values


@pytest.mark.parametrize(
    ("claim", "passage", "verdict"),
    [
        ("420,000 cubic metres", "420,000 cubic metres", Verdict.SAME),
        ("420,000 cubic metres", "240,000 cubic metres", Verdict.DIFFERS),
        ("3.5 million", "3,512,000", Verdict.ROUNDED),
        ("3.5 million", "3,612,000", Verdict.DIFFERS),
        ("more than 300 cases", "325 cases", Verdict.WITHIN),
        ("more than 300 cases", "296 cases", Verdict.DIFFERS),
        ("less than 60 cases", "60 cases", Verdict.DIFFERS),
        ("at most 60 cases", "60 cases", Verdict.WITHIN),
        ("about 100 people", "94 people", Verdict.WITHIN),
        ("40 per cent", "40 people", Verdict.SAME),
        ("5 euros", "5 dollars", Verdict.ABSENT),
        ("100 people", "over 50 people", Verdict.UNCLEAR),
        ("40 people", "over 50 people", Verdict.DIFFERS),
        ("twenty-three votes", "23 votes", Verdict.SAME),
        ("7 votes", "no number here", Verdict.ABSENT),
    ],
)
def test_held_against_a_passage(claim: str, passage: str, verdict: Verdict) -> None:
    (found,) = compare(quantities(claim), quantities(passage))
    assert found.verdict is verdict


@given(st.integers(2, 10**6), st.integers(2, 10**6), st.sampled_from(["The board said ", "“", "It is known that "]))
def test_the_same_words_before_both_change_nothing(mine: int, theirs: int, before: str) -> None:
    claim, passage = f"{mine} cases", f"{theirs} cases"
    plain = [one.verdict for one in compare(quantities(claim), quantities(passage))]
    assert [one.verdict for one in compare(quantities(before + claim), quantities(before + passage))] == plain
    assert (plain == [Verdict.SAME]) == (mine == theirs)


@pytest.mark.parametrize(
    ("words", "value"),
    [("a one-year contract", 1), ("a two-thirds majority", Fraction(2, 3)), ("a hundred people", 100)],
)
def test_an_article_before_a_number_counts_nothing(words: str, value: object) -> None:
    assert quantities(words)[0].values == (value,)


@pytest.mark.parametrize("words", ["the 2014-15 season", "the 2001\u201302 playoffs", "Bros. 3 came out", "in 7000 BC"])
def test_seasons_names_and_eras_count_nothing(words: str) -> None:
    assert not [one for one in quantities(words) if one.kind == "number"]


def test_bounds_that_may_both_hold_are_left_open() -> None:
    (one,) = compare(quantities("fewer than 500 views"), quantities("more than 490 views"))
    assert one.verdict is Verdict.OPEN
    (one,) = compare(quantities("fewer than 480 views"), quantities("more than 490 views"))
    assert one.verdict is Verdict.DIFFERS
