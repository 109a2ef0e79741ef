"""A new project made of what can be made out of a damaged one: nothing goes in that its own checksums do not vouch for.

Of each session the changes go in as they were written, as far as their chain reaches; one whose content is gone while
its place in the chain is not stays as a withheld one, which a colleague's copy fills in. What stands behind a break is
recorded again, by whoever salvages, so that the new file is whole, can be shared and can be merged.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.model.changes import Change
from annotator.model.errors import Refused
from annotator.model.things import Kind
from annotator.store import connecting, contents, erasing, rebuilding, schema
from annotator.store.fields import FIELDS, REQUIRED, TABLES, settled
from annotator.store.foreign import believing
from annotator.store.stream import START, chain_of, changes, heads_of, insert, lost_changes, row_from
from annotator.store.writing import SEEN, Identity, Pen

_UNKNOWN = "Salvaged document"
_NOBODY = Change("", "", "", "", 0, 0, "", "", "", None, (), "", "", "", withheld=True)
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Break:
    """Where a session's chain ends too early: its person, the last change that holds, and how many stood behind it."""

    session: str
    person: str
    at: str
    seq: int
    behind: int


@dataclass
class Salvaged:
    """What became of a damaged project: numbers of changes, ids of documents, and where chains break."""

    project: str = ""
    kept: int = 0
    emptied: int = 0
    again: int = 0
    lost: int = 0
    breaks: list[Break] = field(default_factory=list)
    without_bytes: list[str] = field(default_factory=list)
    without_text: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)


class _Found:
    """Rows as they come: bytes and texts go into the new file at once, changes are kept."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.changes: dict[str, Change] = {}
        self.emptied: set[str] = set()
        self.ends: dict[str, int] = {}

    def take(self, row: Row) -> None:
        """One row of any table; what it is no row of this program's is passed over."""
        try:
            if len(row) == 15:
                self._change(row[1:])
            elif len(row) == 4:
                self._piece(row)
            elif len(row) == 5:
                self._content(row)
            elif len(row) == 6:
                self._page(row)
            elif len(row) == 7:
                self._session(row)
            elif len(row) in (8, 11):
                self._extraction(row)
        except (Refused, ValueError, TypeError, OverflowError, sqlite3.IntegrityError):
            return

    def _change(self, row: Row) -> None:
        try:
            change = believing.change(row)
        except Refused:
            change = believing.change((*row[:3], *[None] * 9, *row[12:]))
            self.emptied.add(change.id)
        known = self.changes.get(change.id)
        if known is None or (known.withheld and not change.withheld):
            self.changes[change.id] = change
        if not self.changes[change.id].withheld:
            self.emptied.discard(change.id)

    def _session(self, row: Row) -> None:
        """Where a session ended; nothing vouches for it, so it only says that something is missing."""
        believing.ident(row[4])
        self.ends[believing.ident(row[0])] = believing.number(row[2], 1, 1 << 32)

    def _put(self, table: str, row: Row) -> None:
        marks = ", ".join("?" * len(row))
        self._connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)  # noqa: S608 - our own names

    def _piece(self, row: Row) -> None:
        if isinstance(row[3], bytes) and hashlib.sha256(row[3]).hexdigest() == believing.sha(row[2]):
            self._put("piece", (believing.sha(row[0]), believing.number(row[1]), row[2], row[3]))

    def _content(self, row: Row) -> None:
        if contents.row_checksum(*row[:4]) == row[4]:
            self._put("content", (believing.sha(row[0]), *row[1:]))

    def _page(self, row: Row) -> None:
        label, box, text = (believing.text(row[at], None, 64 << 20) for at in (2, 3, 5))
        self._put("page", (believing.sha(row[0]), believing.number(row[1]), label, box, believing.number(row[4]), text))

    def _extraction(self, row: Row) -> None:
        more = tuple(row[8:]) or ("", "", "")
        noted = contents.row_checksum(*row[:7], *more) if any(more) else contents.row_checksum(*row[:7])
        if noted == row[7]:
            self._put("extraction", (believing.sha(row[0]), *row[1:8], *more))


def build(rows: Iterable[Row], path: Path) -> tuple[Salvaged, list[Change]]:
    """Write a new project file from rows of a damaged one; gives the changes, too, that stand behind a break.

    `finish` has to follow. Raises Refused where nothing of a project is found.
    """
    connection = connecting.connect(path, "rwc")
    try:
        schema.migrate(connection)
        connection.execute("BEGIN IMMEDIATE")
        found = _Found(connection)
        for row in rows:
            found.take(row)
        if not found.changes:
            raise Refused("Nothing of a project was found in this file, so no file was written.")
        told = Salvaged()
        kept, behind = _chained(found.changes.values(), found.ends, told)
        told.kept = sum(change.id not in found.emptied for change in kept)
        told.emptied = len(kept) - told.kept
        for change in sorted(kept, key=lambda one: (one.clock if not one.withheld else 0, one.seq, one.id)):
            insert(connection, row_from(change))
        rebuilding.bring_in_step(connection)
        _settle_texts(connection)
        connection.execute("COMMIT")
        return told, behind
    finally:
        connection.close()


