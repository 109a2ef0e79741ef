"""Opening the file: its header looked at before SQLite sees it, one hardened connection, the whole schema compared."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from annotator.model.errors import ProjectBusy, ProjectDamaged, ProjectReadOnly, ProjectTooNew, Refused
from annotator.store import older, schema
from annotator.store.failing import DAMAGED, told_apart

BUSY_SECONDS = 3.0
"""How long SQLite waits for somebody who is reading or writing at this moment."""
_LIMITS = {
    "SQLITE_LIMIT_LENGTH": 64 << 20,
    "SQLITE_LIMIT_SQL_LENGTH": 100_000,
    "SQLITE_LIMIT_COLUMN": 200,
    "SQLITE_LIMIT_EXPR_DEPTH": 100,
    "SQLITE_LIMIT_TRIGGER_DEPTH": 1,
    "SQLITE_LIMIT_ATTACHED": 1,
    "SQLITE_LIMIT_WORKER_THREADS": 0,
}
_NO_PROJECT = "This is no Annotator project. Open a file whose name ends in .annotator."
INTERRUPTED = (
    "The last edit of this project was interrupted and has to be put right first. "
    "Open it for writing once, in a folder you can write in."
)
_WRITING = "The project is being written at this moment. Try again when that is done."


class Interrupted(ProjectReadOnly):
    """A file that can't be read before it was opened for writing once."""


_HELD: dict[tuple[int, int], int] = {}
"""Files this process has open (device and number), with how often: closing a descriptor of one would drop its locks."""

_HELD_LOCK = threading.Lock()


def hold(path: Path) -> tuple[int, int]:
    """Note that this process opens the file; give what to hand to `let_go`."""
    found = path.stat()
    key = (found.st_dev, found.st_ino)
    with _HELD_LOCK:
        _HELD[key] = _HELD.get(key, 0) + 1
    return key


def let_go(key: tuple[int, int]) -> None:
    """Note that a connection was closed."""
    with _HELD_LOCK:
        left = _HELD.pop(key, 1) - 1
        if left > 0:
            _HELD[key] = left


def look(path: Path) -> int:
    """The schema version in the header of a project, read without SQLite (0 where this process has it open).

    Raises Refused, ProjectDamaged or ProjectTooNew with what is wrong with the file.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise Refused(f"There is no file named '{path.name}' there. Check its name and folder.") from error
    if len(os.fsencode(path.name)) > 255 - len("-journal"):
        raise Refused("The name of this file is too long for a project. Give it a shorter one.")
    if stat.S_ISDIR(found.st_mode):
        raise Refused("This is a folder, not a project. Choose a file whose name ends in .annotator.")
    if not stat.S_ISREG(found.st_mode):
        raise Refused(_NO_PROJECT)
    if found.st_size == 0:
        raise ProjectDamaged("The file is empty: it holds no project. Open a backup of it.")
    if (found.st_dev, found.st_ino) in _HELD:
        return 0
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise Refused("The project file can't be read. Check that you may open it.") from error
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        raise ProjectDamaged(_NO_PROJECT)
    if struct.unpack(">I", head[68:72])[0] != schema.APPLICATION_ID:
        raise ProjectDamaged(_NO_PROJECT)
    version: int = struct.unpack(">I", head[60:64])[0]
    _check_version(version)
    _check_size(path, head, found.st_size)
    return version


def _check_version(version: int) -> None:
    if version > schema.VERSION:
        raise ProjectTooNew("The project was written by a newer version of Annotator. Update Annotator to open it.")
    if version < 1:
        raise ProjectDamaged(DAMAGED)


def _check_size(path: Path, head: bytes, size: int) -> None:
    page = struct.unpack(">H", head[16:18])[0]
    page = 65536 if page == 1 else page
    if page < 512 or page & (page - 1):
        raise ProjectDamaged(DAMAGED)
    # With a journal beside it SQLite has still to put right what was interrupted.
    if any(path.with_name(path.name + end).exists() for end in ("-journal", "-wal")):
        return
    pages, counter, valid = (struct.unpack(">I", head[at : at + 4])[0] for at in (28, 24, 92))
    # A longer one is whole: the end was to be cut off when it was interrupted.
    if size % page or (counter == valid and pages * page > size):
        raise ProjectDamaged("The project file is cut short. Keep it as it is and open a backup of it.")


def longer(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether a file goes on after its last page: cutting it was interrupted, and old words may stand there."""
    ((pages,),), ((page,),) = (connection.execute(f"PRAGMA {name}").fetchall() for name in ("page_count", "page_size"))
    return path.stat().st_size > int(pages) * int(page)


