"""The process that becomes Tesseract is locked, what can't be locked does not read, and nothing of it is left."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.engine import parent_link
from annotator.engine.ocr import finding, running
from annotator.engine.ocr.finding import Tesseract
from annotator.engine.worker import ocr_filter, ocr_launch, ocr_probes
from annotator.model.errors import NotConfined, Refused

ROOT = str(Path(parent_link.__file__).parents[2])


@pytest.fixture
def tesseract() -> Tesseract:
    found = finding.find()
    assert found is not None, "the wheel with Tesseract is among the requirements"
    return found


def needs(program: str) -> tuple[str, ...]:
    """What a program of this system needs to start, as for Tesseract."""
    path = Path(shutil.which(program) or "").resolve(strict=True)
    loader = finding.loader_of(path)
    return (str(path), loader, "/etc/ld.so.cache", *finding.libraries_of(path, loader))


def run(mode: str, program: str, *arguments: str, words: bytes = b"") -> tuple[int, bytes]:
    """Another program under the profile that is Tesseract's: (status, output)."""
    process = subprocess.Popen(["cat"] if words else ["true"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    assert process.stdin is not None
    assert process.stdout is not None
    if words:
        process.stdin.write(words)
    process.stdin.close()
    locked = running.launch(mode, needs(program), [program, *arguments], stdin=process.stdout.fileno())
    output, _ = locked.communicate(timeout=30)
    process.stdout.close()
    process.wait()
    return locked.returncode, output


def test_everything_that_is_tried_is_refused(tesseract: Tesseract) -> None:
    found = running.profile(tesseract)
    assert set(found) == {name for name, _ in ocr_probes.NAMED}
    assert [name for name, stopped in found.items() if not stopped] == []


def test_the_attempts_succeed_without_a_lock() -> None:
    """Else their refusal would prove nothing."""
    script = (
        "from annotator.engine.worker import ocr_probes, probes\n"
        "for name, attempt in ocr_probes.NAMED[:-1]:\n"
        "    if attempt is not probes._much_memory:\n"
        "        print(probes._outcome(attempt), name, sep=':', flush=True)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=True,
    )
    can = {line.split(":")[1] for line in told.stdout.splitlines() if line.startswith("0:")}
    assert can >= {
        "open a file",
        "write a file",
        "open a device for writing",
        "list a folder",
        "make a socket",
        "start a process",
        "start a thread",
        "signal its parent",
        "make memory executable",
        "mount a disk",
        "trace a process",
        "enter a namespace",
        "change its limits",
        "make a socket of another kind",
        "start a process by a bare call",
        "take 4 GB of memory piece by piece",
        "get hold of its parent",
        "run a program by a newer call",
    }


def test_a_program_under_the_profile_reads_what_it_is_given_and_nothing_else() -> None:
    assert run("locked", "cat", words=b"a picture") == (0, b"a picture")
    status, output = run("locked", "cat", "/etc/passwd")
    assert status
    assert output == b""
    assert run("unlocked", "cat", "/etc/hostname")[0], "the profile holds here, with leave to go without it, too"


def test_a_program_under_the_profile_starts_nothing() -> None:
    assert run("locked", "sh", "-c", "echo here") == (0, b"here\n")
    assert run("locked", "sh", "-c", "echo here; exec /bin/true; echo there")[0]
    _, output = run("locked", "sh", "-c", "(echo a child); echo here")
    assert b"a child" not in output
    # The loader may be executed, since the kernel does so with the program; it can't read another one.
    loader = needs("cat")[1]
    assert run("locked", "sh", "-c", f"exec {loader} /bin/true")[0]


@pytest.mark.parametrize(
    "broken",
    [
        "ocr_launch.locks.landlock_ruleset = lambda: (0, -1)",
        "ocr_launch.locks.landlock_restrict = fail",
        "ocr_launch.locks.call = fail",
        "ocr_launch.locks.no_new_privileges = fail",
        "ocr_launch.locks.die_with = fail",
        "ocr_launch.seccomp.load = fail",
        "ocr_launch.seccomp.load = lambda code: None; ocr_launch.locks.landlock_restrict = lambda fd: None",
        "ocr_launch._set_limits = fail",
        "import platform; platform.machine = lambda: 'mips'",
    ],
)
def test_where_a_lock_fails_nothing_is_executed(broken: str) -> None:
    script = (
        "import sys\n"
        "from annotator.engine.worker import ocr_launch\n"
        "def fail(*_): raise OSError(1, 'no')\n"
        f"{broken}\n"
        "sys.exit(ocr_launch.main(sys.argv[1:]))\n"
    )
    files = needs("echo")
    told = subprocess.run(
        [sys.executable, "-c", script, str(os.getpid()), "0", "locked", str(len(files)), *files, "echo", "executed"],
        env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert told.stdout == b""
    assert told.returncode == ocr_launch.NOT_LOCKED


def test_where_it_can_not_be_locked_the_reason_is_said(tesseract: Tesseract, monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.Popen
    script = f"import sys; sys.exit({ocr_launch.NOT_LOCKED})"
    monkeypatch.setattr(running.subprocess, "Popen", lambda _, **more: real([sys.executable, "-c", script], **more))
    reading = running.start(tesseract, os.open("/dev/null", os.O_RDONLY), (9, 9), 300, ("eng",), unconfined=False)
    with pytest.raises(NotConfined, match="can't lock"):
        _finish(reading)


def test_it_ends_with_the_program_that_started_it() -> None:
    script = (
        "import os, sys\n"
        "from tests.engine.test_ocr_profile import needs\n"
        "from annotator.engine.ocr import running\n"
        "ours, theirs = os.pipe()\n"
        "process = running.launch('locked', needs('cat'), ['cat'], stdin=ours)\n"
        "os.write(theirs, b'started')\n"
        "print(process.pid, process.stdout.read(7), flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    pid, started = parent.stdout.readline().split()
    assert "started" in started
    child = os.pidfd_open(int(pid))
    parent.kill()
    parent.communicate()
    assert select.select([child], [], [], 10)[0], "it outlived its parent"
    os.close(child)


def test_what_nobody_wants_is_gone_at_once(tesseract: Tesseract) -> None:
    ours, theirs = os.pipe()
    reading = running.start(tesseract, ours, (9, 9), 300, ("eng",), unconfined=False)
    child = os.pidfd_open(reading.pid)
    reading.drop()
    reading.drop()
    assert select.select([child], [], [], 0)[0]
    for descriptor in (child, ours, theirs):
        os.close(descriptor)


def test_an_endless_answer_and_an_endless_wait_are_ended(tesseract: Tesseract, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.pipe()
    reading = running.start(tesseract, ours, (9, 9), 300, ("eng",), unconfined=False)
    monkeypatch.setattr(reading, "_until", 0.0)
    with pytest.raises(Refused, match="too long"):
        reading.pump()
    monkeypatch.setattr(running, "ANSWER_LIMIT", 10)
    monkeypatch.setattr(
        running, "launch", lambda *_, **__: subprocess.Popen(["yes"], stdout=subprocess.PIPE, stdin=ours)
    )
    reading = running.start(tesseract, ours, (9, 9), 300, ("eng",), unconfined=False)
    with pytest.raises(Refused, match="could not be read"):
        _finish(reading)
    os.close(ours)
    os.close(theirs)


def test_a_picture_that_is_none_is_refused(tesseract: Tesseract, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"P5\n99999 99999\n255\nnothing of the kind")
    with (tmp_path / "x").open("rb") as file:
        reading = running.start(tesseract, file.fileno(), (9, 9), 300, ("eng",), unconfined=False)
        with pytest.raises(Refused):
            _finish(reading)


def test_the_filter_is_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(ocr_filter.program()) % 8 == 0
    monkeypatch.setattr(ocr_filter.platform, "machine", lambda: "mips")
    with pytest.raises(OSError, match="no filter"):
        ocr_filter.program()


def test_a_script_called_tesseract_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "tesseract"
    script.write_text("#!/bin/sh\necho tesseract 9.9\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    finding.find.cache_clear()
    found = finding.find()
    finding.find.cache_clear()
    assert found is None or found.program != script


def _finish(reading: running.PageReading) -> object:
    while not reading.pump():
        select.select([reading], [], [], 1)
    return reading.finish()


def test_nothing_waits_to_be_reaped(tesseract: Tesseract) -> None:
    running.profile(tesseract)
    with pytest.raises(ChildProcessError):
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    assert signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL
