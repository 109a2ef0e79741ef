from __future__ import annotations

import pytest

from annotator.anchoring.fragments import fragment_of
from annotator.model.pages import Fragment

CELLS = (
    Fragment(0, 0, 4, "Costs!A1"),
    Fragment(0, 5, 9, "Costs!B1"),
    Fragment(0, 10, 14, "Costs!A2"),
    Fragment(0, 15, 19, "Costs!AA2"),
    Fragment(1, 0, 4, "Other!A1"),
)
TIMES = (Fragment(0, 0, 10, "00:00:05"), Fragment(0, 11, 30, "00:01:00"), Fragment(1, 0, 9, "00:02:00"))


@pytest.mark.parametrize(
    ("runs", "name"),
    [
        ([(0, 5, 9)], "Costs!B1"),
        ([(0, 6, 7)], "Costs!B1"),
        ([(0, 0, 9)], "Costs!A1:B1"),
        ([(0, 2, 12)], "Costs!A1:B2"),
        ([(0, 5, 19)], "Costs!A1:AA2"),
        ([(0, 15, 19), (1, 0, 2)], "Costs!AA2 – Other!A1"),
        ([(0, 4, 5)], ""),
        ([(2, 0, 5)], ""),
    ],
)
def test_cells(runs: list[tuple[int, int, int]], name: str) -> None:
    assert fragment_of(CELLS, runs) == name


@pytest.mark.parametrize(
    ("runs", "name"),
    [([(0, 12, 15)], "00:01:00"), ([(0, 3, 15)], "00:00:05–00:01:00"), ([(0, 12, 30), (1, 0, 3)], "00:01:00–00:02:00")],
)
def test_times(runs: list[tuple[int, int, int]], name: str) -> None:
    assert fragment_of(TIMES, runs) == name


def test_nothing_is_named_where_nothing_has_a_name() -> None:
    assert fragment_of((), [(0, 0, 5)]) == ""
