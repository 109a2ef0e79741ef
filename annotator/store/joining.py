"""Taking in changes from elsewhere: the union of both, whatever the order, however often."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from annotator.model.changes import CLOCK_LIMIT, Change
from annotator.model.errors import Refused
from annotator.store.erasing import empty, settle_bytes
from annotator.store.stream import change_from, digest_of, insert, row_from
from annotator.store.writing import ERASED

_SET = "action = ?, person = ?, clock = ?, at = ?, thing = ?, field = ?, value = ?, replaces = ?, salt = ?"
_MALFORMED = "What was sent is damaged or was tampered with. Nothing was taken in; ask for it to be sent again."


def take_in(connection: sqlite3.Connection, changes: Iterable[Change]) -> tuple[str, ...]:
    """Add changes of others, each as it was written, within the caller's transaction. Gives the things they touch.

    A full change fills in a withheld one; changes of erased things stay withheld, also where the erasing arrives now.
    Raises Refused for a change whose digest, counter or content is not lawful.
    """
    arrived = [change for change in changes if _lawful(change)]
    clocks = {change.id: change.clock for change in arrived if not change.withheld}
    gone = {ident for (ident,) in connection.execute("SELECT id FROM erased")}
    newly = {change.thing for change in arrived if change.field == ERASED and change.thing not in gone}
    gone |= newly
    touched: dict[str, None] = {}
    for change in arrived:
        _check_clocks(connection, change, clocks)
        if _add(connection, change, change.thing in gone and change.field != ERASED):
            touched[change.thing] = None
    if touched:
        empty(connection, sorted(newly))
        if newly:
            settle_bytes(connection)
    return tuple(thing for thing in touched if thing)


def _lawful(change: Change) -> bool:
    if not change.withheld:
        row = row_from(change)
        if not 0 < change.clock <= CLOCK_LIMIT or digest_of(row[:11], change.salt) != change.digest:
            raise Refused(_MALFORMED)
    return True


def _check_clocks(connection: sqlite3.Connection, change: Change, clocks: dict[str, int]) -> None:
    for old in change.replaces:
        row = connection.execute("SELECT clock FROM change WHERE id = ?", (old,)).fetchone()
        before = clocks.get(old) or (row[0] if row else None)
        if before is not None and before >= change.clock:
            raise Refused(_MALFORMED)


def _add(connection: sqlite3.Connection, change: Change, emptied: bool) -> bool:
    """Add one change, or fill in a withheld one. Whether anything was written."""
    row = row_from(change)
    if emptied:
        row = (*row[:3], *[None] * 9, *row[12:])
    query = (
        "SELECT id, session, seq, action, person, clock, at, thing, field, value, replaces, salt, digest, chain"
        " FROM change WHERE id = ?"
    )
    here = connection.execute(query, (change.id,)).fetchone()
    if here is None:
        insert(connection, row)
        return True
    known = change_from(here)
    if (known.session, known.seq, known.digest, known.chain) != (row[1], row[2], row[12], row[13]):
        raise Refused(_MALFORMED)
    if known.withheld and row[3] is not None:
        connection.execute(f"UPDATE change SET {_SET} WHERE id = ?", (*row[3:12], change.id))  # noqa: S608 - constants
        return True
    return False
