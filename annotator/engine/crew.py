"""The workers of one engine: made, fed by urgency, replaced when they end, stopped when they take too long."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import time
from typing import Any

from annotator.engine import protocol, sentences
from annotator.engine.parent_link import ParentLink
from annotator.engine.protocol import BadFrame, Frame, Held, Task, Told, Wanted
from annotator.engine.requests import Collector, Request
from annotator.engine.roster import Owner, Roster
from annotator.engine.settling import Settling
from annotator.engine.worker_link import WorkerLink, kill
from annotator.model.errors import NotConfined, Refused, TooSlow, WorkerLost

_DESCRIPTORS = 16_384
_RETRY = 0.1
"""Seconds until a worker that could not be made is tried again."""
_PATIENCE = 1.0
"""Seconds that a worker gets to end what nobody wants any more, while something else of its document is wanted."""
_OPENING = 8.0
"""Seconds that a worker gets to open a document of which nothing was asked yet."""
_RESTARTS = 3
"""How often in a row the warm parent may end before a child was made."""


class Crew:
    """Workers and what they are asked. Nothing here blocks. Raises NotConfined where workers can't be run at all."""

    def __init__(self, *, unconfined_ok: bool, most: int, spare: bool) -> None:
        if not hasattr(select, "epoll") or not hasattr(os, "pidfd_open"):
            raise NotConfined("Documents can be read only on Linux as yet.")
        self._unconfined_ok = unconfined_ok
        self._parent: ParentLink | None = None
        self._failures_in_a_row = 0
        self._numbers = 0
        self._owners: list[Owner] = []
        self._spares = spare
        self._spare_wanted = False
        self._answers = Settling()
        self._retry_at: float | None = None
        self.hello: tuple[int, int] = (0, 0)
        """What the last worker said holds, and its Landlock version."""
        self.closed = False
        _more_descriptors()
        self.epoll = select.epoll()
        self.roster = Roster(self.epoll, most)
        self.epoll.register(self._answers.fileno(), select.EPOLLIN)

    def start(self) -> None:
        """Execute the warm parent if there is none, and have it make a spare worker."""
        if self._parent is None and not self.closed:
            try:
                self._parent = ParentLink()
            except OSError as error:
                raise WorkerLost(sentences.NO_PARENT) from error
            self.epoll.register(self._parent.fileno(), select.EPOLLIN)
            self._spare_wanted = self._spares
            self._make_spare()

    @property
    def parent_pid(self) -> int:
        """Process id of the warm parent, 0 while there is none."""
        return self._parent.pid if self._parent else 0

    def add(self, owner: Owner) -> None:
        """Somebody who will ask. A spare worker opens the document meanwhile."""
        self._owners.append(owner)
        if not self.closed:
            self._give_spare(owner)

    def owners(self) -> list[Owner]:
        """Everybody who may still ask."""
        return list(self._owners)

    def pump(self) -> None:
        """Do what can be done without waiting; call what requests wait for."""
        if self.closed:
            return
        self._answers.hush()
        for descriptor, _ in self.epoll.poll(0):
            self._attend(descriptor)
        self._stop_the_slow()
        self._schedule()
        self._answers.tell()
        self._make_spare()

    def deadline(self) -> float | None:
        """Seconds until `pump` must run even if nothing arrives; None while nothing is waited for."""
        if self._answers:
            return 0.0
        times = [worker.expires for worker in self.roster.all()] + [self._retry_at]
        expiring = [moment for moment in times if moment is not None]
        return max(0.0, min(expiring) - time.monotonic()) if expiring else None

    def close(self) -> None:
        """End all workers and the warm parent; nothing is left of them."""
        for worker in self.roster.all():
            self.roster.let_go(worker)
        self.closed = True
        if self._parent:
            self._parent.close()
            self._parent = None
        self._answers.close()
        self.epoll.close()

    # -- for readers -----------------------------------------------------------------------------------------------

    def enqueue(self, owner: Owner, request: Request[Any]) -> None:
        """Take a request; it is sent when its reader's turn comes."""
        request.when_dropped(lambda dropped: _drop(owner, dropped))
        if self.closed or owner.closed:
            self._answers.add(request, None, WorkerLost(sentences.CLOSED))
            return
        owner.queue.append(request)
        self._schedule()

    def forget(self, owner: Owner) -> None:
        """The reader is closed: drop its requests, end its worker."""
        if owner in self._owners:
            self._owners.remove(owner)
        for request in list(owner.queue):
            request.drop()
        owner.queue.clear()
        worker = self.roster.of(owner)
        if worker:
            if worker.request:
                worker.request.drop()
            self.roster.let_go(worker)
        if not self.closed:
            self._schedule()

    # -- workers ---------------------------------------------------------------------------------------------------

    def _schedule(self) -> None:
        self._retry_at = None
        waiting = [owner for owner in self._owners if owner.queue]
        for owner in sorted(waiting, key=lambda each: min(request.urgency for request in each.queue)):
            worker = self.roster.of(owner) or self._make_worker(owner)
            if worker is None:
                continue
            if worker.busy:
                worker.hurry(_PATIENCE)
                continue
            request = min(owner.queue, key=lambda each: (each.urgency, each.number))
            owner.queue.remove(request)
            worker.begin(request)
            self.roster.watch_writing(worker)

    def _make_worker(self, owner: Owner) -> WorkerLink | None:
        if self.roster.full and not self.roster.make_room():
            return None
        ready = self._give_spare(owner)
        if ready is not None:
            return ready
        try:
            self.start()
        except WorkerLost as error:
            self._fail_all(error)
            return None
        worker = self._fork(owner.task, owner)
        if worker is None:  # no descriptors or memory left: later, perhaps
            self._retry_at = time.monotonic() + _RETRY
        elif owner.opening:
            worker.say(protocol.frame(Wanted.OPEN, 0, owner.opening))
        return worker

    def _fork(self, task: Task, owner: Owner | None) -> WorkerLink | None:
        """A worker that is being made; None where that could not be asked for."""
        if self._parent is None:
            return None
        self._numbers += 1
        try:
            worker = WorkerLink(self._numbers, owner)
        except OSError:
            return None
        descriptors = worker.descriptors()
        if owner is not None and owner.descriptor >= 0:
            descriptors.append(owner.descriptor)
        behind = owner is not None and owner.behind
        if not self._parent.ask(task, worker.number, self._unconfined_ok, descriptors, behind=behind):
            worker.close()
            return None
        worker.handed_over()
        self.roster.add(worker)
        return worker

    def _give_spare(self, owner: Owner) -> WorkerLink | None:
        made = self.roster.spare
        if made and self._parent and not made.is_locked:  # it may have said so since
            self._attend(self._parent.fileno())
            self._attend(made.fileno())
        worker = self.roster.give_spare(owner, _OPENING)
        self._spare_wanted = self._spares and (self._spare_wanted or worker is not None)
        return worker

    def _make_spare(self) -> None:
        """Have a spare worker made, once for each that was used: not while somebody waits, nor again if it dies."""
        if self._spare_wanted and not self.closed and self.roster.at_rest:
            self._spare_wanted = self.roster.spare is None and self._fork(Task.SPARE, None) is None

    # -- what arrives ----------------------------------------------------------------------------------------------

    def _attend(self, descriptor: int) -> None:
        if self._parent and descriptor == self._parent.fileno():
            self._attend_parent(self._parent)
            return
        worker = self.roster.at(descriptor)
        if worker is None:
            return
        worker.flush()
        self.roster.watch_writing(worker)
        alive = worker.read()
        try:
            while not worker.closed and (frame := worker.next_frame()) is not None:
                self._take(worker, frame)
        except BadFrame:
            alive = False
        if not alive and not worker.closed:
            self._lost(worker)

    def _attend_parent(self, parent: ParentLink) -> None:
        try:
            answers, alive = parent.answers()
        except BadFrame:
            answers, alive = [], False
        for number, status, pidfd in answers:
            worker = self.roster.numbered(number)
            self._failures_in_a_row = 0
            if worker is None or status:
                if pidfd >= 0:  # nobody waits for it any more
                    kill(pidfd)
                if worker:
                    self._lost(worker)
            else:
                worker.pidfd = pidfd
        if not alive:
            self._end_parent()

    def _end_parent(self) -> None:
        """The warm parent is gone, and its children with it: start a new one when it is needed."""
        if self._parent is None:
            return
        self.epoll.unregister(self._parent.fileno())
        self._parent.kill()
        self._parent = None
        self._failures_in_a_row += 1
        for worker in self.roster.all():
            self._lost(worker)
        if self._failures_in_a_row >= _RESTARTS:
            self._failures_in_a_row = 0
            self._fail_all(WorkerLost(sentences.NO_PARENT))

    def _take(self, worker: WorkerLink, frame: Frame) -> None:
        if frame.kind == Told.HELLO:
            failed = worker.take_hello(frame)
            self.hello = worker.hello or (0, 0)
            held = worker.hello is not None and worker.hello[0] & Held.SECCOMP
            if failed or not (held or self._unconfined_ok):
                self._fail_owner(worker, sentences.refusal(protocol.Failure.NOT_CONFINED))
            return
        request, collector = worker.request, worker.collector
        if worker.hello is None or request is None or collector is None or frame.request != request.number:
            raise BadFrame("nobody asked")
        worker.touch()
        if frame.kind == Told.BUSY:
            return
        if frame.kind == Told.FAILED:
            worker.end()
            collector.drop()
            self._answers.add(request, None, sentences.refusal(frame.code))
        else:
            try:
                self._take_part(worker, request, collector, frame)
            except OSError:  # no room or no descriptor here for what it sent: the worker did nothing wrong
                self.roster.let_go(worker)
                self._answers.add(request, None, Refused(sentences.NO_ROOM))

    def _take_part(self, worker: WorkerLink, request: Request[Any], collector: Collector[Any], frame: Frame) -> None:
        if frame.kind == Told.DONE:
            result = collector.result(frame, worker.arena)
            worker.end()
            self._answers.add(request, result, None)
        elif collector.take(frame, worker.arena):
            worker.say(protocol.frame(Wanted.NEXT, request.number))
            self.roster.watch_writing(worker)

    # -- what goes wrong -------------------------------------------------------------------------------------------

    def _lost(self, worker: WorkerLink) -> None:
        """A worker died or lied: its request is asked once more of a new one, silently."""
        request, owner = worker.request, worker.owner
        self.roster.let_go(worker)
        if owner is None or request is None or request.dropped:
            return
        if request.attempts > 1 or owner.closed:
            self._answers.add(request, None, WorkerLost(sentences.LOST))
        else:
            owner.queue.insert(0, request)

    def _stop_the_slow(self) -> None:
        now = time.monotonic()
        for worker in self.roster.all():
            if worker.expires is None or worker.expires > now:
                continue
            request = worker.request
            being_made = worker.pidfd < 0
            self.roster.let_go(worker)
            if being_made:
                self._end_parent()
            if request is not None:
                self._answers.add(request, None, _too_slow(request))

    def _fail_owner(self, worker: WorkerLink, error: Refused) -> None:
        owner, request = worker.owner, worker.request
        self.roster.let_go(worker)
        waiting = owner.queue if owner else []
        for each in (*([request] if request else ()), *waiting):
            self._answers.add(each, None, error)
        waiting.clear()

    def _fail_all(self, error: Refused) -> None:
        for owner in self._owners:
            for request in owner.queue:
                self._answers.add(request, None, error)
            owner.queue.clear()


def _drop(owner: Owner, request: Request[Any]) -> None:
    if request in owner.queue:
        owner.queue.remove(request)


def _too_slow(request: Request[Any]) -> TooSlow:
    screen = request.kind in (Wanted.RENDER, Wanted.CHARS, Wanted.INFO)
    return TooSlow(sentences.TOO_SLOW if screen else sentences.TOO_SLOW_DOCUMENT)


def _more_descriptors() -> None:
    """An e-mail with a thousand attachments takes two descriptors for each: as many as this process may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _DESCRIPTORS if hard == resource.RLIM_INFINITY else min(_DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
