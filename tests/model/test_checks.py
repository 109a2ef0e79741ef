"""A check is worth something only while what it was given over is as it was then."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.checks import accepted, check_value
from annotator.model.graph import Graph
from annotator.model.places import Place, Span
from annotator.model.standing import Standing, Stands
from annotator.model.things import Claim, Document, Handling, Link, Passage, Relation, Role, Status


def place(start: int, version: str = "v", quote: str = "words") -> Place:
    return Place(version, f"e{version}", (Span(0, "1", start, start + 5),), quote)


def checked(graph: Graph) -> Graph:
    """The claim checked now."""
    linked = [(link, graph.passages[link.passage]) for link in graph.links_of("c")]
    record = json.dumps(check_value(graph.passages_of("c"), linked))
    return replace(graph, claims={"c": replace(graph.claims["c"], status=Status.VERIFIED, verified=record)})


@pytest.fixture
def graph() -> Graph:
    return story()


def story() -> Graph:
    passages = (
        Passage("own", "draft", place(10), claim="c"),
        Passage("memo1", "memo", place(0)),
        Passage("memo2", "memo", place(30)),
    )
    links = Link("l", "c", "memo1", Relation.SUPPORTS), Link("k", "c", "memo2", Relation.CONTEXT)
    return checked(
        Graph(
            documents={
                "draft": Document("draft", "story.txt", Role.DRAFT, Handling.PUBLISH),
                "memo": Document("memo", "memo.pdf", Role.SOURCE, Handling.PUBLISH, title="Memo"),
            },
            passages={passage.id: passage for passage in passages},
            claims={"c": Claim("c", 1)},
            links={link.id: link for link in links},
        )
    )


def told(graph: Graph) -> tuple[str, str]:
    """The reason with names and without; both empty only where the check holds."""
    named, bare = graph.shown_reason("c", named=True), graph.shown_reason("c")
    assert (graph.shown_status("c") is Status.VERIFIED) == (named == "") == (bare == "")
    return named, bare


def without(graph: Graph, link: str, name: str = "Memo") -> Graph:
    links = {key: each for key, each in graph.links.items() if key != link}
    return replace(graph, links=links, absent={link: name})


def with_link(graph: Graph, **fields: Any) -> Graph:
    link = replace(Link("n", "c", "memo1", Relation.SUPPORTS), **fields)
    return replace(graph, links={**graph.links, link.id: link})


def with_passage(graph: Graph, passage: str, **fields: Any) -> Graph:
    known = graph.passages.get(passage) or Passage(passage, "draft", place(80), claim="c")
    return replace(graph, passages={**graph.passages, passage: replace(known, **fields)})


def test_each_reason_is_said_in_words_and_names_a_document_only_where_it_may(graph: Graph) -> None:
    assert told(graph) == ("", "")
    assert told(without(graph, "l")) == (
        "Checked before the link to ‘Memo’ was removed.",
        "Checked before a link it rests on was removed.",
    )
    assert told(with_link(graph, id="l", relation=Relation.CONTEXT)) == (
        "Checked before the link to ‘Memo’ was changed from “supports” to “context”.",
        "Checked before a link it rests on was changed from “supports” to “context”.",
    )
    assert told(with_link(graph, relation=Relation.CONTRADICTS)) == (
        "Checked before a passage in ‘Memo’ was linked that contradicts it.",
        "Checked before a passage was linked that contradicts it.",
    )
    assert told(with_passage(graph, "memo1", place=place(2))) == (
        "Checked before the passage in ‘Memo’ was placed at other words.",
        "Checked before a passage it rests on was placed at other words.",
    )
    assert told(with_passage(graph, "own", place=place(2)))[1] == "Checked before its own words were marked anew."
    assert told(with_passage(graph, "more"))[1] == "Checked before it was marked at another place, too."
    unmarked = {key: each for key, each in graph.passages.items() if key != "own"}
    assert told(replace(graph, passages=unmarked))[1] == "Checked before one of its places was removed."
    missing = {key: each for key, each in graph.links.items() if key != "k"}
    assert told(replace(graph, links=missing))[1] == "Checked with a passage that is not in this project now."


def test_more_support_takes_nothing_away(graph: Graph) -> None:
    for relation in (Relation.SUPPORTS, Relation.CONTEXT):
        assert told(with_link(graph, relation=relation)) == ("", "")


def test_a_check_before_records_were_kept_holds_and_one_that_cannot_be_read_does_not(graph: Graph) -> None:
    for record, holds in (("", True), ("null", True), ("{}", False), ('{"wording": 3}', False), ("nonsense", False)):
        claims = {"c": replace(graph.claims["c"], verified=record)}
        assert (told(replace(graph, claims=claims)) == ("", "")) == holds


def test_found_in_a_newer_version_it_holds_and_accepted_words_hold_there_and_in_the_old_one(graph: Graph) -> None:
    was = graph.passages["own"].place
    there = Standing(Stands.UNCHANGED, 1.0, was)
    assert told(with_passage(graph, "own", place=place(50, "w"), standing=there)) == ("", "")
    edited = with_passage(graph, "own", place=place(50, "w", "other words"), standing=Standing(Stands.EDITED, 0.8, was))
    assert "edited" in told(edited)[1]
    record = accepted(graph.claims["c"].verified, edited.passages["own"])
    kept = replace(
        with_passage(graph, "own", place=place(50, "w", "other words"), standing=None),
        claims={"c": replace(graph.claims["c"], verified=record)},
    )
    assert told(kept) == ("", "")
    back = Standing(Stands.UNCHANGED, 1.0, kept.passages["own"].place)
    assert told(with_passage(kept, "own", place=was, standing=back)) == ("", "")
    assert accepted(graph.claims["c"].verified, Passage("other", "memo", was)) == ""


def test_what_was_checked_in_the_new_version_only_is_open_where_the_old_one_has_other_words(graph: Graph) -> None:
    now = checked(with_passage(graph, "own", place=place(50, "w", "it fell by 43 cm")))
    back = Standing(Stands.UNCHANGED, 1.0, now.passages["own"].place)
    assert told(now) == ("", "")
    old = with_passage(now, "own", place=place(10, quote="it fell by 41 cm"), standing=back)
    assert told(old)[1] == "Checked before its own words were marked anew."
    same = with_passage(now, "own", place=place(10, quote="it fell\nby 43 cm"), standing=back)
    assert told(same) == ("", "")


ACTS = st.one_of(
    st.tuples(st.just("place"), st.sampled_from(["own", "memo1", "memo2"]), st.integers(0, 2)),
    st.tuples(st.just("link"), st.sampled_from(["l", "k", "n"]), st.sampled_from([*Relation, None])),
    st.tuples(st.just("also"), st.booleans(), st.none()),
    st.tuples(st.just("check"), st.none(), st.none()),
    st.tuples(st.just("undo"), st.none(), st.none()),
)


def rests_on(graph: Graph) -> tuple[Any, ...]:
    """What a claim rests on, told without the code that is tested."""
    own = sorted((each.id, each.place.start) for each in graph.passages.values() if each.claim == "c")
    links = {
        each.id: (each.relation, each.passage, graph.passages[each.passage].place.start)
        for each in graph.links.values()
    }
    return own, links


@given(st.lists(ACTS, max_size=25))
def test_checked_is_shown_exactly_while_what_it_rests_on_is_as_at_the_check(acts: list[tuple[str, Any, Any]]) -> None:
    graph = story()
    past = [(graph, rests_on(graph))]
    for act, what, value in acts:
        graph, basis = past[-1]
        if act == "undo":
            past = past[:-1] or past
            graph, basis = past[-1]
        else:
            if act == "place":
                graph = with_passage(graph, what, place=place(value))
            elif act == "link" and value is None:
                graph = without(graph, what)
            elif act == "link":
                known = graph.links.get(what) or story().links.get(what)
                graph = with_link(graph, id=what, relation=value, passage=known.passage if known else "memo2")
            elif act == "also":
                more = with_passage(graph, "more").passages
                graph = replace(graph, passages={key: one for key, one in more.items() if what or key != "more"})
            else:
                graph = checked(graph)
                basis = rests_on(graph)
            past.append((graph, basis))
        own, links = rests_on(graph)
        against = any(key not in basis[1] and one[0] == Relation.CONTRADICTS for key, one in links.items())
        as_then = own == basis[0] and all(links.get(key) == one for key, one in basis[1].items()) and not against
        assert (graph.shown_status("c") is Status.VERIFIED) == as_then
        told(graph)
