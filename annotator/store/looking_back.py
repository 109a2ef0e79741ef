"""The record from its end: acts in pages, newest first, so that a long history is shown without being read whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from annotator.model.changes import Change
from annotator.store.failing import told_apart
from annotator.store.reading import Reading
from annotator.store.stream import COLUMNS, change_from
from annotator.store.writing import Identity

Marker = tuple[int, str]
"""Where a page ends: the next one begins before it."""
_OWN = "thing IS NOT NULL AND thing <> action AND thing <> session AND thing <> person"
_MOST = 400
"""The most changes told of one act: an act can be the import of a thousand passages."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the record has it. `undoes` is the act it took back or did again; `more` changes are not told.

    `before` has, by the ids of changes, the values that a change replaced; None where one of them was emptied.
    """

    id: str
    verb: str
    person: str
    at: str
    undoes: str
    changes: tuple[Change, ...]
    before: dict[str, tuple[object, ...] | None]
    more: int = 0


class LookingBack(Reading):
    """Questions about what was done."""

    _who: Identity | None

    @property
    def person(self) -> str:
        """The id of whoever writes here; empty where the project is only read."""
        return self._who.person if self._who is not None else ""

    def acts(
        self,
        *,
        things: Collection[str] | None = None,
        person: str = "",
        actions: Collection[str] | None = None,
        before: Marker | None = None,
        limit: int = 100,
    ) -> tuple[tuple[Act, ...], Marker | None]:
        """Acts, the newest first, and where to go on; None at the beginning of the record.

        Of all, or of those that changed some things, by one person, or of these actions.
        """
        with told_apart():
            return _acts(self._connection, things, person, actions, before, limit)

    def last_removals(self, things: Collection[str]) -> dict[str, tuple[str, str]]:
        """Of removed things: who removed each, and when."""
        with told_apart():
            rows = self._connection.execute(
                "SELECT thing, person, at FROM change WHERE thing IN (SELECT value FROM json_each(?))"
                " AND field = 'removed' AND value = 'true' ORDER BY clock, number",
                (json.dumps(list(things)),),
            )
            return {thing: (person, at) for thing, person, at in rows}

    def last_written(self) -> dict[str, str]:
        """When each person wrote last, by their ids (UTC)."""
        with told_apart():
            return dict(self._connection.execute("SELECT person, max(at) FROM action GROUP BY person").fetchall())

    def change(self, id: str) -> Change | None:
        """One change; None where it is not in the record."""
        with told_apart():
            query = f"SELECT {COLUMNS} FROM change WHERE id = ?"  # noqa: S608 - constants
            row = self._connection.execute(query, (id,)).fetchone()
            return change_from(row) if row is not None else None

    def replaced_by(self, change: Change) -> tuple[object, ...] | None:
        """The values that a change replaced; None where one of them was emptied or withheld."""
        with told_apart():
            return _values(self._connection, change.replaces)

    def erased_count(self) -> int:
        """How many things were erased for good."""
        with told_apart():
            return int(self._connection.execute("SELECT count(*) FROM erased").fetchone()[0])


def _acts(
    connection: sqlite3.Connection,
    things: Collection[str] | None,
    person: str,
    actions: Collection[str] | None,
    before: Marker | None,
    limit: int,
) -> tuple[tuple[Act, ...], Marker | None]:
    where, given = ["1"], list[object]()
    for column, wanted in (("(SELECT action FROM change WHERE thing IN (SELECT value FROM json_each(?)))", things),
                           ("(SELECT value FROM json_each(?))", actions)):  # fmt: skip
        if wanted is not None:
            where.append(f"id IN {column}")
            given.append(json.dumps(list(wanted)))
    if person:
        where.append("person = ?")
        given.append(person)
    if before is not None:
        where.append("(made, id) < (?, ?)")
        given += before
    rows = connection.execute(
        f"SELECT id, verb, person, at, undoes, made FROM action WHERE {' AND '.join(where)}"  # noqa: S608 - constants
        " ORDER BY made DESC, id DESC LIMIT ?",
        (*given, limit),
    ).fetchall()
    found = []
    for ident, verb, who, at, undoes, _ in rows:
        query = f"SELECT {COLUMNS} FROM change WHERE action = ? AND {_OWN} ORDER BY clock, number LIMIT ?"  # noqa: S608
        changes = tuple(change_from(row) for row in connection.execute(query, (ident, _MOST)))
        more = 0
        if len(changes) == _MOST:
            count = f"SELECT count(*) FROM change WHERE action = ? AND {_OWN}"  # noqa: S608
            more = int(connection.execute(count, (ident,)).fetchone()[0]) - _MOST
        before_of = {change.id: _values(connection, change.replaces) for change in changes if change.replaces}
        found.append(Act(ident, verb, who, at, undoes, changes, before_of, more))
    following = (rows[-1][5], rows[-1][0]) if len(rows) == limit else None
    return tuple(found), following


def _values(connection: sqlite3.Connection, ids: Iterable[str]) -> tuple[object, ...] | None:
    found: list[object] = []
    for ident in ids:
        row = connection.execute("SELECT value FROM change WHERE id = ?", (ident,)).fetchone()
        if row is None or row[0] is None:
            return None
        found.append(json.loads(row[0]))
    return tuple(found)
