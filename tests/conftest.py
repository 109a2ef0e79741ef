"""Shared by all tests: homes of their own, and failing on whatever a test leaves behind or mutters.

After each test nothing may be left of what it started: threads, child processes, windows. No line may be logged from
WARNING up unless the test says so with `@pytest.mark.logs("pattern")`; Qt's warnings fail a test through pytest-qt.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import warm_parents

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # also for what is made before the first fixture

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

GRACE = 5.0
"""Seconds a thread or process has to end after the test that started it."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs(*patterns): lines from WARNING up that this test expects to be logged")
    config.addinivalue_line("markers", "own_parent: this test is about how the engine's warm parent starts")
    config.addinivalue_line("markers", "leaves(what): 'threads', 'processes' or 'windows' this test may leave behind")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable, folder in (
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_DOCUMENTS_DIR", "documents"),
    ):
        (home / folder).mkdir()
        monkeypatch.setenv(variable, str(home / folder))
    return home


# --- what takes long to make ready ------------------------------------------------------------------------------------

ENGINE_ITSELF = ("engine", "test_")
"""Rooms, and tests beside them, whose subject is how the engine starts and ends."""


@pytest.fixture(autouse=True)
def _warm_parents(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    room = request.path.relative_to(Path(__file__).parent).parts[0]
    if room.startswith(ENGINE_ITSELF) or request.node.get_closest_marker("own_parent"):
        warm_parents.end_all()
    else:
        monkeypatch.setattr("annotator.engine.crew.ParentLink", warm_parents.WarmLink)


@pytest.fixture(scope="session", autouse=True)
def _no_parents_left() -> Iterator[None]:
    yield
    warm_parents.end_all()


# --- what is logged ---------------------------------------------------------------------------------------------------


class _Collecting(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    expected = [pattern for mark in request.node.iter_markers("logs") for pattern in mark.args]
    handler = _Collecting()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    unexpected = [line for line in handler.lines if not any(re.search(pattern, line) for pattern in expected)]
    assert not unexpected, f"logged unexpectedly: {unexpected}"


# --- what is left behind ----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    allowed = {what for mark in request.node.iter_markers("leaves") for what in mark.args}
    checks: dict[str, Callable[[], dict[Any, str]]] = {"threads": _threads, "processes": _children}
    if "PySide6.QtWidgets" in sys.modules:
        qt_threads = _watch_qt_threads(monkeypatch)
        checks |= {"threads": lambda: _threads() | _running(qt_threads), "windows": _windows}
    # A warm parent that waits for its next engine counts as none: one that is not given back is left behind.
    before = {what: look().keys() - warm_parents.pids() for what, look in checks.items()}
    yield
    problems = []
    for what, look in checks.items():
        left = _once_settled(look, before[what])
        if what == "processes":
            _end(left)
        if left and what not in allowed:
            problems.append(f"{what} left behind: {sorted(left.values())}")
    assert not problems, "; ".join(problems)


def _once_settled(look: Callable[[], dict[Any, str]], before: set[Any]) -> dict[Any, str]:
    """What is there now and was not before, once it had its time to go."""
    deadline = time.monotonic() + GRACE
    collected = False
    while True:
        kept = warm_parents.pids()
        left = {key: name for key, name in look().items() if key not in before and key not in kept}
        if not left or time.monotonic() > deadline:
            return left
        if not collected:
            gc.collect()
            collected = True
        threading.Event().wait(0.02)


def _threads() -> dict[Any, str]:
    ours = (thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread))
    return {thread.ident: thread.name for thread in ours}


def _children() -> dict[Any, str]:
    """Direct children that run or were never waited for, by process id."""
    found: dict[Any, str] = {}
    for listing in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            for pid in listing.read_text().split():
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found[int(pid)] = command.strip() or "ended, but never waited for"
    return found


def _end(children: dict[Any, str]) -> None:
    for pid in children:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _watch_qt_threads(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    from PySide6.QtCore import QThread

    started: list[Any] = []
    start = QThread.start

    def start_and_note(thread: Any, *arguments: Any) -> None:
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", start_and_note)
    return started


def _running(qt_threads: list[Any]) -> dict[Any, str]:
    found: dict[Any, str] = {}
    for thread in qt_threads:
        with suppress(RuntimeError):  # already destroyed
            if thread.isRunning():
                found[id(thread)] = f"QThread {thread.objectName()}"
    return found


def _windows() -> dict[Any, str]:
    """Top-level widgets, after Qt has carried out the deletions it was asked for."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    if not isinstance(QApplication.instance(), QApplication):
        return {}
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows = QApplication.topLevelWidgets()
    return {getCppPointer(window)[0]: f"{type(window).__name__} {window.objectName()}".strip() for window in windows}
