"""Whether a project is what was written: digests, chains, tables against the record, bytes and texts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from annotator.model.changes import CLOCK_LIMIT
from annotator.model.errors import ProjectDamaged, Refused
from annotator.model.pages import ExtractionDigest, PageInfo
from annotator.store import contents, rebuilding, schema
from annotator.store.failing import refusal
from annotator.store.stream import COLUMNS, START, Row, chain_of, digest_of, lost_changes

_BATCH = 500
_STUMBLING = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)
_READ_OUT = "The file can't be read to its end"


def slices(connection: sqlite3.Connection, *, full: bool) -> Iterator[list[str]]:
    """Check the project in small pieces: each step gives the problems it found, as sentences.

    Without `full`: schema, chains, digests, tables against the record. With it also every byte of contents and
    extractions, and SQLite's own integrity check. Writing between two steps is lawful.
    """
    yield _told(lambda: _schema(connection))
    sessions = _rows(connection, "SELECT id FROM session UNION SELECT DISTINCT session FROM change ORDER BY 1")
    if isinstance(sessions, str):
        yield [sessions]
        return
    for (session,) in sessions:
        yield from _stepwise(_session(connection, session))
    yield _told(lambda: _seen(connection))
    yield from _stepwise(_tables(connection))
    yield _told(lambda: _whole(connection))
    if full:
        yield from _stepwise(_bytes(connection))
        yield from _stepwise(_integrity(connection))


def _stepwise(steps: Iterator[list[str]]) -> Iterator[list[str]]:
    """The problems of a check in steps that may itself stumble over damage."""
    while True:
        try:
            problems = next(steps)
        except StopIteration:
            return
        except (Refused, sqlite3.Error, *_STUMBLING):
            yield [f"{_READ_OUT}: something in it is not what Annotator writes."]
            return
        yield problems


def _told(check: Callable[[], list[str]]) -> list[str]:
    """Problems of a check that may itself stumble over damage."""
    try:
        return check()
    except Refused as refused:
        return [str(refused)]
    except sqlite3.Error as error:
        told = refusal(error)
        return [str(told) if told else f"{_READ_OUT}."]
    except _STUMBLING:
        return [f"{_READ_OUT}: something in it is not what Annotator writes."]


def _rows(connection: sqlite3.Connection, query: str, *given: Any) -> list[Row] | str:
    try:
        return connection.execute(query, given).fetchall()
    except sqlite3.Error:
        return f"{_READ_OUT}."


def _schema(connection: sqlite3.Connection) -> list[str]:
    schema.check(connection, connection.execute("PRAGMA user_version").fetchone()[0])
    dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [f"A row of the table {row[0]} points at something that is not there." for row in dangling[:20]]


def _session(connection: sqlite3.Connection, session: str) -> Iterator[list[str]]:
    """The chain of a session, and its changes. A session that goes on in two ways is no damage; `forks` tells."""
    query = (
        f"SELECT {COLUMNS}, number FROM change WHERE session = ? AND (seq > ? OR (seq = ? AND number > ?))"  # noqa: S608
        " ORDER BY seq, number LIMIT ?"
    )
    # What is written from here on is looked at the next time.
    ends = _rows(connection, "SELECT max(seq), count(*) FROM change WHERE session = ?", session)
    if isinstance(ends, str):
        yield [ends]
        return
    seq, number, left = 0, 0, ends[0][1]
    before: set[str] = set()
    here = {START}
    while seq < (ends[0][0] or 0) or left > 0:
        rows = _rows(connection, query, session, seq, seq, number, _BATCH)
        if isinstance(rows, str):
            yield [rows]
            return
        problems: list[str] = []
        for row in rows:
            if (row[2], row[14]) <= (seq, number):
                # A damaged index leads nowhere, or in circles.
                rows = []
                break
            if row[2] != seq:
                before, here = here, set()
            if row[2] > seq + 1:
                problems.append(f"Changes are missing before change {row[0]}.")
            elif not any(chain_of(chain, row[12]) == row[13] for chain in before):
                problems.append(f"The chain is broken at change {row[0]}.")
            problems += _told(lambda row=row: _change(connection, row[:14]))  # type: ignore[misc]
            seq, number = row[2], row[14]
            here.add(row[13])
        yield problems
        left -= len(rows)
        if not rows:
            yield [f"Changes of session {session} are missing."]
            return


def forks(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Sessions of which two changes have one number, with the first such number.

    One moment was gone on from twice: in a file copied while it was open, or on a computer restored from an image.
    All of it is kept, and it is no damage.
    """
    query = (
        "SELECT session, min(seq) FROM (SELECT session, seq FROM change GROUP BY session, seq HAVING count(*) > 1)"
        " GROUP BY session ORDER BY session"
    )
    return [(str(session), int(seq)) for session, seq in connection.execute(query)]


