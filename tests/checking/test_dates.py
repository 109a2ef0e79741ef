"""Dates are read in any common form, ambiguous ones as such, and held against those of passages."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checking.dates import Bounded, Precision, Reading, dates
from annotator.checking.dates_comparing import DateVerdict, compare_dates
from annotator.checking.dates_relative import dated

STYLES = (
    lambda day: f"{day.day} {calendar.month_name[day.month]} {day.year}",
    lambda day: f"{calendar.month_name[day.month]} {day.day}, {day.year}",
    lambda day: f"{calendar.month_abbr[day.month]} {day.day}, {day.year}",
    lambda day: f"{day.day}th of {calendar.month_name[day.month]} {day.year}",
    lambda day: day.isoformat(),
    lambda day: f"{day.day}.{day.month}.{day.year}",
)


@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)), st.sampled_from(STYLES), st.sampled_from(["", "It was on "]))
def test_a_date_in_any_style_is_read_back(day: date, style: object, before: str) -> None:
    words = style(day)  # type: ignore[operator]
    (one,) = dates(f"{before}{words} at noon.")
    assert one.readings == (Reading(day.year, day.month, day.day),)
    assert f"{before}{words} at noon."[one.start : one.end] == words
    assert one.precision is Precision.DAY


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("5/12/24", (Reading(2024, 5, 12), Reading(2024, 12, 5))),
        ("25/12/2024", (Reading(2024, 12, 25),)),
        ("5/5/2024", (Reading(2024, 5, 5),)),
        ("May 2024", (Reading(2024, 5),)),
        ("Q3 2024", (Reading(2024, quarter=3),)),
        ("the third quarter of 2024", (Reading(2024, quarter=3),)),
        ("on 4 March", (Reading(0, 3, 4),)),
        ("in 1974", (Reading(1974),)),
        ("12-05-2024", (Reading(2024, 12, 5), Reading(2024, 5, 12))),
        ("2024/05/12", (Reading(2024, 5, 12),)),
        ("FY2023", (Reading(2023, fiscal=True),)),
        ("FY 23", (Reading(2023, fiscal=True),)),
        ("fiscal year 2023", (Reading(2023, fiscal=True),)),
    ],
)
def test_other_forms(words: str, readings: tuple[Reading, ...]) -> None:
    (one,) = dates(words)
    assert one.readings == readings


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("from 3 to 5 May 2024", [Reading(2024, 5, 3), Reading(2024, 5, 5)]),
        ("May 3\u20135, 2024", [Reading(2024, 5, 3), Reading(2024, 5, 5)]),
        ("2010\u20132014", [Reading(2010), Reading(2014)]),
        ("31 to 33 May 2024", [Reading(2024, 5)]),
    ],
)
def test_both_ends_of_a_stretch(words: str, readings: list[Reading]) -> None:
    assert [one.readings[0] for one in dates(words)] == readings


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("last May", (Reading(2024, 5), Reading(2023, 5))),
        ("last August", (Reading(2023, 8),)),
        ("this May", (Reading(2024, 5),)),
        ("next May", (Reading(2025, 5),)),
        ("last year", (Reading(2023),)),
        ("last month", (Reading(2024, 6),)),
        ("yesterday", (Reading(2024, 7, 1),)),
    ],
)
def test_dates_told_from_the_day_of_writing(words: str, readings: tuple[Reading, ...]) -> None:
    (one,) = dated(f"It was {words}, they say.", date(2024, 7, 2))
    assert one.readings == readings
    assert dated(words, None) == ()


@pytest.mark.parametrize(
    "words", ["May be so", "552a", "less than 1690 cases", "2024-15", "4 marches", "$2000", "1,974"]
)
def test_what_is_none(words: str) -> None:
    assert dates(words) == ()


def test_a_day_that_is_none_leaves_the_month() -> None:
    assert dates("31 June 2024")[0].readings == (Reading(2024, 6),)


@pytest.mark.parametrize(
    ("claim", "passage", "verdict"),
    [
        ("on 4 March 2024", "March 4th, 2024", DateVerdict.SAME),
        ("in March 2024", "on 4 March 2024", DateVerdict.WITHIN),
        ("on 4 March 2024", "on 14 March 2024", DateVerdict.DIFFERS),
        ("on 4 March 2024", "on 4 March 2023", DateVerdict.DIFFERS),
        ("on 4 March 2024", "in March 2024", DateVerdict.ABSENT),
        ("on 4 March 2024", "in March 2023", DateVerdict.DIFFERS),
        ("before 25 March 2020", "on 24 March 2020", DateVerdict.WITHIN),
        ("before 25 March 2020", "on 26 March 2020", DateVerdict.DIFFERS),
        ("after 24 March", "on 25 March", DateVerdict.WITHIN),
        ("by 25 March 2020", "on 25 March 2020", DateVerdict.SAME),
        ("in 2012", "in 2011", DateVerdict.DIFFERS),
        ("in 2012", "in 1952", DateVerdict.ABSENT),
        ("in Q3 2024", "on 4 August 2024", DateVerdict.WITHIN),
        ("on 5/12/24", "on 5 December 2024", DateVerdict.SAME),
        ("on 5/12/24", "nothing", DateVerdict.AMBIGUOUS),
        ("in fiscal year 2023", "in FY2023", DateVerdict.SAME),
        ("in fiscal year 2023", "in FY2022", DateVerdict.DIFFERS),
        ("in fiscal year 2023", "in 2022", DateVerdict.ABSENT),
    ],
)
def test_verdicts(claim: str, passage: str, verdict: DateVerdict) -> None:
    (one,) = compare_dates(dates(claim), dates(passage))
    assert one.verdict is verdict


@given(st.sampled_from(["", "Words before. ", "As told: "]), st.sampled_from(STYLES), st.dates(date(1900, 1, 1)))
def test_the_same_beginning_changes_no_verdict(prefix: str, style: object, day: date) -> None:
    claim, passage = style(day), f"{day.year} and {style(day)}"  # type: ignore[operator]
    plain = [one.verdict for one in compare_dates(dates(claim), dates(passage))]
    assert [one.verdict for one in compare_dates(dates(prefix + claim), dates(prefix + passage))] == plain


def test_what_stands_before_a_date() -> None:
    bounds = [dates(f"{word} 4 March 2024")[0].bound for word in ("before", "by", "after", "since", "on")]
    assert bounds == [Bounded.BEFORE, Bounded.BY, Bounded.AFTER, Bounded.SINCE, Bounded.ON]
