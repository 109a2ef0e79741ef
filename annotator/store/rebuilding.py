"""What all changes add up to, computed anew and compared with the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from annotator.model.changes import Change
from annotator.model.errors import ProjectDamaged
from annotator.model.things import Kind
from annotator.store.failing import DAMAGED
from annotator.store.fields import FIELDS, REQUIRED, TABLES, columns, settled
from annotator.store.past import Past
from annotator.store.stream import COLUMNS, Row, change_from
from annotator.store.writing import ERASED, KIND, SEEN, UNDOES, VERB

Tables = dict[str, dict[str, tuple[Any, ...]]]
"""The rows of each table by id."""
SUMMED = (*TABLES.values(), "action", "session", "erased")
"""The tables that changes add up to."""
_SLICE = 2000


class Sum:
    """Takes in changes in any order, slice by slice, and says what they add up to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._past = Past(connection)
        self._fields: dict[str, dict[str, list[Change]]] = {}
        self._sessions: dict[str, tuple[int, str, str]] = {}
        self._clocks: dict[str, int] = {}
        self._persons: dict[str, str] = {}
        self._seen: set[str] = set()
        self._number = 0

    def take(self, connection: sqlite3.Connection) -> bool:
        """Take in the next slice of the file's changes; False when there was none left."""
        query = f"SELECT {COLUMNS}, number FROM change WHERE number > ? ORDER BY number LIMIT ?"  # noqa: S608
        rows = connection.execute(query, (self._number, _SLICE)).fetchall()
        if rows and rows[-1][14] <= self._number:
            # A damaged table can lead in circles.
            raise ProjectDamaged(DAMAGED)
        for row in rows:
            self.add(row[:14])
        if rows:
            self._number = rows[-1][14]
        return bool(rows)

    @property
    def taken(self) -> int:
        """The number of the last change that was taken in."""
        return self._number

    def add(self, row: Row) -> None:
        """Take in one change."""
        change = change_from(row)
        last = self._sessions.get(change.session)
        if last is None or (change.seq, change.id) > last[:2]:
            self._sessions[change.session] = (change.seq, change.id, change.chain)
        if change.withheld:
            return
        self._clocks[change.session] = max(self._clocks.get(change.session, 0), change.clock)
        self._persons.setdefault(change.session, change.person)
        if change.thing == change.session and change.field == SEEN:
            if isinstance(change.value, dict):
                self._seen.update(str(last) for last in change.value.values())
            return
        self._fields.setdefault(change.thing, {}).setdefault(change.field, []).append(change)

    def rows(self) -> Tables:
        """The rows of every table that changes add up to."""
        tables: Tables = {table: {} for table in SUMMED}
        for _ in self.fill(tables):
            pass
        return tables

    def fill(self, tables: Tables) -> Iterator[None]:
        """The same step by step, into empty tables."""
        for thing, fields in self._fields.items():
            if VERB in fields and fields[VERB][0].action == thing:
                tables["action"][thing] = _action(fields)
            elif ERASED in fields:
                tables["erased"][thing] = self._erased(thing, fields)
        for kind in FIELDS:
            yield
            for number, (thing, fields) in enumerate(self._of(kind), 1):
                if number % _SLICE == 0:
                    yield
                row = self._row(kind, thing, fields, tables)
                if row is not None:
                    tables[TABLES[kind]][thing] = row
        self._point_to_versions(tables)
        self._number_claims(tables)
        for session, (seq, change, chain) in self._sessions.items():
            clock, person = self._clocks.get(session, 0), self._persons.get(session, "")
            covered = int(change in self._seen)
            tables["session"][session] = (session, person, seq, clock, change, chain, covered)

    def _of(self, kind: Kind) -> Iterator[tuple[str, dict[str, list[Change]]]]:
        for thing, fields in self._fields.items():
            if KIND in fields and ERASED not in fields and self._settled(KIND, fields[KIND]) == kind.value:
                yield thing, fields

    def _point_to_versions(self, tables: Tables) -> None:
        at = 1 + list(FIELDS[Kind.DOCUMENT]).index("current")
        for ident, row in tables["document"].items():
            if row[at] not in tables["version"]:
                tables["document"][ident] = (*row[:at], None, *row[at + 1 :])

    def _number_claims(self, tables: Tables) -> None:
        at = 1 + list(FIELDS[Kind.CLAIM]).index("number")
        claims = tables["claim"]
        given = {ident: (row[-1], row[at]) for ident, row in claims.items()}
        erased = {row[2] for row in tables["erased"].values() if row[2] > 0}
        for ident, number in distinct_numbers(given, erased).items():
            claims[ident] = (*claims[ident][:at], number, *claims[ident][at + 1 :])

    def _settled(self, field: str, changes: list[Change]) -> Any:
        heads = [(change.clock, change.id, change.value) for change in self._past.heads(changes)]
        return settled(field, heads) if heads else None

    def _erased(self, thing: str, fields: dict[str, list[Change]]) -> tuple[Any, ...]:
        value = self._settled(ERASED, fields[ERASED])
        kind, number = ("", 0)
        if isinstance(value, dict):
            kind, number = str(value.get("kind", "")), value.get("number", 0)
        return (thing, kind, number if isinstance(number, int) else 0)

    def _row(self, kind: Kind, thing: str, fields: dict[str, list[Change]], tables: Tables) -> tuple[Any, ...] | None:
        """The row of a thing; None where it is not whole, or what it belongs to is not there."""
        columns: list[Any] = []
        for field in FIELDS[kind].values():
            lawful = [
                (change.clock, change.id, change.value)
                for change in self._past.heads(fields.get(field.name, []))
                if change.value is None or field.fits(change.value)
            ]
            value = settled(field.name, lawful) if lawful else None
            if field.default is REQUIRED and value is None:
                return None
            column = field.column(value)
            # A document's current version is looked at when versions are known.
            if field.target and field.target != "version" and column is not None and column not in tables[field.target]:
                if field.default is REQUIRED:
                    return None
                column = None
            columns.append(column)
        return (thing, *columns, min(change.clock for change in fields[KIND]))


