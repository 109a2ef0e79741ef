"""Bringing the tables in step with some changes that were taken in, without adding up the whole record."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from annotator.model.changes import Change
from annotator.store import rebuilding
from annotator.store.fields import FIELDS, TABLES, columns
from annotator.store.rebuilding import Sum, Tables
from annotator.store.stream import COLUMNS
from annotator.store.writing import SEEN, UNDOES, VERB

_TARGETS = sorted({field.name for fields in FIELDS.values() for field in fields.values() if field.target})
_BATCH = 500


class _Overlay(dict[str, tuple[Any, ...]]):
    """A table's rows as they will be: those worked out so far, else what the file has."""

    def __init__(self, connection: sqlite3.Connection, table: str, anew: set[str]) -> None:
        super().__init__()
        self._query = f"SELECT 1 FROM {table} WHERE id = ?"  # noqa: S608 - our own names
        self._connection = connection
        self._anew = anew

    def __contains__(self, ident: object) -> bool:
        if super().__contains__(ident):
            return True
        if ident in self._anew:
            return False
        return self._connection.execute(self._query, (ident,)).fetchone() is not None


def step(connection: sqlite3.Connection, arrived: Iterable[Change], filled: Collection[str] = ()) -> set[str]:
    """Make the tables what all changes add up to, where only these arrived; gives the things whose rows differ now.

    `filled` are things of which something was withheld here until now. Within the caller's transaction. Nothing may
    have been erased; then `rebuilding.bring_in_step` is needed.
    """
    changes = list(arrived)
    things = {change.thing for change in changes if change.thing and change.field not in (VERB, UNDOES, SEEN)}
    # Whoever pointed at a thing had seen it: nothing that was here points at one that is all new.
    differing = _step_all(connection, things, things - set(filled))
    _step_actions(connection, {change.action for change in changes if change.action})
    _step_sessions(connection, {change.session for change in changes})
    return differing


def step_emptied(connection: sqlite3.Connection, things: Collection[str], sessions: Collection[str]) -> set[str]:
    """The same where some changes of these things, in these sessions, were emptied; none that says what was done."""
    differing = _step_all(connection, set(things), set())
    _step_sessions(connection, set(sessions))
    return differing


def _step_all(connection: sqlite3.Connection, things: set[str], unknown: set[str]) -> set[str]:
    """Bring things in step, and all that points at one that came or went; at `unknown` ones nothing does."""
    differing: set[str] = set()
    pending = set(things)
    # It ends: what a thing belongs to is never, however far, the thing itself.
    while pending:
        changed, flipped = _step_things(connection, pending)
        differing |= changed
        again = flipped - unknown
        pending = _referring(connection, again) if again else set()
    _number_claims(connection, differing)
    return differing