def _change(connection: sqlite3.Connection, row: Row) -> list[str]:
    if row[3] is None:
        return []
    if digest_of(row[:11], row[11]) != row[12]:
        return [f"Change {row[0]} is not what was written."]
    json.loads(row[9])
    if not 0 < row[5] <= CLOCK_LIMIT:
        return [f"The counter of change {row[0]} is out of bounds."]
    for old in json.loads(row[10]):
        found = connection.execute("SELECT clock FROM change WHERE id = ?", (old,)).fetchone()
        if found is not None and found[0] is not None and found[0] >= row[5]:
            return [f"Change {row[0]} is not later than what it replaces."]
    return []


def _seen(connection: sqlite3.Connection) -> list[str]:
    """Every session names the last changes it had seen: an end that was cut off is noticed there."""
    query = "SELECT thing, value FROM change WHERE field = 'seen' AND thing = session"
    problems = []
    lost = lost_changes(connection)
    for session, value in connection.execute(query).fetchall():
        for last in json.loads(value).values():
            if last not in lost and not connection.execute("SELECT 1 FROM change WHERE id = ?", (last,)).fetchone():
                problems.append(f"A change that session {session} had seen is missing.")
    return problems


def _tables(connection: sqlite3.Connection) -> Iterator[list[str]]:
    # What is written between two steps makes the comparison stale: begin again, at last without a pause.
    for attempt in range(3):
        total = rebuilding.Sum(connection)
        expected: rebuilding.Tables = {table: {} for table in rebuilding.SUMMED}
        problems: list[str] = []
        try:
            end = connection.execute("SELECT coalesce(max(number), 0) FROM change").fetchone()[0]
            while total.taken < end and total.take(connection):
                if attempt < 2:
                    yield []
            while total.take(connection):
                pass
            state = _state(connection)
            for _ in total.fill(expected):
                if attempt < 2:
                    yield []
            for table in rebuilding.SUMMED:
                if attempt < 2:
                    yield []
                problems += rebuilding.table_differences(connection, table, expected[table])
            if _state(connection) == state:
                yield problems
                return
        except (ProjectDamaged, sqlite3.Error, ValueError, TypeError):
            yield [f"{_READ_OUT}: the record."]
            return


def _state(connection: sqlite3.Connection) -> Any:
    return connection.execute("SELECT max(number), count(*) - count(action) FROM change").fetchone()


def _whole(connection: sqlite3.Connection) -> list[str]:
    """Whether all bytes and texts that things need are there."""
    problems = []
    for table, query in (
        ("content", "SELECT sha256 FROM version EXCEPT SELECT sha256 FROM content"),
        ("content", "SELECT frozen FROM extraction WHERE frozen <> '' EXCEPT SELECT sha256 FROM content"),
        ("content", "SELECT layer FROM extraction WHERE layer <> '' EXCEPT SELECT sha256 FROM content"),
        ("extraction", "SELECT extraction FROM version WHERE extraction <> '' EXCEPT SELECT sha256 FROM extraction"),
    ):
        problems += [f"The {table} {name[:12]} is missing." for (name,) in connection.execute(query).fetchall()]
    return problems


