"""Negations, and what must or may be done, that a claim and its passage have the other way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checking.negations import Turned, opposites

NEGATED, DROPPED = Turned.NEGATED, Turned.DROPPED


@pytest.mark.parametrize(
    ("claim", "passage", "kinds"),
    [
        ("The board approved the merger.", "The board approved the merger.", []),
        ("The board did not approve the merger.", "The board approved the merger in May.", [NEGATED]),
        ("The board approved the merger.", "The board didn\u2019t approve the merger.", [DROPPED]),
        ("The board never approved the merger.", "The board did not approve the merger.", []),
        ("The mayor took money from the firm.", "The mayor denied taking money from the firm.", [DROPPED]),
        ("The permit was issued without a hearing.", "The permit was issued after a hearing.", [NEGATED]),
        ("No permit was issued for the pier.", "A permit was issued for the pier.", [NEGATED]),
        ("The agency must publish the report.", "The agency may publish the report.", [Turned.OBLIGED]),
        ("The agency may publish the report.", "The agency shall publish the report.", [Turned.FREED]),
        ("The agency must publish the report.", "The agency shall publish the report.", []),
        ("The pier was closed.", "The pier was not only closed; it burnt.", []),
        ("The pier was closed in May.", "Nobody knows who the owner is.", []),
        ("The pier was closed.", "The pier was not closed. In the end the pier was closed.", []),
        ("The board did not fail to approve the merger.", "The board approved the merger.", []),
    ],
)
def test_what_is_turned_round(claim: str, passage: str, kinds: list[Turned]) -> None:
    assert [one.kind for one in opposites(claim, passage)] == kinds


def test_where_it_stands() -> None:
    claim, passage = "In May the board did not approve the merger.", "The board approved the merger."
    (one,) = opposites(claim, passage)
    assert claim[slice(*one.claim)].startswith("not")
    assert one.sure


@given(
    st.sampled_from(["The board approved the plan.", "The board did not approve the plan.", "It may rain in May."]),
    st.sampled_from(["The board approved the plan.", "The board never approved the plan.", "It must rain in May."]),
    st.sampled_from(["", "Words stand before. ", "A hearing was held in June. "]),
)
def test_the_same_beginning_changes_nothing(claim: str, passage: str, before: str) -> None:
    plain = [one.kind for one in opposites(claim, passage)]
    assert [one.kind for one in opposites(before + claim, before + passage)] == plain
