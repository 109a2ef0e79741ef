"""Taking in changes from elsewhere: the union of both, whatever the order, however often."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from annotator.model.changes import CLOCK_LIMIT, Change
from annotator.model.errors import DiskFull, ProjectDamaged, Refused
from annotator.model.pages import Extraction
from annotator.store import contents, pouring
from annotator.store.erasing import empty, settle_bytes
from annotator.store.failing import MALFORMED
from annotator.store.stepping import step
from annotator.store.stream import COLUMNS, START, chain_of, change_from, digest_of, insert, lost_changes, row_from
from annotator.store.stream import emptied as without_content
from annotator.store.writing import ERASED, SEEN

_SET = "action = ?, person = ?, clock = ?, at = ?, thing = ?, field = ?, value = ?, replaces = ?, salt = ?"
MISSING = (
    "These changes build on others that are not in this project. Nothing was taken in. "
    "Ask for a whole copy of the project instead."
)
HELD = (
    "What was sent would erase something here for good, and this project is under a legal hold. Nothing was taken in. "
    "Lift the hold first, or ask for a copy from before the erasing."
)
_SOME = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """What a file from elsewhere has of a session: its first and last number, and the last change's id and chain.

    `base` is the end that the file builds on and does not hold itself: (seq, change, chain).
    """

    first: int
    last: int
    change: str = ""
    chain: str = ""
    base: tuple[int, str, str] | None = None


class Elsewhere(Protocol):
    """A file from elsewhere, each answer checked to be of the right shape. Everything may raise ProjectDamaged."""

    def lines(self) -> Mapping[str, Line]:
        """The sessions it has changes of, or builds on."""

    def at(self, session: str, seq: int) -> Sequence[tuple[str, int]]:
        """The chains of the changes that have this number, and how many it has up to there."""

    def changes(self, session: str, after: int) -> Iterator[Change]:
        """The changes of a session with greater numbers than `after`, in order."""

    def some(self, idents: Sequence[str]) -> Iterator[Change]:
        """The changes by these ids that it has."""

    def withheld(self) -> Iterable[str]:
        """The ids of the changes of which it has only the place in their session."""

    def contents(self) -> Iterable[str]:
        """SHA-256 of the contents it has."""

    def extractions(self) -> Sequence[tuple[str, str]]:
        """Its extractions: SHA-256, and that of the version they were made from."""

    def extraction(self, sha256: str) -> Extraction:
        """One of them, checked."""

    def content(self, sha256: str) -> tuple[str, int, Iterator[bytes]]:
        """Media type, size in bytes, and the bytes in parts."""


def bring_in(connection: sqlite3.Connection, other: Elsewhere) -> tuple[tuple[Change, ...], Collection[str] | None]:
    """The union with a file from elsewhere, bytes and texts too, within the caller's transaction.

    Gives the changes that were not here before, and the things whose rows differ now; None for these where something
    was erased, which reaches far. Raises ProjectDamaged for what is not lawful, and Refused where
    it builds on changes that are missing here.
    """
    arrived = [*_missing(connection, other), *_filling(connection, other)]
    added, differing = _union(connection, arrived)
    _check_whole(connection, added)
    _bring_bytes(connection, other)
    return tuple(added), differing


def take_in(connection: sqlite3.Connection, changes: Iterable[Change]) -> tuple[str, ...]:
    """Add changes of others, each as it was written, within the caller's transaction. Gives the things they touch.

    A full change fills in a withheld one; changes of erased things stay withheld, also where the erasing arrives now.
    Raises Refused for a change whose digest, counter or content is not lawful.
    """
    arrived = [change for change in changes if _lawful(change)]
    added, _ = _union(connection, arrived)
    return tuple(dict.fromkeys(change.thing for change in added if change.thing))


def _union(connection: sqlite3.Connection, arrived: Sequence[Change]) -> tuple[list[Change], Collection[str] | None]:
    """Add what is new of these changes, and bring the tables in step; the same two as `bring_in` gives."""
    clocks = {change.id: change.clock for change in arrived if not change.withheld}
    gone = {ident for (ident,) in connection.execute("SELECT id FROM erased")}
    newly = {change.thing for change in arrived if change.field == ERASED and change.thing not in gone}
    gone |= newly
    added: list[Change] = []
    withheld = {ident for (ident,) in connection.execute("SELECT id FROM change WHERE action IS NULL")}
    for change in arrived:
        _check_clocks(connection, change, clocks)
        kept = _add(connection, change, change.thing in gone and change.field != ERASED)
        if kept is not None:
            added.append(kept)
    if newly and connection.execute("SELECT 1 FROM project WHERE hold <> ''").fetchone():
        raise Refused(HELD)
    if newly:
        empty(connection, sorted(newly))
        settle_bytes(connection)
        return added, None
    return added, step(connection, added, {change.thing for change in added if change.id in withheld})


def _missing(connection: sqlite3.Connection, other: Elsewhere) -> Iterator[Change]:
    """The changes of sessions that go on there, or go another way, with their chains checked."""
    ends = {row[0]: row[1:] for row in connection.execute("SELECT id, seq, change, chain FROM session")}
    for session, line in sorted(other.lines().items()):
        first = 1
        if line.base is not None:
            seq, ident, chain = line.base
            query = "SELECT 1 FROM change WHERE session = ? AND seq = ? AND id = ? AND chain = ?"
            if not connection.execute(query, (session, seq, ident, chain)).fetchone():
                raise Refused(MISSING)
            first = seq + 1
        if line.last < first:
            continue
        if line.first != first:
            raise ProjectDamaged(MALFORMED)
        after = common(connection, other, session, line, first, ends.get(session))
        yield from _chained(connection, session, after, line, list(other.changes(session, after)))


def common(
    connection: sqlite3.Connection,
    other: Elsewhere,
    session: str,
    line: Line,
    first: int,
    end: tuple[int, str, str] | None,
) -> int:
    """Up to which number both have the very same changes of a session; `first` is the first number the other has.

    `end` is where it ends here: number, id and chain.
    """
    if end is None:
        return first - 1
    seq, _, chain = end
    if seq >= first and seq <= line.last:
        theirs = other.at(session, seq)
        if [found[0] for found in theirs] == [chain] and theirs[0][1] == seq - first + 1:
            return seq
    elif seq > line.last:
        query = (
            "SELECT chain, (SELECT count(*) FROM change WHERE session = c.session AND seq <= c.seq) FROM change AS c"
            " WHERE session = ? AND seq = ?"
        )
        mine, theirs = connection.execute(query, (session, line.last)).fetchall(), other.at(session, line.last)
        same = [found[0] for found in mine] == [found[0] for found in theirs] and len(mine) == 1
        if same and mine[0][1] == line.last and theirs[0][1] == line.last - first + 1:
            return line.last
    return first - 1


def _chained(
    connection: sqlite3.Connection, session: str, after: int, line: Line, changes: list[Change]
) -> list[Change]:
    """The changes as they came, each of which continues one before it. Raises ProjectDamaged where one does not."""
    chains: dict[int, set[str]] = defaultdict(set)
    if after:
        query = "SELECT chain FROM change WHERE session = ? AND seq = ?"
        chains[after] = {chain for (chain,) in connection.execute(query, (session, after))}
    else:
        chains[0] = {START}
    for change in changes:
        if change.session != session or change.seq <= after:
            raise ProjectDamaged(MALFORMED)
        if not any(chain_of(before, change.digest) == change.chain for before in chains[change.seq - 1]):
            raise ProjectDamaged(MALFORMED)
        chains[change.seq].add(change.chain)
    last = {change.id: change.chain for change in changes if change.seq == line.last}
    # Where the file names the session's end, nothing may have been cut off.
    if line.last > after and (not last or (line.change and last.get(line.change) != line.chain)):
        raise ProjectDamaged(MALFORMED)
    return changes


def _filling(connection: sqlite3.Connection, other: Elsewhere) -> Iterator[Change]:
    """Full changes of which only what a withheld one keeps is here."""
    rows = connection.execute("SELECT id FROM change WHERE action IS NULL").fetchall()
    idents = [ident for (ident,) in rows]
    for at in range(0, len(idents), _SOME):
        yield from (change for change in other.some(idents[at : at + _SOME]) if not change.withheld)


def _check_whole(connection: sqlite3.Connection, added: Iterable[Change]) -> None:
    """Every session names the last changes it had seen: they are here, too, or the file was cut."""
    lost = lost_changes(connection)
    for change in added:
        if change.field != SEEN or change.thing != change.session:
            continue
        for last in change.value.values() if isinstance(change.value, dict) else ():
            if (
                str(last) not in lost
                and not connection.execute("SELECT 1 FROM change WHERE id = ?", (str(last),)).fetchone()
            ):
                raise Refused(MISSING)


def _bring_bytes(connection: sqlite3.Connection, other: Elsewhere) -> None:
    """Contents and extractions of versions that are here now."""
    versions = {sha256 for (sha256,) in connection.execute("SELECT sha256 FROM version WHERE sha256 <> ''")}
    here = {sha256 for (sha256,) in connection.execute("SELECT sha256 FROM extraction")}
    for sha256, version in other.extractions():
        if version in versions and sha256 not in here:
            contents.put_extraction(connection, other.extraction(sha256))
    wanted = connection.execute(
        "SELECT sha256 FROM version WHERE sha256 <> '' UNION SELECT frozen FROM extraction WHERE frozen <> ''"
        " UNION SELECT layer FROM extraction WHERE layer <> '' EXCEPT SELECT sha256 FROM content"
    ).fetchall()
    for (sha256,) in wanted:
        media, size, parts = other.content(sha256)
        try:
            contents.put_content(connection, sha256, size, pouring.Parts(parts), media)
        except (ProjectDamaged, DiskFull):
            raise
        except Refused as error:  # the bytes are not what they are called
            raise ProjectDamaged(MALFORMED) from error
    lacking = "SELECT extraction FROM version WHERE extraction <> '' EXCEPT SELECT sha256 FROM extraction"
    if connection.execute(lacking).fetchone():
        raise ProjectDamaged(MALFORMED)


def _lawful(change: Change) -> bool:
    if not change.withheld:
        row = row_from(change)
        if not 0 < change.clock <= CLOCK_LIMIT or digest_of(row[:11], change.salt) != change.digest:
            raise ProjectDamaged(MALFORMED)
    return True


def _check_clocks(connection: sqlite3.Connection, change: Change, clocks: dict[str, int]) -> None:
    for old in change.replaces:
        before = clocks.get(old)
        if before is None:
            row = connection.execute("SELECT clock FROM change WHERE id = ?", (old,)).fetchone()
            before = row[0] if row else None
        if before is not None and before >= change.clock:
            raise ProjectDamaged(MALFORMED)


def _add(connection: sqlite3.Connection, change: Change, emptied: bool) -> Change | None:
    """Add one change, or fill in a withheld one. What was written, None where nothing was."""
    row = row_from(change)
    if emptied:
        row = without_content(row)
    query = f"SELECT {COLUMNS} FROM change WHERE id = ?"  # noqa: S608 - a constant
    here = connection.execute(query, (change.id,)).fetchone()
    if here is None:
        insert(connection, row)
        return change_from(row)
    known = change_from(here)
    if (known.session, known.seq, known.digest, known.chain) != (row[1], row[2], row[12], row[13]):
        raise ProjectDamaged(MALFORMED)
    if known.withheld and row[3] is not None:
        connection.execute(f"UPDATE change SET {_SET} WHERE id = ?", (*row[3:12], change.id))  # noqa: S608 - constants
        return change
    return None
