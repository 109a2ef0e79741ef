"""A worker is locked, and what can't be locked does not read."""

from __future__ import annotations

import ctypes
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.engine import parent_link
from annotator.engine.client import Engine
from annotator.engine.protocol import PROBES, Frame, Held
from annotator.engine.worker import probes
from annotator.engine.worker_link import WorkerLink
from annotator.model.errors import NotConfined
from tests.engine.conftest import Open, pdf_of

ROOT = str(Path(parent_link.__file__).parents[2])


def landlock_of_this_kernel() -> int:
    """The version of Landlock that this kernel knows, 0 where it has none."""
    number, version_wanted = ctypes.c_long(444), ctypes.c_uint32(1)
    return max(0, int(ctypes.CDLL(None).syscall(number, None, ctypes.c_size_t(0), version_wanted)))


def test_everything_a_locked_worker_tries_is_refused(engine: Engine) -> None:
    found = engine.confinement()
    assert found.seccomp
    assert found.limits
    assert found.landlock == landlock_of_this_kernel()
    assert set(found.refused) == set(PROBES.values())
    assert len(probes.ATTEMPTS) == len(PROBES)
    assert [name for name, refused in found.refused.items() if not refused] == []
    assert found.holds
    assert "locked" in found.sentence


def test_the_attempts_succeed_without_a_lock() -> None:
    """Else their refusal would prove nothing."""
    script = (
        "from annotator.engine.worker import probes\n"
        "for number, attempt in enumerate(probes.ATTEMPTS[:-1]):\n"
        "    if attempt is not probes._much_memory:\n"
        "        print(number, probes._outcome(attempt), flush=True)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=True,
    )
    outcomes = dict(tuple(map(int, line.split())) for line in run.stdout.splitlines())
    can = {PROBES[number] for number, outcome in outcomes.items() if outcome == 0}
    assert can >= {
        "open a file",
        "list a folder",
        "look at a file",
        "make a socket",
        "start a process",
        "start a thread",
        "signal its parent",
        "make memory executable",
        "make shared memory",
    }


def test_without_the_lock_nothing_is_read(sealed: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine the filter does not know, the worker says so and ends; with leave given it reads, unlocked."""
    pretend = (
        "import platform, sys; platform.machine = lambda: 'mips'; "
        "sys.argv = ['x', '--worker', 'documents', sys.argv[1]]; "
        "from annotator.__main__ import main; sys.exit(main())"
    )
    monkeypatch.setattr(parent_link, "command", lambda fd: [sys.executable, "-P", "-c", pretend, str(fd)])
    source = sealed(pdf_of("words"))
    hear = WorkerLink.take_hello

    def believe(link: WorkerLink, frame: Frame) -> int:
        failed = hear(link, frame)
        link.hello = (int(Held.SECCOMP), 0)
        return failed

    for believing in (False, True):
        if believing:  # the worker itself ends, whatever the client would think of it
            monkeypatch.setattr(WorkerLink, "take_hello", believe)
        engine = Engine()
        with pytest.raises(NotConfined, match="can't lock"):
            engine.wait(engine.open(source).info(), 20)
        engine.close()
    monkeypatch.setattr(WorkerLink, "take_hello", hear)
    engine = Engine(unconfined_ok=True)
    assert engine.wait(engine.open(source).info(), 20).page_count == 1
    found = engine.confinement()
    assert not found.seccomp
    assert not found.holds
    assert "not locked" in found.sentence
    engine.close()


def test_the_filter_knows_this_machine() -> None:
    assert sys.platform != "linux" or platform.machine() in ("x86_64", "aarch64")


def test_the_client_imports_no_parser() -> None:
    script = (
        "import annotator.engine.client, sys; print([m for m in ('pymupdf', 'mammoth', 'zipfile') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
