"""Which long work is under way: what is told of it, and that nothing is told once it has ended."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(slots=True, eq=False)
class Long:
    """Work that takes a while, as a person is told of it; `total` is 0 where nobody knows."""

    title: str
    count: int = 0
    total: int = 0


class UnderWay(QObject):
    """Work in the order in which it was asked for. `tell` may be called from any thread, all else from the main one."""

    progress = Signal(str, int, int)
    rested = Signal()
    """Nothing is under way any more, however the last work ended."""
    _told = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works: list[Long] = []
        self._told.connect(self._take)

    def begin(self, work: Long | None) -> None:
        """It was asked for; None is short work, of which nothing is told."""
        if work is not None:
            self._works.append(work)
            self.progress.emit(work.title, 0, 0)

    def tell(self, work: Long, count: int, total: int) -> None:
        """How far it is."""
        self._told.emit(work, count, total)

    def _take(self, work: Long, count: int, total: int) -> None:
        # What arrives late, of work that has ended, must not be shown: nothing would take it away again.
        if any(work is each for each in self._works):
            work.count, work.total = count, total
            self.progress.emit(work.title, count, total)

    def end(self, work: Long | None) -> None:
        """It ended; the next is told of where there is one, since it may have been asked for before this ended."""
        if work is None:
            return
        self._works = [each for each in self._works if each is not work]
        if self._works:
            following = self._works[0]
            self.progress.emit(following.title, following.count, following.total)
        else:
            self.rested.emit()