def _chained(found: Iterable[Change], ends: Mapping[str, int], told: Salvaged) -> tuple[list[Change], list[Change]]:
    """The changes that their sessions' chains reach, and the full ones that they do not."""
    sessions: dict[str, dict[int, list[Change]]] = {session: {} for session in ends}
    for change in found:
        sessions.setdefault(change.session, {}).setdefault(change.seq, []).append(change)
    kept: list[Change] = []
    behind: list[Change] = []
    for session, by_seq in sorted(sessions.items()):
        seq, reached, linked = 0, {START}, _linked(by_seq, 1, {START})
        last = next(iter(by_seq.values()), [_NOBODY])[0]
        while linked:
            seq, reached = seq + 1, {change.chain for change in linked}
            last = next((change for change in linked if not change.withheld), last)
            kept += linked
            linked = _linked(by_seq, seq + 1, reached)
        after = [change for at, some in sorted(by_seq.items()) for change in some if at > seq]
        if after or seq < ends.get(session, 0):
            full = [change for change in after if not change.withheld]
            person = last.person or (full[0].person if full else "")
            told.breaks.append(Break(session, person, last.at, seq, len(after)))
            told.lost += max([*by_seq, ends.get(session, 0)]) - seq - len({change.seq for change in full})
            behind += full
    return kept, behind


def _linked(by_seq: dict[int, list[Change]], seq: int, reached: set[str]) -> list[Change]:
    """The changes of a number that continue one of these chains."""
    return [
        change
        for change in by_seq.get(seq, ())
        if any(chain_of(chain, change.digest) == change.chain for chain in reached)
    ]


def _settle_texts(connection: sqlite3.Connection) -> None:
    """Keep the bytes and texts that are whole."""
    connection.execute("DELETE FROM piece WHERE content NOT IN (SELECT sha256 FROM content)")
    connection.execute("DELETE FROM page WHERE extraction NOT IN (SELECT sha256 FROM extraction)")
    for (sha256,) in connection.execute("SELECT sha256 FROM content").fetchall():
        try:
            for _ in contents.content(connection, sha256):
                pass
        except Refused:
            connection.execute("DELETE FROM piece WHERE content = ?", (sha256,))
            connection.execute("DELETE FROM content WHERE sha256 = ?", (sha256,))
    for (sha256,) in connection.execute("SELECT sha256 FROM extraction").fetchall():
        try:
            contents.extraction(connection, sha256)
        except Refused:
            connection.execute("DELETE FROM page WHERE extraction = ?", (sha256,))
            connection.execute("DELETE FROM extraction WHERE sha256 = ?", (sha256,))


def project_in(path: Path) -> str:
    """The id of the project in a file that `build` wrote; empty where that is lost."""
    connection = connecting.connect(path, "ro")
    try:
        row = connection.execute("SELECT id FROM project ORDER BY made, id").fetchone()
        return str(row[0]) if row else ""
    finally:
        connection.close()


def finish(path: Path, told: Salvaged, behind: Sequence[Change], who: Identity) -> None:
    """Record again what stands behind a break, and say what is lost; then the file is a project that opens."""
    connection = connecting.connect(path, "rw")
    try:
        connection.execute("BEGIN IMMEDIATE")
        clock = connection.execute("SELECT coalesce(max(clock), 0) FROM session").fetchone()[0]
        pen = Pen(connection, who, "salvage", None, max([clock, *(change.clock for change in behind)]))
        missing = _missing(connection)
        if missing:
            pen.mark_lost(missing)
            told.lost = max(told.lost, len(missing))
        if behind:
            _record_again(pen, behind)
        _name_again(pen, told)
        pen.finish()
        rebuilding.bring_in_step(connection)
        erasing.settle_bytes(connection)
        connection.execute("COMMIT")
        told.again = len(pen.outcome.changes)
        told.project = connection.execute("SELECT id FROM project ORDER BY made, id").fetchone()[0]
        for table, column, into in (
            ("content", "sha256", told.without_bytes),
            ("extraction", "extraction", told.without_text),
        ):
            query = (
                "SELECT DISTINCT document.id FROM version JOIN document ON document.id = version.document"  # noqa: S608
                f" WHERE version.{column} <> '' AND version.{column} NOT IN (SELECT sha256 FROM {table})"
            )
            into += [ident for (ident,) in connection.execute(query)]
    finally:
        connection.close()


