"""A small file with what is new since a colleague's copy: changes, texts and bytes, and what they build on."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.model.errors import ProjectReadOnly, Refused
from annotator.model.withheld import Withheld
from annotator.store import connecting, copying, schema, sending
from annotator.store.failing import told_apart
from annotator.store.joining import Elsewhere, common
from annotator.store.stream import COLUMNS

APPLICATION_ID = 0x416E6E63
"""Four letters, "Annc": such a file is brought in, not opened."""
_SCHEMA = """
CREATE TABLE about (project TEXT NOT NULL) STRICT;
CREATE TABLE base (
    id TEXT NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, change TEXT NOT NULL, chain TEXT NOT NULL) STRICT;
CREATE TABLE change (
    session TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL,
    action TEXT, person TEXT, clock INTEGER, at TEXT, thing TEXT, field TEXT, value TEXT, replaces TEXT, salt TEXT,
    digest TEXT NOT NULL, chain TEXT NOT NULL, PRIMARY KEY (session, seq, id)) STRICT, WITHOUT ROWID;
CREATE TABLE content (
    sha256 TEXT NOT NULL PRIMARY KEY, media TEXT NOT NULL, size INTEGER NOT NULL, pieces INTEGER NOT NULL) STRICT;
CREATE TABLE piece (
    content TEXT NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (content, number)) STRICT;
CREATE TABLE extraction (
    sha256 TEXT NOT NULL PRIMARY KEY, version TEXT NOT NULL, made_by TEXT NOT NULL, frozen TEXT NOT NULL,
    pages INTEGER NOT NULL, warnings TEXT NOT NULL, outline TEXT NOT NULL, layer TEXT NOT NULL,
    fragments TEXT NOT NULL, recognised TEXT NOT NULL) STRICT;
CREATE TABLE page (
    extraction TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, box TEXT NOT NULL,
    rotation INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (extraction, number)) STRICT;
"""
DIGEST = "c4b6da947a326ccac3f862597673aaa4cc9852bc56b566b4121da6f292a9678f"
"""SHA-256 of that schema as `schema.digest` makes it; a test makes it again."""


@dataclass(frozen=True, slots=True)
class End:
    """The last change of a session: its place in the session, its id and chain."""

    seq: int
    change: str
    chain: str


def ends(connection: sqlite3.Connection) -> dict[str, End]:
    """Where each session of an open project ends."""
    rows = connection.execute("SELECT id, seq, change, chain FROM session")
    return {session: End(seq, change, chain) for session, seq, change, chain in rows}


def make(path: Path) -> sqlite3.Connection:
    """A new empty changes file, hardened, in autocommit mode."""
    connection = connecting.connect(path, "rwc")
    for statement in schema.statements(_SCHEMA):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    return connection


def send(connection: sqlite3.Connection, path: Path, project: str, plan: Withheld, other: Elsewhere) -> int:
    """Write what this project has beyond another copy of it, without what stays here, to a new file; gives how many.

    Raises Refused where there is nothing new, where `path` exists, and what reading the other copy raises.
    """
    copying.free_name(path)
    base = _base(connection, other)
    try:
        with copying.beside(path) as new, sending.withheld(connection, path, plan) as copied, told_apart():
            known = _known(copied, other)
            out = make(new)
            try:
                out.execute("BEGIN")
                count = _fill(copied, out, project, base, known)
                out.execute("COMMIT")
            finally:
                out.close()
            if not count:
                raise Refused("There is nothing new since that copy, so no file was written.")
            copying.publish(new, path)
    except OSError as error:
        raise ProjectReadOnly("No file can be made in this folder. Choose one you can write in.") from error
    return count


def _base(connection: sqlite3.Connection, other: Elsewhere) -> dict[str, End]:
    """Up to where both have the same changes of each session."""
    mine, base = ends(connection), {}
    for session, line in other.lines().items():
        if session not in mine:
            continue
        end = mine[session]
        seq = common(connection, other, session, line, 1, (end.seq, end.change, end.chain))
        query = "SELECT seq, id, chain FROM change WHERE session = ? AND seq = ?"
        row = connection.execute(query, (session, seq)).fetchone()
        if row is not None:
            base[session] = End(*row)
    return base


def _known(copied: sqlite3.Connection, other: Elsewhere) -> set[str]:
    """SHA-256 of the contents and extractions that the other side has."""
    known: set[str] = set()
    for extraction, version in other.extractions():
        known |= {extraction, version}
        query = "SELECT frozen, layer FROM extraction WHERE sha256 = ?"
        known.update(*copied.execute(query, (extraction,)).fetchall())
    return known


def _fill(
    copy: sqlite3.Connection, out: sqlite3.Connection, project: str, base: Mapping[str, End], there: set[str]
) -> int:
    out.execute("INSERT INTO about VALUES (?)", (project,))
    mine = ends(copy)
    out.executemany(
        "INSERT INTO base VALUES (?, ?, ?, ?)",
        [(session, end.seq, end.change, end.chain) for session, end in base.items() if session in mine],
    )
    count = 0
    insert = f"INSERT INTO change ({COLUMNS}) VALUES ({', '.join('?' * 14)})"  # noqa: S608 - a constant
    for session in mine:
        first = base[session].seq if session in base else 0
        query = f"SELECT {COLUMNS} FROM change WHERE session = ? AND seq > ?"  # noqa: S608 - a constant
        rows = copy.execute(query, (session, first)).fetchall()
        out.executemany(insert, rows)
        count += len(rows)
    _fill_texts(copy, out, there)
    return count


def _fill_texts(copy: sqlite3.Connection, out: sqlite3.Connection, there: set[str]) -> None:
    names = "sha256, version, made_by, frozen, pages, warnings, outline, layer, fragments, recognised"
    for row in copy.execute(f"SELECT {names} FROM extraction").fetchall():  # noqa: S608 - constants
        if row[0] in there:
            continue
        out.execute(f"INSERT INTO extraction ({names}) VALUES ({', '.join('?' * 10)})", row)  # noqa: S608
        pages = copy.execute("SELECT * FROM page WHERE extraction = ?", (row[0],))
        out.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", pages)
    for row in copy.execute("SELECT sha256, media, size, pieces FROM content").fetchall():
        if row[0] in there:
            continue
        out.execute("INSERT INTO content VALUES (?, ?, ?, ?)", row)
        for number in range(row[3]):
            query = "SELECT content, number, data FROM piece WHERE content = ? AND number = ?"
            out.execute("INSERT INTO piece VALUES (?, ?, ?)", copy.execute(query, (row[0], number)).fetchone())