def _bytes(connection: sqlite3.Connection) -> Iterator[list[str]]:
    names = _rows(connection, "SELECT sha256, media, size, pieces, checksum FROM content ORDER BY sha256")
    if isinstance(names, str):
        yield [names]
        names = []
    for row in names:
        yield _told(lambda row=row: _content_row(row))  # type: ignore[misc]
        yield from _pieces(connection, str(row[0]))
    extractions = _rows(connection, "SELECT sha256 FROM extraction ORDER BY sha256")
    if isinstance(extractions, str):
        yield [extractions]
        return
    for (sha256,) in extractions:
        yield _told(lambda sha256=sha256: _extraction(connection, sha256))  # type: ignore[misc]


def _content_row(row: Row) -> list[str]:
    if contents.row_checksum(*row[:4]) == row[4]:
        return []
    return [f"What is noted of the content {str(row[0])[:12]} is not what was written."]


def _pieces(connection: sqlite3.Connection, sha256: str) -> Iterator[list[str]]:
    whole = contents.content(connection, sha256)
    while True:
        try:
            next(whole)
        except StopIteration:
            return
        except (Refused, sqlite3.Error):
            yield [f"The bytes of the content {sha256[:12]} are damaged."]
            return
        yield []


def _extraction(connection: sqlite3.Connection, sha256: str) -> list[str]:
    try:
        contents.extraction(connection, sha256)
    except Refused:
        return [f"The text of the extraction {sha256[:12]} is damaged."]
    return []


def text_slices(connection: sqlite3.Connection, sha256: str) -> Iterator[list[str]]:
    """Check the pages and text of one extraction, some at a time; each step gives what is wrong, as sentences."""
    bad = [f"The text of the extraction {sha256[:12]} is damaged."]
    query = "SELECT version, made_by, frozen, pages, layer FROM extraction WHERE sha256 = ?"
    part = (
        "SELECT number, label, box, rotation, text FROM page WHERE extraction = ? AND number >= ? AND number < ?"
        " ORDER BY number"
    )
    try:
        version, made_by, frozen, count, layer = connection.execute(query, (sha256,)).fetchone()
        digest = ExtractionDigest(version, made_by, frozen, count)
        for first in range(0, count, _PAGES):
            rows = connection.execute(part, (sha256, first, first + _PAGES)).fetchall()
            if len(rows) != min(_PAGES, count - first):
                raise ValueError("pages are missing")
            for number, label, box, rotation, text in rows:
                digest.add(PageInfo(number, label, tuple(json.loads(box)), rotation), text)
            yield []
        yield [] if digest.finish(contents.fragments(connection, sha256), layer) == sha256 else bad
    except (Refused, sqlite3.Error, ValueError, TypeError):
        yield bad


_PAGES = 200
"""How many pages are checked at a step."""


def _integrity(connection: sqlite3.Connection) -> Iterator[list[str]]:
    tables = _rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    if isinstance(tables, str):
        yield [tables]
        return
    for (table,) in tables:
        yield _told(lambda table=table: _integrity_of(connection, f"({table})"))  # type: ignore[misc]
    yield _told(lambda: _integrity_of(connection, ""))


def _integrity_of(connection: sqlite3.Connection, what: str) -> list[str]:
    found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check{what}")]
    return [] if found == ["ok"] else ["SQLite finds the file damaged."]


def ends(connection: sqlite3.Connection, newest: int = 50) -> list[str]:
    """The cheap part, at opening: the last change of the newest sessions is there, and is what was written."""
    query = (
        f"SELECT {', '.join('c.' + name.strip() for name in COLUMNS.split(','))}, s.seq, s.chain FROM session AS s"  # noqa: S608
        " LEFT JOIN change AS c ON c.id = s.change ORDER BY s.clock DESC LIMIT ?"
    )
    for row in connection.execute(query, (newest,)).fetchall():
        if row[0] is None or row[2] != row[14] or row[13] != row[15]:
            return ["The last change of a session is missing."]
        problems = _told(lambda row=row: _change(connection, row[:14]))  # type: ignore[misc]
        if problems:
            return problems
    return []
