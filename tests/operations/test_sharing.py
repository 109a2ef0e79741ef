"""Two people, two files: what is sent, what stays, what comes back, and how it is settled."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import ProjectBusy, Refused
from annotator.model.things import Handling, QueryType, Relation, Role
from annotator.model.withheld import Sending
from annotator.operations import (
    backups,
    came_in,
    editing,
    forgetting,
    importing,
    linking,
    marking,
    queries,
    searching,
    sharing,
    workspace,
)
from annotator.operations.linking import Linked
from annotator.operations.marking import Marked
from annotator.operations.workspace import Workspace
from annotator.store.project import Identity, Project

NOOR = Identity("5d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c22", "Noor Haddad")
SECRET = "The harbour master took the money, says the clerk of the third floor.\n"


@pytest.fixture
def marked(ws: Workspace, draft: str) -> Marked:
    return marking.claim(ws, draft, "The council spent 3.5 million on the new pier")


@pytest.fixture
def linked(ws: Workspace, marked: Marked, memo: str) -> Linked:
    return linking.link(ws, marked.claim, memo, "2.9 million", Relation.CONTRADICTS, note="ask the treasurer")


@pytest.fixture
def secret(ws: Workspace, folder: Path, marked: Marked) -> str:
    (folder / "clerk-statement.txt").write_text(SECRET, encoding="utf-8")
    document = importing.add(ws, [folder / "clerk-statement.txt"], handling=Handling.NEVER_LEAVES).added[0].document
    editing.set_field(ws, document, "title", "Statement of the clerk")
    linking.link(ws, marked.claim, document, "took the money", Relation.SUPPORTS, note="she told me on Friday")
    return document


def opened(path: Path, who: Identity = NOOR) -> Workspace:
    return Workspace(Project.open(path, who=who))


@pytest.fixture
def hers(ws: Workspace, linked: Linked, tmp_path: Path) -> Iterator[Workspace]:
    """Noor's copy, open."""
    sharing.share(ws, tmp_path / "hers.annotator", Sending())
    with opened(tmp_path / "hers.annotator") as other:
        yield other


def traces(path: Path, *words: str) -> list[str]:
    data = path.read_bytes()
    return [word for word in words if word.encode() in data or word.encode("utf-16-le") in data]


def test_a_source_that_never_leaves_leaves_no_trace_in_a_copy(
    ws: Workspace, linked: Linked, secret: str, tmp_path: Path
) -> None:
    version = next(version for version in ws.graph().versions.values() if version.document == secret)
    words = ("took the money", "third floor", "clerk-statement", "Statement of the clerk", "told me on Friday")
    names = (version.sha256, version.extraction, str(tmp_path))
    assert traces(ws.project.path, *words, version.sha256) == [*words, version.sha256]
    made = sharing.share(ws, tmp_path / "copy.annotator", Sending())
    assert made.left_out == (("Statement of the clerk", "It never leaves this computer"),)
    assert made.documents == 2
    assert "Stays here: 1 document" in made.summary
    assert traces(made.path, *words, *names) == []
    with opened(made.path) as copy:
        assert copy.project.verify(full=True) == [] == copy.project.rebuild_differences()
        assert [link.note for link in copy.graph().links.values()] == ["ask the treasurer"]
        assert set(copy.graph().documents) == set(ws.graph().documents) - {secret}
        claim = next(iter(copy.graph().claims))
        editing.set_field(copy, claim, "note", "seen by Noor")
    merged = sharing.merge(ws, made.path)
    assert (merged.added, merged.changed, merged.removed) == ((), (claim,), ())
    assert secret in ws.graph().documents
    assert len(ws.graph().links) == 2
    assert ws.graph().claims[claim].note == "seen by Noor"


def test_of_a_withheld_source_the_quotes_may_go(ws: Workspace, linked: Linked, secret: str, tmp_path: Path) -> None:
    made = sharing.share(ws, tmp_path / "copy.annotator", Sending(quotes=True))
    assert traces(made.path, "third floor", "clerk-statement", "Statement of the clerk") == ["third floor"]
    with opened(made.path) as copy:
        assert copy.graph().documents[secret].name == "Withheld source"
        assert len(copy.graph().links) == 2
        assert not [v for v in copy.graph().versions.values() if v.document == secret]
        assert copy.project.verify(full=True) == []


