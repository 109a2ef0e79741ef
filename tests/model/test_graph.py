"""The link graph as one value: who rests on whom, and what a check is still worth."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.graph import Graph
from annotator.model.places import Place, Span
from annotator.model.standing import Standing, Stands
from annotator.model.things import Claim, Link, Passage, Relation, Status


def stands(outcome: Stands) -> Standing:
    return Standing(outcome, 0.5, place(70))


def place(start: int) -> Place:
    return Place("v", "e", (Span(0, "1", start, start + 5),), "words")


def graph() -> Graph:
    passages = [
        Passage("late", "draft", place(50), claim="c"),
        Passage("early", "draft", place(10), claim="c"),
        Passage("source", "memo", place(0)),
    ]
    return Graph(
        passages={passage.id: passage for passage in passages},
        claims={"c": Claim("c", 1, status=Status.VERIFIED), "d": Claim("d", 2)},
        links={"l": Link("l", "c", "source", Relation.SUPPORTS)},
    )


def test_who_rests_on_whom() -> None:
    shown = graph()
    assert [passage.id for passage in shown.passages_of("c")] == ["early", "late"]
    assert [link.id for link in shown.links_of("c")] == ["l"] == [link.id for link in shown.links_to("source")]
    assert [link.id for link in shown.links_resting_on("memo")] == ["l"]
    assert shown.links_of("d") == () == shown.links_resting_on("draft")


def test_a_check_falls_back_to_open_while_a_place_it_rests_on_is_lost() -> None:
    shown = graph()
    assert shown.shown_status("c") is Status.VERIFIED
    for lost in ("early", "source"):
        passages = {**shown.passages, lost: replace(shown.passages[lost], standing=stands(Stands.GONE))}
        assert replace(shown, passages=passages).shown_status("c") is Status.OPEN
    claims = {**shown.claims, "c": replace(shown.claims["c"], status=Status.DISPUTED)}
    assert replace(shown, claims=claims).shown_status("c") is Status.DISPUTED


def test_the_gravest_reason_is_said_and_moved_words_are_none() -> None:
    shown = graph()

    def reason(**outcomes: Stands) -> str:
        passages = {
            **shown.passages,
            **{name: replace(shown.passages[name], standing=stands(outcome)) for name, outcome in outcomes.items()},
        }
        return replace(shown, passages=passages).shown_reason("c")

    assert reason() == reason(early=Stands.MOVED, source=Stands.UNCHANGED) == ""
    assert reason(early=Stands.EDITED) == (
        "Its own wording was edited in the newer version of the draft; nobody has accepted that yet."
    )
    assert reason(source=Stands.EDITED, late=Stands.GONE) == (
        "Its own words were not found in the newer version of the draft."
    )
    assert reason(source=Stands.SOUGHT).endswith("still being sought in the newer version of its document.")
    assert replace(shown, claims={"c": replace(shown.claims["c"], status=Status.CUT)}).shown_reason("c") == ""
