"""Which way a number went, in a claim and in its passage."""

from __future__ import annotations

import pytest

from annotator.checking.directions import turned
from annotator.checking.numbers import quantities


@pytest.mark.parametrize(
    ("claim", "passage", "other"),
    [
        ("Crime rose twelve percent in March.", "Crime fell 12% in March.", True),
        ("Crime rose 12 percent.", "Crime was up 12 percent.", False),
        ("A 12 percent increase in rents.", "Rents saw a decline of 12 percent.", True),
        ("Staff was reduced by 40 people.", "Staff grew by 40 people.", True),
        ("Crime rose 12 percent.", "Crime fell 3 percent, thefts rose 12 percent.", False),
        ("Crime rose 12 percent.", "Crime did not fall by 12 percent.", False),
        ("Crime rose 12 percent.", "Crime fell 3 percent.", False),
        ("Profits rose 12 percent while sales fell.", "Sales fell 12 percent.", False),
        ("He picked up 12 dollars.", "He lost 12 dollars.", False),
        ("Die Mieten sind um 5 Prozent gestiegen.", "Die Mieten sind um 5 Prozent gesunken.", True),
    ],
)
def test_turned(claim: str, passage: str, other: bool) -> None:
    (one, *_) = quantities(claim)
    assert (turned(claim, one, passage, quantities(passage)) is not None) is other


def test_what_says_so_is_shown_with_the_number() -> None:
    claim, passage = "Crime rose twelve percent in March.", "In all, crime fell 12% then."
    turn = turned(claim, quantities(claim)[0], passage, quantities(passage))
    assert turn is not None
    assert claim[slice(*turn.claim)] == "rose twelve percent"
    assert passage[slice(*turn.passage)] == "fell 12%"
