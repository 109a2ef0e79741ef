"""The tables as a colleague sees them, and files of every released version."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.model.errors import ProjectForeign, ProjectReadOnly
from annotator.model.things import Kind
from annotator.store import older, schema
from annotator.store.project import Project

from .conftest import ME, add_claim, add_document, add_link

RELEASED = Path(__file__).parent / "released"


def released(version: int, path: Path) -> Path:
    """A file as that version of the schema wrote it, from its dump."""
    connection = sqlite3.connect(path)
    connection.executescript((RELEASED / f"{version}.sql").read_text(encoding="utf-8"))
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    return path


def test_the_digest_is_that_of_the_steps() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(connection)
    assert schema.digest(connection) == schema.DIGESTS[schema.VERSION]
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert sorted(schema.DIGESTS) == list(range(1, schema.VERSION + 1))
    connection.close()


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_a_released_file_opens_and_goes_on(path: Path, version: int) -> None:
    with Project.open(released(version, path), who=ME) as project:
        assert project.verify(full=True) == [] == project.rebuild_differences()
        (claim,) = project.graph().claims.values()
        (link,) = project.graph().links_of(claim.id)
        assert (claim.number, link.note, project.title) == (1, "as told", "Released")
        assert project.undo().verb == "set"
        assert project.graph().links[link.id].note == ""
    with Project.open(path, read_only=True) as project:
        assert project._connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


@pytest.fixture
def next_step(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bool]]:
    """A version of the schema to come, which may fail half-way."""
    plan, after = {"fails": False}, schema.VERSION + 1
    first = schema.migrations

    def migrations() -> Any:
        steps = first()

        @steps(name="next")
        def step(db: Any) -> None:
            db.conn.execute("ALTER TABLE claim ADD COLUMN weight INTEGER NOT NULL DEFAULT 0")
            if plan["fails"]:
                raise ZeroDivisionError
            schema._reached(db, after)

        return steps

    monkeypatch.setattr(schema, "migrations", migrations)
    monkeypatch.setattr(schema, "VERSION", after)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(connection)
    monkeypatch.setitem(schema.DIGESTS, after, schema.digest(connection))
    connection.close()
    return plan


def test_a_step_is_taken_whole_or_not_at_all(path: Path, next_step: dict[str, bool]) -> None:
    released(1, path)
    next_step["fails"] = True
    with pytest.raises(ZeroDivisionError):
        Project.open(path, who=ME)
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError):
        Project.open(path, who=ME)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    next_step["fails"] = False
    Project.open(path, who=ME).close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")] == [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "next",
    ]
    assert connection.execute("SELECT number, weight FROM claim").fetchall() == [(1, 0)]
    connection.close()


def test_an_old_file_with_a_trigger_is_not_migrated(path: Path, next_step: dict[str, bool]) -> None:
    released(1, path)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON claim BEGIN DELETE FROM link; END")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ProjectForeign):
        Project.open(path, who=ME)
    assert path.read_bytes() == before
    assert next_step == {"fails": False}


def test_a_colleague_reads_it_with_sqlite_utils(project: Project, path: Path) -> None:
    draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
    memo, _ = add_document(project, "memo.txt", b"m", "m\n")
    claim, _ = add_claim(project, draft, "The fee is 40 euros.", page=2)
    link, _ = add_link(project, claim, memo, "40 euros it is", "contradicts")
    with project.act("set") as pen:
        pen.set(link, "note", "look here")
    twin, _ = add_document(project, "memo again.txt", b"m", "m\n")
    again, _ = add_claim(project, draft, "fee is 40 euros.", page=2)
    other, _ = add_link(project, again, twin, "it is 40", "supports")
    with project.act("same") as pen:
        pen.set(again, "same_as", claim)
        pen.set(twin, "same_as", memo)
        pen.set(claim, "same_as", again)  # a colleague joined them the other way round
        pen.set(claim, "status", "verified")
        pen.new(Kind.QUERY, {"claim": again, "text": "Which year?", "whom": "Grace", "type": "reply-sought"})
        pen.set(other, "removed", True)
    project.close()

    def rows(view: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "sqlite_utils", "rows", str(path), view], capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)

    assert rows("claim_links") == [
        {
            "number": 1,
            "claim": "The fee is 40 euros.",
            "status": "checked (unless something changed since)",
            "relation": "contradicts",
            "quote": "40 euros it is",
            "document": "memo.txt",
            "page": "1",
            "page_index": 0,
            "note": "look here",
        }
    ]
    (place,) = rows("claim_places")
    assert (place["claim"], place["document"], place["page"], place["page_index"]) == (
        "The fee is 40 euros.",
        "draft.txt",
        "3",
        2,
    )
    assert [(row["document"], row["links"]) for row in rows("document_list")] == [("draft.txt", 0), ("memo.txt", 1)]
    assert [row["verb"] for row in rows("history") if row["field"] == "note"] == ["set"]
    assert {"look here", "40 euros it is", "contradicts"} <= {row["value"] for row in rows("history")}
    (asked,) = rows("question_list")
    assert (asked["number"], asked["question"], asked["type"]) == (1, "Which year?", "right of reply")
    with Project.open(path, who=ME) as again:
        assert again.verify(full=True) == []


def test_how_the_file_is_set_up(project: Project) -> None:
    def pragma(name: str) -> Any:
        return project._connection.execute(f"PRAGMA {name}").fetchone()[0]

    found = {name: pragma(name) for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")}
    assert found == {"journal_mode": "delete", "synchronous": 3, "secure_delete": 1, "foreign_keys": 1}
    assert pragma("locking_mode") == "normal"
    assert pragma("application_id") == schema.APPLICATION_ID
    strict = project._connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall()
    assert {name for name, is_strict in strict if not is_strict} == {
        "_sqlite_migrations",
        "sqlite_schema",
        "sqlite_temp_schema",
    }
    with pytest.raises(sqlite3.DatabaseError):
        project._connection.execute("ATTACH ':memory:' AS other")


def test_a_file_in_another_journal_mode_is_brought_back(path: Path) -> None:
    Project.create(path, who=ME).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    with Project.open(path, who=ME) as project:
        add_document(project, "a.txt", b"a", "a\n")
        assert sorted(found.suffix for found in path.parent.iterdir()) == [".annotator", ".open"]
    assert list(path.parent.iterdir()) == [path]


def test_sqlite_utils_is_imported_only_when_a_file_is_made_or_migrated(path: Path) -> None:
    Project.create(path, who=ME).close()
    code = (
        "import sys; from pathlib import Path; from annotator.store.project import Project;"
        "Project.open(Path(sys.argv[1]), read_only=True).graph();"
        "print([name for name in ('sqlite_utils', 'click', 'PySide6', 'pymupdf', 'pysqlite3') if name in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_a_released_file_is_read_as_it_is_or_says_what_to_do(path: Path, version: int) -> None:
    before = released(version, path).read_bytes()
    if version < older.TABLES_SINCE:
        with pytest.raises(ProjectReadOnly, match="An earlier version of Annotator"):
            Project.open(path, read_only=True)
    else:
        with Project.open(path, read_only=True) as project:
            (claim,) = project.graph().claims.values()
            assert claim.number == 1
            assert project.graph().dismissals == {} == project.graph().blackouts
    assert path.read_bytes() == before
