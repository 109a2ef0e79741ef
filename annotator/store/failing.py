"""SQLite's errors told apart by name, as sentences a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.model.errors import (
    DiskFull,
    ProjectBusy,
    ProjectChanged,
    ProjectDamaged,
    ProjectForeign,
    ProjectReadOnly,
    Refused,
)

BUSY = "The project is in use by another program. Close it there, or open it read-only, or work on a copy."
CHANGED = (
    "The project file was changed or exchanged by another program since it was opened. "
    "Nothing was written. Open it again."
)
READ_ONLY = "The project can be read but not written here. Copy it to a folder you can write in."
FULL = "The disk is full. Your last edit is not saved, what was saved before is whole. Free some space, then try again."
DAMAGED = "The project file is damaged. Keep this file as it is and open a backup of it."
UNREADABLE = "The project file could not be read or written. Check the disk or the connection to it, then try again."
DANGLING = "This would point at something that is not in the project. Nothing was changed."
TOO_LARGE = "This is too large to be kept in a project. Nothing was changed."
FOREIGN = "The project file holds parts that Annotator did not make. Ask the sender for a clean copy."
MALFORMED = "What was sent is damaged or was tampered with. Nothing was taken in; ask for it to be sent again."

_BY_NAME: tuple[tuple[str, type[Refused], str], ...] = (
    ("SQLITE_READONLY_DBMOVED", ProjectChanged, CHANGED),
    ("SQLITE_READONLY", ProjectReadOnly, READ_ONLY),
    ("SQLITE_BUSY", ProjectBusy, BUSY),
    ("SQLITE_LOCKED", ProjectBusy, BUSY),
    ("SQLITE_PROTOCOL", ProjectBusy, BUSY),
    ("SQLITE_FULL", DiskFull, FULL),
    # A limit on file sizes and some network disks answer a write that does not fit with an input/output error.
    ("SQLITE_IOERR_WRITE", DiskFull, FULL),
    ("SQLITE_IOERR_CORRUPTFS", ProjectDamaged, DAMAGED),
    ("SQLITE_IOERR_LOCK", ProjectBusy, BUSY),
    ("SQLITE_IOERR", Refused, UNREADABLE),
    # While writing, this is the journal that could not be made beside the project.
    ("SQLITE_CANTOPEN", ProjectReadOnly, READ_ONLY),
    ("SQLITE_PERM", ProjectReadOnly, READ_ONLY),
    ("SQLITE_AUTH", ProjectForeign, FOREIGN),
    ("SQLITE_CONSTRAINT_FOREIGNKEY", Refused, DANGLING),
    ("SQLITE_TOOBIG", Refused, TOO_LARGE),
    ("SQLITE_CORRUPT", ProjectDamaged, DAMAGED),
    ("SQLITE_NOTADB", ProjectDamaged, DAMAGED),
    ("SQLITE_FORMAT", ProjectDamaged, DAMAGED),
)


def refusal(error: sqlite3.Error) -> Refused | None:
    """What a person is told about an SQLite error; None where it is a fault of this program."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    for beginning, refused, sentence in _BY_NAME:
        if name.startswith(beginning):
            return refused(sentence)
    # Text that is no UTF-8 and a schema that cannot be parsed come without a telling name.
    if not name and isinstance(error, sqlite3.OperationalError) and "decode" in str(error).lower():
        return ProjectDamaged(DAMAGED)
    if name == "SQLITE_ERROR" and "malformed" in str(error):
        return ProjectDamaged(DAMAGED)
    return None


@contextmanager
def told_apart() -> Iterator[None]:
    """Turn SQLite's errors inside the block into Refused; others pass."""
    try:
        yield
    except UnicodeDecodeError as error:
        # SQLite's own message quotes a damaged schema.
        raise ProjectDamaged(DAMAGED) from error
    except sqlite3.Error as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from error
