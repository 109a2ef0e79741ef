"""What the record says: actions and changes, for showing."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from annotator.model.changes import Action, Change, Disagreement
from annotator.model.errors import ProjectDamaged
from annotator.model.things import Kind
from annotator.store.failing import DAMAGED
from annotator.store.fields import TABLES, canonical
from annotator.store.stream import COLUMNS, change_from, changes, heads_of
from annotator.store.writing import ERASED, KIND, SEEN, UNDOES, VERB, kind_of

_NO_MATTER = frozenset([VERB, UNDOES, SEEN, KIND, ERASED, "verified"])
_SHOWN = "thing <> action AND thing <> session AND thing <> person"


def history(connection: sqlite3.Connection, thing: str | None = None) -> list[Action]:
    """Actions, oldest first; of one thing, those that changed it, each with all its changes."""
    if thing is None:
        found = changes(connection, _SHOWN)
        actions = connection.execute("SELECT id, verb, person, at FROM action ORDER BY made, id").fetchall()
    else:
        within = "action IN (SELECT action FROM change WHERE thing = ?)"
        found = changes(connection, f"{_SHOWN} AND {within}", thing)
        query = (
            "SELECT id, verb, person, at FROM action WHERE id IN (SELECT action FROM change WHERE thing = ?)"
            " ORDER BY made, id"
        )
        actions = connection.execute(query, (thing,)).fetchall()
    by_action: dict[str, list[Change]] = {}
    for change in found:
        by_action.setdefault(change.action, []).append(change)
    return [
        Action(ident, verb, person, at, tuple(by_action.get(ident, ())), _summary(connection, by_action.get(ident, [])))
        for ident, verb, person, at in actions
    ]


def _summary(connection: sqlite3.Connection, of: list[Change]) -> str:
    """What an action touched, in a few words, without any of the documents' text."""
    names: dict[str, list[str]] = {}
    made = {change.thing for change in of if change.field == KIND}
    for change in of:
        fields = names.setdefault(change.thing, [])
        if change.thing not in made and change.field not in fields:
            fields.append(change.field)
    parts = []
    for thing, fields in names.items():
        label = _label(connection, thing)
        parts.append(f"{label}: {', '.join(fields)}" if fields else label)
    return "; ".join(parts[:4]) + (f"; {len(parts) - 4} more" if len(parts) > 4 else "")


def _label(connection: sqlite3.Connection, thing: str) -> str:
    kind = kind_of(connection, thing)
    if kind is None:
        return "erased"
    if kind is Kind.CLAIM:
        row = connection.execute("SELECT number FROM claim WHERE id = ?", (thing,)).fetchone()
        return f"claim {row[0]}"
    if kind is Kind.DOCUMENT:
        row = connection.execute("SELECT name FROM document WHERE id = ?", (thing,)).fetchone()
        return str(row[0])
    return kind.value


def people(connection: sqlite3.Connection) -> dict[str, str]:
    """What everybody who wrote wants to be called, by their ids; empty where they did not say."""
    return dict(connection.execute("SELECT id, name FROM person ORDER BY made, id").fetchall())


def changes_of(connection: sqlite3.Connection, thing: str) -> list[Change]:
    """The changes of one thing, oldest first."""
    return list(changes(connection, "thing = ?", thing))


def all_changes(connection: sqlite3.Connection) -> Iterator[Change]:
    """Every change in the order in which the file took it in, the withheld ones too."""
    number = 0
    query = f"SELECT {COLUMNS}, number FROM change WHERE number > ? ORDER BY number LIMIT 1000"  # noqa: S608
    while rows := connection.execute(query, (number,)).fetchall():
        for row in rows:
            yield change_from(row[:14])
        if rows[-1][14] <= number:
            raise ProjectDamaged(DAMAGED)
        number = rows[-1][14]


def disagreements(connection: sqlite3.Connection, things: Collection[str] | None = None) -> list[Disagreement]:
    """Fields for which there are several values and nobody has settled which; of some things, or of all.

    What was checked goes with the status, and is none of its own.
    """
    if things is None:
        query = "SELECT thing, field FROM change WHERE thing IS NOT NULL GROUP BY thing, field HAVING count(*) > 1"
        candidates = connection.execute(query).fetchall()
    else:
        query = "SELECT thing, field FROM change WHERE thing = ? GROUP BY field HAVING count(*) > 1"
        candidates = [row for thing in things for row in connection.execute(query, (thing,))]
    found: list[Disagreement] = []
    for thing, name in candidates:
        if name in _NO_MATTER:
            continue
        heads = heads_of(connection, thing, name)
        if len({canonical(head.value) for head in heads}) > 1 and kind_of(connection, thing) is not None:
            found.append(Disagreement(thing, name, tuple(heads)))
    return found


def ids_beginning(connection: sqlite3.Connection, prefix: str, limit: int = 100) -> list[tuple[str, Kind]]:
    """Ids that begin with a prefix, removed things too; at most `limit` of each kind. Nothing for an empty prefix."""
    if not prefix:
        return []
    found: list[tuple[str, Kind]] = []
    for kind, table in TABLES.items():
        query = f"SELECT id FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"  # noqa: S608 - our own names
        rows = connection.execute(query, (prefix, f"{prefix}\U0010ffff", limit))
        found.extend((ident, kind) for (ident,) in rows)
    return found
