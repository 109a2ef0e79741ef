"""The lease: a small file beside a project that says "somebody writes here", also through a synchronised folder.

It holds a random number and nothing else. Two things tell a live lease from a stale one: a lock that the system drops
when its process ends, and, for another computer that only sees the file through a synchronised folder, its age.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import time
from pathlib import Path

import platformdirs

from annotator.model.errors import ProjectBusy, ProjectReadOnly, Refused
from annotator.store.failing import BUSY, READ_ONLY

STALE_AFTER = 150.0
"""Seconds without a sign of life after which a lease of another computer counts as left behind (renewed each 30)."""
_NAME_LIMIT = 255


def lease_path(project: Path) -> Path:
    """Where the lease of a project lies: beside it, hidden, not mistaken for a project."""
    name = f".{project.name}.open"
    if len(os.fsencode(name)) > _NAME_LIMIT:
        name = f".{hashlib.sha256(os.fsencode(project.name)).hexdigest()[:32]}.open"
    return project.with_name(name)


class Lease:
    """Held from `Lease.take` to `release`."""

    def __init__(self, path: Path, descriptor: int, number: str) -> None:
        self.path = path
        self.number = number
        self._descriptor = descriptor

    @classmethod
    def take(cls, project: Path) -> Lease:
        """Take the lease of a project. Raises ProjectBusy where it is held, ProjectReadOnly where none can be made."""
        path = lease_path(project)
        for _ in range(20):
            descriptor = _opened(path)
            try:
                _lock(descriptor)
                # Whoever held it before may have removed the file between our opening and locking it.
                if not _same(path, descriptor):
                    os.close(descriptor)
                    continue
                old = os.pread(descriptor, 64, 0).decode("ascii", "replace") if os.name == "posix" else _read(path)
                if old and not _left_behind(old, path):
                    raise ProjectBusy(BUSY)
                number = secrets.token_hex(16)
                # Noted as made here first: after a crash in between it would pass for another computer's.
                _remember_mine(number)
                os.ftruncate(descriptor, 0)
                os.lseek(descriptor, 0, os.SEEK_SET)
                os.write(descriptor, number.encode())
                _forget_mine(old)
                return cls(path, descriptor, number)
            except Refused:
                os.close(descriptor)
                raise
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                    # A full disk does not keep her from opening: the lock holds, and writing will say what is wrong.
                    return cls(path, descriptor, "")
                os.close(descriptor)
                raise ProjectReadOnly(READ_ONLY) from error
        raise ProjectBusy(BUSY)

    def renew(self) -> None:
        """Show a sign of life. Raises ProjectBusy where another computer took over meanwhile."""
        self.check()
        with contextlib.suppress(OSError):
            os.utime(self.path)

    def check(self) -> None:
        """Raise ProjectBusy unless this lease still lies beside the project."""
        if _same(self.path, self._descriptor):
            return
        found = _read(self.path)
        if found and found != self.number:
            raise ProjectBusy(BUSY)
        self._put_back()

    def _put_back(self) -> None:
        """Tidied away, or written anew with our number, by a synchronising program: hold the file that lies there."""
        descriptor = _opened(self.path)
        try:
            _lock(descriptor)
            os.ftruncate(descriptor, 0)
            os.write(descriptor, self.number.encode())
        except Refused:
            os.close(descriptor)
            raise
        except OSError:
            # No room for thirty bytes: the lock alone has to do.
            pass
        os.close(self._descriptor)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lease back and take its file away."""
        if self._descriptor < 0:
            return
        mine = _same(self.path, self._descriptor) or _read(self.path) == self.number
        if os.name != "posix":
            os.close(self._descriptor)
        gone = not mine
        if mine:
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)
                gone = True
        if os.name == "posix":
            os.close(self._descriptor)
        self._descriptor = -1
        # One that could not be taken away is still known as left by this computer.
        if gone:
            _forget_mine(self.number)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ProjectReadOnly(READ_ONLY) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            from annotator.model.errors import DiskFull
            from annotator.store.failing import FULL

            raise DiskFull(FULL) from error
        raise Refused("The folder of the project could not be written. Check it, then try again.") from error


def _lock(descriptor: int) -> None:
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:  # pragma: no cover - nobody tried this system
            import msvcrt

            os.lseek(descriptor, 1024, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except BlockingIOError as error:
        raise ProjectBusy(BUSY) from error
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            raise ProjectBusy(BUSY) from error
        # Some network folders have no locks; the number and its age are what is left there.


def _same(path: Path, descriptor: int) -> bool:
    try:
        named, held = path.stat(follow_symlinks=False), os.fstat(descriptor)
    except OSError:
        return False
    return (named.st_dev, named.st_ino) == (held.st_dev, held.st_ino)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")[:64]
    except (OSError, ValueError):
        return ""


def _left_behind(number: str, path: Path) -> bool:
    """Whether a lease that nobody has locked on this computer is stale."""
    mine = _mine(number)
    if mine is not None:
        # Made here by a process that ended without closing; the lock we just got says it is gone,
        # and where the folder knows no locks its process id says so.
        return not _alive(mine)
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return True
    # A lease from the future is a clock that is wrong, and says nothing: it is taken as a sign of life.
    return age > STALE_AFTER


def _folder() -> Path:
    return platformdirs.user_state_path("annotator", appauthor=False) / "leases"


def _mine(number: str) -> int | None:
    try:
        return int((_folder() / _safe(number)).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _remember_mine(number: str) -> None:
    with contextlib.suppress(OSError):
        _folder().mkdir(parents=True, exist_ok=True)
        (_folder() / _safe(number)).write_text(str(os.getpid()), encoding="ascii")


def _forget_mine(number: str) -> None:
    if number:
        with contextlib.suppress(OSError):
            (_folder() / _safe(number)).unlink()


def _safe(number: str) -> str:
    return number if number.isalnum() else "none"


def _alive(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
