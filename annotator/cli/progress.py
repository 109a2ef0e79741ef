"""Progress on standard error, for a person at a terminal; nothing otherwise."""

from __future__ import annotations

import sys
import time
from types import TracebackType

_EVERY = 0.1


class Shown:
    """A line that is written over: `with Shown("Reading files") as progress: … progress(done, total)`."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._on = sys.stderr.isatty()
        self._last = 0.0
        self._drawn = False

    def __call__(self, done: int, total: int) -> None:
        """Draws at most ten times a second."""
        now = time.monotonic()
        if not self._on or (now - self._last < _EVERY and done < total):
            return
        self._last = now
        self._drawn = True
        sys.stderr.write(f"\r\x1b[K{self._what}: {done} of {total}")
        sys.stderr.flush()

    def __enter__(self) -> Shown:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
