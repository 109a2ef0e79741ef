"""Whatever is done in whatever order: the tables are what the changes add up to, and undo gives back what was."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import given as given_values
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotator.model.errors import NotFound, Refused
from annotator.model.graph import Graph
from annotator.model.things import Kind
from annotator.store.project import Project

from .conftest import COLLEAGUE, ME, add_document, place

WORDS = st.text(max_size=12)
SETTABLE = [
    (Kind.CLAIM, "note", WORDS),
    (Kind.CLAIM, "status", st.sampled_from(["open", "verified", "disputed", "cut"])),
    (Kind.CLAIM, "verified", st.none() | st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=2)),
    (Kind.LINK, "note", WORDS),
    (Kind.LINK, "relation", st.sampled_from(["supports", "contradicts", "context"])),
    (Kind.LINK, "together", WORDS),
    (Kind.PASSAGE, "translation", WORDS),
    (Kind.PASSAGE, "lost", WORDS),
    (Kind.DOCUMENT, "name", WORDS),
    (Kind.DOCUMENT, "handling", st.sampled_from(["publish", "quote-only", "never-leaves"])),
    (Kind.NEEDS_NONE, "reason", WORDS),
    (Kind.BLACKOUT, "reason", WORDS),
]


def things(graph: Graph) -> dict[Kind, dict[str, Any]]:
    return {
        Kind.DOCUMENT: dict(graph.documents),
        Kind.VERSION: dict(graph.versions),
        Kind.CLAIM: dict(graph.claims),
        Kind.PASSAGE: dict(graph.passages),
        Kind.LINK: dict(graph.links),
        Kind.NEEDS_NONE: dict(graph.needs_none),
        Kind.BLACKOUT: dict(graph.blackouts),
    }


def act_at_random(project: Project, data: st.DataObject) -> None:
    """One or two fields of things that are there, or a new thing."""
    all_things = things(project.graph(with_removed=True))
    what = data.draw(st.sampled_from(["set", "set", "remove", "claim", "link", "needs-none", "black", "place", "both"]))
    documents = list(all_things[Kind.DOCUMENT])
    with project.act(what) as pen:
        document = data.draw(st.sampled_from(documents))
        if what == "claim":
            claim = pen.new(Kind.CLAIM, {"note": data.draw(WORDS)})
            pen.new(Kind.PASSAGE, {"document": document, "place": place(data.draw(WORDS)), "claim": claim})
        elif what == "needs-none":
            pen.new(Kind.NEEDS_NONE, {"document": document, "place": place(data.draw(WORDS))})
        elif what == "black":
            pen.new(Kind.BLACKOUT, {"document": document, "place": place(data.draw(WORDS)), "reason": data.draw(WORDS)})
        elif what == "link" and all_things[Kind.CLAIM]:
            passage = pen.new(Kind.PASSAGE, {"document": document, "place": place(data.draw(WORDS))})
            claim = data.draw(st.sampled_from(list(all_things[Kind.CLAIM])))
            link = pen.new(Kind.LINK, {"claim": claim, "passage": passage, "relation": "context"})
            pen.set(link, "note", data.draw(WORDS))
        elif what == "place" and all_things[Kind.PASSAGE]:
            passage = data.draw(st.sampled_from(list(all_things[Kind.PASSAGE])))
            pen.set(passage, "place", place(data.draw(WORDS), page=data.draw(st.integers(0, 3))))
        elif what == "remove":
            ids = [ident for of in all_things.values() for ident in of]
            pen.set(data.draw(st.sampled_from(ids)), "removed", data.draw(st.booleans()))
        else:
            for _ in range(2 if what == "both" else 1):
                kind, field, values = data.draw(st.sampled_from(SETTABLE))
                if all_things[kind]:
                    pen.set(data.draw(st.sampled_from(list(all_things[kind]))), field, data.draw(values))


class Desk(RuleBasedStateMachine):
    """One person at one project, who also closes and opens it."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "story.annotator"
        self.project = Project.create(self.path, title="T", who=ME)
        add_document(self.project, "draft.txt", b"d", "d\n", role="draft")
        add_document(self.project, "memo.txt", b"m", "m\n")
        self.before: list[dict[Kind, dict[str, Any]]] = []
        self.after: list[dict[Kind, dict[str, Any]]] = []
        while self.project.can_undo():
            self.before.insert(0, things(self.project.graph()))
            self.project.undo()
        self.before.insert(0, things(self.project.graph()))
        self.before.pop()
        for _ in range(2):
            self.project.redo()

    @rule(data=st.data())
    def do(self, data: st.DataObject) -> None:
        shown, count = things(self.project.graph()), len(self.project.history())
        act_at_random(self.project, data)
        if len(self.project.history()) > count:
            self.before.append(shown)
            self.after.clear()

    @rule()
    def undo(self) -> None:
        if not self.before:
            assert not self.project.can_undo()
            return
        shown = things(self.project.graph())
        undone = self.project.undo()
        assert undone.left == ()
        assert things(self.project.graph()) == self.before.pop()
        self.after.append(shown)

    @rule()
    def redo(self) -> None:
        if not self.after:
            assert not self.project.can_redo()
            return
        shown = things(self.project.graph())
        assert self.project.redo().left == ()
        assert things(self.project.graph()) == self.after.pop()
        self.before.append(shown)

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.path, who=ME)

    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        shown = things(self.project.graph(with_removed=True))
        try:
            with self.project.act("set") as pen:
                pen.set(data.draw(st.sampled_from(list(shown[Kind.DOCUMENT]))), "note", "no such field")
        except ValueError:
            pass
        assert things(self.project.graph(with_removed=True)) == shown

    @invariant()
    def what_is_shown_is_what_is_stored(self) -> None:
        if not hasattr(self, "project"):
            return
        with Project.open(self.path, read_only=True) as fresh:
            assert fresh.graph() == self.project.graph()
            assert list(fresh.graph().claims) == list(self.project.graph().claims)
            assert fresh.graph(with_removed=True) == self.project.graph(with_removed=True)
            assert fresh.rebuild_differences() == []

    def teardown(self) -> None:
        if hasattr(self, "project"):
            assert self.project.verify(full=True) == []
            self.project.close()
            assert [found.name for found in self.path.parent.iterdir()] == [self.path.name]
            self.folder.cleanup()


