"""A small file with what is new since a colleague's copy: changes, texts and bytes, and what they build on.

What was withheld from that copy and may go now is in it, too, apart from the changes that are new.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.model.errors import ProjectDamaged, ProjectReadOnly, Refused
from annotator.model.withheld import Withheld
from annotator.store import connecting, copying, rebuilding, schema
from annotator.store.failing import DAMAGED, told_apart
from annotator.store.joining import Elsewhere, common
from annotator.store.sending import Staying
from annotator.store.stream import COLUMNS, Row, emptied

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
CREATE TABLE filling (
    session TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL PRIMARY KEY,
    action TEXT, person TEXT, clock INTEGER, at TEXT, thing TEXT, field TEXT, value TEXT, replaces TEXT, salt TEXT,
    digest TEXT NOT NULL, chain TEXT NOT NULL) STRICT, WITHOUT ROWID;
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
DIGEST = "27aade13bdd51be29799556fab90abd2aff144b6268b2e9184d78a7650f88e84"
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
    try:
        with copying.beside(path) as new, told_apart():
            out = make(new)
            # All is read as it is at one moment.
            connection.execute("BEGIN")
            try:
                out.execute("BEGIN")
                count = _Writing(connection, out, plan).write(project, other)
                out.execute("COMMIT")
            finally:
                connection.execute("ROLLBACK")
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


class _Writing:
    """Fills one changes file from a project that is being read."""

    def __init__(self, connection: sqlite3.Connection, out: sqlite3.Connection, plan: Withheld) -> None:
        self._connection = connection
        self._out = out
        self._history = plan.history
        self._staying = Staying(connection, plan)

    def write(self, project: str, other: Elsewhere) -> int:
        """Write all; gives how many changes."""
        base = _base(self._connection, other)
        self._out.execute("INSERT INTO about VALUES (?)", (project,))
        self._out.executemany(
            "INSERT INTO base VALUES (?, ?, ?, ?)",
            [(session, end.seq, end.change, end.chain) for session, end in base.items()],
        )
        withheld = list(other.withheld())
        # What was replaced is replaced by something that is new, too, unless the other side lacks more than that.
        replaced = self._staying.replaced() if not self._history else set()
        count = self._changes("change", lambda: self._new(base), replaced)
        count += self._changes("filling", lambda: self._by_ids(withheld), replaced, whole=True)
        self._texts(other)
        return count

    def _new(self, base: Mapping[str, End]) -> Iterator[Row]:
        query = f"SELECT {COLUMNS} FROM change WHERE session = ? AND seq > ? ORDER BY seq, id"  # noqa: S608
        for session in ends(self._connection):
            yield from self._connection.execute(query, (session, base[session].seq if session in base else 0))

    def _by_ids(self, idents: Iterable[str]) -> Iterator[Row]:
        query = f"SELECT {COLUMNS} FROM change WHERE id = ? AND action IS NOT NULL"  # noqa: S608 - constants
        for ident in idents:
            yield from self._connection.execute(query, (ident,))

    def _changes(
        self, table: str, rows: Callable[[], Iterator[Row]], replaced: set[str], *, whole: bool = False
    ) -> int:
        """Write changes, those that stay emptied, or with `whole` not at all."""
        stay = replaced | self._staying.among(_of(row) for row in rows())
        insert = f"INSERT INTO {table} ({COLUMNS}) VALUES ({', '.join('?' * 14)})"  # noqa: S608 - constants
        count = 0
        for row in rows():
            if row[0] not in stay:
                self._out.execute(insert, row)
            elif not whole:
                self._out.execute(insert, emptied(row))
            else:
                continue
            count += 1
        return count

    def _texts(self, other: Elsewhere) -> None:
        """Write the texts and bytes that the other side lacks of versions that go."""
        known = {extraction for extraction, _ in other.extractions()}
        contents = set(other.contents())
        going: dict[str, bool] = {}
        names = "sha256, version, made_by, frozen, pages, warnings, outline, layer, fragments, recognised"
        wanted: set[str] = set()
        for row in self._connection.execute(f"SELECT {names} FROM extraction ORDER BY sha256").fetchall():  # noqa: S608
            sha256, version, frozen, layer = row[0], row[1], row[3], row[7]
            lacking = {frozen, layer} - contents - {""}
            if (sha256 in known and not lacking) or not self._goes(version, going):
                continue
            wanted |= lacking
            if sha256 not in known:
                self._out.execute(f"INSERT INTO extraction ({names}) VALUES ({', '.join('?' * 10)})", row)  # noqa: S608
                pages = self._connection.execute("SELECT * FROM page WHERE extraction = ?", (sha256,))
                self._out.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", pages)
        versions = {sha256 for (sha256,) in self._connection.execute("SELECT DISTINCT sha256 FROM version")}
        wanted |= {sha256 for sha256 in versions - contents if self._goes(sha256, going)}
        for sha256 in sorted(wanted):
            self._content(sha256)

    def _content(self, sha256: str) -> None:
        query = "SELECT sha256, media, size, pieces FROM content WHERE sha256 = ?"
        for row in self._connection.execute(query, (sha256,)).fetchall():
            self._out.execute("INSERT INTO content VALUES (?, ?, ?, ?)", row)
            for number in range(row[3]):
                query = "SELECT content, number, data FROM piece WHERE content = ? AND number = ?"
                piece = self._connection.execute(query, (sha256, number)).fetchone()
                if piece is None:
                    raise ProjectDamaged(DAMAGED)
                self._out.execute("INSERT INTO piece VALUES (?, ?, ?)", piece)

    def _goes(self, sha256: str, known: dict[str, bool]) -> bool:
        """Whether a version of these bytes is still one where what stays here is not known."""
        if sha256 not in known:
            query = "SELECT id, document FROM version WHERE sha256 = ?"
            rows = self._connection.execute(query, (sha256,)).fetchall()
            known[sha256] = any(self._is_version(version, document) for version, document in rows)
        return known[sha256]

    def _is_version(self, version: str, document: str) -> bool:
        rows: list[Row] = []
        query = f"SELECT {COLUMNS} FROM change WHERE thing = ?"  # noqa: S608 - a constant
        for thing in (version, document):
            rows += self._connection.execute(query, (thing,)).fetchall()
        stay = self._staying.among(_of(row) for row in rows)
        total = rebuilding.Sum(self._connection)
        for row in rows:
            total.add(emptied(row) if row[0] in stay else row)
        return version in total.rows()["version"]


def _of(row: Row) -> tuple[object, ...]:
    """What `Staying.among` wants to know of a row of `COLUMNS`."""
    return (row[0], row[1], row[3], row[7], row[8], row[9])
