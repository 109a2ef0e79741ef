"""The pen: every write is a change."""

from __future__ import annotations

import itertools
import threading
import time
from pathlib import Path
from uuid import UUID

import pytest

from annotator.model.changes import CLOCK_LIMIT, VALUE_LIMIT
from annotator.model.errors import NotFound, Refused
from annotator.model.things import Kind, Status
from annotator.store.project import Identity, Project
from annotator.store.stream import digest_of, row_from

from .conftest import COLLEAGUE, ME, add_claim, add_document, add_link, place, placed_in


def test_a_change_says_all(project: Project) -> None:
    draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
    claim, _ = add_claim(project, draft, "claimed")
    with project.act("set") as pen:
        pen.set(claim, "note", "one")
    with project.act("set") as pen:
        pen.set(claim, "note", "two")
        pen.set(claim, "status", Status.DISPUTED)
    first, second = (change for change in project.changes_of(claim) if change.field == "note")
    assert second.replaces == (first.id,)
    assert (first.value, second.value, second.person) == ("one", "two", ME.person)
    assert second.clock > first.clock
    assert (second.session, second.seq) > (first.session, first.seq)
    assert UUID(second.id).version == 4
    assert second.at.endswith("Z")
    assert digest_of(row_from(second)[:11], second.salt) == second.digest
    assert len({change.salt for change in project.all_changes()}) == len(list(project.all_changes()))
    assert pen.outcome.things == (claim,)
    assert pen.outcome.changes[0] == second.id
    assert len(pen.outcome.changes) == 2
    assert [head.id for head in project.heads(claim, "note")] == [second.id]
    assert [(action.verb, action.summary) for action in project.history(claim)] == [
        ("claim", "claim 1; passage"),
        ("set", "claim 1: note"),
        ("set", "claim 1: note, status"),
    ]


def test_a_session_begins_with_the_first_write_and_names_what_it_had_seen(path: Path) -> None:
    with Project.create(path, who=ME) as project:
        document, _ = add_document(project, "a.txt", b"a", "a\n")
    Project.open(path, who=ME).close()
    for title in ("one", "two"):
        with Project.open(path, who=ME) as project, project.act("set") as pen:
            pen.set(document, "title", title)
    with Project.open(path, read_only=True) as project:
        changes = list(project.all_changes())
    sessions = list(dict.fromkeys(change.session for change in changes))
    assert len(sessions) == 4
    for before, session in itertools.pairwise(sessions):
        mine = [change for change in changes if change.session == session]
        assert [change.seq for change in mine] == list(range(1, len(mine) + 1))
        last = [change for change in changes if change.session == before][-1]
        assert mine[0].value == {before: last.id}


def test_a_colleague_is_a_person_of_the_project(project: Project, path: Path) -> None:
    document, _ = add_document(project, "a.txt", b"a", "a\n")
    project.close()
    for name in ("Noor", "Noor", "Noor B."):
        with Project.open(path, who=Identity(COLLEAGUE.person, name)) as other:
            assert not other.can_undo()
            with other.act("set") as pen:
                pen.set(document, "title", name)
            assert pen.outcome.things == (document,)
            other.undo()
            assert other.graph().documents[document].title == ""
            assert [change.value for change in other.changes_of(COLLEAGUE.person) if change.field == "name"][-1] == name
            assert not other.can_undo()


def test_numbers_of_claims_are_never_used_twice(project: Project) -> None:
    draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
    claims = [add_claim(project, draft, f"claim {number}")[0] for number in range(3)]
    project.undo()
    new, _ = add_claim(project, draft, "another")
    graph = project.graph(with_removed=True)
    assert [graph.claims[claim].number for claim in (*claims, new)] == [1, 2, 3, 4]
    with pytest.raises(Refused), project.act("claim") as pen:
        pen.new(Kind.CLAIM, {"number": 2})
    with pytest.raises(ValueError, match="number"), project.act("set") as pen:
        pen.set(new, "number", 9)