class EraserDesk(Desk):
    """The same with erasing, which nothing takes back."""

    @precondition(lambda self: hasattr(self, "project"))
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        graph = self.project.graph(with_removed=True)
        ids = [ident for of in things(graph).values() for ident in of]
        if len(graph.documents) < 2:
            return
        thing = data.draw(st.sampled_from(ids))
        try:
            self.project.erase(thing)
        except Refused:
            assert thing in graph.versions
            return
        assert self.project.kind_of(thing) is None

    def undo(self) -> None:  # what comes back is no longer known in advance
        if self.project.can_undo():
            self.project.undo()

    def redo(self) -> None:
        if self.project.can_redo():
            self.project.redo()

    undo = rule()(undo)
    redo = rule()(redo)


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=SLOW)
TestEraserDesk = EraserDesk.TestCase
TestEraserDesk.settings = settings(max_examples=10, stateful_step_count=15, deadline=None, suppress_health_check=SLOW)


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given_values(data=st.data())
def test_the_union_is_the_same_from_both_sides_and_again(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        mine, hers = Path(name) / "mine.annotator", Path(name) / "hers.annotator"
        with Project.create(mine, who=ME) as project:
            add_document(project, "draft.txt", b"d", "d\n", role="draft")
            add_document(project, "memo.txt", b"m", "m\n")
            for _ in range(3):
                act_at_random(project, data)
            project.copy_to(hers)
            with Project.open(hers, who=COLLEAGUE) as other:
                for _ in range(data.draw(st.integers(1, 6))):
                    side = data.draw(st.sampled_from([project, other]))
                    if data.draw(st.integers(0, 5)) == 0:
                        documents = list(side.graph(with_removed=True).documents)
                        if len(documents) > 1:
                            side.erase(data.draw(st.sampled_from(documents)))
                    elif side.can_undo() and data.draw(st.booleans()):
                        side.undo()
                    else:
                        act_at_random(side, data)
                a, b = list(project.all_changes()), list(other.all_changes())
                project.take_in(data.draw(st.permutations(b)))
                other.take_in(data.draw(st.permutations(a)))
                assert replace(project.graph(with_removed=True), revision=0) == replace(
                    other.graph(with_removed=True), revision=0
                )
                assert project.take_in(other.all_changes()) == () == other.take_in(project.all_changes())
                for side in (project, other):
                    assert side.rebuild_differences() == [] == side.verify(full=False)


def test_a_thing_that_is_not_there_is_not_set(project: Project) -> None:
    try:
        with project.act("set") as pen:
            pen.set("nothing", "note", "x")
    except NotFound:
        return
    raise AssertionError
