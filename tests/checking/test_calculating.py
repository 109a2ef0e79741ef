"""Calculations are worked out exactly, and nothing but calculations."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checking.calculating import CalculationError, figure_at, names_in, of_hundred, worked_out

NUMBERS = st.fractions(-1000, 1000, max_denominator=1)


@given(NUMBERS, NUMBERS, NUMBERS.filter(bool))
def test_it_is_as_arithmetic_has_it(a: Fraction, b: Fraction, c: Fraction) -> None:
    figures = {"a": a, "b": b, "c": c}
    assert worked_out("a + b * c", figures) == a + b * c
    assert worked_out("(a - b) / c", figures) == (a - b) / c
    assert worked_out("a-b-c", figures) == a - b - c
    assert worked_out("-a × 2 ÷ c", figures) == -a * 2 / c


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("a / 0", "divides by zero"),
        ("a +", "missing at its end"),
        ("(a", "not closed"),
        ("a b", "does not belong"),
        ("x", "no figure"),
        ("__import__('os')", "can't be read"),
        ("a ** 2", "no figure|does not belong|can't be read|missing"),
        ("(" * 40 + "a" + ")" * 40, "too many brackets"),
        ("", "missing"),
    ],
)
def test_what_can_not_be_worked_out(expression: str, why: str) -> None:
    with pytest.raises(CalculationError, match=why):
        worked_out(expression, {"a": Fraction(1)})


def test_names() -> None:
    assert names_in("(b - a) / a * 100") == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [("it was 200.", "200", 7), ("it was 1,200", "200", -1), ("it was 200.5", "200", -1), ("2000, 200", "200", 6)],
)
def test_a_number_is_not_a_part_of_another(text: str, words: str, at: int) -> None:
    assert figure_at(text, words) == at


def test_what_gives_percent_by_itself() -> None:
    assert [of_hundred(one) for one in ("a / b * 100", "a / b", "a / 1000")] == [True, False, False]
