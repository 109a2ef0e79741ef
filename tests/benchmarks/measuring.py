"""What is common to all measurements: times, a row of the table, a probe in a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Row:
    """One promise: ours at most `times` times the bare thing, plus `plus`. Milliseconds, unless `what` says else.

    `times` is None for what is reported and not promised.
    """

    what: str
    ours: float
    bare: float
    times: float | None
    plus: float = 0.0
    note: str = ""

    @property
    def kept(self) -> bool:
        return self.times is None or self.ours <= self.times * self.bare + self.plus

    def cells(self) -> tuple[str, ...]:
        promise = "" if self.times is None else f"{self.times:.3g} x" + (f" + {self.plus:g} ms" if self.plus else "")
        ratio = f"{self.ours / self.bare:.2f}" if self.bare else ""
        verdict = "reported" if self.times is None else "kept" if self.kept else "MISSED"
        bare = f"{self.bare:.1f}" if self.bare else ""
        return self.what, f"{self.ours:.1f}", bare, ratio, promise, verdict, self.note


def milliseconds(act: Callable[[], Any]) -> float:
    """How long an act takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def in_turn(rounds: int, *acts: Callable[[], float]) -> tuple[float, ...]:
    """The median of each measurement, taken in turn so that a busy moment hits all alike."""
    taken = [[act() for act in acts] for _ in range(rounds)]
    return tuple(statistics.median(column) for column in zip(*taken, strict=True))


def probe(name: str, *arguments: str, home: Path, timeout: float = 300, script: str = "probes.py") -> Any:
    """What a function of a script finds out in a fresh process; its last line of output is JSON."""
    command = [sys.executable, str(HERE / script), name, *arguments]
    environment = (
        os.environ | homes(home) | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(home / "bytecode")}
    )
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # after the first run a person's computer has bytecode, too
    environment["STARTED"] = str(time.monotonic_ns())
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=timeout)
    if done.returncode != 0 or not done.stdout.strip():
        raise RuntimeError(f"probe {name} ended with {done.returncode}: {done.stderr[-3000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def homes(home: Path) -> dict[str, str]:
    """Settings, caches and documents apart from the person's."""
    names = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_DOCUMENTS_DIR")
    for name in names:
        (home / name).mkdir(parents=True, exist_ok=True)
    return {name: str(home / name) for name in names}


def table(rows: list[Row]) -> str:
    """All rows as a Markdown table."""
    head = ("", "ours", "bare", "ratio", "promised at most", "", "")
    lines = [head, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    shown = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    shown.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(shown)