def test_what_came_with_a_withheld_source_and_what_holds_it_stay_too(
    ws: Workspace, linked: Linked, memo: str, secret: str, tmp_path: Path
) -> None:
    editing.set_field(ws, secret, "part_of", memo)
    made = sharing.share(ws, tmp_path / "copy.annotator", Sending())
    assert [name for name, _ in made.left_out] == ["Statement of the clerk", "memo.md"]
    assert traces(made.path, "2.9 million") == []
    editing.set_field(ws, secret, "handling", "publish")
    assert sharing.share(ws, tmp_path / "all.annotator", Sending()).left_out == ()


def test_history_names_and_private_notes_stay_by_choice(ws: Workspace, linked: Linked, tmp_path: Path) -> None:
    editing.set_field(ws, linked.link, "note", "now: ask the mayor")
    editing.set_field(ws, linked.claim, "note", "for my eyes")
    editing.set_field(ws, linked.claim, "private", "yes")
    editing.set_field(ws, ws.project.history()[0].person, "name", "Grace Hopper")
    gone = marking.claim(ws, next(iter(ws.graph().documents)), "The pier opened in June", nth=1)
    editing.remove(ws, gone.claim)
    whole = sharing.share(ws, tmp_path / "whole.annotator", Sending(private_notes=True)).path
    words = ("ask the treasurer", "ask the mayor", "for my eyes", "Grace Hopper")
    assert traces(whole, *words) == list(words)
    usual = sharing.share(ws, tmp_path / "usual.annotator", Sending()).path
    assert traces(usual, *words) == ["ask the treasurer", "ask the mayor", "Grace Hopper"]
    least = sharing.share(ws, tmp_path / "least.annotator", Sending(history=False, names=False)).path
    assert traces(least, *words) == ["ask the mayor"]
    for path in (whole, usual, least):
        with opened(path) as copy:
            assert copy.project.verify(full=True) == [] == copy.project.rebuild_differences()
            assert list(copy.graph().claims) == [linked.claim]
    with opened(least) as copy:
        assert gone.claim not in copy.project.graph(with_removed=True).claims


def test_a_link_that_never_leaves_stays(ws: Workspace, linked: Linked, tmp_path: Path) -> None:
    editing.set_field(ws, linked.link, "handling", "never-leaves")
    made = sharing.share(ws, tmp_path / "copy.annotator", Sending())
    assert traces(made.path, "ask the treasurer") == []
    with opened(made.path) as copy:
        assert not copy.graph().links
        assert linked.passage not in copy.graph().passages


def test_two_people_clash_settle_and_end_equal(ws: Workspace, hers: Workspace, linked: Linked) -> None:
    editing.set_field(ws, linked.claim, "status", "verified")
    editing.set_field(hers, linked.claim, "status", "disputed")
    editing.remove(hers, linked.link)
    hers.close()
    rehearsed = sharing.merge(ws, hers.project.path, dry_run=True)
    assert rehearsed.backup is None
    assert linked.link in ws.graph().links
    merged = sharing.merge(ws, hers.project.path)
    assert set(merged.removed) == {linked.link, linked.passage}
    assert merged.changed == (linked.claim,)
    assert [(one.field, one.mine, one.theirs) for one in merged.disagreements] == [("status", "verified", "disputed")]
    assert ws.graph().claims[linked.claim].status == "disputed"
    sharing.settle(ws, linked.claim, "status", "open")
    assert ws.project.disagreements() == []
    with pytest.raises(Refused, match="Nobody disagrees"):
        sharing.settle(ws, linked.claim, "status", "cut")
    mine = ws.project.path.with_name("sent.annotator")
    sharing.share(ws, mine, Sending())
    with opened(hers.project.path) as other:
        again = sharing.merge(other, mine)
        assert again.disagreements == ()
        assert other.graph().claims[linked.claim].status == "open"
        assert {a.id for a in other.project.history()} == {a.id for a in ws.project.history()}
    assert sharing.merge(ws, hers.project.path).changes == ()


