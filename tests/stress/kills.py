"""`kill -9` at random moments of whatever is done to a project.

Run by hand: python -m tests.stress.kills [HOW MANY]. After each the file opens, is what was written, and has all that
was said to be done.
"""

from __future__ import annotations

import collections
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.stress.undertakings import ALL, Undertaking, looked_at, traceless


def _child(undertaking: Undertaking, folder: Path, out: int) -> int:
    """Runs it in a process of its own; gives the process."""
    process = os.fork()
    if process:
        return process
    try:
        undertaking.run(folder, lambda what: os.write(out, f"{what}\n".encode()))
        os.write(out, b"END\n")
    finally:
        os._exit(0)


def killed(undertaking: Undertaking, folder: Path, after: float) -> tuple[list[str], float]:
    """Ends it after so many seconds; what was done by then, and how long it ran."""
    reading, writing = os.pipe()
    begun = time.monotonic()
    process = _child(undertaking, folder, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        time.sleep(after)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        return told.read().split(), time.monotonic() - begun


def main(count: int) -> int:
    """Kills so many times; the status is the number of failures."""
    chance, failures = random.Random(20261123), 0
    told: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as name:
        lengths: dict[str, float] = {}
        for undertaking in ALL:
            kind = type(undertaking).__name__
            (Path(name) / kind).mkdir()
            undertaking.prepare(Path(name) / kind)
        for at in range(count):
            undertaking = ALL[at % len(ALL)]
            kind, folder = type(undertaking).__name__, Path(name) / "one"
            shutil.copytree(Path(name) / kind, folder)
            done, took = killed(undertaking, folder, chance.uniform(0, lengths.get(kind, 0.5)))
            ended = "END" in done
            if ended:
                # Next time it is killed earlier.
                lengths[kind] = min(took, lengths.get(kind, 0.5)) * 0.98
                done.remove("END")
            else:
                lengths[kind] = lengths.get(kind, 0.5) * 1.01
            told[f"{kind} {'ended' if ended else 'killed after a part' if done else 'killed'}"] += 1
            told["left to be put right"] += any("-journal" in path.name for path in folder.iterdir())
            wrong = looked_at(undertaking, folder, done) or (traceless(folder) if kind == "Erase" else "")
            if wrong:
                failures += 1
                print(f"kill {at}: {wrong}")
            shutil.rmtree(folder)
    for what, number in sorted(told.items()):
        print(f"{number:6} {what}")
    print(f"{count} kills, {failures} failures")
    return min(failures, 99)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
