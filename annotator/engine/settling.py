"""Answers that wait to be told: callbacks run from `pump` only, and whoever watches is woken for them."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from typing import Any

from annotator.engine.requests import Request
from annotator.engine.results import Extracted
from annotator.engine.scanning import Scan
from annotator.engine.sealing import Source
from annotator.model.errors import Refused


class Settling:
    """A queue of answered requests with a descriptor that is readable while something may be in it."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Request[Any], Any, Refused | None]] = deque()
        self._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._closed = False

    def fileno(self) -> int:
        """Readable after `add`."""
        return self._wake

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, request: Request[Any], result: Any, error: Refused | None) -> None:
        """This is the answer; what nobody wants any more is closed at once."""
        if request.dropped or self._closed:
            _let_go_of(result)
            return
        self._waiting.append((request, result, error))
        os.eventfd_write(self._wake, 1)

    def hush(self) -> None:
        """Not readable any more, until something is added."""
        with contextlib.suppress(BlockingIOError):
            os.eventfd_read(self._wake)

    def tell(self) -> None:
        """Call what waits for the answers; a callback may add more, or close everything."""
        while self._waiting:
            request, result, error = self._waiting.popleft()
            if request.dropped:
                _let_go_of(result)
            request.settle(result, error)

    def close(self) -> None:
        """Tell nobody any more."""
        if not self._closed:
            self._closed = True
            for _, result, _ in self._waiting:
                _let_go_of(result)
            self._waiting.clear()
            os.close(self._wake)


def _let_go_of(result: Any) -> None:
    """Nobody will get this answer: close what it holds open."""
    if isinstance(result, Extracted):
        result = result.frozen
    if isinstance(result, tuple) and result:  # a copy, with what became of its pages
        result = result[0]
    if isinstance(result, Source | Scan):
        result.close()
