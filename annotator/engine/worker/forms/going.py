"""How a reader of a format says that it goes on, so that what takes long is not taken for a hang."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after which a reader is not believed any more: then the time limit of the client counts."""


class _Going:
    """A worker reads one document, so there is one of these in it."""

    tell: Callable[[], None] = staticmethod(lambda: None)
    until = 0.0


def begin(tell: Callable[[], None]) -> None:
    """A document is read from now on."""
    _Going.tell, _Going.until = staticmethod(tell), time.monotonic() + PATIENCE


def on() -> None:
    """There was progress; may be called often."""
    if time.monotonic() < _Going.until:
        _Going.tell()
