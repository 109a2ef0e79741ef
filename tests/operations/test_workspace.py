from __future__ import annotations

import shutil
import sqlite3
import uuid
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest

from annotator.engine.client import Confinement, Engine
from annotator.model.errors import ProjectBusy, ProjectDamaged, Refused
from annotator.model.things import Role
from annotator.operations import doctor, identity, marking, reading, workspace
from annotator.operations.workspace import Workspace


def test_i_am_the_same_person_each_time_and_another_in_another_project(tmp_path: Path) -> None:
    with workspace.create(tmp_path / "a.annotator") as made:
        mine = made.project.history()[0].person
        first = made.project.id
    with workspace.create(tmp_path / "b.annotator") as other:
        assert other.project.history()[0].person != mine
    assert identity.identity_for(first).person == mine
    kept = platformdirs.user_config_path("annotator", appauthor=False) / "people" / f"{first}.json"
    kept.write_text("{broken")
    assert identity.identity_for(first).person != mine
    with pytest.raises(Refused):
        identity.identity_for("../../elsewhere")


def test_settings_that_can_not_be_written_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    with pytest.raises(Refused, match="settings folder"):
        identity.identity_for(str(uuid.uuid4()))


def test_reading_works_while_a_window_has_the_project(ws: Workspace, draft: str) -> None:
    marking.claim(ws, draft, "no ship was turned away")
    with pytest.raises(ProjectBusy):
        workspace.open_workspace(ws.project.path)
    with workspace.open_workspace(ws.project.path, read_only=True) as other:
        assert len(reading.claims(other)) == 1
        assert reading.documents(other)[0]["name"] == "draft.txt"
        assert "fog" in reading.text(other, draft)["pages"][0]["text"]
        assert reading.history(other)[-1]["verb"] == "claim"
    marking.claim(ws, draft, "Nobody disputes the fog")


def test_nothing_stays_open_or_beside_the_project(tmp_path: Path, folder: Path) -> None:
    from annotator.operations import importing

    before = set(Path("/proc/self/fd").iterdir())
    with workspace.create(tmp_path / "one.annotator") as made:
        importing.add(made, [folder / "draft.txt"], role=Role.DRAFT)
        marking.claim(made, next(iter(made.graph().documents)), "no ship was turned away")
    made.close()
    assert set(Path("/proc/self/fd").iterdir()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft.txt", "memo.md", "one.annotator"]


def test_the_doctor_tells_what_holds(ws: Workspace, draft: str) -> None:
    report = doctor.doctor(ws)
    assert report.well
    assert set(report.data) == {"confinement", "ocr", "meaning", "integrity", "chain", "repaired"}
    assert report.data["confinement"]["seccomp"] is True
    assert report.data["ocr"]["holds"] is True
    assert report.data["confinement"]["pictures"]["holds"] is True
    assert report.data["confinement"]["pictures"]["refused"] == report.data["confinement"]["refused"]
    assert report.data["integrity"] == {"ok": True, "problems": []}
    assert report.data["repaired"] == ["the search index"]
    assert doctor.doctor(ws).data["repaired"] == []
    alone = doctor.doctor(None)
    assert alone.well
    assert (alone.data["integrity"], alone.data["chain"]) == (None, None)


def test_the_doctor_tells_of_each_kind_of_worker_what_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Engine.confinement

    def without_seccomp(engine: Engine, *, pictures: bool = False) -> Confinement:
        found = real(engine, pictures=pictures)
        return replace(found, seccomp=False) if pictures else found

    monkeypatch.setattr(Engine, "confinement", without_seccomp)
    report = doctor.doctor(None)
    assert not report.well
    assert report.data["confinement"]["holds"] is False
    assert report.data["confinement"]["pictures"]["sentence"].startswith("Pages as pictures are read in a separate")


def test_the_doctor_sees_damage(tmp_path: Path, folder: Path) -> None:
    from annotator.operations import importing

    path = tmp_path / "one.annotator"
    with workspace.create(path) as made:
        importing.add(made, [folder / "draft.txt"])
    data = path.read_bytes()
    at = data.index(b"turned away")
    path.write_bytes(data[:at] + b"turned amay" + data[at + 11 :])
    report = doctor.examine(path)
    assert not report.well
    assert report.data["integrity"]["problems"] or report.data["chain"]["problems"]
    path.write_bytes(data[:4096] + b"\0" * 4096 + data[8192:])
    assert not doctor.examine(path).well
    path.write_bytes(b"not a database" * 99)
    with pytest.raises(Refused):
        doctor.examine(path)


def test_a_flipped_byte_is_refused_before_anything_can_be_shown(
    ws: Workspace, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = ws.graph().versions[ws.graph().documents[draft].current]
    copied = tmp_path / "flipped.annotator"
    shutil.copy(ws.project.path, copied)
    connection = sqlite3.connect(copied)
    for (row,) in connection.execute("SELECT rowid FROM piece").fetchall():
        with connection, connection.blobopen("piece", "data", row) as blob:
            blob[len(blob) // 2] ^= 1
    connection.close()
    opened: list[object] = []
    monkeypatch.setattr(Engine, "open", lambda engine, source: opened.append(source))
    with workspace.open_workspace(copied, read_only=True) as flipped:
        before = len(list(Path("/proc/self/fd").iterdir()))
        for ask in (flipped.reader, lambda each: workspace.sealed_content(flipped, each.id)):
            with pytest.raises(ProjectDamaged):
                ask(version)
        assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert not opened
