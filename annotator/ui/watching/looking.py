"""Looking at files in a thread of its own, since a disk far away can keep whoever asks it waiting."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal

PIECE = 1024 * 1024
ENDING_S = 2.0
"""How long the window waits for the thread when it goes; a disk that does not answer must not keep it open."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells cheaply that a file was written: size in bytes, time in nanoseconds, and which file it is."""

    size: int
    written: int
    inode: int


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a file: `stamp` is None where it is not there or can't be read just now.

    `sha256` in hex is empty unless the file was read: it is read when it stands still since the look before.
    """

    path: Path
    stamp: Stamp | None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class _Wish:
    path: Path
    before: Stamp | None
    known: Stamp | None


class Looker(QObject):
    """One look after another; `looked` arrives in the main thread."""

    looked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wishes: SimpleQueue[_Wish | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()

    def look(self, path: Path, *, before: Stamp | None, known: Stamp | None) -> None:
        """Looks at a file; `before` is what was seen last, `known` what its bytes were last read at."""
        if self._ending.is_set():
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="watching", daemon=True)
            self._thread.start()
        self._wishes.put(_Wish(path, before, known))

    def close(self) -> None:
        """Ends the thread: called when the window goes."""
        self._ending.set()
        thread, self._thread = self._thread, None
        if thread is not None:
            self._wishes.put(None)
            thread.join(ENDING_S)

    def _work(self) -> None:
        while (wish := self._wishes.get()) is not None:
            if self._ending.is_set():
                return
            seen = self._seen(wish)
            if not self._ending.is_set():
                self.looked.emit(seen)

    def _seen(self, wish: _Wish) -> Look:
        try:
            stamp = _stamp(wish.path.stat())
            if stamp is None or stamp == wish.known or stamp != wish.before:
                return Look(wish.path, stamp)
            return self._read(wish.path, stamp)
        except OSError:  # renamed away for a moment, locked by the program that writes it, on a disk that is gone
            return Look(wish.path, None)

    def _read(self, path: Path, stamp: Stamp) -> Look:
        digest = hashlib.sha256()
        with path.open("rb", buffering=0) as file:
            while piece := file.read(PIECE):
                if self._ending.is_set():
                    return Look(path, None)
                digest.update(piece)
            after = _stamp(os.fstat(file.fileno()))
        same = after == stamp and _stamp(path.stat()) == stamp
        return Look(path, stamp if same else after, digest.hexdigest() if same else "")


def _stamp(found: os.stat_result) -> Stamp | None:
    """None for what can be no draft, or is not written yet: no ordinary file, or one without a byte."""
    if not stat.S_ISREG(found.st_mode) or not found.st_size:
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ino)
