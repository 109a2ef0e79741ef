"""What two people made of one thing is recognised after a merge, offered, and joined or kept apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.model.errors import Refused
from annotator.model.things import Relation, Role
from annotator.model.withheld import Sending
from annotator.operations import editing, importing, linking, marking, sharing
from annotator.operations.workspace import Workspace
from annotator.store.project import Identity, Project

NOOR = Identity("5d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c22", "Noor Haddad")
CLAIM = "The council spent 3.5 million on the new pier"


@pytest.fixture
def hers(ws: Workspace, draft: str, memo: str, tmp_path: Path) -> Iterator[Workspace]:
    """Noor's copy of a project in which nothing is marked yet, open."""
    path = sharing.share(ws, tmp_path / "hers.annotator", Sending()).path
    with Workspace(Project.open(path, who=NOOR)) as other:
        yield other


def brought(ws: Workspace, hers: Workspace) -> list[tuple[str, str, bool]]:
    hers.close()
    sharing.merge(ws, hers.project.path)
    return [(one.kind, one.reason, one.exact) for one in sharing.alike(ws)]


def test_the_same_words_marked_and_linked_by_two(ws: Workspace, hers: Workspace, draft: str, memo: str) -> None:
    mine = marking.claim(ws, draft, CLAIM)
    linked = linking.link(ws, mine.claim, memo, "2.9 million", Relation.CONTRADICTS, note="ask the treasurer")
    theirs = marking.claim(hers, draft, "council spent 3.5 million on the new pier.")
    again = linking.link(hers, theirs.claim, memo, "2.9 million", Relation.CONTRADICTS, note="ask the mayor")
    assert sharing.alike(ws) == ()
    assert brought(ws, hers) == [("claim", "The same words are marked with other ends.", False)]
    (pair,) = sharing.alike(ws)
    assert (pair.one, pair.other) == (mine.claim, theirs.claim)
    assert pair.words == (CLAIM, "council spent 3.5 million on the new pier.")
    sharing.same(ws, pair.one, pair.other)
    (pair,) = sharing.alike(ws)
    assert (pair.kind, pair.reason, pair.exact) == ("link", "One claim is linked twice to the same words.", False)
    sharing.same(ws, pair.one, pair.other)
    assert sharing.alike(ws) == ()
    (link,) = ws.graph().links.values()
    assert {link.id} < {linked.link, again.link}
    assert set(link.note.split("\n")) == {"ask the treasurer", "ask the mayor"}
    assert len(ws.graph().passages) == 2
    editing.undo(ws)
    assert {one.note for one in ws.graph().links.values()} == {"ask the treasurer", "ask the mayor"}
    assert len(sharing.alike(ws)) == 1


def test_two_markings_of_one_person_are_two_and_two_sentences_are_none(
    ws: Workspace, hers: Workspace, draft: str
) -> None:
    marking.claim(ws, draft, CLAIM)
    marking.claim(ws, draft, "council spent 3.5 million on the new pier")
    marking.claim(hers, draft, "3.5 million")
    assert brought(ws, hers) == []


def test_a_pair_that_is_none_is_not_asked_about_again(ws: Workspace, hers: Workspace, draft: str) -> None:
    marking.claim(ws, draft, CLAIM)
    theirs = marking.claim(hers, draft, CLAIM)
    assert brought(ws, hers) == [("claim", "The same words are marked twice.", True)]
    sharing.apart(ws, theirs.claim)
    assert sharing.alike(ws) == ()
    assert len(ws.graph().claims) == 2
    editing.undo(ws)
    assert len(sharing.alike(ws)) == 1


def test_a_file_that_two_added(
    ws: Workspace, hers: Workspace, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "letter.txt").write_text("The harbour is closed on Sundays.\n", encoding="utf-8")
    (folder / "the same letter.txt").write_text("The harbour is closed on Sundays.\n", encoding="utf-8")
    first = importing.add(ws, [folder / "letter.txt"]).added[0].document
    second = importing.add(hers, [folder / "the same letter.txt"], role=Role.SOURCE).added[0].document
    assert brought(ws, hers) == [("document", "They are the same file.", True)]
    path = tmp_path / "copy.annotator"
    ws.project.copy_to(path)
    assert main(["alike", str(path), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["one"], told["other"]) == ("document", first, second)
    assert main(["same", str(path), told["one"], told["other"]]) == 0
    assert main(["alike", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == []


def test_a_sentence_that_two_let_be(ws: Workspace, hers: Workspace, draft: str) -> None:
    mine = marking.needs_none(ws, draft, "Nobody disputes the fog.", "seen by all").id
    marking.needs_none(ws, draft, "3.5 million on the new pier", "known")
    marking.needs_none(hers, draft, "Nobody disputes the fog", "trivial")
    (told,) = brought(ws, hers)
    assert told == ("needs-none", "The same words are marked twice as needing no source, with other ends.", False)
    (pair,) = sharing.alike(ws)
    assert pair.one == mine
    assert pair.words == ("Nobody disputes the fog.", "Nobody disputes the fog")
    assert pair.about[1] == "sentence that needs no source in draft.txt (trivial)"
    alone = next(each for each in ws.graph().needs_none if each not in (pair.one, pair.other))
    with pytest.raises(Refused, match="different words"):
        sharing.same(ws, pair.one, alone)
    sharing.same(ws, pair.one, pair.other)
    assert {each.id: each.reason for each in ws.graph().needs_none.values()} == {
        mine: "seen by all; trivial",
        alone: "known",
    }
    assert sharing.alike(ws) == ()
    editing.undo(ws)
    assert len(sharing.alike(ws)) == 1


def test_links_of_two_claims_are_not_one(ws: Workspace, draft: str, memo: str) -> None:
    one = marking.claim(ws, draft, CLAIM)
    first = linking.link(ws, one.claim, memo, "2.9 million", Relation.CONTRADICTS)
    second = linking.link(ws, one.claim, memo, "2.9 million", Relation.CONTEXT)
    with pytest.raises(Refused, match="different"):
        sharing.same(ws, first.link, second.link)
    with pytest.raises(Refused, match="document or a claim"):
        sharing.apart(ws, first.link)
