"""Each way of starting imports only what it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROBES = ROOT / "tests/benchmarks/probes.py"


def test_a_window_opens_without_the_libraries_that_read_and_store() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "STARTED": str(time.monotonic_ns())}
    command = [sys.executable, str(PROBES), "our_window"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    _, heavy = json.loads(done.stdout.splitlines()[-1])
    assert heavy == []
    assert done.stderr == ""  # also none of what Qt says of windows without a window manager


def imported(*arguments: str) -> set[str]:
    """Top names of all modules that a call of the program imports."""
    command = [sys.executable, "-X", "importtime", "-m", "annotator", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    return {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line}


def test_the_command_line_needs_no_window_system(tmp_path: Path) -> None:
    project = str(tmp_path / "p.annotator")
    assert "sqlite3" in imported("new", project)
    assert not {"PySide6", "shiboken6", "pymupdf", "mammoth"} & imported("claims", project)


def test_help_is_quick() -> None:
    assert not {"PySide6", "pymupdf", "sqlite_utils", "tantivy"} & imported("--help")