def address(path: Path, mode: str) -> str:
    """A `file:` address for SQLite, from the path's own bytes, whatever they are. `mode` is `ro`, `rw` or `rwc`."""
    absolute = path.absolute().as_posix()
    if not absolute.startswith("/"):
        absolute = f"/{absolute}"
    return f"file:{quote(os.fsencode(absolute))}?mode={mode}"


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A hardened connection in autocommit mode. The standard library's SQLite, whatever else is installed."""
    with told_apart():
        connection = sqlite3.connect(address(path, mode), uri=True, isolation_level=None, timeout=BUSY_SECONDS)
        try:
            harden(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def harden(connection: sqlite3.Connection) -> None:
    """Trust nothing that the file says about itself, leave no deleted words behind, lose nothing that was saved.

    With FULL instead of EXTRA the journal's going is not synced: it may be back after a power cut, and undo what was
    saved just before.
    """
    for name, limit in _LIMITS.items():
        connection.setlimit(getattr(sqlite3, name), limit)
    if hasattr(connection, "setconfig"):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # type: ignore[attr-defined]
    for pragma in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "temp_store = MEMORY",
        "foreign_keys = ON",
        "secure_delete = ON",
        "synchronous = EXTRA",
        "recursive_triggers = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def guard(connection: sqlite3.Connection) -> None:
    """From here on no statement reaches another file, and none comes from a trigger or a view."""
    connection.set_authorizer(_allowed)


def _allowed(action: int, first: str | None, second: str | None, database: str | None, inner: str | None) -> int:
    if inner is not None or action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and second == "load_extension":
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def open_file(
    path: Path, *, read_only: bool, before_upgrade: Callable[[sqlite3.Connection], None] | None = None
) -> sqlite3.Connection:
    """Look at the header, connect, compare the schema, migrate an older file. The caller holds the lease.

    `before_upgrade` is called with an older file that is about to be migrated. Raises the Refused that fits.
    """
    look(path)
    if not read_only:
        return _opened(path, before_upgrade, read_only=False)
    try:
        return _opened(path, None, read_only=True)
    except older.TooOld:
        raise
    except ProjectReadOnly as error:
        raise Interrupted(INTERRUPTED) from error
    except ProjectBusy as error:
        raise ProjectBusy(_WRITING) from error


def _opened(
    path: Path, before_upgrade: Callable[[sqlite3.Connection], None] | None, *, read_only: bool
) -> sqlite3.Connection:
    connection = connect(path, "ro" if read_only else "rw")
    try:
        with told_apart():
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            _check_version(version)
            if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
                raise ProjectDamaged(_NO_PROJECT)
            schema.check(connection, version)
            if read_only:
                if version < schema.VERSION:
                    older.fill_in(connection, version)
                connection.execute("PRAGMA query_only = ON")
            else:
                mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
                if mode != "delete":
                    raise Refused("The project is in use by another program. Close it there, then try again.")
                if version < schema.VERSION:
                    if before_upgrade is not None:
                        before_upgrade(connection)
                    schema.migrate(connection)
                    schema.check(connection, schema.VERSION)
                _sweep(connection, path)
            guard(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def put_right(path: Path) -> None:
    """Have SQLite finish or take back what was interrupted. The caller holds the lease."""
    connection = connect(path, "rw")
    try:
        with told_apart():
            connection.execute("PRAGMA user_version").fetchone()
            _sweep(connection, path)
    finally:
        connection.close()


def _sweep(connection: sqlite3.Connection, path: Path) -> None:
    """Have SQLite take away a journal that a killed writer began but that has nothing to put right."""
    if not path.with_name(f"{path.name}-journal").exists():
        return
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    with contextlib.suppress(sqlite3.Error):
        connection.execute(f"PRAGMA user_version = {version}")
