"""Who I am, what came in, setting back, the legal hold and forgetting, as scripts use them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotator.model.things import Kind
from annotator.operations import identity
from annotator.store.project import Identity, Project
from annotator.ui import state
from tests.cli.conftest import Call, Case

NOOR = Identity("5d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c22", "Noor Haddad")


@pytest.fixture
def project(case: Case) -> Path:
    return case.project


@pytest.fixture
def told(call: Call, project: Path, tmp_path: Path) -> tuple[Path, str]:
    """A project that Noor's copy can be brought into, which sees the status of its claim differently; the claim."""
    (claim, *_) = (each["id"] for each in call("claims", project, "--json").json)
    copy = tmp_path / "back.annotator"
    assert call("share", project, copy).status == 0
    with Project.open(copy, who=NOOR) as hers, hers.act("set") as pen:
        pen.set(claim, "status", "disputed")
        pen.set(claim, "note", "The council says otherwise")
    assert call("set", project, claim, "status", "cut").status == 0
    return copy, claim


def test_who_i_am(call: Call, project: Path, told: tuple[Path, str]) -> None:
    me = call("who", project, "--name", "Ada  Lind", "--json").json
    assert (me["name"], me["others"], me["new"]) == ("Ada Lind", [], False)
    assert call("merge", project, told[0]).status == 1
    (other,) = call("who", project, "--json").json["others"]
    assert (other["person"], other["name"]) == (NOOR.person, NOOR.name)
    assert call("who", project, "--as", "nobody").status == 2
    assert call("who", project, "--as", "Noor Haddad", "--json").json["person"] == NOOR.person
    assert call("who", project, "--as", me["person"][:8]).out.split()[:2] == ["me", me["person"]]


def test_what_came_in_is_kept_or_set_back(call: Call, project: Path, told: tuple[Path, str]) -> None:
    copy, claim = told
    assert call("came-in", project, "--json").json == {"batches": [], "changes": []}
    assert call("came-in", project, "--batch", "2").status == 2
    call("merge", project, copy)
    came = call("came-in", project, "--json")
    assert came.status == 1, "a person is needed"
    (batch,) = came.json["batches"]
    assert (batch["name"], batch["acts"], batch["undoable"]) == ("back.annotator", 1, True)
    by_field = {each["field"]: each for each in came.json["changes"]}
    assert by_field["status"]["done"] == "status: open → disputed"
    sides = by_field["status"]["sides"]
    assert {(side["words"], side["mine"]) for side in sides} == {("cut", True), ("disputed", False)}
    note = by_field["note"]["change"]
    assert call("came-in", project, "--keep", "zz").status == 2
    left = call("came-in", project, "--keep", by_field["status"]["change"][:13], "--json").json["changes"]
    assert {each["field"]: each["looked"] for each in left} == {"status": True, "note": False}
    assert call("set-back", project, note).status == 0
    assert {each["id"]: each["note"] for each in [_claim(project, claim)]} == {claim: ""}
    after = call("came-in", project)
    assert after.status == 0
    assert "0 changes of 2 to look at, from back.annotator." in after.out
    assert call("undo-merge", project).status == 2, "it was edited since"


def _claim(project: Path, claim: str) -> dict[str, str]:
    with Project.open(project, read_only=True) as opened:
        return {"id": claim, "note": opened.graph().claims[claim].note}


def test_a_hold_keeps_things_from_being_erased(call: Call, project: Path) -> None:
    claim = call("claims", project, "--json").json[0]["id"]
    assert call("hold", project, "--json").json["hold"] == ""
    assert call("hold", project, "--why", " ").status == 2
    assert call("hold", project, "--why", "a letter of 3 May", "--json").json["hold"] == "a letter of 3 May"
    assert call("erase", project, claim).status == 2
    assert call("hold", project, "--lift").status == 0
    assert call("erase", project, claim).status == 0
    assert call("hold", project, "--json").json["erased"] > 0


def test_one_like_another_is_told_apart(call: Call, project: Path, told: tuple[Path, str]) -> None:
    with Project.open(told[0], who=NOOR) as hers:
        mine = next(each for each in hers.graph().passages.values() if each.claim == told[1])
        with hers.act("claim") as pen:
            claim = pen.new(Kind.CLAIM, {"number": 9})
            pen.new(Kind.PASSAGE, {"document": mine.document, "place": mine.place.to_value(), "claim": claim})
    call("merge", project, told[0])
    (pair,) = call("alike", project, "--json").json
    assert call("apart", project, pair["other"]).status == 0
    assert call("alike", project, "--json").json == []


def test_this_computer_forgets_a_project_but_not_while_it_is_open(call: Call, project: Path, tmp_path: Path) -> None:
    beside = tmp_path / "kept.annotator"
    shutil.copyfile(project, beside)
    number = Project.peek_id(project)
    call("search", project, "pier")
    call("backups", project, "--make")
    state.remember_recent(project, "Pier", number)
    state.remember_recent(beside, "Another", "another")
    state.save_project(number, state.ProjectState(chosen="c"))
    with Project.open(project, who=NOOR):
        busy = call("forget", project)
        assert busy.status == 2
    assert identity.known(number) is not None, "nothing was taken away"
    forgotten = call("forget", project, "--json").json["forgotten"]
    assert {"search index", "backups", "who I am in it", "what its window showed"} <= set(forgotten)
    assert identity.known(number) is None
    assert [each.title for each in state.recent_projects()] == ["Another"]
    assert state.load_project(number).chosen == ""
    assert project.read_bytes() == beside.read_bytes(), "the file is as it was"
    assert call("forget", project, "--json").json == {"forgotten": []}
    assert "keeps nothing of it" in call("forget", project).out
