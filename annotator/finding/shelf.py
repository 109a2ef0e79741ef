"""The folder of a search index: generations of index files, of which one counts; locks; what is damaged is left.

A generation is written in a folder of its own and made the current one by renaming one small file, so that readers
always see a whole one. Everything here can be computed again.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_CURRENT = "current"
_LOCK = "lock"
_NAME = re.compile(r"v\d+-[0-9a-f]{8}")
_MAGIC = 1337
_POLL = 0.05


class BusyError(Exception):
    """Another process keeps the index locked."""


class Shelf:
    """The generations of one index in `folder`; `form` is the number of their schema."""

    def __init__(self, folder: Path, form: int) -> None:
        self.folder = folder
        self.form = form

    def prepare(self) -> None:
        """Makes the folder, for this person only. Raises OSError."""
        if self.folder.exists() and not self.folder.is_dir():
            self.folder.unlink()
        self.folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            self.folder.chmod(0o700)

    def current(self) -> Path | None:
        """The generation that counts; None if there is none of this schema."""
        try:
            name = (self.folder / _CURRENT).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return None
        if not _NAME.fullmatch(name) or not name.startswith(f"v{self.form}-"):
            return None
        path = self.folder / name
        return path if path.is_dir() else None

    def state(self, generation: Path) -> tuple[int, int, int] | None:
        """Another value after each commit of any process, since the library replaces that file; None if it is gone."""
        try:
            told = (generation / "meta.json").stat()
        except OSError:
            return None
        return told.st_ino, told.st_mtime_ns, told.st_size

    def touched(self, generation: Path, seen: dict[str, tuple[int, int]]) -> bool:
        """Whether a file was written over since `parts` told of it: the library never does that, so it is damage."""
        for name, told in seen.items():
            try:
                now = (generation / name).stat()
            except OSError:  # merged into another, or opening it will tell
                continue
            if (now.st_mtime_ns, now.st_size) != told:
                return True
        return False

    def parts(self, generation: Path) -> dict[str, tuple[int, int]]:
        """The files that the index names, with when they were written and how large they are."""
        found = {}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            segments = _segments(generation)
            for path in generation.iterdir():
                if path.name.split(".")[0] in segments:
                    told = path.stat()
                    found[path.name] = (told.st_mtime_ns, told.st_size)
        return found

    def fresh(self) -> Path:
        """An empty folder for a new generation."""
        path = self.folder / f"v{self.form}-{secrets.token_hex(4)}"
        path.mkdir()
        return path

    def adopt(self, generation: Path) -> None:
        """Makes a generation the current one and removes all others. Call with the lock held."""
        beside = self.folder / f"{_CURRENT}.{secrets.token_hex(4)}"
        beside.write_text(generation.name + "\n", encoding="ascii")
        beside.replace(self.folder / _CURRENT)
        self.sweep()

    def sweep(self) -> None:
        """Removes generations that don't count. Call with the lock held."""
        kept = self.current()
        for path in self.folder.iterdir():
            if _NAME.fullmatch(path.name) and path != kept and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    @contextlib.contextmanager
    def lock(self, patience: float) -> Iterator[None]:
        """Holds the one lock for writing; raises BusyError after `patience` seconds."""
        self.prepare()
        with (self.folder / _LOCK).open("a+b") as file:
            deadline = time.monotonic() + patience
            while not _try_lock(file):
                if time.monotonic() >= deadline:
                    raise BusyError
                time.sleep(_POLL)
            try:
                yield
            finally:
                _unlock(file)


def is_whole(generation: Path) -> bool:
    """Whether every file that the index names is there and agrees with its own checksum."""
    try:
        segments = _segments(generation)
        files = [path for path in generation.iterdir() if path.name.split(".")[0] in segments]
        stores = {path.name.split(".")[0] for path in files if path.suffix == ".store"}
        return stores == segments and all(_is_sound(path) for path in files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error):
        return False


def _segments(generation: Path) -> set[str]:
    """The beginnings of the names of the files that count."""
    meta = json.loads((generation / "meta.json").read_bytes())
    return {segment["segment_id"].replace("-", "") for segment in meta["segments"]}


def _is_sound(path: Path) -> bool:
    """Tantivy ends each file with a JSON footer (its CRC-32), the footer's length, and a magic number."""
    content = path.read_bytes()
    length, magic = struct.unpack("<II", content[-8:])
    if magic != _MAGIC or length + 8 > len(content):
        return False
    footer = json.loads(content[-8 - length : -8])
    return bool(footer["crc"] == zlib.crc32(memoryview(content)[: -8 - length]))


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _unlock(file: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
