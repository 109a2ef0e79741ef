"""What a table's heading says of its numbers, and which words are rows of one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from annotator.checking.numbers import quantities
from annotator.checking.table_scales import TableScale, is_row, scaled, table_scale


@pytest.mark.parametrize(
    ("before", "scale"),
    [
        ("Revenue (in thousands)\nSales 1,234\n", TableScale(1000, "in thousands")),
        ("$ in millions, except per share\n", TableScale(10**6, "$ in millions", "dollar")),
        ("(in $ millions)\n", TableScale(10**6, "$ millions", "dollar")),
        ("Budget ($000)\n", TableScale(1000, "$000", "dollar")),
        ("Budget\t$'000\n", TableScale(1000, "$'000", "dollar")),
        ("Amounts in thousands of dollars\n", TableScale(1000, "in thousands of dollars", "dollar")),
        ("Dollars in billions\n", TableScale(10**9, "Dollars in billions", "dollar")),
        ("(US$ m)\n", TableScale(10**6, "US$ m", "dollar")),
        ("Haushalt in Mio. €\n", TableScale(10**6, "in Mio. €", "euro")),
        ("in Mrd. Euro\n", TableScale(10**9, "in Mrd. Euro", "euro")),
        ("TEUR\n", TableScale(1000, "TEUR", "euro")),
        ("(in thousands)\nBirds\n(in millions)\nTrees\n", TableScale(10**6, "in millions")),
        ("They lived in thousands of trees.\n", None),
        ("They came in thousands.\n", None),
        ("He won $5 million\n", None),
        ("The council spent $3 million in all, and nobody knew what it was for.\n", None),
        ("", None),
    ],
)
def test_the_scale_told_last_counts(before: str, scale: TableScale | None) -> None:
    assert table_scale(before) == scale


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("1,234", True),
        ("Sales 1,234 1,100", True),
        ("Total operating expenses for the year 12,345 (11,987)", True),
        ("The council spent 1,234 on it.", False),
        ("In 2019 it was 1,234.", False),
        ("Sales", False),
    ],
)
def test_rows(words: str, row: bool) -> None:
    assert is_row(words) is row


def test_a_number_with_a_thousands_comma_is_not_read_as_a_decimal_and_back() -> None:
    (one,) = scaled(quantities("1,234"), TableScale(1000, "in thousands", "dollar"), ())
    assert (one.values, one.kind, one.unit) == ((Fraction(1_234_000),), "money", "dollar")
    bare = list(scaled(quantities("12.5"), TableScale(10**6, "in millions"), quantities("about $12 million")))
    assert [(one.values[0], one.kind, one.unit) for one in bare] == [
        (12_500_000, "number", ""),
        (12_500_000, "money", "dollar"),
    ]
    assert list(scaled(quantities("12 percent, 7 miles"), TableScale(1000, "in thousands"), ())) == []
