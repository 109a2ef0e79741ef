"""Garbage with Qt objects in it is collected in the main thread, whichever thread allocates."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

from PySide6.QtCore import QObject

from annotator.ui.collecting import Collector


class Ring(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.ring = self


def test_another_thread_never_collects(qtbot: Any) -> None:
    owner = QObject()
    before = gc.isenabled()
    collector, second = Collector(owner), Collector(owner)
    ring = weakref.ref(Ring())

    def allocate() -> None:
        kept: list[Any] = []
        for _ in range(20_000):
            kept.append([kept])

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert ring() is not None, "it was collected in the other thread"
    qtbot.waitUntil(lambda: ring() is None)
    second.stop()
    assert not gc.isenabled()
    collector.stop()
    collector.stop()
    assert gc.isenabled() == before