def _rows_of(connection: sqlite3.Connection, things: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    query = f"SELECT {COLUMNS} FROM change WHERE thing = ?"  # noqa: S608 - a constant
    for thing in things:
        yield from connection.execute(query, (thing,))


def _step_things(connection: sqlite3.Connection, things: set[str]) -> tuple[set[str], set[str]]:
    """Work out the rows of things; gives those that differ, and those that came or went."""
    total = Sum(connection)
    for row in _rows_of(connection, sorted(things)):
        total.add(row)
    anew = things
    tables: Tables = {table: {} for table in rebuilding.SUMMED}
    tables.update({table: _Overlay(connection, table, anew) for table in TABLES.values()})
    for _ in total.fill(tables):
        pass
    differing: set[str] = set()
    flipped: set[str] = set()
    for kind, table in TABLES.items():
        names = ", ".join(columns(kind))
        marks = ", ".join("?" * (names.count(",") + 1))
        there = _rows_there(connection, table, names, things)
        wanted = dict(dict.items(tables[table]))
        for thing in sorted(there.keys() | (wanted.keys() & things)):
            have, want = there.get(thing), wanted.get(thing)
            if have == want:
                continue
            differing.add(thing)
            if have is None or want is None:
                flipped.add(thing)
            if want is None:
                connection.execute(f"DELETE FROM {table} WHERE id = ?", (thing,))  # noqa: S608
            else:
                connection.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", want)  # noqa: S608
    for ident, row in dict.items(tables["erased"]):
        connection.execute("INSERT OR REPLACE INTO erased VALUES (?, ?, ?)", row)
        differing.add(ident)
    return differing, flipped


def _rows_there(
    connection: sqlite3.Connection, table: str, names: str, things: Collection[str]
) -> dict[str, tuple[Any, ...]]:
    """The rows that a table has of things now, by id."""
    found: dict[str, tuple[Any, ...]] = {}
    wanted = sorted(things)
    for at in range(0, len(wanted), _BATCH):
        some = wanted[at : at + _BATCH]
        query = f"SELECT {names} FROM {table} WHERE id IN ({', '.join('?' * len(some))})"  # noqa: S608 - our own names
        found.update((row[0], row) for row in connection.execute(query, some))
    return found


def _referring(connection: sqlite3.Connection, flipped: set[str]) -> set[str]:
    """Things that point at some that came or went: their rows may come or go, too."""
    found: set[str] = set()
    wanted = sorted(flipped)
    fields = ", ".join(f"'{name}'" for name in _TARGETS)
    for at in range(0, len(wanted), _BATCH):
        some = [json.dumps(thing) for thing in wanted[at : at + _BATCH]]
        marks = ", ".join("?" * len(some))
        query = f"SELECT DISTINCT thing FROM change WHERE field IN ({fields}) AND value IN ({marks})"  # noqa: S608
        found.update(thing for (thing,) in connection.execute(query, some))
    return found


def _number_claims(connection: sqlite3.Connection, differing: set[str]) -> None:
    """Two people may have used one number: every claim is shown with a number of its own."""
    rows = connection.execute(
        "SELECT claim.id, claim.made, claim.number, change.value FROM claim JOIN change"
        " ON change.thing = claim.id AND change.field = 'number' ORDER BY change.clock, change.id"
    ).fetchall()
    given = {ident: (made, int(json.loads(value))) for ident, made, _, value in rows}
    erased = {number for (number,) in connection.execute("SELECT number FROM erased WHERE number > 0")}
    shown = {ident: number for ident, _, number, _ in rows}
    for ident, number in rebuilding.distinct_numbers(given, erased).items():
        if shown[ident] != number:
            connection.execute("UPDATE claim SET number = ? WHERE id = ?", (number, ident))
            differing.add(ident)


def _step_actions(connection: sqlite3.Connection, actions: set[str]) -> None:
    total = Sum(connection)
    for row in _rows_of(connection, sorted(actions)):
        total.add(row)
    tables: Tables = {table: {} for table in rebuilding.SUMMED}
    for _ in total.fill(tables):
        pass
    for row in tables["action"].values():
        connection.execute("INSERT OR REPLACE INTO action VALUES (?, ?, ?, ?, ?, ?)", row)


def _step_sessions(connection: sqlite3.Connection, sessions: set[str]) -> None:
    """Bring the sessions' ends up to date, and which of them another session has seen."""
    for session in sorted(sessions):
        query = "SELECT seq, id, chain FROM change WHERE session = ? ORDER BY seq DESC, id DESC LIMIT 1"
        seq, ident, chain = connection.execute(query, (session,)).fetchone()
        query = "SELECT coalesce(max(clock), 0) FROM change WHERE session = ?"
        (clock,) = connection.execute(query, (session,)).fetchone()
        first = "SELECT person FROM change WHERE session = ? AND person IS NOT NULL ORDER BY number LIMIT 1"
        person = connection.execute(first, (session,)).fetchone()
        row = (session, person[0] if person else "", seq, clock, ident, chain)
        connection.execute("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?, 0)", row)
    query = "SELECT change.value FROM session JOIN change ON change.thing = session.id AND change.field = ?"
    seen: set[str] = set()
    for (value,) in connection.execute(query, (SEEN,)).fetchall():
        found = json.loads(value)
        if isinstance(found, dict):
            seen.update(str(last) for last in found.values())
    for session, change, covered in connection.execute("SELECT id, change, covered FROM session").fetchall():
        if int(change in seen) != covered:
            connection.execute("UPDATE session SET covered = ? WHERE id = ?", (int(change in seen), session))
