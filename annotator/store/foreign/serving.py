"""The process that reads a stranger's file: it opens a private copy, locks itself before a byte of it is read, and
answers.

It knows nothing of any project of ours; what it says is believed by nobody before it was looked at
(`annotator.store.foreign.believing`).
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Protocol

from annotator.model.errors import ProjectForeign
from annotator.store import connecting, schema
from annotator.store.changes_file import APPLICATION_ID as CHANGES_ID
from annotator.store.changes_file import DIGEST as CHANGES_DIGEST
from annotator.store.foreign import carving, wire
from annotator.store.foreign.wire import Ask, Frames, MalformedError, Told, Value, Why
from annotator.store.stream import COLUMNS

NOT_LOCKED = 71
"""The exit status where it could not lock itself."""
_PIECE = 1 << 20
_OUT = 256 * 1024
Row = Sequence[Value]


class _NoError(Exception):
    """The question can't be answered, for a reason that the other side has words for."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def main(argv: list[str], lock: Callable[[], object]) -> int:
    """Serve one conversation on the descriptor given first, about the file named second.

    `lock` is called when the file is open, and before anything of it is read. With "unconfined" among the further
    arguments it goes on where that is not possible; with "damaged" it takes out what rows it finds (`carving`).
    """
    try:
        client, copy, options = int(argv[0]), Path(argv[1]), argv[2:]
        os.fstat(client)
        make = _wreck(copy) if "damaged" in options else _file(copy)
    except (IndexError, ValueError, OSError, sqlite3.Error):
        print("This is started by Annotator itself.", file=sys.stderr)
        return 64
    try:
        lock()
    except OSError:
        if "unconfined" not in options:
            return NOT_LOCKED
    try:
        _converse(client, make)
    except (MalformedError, OSError):
        return 70
    return 0


def _file(copy: Path) -> Callable[[], _Answering]:
    # Immutable: no journal is looked for, and no lock is asked for.
    address = f"{connecting.address(copy, 'ro')}&immutable=1"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    return lambda: _File(connection)


def _wreck(copy: Path) -> Callable[[], _Answering]:
    file = copy.open("rb")
    return lambda: _Wreck(file)


def _converse(client: int, make: Callable[[], _Answering]) -> None:
    frames = Frames()
    file: _Answering | None = None
    while data := os.read(client, _PIECE):
        for kind, payload in frames.take(data):
            out = bytearray()
            try:
                if file is None:
                    file = make()
                for row in file.answer(Ask(kind), wire.values(payload)):
                    out += wire.frame(Told.ROW, row)
                    if len(out) > _OUT:
                        _write(client, out)
                        out.clear()
                out += wire.frame(Told.END)
            except _NoError as no:
                out += wire.frame(Told.NO, [int(no.why)])
            except (sqlite3.Error, UnicodeError, ValueError, TypeError, OverflowError):
                out += wire.frame(Told.NO, [int(Why.DAMAGED)])
            _write(client, out)


def _write(client: int, data: bytes | bytearray) -> None:
    view = memoryview(bytes(data))
    while view:
        view = view[os.write(client, view) :]


class _Answering(Protocol):
    """What a file is asked through."""

    def answer(self, ask: Ask, given: Sequence[Value]) -> Iterator[Row]:
        """The rows that answer a question."""


class _Wreck:
    """A damaged file, of which all rows are told that can be made out."""

    def __init__(self, file: IO[bytes]) -> None:
        self._rows = file

    def answer(self, ask: Ask, given: Sequence[Value]) -> Iterator[Row]:
        """Whether its end is missing; all rows, whatever table they are of."""
        if ask is Ask.HEAD:
            yield (int(carving.cut_short(self._rows)),)
        elif ask is Ask.CARVED:
            yield from carving.rows(self._rows)


