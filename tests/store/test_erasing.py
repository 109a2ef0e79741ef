"""Erased is gone from the file, byte for byte, and no merge brings it back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from annotator.model.errors import NotFound, Refused
from annotator.model.things import Kind
from annotator.store import erasing
from annotator.store.project import Project

from .conftest import COLLEAGUE, ME, add_claim, add_document, add_link, extraction_of, place

SECRET = "ZEBRAFINCH"


def traces(path: Path) -> int:
    return path.read_bytes().count(SECRET.encode())


def secret_document(project: Project, name: str = f"{SECRET}-memo.txt") -> tuple[str, str]:
    text = f"{SECRET} said so. " * 400
    document, extraction = add_document(project, name, text.encode() + name.encode(), text, f"{SECRET} again\n")
    return document, extraction.version


def test_a_document_leaves_no_word(path: Path) -> None:
    rng = random.Random(1)
    with Project.create(path, who=ME) as project:
        draft, _ = add_document(project, "draft.txt", b"The draft.", "The draft.\n", role="draft")
        kept, _ = add_document(project, "kept.txt", b"Kept bytes.", "Kept text.\n")
        claim, _ = add_claim(project, draft, "claimed words")
        kept_link, _ = add_link(project, claim, kept, "Kept text.")
        document, version = secret_document(project)
        links = []
        for number in range(60):
            link, passage = add_link(project, claim, document, f"{SECRET} quoted {number} " * rng.randrange(1, 12))
            links.append(link)
            with project.act("set") as pen:
                pen.set(passage, "note", f"{SECRET} noted " * rng.randrange(1, 30))
                pen.set(link, "note", f"{SECRET} in a link " * rng.randrange(1, 30))
                pen.set(passage, "note", "short")
        with project.act("set") as pen:
            pen.set(claim, "verified", {"places": [place(f"{SECRET} checked", version=version).to_value()]})
            pen.set(claim, "status", "verified")
        project.undo()
        inode = path.stat().st_ino
        assert project.can_undo()
        outcome = project.erase(document)
        assert document in outcome.things
        assert set(links) <= set(outcome.things)
        graph = project.graph(with_removed=True)
        assert set(graph.links) == {kept_link}
        assert document not in graph.documents
        assert project.kind_of(document) is None
        assert project.content_size(version) is None
        with pytest.raises(NotFound):
            project.extraction_of_version(version)
        assert project.rebuild_differences() == [] == project.verify(full=True)
        note_of = [change for change in project.changes_of(document) if change.field != "erased"]
        assert note_of == []
        add_document(project, "later.txt", b"later", "later\n")
    assert traces(path) == 0
    assert path.stat().st_ino == inode
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    with Project.open(path, who=ME) as project:
        assert project.undo().verb == "add"
        assert kept_link in project.graph().links
        assert b"".join(project.content(extraction_of(b"Kept bytes.", "").version)) == b"Kept bytes."


def test_what_a_crash_left_of_erased_words_is_gone_once_the_project_is_opened(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between erasing and writing the file anew; and where cutting the file shorter was interrupted."""
    document, _ = secret_document(project)
    with monkeypatch.context() as crashing:
        crashing.setattr(Project, "clean", lambda self: None)
        project.erase(document)
    project.close()
    # Where the words were happens to be gone already; this stands for what may be left in a page's gaps.
    gap = path.read_bytes().rindex(bytes(64))
    with path.open("r+b") as file:
        file.seek(gap)
        file.write(SECRET.encode())
    with Project.open(path, read_only=True) as project:
        assert project.title == "A story"
    assert traces(path)
    with Project.open(path, who=ME) as project:
        assert project.verify(full=True) == []
    assert traces(path) == 0
    with path.open("ab") as file:
        file.write(f"{SECRET} on a last page".encode().ljust(8192, b"\0"))
    Project.open(path, who=ME).close()
    assert traces(path) == 0
    size, written = path.stat().st_size, path.stat().st_mtime_ns
    Project.open(path, who=ME).close()
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (size, written)