def test_a_merge_is_undone_as_a_whole_until_the_next_edit(ws: Workspace, hers: Workspace, linked: Linked) -> None:
    before = ws.graph()
    editing.set_field(hers, linked.link, "note", "the treasurer says 2.9")
    hers.close()
    merged = sharing.merge(ws, hers.project.path)
    assert merged.backup is not None
    assert merged.backup.parent == backups.folder(ws.project.id)
    assert ws.project.path.parent not in merged.backup.parents
    sharing.undo_merge(ws)
    assert ws.graph() == before
    with pytest.raises(Refused, match="no backup"):
        sharing.undo_merge(ws)
    sharing.merge(ws, hers.project.path)
    editing.set_field(ws, linked.claim, "said_by", "the mayor")
    with pytest.raises(Refused, match="was edited since"):
        sharing.undo_merge(ws)
    assert ws.graph().links[linked.link].note == "the treasurer says 2.9"


def test_changes_only_are_small_and_refused_where_they_do_not_fit(
    ws: Workspace, hers: Workspace, linked: Linked, tmp_path: Path
) -> None:
    hers.close()
    editing.set_field(ws, linked.link, "note", "one")
    small = sharing.share(ws, tmp_path / "new.changes", Sending(), since=hers.project.path)
    assert small.changes == 2  # the act and the note
    assert small.path.stat().st_size < 60_000
    with opened(hers.project.path) as other:
        assert sharing.merge(other, small.path).changed == (linked.link,)
        assert sharing.merge(other, small.path).changes == ()
    with pytest.raises(Refused, match="holds changes only"):
        sharing.share(ws, tmp_path / "more.changes", Sending(), since=small.path)
    with Workspace(Project.create(tmp_path / "else.annotator", who=NOOR)) as foreign:
        with pytest.raises(Refused, match="does not stem"):
            sharing.merge(foreign, small.path)
        with pytest.raises(Refused, match="build on others"):
            sharing.merge(foreign, small.path, force=True)


def test_copies_that_do_not_stem_from_one_project_are_merged_after_a_question(
    ws: Workspace, linked: Linked, folder: Path, tmp_path: Path
) -> None:
    with Workspace(Project.create(tmp_path / "else.annotator", who=NOOR)) as foreign:
        draft = importing.add(foreign, [folder / "draft.txt"], role=Role.DRAFT).added[0].document
        theirs = marking.claim(foreign, draft, "council spent 3.5 million on the new pier")
        queries.ask(foreign, theirs.claim, "Which year?", whom="Grace", type=QueryType.REPLY_SOUGHT)
    with pytest.raises(Refused, match="does not stem"):
        sharing.merge(ws, foreign.project.path)
    sharing.merge(ws, foreign.project.path, force=True)
    assert len(ws.graph().documents) == 3
    mine = next(d.id for d in ws.graph().documents.values() if d.name == "draft.txt" and d.id != draft)
    sharing.same(ws, mine, draft)
    sharing.same(ws, linked.claim, theirs.claim)
    graph = ws.graph()
    assert set(graph.documents) == {mine, graph.passages[linked.passage].document}
    assert list(graph.claims) == [linked.claim]
    assert len(graph.passages_of(linked.claim)) == 1
    assert [query.text for query in graph.queries_of(linked.claim)] == ["Which year?"]
    assert {passage.document for passage in graph.passages.values()} == set(graph.documents)
    editing.undo(ws)
    editing.undo(ws)
    assert set(ws.graph().claims) == {linked.claim, theirs.claim}
    assert len(ws.graph().documents) == 3
    with pytest.raises(Refused, match="no version in common"):
        sharing.same(ws, mine, graph.passages[linked.passage].document)
    with pytest.raises(Refused, match="Two documents"):
        sharing.same(ws, mine, linked.claim)


