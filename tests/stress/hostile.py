"""The hostile corpus as a table: `.venv/bin/python -m tests.stress.hostile [--ocr] [WORDS…]`.

Adds every file of `../shared/corpus/hostile` (or those whose path has one of the words) to a project of its own, one
at a time, as `annotator add` does, with `--ocr` reading scans, too: opened, partly opened or refused, and how long.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from annotator.cli import scans
from annotator.operations import importing
from annotator.operations.workspace import create
from tests.stress.mutations import CORPUS, damaged, forget_peak, grown

FOLDER = CORPUS.parent / "hostile"


def main() -> int:
    """All of it."""
    ocr, words = "--ocr" in sys.argv[1:], [word for word in sys.argv[1:] if word != "--ocr"]
    lines = [json.loads(line) for line in (FOLDER / "index.jsonl").read_text("utf-8").splitlines()]
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: dict[str, float] = defaultdict(float)
    slowest: list[tuple[float, float, str]] = []
    before = forget_peak()
    with tempfile.TemporaryDirectory() as folder, create(Path(folder) / "hostile.annotator") as ws:
        for line in lines:
            if words and not any(word in line["file"] for word in words):
                continue
            began = time.monotonic()
            report = importing.add(ws, [FOLDER / line["file"]])
            read = time.monotonic()
            pages = 0
            if ocr and report.added:
                taken, notes = scans.after_adding(ws, report.added)
                pages = taken[0].pages
                print(line["file"], taken[0].warnings, notes, file=sys.stderr, flush=True)
            ended = time.monotonic()
            said = " ".join(report.added[0].warnings) if report.added else ""
            outcome = "refused" if not report.added else "partly" if damaged(said) else "opened"
            outcomes[line["category"]][outcome] += 1
            seconds[line["category"]] += ended - began
            slowest.append((ended - began, ended - read, f"{line['file']} {outcome} {pages or ''}"))
    print(f"{'':<20}{'opened':>8}{'partly':>8}{'refused':>8}{'seconds':>9}")
    for category, found in sorted(outcomes.items()):
        counts = "".join(f"{found[each]:>8}" for each in ("opened", "partly", "refused"))
        print(f"{category:<20}{counts}{seconds[category]:>9.1f}")
    print(f"{'all':<20}{'':>24}{sum(seconds.values()):>9.1f}")
    print(f"main process: {before >> 10} MB before, {grown() >> 10} MB at most")
    for whole, scanning, name in sorted(slowest)[:-16:-1]:
        print(f"{whole:8.1f} s, of which OCR {scanning:6.1f} s  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
