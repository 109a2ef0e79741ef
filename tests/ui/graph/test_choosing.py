"""What the filters leave, and what is said of each thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model.graph import Graph
from annotator.model.places import Place, Span
from annotator.model.standing import Standing, Stands
from annotator.model.things import NeedsNone, Passage, Query, Relation, Status
from annotator.ui.graph.choosing import NEEDS_NONE, UNLINKED, WAITS, Filters, draw, people
from tests.model.test_picture import _graph


@pytest.fixture
def graph() -> Graph:
    links = [(0, 0, Relation.SUPPORTS), (1, 0, Relation.CONTRADICTS), (1, 1, Relation.SUPPORTS)]
    made = _graph(links, 4, 2)
    for at, words in enumerate(("The bridge closed.", "Nobody was hurt.", "It rained.", "The mayor left.")):
        place = Place("v", "e", (Span(0, "1", at * 30, at * 30 + 9),), words, "", "")
        made.passages[f"w{at}"] = Passage(f"w{at}", "draft", place, claim=f"c{at}")
    place = Place("v", "e", (Span(0, "1", 500, 509),), "A year has twelve months.", "", "")
    made.needs_none["n"] = NeedsNone("n", "draft", place, "known to all")
    made.claims["c2"] = replace(made.claims["c2"], said_by="Ines Weber")
    made.claims["c1"] = replace(made.claims["c1"], status=Status.VERIFIED)
    made.queries["q"] = Query("q", "c0", text="Who?", whom="Noor")
    made.links["l1"] = replace(made.links["l1"], together="t")
    made.links["l2"] = replace(made.links["l2"], together="t")
    return made


@pytest.mark.parametrize(
    ("filters", "claims"),
    [
        (Filters(), ["c0", "c1", "c2", "c3", "n"]),
        (Filters(words="HURT"), ["c1"]),
        (Filters(words="closed bridge"), ["c0"]),
        (Filters(words="twelve known"), ["n"]),
        (Filters(words="d1"), ["c1"]),
        (Filters(status="verified"), ["c1"]),
        (Filters(status=UNLINKED), ["c2", "c3"]),
        (Filters(status=NEEDS_NONE), ["n"]),
        (Filters(status=WAITS), []),
        (Filters(relation="contradicts"), ["c1"]),
        (Filters(document="d0"), ["c0", "c1"]),
        (Filters(person="Ines Weber"), ["c2"]),
        (Filters(person="Noor"), ["c0"]),
        (Filters(flagged=True), ["c3"]),
        (Filters(around="d0"), ["c0", "c1"]),
        (Filters(around="gone"), []),
        (Filters(words="hurt", status="open"), []),
    ],
)
def test_what_passes(graph: Graph, filters: Filters, claims: list[str]) -> None:
    made = draw(graph, filters, {"c3": 2})
    assert [node.id for node in made.picture.nodes if node.column == 0] == claims
    assert set(made.faces) == {node.id for node in made.picture.nodes}


def test_what_waits_for_a_person(graph: Graph) -> None:
    place = graph.passages["p0"].place
    edited = replace(graph.passages["p0"], standing=Standing(Stands.EDITED, 0.9, place))
    gone = replace(graph.passages["w3"], standing=Standing(Stands.GONE, 0.0, place))
    graph = replace(graph, passages={**graph.passages, "p0": edited, "w3": gone})
    made = draw(graph, Filters(status=WAITS), {})
    assert [node.id for node in made.picture.nodes] == ["c0", "c3", "p0", "d0"]
    assert all(line.waits for line in made.picture.lines)
    assert "to review" in made.faces["p0"].small
    assert "not found" in made.faces["c3"].small


def test_what_is_said_of_each(graph: Graph) -> None:
    faces = draw(graph, Filters(), {"c1": 1}).faces
    assert faces["c1"].words == "2  Nobody was hurt."
    assert faces["c1"].small == "✓ checked, 1 flag"
    assert "Claim 2, checked, 1 flag. " in faces["c1"].told
    assert "“Nobody was hurt.”" in faces["c1"].told
    assert faces["c2"].small == "○ open, no source yet"
    assert faces["c0"].small.endswith("1 open query")
    assert "contradicts claim 2, only together with 1 other passage." in faces["p1"].told
    assert faces["d0"].told == "Document D0: 2 links of 2 claims on 2 passages."
    assert faces["n"].small == "· needs no source: known to all"
    assert draw(graph, Filters(document="d1"), {}).faces["c1"].small == "✓ checked, 1 link not shown"
    assert people(graph) == ["Ines Weber", "Noor"]
