"""Who works for whom: the workers of one engine, watched for what they say; at most one of them is a spare."""

from __future__ import annotations

import contextlib
import os
import select
from typing import TYPE_CHECKING, Any, Protocol

from annotator.engine import protocol
from annotator.engine.protocol import Task, Wanted
from annotator.engine.sealing import MEMORY_LIMIT

if TYPE_CHECKING:
    from annotator.engine.requests import Request
    from annotator.engine.worker_link import WorkerLink


class Owner(Protocol):
    """Whoever a worker works for: a reader, or the doctor's probes."""

    queue: list[Request[Any]]
    closed: bool
    opening: bytes
    """The payload of OPEN, empty where there is no document."""
    task: Task
    descriptor: int
    """The document, -1 where there is none."""
    behind: bool
    """Whether its worker lets those of others go first: nobody looks at what it does."""


class Roster:
    """Workers by number, owner and descriptor. At most `most` of them have an owner at a time."""

    def __init__(self, epoll: select.epoll, most: int) -> None:
        self._epoll = epoll
        self._most = max(1, most)
        self._workers: dict[int, WorkerLink] = {}

    def all(self) -> list[WorkerLink]:
        """Every worker, also one that is being made."""
        return list(self._workers.values())

    def of(self, owner: Owner) -> WorkerLink | None:
        """The worker of a document."""
        return next((worker for worker in self._workers.values() if worker.owner is owner), None)

    def at(self, descriptor: int) -> WorkerLink | None:
        """The worker at the other end of a pipe."""
        return next((each for each in self._workers.values() if each.fileno() == descriptor), None)

    def numbered(self, number: int) -> WorkerLink | None:
        """The worker that was asked for by this number, unless it was let go since."""
        return self._workers.get(number)

    @property
    def spare(self) -> WorkerLink | None:
        """The worker that was made ahead, ready or not."""
        return next((each for each in self._workers.values() if each.owner is None), None)

    @property
    def has_spare(self) -> bool:
        """Whether a worker waits for a document and said that it is locked."""
        return self.spare is not None and self.spare.is_locked

    @property
    def at_rest(self) -> bool:
        """Whether nobody waits for any worker."""
        return all(worker.expires is None for worker in self._workers.values())

    @property
    def full(self) -> bool:
        """Whether as many work as may."""
        return sum(worker.owner is not None for worker in self._workers.values()) >= self._most

    def add(self, worker: WorkerLink) -> None:
        """A worker that is being made."""
        self._workers[worker.number] = worker
        self._epoll.register(worker.fileno(), select.EPOLLIN)

    def make_room(self) -> bool:
        """Let the worker go that was idle longest. False where all are busy."""
        idle = [worker for worker in self._workers.values() if worker.owner is not None and not worker.busy]
        if not idle:
            return False
        self.let_go(min(idle, key=lambda worker: worker.last_used))
        return True

    def let_go(self, worker: WorkerLink) -> None:
        """End a worker; what it was asked is lost."""
        self._workers.pop(worker.number, None)
        if not worker.closed:
            with contextlib.suppress(OSError, ValueError):
                self._epoll.unregister(worker.fileno())
            _, collector = worker.end()
            if collector:
                collector.drop()
            worker.close()

    def watch_writing(self, worker: WorkerLink) -> None:
        """Be woken when a worker takes more, as long as there is more."""
        events = select.EPOLLIN | (select.EPOLLOUT if worker.wants_to_write else 0)
        self._epoll.modify(worker.fileno(), events)

    def give_spare(self, owner: Owner, seconds: float) -> WorkerLink | None:
        """The spare worker, if it is locked and this is a PDF in sealed memory; it opens the document at once.

        It gets `seconds` to do so unless something is asked before. None where there is none or it can't be had.
        """
        worker = self.spare
        if worker is None or not worker.is_locked or self.full or not _fits(owner):
            return None
        if not worker.give(owner, protocol.frame(Wanted.OPEN, 0, owner.opening), seconds):
            self.let_go(worker)
            return None
        self.watch_writing(worker)
        return worker


def _fits(owner: Owner) -> bool:
    """Whether a worker can take it in after its lock: it can map memory then, but open nothing."""
    if owner.task is not Task.DOCUMENT or owner.descriptor < 0 or owner.behind:
        return False
    return os.fstat(owner.descriptor).st_size <= MEMORY_LIMIT
