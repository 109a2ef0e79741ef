"""A bundle onto disks that fill up: `.venv/bin/python -m tests.stress.full_disk` (as root: it mounts small ones).

Each disk has room for a part of the bundle only; the export must say so in a sentence and leave nothing behind.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from annotator.model.errors import DiskFull
from annotator.operations import example, exporting, workspace


def main() -> int:
    """The status is 1 where something was left, or another thing said."""
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with workspace.open_workspace(example.make_example(folder / "p.annotator"), read_only=True) as ws:
            whole = exporting.export(ws, folder / "whole", format="bundle", preset="lawyer").path
            size = sum(path.stat().st_size for path in whole.rglob("*") if path.is_file())
            for out in ("out", "out.zip"):
                for part in (2, 10, 30, 50, 70, 90, 97):
                    wrong += _one(ws, folder / "disk", out, size * part // 100)
    sys.stdout.write(f"{wrong} wrong\n")
    return 1 if wrong else 0


def _one(ws: workspace.Workspace, disk: Path, out: str, size: int) -> int:
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={max(8192, size)}", "tmpfs", disk], check=True)
    try:
        try:
            exporting.export(ws, disk / out, format="bundle", preset="lawyer")
        except DiskFull as full:
            said = str(full)
        else:
            said = "nothing"
        left = [path.name for path in disk.rglob("*")]
    finally:
        subprocess.run(["umount", disk], check=True)
    good = not left and "disk is full" in said
    sys.stdout.write(f"{out:8} {size:9} bytes: {left or 'nothing left'}, said: {said}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