def test_claims_stand_in_draft_order(project: Project) -> None:
    draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
    late, _ = add_claim(project, draft, "late", page=3)
    early, _ = add_claim(project, draft, "early", page=1, start=90)
    with project.act("claim") as pen:
        earliest = pen.new(Kind.CLAIM, {})
        elsewhere = place("earliest", page=1, start=5).to_value()
        own = pen.new(Kind.PASSAGE, {"document": draft, "place": elsewhere, "claim": earliest})
    assert list(project.graph().claims) == [early, late, earliest], "being sought in another text"
    with project.act("place") as pen:
        pen.set(own, "place", placed_in(project, draft, place("earliest", page=1, start=5)).to_value())
    assert list(project.graph().claims) == [earliest, early, late]
    with project.act("claim") as pen:
        headline = placed_in(project, draft, place("headline")).to_value()
        pen.new(Kind.PASSAGE, {"document": draft, "place": headline, "claim": late})
    assert list(project.graph().claims) == [late, earliest, early]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.DOCUMENT, {"name": 3}),
        (Kind.DOCUMENT, {"name": "a", "role": "witness"}),
        (Kind.DOCUMENT, {"name": "a", "removed": 1}),
        (Kind.DOCUMENT, {"name": "a", "colour": "red"}),
        (Kind.CLAIM, {"number": 0}),
        (Kind.CLAIM, {"number": True}),
        (Kind.CLAIM, {"verified": float("nan")}),
        (Kind.PASSAGE, {"document": "x", "place": {"quote": "no spans"}}),
        (Kind.LINK, {"claim": "x", "passage": "y"}),
        (Kind.VERSION, {"document": "x", "sha256": "y", "size": -1}),
    ],
)
def test_values_that_do_not_fit(project: Project, kind: Kind, fields: dict[str, object]) -> None:
    before = len(list(project.all_changes()))
    with pytest.raises(ValueError), project.act("x") as pen:  # noqa: PT011 - the words are for programmers
        pen.new(kind, fields)
    assert len(list(project.all_changes())) == before


def test_what_points_at_nothing(project: Project) -> None:
    with pytest.raises(Refused), project.act("link") as pen:
        pen.new(Kind.LINK, {"claim": "nobody", "passage": "nothing", "relation": "supports"})
    with pytest.raises(NotFound), project.act("set") as pen:
        pen.set("nobody", "note", "x")
    assert project.graph(with_removed=True).links == {}
    assert project.verify(full=True) == []


def test_limits(project: Project) -> None:
    document, _ = add_document(project, "a.txt", b"a", "a\n")
    with project.act("set") as pen:
        pen.set(document, "title", "x" * (VALUE_LIMIT - 2))
    with pytest.raises(Refused), project.act("set") as pen:
        pen.set(document, "title", "x" * (VALUE_LIMIT - 1))
    project._clock = CLOCK_LIMIT
    with pytest.raises(Refused), project.act("set") as pen:
        pen.set(document, "title", "y")
    assert len(project.graph().documents[document].title) == VALUE_LIMIT - 2


def test_halves_of_surrogates_and_other_odd_text(project: Project) -> None:
    for text, kept in (
        ("a\udcffb", "a\ufffdb"),
        ("zero\x00byte", "zero\x00byte"),
        ("e\u0301", "e\u0301"),
        ("\U0001f4c4\u202e'\"%s;--", "\U0001f4c4\u202e'\"%s;--"),
    ):
        document, _ = add_document(project, text, text.encode("utf-8", "surrogatepass"), "x\n")
        assert project.graph().documents[document].name == kept
    assert project.rebuild_differences() == [] == project.verify(full=True)


def test_the_graph_that_was_handed_out_stays_as_it_was(project: Project) -> None:
    document, _ = add_document(project, "a.txt", b"a", "a\n")
    before = project.graph()
    with project.act("set") as pen:
        pen.set(document, "title", "new")
    assert before.documents[document].title == ""
    assert project.graph().revision > before.revision


def test_a_project_lives_in_the_thread_that_opened_it(path: Path) -> None:
    Project.create(path, who=ME).close()
    found: list[object] = []

    def work() -> None:
        with Project.open(path, who=ME) as project:
            add_document(project, "a.txt", b"a", "a\n")
            project.undo()
            found.append(project.verify(full=True))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [[]]


def test_an_edit_costs_the_same_in_a_large_project(project: Project) -> None:
    """A ratio within one run: an edit must not rebuild everything."""
    draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
    claim, _ = add_claim(project, draft, "claimed")
    link, _ = add_link(project, claim, draft, "quoted")
    project._connection.execute("PRAGMA synchronous = OFF")

    def edits() -> float:
        best = 1.0
        for number in range(12):
            began = time.perf_counter()
            with project.act("set") as pen:
                pen.set(link, "note", f"{time.perf_counter()} {number}")
            best = min(best, time.perf_counter() - began)
        return best

    project.graph()
    small = edits()
    with project.act("many") as pen:
        for number in range(3000):
            passage = pen.new(Kind.PASSAGE, {"document": draft, "place": place(f"quote {number}")})
            pen.new(Kind.LINK, {"claim": claim, "passage": passage, "relation": "context"})
    project.graph()
    assert edits() < 4 * small + 0.001