def _missing(connection: sqlite3.Connection) -> list[str]:
    """The changes that sessions had seen and that are not there."""
    found: dict[str, None] = {}
    known = lost_changes(connection)
    for change in changes(connection, "field = ? AND thing = session", SEEN):
        for last in change.value.values() if isinstance(change.value, dict) else ():
            if (
                str(last) not in known
                and not connection.execute("SELECT 1 FROM change WHERE id = ?", (str(last),)).fetchone()
            ):
                found[str(last)] = None
    return list(found)


def _with(connection: sqlite3.Connection, behind: Sequence[Change]) -> sqlite3.Connection:
    """All that is known, the changes behind a break, too, added up in memory."""
    everything = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(everything)
    everything.execute("BEGIN")
    names = ", ".join(row[1] for row in connection.execute("PRAGMA table_info(change)"))
    marks = ", ".join("?" * (names.count(",") + 1))
    rows = connection.execute(f"SELECT {names} FROM change")  # noqa: S608 - our own names
    everything.executemany(f"INSERT INTO change ({names}) VALUES ({marks})", rows)  # noqa: S608
    for change in behind:
        insert(everything, row_from(change))
    rebuilding.bring_in_step(everything)
    everything.execute("COMMIT")
    return everything


def _record_again(pen: Pen, behind: Sequence[Change]) -> None:
    """What things are where everything is known, as further changes where the new file has them otherwise."""
    connection, things = pen.connection, {change.thing for change in behind}
    everything = _with(connection, behind)
    try:
        for kind, table in TABLES.items():
            query = f"SELECT id FROM {table} WHERE id = ?"  # noqa: S608 - our own names
            for thing in sorted(thing for thing in things if everything.execute(query, (thing,)).fetchone()):
                known = connection.execute(query, (thing,)).fetchone() is not None
                _thing_again(pen, kind, thing, _values(everything, kind, thing), known=known)
        erased = {row[0]: row for row in everything.execute("SELECT id, kind, number FROM erased")}
    finally:
        everything.close()
    here = {ident for (ident,) in connection.execute("SELECT id FROM erased")}
    gone = sorted(erased.keys() - here)
    for thing in gone:
        pen.mark_erased(*erased[thing])
    if gone:
        erasing.empty(connection, gone)


def _values(everything: sqlite3.Connection, kind: Kind, thing: str) -> dict[str, Any]:
    """What each field of a thing that was ever set is settled to."""
    values: dict[str, Any] = {}
    for name, given in FIELDS[kind].items():
        heads = [(one.clock, one.id, one.value) for one in heads_of(everything, thing, name)]
        lawful = [head for head in heads if head[2] is None or given.fits(head[2])]
        if lawful:
            values[name] = settled(name, lawful)
    return values


def _thing_again(pen: Pen, kind: Kind, thing: str, values: dict[str, Any], *, known: bool) -> None:
    if known:
        for name, value in values.items():
            if FIELDS[kind][name].default is not REQUIRED or value is not None:
                pen.put(kind, thing, FIELDS[kind][name], value)
        return
    query = "SELECT 1 FROM claim WHERE number = ?"
    if kind is Kind.CLAIM and pen.connection.execute(query, (values.get("number"),)).fetchone():
        values.pop("number", None)
    pen.new_as(thing, kind, {name: value for name, value in values.items() if value is not None})


def _name_again(pen: Pen, told: Salvaged) -> None:
    """Make the project, and documents and claims of which only what belongs to them is left, as far as is known."""
    connection = pen.connection
    if connection.execute("SELECT 1 FROM project").fetchone() is None:
        pen.new(Kind.PROJECT, {"title": "Salvaged"})
    values = {"role": "source", "handling": "never-leaves"}
    for name, kind in (("document", Kind.DOCUMENT), ("claim", Kind.CLAIM)):
        query = "SELECT DISTINCT value FROM change WHERE field = ? AND value IS NOT NULL"
        wanted = {json.loads(value) for (value,) in connection.execute(query, (name,)).fetchall()} - {None, ""}
        known = connection.execute(f"SELECT id FROM {TABLES[kind]} UNION SELECT id FROM erased")  # noqa: S608
        for at, ident in enumerate(sorted(wanted - {ident for (ident,) in known}), 1):
            pen.new_as(ident, kind, {"name": f"{_UNKNOWN} {at}", **values} if kind is Kind.DOCUMENT else {})
            told.unnamed.append(ident)
    if not told.unnamed:
        return
    rebuilding.bring_in_step(connection)
    for ident in told.unnamed:
        query = "SELECT id FROM version WHERE document = ? AND removed = 0 ORDER BY made DESC LIMIT 1"
        row = connection.execute(query, (ident,)).fetchone()
        if row is not None:
            pen.put(Kind.DOCUMENT, ident, FIELDS[Kind.DOCUMENT]["current"], row[0])
