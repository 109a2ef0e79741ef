"""A copy of a project made to be sent: whole, but for what stays here, of which no trace is left in it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.model.errors import ProjectReadOnly
from annotator.model.withheld import Withheld
from annotator.store import connecting, copying, erasing, rebuilding, standing
from annotator.store.failing import told_apart

_NAMED = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}", re.ASCII)
_SOME = 500


def send(connection: sqlite3.Connection, path: Path, plan: Withheld) -> None:
    """Write a clean, compact copy to a new file, its chains whole, without what stays here.

    Raises Refused where `path` exists, DiskFull, ProjectReadOnly, ProjectDamaged; nothing half-made is left.
    """
    copying.free_name(path)
    try:
        with copying.beside(path) as clean:
            with withheld(connection, path, plan) as copied:
                # Deleted words stay in the gaps of pages until the file is written anew.
                copying.copy(copied, clean)
            copying.publish(clean, path)
    except OSError as error:
        raise ProjectReadOnly("No copy can be made in this folder. Choose one you can write in.") from error


@contextmanager
def withheld(connection: sqlite3.Connection, path: Path, plan: Withheld) -> Iterator[sqlite3.Connection]:
    """An open copy beside `path` in which what stays here is emptied; it is gone at the end."""
    with copying.beside(path) as whole:
        copying.copy(connection, whole)
        copied = connecting.open_file(whole, read_only=False)
        try:
            with told_apart():
                copied.execute("BEGIN IMMEDIATE")
                withhold(copied, plan)
                copied.execute("COMMIT")
            yield copied
        finally:
            copied.close()


def withhold(connection: sqlite3.Connection, plan: Withheld) -> None:
    """Empty the changes that stay here, and bring tables, texts and bytes in step, within the caller's transaction."""
    going = set(_chosen(connection, plan))
    idents = sorted(going)
    for at in range(0, len(idents), _SOME):
        some = idents[at : at + _SOME]
        erasing.withhold(connection, f"id IN ({', '.join('?' * len(some))})", *some)
    rebuilding.bring_in_step(connection)
    erasing.settle_bytes(connection)
    standing.forget(connection)


def _chosen(connection: sqlite3.Connection, plan: Withheld) -> Iterator[str]:
    """The ids of the changes that are emptied."""
    replaced: set[str] = set()
    query = "SELECT id, thing, field, value, replaces, action, session FROM change WHERE action IS NOT NULL"
    persons = {ident for (ident,) in connection.execute("SELECT id FROM person")}
    for ident, thing, name, value, old, action, session in connection.execute(query):
        if not plan.history:
            replaced.update(json.loads(old))
        named = thing not in (action, session) and any(found in plan.mentions for found in _NAMED.findall(value))
        name_of_person = not plan.names and thing in persons and name == "name"
        if thing in plan.things or (thing, name) in plan.fields or name_of_person or named:
            yield ident
    yield from replaced
