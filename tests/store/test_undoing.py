"""Undo and redo read from the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.errors import Refused
from annotator.model.things import Kind, Relation
from annotator.store.project import Project

from .conftest import COLLEAGUE, ME, add_claim, add_document, add_link


def note(project: Project, thing: str, text: str) -> None:
    with project.act("set") as pen:
        pen.set(thing, "note", text)


@pytest.fixture
def link(project: Project) -> str:
    draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
    memo, _ = add_document(project, "memo.txt", b"m", "m\n")
    claim, _ = add_claim(project, draft, "claimed")
    return add_link(project, claim, memo, "quoted")[0]


def test_undo_and_redo_chain(project: Project, link: str) -> None:
    def seen() -> str:
        return project.graph().links[link].note

    for text in ("one", "two", "three"):
        note(project, link, text)
    assert [(project.undo().verb, seen()) for _ in range(3)] == [("set", "two"), ("set", "one"), ("set", "")]
    assert [(project.redo().verb, seen()) for _ in range(2)] == [("set", "one"), ("set", "two")]
    assert [(project.undo().verb, seen()) for _ in range(2)] == [("set", "one"), ("set", "")]
    assert [(project.redo().verb, seen()) for _ in range(3)] == [("set", "one"), ("set", "two"), ("set", "three")]
    assert not project.can_redo()
    project.undo()
    note(project, link, "other")
    assert not project.can_redo()
    with pytest.raises(Refused):
        project.redo()
    assert [(project.undo().left, seen()) for _ in range(3)] == [((), "two"), ((), "one"), ((), "")]
    assert project.rebuild_differences() == []


def test_everything_back_to_nothing_and_again_after_reopening(path: Path) -> None:
    with Project.create(path, who=ME) as project:
        draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
        memo, _ = add_document(project, "memo.txt", b"m", "m\n")
        claim, passage = add_claim(project, draft, "claimed")
        link, _ = add_link(project, claim, memo, "quoted")
        with project.act("remove") as pen:
            pen.set(link, "removed", True)
        before = project.graph()
    verbs = []
    while True:
        with Project.open(path, who=ME) as project:
            if not project.can_undo():
                break
            undone = project.undo()
            verbs.append(undone.verb)
            assert undone.left == ()
            if undone.verb == "link":
                assert project.graph().claims
                assert not project.graph().links
    assert verbs == ["remove", "link", "claim", "add", "add"]
    with Project.open(path, who=ME) as project:
        assert not project.graph().documents
        with pytest.raises(Refused):
            project.undo()
        while project.can_redo():
            project.redo()
        after = project.graph()
        assert (after.documents, after.claims, after.passages) == (before.documents, before.claims, before.passages)
        assert after.links == before.links == {}
        project.undo()
        assert project.graph().links[link].relation is Relation.SUPPORTS
        assert project.graph().passages[passage].claim == claim
        assert project.rebuild_differences() == [] == project.verify(full=True)


def test_what_somebody_changed_since_is_left_and_named(project: Project, link: str, tmp_path: Path) -> None:
    with project.act("set") as pen:
        pen.set(link, "note", "mine")
        pen.set(link, "relation", "context")
    copy = tmp_path / "copy.annotator"
    project.copy_to(copy)
    with Project.open(copy, who=COLLEAGUE) as other:
        assert not other.can_undo()
        note(other, link, "hers")
        project.take_in(other.all_changes())
    assert project.graph().links[link].note == "hers"
    undone = project.undo()
    assert undone.left == ((link, "note"),)
    assert (project.graph().links[link].note, project.graph().links[link].relation) == ("hers", "supports")
    project.redo()
    assert (project.graph().links[link].note, project.graph().links[link].relation) == ("hers", "context")
    project.undo()
    assert project.undo().verb == "link"
    assert project.rebuild_differences() == [] == project.verify(full=True)


def test_undo_of_a_removal_and_of_its_return(project: Project, link: str) -> None:
    for value in (True, False, True):
        with project.act("remove" if value else "restore") as pen:
            pen.set(link, "removed", value)
    shown = []
    for step in (project.undo, project.undo, project.undo, project.redo, project.redo, project.undo):
        step()
        shown.append(link in project.graph().links)
    assert shown == [True, False, True, False, True, False]


def test_what_changes_nothing_is_no_action(project: Project, link: str) -> None:
    before = len(project.history())
    with project.act("set") as pen:
        pen.set(link, "note", "")
        pen.set(link, "relation", "supports")
    assert pen.outcome.changes == ()
    assert len(project.history()) == before
    assert project.undo().verb == "link"


def test_the_project_itself_is_not_undone(path: Path) -> None:
    with Project.create(path, title="T", who=ME) as project:
        assert not project.can_undo()
        with project.act("set") as pen:
            pen.set(project.id, "title", "Better")
        project.undo()
        assert project.title == "T"


def test_removing_hides_what_belongs_to_it(project: Project) -> None:
    draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
    memo, _ = add_document(project, "memo.txt", b"m", "m\n")
    claim, own = add_claim(project, draft, "claimed")
    link, passage = add_link(project, claim, memo, "quoted")

    def removed(thing: str, value: bool) -> tuple[bool, bool, bool, bool]:
        with project.act("remove" if value else "restore") as pen:
            pen.set(thing, "removed", value)
        graph = project.graph()
        return claim in graph.claims, own in graph.passages, link in graph.links, passage in graph.passages

    assert removed(claim, True) == (False, False, False, True)
    assert removed(claim, False) == (True, True, True, True)
    assert removed(memo, True) == (True, True, False, False)
    assert removed(memo, False) == (True, True, True, True)
    assert removed(draft, True) == (False, False, False, True)
    assert link in project.graph(with_removed=True).links
    assert removed(draft, False) == (True, True, True, True)
    assert project.kind_of(passage) is Kind.PASSAGE
