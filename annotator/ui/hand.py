"""The desk's thread: it can begin before Qt is there, with the project that is about to be shown. Imports no Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.model.errors import Refused
    from annotator.model.graph import Graph
    from annotator.operations.workspace import Workspace
    from annotator.ui.under_way import Long

Field = tuple[str, str]
"""A thing's id and the name of its field."""
Done = Callable[[Any], None]
Failed = Callable[["Refused"], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """A project that was opened, as the window needs to know it. `fresh` is true where it was made just now."""

    path: Path
    id: str
    title: str
    read_only: bool
    graph: Graph
    fresh: bool = False


@dataclass(slots=True)
class Job:
    """Work for the thread, and what came of it."""

    run: Callable[[], Any]
    done: Done | None = None
    failed: Failed | None = None
    writes: bool = False
    quiet: bool = False
    sets: Field | None = None
    number: int = 0
    long: Long | None = None
    result: Any = None
    graph: Graph | None = None
    error: BaseException | None = field(default=None)
    told: bool = True
    """Whether somebody waits for the answer; what was begun ahead has nobody at first."""
    finished: bool = False

    def outcome(self) -> Any:
        """Once it is finished: its result. Raises what it ended with."""
        if self.error is not None:
            raise self.error
        return self.result


class Hand:
    """One thread, its jobs, and the workspace that only they touch."""

    def __init__(self) -> None:
        self.workspace: Workspace | None = None
        self.began: Path | None = None
        """The project that is being opened, or was, without anybody having asked yet."""
        self.running = False
        self.stopped = False
        self._opening: Job | None = None
        self._ahead: dict[str, Job] = {}
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._tell: Callable[[Job], object] = _drop
        self._lock = threading.Lock()

    def put(self, job: Job) -> None:
        """Take a job, after those taken before."""
        if self._thread is None:
            self.running = True
            self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def run_last(self, act: Callable[[], object]) -> None:
        """Do this once everything taken so far is done."""
        self._jobs.put(Job(act, told=False))

    def listen(self, tell: Callable[[Job], object]) -> None:
        """Say in whose hands answers are to be put; called in the thread."""
        self._tell = tell

    def end(self) -> None:
        """End the thread after its jobs, the workspace closed."""
        self.stopped = True
        thread, self._thread = self._thread, None
        if thread is not None:
            self.drop_ahead()
            self._jobs.put(Job(self.drop_workspace, told=False))
            self._jobs.put(None)
            thread.join()

    # -- what is begun ahead ---------------------------------------------------------------------------------------

    def begin(self, path: Path) -> None:
        """Open a project ahead, and get what its panes will show first."""
        self.began = path
        self._opening = Job(self._open_ahead, told=False)
        self.put(self._opening)

    def opening_of(self, path: Path) -> Job | None:
        """The job that opens this project ahead, once."""
        job, self._opening = self._opening, None
        if job is not None and path != self.began:
            return None
        return job

    def loading_of(self, version: str) -> Job | None:
        """The job that loads a version ahead, once."""
        return self._ahead.pop(version, None)

    def adopt(self, job: Job) -> None:
        """From now on somebody waits for its answer."""
        with self._lock:
            job.told = True
            finished = job.finished
        if finished:
            self._tell(job)

    def drop_ahead(self) -> None:
        """Whatever was loaded ahead and not asked for is not wanted."""
        jobs, self._ahead = self._ahead, {}
        for job in jobs.values():
            self._jobs.put(Job(lambda job=job: _close(job), told=False))  # type: ignore[misc]

    def _open_ahead(self) -> Opened:
        from annotator.ui import calls, first

        assert self.began is not None
        opened = self.open(self.began, read_only=False)
        workspace = self.workspace
        for version, page in first.versions(opened.id, opened.graph):
            job = Job(lambda version=version, page=page: calls.load(workspace, version, page), told=False)  # type: ignore[misc, arg-type]
            self._ahead[version] = job
            self._jobs.put(job)
        return opened

    # -- in the thread ---------------------------------------------------------------------------------------------

    def open(self, path: Path, *, read_only: bool) -> Opened:
        """Open a project in place of the one that is open."""
        from annotator.operations import workspace

        return self.take(workspace.open_workspace(path, read_only=read_only), path, fresh=False)

    def take(self, workspace: Workspace, path: Path, *, fresh: bool) -> Opened:
        """Put a workspace in place of the open one."""
        try:
            graph = workspace.graph()
        except BaseException:
            workspace.close()
            raise
        self.drop_workspace()
        self.workspace = workspace
        project = workspace.project
        return Opened(path, project.id, project.title, project.read_only, graph, fresh)

    def without(self, act: Callable[[], Any]) -> Any:
        """Close the project, then do something that it must not be open for."""
        self.drop_workspace()
        return act()

    def drop_workspace(self) -> None:
        """Close the project."""
        workspace, self.workspace = self.workspace, None
        if workspace is not None:
            workspace.close()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job.result = job.run()
                if job.writes and self.workspace is not None:
                    job.graph = self.workspace.graph()
            except BaseException as error:
                job.error = error
            with self._lock:
                job.finished = True
                told = job.told
            if told and not self.stopped:
                self._tell(job)
            # Not kept while waiting: what a job holds of the window must not be let go of in this thread.
            del job


def _drop(_: Job) -> None:
    """Nobody listens yet."""


def _close(job: Job) -> None:
    """Let go of the bytes of a document that nobody asked for."""
    if job.result is not None:
        job.result.source.close()
