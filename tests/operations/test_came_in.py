"""What came in waits for a review on this computer: listed, kept or set back by a further change; gone when undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.errors import Refused
from annotator.model.things import Relation, Status
from annotator.model.withheld import Sending
from annotator.operations import came_in, editing, forgetting, linking, looking_back, marking, sharing
from annotator.operations.workspace import Workspace, open_workspace
from annotator.store.project import Identity, Project

NOOR = Identity("5d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c22", "Noor Haddad")


@pytest.fixture
def back(ws: Workspace, draft: str, memo: str, tmp_path: Path) -> tuple[Path, str]:
    """Her copy with a status, a note and a link, while I cut the claim; and the claim."""
    claim = marking.claim(ws, draft, "The council spent 3.5 million").claim
    copy = tmp_path / "for Noor.annotator"
    sharing.share(ws, copy, Sending())
    with Workspace(Project.open(copy, who=NOOR)) as hers:
        linking.link(hers, claim, memo, "2.9 million", Relation.CONTRADICTS)
        editing.set_field(hers, claim, "note", "See the budget")
        editing.set_field(hers, claim, "status", "disputed")
    editing.set_field(ws, claim, "status", "cut")
    return copy, claim


def test_what_came_in_waits_and_is_kept_or_set_back(ws: Workspace, back: tuple[Path, str]) -> None:
    copy, claim = back
    assert came_in.batches(ws) == ()
    sharing.merge(ws, copy)
    (batch,) = came_in.batches(ws)
    assert (batch.name, batch.more) == ("for Noor.annotator", 0)
    came = came_in.page(ws, 0)
    lines = [line for entry in came.entries for line in entry.lines]
    told = [f"{line.about}: {line.done}" for line in lines]
    assert told == [
        "claim 1: status: open → disputed",
        "claim 1: note: See the budget",
        "link of claim 1 to memo.md: new",
    ]
    assert {entry.name for entry in came.entries} == {"Noor Haddad"}
    assert [line.words for line in lines] == ["The council spent 3.5 million"] * 2 + ["2.9 million"]
    assert list(came.differing) == [(claim, "status")]
    sides = [(side.words, side.name, side.mine, side.shows) for side in came.differing[claim, "status"]]
    assert sorted(sides) == [("cut", "", True, False), ("disputed", "Noor Haddad", False, True)]

    assert sharing.undoable(ws) == batch.backup != ""
    looking_back.set_back(ws, lines[1].change)
    came_in.look_at(ws, [lines[1].change])
    assert ws.graph().claims[claim].note == ""
    assert sharing.undoable(ws) == "", "it was edited since"
    assert came_in.page(ws, 0).looked == {lines[1].change}
    assert ws.graph().claims[claim].status is Status.DISPUTED
    with pytest.raises(Refused):
        came_in.page(ws, 1)


def test_it_goes_with_the_merge_and_with_the_project(ws: Workspace, back: tuple[Path, str], tmp_path: Path) -> None:
    sharing.merge(ws, back[0])
    sharing.undo_merge(ws)
    assert came_in.batches(ws) == ()
    assert sharing.undoable(ws) == ""
    sharing.merge(ws, back[0])
    sharing.merge(ws, back[0])
    assert len(came_in.batches(ws)) == 1, "nothing came in the second time"
    path = ws.project.path
    ws.close()
    forgetting.forget(path)
    with open_workspace(path) as again:
        assert came_in.batches(again) == ()
    ws.project.read_only = True  # it is closed: nothing is left to compare
