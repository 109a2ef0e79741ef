"""A project is opened as the program does: after a crash in the middle of an edit, or written by an earlier version."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.model.errors import Refused
from annotator.operations import backups, workspace
from annotator.operations.workspace import Workspace
from annotator.store import schema
from tests.store.conftest import child, end
from tests.store.test_schema import released

_HALF_AN_EDIT = """
import sqlite3
connection = sqlite3.connect(path, isolation_level=None)
for statement in ("PRAGMA cache_size = 1", "PRAGMA synchronous = FULL", "BEGIN IMMEDIATE"):
    connection.execute(statement)
connection.execute("UPDATE change SET value = printf('%2000s', id)")
connection.execute("UPDATE document SET name = 'half done'")
print("begun", flush=True)
time.sleep(60)
"""


def interrupted(path: Path) -> None:
    """Leaves the file as a crash in the middle of an edit does: written in part, with a journal to take that back."""
    process = child(_HALF_AN_EDIT, path)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "begun\n"
    finally:
        end(process)
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0


@pytest.mark.parametrize("read_only", [False, True])
def test_after_a_crash_it_opens_as_it_was(ws: Workspace, draft: str, tmp_path: Path, *, read_only: bool) -> None:
    before = ws.graph().documents
    path = tmp_path / "after.annotator"
    shutil.copy(ws.project.path, path)
    interrupted(path)
    with workspace.open_workspace(path, read_only=read_only) as opened:
        assert opened.graph().documents == before
        assert opened.project.verify(full=True) == []
    assert not path.with_name(f"{path.name}-journal").exists()
    assert workspace.Project.peek_id(path) == ws.project.id


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_before_an_upgrade_a_backup_is_made(tmp_path: Path, version: int) -> None:
    path = released(version, tmp_path / "old.annotator")
    with workspace.open_workspace(path) as ws:
        (backup,) = backups.listed(ws.project.id)
        claims = ws.graph().claims
    connection = sqlite3.connect(backup)
    assert connection.execute("PRAGMA user_version").fetchone() == (version,)
    connection.close()
    shutil.copy(backup, tmp_path / "again.annotator")
    with workspace.open_workspace(tmp_path / "again.annotator") as again:
        assert again.graph().claims == claims


def test_a_backup_is_told_and_saved_as_a_project(ws: Workspace, draft: str, tmp_path: Path) -> None:
    before = ws.graph().documents
    made = backups.make(ws, backups.ASKED)
    with ws.project.act("set") as pen:
        pen.set(draft, "title", "Another title")
    (backup,) = backups.told(ws.project.id)
    assert (backup.path, backup.before, backup.size) == (made, "asked", made.stat().st_size)
    assert abs((datetime.now(UTC) - backup.at).total_seconds()) < 3600
    backups.save(made, tmp_path / "before.annotator")
    with workspace.open_workspace(tmp_path / "before.annotator") as saved:
        assert saved.graph().documents == before
    with pytest.raises(Refused, match="of this name already"):
        backups.save(made, tmp_path / "before.annotator")
    backups.drop(made)
    with pytest.raises(Refused, match="not there any more"):
        backups.save(made, tmp_path / "again.annotator")
    assert not (tmp_path / "again.annotator").exists()


def test_how_many_backups_are_kept_is_a_setting(ws: Workspace, draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert backups.how_many() == backups.KEPT
    made = [backups.make(ws, "merge") for _ in range(3)]
    backups.keep(2)
    assert backups.listed(ws.project.id) == made, "nothing goes because of a slip of the hand"
    made.append(backups.make(ws, "merge"))
    assert backups.listed(ws.project.id) == made[2:]
    backups.keep(0)
    assert backups.how_many() == 1
    (ws.project.path.parent / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(ws.project.path.parent / "file"))
    with pytest.raises(Refused, match="settings folder"):
        backups.keep(3)
