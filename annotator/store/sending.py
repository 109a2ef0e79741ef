"""A copy of a project made to be sent: whole, but for what stays here, of which no trace is left in it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.model.errors import ProjectReadOnly
from annotator.model.withheld import Withheld
from annotator.store import connecting, copying, erasing, standing
from annotator.store.failing import told_apart
from annotator.store.stepping import step_emptied

_NAMED = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}", re.ASCII)
_SHORTEST = 36
"""Letters of the shortest name of a thing: an id."""
_SOME = 500


def send(connection: sqlite3.Connection, path: Path, plan: Withheld) -> None:
    """Write a clean, compact copy to a new file, its chains whole, without what stays here.

    Raises Refused where `path` exists, DiskFull, ProjectReadOnly, ProjectDamaged; nothing half-made is left.
    """
    copying.free_name(path)
    try:
        # Where the copy is written, be it a stick, nothing lies that was to stay, not for a moment.
        with copying.aside() as whole, copying.beside(path) as clean:
            copying.copy(connection, whole)
            copied = connecting.open_file(whole, read_only=False)
            try:
                _empty(copied, plan)
                # Deleted words stay in the gaps of pages until the file is written anew.
                copying.copy(copied, clean)
            finally:
                copied.close()
            copying.publish(clean, path)
    except OSError as error:
        raise ProjectReadOnly("No copy can be made in this folder. Choose one you can write in.") from error


def _empty(copied: sqlite3.Connection, plan: Withheld) -> None:
    """Take what stays here out of a copy."""
    with told_apart():
        copied.execute("BEGIN IMMEDIATE")
        withhold(copied, plan)
        copied.execute("COMMIT")


def withhold(connection: sqlite3.Connection, plan: Withheld) -> None:
    """Empty the changes that stay here, and bring tables, texts and bytes in step, within the caller's transaction."""
    idents = sorted(Staying(connection, plan).everywhere())
    touched: set[str] = set()
    sessions: set[str] = set()
    for at in range(0, len(idents), _SOME):
        some = idents[at : at + _SOME]
        among = f"id IN ({', '.join('?' * len(some))})"
        for thing, session in connection.execute(f"SELECT thing, session FROM change WHERE {among}", some):  # noqa: S608
            touched.add(thing)
            sessions.add(session)
        erasing.withhold(connection, among, *some)
    if idents:
        step_emptied(connection, touched, sessions)
        erasing.settle_bytes(connection)
    standing.forget(connection)


class Staying:
    """Tells which changes stay here."""

    def __init__(self, connection: sqlite3.Connection, plan: Withheld) -> None:
        self._connection = connection
        self._plan = plan
        self._unnamed: set[str] = set()
        if not plan.names:
            self._unnamed = {ident for (ident,) in connection.execute("SELECT id FROM person")}

    def everywhere(self) -> set[str]:
        """The ids of all changes of the project that stay."""
        found: set[str] = set()
        for thing in self._plan.things:
            found.update(self._ids("thing = ?", thing))
        for thing, name in self._plan.fields:
            found.update(self._ids("thing = ? AND field = ?", thing, name))
        for thing in self._unnamed:
            found.update(self._ids("thing = ? AND field = 'name'", thing))
        if self._plan.mentions:
            query = (
                "SELECT id, value FROM change WHERE length(value) >= ? AND thing <> action AND thing <> session"
                " AND action IS NOT NULL"
            )
            rows = self._connection.execute(query, (_SHORTEST,))
            found.update(ident for ident, value in rows if self._mentioned(value))
        if not self._plan.history:
            found |= self.replaced()
        return found

    def _ids(self, where: str, *given: str) -> Iterator[str]:
        query = f"SELECT id FROM change WHERE {where}"  # noqa: S608 - constants
        return (ident for (ident,) in self._connection.execute(query, given))

    def among(self, rows: Iterable[tuple[Any, ...]]) -> set[str]:
        """The ids of those that stay among some changes: rows of id, session, action, thing, field and value.

        But for what was replaced, which may be by a change that is not among them.
        """
        plan, found = self._plan, set()
        for ident, session, action, thing, name, value in rows:
            if action is None:
                continue
            if (
                thing in plan.things
                or (thing, name) in plan.fields
                or (name == "name" and thing in self._unnamed)
                or (thing not in (action, session) and plan.mentions and self._mentioned(value))
            ):
                found.add(ident)
        return found

    def replaced(self) -> set[str]:
        """The ids of changes that others replaced."""
        found: set[str] = set()
        query = "SELECT replaces FROM change WHERE length(replaces) > 2"
        for (old,) in self._connection.execute(query):
            found.update(json.loads(old))
        return found

    def _mentioned(self, value: str) -> bool:
        return any(name in self._plan.mentions for name in _NAMED.findall(value))
