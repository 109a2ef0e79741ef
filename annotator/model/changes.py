"""The stream that everything in a project adds up from: changes, grouped into actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CLOCK_LIMIT = 2**53
"""A clock above this is malformed: a hostile file could otherwise overflow the next edit."""
VALUE_LIMIT = 256 * 1024
"""The greatest size of one change's value, in bytes of its canonical JSON."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one thing set to a value by one person.

    `value` is any JSON value. `replaces` are ids of the changes to the same field that the writer had seen.
    `withheld` changes carry only id, session, seq, digest and chain.
    """

    id: str
    action: str
    person: str
    session: str
    seq: int
    clock: int
    at: str
    thing: str
    field: str
    value: Any
    replaces: tuple[str, ...]
    salt: str
    digest: str
    chain: str
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field of a thing to which people who had not seen each other's change gave different values: all of them."""

    thing: str
    field: str
    heads: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """The changes of one act, as the history shows it. `verb` is a word of the command line or `undo`, `redo`."""

    id: str
    verb: str
    person: str
    at: str
    changes: tuple[Change, ...]
    summary: str = ""
