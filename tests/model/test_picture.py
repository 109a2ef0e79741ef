"""The link graph as a picture: what stands where, what is filtered, and that lines cross little."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.graph import Graph
from annotator.model.picture import Column, Shown, crossings, picture
from annotator.model.places import Place, Span
from annotator.model.things import Claim, Document, Handling, Link, NeedsNone, Passage, Relation, Role, Status


def _graph(links: list[tuple[int, int, Relation]], claims: int, documents: int) -> Graph:
    """Claims and documents by number; each link has a passage of its own."""
    made = Graph(
        documents={f"d{one}": Document(f"d{one}", f"D{one}", Role.SOURCE, Handling.PUBLISH) for one in range(documents)}
    )
    for one in range(claims):
        status = Status.DISPUTED if one % 3 == 0 else Status.OPEN
        made.claims[f"c{one}"] = Claim(f"c{one}", one + 1, status=status)
    for at, (claim, document, relation) in enumerate(links):
        place = Place("v", "e", (Span(0, "1", at, at + 5),), f"words {at}", "", "")
        made.passages[f"p{at}"] = Passage(f"p{at}", f"d{document}", place)
        made.links[f"l{at}"] = Link(f"l{at}", f"c{claim}", f"p{at}", relation)
    return made


def test_each_thing_stands_in_its_column_and_lines_join_them() -> None:
    links = [(0, 1, Relation.SUPPORTS), (1, 0, Relation.CONTRADICTS), (1, 1, Relation.CONTEXT)]
    made = picture(_graph(links, 3, 2))
    columns = {column: [one.id for one in made.nodes if one.column is column] for column in Column}
    assert columns[Column.CLAIMS] == ["c0", "c1", "c2"]
    assert set(columns[Column.PASSAGES]) == {"p0", "p1", "p2"}
    assert set(columns[Column.DOCUMENTS]) == {"d0", "d1"}
    assert {(one.start, one.end) for one in made.lines if one.relation is None} == {
        ("p0", "d1"),
        ("p1", "d0"),
        ("p2", "d1"),
    }
    assert made.rows == 3
    rows = {one.id: one.row for one in made.nodes}
    assert rows["d1"] == (rows["p0"] + rows["p2"]) / 2
    assert rows["d0"] == rows["p1"]
    assert made.beside("d1") == {"d1", "p0", "p2", "c0", "c1"}
    assert made.beside("c1") == {"c1", "p1", "p2", "d0", "d1"}
    assert made.node("c0").status is Status.DISPUTED


def test_what_is_filtered_is_not_there() -> None:
    links = [(0, 1, Relation.SUPPORTS), (1, 0, Relation.CONTRADICTS), (1, 1, Relation.CONTEXT)]
    graph = _graph(links, 3, 2)
    only = picture(graph, Shown(relations=frozenset({Relation.CONTRADICTS}), without_links=False))
    assert {one.id for one in only.nodes} == {"c1", "p1", "d0"}
    disputed = picture(graph, Shown(statuses=frozenset({Status.DISPUTED})))
    assert {one.id for one in disputed.nodes} == {"c0", "p0", "d1"}
    one = picture(graph, Shown(documents=frozenset({"d0"})))
    assert {node.id for node in one.nodes if node.column is Column.DOCUMENTS} == {"d0"}
    assert picture(Graph()).nodes == ()


def test_lines_cross_little_at_three_hundred_claims() -> None:
    chance = random.Random(3)
    near = [(claim, min(29, claim // 10), Relation.SUPPORTS) for claim in range(300)]
    far = [(chance.randrange(300), chance.randrange(30), Relation.CONTEXT) for _ in range(60)]
    links = near + far
    names = list(range(30))
    chance.shuffle(names)
    made = picture(_graph([(claim, names[document], relation) for claim, document, relation in links], 300, 30))
    mixed = picture(_graph([(claim, chance.randrange(30), relation) for claim, _, relation in links], 300, 30))
    assert crossings(made) < crossings(mixed) / 3
    rows = [one.row for one in made.nodes if one.column is Column.PASSAGES]
    assert rows == sorted(rows)
    assert len(set(rows)) == len(rows)


_PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 5), st.sampled_from(list(Relation))), max_size=40)


@settings(max_examples=120, deadline=None)
@given(_PAIRS, st.integers(12, 30), st.booleans(), st.sampled_from(["", "c0", "d1", "p2"]))
def test_nothing_ever_overlaps(
    links: list[tuple[int, int, Relation]], claims: int, without_links: bool, around: str
) -> None:
    graph = _graph(links, claims, 6)
    made = picture(graph, Shown(without_links=without_links, around=around))
    for column in Column:
        rows = [node.row for node in made.column(column)]
        assert rows == sorted(rows)
        assert all(below - above > 0.999 for above, below in pairwise(rows))
        assert all(-0.001 <= row <= made.rows - 0.999 for row in rows)
    assert [node.id for node in made.column(Column.CLAIMS)] == [one for one in graph.claims if made.has(one)]
    owners = [made.after(passage.id)[0].id for passage in made.column(Column.PASSAGES)]
    assert list(dict.fromkeys(owners)) == [node.id for node in made.column(Column.DOCUMENTS)], (
        "those of one stay together"
    )
    if around and not made.has(around):
        assert made.nodes == ()


def test_sentences_that_need_no_source_stand_where_the_draft_has_them() -> None:
    graph = _graph([(0, 0, Relation.SUPPORTS)], 2, 1)
    for at, claim in enumerate(("c0", "c1")):
        place = Place("v", "e", (Span(0, "1", 100 * at, 100 * at + 9),), "it stands", "", "")
        graph.passages[f"w{at}"] = Passage(f"w{at}", "draft", place, claim=claim)
    for name, start in (("first", 50), ("last", 400)):
        place = Place("v", "e", (Span(0, "1", start, start + 9),), f"the {name}", "", "")
        graph.needs_none[name] = NeedsNone(name, "draft", place, "known")
    assert [one.id for one in picture(graph).column(Column.CLAIMS)] == ["c0", "c1"]
    made = picture(graph, Shown(needs_none=True))
    assert [one.id for one in made.column(Column.CLAIMS)] == ["c0", "first", "c1", "last"]
    assert made.node("first").needs_none
    assert [one.id for one in picture(graph, Shown(needs_none=True, around="c0")).nodes] == ["c0", "p0", "d0"]
    only = picture(graph, Shown(needs_none=True, claims=frozenset({"last"})))
    assert [one.id for one in only.nodes] == ["last"]
