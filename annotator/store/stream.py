"""The record: how a change is written down, digested, chained and read back."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from annotator.model.changes import CLOCK_LIMIT, Change
from annotator.model.errors import ProjectDamaged, Refused
from annotator.store.failing import DAMAGED
from annotator.store.fields import canonical
from annotator.store.past import Past

COLUMNS = "id, session, seq, action, person, clock, at, thing, field, value, replaces, salt, digest, chain"
"""The columns of a change in the order in which this module reads them."""
Row = tuple[Any, ...]
"""One row of `COLUMNS`."""
START = "0" * 64
"""What the chain of a session's first change stands on."""
_INSERT = f"INSERT INTO change ({COLUMNS}) VALUES ({', '.join('?' * 14)})"  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a session: what the next change of it continues."""

    session: str
    seq: int = 0
    chain: str = START


def now() -> str:
    """The laptop's time in UTC, for showing only; the time zone would tell where she is."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest_of(content: tuple[Any, ...], salt: str) -> str:
    """SHA-256 (hex) over the salt and the eleven columns of `COLUMNS` before it, value and replaces as their JSON."""
    text = json.dumps([salt, *content], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def chain_of(before: str, digest: str) -> str:
    """SHA-256 (hex) over the session's previous chain and a change's digest."""
    return hashlib.sha256(f"{before}{digest}".encode()).hexdigest()


def heads_of(connection: sqlite3.Connection, thing: str, field: str) -> list[Change]:
    """The changes of a field that nobody replaced, oldest first."""
    query = f"SELECT {COLUMNS} FROM change WHERE thing = ? AND field = ? ORDER BY clock, id"  # noqa: S608
    rows = connection.execute(query, (thing, field)).fetchall()
    return Past(connection).heads([change_from(row) for row in rows])


def change_from(row: Row) -> Change:
    """A change as a value. Raises ProjectDamaged where its JSON is none."""
    if row[3] is None:
        return Change(row[0], "", "", row[1], row[2], 0, "", "", "", None, (), "", row[12], row[13], withheld=True)
    try:
        value, replaces = json.loads(row[9]), tuple(json.loads(row[10]))
    except (TypeError, ValueError, RecursionError) as error:
        raise ProjectDamaged(DAMAGED) from error
    ident, session, seq, action, person, clock, at, thing, field = row[:9]
    return Change(
        ident, action, person, session, seq, clock, at, thing, field, value, replaces, row[11], row[12], row[13]
    )


def row_from(change: Change) -> Row:
    """The row of `COLUMNS` that holds a change."""
    if change.withheld:
        return (change.id, change.session, change.seq, *[None] * 9, change.digest, change.chain)
    return (
        change.id,
        change.session,
        change.seq,
        change.action,
        change.person,
        change.clock,
        change.at,
        change.thing,
        change.field,
        canonical(change.value),
        canonical(list(change.replaces)),
        change.salt,
        change.digest,
        change.chain,
    )


def emptied(row: Row) -> Row:
    """A row of `COLUMNS` without its content: its place in the session, its digest and chain stay."""
    return (*row[:3], *[None] * 9, *row[12:])


def changes(connection: sqlite3.Connection, where: str, *given: Any) -> Iterator[Change]:
    """Changes in the order of their clocks; `where` is a constant condition of this room."""
    query = f"SELECT {COLUMNS} FROM change WHERE {where} ORDER BY clock, number"  # noqa: S608
    for row in connection.execute(query, given).fetchall():
        yield change_from(row)


def lost_changes(connection: sqlite3.Connection) -> set[str]:
    """The ids of changes that were seen to be lost when a damaged project was salvaged."""
    found: set[str] = set()
    query = (
        "SELECT change.value FROM action JOIN change ON change.thing = action.id AND change.field = 'lost'"
        " WHERE action.verb = 'salvage'"
    )
    for (value,) in connection.execute(query).fetchall():
        listed = json.loads(value)
        found.update(str(ident) for ident in listed if isinstance(listed, list))
    return found


def insert(connection: sqlite3.Connection, row: Row) -> None:
    """Add one change."""
    connection.execute(_INSERT, row)


class Recorder:
    """Writes the changes of one action in one transaction; `tail` and `clock` are what they continue."""

    def __init__(self, connection: sqlite3.Connection, tail: Tail, clock: int, *, action: str, person: str) -> None:
        self.connection = connection
        self.tail = tail
        self.clock = clock
        self.action = action
        self.person = person
        self.at = now()
        self.last = ""

    def record(self, thing: str, field: str, value_text: str, replaces: tuple[str, ...]) -> str:
        """Write one change and give its id. `value_text` is canonical JSON; `replaces` the heads that were seen."""
        self.clock += 1
        if self.clock > CLOCK_LIMIT:
            raise Refused("The counter of this project is used up; its file was tampered with. Open a backup.")
        ident, salt = new_id(), secrets.token_hex(16)
        seq = self.tail.seq + 1
        content = (
            ident,
            self.tail.session,
            seq,
            self.action,
            self.person,
            self.clock,
            self.at,
            thing,
            field,
            value_text,
            canonical(list(replaces)),
        )
        digest = digest_of(content, salt)
        chain = chain_of(self.tail.chain, digest)
        insert(self.connection, (*content, salt, digest, chain))
        self.tail = Tail(self.tail.session, seq, chain)
        self.last = ident
        return ident


def new_id() -> str:
    """A random id (UUID version 4)."""
    from uuid import uuid4

    return str(uuid4())