class _File:
    """The file, once its whole schema was compared with what this program writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        connecting.harden(connection)
        connection.execute("PRAGMA query_only = ON")
        self._connection = connection
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        self.version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        self.changes_only = application == CHANGES_ID
        if application not in (schema.APPLICATION_ID, CHANGES_ID):
            raise _NoError(Why.NO_PROJECT)
        if self.version > schema.VERSION:
            raise _NoError(Why.NEWER)
        try:
            if self.changes_only:
                if schema.digest(connection) != CHANGES_DIGEST:
                    raise _NoError(Why.FOREIGN)
            else:
                schema.check(connection, self.version)
        except ProjectForeign as error:
            raise _NoError(Why.FOREIGN) from error
        connecting.guard(connection)

    def answer(self, ask: Ask, given: Sequence[Value]) -> Iterator[Row]:
        """The rows that answer a question."""
        if ask is Ask.HEAD:
            yield (int(self.changes_only), self.version, self._project())
        elif ask is Ask.SESSIONS:
            yield from self._rows(
                "SELECT session, min(seq), max(seq), count(*), count(DISTINCT seq) FROM change GROUP BY session"
            )
            if self.changes_only:
                yield from self._rows("SELECT id, seq, change, chain FROM base")
            else:
                yield from self._rows("SELECT id, seq, change, chain FROM session")
        elif ask is Ask.LINE:
            query = (
                "SELECT id, chain, (SELECT count(*) FROM change AS b WHERE b.session = c.session AND b.seq <= c.seq)"
            )
            yield from self._rows(f"{query} FROM change AS c WHERE session = ? AND seq = ?", *given)
        elif ask is Ask.CHANGES:
            query = f"SELECT {COLUMNS} FROM change WHERE session = ? AND seq > ? ORDER BY seq, id"  # noqa: S608
            yield from self._rows(query, *given)
        elif ask is Ask.CHANGE:
            yield from self._some(given)
        elif ask is Ask.WITHHELD:
            yield from self._rows("SELECT id FROM change WHERE action IS NULL ORDER BY id")
        elif ask is Ask.EXTRACTIONS:
            yield from self._rows("SELECT sha256, version FROM extraction")
        elif ask is Ask.EXTRACTION:
            yield from self._extraction(*given)
        elif ask is Ask.CONTENTS:
            yield from self._rows("SELECT sha256 FROM content ORDER BY sha256")
        elif ask is Ask.CONTENT:
            yield from self._content(*given)

    def _rows(self, query: str, *given: Value) -> Iterator[Row]:
        cursor = self._connection.execute(query, given)
        while rows := cursor.fetchmany(500):
            yield from rows

    def _some(self, given: Sequence[Value]) -> Iterator[Row]:
        table = "filling" if self.changes_only else "change"
        query = f"SELECT {COLUMNS} FROM {table} WHERE id = ?"  # noqa: S608 - constants
        for ident in given:
            yield from self._rows(query, ident)
        if self.changes_only:
            # What is new there is not found by its id: one look at all of it is as good.
            wanted = set(given)
            query = f"SELECT {COLUMNS} FROM change WHERE action IS NOT NULL"  # noqa: S608 - a constant
            yield from (row for row in self._rows(query) if row[0] in wanted)

    def _project(self) -> Value:
        if self.changes_only:
            row = self._connection.execute("SELECT project FROM about").fetchone()
        else:
            row = self._connection.execute("SELECT id FROM project ORDER BY made, id").fetchone()
        if row is None:
            raise _NoError(Why.DAMAGED)
        return str(row[0])

    def _extraction(self, sha256: Value) -> Iterator[Row]:
        names = [row[1] for row in self._connection.execute("PRAGMA table_info(extraction)")]
        wanted = [
            name if name in names else "''"
            for name in ("sha256", "version", "made_by", "frozen", "pages", "warnings", "outline")
        ] + [name if name in names else "''" for name in ("layer", "fragments", "recognised")]
        query = f"SELECT {', '.join(wanted)} FROM extraction WHERE sha256 = ?"  # noqa: S608 - our own names
        yield from self._rows(query, sha256)
        pages = "SELECT number, label, box, rotation, text FROM page WHERE extraction = ? ORDER BY number"
        yield from self._rows(pages, sha256)

    def _content(self, sha256: Value) -> Iterator[Row]:
        yield from self._rows("SELECT media, size, pieces FROM content WHERE sha256 = ?", sha256)
        row = self._connection.execute("SELECT pieces FROM content WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            raise _NoError(Why.NOT_THERE)
        for number in range(int(row[0])):
            query = "SELECT data FROM piece WHERE content = ? AND number = ?"
            found = self._connection.execute(query, (sha256, number)).fetchone()
            if found is None or not isinstance(found[0], bytes):
                raise _NoError(Why.DAMAGED)
            # In parts that fit a frame and need little memory.
            for at in range(0, len(found[0]), _PIECE):
                yield (found[0][at : at + _PIECE],)