def _action(fields: dict[str, list[Change]]) -> tuple[Any, ...]:
    verb = fields[VERB][0]
    undoes = fields[UNDOES][0].value if UNDOES in fields else ""
    return (verb.thing, str(verb.value), verb.person, verb.at, str(undoes), verb.clock)


def distinct_numbers(given: Mapping[str, tuple[int, int]], taken: Collection[int]) -> dict[str, int]:
    """A number of its own for each claim; `given` is the counter at which it was made and the number it was given.

    Two people who worked apart gave the same number: the claim made first keeps it, the other is shown with the next
    one that nobody was given. Both get their numbers back where the claims part again.
    """
    used = {number for _, number in given.values()} | set(taken)
    shown: dict[str, int] = {}
    keeps: set[int] = set()
    for ident, (_, number) in sorted(given.items(), key=lambda item: (item[1], item[0])):
        shown[ident] = number
        if number in keeps:
            while shown[ident] in used:
                shown[ident] += 1
            used.add(shown[ident])
        keeps.add(number)
    return shown


def add_up(connection: sqlite3.Connection) -> Tables:
    """What the changes of a file add up to."""
    total = Sum(connection)
    while total.take(connection):
        pass
    return total.rows()


def differences(connection: sqlite3.Connection, expected: Tables) -> list[str]:
    """How the tables differ from what they should be, as sentences that name no words of any document."""
    return [problem for table in SUMMED for problem in table_differences(connection, table, expected[table])]


def table_differences(connection: sqlite3.Connection, table: str, expected: dict[str, tuple[Any, ...]]) -> list[str]:
    """The same for one table."""
    found: list[str] = []
    names = _columns(connection, table)
    actual = {row[0]: row for row in connection.execute(f"SELECT {', '.join(names)} FROM {table}")}  # noqa: S608
    # A damaged file can hold a row without an id.
    for ident in sorted(expected.keys() | actual.keys(), key=str):
        have, want = actual.get(ident), expected.get(ident)
        if have == want:
            continue
        if have is None or want is None:
            found.append(f"The table {table} has {'no' if have is None else 'a'} row {ident}, unlike the record.")
            continue
        wrong = [name for name, a, b in zip(names, have, want, strict=True) if a != b]
        found.append(f"The table {table} differs from the record in {', '.join(wrong)} of {ident}.")
    return found


def _columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    for kind, name in TABLES.items():
        if name == table:
            return columns(kind)
    return tuple(column[1] for column in connection.execute(f"PRAGMA table_info({table})"))


def bring_in_step(connection: sqlite3.Connection) -> None:
    """Make the tables what the changes add up to, within the caller's transaction, touching only rows that differ."""
    expected = add_up(connection)
    for table in SUMMED:
        names = ", ".join(_columns(connection, table))
        actual = {row[0]: row for row in connection.execute(f"SELECT {names} FROM {table}")}  # noqa: S608
        for ident in actual.keys() - expected[table].keys():
            connection.execute(f"DELETE FROM {table} WHERE id = ?", (ident,))  # noqa: S608
        rows = [row for ident, row in expected[table].items() if actual.get(ident) != row]
        rows.sort(key=lambda row: (row[-1], row[0]))
        for row in rows:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", row)  # noqa: S608
