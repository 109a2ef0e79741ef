"""Opening a project file: the lease, what a crash left, and what an earlier version wrote."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

from annotator.model.errors import ProjectDamaged, ProjectReadOnly
from annotator.store import connecting, copying
from annotator.store.failing import DAMAGED, READ_ONLY, told_apart
from annotator.store.lease import Lease
from annotator.store.writing import Identity

Who = Identity | Callable[[str], Identity] | None
Upgrading = Callable[[str, Callable[[Path], None]], None]
"""Called with the id of a project that an earlier version wrote, and with what copies it as it is to a new file."""


def opened(
    path: Path, *, read_only: bool, before_upgrade: Upgrading | None = None
) -> tuple[sqlite3.Connection, Lease | None]:
    """A connection to a project, and the lease where it is for writing. Raises what `Project.open` does."""
    connecting.look(path)
    if read_only:
        try:
            return connecting.open_file(path, read_only=True), None
        except connecting.Interrupted:
            _put_right(path)
            return connecting.open_file(path, read_only=True), None
    if not os.access(path, os.W_OK):
        raise ProjectReadOnly(READ_ONLY)
    lease = Lease.take(path)
    try:
        copying.sweep(path.parent)
        before = partial(_before, before_upgrade) if before_upgrade is not None else None
        return connecting.open_file(path, read_only=False, before_upgrade=before), lease
    except BaseException:
        lease.release()
        raise


def _put_right(path: Path) -> None:
    """Has SQLite finish what a crash interrupted, where nobody else writes. Raises the Refused that fits."""
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise connecting.Interrupted(connecting.INTERRUPTED)
    lease = Lease.take(path)
    try:
        connecting.put_right(path)
    finally:
        lease.release()


def writer(connection: sqlite3.Connection, who: Who) -> Identity | None:
    """Who writes from now on, asked by the project's id where it depends on that."""
    return who(_id(connection)) if callable(who) else who


def _before(upgrading: Upgrading, connection: sqlite3.Connection) -> None:
    upgrading(_id(connection), partial(copying.copy_as_it_is, connection))


def _id(connection: sqlite3.Connection) -> str:
    with told_apart():
        row = connection.execute("SELECT id FROM project ORDER BY made, id").fetchone()
    if row is None or not isinstance(row[0], str):
        raise ProjectDamaged(DAMAGED)
    return row[0]
