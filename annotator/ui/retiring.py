"""Letting Qt objects go, one way for all."""

from __future__ import annotations

from PySide6.QtCore import QObject
from shiboken6 import isValid

_retired: list[QObject] = []


def retire(thing: QObject) -> None:
    """Delete an object and its children at the next turn of the event loop.

    Python's side is kept until Qt's is gone: were it freed in the middle of Qt's own deleting, the binding would look
    into freed memory, and the process die now and then.
    """
    _retired[:] = [kept for kept in _retired if isValid(kept)]
    _retired.append(thing)
    thing.deleteLater()
