"""Making, opening and writing a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.errors import ProjectBusy, ProjectReadOnly, Refused
from annotator.model.things import Kind, Relation
from annotator.store.project import Project

from .conftest import ME, add_claim, add_document, add_link, place


def test_the_job_is_there_after_reopening(path: Path) -> None:
    with Project.create(path, title="A story", who=ME) as project:
        draft, _ = add_document(project, "draft.txt", b"The fee is 40 euros.", "The fee is 40 euros.\n", role="draft")
        memo, extraction = add_document(project, "memo.txt", b"Forty euros it is.", "Forty euros it is.\n")
        claim, _ = add_claim(project, draft, "The fee is 40 euros.")
        link, passage = add_link(project, claim, memo, "Forty euros it is.")
        before = project.graph()
    assert sorted(found.name for found in path.parent.iterdir()) == [path.name]
    with Project.open(path, who=ME) as project:
        graph = project.graph()
        assert graph == before
        assert (project.title, graph.claims[claim].number) == ("A story", 1)
        assert graph.links[link].relation is Relation.SUPPORTS
        assert graph.links_of(claim)[0].passage == passage
        assert graph.passages[passage].place.quote == "Forty euros it is."
        assert project.extraction(extraction.sha256) == extraction
        assert b"".join(project.content(extraction.version)) == b"Forty euros it is."
        assert project.extraction_of_version(extraction.version) == extraction.sha256
        assert project.kind_of(link) is Kind.LINK
        assert project.ids_beginning(link[:8]) == [(link, Kind.LINK)]


def test_an_exception_takes_the_whole_action_back(project: Project) -> None:
    draft, _ = add_document(project, "draft.txt", b"x", "x\n", role="draft")
    before = project.graph(with_removed=True)
    with pytest.raises(ZeroDivisionError), project.act("claim") as pen:  # noqa: PT012 - what is tested
        pen.new(Kind.PASSAGE, {"document": draft, "place": place()})
        raise ZeroDivisionError
    assert project.graph(with_removed=True) == before
    assert [action.verb for action in project.history()] == ["new", "add"]


def test_a_second_window_is_refused_and_can_read(project: Project) -> None:
    with pytest.raises(ProjectBusy):
        Project.open(project.path, who=ME)
    with Project.open(project.path, read_only=True) as other:
        assert other.id == project.id == Project.peek_id(project.path)
        with pytest.raises(ProjectReadOnly), other.act("set"):
            pass
    add_document(project, "still.txt", b"mine", "mine\n")


def test_nothing_is_made_over_a_file(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(Refused):
        Project.create(path, who=ME)
    assert path.read_text() == "mine"
    assert [found.name for found in path.parent.iterdir()] == [path.name]