def test_claims_links_and_numbers(project: Project) -> None:
    draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
    memo, _ = add_document(project, "memo.txt", b"m", "m\n")
    claim, passage = add_claim(project, draft, "claimed")
    link, source = add_link(project, claim, memo, "quoted")
    with project.act("set") as pen:
        pen.set(claim, "note", SECRET)
    project.erase(claim)
    graph = project.graph(with_removed=True)
    assert (claim in graph.claims, passage in graph.passages, link in graph.links) == (False, False, False)
    assert source in graph.passages
    assert project.graph().claims == {}
    again, _ = add_claim(project, draft, "another")
    assert project.graph().claims[again].number == 2
    assert project.undo().verb == "claim"
    assert traces(project.path) == 0
    with pytest.raises(NotFound):
        project.erase(claim)
    with pytest.raises(Refused):
        project.erase(project.id)


def test_the_version_that_is_shown_is_refused_and_an_old_one_goes(project: Project) -> None:
    document, old = secret_document(project, "memo.txt")
    version = project.graph().documents[document].current
    with pytest.raises(Refused):
        project.erase(version)
    with project.act("claim") as pen:
        stays = pen.new(Kind.PASSAGE, {"document": document, "place": place(f"{SECRET} said so.", version=old)})
        goes = pen.new(Kind.PASSAGE, {"document": document, "place": place(f"{SECRET} only here", version=old)})
    newer = extraction_of(b"newer", "newer\n")
    with project.act("replace") as pen:
        fields = {"document": document, "sha256": newer.version, "format": "text", "size": 5}
        pen.set(document, "current", pen.new(Kind.VERSION, fields))
        pen.set(stays, "place", place("newer", version=newer.version))
    project.erase(version)
    graph = project.graph()
    assert graph.passages[stays].place.quote == "newer"
    assert goes not in graph.passages
    assert len(graph.versions) == 1
    assert traces(project.path) == 0
    assert project.rebuild_differences() == []


def test_the_same_bytes_elsewhere_stay(project: Project) -> None:
    first, version = secret_document(project)
    with project.act("add") as pen:
        second = pen.new(Kind.DOCUMENT, {"name": "twin.txt"})
        pen.new(Kind.VERSION, {"document": second, "sha256": version, "format": "text", "size": 1})
    project.erase(first)
    assert project.content_size(version) is not None
    project.erase(second)
    assert project.content_size(version) is None


def test_no_merge_brings_it_back(project: Project, tmp_path: Path) -> None:
    document, version = secret_document(project)
    copy = tmp_path / "copy.annotator"
    project.copy_to(copy)
    project.erase(document)
    with Project.open(copy, who=COLLEAGUE) as other:
        with other.act("set") as pen:
            pen.set(document, "title", f"{SECRET} title")
        project.take_in(other.all_changes())
        assert document not in project.graph(with_removed=True).documents
        assert traces(project.path) == 0
        assert project.verify(full=True) == []
        other.take_in(project.all_changes())
        other.clean()
        assert document not in other.graph(with_removed=True).documents
        assert other.content_size(version) is None
        assert other.verify(full=True) == [] == other.rebuild_differences()
    assert traces(copy) == 0


def test_withheld_changes_verify_and_the_full_ones_win(project: Project, tmp_path: Path) -> None:
    draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
    for title in ("one", "two", "three"):
        with project.act("set") as pen:
            pen.set(draft, "title", title)
    heads = [head.id for head in project.heads(draft, "title")]
    copy = tmp_path / "copy.annotator"
    project.copy_to(copy)
    with Project.open(copy, who=COLLEAGUE) as other:
        connection = other._connection
        connection.execute("BEGIN")
        assert erasing.withhold(connection, "thing = ? AND field = 'title' AND id <> ?", draft, heads[0]) == 2
        connection.execute("COMMIT")
        assert other.verify(full=True) == [] == other.rebuild_differences()
        assert other.graph().documents[draft].title == "three"
        assert sum(change.withheld for change in other.all_changes()) == 2
        project.take_in(other.all_changes())
        assert not any(change.withheld for change in project.all_changes())
        assert other.take_in(project.all_changes()) == (draft,)
        assert not any(change.withheld for change in other.all_changes())
        assert other.take_in(project.all_changes()) == ()
        assert [change.value for change in other.changes_of(draft) if change.field == "title"] == [
            "one",
            "two",
            "three",
        ]
        assert other.verify(full=True) == [] == other.rebuild_differences()
