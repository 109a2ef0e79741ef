"""Bad files, full disks, read-only folders, other programs: a sentence each, and what was saved stays."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from annotator.model.errors import (
    ProjectBusy,
    ProjectChanged,
    ProjectDamaged,
    ProjectForeign,
    ProjectReadOnly,
    ProjectTooNew,
    Refused,
)
from annotator.store import schema
from annotator.store.project import Project

from .conftest import ME, add_document, child, end


def refused_both_ways(path: Path, kind: type[Refused]) -> None:
    before = sorted(found.name for found in path.parent.iterdir())
    for read_only in (False, True):
        with pytest.raises(kind) as caught:
            Project.open(path, who=ME, read_only=read_only)
        assert type(caught.value) is kind
        assert caught.value.sentence.endswith(".")
        assert str(path.parent) not in caught.value.sentence
    assert sorted(found.name for found in path.parent.iterdir()) == before


def test_what_is_no_project(path: Path) -> None:
    refused_both_ways(path, Refused)
    path.mkdir()
    refused_both_ways(path, Refused)
    path.rmdir()
    path.touch()
    refused_both_ways(path, ProjectDamaged)
    path.write_bytes(b"%PDF-1.7\n" * 100)
    refused_both_ways(path, ProjectDamaged)
    path.unlink()
    sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close()
    refused_both_ways(path, ProjectDamaged)
    path.unlink()
    os.mkfifo(path)
    refused_both_ways(path, Refused)


def test_nowhere_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        Project.create(tmp_path / "no" / "such.annotator", who=ME)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_one(closed: Path) -> None:
    connection = sqlite3.connect(closed)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    before = closed.read_bytes()
    refused_both_ways(closed, ProjectTooNew)
    assert closed.read_bytes() == before


def test_cut_short(closed: Path) -> None:
    whole = closed.read_bytes()
    for size in (50, 4096, len(whole) // 2, len(whole) - 4096):
        closed.write_bytes(whole[:size])
        refused_both_ways(closed, ProjectDamaged)


def test_overwritten_pages(closed: Path) -> None:
    whole = bytearray(closed.read_bytes())
    whole[100:4096] = b"\xff" * 3996
    closed.write_bytes(whole)
    refused_both_ways(closed, ProjectDamaged)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON claim BEGIN DELETE FROM link; END",
        "CREATE TABLE extra (x)",
        "CREATE VIEW extra AS SELECT * FROM claim",
        "CREATE INDEX extra ON claim (note)",
        "ALTER TABLE claim ADD COLUMN extra TEXT",
        "DROP VIEW claim_links",
        "DROP INDEX change_thing",
    ],
)
def test_a_foreign_part(closed: Path, statement: str) -> None:
    connection = sqlite3.connect(closed)
    connection.execute(statement)
    connection.close()
    refused_both_ways(closed, ProjectForeign)


def test_statistics_of_a_general_tool_are_no_foreign_part(closed: Path) -> None:
    connection = sqlite3.connect(closed)
    connection.execute("ANALYZE")
    connection.close()
    Project.open(closed, who=ME).close()


def test_the_record_without_its_end(closed: Path) -> None:
    connection = sqlite3.connect(closed)
    connection.execute("DELETE FROM change WHERE number = (SELECT max(number) FROM change)")
    connection.commit()
    connection.close()
    refused_both_ways(closed, ProjectDamaged)


def test_in_use_by_another_program(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.store.connecting.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(closed, isolation_level=None)
    with Project.open(closed, who=ME) as project:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectBusy), project.act("set") as pen:
            pen.set(project.id, "title", "Mine")
        other.execute("ROLLBACK")
        other.execute("BEGIN")
        other.execute("SELECT * FROM claim").fetchall()
        with pytest.raises(ProjectBusy), project.act("set") as pen:
            pen.set(project.id, "title", "Mine")
        other.execute("ROLLBACK")
        assert project.title == "T"
        with project.act("set") as pen:
            pen.set(project.id, "title", "Mine")
        assert project.title == "Mine"
    other.execute("BEGIN EXCLUSIVE")
    refused_both_ways(closed, ProjectBusy)
    other.close()


def test_written_by_another_program(closed: Path) -> None:
    with Project.open(closed, who=ME) as project:
        assert not project.refresh_needed()
        other = sqlite3.connect(closed)
        other.execute("UPDATE document SET title = 'changed behind her back'")
        other.commit()
        other.close()
        assert project.refresh_needed()
        with pytest.raises(ProjectChanged), project.act("set") as pen:
            pen.set(project.id, "title", "Mine")
    with Project.open(closed, who=ME) as project:
        assert project.title == "T"
        assert len(project.rebuild_differences()) == 1


def test_exchanged_by_another_file(closed: Path, tmp_path: Path) -> None:
    with Project.open(closed, who=ME) as project:
        project.copy_to(tmp_path / "new.annotator")
        (tmp_path / "new.annotator").replace(closed)
        assert project.refresh_needed()
        with pytest.raises(ProjectChanged), project.act("set") as pen:
            pen.set(project.id, "title", "Mine")
    with Project.open(closed, who=ME) as project:
        assert project.title == "T"


def test_another_process_holds_it_and_dies(closed: Path) -> None:
    holder = child(
        """
        project = Project.open(path, who=ME)
        print("open", flush=True)
        sys.stdin.read()
        """,
        closed,
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(ProjectBusy):
            Project.open(closed, who=ME)
        with Project.open(closed, read_only=True) as reader:
            assert reader.title == "T"
    finally:
        end(holder)
    assert len(list(closed.parent.iterdir())) == 2
    with Project.open(closed, who=ME) as project:
        add_document(project, "later.txt", b"x", "x\n")
    assert list(closed.parent.iterdir()) == [closed]


def test_killed_while_it_writes(closed: Path) -> None:
    writer = child(
        """
        project = Project.open(path, who=ME)
        document = next(iter(project.graph().documents))
        number = 0
        while True:
            with project.act("set") as pen:
                pen.set(document, "title", f"title {number}" * 50)
                pen.set(document, "author", f"author {number}")
            print(number, flush=True)
            number += 1
        """,
        closed,
    )
    assert writer.stdout is not None
    for _ in range(40):
        acknowledged = int(writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split("\n")
    end(writer)
    acknowledged = max([acknowledged, *(int(line) for line in rest[:-1] if line)])
    with Project.open(closed, who=ME) as project:
        (document,) = project.graph().documents.values()
        number = int(document.author.split()[1])
        assert number >= acknowledged
        assert document.title == f"title {number}" * 50
        assert project.verify(full=True) == []
    assert list(closed.parent.iterdir()) == [closed]


def test_killed_in_the_middle_of_a_large_import(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has written to the file already: reading has to wait, and whoever opens it next puts it right."""
    monkeypatch.setattr("annotator.store.connecting.BUSY_SECONDS", 0.05)
    before = closed.read_bytes()
    writer = child(
        """
        project = Project.open(path, who=ME)
        data = bytes(40_000_000)
        with project.act("add") as pen:
            sha256 = hashlib.sha256(data).hexdigest()
            project.put_content(pen, sha256, len(data), io.BytesIO(data), media="text/plain")
            print("half", flush=True)
            time.sleep(60)
        """,
        closed,
    )
    assert writer.stdout is not None
    try:
        assert writer.stdout.readline() == "half\n"
        with pytest.raises(ProjectBusy):
            Project.open(closed, read_only=True)
    finally:
        end(writer)
    with monkeypatch.context() as here:
        here.setattr("os.access", lambda path, mode: mode != os.W_OK)
        with pytest.raises(ProjectReadOnly) as caught:
            Project.open(closed, read_only=True)
    assert "interrupted" in caught.value.sentence
    with Project.open(closed, read_only=True) as project:
        assert project.verify(full=True) == []
    assert list(closed.parent.iterdir()) == [closed]
    assert len(closed.read_bytes()) == len(before)
