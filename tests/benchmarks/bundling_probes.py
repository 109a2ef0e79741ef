"""What bundling takes, measured in a process of its own: `python bundling_probes.py NAME ARGUMENTS`."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from measuring import milliseconds
from memory_probes import family, taken


def _processor() -> float:
    """Milliseconds of processors' time that this process and all below it took, also those that have ended."""
    ticks = 0
    for pid in family():
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, told[11:15]))
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def _measured(act: Callable[[], Any]) -> dict[str, float]:
    """Milliseconds, those of processors, and the most memory that this process and all below it took, in MB.

    What looking at the memory takes is no part of the processors' time.
    """
    most = [0.0]
    looking = [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            with contextlib.suppress(OSError):  # a process ended meanwhile
                most[0] = max(most[0], taken()[0])
        looking[0] = 1000 * time.thread_time()

    watching = threading.Thread(target=watch)
    before = _processor()
    watching.start()
    try:
        spent = milliseconds(act)
    finally:
        done.set()
        watching.join()
    return {"ms": spent, "processor": _processor() - before - looking[0], "memory": max(most[0], taken()[0])}


def ours(project: str, out: str) -> dict[str, Any]:
    """The bundle for a lawyer, and where its passages stand, for the bare library."""
    from annotator.operations import exporting, workspace

    with workspace.open_workspace(Path(project), read_only=True) as ws:
        graph = ws.graph()
        marks = defaultdict(list)
        for passage in graph.passages.values():
            name = graph.documents[passage.document].name
            marks[name] += [(span.page, span.rects) for span in passage.place.spans]
        made: list[Any] = []
        told = _measured(lambda: made.append(exporting.export(ws, Path(out), format="bundle", preset="lawyer")))
    sizes = [path.stat().st_size for path in Path(out).rglob("*") if path.is_file()]
    return {**told, "marks": marks, "files": len(sizes), "size": sum(sizes)}


def bare(given: str, out: str) -> dict[str, Any]:
    """PyMuPDF alone: copies with highlights, and a picture of each passage with what is around it."""
    import pymupdf

    folder = Path(out)
    folder.mkdir()
    marks = json.loads((Path(given) / "marks.json").read_text("utf-8"))
    pictures: list[bytes] = []

    def work() -> None:
        for name, places in marks.items():
            if not name.endswith(".pdf"):
                continue
            with pymupdf.open(Path(given) / name) as pdf:
                for number, rects in places:
                    page = pdf[number]
                    quads = [pymupdf.Rect(*rect) * page.transformation_matrix for rect in rects]
                    page.add_highlight_annot(quads).update()
                    around = quads[0] + (-400, -60, 400, 60)
                    clip = around & page.rect
                    pictures.append(page.get_pixmap(matrix=pymupdf.Matrix(1.6, 1.6), clip=clip).tobytes("png"))
                pdf.save(folder / name, garbage=3, deflate=True)

    return {**_measured(work), "pictures": len(pictures)}


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "bare": bare}[sys.argv[1]](*sys.argv[2:])))
