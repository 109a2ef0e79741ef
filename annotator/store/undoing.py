"""Undo and redo, read from the record: an action is taken back by further changes, wherever nothing changed since."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model.changes import Change
from annotator.store.fields import FIELDS, REQUIRED, settled
from annotator.store.stream import changes, heads_of
from annotator.store.writing import ERASED, KIND, SEEN, UNDOES, VERB, Pen, kind_of

_OWN = {VERB, UNDOES, SEEN, ERASED}
_NO_STEP = {"erase", "new", "salvage"}
"""Verbs that undo passes over: what they did is gone for good, or is the project itself, or made it whole."""


@dataclass
class Steps:
    """What one person can take back and do again, last one last. Each entry is the action that would be reversed."""

    undo: list[str] = field(default_factory=list)
    redo: list[str] = field(default_factory=list)

    def add(self, action: str, verb: str, undoes: str) -> None:
        """One more action of hers, in the order of the record."""
        if undoes:
            here, there = (self.undo, self.redo) if verb == "undo" else (self.redo, self.undo)
            if undoes in here:
                here.remove(undoes)
                there.append(action)
        else:
            self.redo.clear()
            if verb not in _NO_STEP:
                self.undo.append(action)


def steps(connection: sqlite3.Connection, person: str) -> Steps:
    """The steps of a person from the whole record; an action whose every change was erased is none."""
    query = (
        "SELECT id, verb, undoes FROM action WHERE person = ? AND (undoes <> '' OR EXISTS (SELECT 1 FROM change"
        " WHERE change.action = action.id AND change.thing <> action.id AND change.thing <> change.session"
        " AND change.thing <> change.person)) ORDER BY made, id"
    )
    found = Steps()
    for action, verb, undoes in connection.execute(query, (person,)):
        found.add(action, verb, undoes)
    return found


def original_verb(connection: sqlite3.Connection, action: str) -> str:
    """The verb of an action, or for undo and redo of the one that they took back or did again."""
    for _ in range(10_000):
        row = connection.execute("SELECT verb, undoes FROM action WHERE id = ?", (action,)).fetchone()
        if row is None:
            return ""
        if not row[1]:
            return str(row[0])
        action = row[1]
    return ""


def reverse(pen: Pen, action: str) -> list[tuple[str, str]]:
    """Take an action back with `pen`. Give (thing, field) of what changed since and was left."""
    pen.mark_undone(action)
    connection = pen.connection
    left: list[tuple[str, str]] = []
    made: list[str] = []
    first: dict[tuple[str, str], Change] = {}
    last: dict[tuple[str, str], Change] = {}
    for change in changes(connection, "action = ? AND thing <> action AND thing <> session", action):
        if change.field in _OWN or change.thing == change.person:
            continue
        if change.field == KIND:
            made.append(change.thing)
        elif change.thing not in made:
            first.setdefault((change.thing, change.field), change)
            last[change.thing, change.field] = change
    for thing in reversed(made):
        kind = kind_of(connection, thing)
        if kind is None or "removed" not in FIELDS[kind]:
            continue
        if meant(connection, _ids(heads_of(connection, thing, "removed"))):
            left.append((thing, "removed"))
        else:
            pen.put(kind, thing, FIELDS[kind]["removed"], True)
    for (thing, name), change in reversed(first.items()):
        kind = kind_of(connection, thing)
        if kind is None or name not in FIELDS[kind]:
            continue
        heads = heads_of(connection, thing, name)
        if meant(connection, _ids(heads)) != meant(connection, [last[thing, name].id]):
            left.append((thing, name))
            continue
        before = _values(connection, change.replaces)
        if before is None or (not before and FIELDS[kind][name].default is REQUIRED):
            left.append((thing, name))
            continue
        pen.put(kind, thing, FIELDS[kind][name], settled(name, before) if before else None)
    return left


def _values(connection: sqlite3.Connection, ids: Iterable[str]) -> list[tuple[int, str, object]] | None:
    """(clock, id, value) of changes; None where one is withheld, so that nobody knows what it was."""
    found: list[tuple[int, str, object]] = []
    for ident in ids:
        row = connection.execute("SELECT clock, value FROM change WHERE id = ?", (ident,)).fetchone()
        if row is None or row[1] is None:
            return None
        found.append((row[0], ident, json.loads(row[1])))
    return found


def _ids(changes: Iterable[Change]) -> list[str]:
    return [change.id for change in changes]


def meant(connection: sqlite3.Connection, ids: Iterable[str]) -> frozenset[str]:
    """The changes that these stand for: one written by undo or redo stands for what it brought back."""
    found: set[str] = set()
    pending = list(ids)
    seen: set[str] = set()
    while pending:
        ident = pending.pop()
        if ident in seen:
            continue
        seen.add(ident)
        row = connection.execute(
            "SELECT change.thing, change.field, action.undoes FROM change JOIN action ON action.id = change.action"
            " WHERE change.id = ?",
            (ident,),
        ).fetchone()
        if row is None or not row[2]:
            found.add(ident)
            continue
        thing, name, undone = row
        reversed_change = connection.execute(
            "SELECT replaces FROM change WHERE action = ? AND thing = ? AND field = ? ORDER BY clock LIMIT 1",
            (undone, thing, name),
        ).fetchone()
        # Where the undone action made the thing, undoing it wrote `removed` over nothing.
        pending.extend(json.loads(reversed_change[0]) if reversed_change else ())
        if reversed_change is None:
            found.add(ident)
    return frozenset(found)
