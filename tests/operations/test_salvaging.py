"""A damaged project: what its checksums vouch for goes into a new one, and what is lost is said."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.model.errors import Refused
from annotator.model.things import Relation
from annotator.model.withheld import Sending
from annotator.operations import doctor, editing, importing, linking, marking, salvaging, sharing
from annotator.operations.workspace import Workspace, open_workspace
from annotator.store.project import Identity, Project

NOOR = Identity("5d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c22", "Noor Haddad")


@pytest.fixture
def linked(ws: Workspace, draft: str, memo: str) -> linking.Linked:
    """A claim with a link, checked, in a second session."""
    marked = marking.claim(ws, draft, "The council spent 3.5 million on the new pier")
    found = linking.link(ws, marked.claim, memo, "2.9 million", Relation.CONTRADICTS, note="ask the treasurer")
    editing.set_field(ws, found.claim, "said_by", "the mayor")
    return found


@pytest.fixture
def bad(ws: Workspace, linked: linking.Linked, tmp_path: Path) -> Path:
    """The project, closed, as a file that may be damaged."""
    ws.project.copy_to(tmp_path / "bad.annotator")
    return tmp_path / "bad.annotator"


def overwritten(path: Path, words: str, instead: str) -> None:
    data = path.read_bytes()
    assert words.encode() in data
    path.write_bytes(data.replace(words.encode(), instead.encode()))


def saved(bad: Path, out: Path) -> tuple[salvaging.Saved, Workspace]:
    found = salvaging.salvage(bad, out)
    return found, open_workspace(out)


def test_of_a_whole_project_everything_is_saved(ws: Workspace, bad: Path, tmp_path: Path) -> None:
    found, made = saved(bad, tmp_path / "out.annotator")
    with made:
        assert found.whole
        assert made.project.verify(full=True) == [] == made.project.rebuild_differences()
        assert replace(made.graph(), revision=0) == replace(ws.graph(), revision=0)
        assert made.project.history() == ws.project.history()
    with pytest.raises(Refused, match="already"):
        salvaging.salvage(bad, tmp_path / "out.annotator")


def test_a_change_that_was_altered_keeps_its_place_and_a_colleague_brings_it_back(
    ws: Workspace, bad: Path, linked: linking.Linked, tmp_path: Path
) -> None:
    sharing.share(ws, tmp_path / "hers.annotator", Sending())
    overwritten(bad, "ask the treasurer", "ask the tresurer!")
    found, made = saved(bad, tmp_path / "out.annotator")
    with made:
        assert (found.emptied, found.lost, found.breaks) == (1, 0, ())
        assert made.graph().links[linked.link].note == ""
        assert made.project.verify(full=True) == [] == made.project.rebuild_differences()
        sharing.merge(made, tmp_path / "hers.annotator")
        assert made.graph().links[linked.link].note == "ask the treasurer"


def test_where_the_chain_breaks_what_stands_behind_is_recorded_again(
    ws: Workspace, bad: Path, linked: linking.Linked, tmp_path: Path
) -> None:
    with sqlite3.connect(bad) as connection:
        query = "SELECT number, digest FROM change WHERE field = 'relation'"
        ((number, digest),) = connection.execute(query).fetchall()
        connection.execute("UPDATE change SET digest = ? WHERE number = ?", (f"{digest[:-1]}x", number))
    connection.close()
    sharing.share(ws, tmp_path / "hers.annotator", Sending())
    found, made = saved(bad, tmp_path / "out.annotator")
    with made:
        assert found.again > 0
        assert len(found.breaks) == 1
        assert found.breaks[0].startswith("The record of a session of somebody breaks after change ")
        assert made.project.verify(full=True) == [] == made.project.rebuild_differences()
        assert made.graph().claims[linked.claim].said_by == "the mayor"
        assert linked.link not in made.graph().links  # nobody knows any more what it said
        merged = sharing.merge(made, tmp_path / "hers.annotator")
        assert merged.disagreements == ()
        assert made.graph().links[linked.link].relation is Relation.CONTRADICTS
        assert made.project.verify(full=True) == [] == made.project.rebuild_differences()


def test_bytes_that_are_lost_are_told_and_come_back_with_the_file(
    ws: Workspace, bad: Path, linked: linking.Linked, memo: str, folder: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(bad) as connection:
        sha256 = next(version.sha256 for version in ws.graph().versions.values() if version.document == memo)
        connection.execute("UPDATE piece SET data = zeroblob(length(data)) WHERE content = ?", (sha256,))
        connection.execute("UPDATE page SET text = 'another' WHERE extraction IN (SELECT extraction FROM version)")
    connection.close()
    found, made = saved(bad, tmp_path / "out.annotator")
    with made:
        assert found.without_bytes == ("memo.md",)
        assert set(found.without_text) == {"memo.md", "draft.txt"}
        assert set(made.graph().links) == {linked.link}
        (again,) = importing.add(made, [folder / "memo.md"]).added
        assert (again.document, again.existed) == (memo, True)
        assert again.warnings[0] == "What was lost of 'memo.md' is back."
        assert b"".join(made.project.content(sha256)) == (folder / "memo.md").read_bytes()
        importing.add(made, [folder / "draft.txt"])
        assert made.project.verify(full=True) == []
        assert importing.add(made, [folder / "memo.md"]).added[0].warnings[0].startswith("The same bytes")


def test_the_doctor_saves_and_says_so(
    bad: Path, linked: linking.Linked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = bad.read_bytes()
    bad.write_bytes(b"\xff" * 200 + whole[200 : len(whole) // 4096 * 4096 - 4096])
    before = bad.read_bytes()
    assert main(["doctor", str(bad), "--salvage", str(tmp_path / "out.annotator"), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["integrity"]["ok"] is False
    assert told["salvaged"]["claims"] == 1
    assert bad.read_bytes() == before
    with open_workspace(tmp_path / "out.annotator", read_only=True) as made:
        assert linked.claim in made.graph().claims
    bad.write_bytes(bytes(8192))
    assert main(["doctor", str(bad), "--salvage", str(tmp_path / "none.annotator")]) == 2
    assert not (tmp_path / "none.annotator").exists()


def test_a_session_that_goes_on_in_two_ways_is_no_damage(bad: Path, tmp_path: Path) -> None:
    with Project.open(bad, who=NOOR) as one:
        with one.act("set") as pen:
            pen.set(one.id, "title", "One")
        one.copy_to(tmp_path / "other.annotator")
        tail, clock = one._tail, one._clock
        with one.act("set") as pen:
            pen.set(one.id, "title", "Two")
    with Project.open(tmp_path / "other.annotator", who=NOOR) as other:
        # As when a computer is put back to an image of itself while the project was open.
        other._tail, other._clock = tail, clock
        for word in ("Three", "Four"):
            with other.act("set") as pen:
                pen.set(other.id, "title", word)
    with open_workspace(bad) as ws:
        sharing.merge(ws, tmp_path / "other.annotator")
        report = doctor.doctor(ws)
        assert report.data["chain"]["ok"]
        assert len(report.data["chain"]["forks"]) == 1
        assert "goes on in two ways" in report.data["chain"]["forks"][0]
        assert ws.project.verify(full=True) == []
