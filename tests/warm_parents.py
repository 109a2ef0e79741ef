"""Engines of tests whose subject is not the engine start on a warm parent of an earlier test: it forks real workers.

Making one ready costs more than a second of processor time, and it knows nothing of what it forked for before.
"""

from __future__ import annotations

import select
import threading
import time
from typing import Any

from annotator.engine.parent_link import ParentLink
from annotator.engine.protocol import BadFrame
from annotator.engine.worker_link import kill

_MOST = 3
_PATIENCE = 2.0
"""Seconds in which a parent answers what it was asked before its client went."""
_lock = threading.Lock()
_kept: list[tuple[Any, Any]] = []


class WarmLink(ParentLink):
    """A link whose parent is kept for the next one, once it has answered all it was asked."""

    def __init__(self) -> None:
        self._owed = 0
        self._gone = False
        with _lock:
            found = _kept.pop() if _kept else None
        if found is None:
            super().__init__()
        else:
            self._socket, self._process = found

    def ask(self, *args: Any, **named: Any) -> bool:
        asked = super().ask(*args, **named)
        self._owed += asked
        return asked

    def answers(self) -> tuple[list[tuple[int, int, int]], bool]:
        found, alive = super().answers()
        self._owed -= len(found)
        self._gone = self._gone or not alive
        return found, alive

    def close(self) -> None:
        if self._gone or not self._settled() or len(_kept) >= _MOST:
            super().close()
            return
        with _lock:
            _kept.append((self._socket, self._process))

    def kill(self) -> None:
        self._gone = True
        super().kill()

    def _settled(self) -> bool:
        """Whether nothing is on its way any more; what comes late is ended."""
        deadline = time.monotonic() + _PATIENCE
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        try:
            while not self._gone and (self._owed > 0 or poll.poll(0)):
                if time.monotonic() > deadline:
                    return False
                poll.poll(100)
                for _, _, pidfd in self.answers()[0]:
                    if pidfd >= 0:
                        kill(pidfd)
        except (OSError, BadFrame):
            return False
        return not self._gone and self._process.poll() is None


def pids() -> set[int]:
    """Processes that are kept."""
    with _lock:
        return {process.pid for _, process in _kept}


def end_all() -> None:
    """Ends what is kept."""
    with _lock:
        ending, _kept[:] = list(_kept), []
    for ours, process in ending:
        ours.close()
        process.wait(timeout=10)
