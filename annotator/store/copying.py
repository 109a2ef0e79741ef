"""Whole copies of a project, written beside their target, checked, then renamed; and the file cleaned of traces."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from annotator.model.errors import DiskFull, ProjectDamaged, ProjectReadOnly, Refused
from annotator.store import connecting
from annotator.store.failing import DAMAGED, FULL, UNREADABLE, told_apart

_NAME_LIMIT = 255 - len("-journal")
"""Bytes in the longest name beside which SQLite's journal still finds room."""
_LEFT = re.compile(r"\.[0-9a-f]{16}\.new(-journal)?", re.ASCII)
_LEFT_AFTER = 3600.0
"""Seconds after which nobody can be writing a copy any more that was not written to."""


@contextmanager
def aside() -> Iterator[Path]:
    """A name in this computer's cache for a file that must never lie where a copy is written to; it is gone at the end.

    Raises Refused where the cache can't be written.
    """
    folder = platformdirs.user_cache_path("annotator", appauthor=False) / "sending"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "Annotator can't write its cache folder, where a copy is prepared. Make it writable, then try again."
        ) from error
    with beside(folder / "whole") as new:
        yield new


def sweep(folder: Path) -> None:
    """Take away the half-made copies that a crash left in a folder."""
    with contextlib.suppress(OSError):
        for found in os.scandir(folder):
            if _LEFT.fullmatch(found.name) and time.time() - found.stat(follow_symlinks=False).st_mtime > _LEFT_AFTER:
                os.unlink(found.path)  # noqa: PTH108 - what scandir gives


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A name in the same folder for a file in the making; whatever is left of it is taken away at the end."""
    sweep(path.parent)
    new = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        yield new
    finally:
        for left in (new, new.with_name(f"{new.name}-journal")):
            with contextlib.suppress(OSError):
                left.unlink()


def publish(new: Path, path: Path) -> None:
    """Give a finished file its name, never over another one; with its folder, it is on disk afterwards."""
    try:
        os.link(new, path)
    except FileExistsError as error:
        raise Refused("There is a file of this name already. Choose another name, or open it.") from error
    except OSError:
        # Some file systems know no second name for a file.
        if os.path.lexists(path):
            raise Refused("There is a file of this name already. Choose another name, or open it.") from None
        new.rename(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def free_name(path: Path) -> None:
    """Raise Refused unless a file can be made under this name."""
    if os.path.lexists(path):
        raise Refused("There is a file of this name already. Choose another name, or open it.")
    if len(os.fsencode(path.name)) > _NAME_LIMIT:
        raise Refused("This name is too long for a project. Choose a shorter one.")
    if not path.parent.is_dir():
        raise Refused("There is no such folder. Make it first, or choose another one.")


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the project as it is now to a new file, without traces of what was deleted.

    Raises Refused where `path` exists, DiskFull, ProjectReadOnly, ProjectDamaged.
    """
    free_name(path)
    with beside(path) as new:
        _vacuum_into(connection, new)
        _check(new)
        try:
            publish(new, path)
        except OSError as error:
            raise ProjectReadOnly("No copy can be made in this folder. Choose one you can write in.") from error


def copy_as_it_is(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a project of an earlier version, page by page, before it is upgraded. Raises as `copy` does."""
    free_name(path)
    try:
        with beside(path) as new, told_apart():
            made = sqlite3.connect(connecting.address(new, "rwc"), uri=True, isolation_level=None)
            try:
                connection.backup(made)
                if made.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                    raise ProjectDamaged(DAMAGED)
            finally:
                made.close()
            _on_disk(new)
            publish(new, path)
    except OSError as error:
        raise ProjectReadOnly("No copy can be made in this folder. Choose one you can write in.") from error


def copy_file(path: Path, out: Path) -> None:
    """Copy a project that nobody has open, byte by byte, to a new file. Raises Refused, DiskFull or ProjectReadOnly."""
    free_name(out)
    try:
        with beside(out) as new:
            shutil.copyfile(path, new)
            new.chmod(0o600)
            _on_disk(new)
            publish(new, out)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(FULL) from error
        if not path.exists():
            raise Refused("That backup is not there any more.") from error
        raise ProjectReadOnly("No copy can be made in this folder. Choose one you can write in.") from error


def check_room(path: Path) -> None:
    """Raise DiskFull where `clean` would find no room for a copy and a journal beside the project."""
    if shutil.disk_usage(path.parent).free < 2 * path.stat().st_size + (1 << 20):
        raise DiskFull(FULL)


def clean(connection: sqlite3.Connection, path: Path) -> None:
    """Write the whole file anew, in place: a deleted word can stay in a page's gaps, even with `secure_delete`.

    The same file is kept (not exchanged), and a crash in between leaves it whole.
    """
    check_room(path)
    with beside(path) as new:
        _vacuum_into(connection, new)
        copied = connecting.connect(new, "ro")
        try:
            with told_apart():
                copied.backup(connection)
        finally:
            copied.close()


def unclean(project: str) -> Path:
    """Where this computer notes that a project is to be written anew, since something in it was erased."""
    return platformdirs.user_state_path("annotator", appauthor=False) / "erasing" / project


def note_unclean(project: str) -> None:
    """Note that, before something is erased: after a crash in between, opening it for writing makes up for it."""
    note = unclean(project)
    with contextlib.suppress(OSError):  # erasing goes on; it is only a crash that this is for
        note.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(note, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def note_clean(project: str) -> None:
    """Note that it was written anew."""
    with contextlib.suppress(OSError):
        unclean(project).unlink()


def put_back(connection: sqlite3.Connection, backup: Path, project: str) -> None:
    """Write a backup's content over the project, in place; a crash in between leaves it whole.

    Raises Refused where it is no backup of this project, DiskFull, ProjectDamaged.
    """
    copied = connecting.open_file(backup, read_only=True)
    try:
        with told_apart():
            if copied.execute("SELECT 1 FROM project WHERE id = ?", (project,)).fetchone() is None:
                raise Refused("This is a backup of another project. Nothing was changed.")
            copied.backup(connection)
    finally:
        copied.close()


def _vacuum_into(connection: sqlite3.Connection, new: Path) -> None:
    connection.set_authorizer(None)
    # SQLite takes writing the copy for writing the project: a project that is only read could not be copied.
    ((only_read,),) = connection.execute("PRAGMA query_only").fetchall()
    try:
        with told_apart():
            connection.execute("PRAGMA query_only = OFF")
            connection.execute("VACUUM INTO ?", (connecting.address(new, "rwc"),))
    finally:
        connection.execute(f"PRAGMA query_only = {int(only_read)}")
        connecting.guard(connection)


def _check(new: Path) -> None:
    copied = connecting.open_file(new, read_only=True)
    try:
        with told_apart():
            if copied.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise ProjectDamaged(DAMAGED)
    finally:
        copied.close()
    _on_disk(new)


def _on_disk(new: Path) -> None:
    try:
        descriptor = os.open(new, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(FULL) from error
        raise Refused(UNREADABLE) from error