def test_the_open_project_is_not_brought_into_itself(ws: Workspace, linked: Linked, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is open"):
        sharing.merge(ws, ws.project.path)
    (tmp_path / "link.annotator").symlink_to(ws.project.path)
    with pytest.raises(Refused, match="is open"):
        sharing.merge(ws, tmp_path / "link.annotator")
    shutil.copy(ws.project.path, tmp_path / "same.annotator")
    assert sharing.merge(ws, tmp_path / "same.annotator").changes == ()


def test_only_so_many_backups_are_kept(ws: Workspace, linked: Linked) -> None:
    made = [backups.make(ws, "merge", kept=2) for _ in range(4)]
    assert backups.listed(ws.project.id) == made[2:]
    assert backups.forget(ws.project.id) == 2


def test_a_query_is_asked_answered_and_closed(ws: Workspace, linked: Linked) -> None:
    query = queries.ask(ws, linked.claim, "Says who?", whom="Noor")
    assert [one.closed for one in ws.graph().queries_of(linked.claim)] == [False]
    queries.answer(ws, query, "The budget, p. 3")
    assert [(one.answer, one.closed) for one in ws.graph().queries_of(linked.claim)] == [("The budget, p. 3", True)]
    editing.undo(ws)
    assert not ws.graph().queries[query].closed
    with pytest.raises(Refused, match="Write what is asked"):
        queries.ask(ws, linked.claim, "  ")
    editing.remove(ws, linked.claim)
    assert ws.graph().queries == {}


def test_under_a_legal_hold_nothing_is_erased_until_it_is_lifted(
    ws: Workspace, hers: Workspace, linked: Linked, memo: str
) -> None:
    backups.make(ws, "merge")
    editing.set_field(ws, ws.project.id, "hold", "Smith v. Harbour")
    with pytest.raises(Refused, match="legal hold"):
        editing.erase(ws, memo)
    editing.erase(hers, memo)
    hers.close()
    with pytest.raises(Refused, match="legal hold"):
        sharing.merge(ws, hers.project.path)
    assert memo in ws.graph().documents
    editing.set_field(ws, ws.project.id, "hold", "")
    sharing.merge(ws, hers.project.path)
    assert memo not in ws.project.graph(with_removed=True).documents
    assert traces(ws.project.path, "2.9 million") == []


def test_erasing_takes_the_backups_along(ws: Workspace, linked: Linked, memo: str) -> None:
    backups.make(ws, "merge")
    editing.erase(ws, memo)
    assert backups.listed(ws.project.id) == []
    assert traces(ws.project.path, "2.9 million") == []


def test_what_a_colleague_erased_goes_from_backups_and_index_here_too(
    ws: Workspace, hers: Workspace, linked: Linked, memo: str
) -> None:
    assert searching.search(ws, "2.9 million", 5)
    editing.erase(hers, memo)
    hers.close()
    backups.make(ws, "merge")
    rehearsed = sharing.merge(ws, hers.project.path, dry_run=True)
    assert rehearsed.erased > 0
    assert len(backups.listed(ws.project.id)) == 1, "a rehearsal changes nothing"
    merged = sharing.merge(ws, hers.project.path)
    assert (merged.erased, merged.backup) == (rehearsed.erased, None)
    assert backups.listed(ws.project.id) == []
    assert traces(ws.project.path, "2.9 million") == []
    index = workspace.index_folder(ws.project.id)
    assert [file for file in index.rglob("*") if file.is_file() and b"2.9 million" in file.read_bytes()] == []
    with pytest.raises(Refused, match="no backup"):
        sharing.undo_merge(ws)
    assert len(came_in.batches(ws)) == 1


def test_a_project_is_forgotten_on_this_computer(ws: Workspace, linked: Linked) -> None:
    searching.search(ws, "pier", 5)
    backups.make(ws, "merge")
    with pytest.raises(ProjectBusy):
        forgetting.forget(ws.project.path)
    ws.close()
    ws.project.read_only = True  # it is closed: nothing is left to compare
    assert forgetting.forget(ws.project.path) == ("search index", "backups", "who I am in it")
    assert forgetting.forget(ws.project.path) == ()
    assert not workspace.index_folder(ws.project.id).exists()
