"""The desk: one thread in which every operation on the open project runs, in order.

The main thread hands jobs in and gets answers through signals; it never waits and never touches the store.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome, Undone
from annotator.ui import calls
from annotator.ui.hand import Done, Failed, Field, Hand, Job, Opened
from annotator.ui.under_way import Long, UnderWay

if TYPE_CHECKING:
    from annotator.operations.workspace import Workspace

__all__ = ["Desk", "Failure", "Opened", "outcome_in"]

LEASE_MS = 30_000
"""How often the lease beside the project is renewed; the store calls one stale after several of these."""
CHECK_DELAY_MS = 4_000
"""The background check starts when the first pages are long on the screen."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An act that was refused, and how to try it again. `field` names what it would have set, if it is one field."""

    error: Refused
    again: Callable[[], None]
    field: Field | None = None
    number: int = 0


class Desk(QObject):
    """Owns the workspace's thread. All signals arrive in the main thread."""

    opened = Signal(object)
    closed = Signal()
    graph_changed = Signal(object, object)
    failed = Signal(object)
    saved = Signal(object)
    """The field that an edit has set."""
    unexpected = Signal(object)
    busy = Signal(bool)
    damage_found = Signal(list)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None, hand: Hand | None = None) -> None:
        """`hand` is one that began already, before Qt was there."""
        super().__init__(parent)
        self._hand = hand or Hand()
        self.project = ""
        """The id of the project that is open, as far as the main thread knows."""
        self._checked: set[str] = set()
        self._waiting = self._writing = 0
        self._latest: dict[Field, int] = {}
        self._stopped = False
        self._cancel = threading.Event()
        self.under_way = UnderWay(self)
        self._finished.connect(self._answer)
        self._hand.listen(self._finished.emit)
        self._lease = QTimer(self)
        self._lease.setInterval(LEASE_MS)
        self._lease.timeout.connect(self._renew)
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(CHECK_DELAY_MS)
        self._check.timeout.connect(self._look_for_damage)

    def open(self, path: Path, *, read_only: bool = False, failed: Failed | None = None) -> None:
        """Opens a project in place of the one that is open; `opened` follows, or the refusal."""
        begun = None if read_only else self._hand.opening_of(path)
        if begun is not None:
            self._adopt(begun, self._on_opened, failed)
            return
        self._hand.drop_ahead()
        self._put(Job(lambda: self._hand.open(path, read_only=read_only), self._on_opened, failed))

    def create(self, path: Path, *, title: str = "", failed: Failed | None = None) -> None:
        """Makes a project and opens it."""

        def work() -> Opened:
            from annotator.operations import workspace

            path.parent.mkdir(parents=True, exist_ok=True)
            return self._hand.take(workspace.create(path, title=title), path, fresh=True)

        self._put(Job(work, self._on_opened, failed))

    def example(self, folder: Path, failed: Failed | None = None) -> None:
        """Makes a fresh copy of the example project in `folder` and opens it."""

        def work() -> Opened:
            from annotator.operations import example, workspace

            folder.mkdir(parents=True, exist_ok=True)
            path = example.make_example(folder)
            return self._hand.take(workspace.open_workspace(path), path, fresh=False)

        self._put(Job(work, self._on_opened, failed))

    def act(
        self,
        fn: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        sets: Field | None = None,
        **named: Any,
    ) -> None:
        """Runs `fn(workspace, *args, **named)`, which may write; `graph_changed` comes before `done`.

        `sets` names the field where it is all that is set: a later edit of the same field then counts for both.
        """
        number = 0
        if sets is not None:
            number = self._latest[sets] = self._latest.get(sets, 0) + 1
        self._put(Job(self._bound(fn, args, named), done, failed, writes=True, sets=sets, number=number))

    def is_outdated(self, failure: Failure) -> bool:
        """Whether the same field was edited again after an edit that was refused."""
        return failure.field is not None and self._latest.get(failure.field, 0) > failure.number

    def ask(
        self, fn: Callable[..., Any], *args: Any, done: Done | None = None, failed: Failed | None = None, **named: Any
    ) -> None:
        """Runs `fn(workspace, *args, **named)`, which only reads."""
        self._put(Job(self._bound(fn, args, named), done, failed))

    def in_pieces(
        self,
        fn: Callable[..., Generator[None, None, Any]],
        *args: Any,
        wanted: Callable[[], bool],
        done: Done,
        failed: Failed | None = None,
    ) -> None:
        """As `ask`, for long work that only reads and mostly waits: acts come in between its pieces.

        It is let go of once it is not `wanted` any more, which is asked in the main thread.
        """
        begin, begun = self._bound(fn, args, {}), list[Generator[None, None, Any]]()

        def piece() -> tuple[bool, Any]:
            if not begun:
                begun.append(begin())
            try:
                return False, next(begun[0])
            except StopIteration as ended:
                return True, ended.value

        def answered(answer: tuple[bool, Any]) -> None:
            ended, result = answer
            if not wanted():
                self._put(Job(begun[0].close, quiet=True))
            elif ended:
                done(result)
            else:
                self._put(Job(piece, answered, failed))

        self._put(Job(piece, answered, failed))

    def load(self, version: str, page: int, *, done: Done, failed: Failed) -> None:
        """What a pane needs to show a version, from `page` on; perhaps it was begun before anybody asked."""
        begun = self._hand.loading_of(version)
        if begun is not None:
            self._adopt(begun, done, failed)
        else:
            self.ask(calls.load, version, page, done=done, failed=failed)

    def drop_ahead(self) -> None:
        """Lets go of what was begun ahead and turned out not to be wanted."""
        self._hand.drop_ahead()

    def long(
        self,
        title: str,
        fn: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        writes: bool = True,
        **named: Any,
    ) -> None:
        """As `act`, or `ask`, for work that can be cancelled: `fn` gets `progress`, to tell of it, and `cancelled`."""
        self._cancel, work = threading.Event(), Long(title)
        more = {"progress": partial(self.under_way.tell, work), "cancelled": self._cancel.is_set}
        run = self._bound(fn, args, named | more)
        self._put(Job(run, done, failed, writes=writes, long=work))

    def cancel(self) -> None:
        """Ends the long work that is under way; nothing half-done stays."""
        self._cancel.set()

    def put_away(self, fn: Callable[[], Any], *, done: Done, failed: Failed) -> None:
        """Closes the project, then runs `fn()` without one."""
        self.project = ""
        self._lease.stop()
        self._check.stop()
        self._put(Job(lambda: self._hand.without(fn), done, failed))

    def run(self, fn: Callable[[], Any], *, done: Done | None = None, failed: Failed | None = None) -> None:
        """Runs `fn()` in the same thread, without a workspace."""
        self._put(Job(fn, done, failed))

    def settle(self) -> None:
        """Waits for edits handed in so far and hears how they went: called when the window is about to go."""
        if self._stopped or not self._writing:
            return
        self._cancel.set()
        worked = threading.Event()
        self._hand.put(Job(worked.set, quiet=True))
        worked.wait()
        # The answers lie in the queue of this thread, for this object alone.
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def close(self) -> None:
        """Closes the project after the jobs handed in so far, and ends the thread: called when the window goes."""
        self._stopped = True
        self._cancel.set()
        self._lease.stop()
        self._check.stop()
        self._hand.end()

    def _bound(self, fn: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> Callable[[], Any]:
        def work() -> Any:
            if self._hand.workspace is None:
                raise Refused("No project is open. Open one, or drop a draft on the window.")
            return fn(self._hand.workspace, *args, **named)

        return work

    def _adopt(self, job: Job, done: Done, failed: Failed | None) -> None:
        """A job that was begun ahead has its asker now; its answer does not overtake those asked for before."""
        if self._stopped:
            return
        if self._waiting:
            self._put(Job(job.outcome, done, failed))
            return
        job.done, job.failed = done, failed
        self._count(job)
        self._hand.adopt(job)

    def _put(self, job: Job) -> None:
        if self._stopped:
            return
        self._count(job)
        self._hand.put(job)

    def _count(self, job: Job) -> None:
        self._writing += job.writes
        self.under_way.begin(job.long)
        if not job.quiet:
            self._waiting += 1
            if self._waiting == 1:
                self.busy.emit(True)

    def _answer(self, job: Job) -> None:
        if self._stopped:
            return
        self._writing -= job.writes
        if not job.quiet:
            self._waiting -= 1
            if self._waiting == 0:
                self.busy.emit(False)
        self.under_way.end(job.long)
        if job.error is None:
            if job.graph is not None:
                self.graph_changed.emit(job.graph, outcome_in(job.result))
            if job.sets is not None:
                self.saved.emit(job.sets)
            if job.done is not None:
                job.done(job.result)
        elif not isinstance(job.error, Refused):
            if not job.quiet:
                self.unexpected.emit(job.error)
        elif job.failed is not None:
            job.failed(job.error)
        elif not job.quiet:
            again = Job(job.run, job.done, job.failed, job.writes, sets=job.sets, number=job.number, long=job.long)
            self.failed.emit(Failure(job.error, lambda: self._put(again), job.sets, job.number))

    def _on_opened(self, opened: Opened) -> None:
        self._checked.clear()
        self.project = opened.id
        self.opened.emit(opened)
        self._lease.start()
        self._check.start()

    def _renew(self) -> None:
        def renew() -> Graph | None:
            workspace = self._hand.workspace
            if workspace is None:
                return None
            if not workspace.project.read_only:
                workspace.project.renew_lease()
            return workspace.graph() if workspace.project.refresh_needed() else None

        def show(graph: Graph | None) -> None:
            if graph is not None:
                self.graph_changed.emit(graph, None)

        self._put(Job(renew, show, quiet=True))

    def _look_for_damage(self) -> None:
        """One slice of the check at a time, so that acts come in between."""
        self._look(lambda workspace: workspace.project.verify_slices(full=False))

    def check_text(self, extraction: str) -> None:
        """Checks the stored text of a document that is shown, in the background, once for each opening of a project."""
        if extraction not in self._checked:
            self._checked.add(extraction)
            self._look(lambda workspace: workspace.project.text_slices(extraction))

    def _look(self, begin: Callable[[Workspace], Iterator[list[str]]]) -> None:
        """Every slice is a job of its own, behind whatever was asked for meanwhile."""
        slices: list[tuple[Workspace, Iterator[list[str]]]] = []

        def look() -> list[str] | None:
            workspace = self._hand.workspace
            if workspace is None or (slices and slices[0][0] is not workspace):
                return None
            if not slices:
                slices.append((workspace, begin(workspace)))
            return next(slices[0][1], None)

        def show(problems: list[str] | None) -> None:
            if problems is not None:
                if problems:
                    self.damage_found.emit(problems)
                self._put(Job(look, show, quiet=True))

        self._put(Job(look, show, quiet=True))


def outcome_in(result: Any) -> Outcome | None:
    """The outcome that an operation's answer is or carries."""
    if isinstance(result, Outcome):
        return result
    if isinstance(result, Undone):
        return result.outcome
    if isinstance(result, tuple):
        found = [outcome for item in result if (outcome := outcome_in(item))]
        return found[-1] if found else None
    carried = getattr(result, "outcome", None)
    return carried if isinstance(carried, Outcome) else None
