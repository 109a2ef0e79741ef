"""Memory, measured in a process of its own: `python memory_probes.py NAME ARGUMENTS` prints JSON in its last line.

What is told is in megabytes, of this process and of all that it started. Memory that processes share is counted once,
also the sealed memory that nobody has mapped. Where the system does not let anybody look into a locked process, its
resident memory stands for it, which counts what it has in common with its parent again.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Any

from probes import Shown, tell

SCALE = 1280 / 595
"""Pixels a point of the bare library's pictures: a page as wide as the reader's pane."""


# --- counting ---------------------------------------------------------------------------------------------------------


def family() -> list[int]:
    """This process and all that descend from it, parents before children."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = [os.getpid()]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def taken() -> tuple[float, int]:
    """Megabytes of this process and its descendants, and how many of these could only be looked at from afar."""
    shared: dict[int, int] = {}
    kilobytes, afar = 0, 0
    for pid in family():
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                name, _, value = line.partition(":")
                if name in ("Pss_Anon", "Pss_File"):
                    kilobytes += int(value.split()[0])
        except OSError:
            resident, common = (int(part) for part in Path(f"/proc/{pid}/statm").read_text().split()[1:3])
            kilobytes += (resident - common) * os.sysconf("SC_PAGE_SIZE") // 1024
            afar += 1
        shared |= _shared(pid)
    return (kilobytes + sum(shared.values())) / 1024, afar


def resident(pid: int) -> float:
    """Megabytes of one process as the system counts them, without memory that others look into as well (pixels)."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return sum(int(told[name].split()[0]) for name in ("RssAnon", "RssFile")) / 1024


def _shared(pid: int) -> dict[int, int]:
    """Memory without a file that a process holds open or has mapped: inode and kilobytes."""
    found: dict[int, int] = {}
    for where in ("fd", "map_files"):
        try:
            links = list(Path(f"/proc/{pid}/{where}").iterdir())
        except OSError:
            continue
        for link in links:
            try:
                if "memfd:" in os.readlink(link):  # noqa: PTH115 - what it names is no path
                    known = link.stat()
                    found[known.st_ino] = known.st_blocks // 2
            except OSError:
                continue
    return found


# --- ours -------------------------------------------------------------------------------------------------------------


def ours(project: str, name: str, pages: str, budget: str, every: str) -> None:
    """A person reads a document page by page, each till it is sharp and its words and links are here."""
    from annotator.ui.reader import tiles

    tiles.budget.megabytes = int(budget)
    shown = Shown(project)
    shown.until(lambda: shown.bridge.engine.has_spare)
    _idle(2000)  # what is imported once nothing is to be done is no part of reading
    gc.collect()
    before, afar = taken()
    shown.show(name)
    opened, canvas = shown.canvas.opened, shown.canvas
    shown.pane.toggle_strip()
    count = len(opened.pages)
    peak = worker = 0.0
    seen = min(int(pages), count)
    for turn in range(seen):
        shown.pane.go_to_page(turn * count // seen)
        shown.until(lambda: _settled(canvas))
        canvas.viewport().repaint()
        if turn % int(every) == 0 or turn == seen - 1:
            now, afar = taken()
            peak = max(peak, now)
            worker = max(worker, *(resident(pid) for pid in family()[2:]))
    tell({"before": before, "peak": peak, "worker": worker, "pages": seen, "afar": afar})


def _idle(milliseconds: int) -> None:
    """Lets the event loop run."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _settled(canvas: Any) -> bool:
    """Whether of all pages in sight everything is here; asks for what is not."""
    opened, view, ratio = canvas.opened, canvas.view, canvas.devicePixelRatioF()
    tiles = opened.tiles
    if not all(tiles.get(tile) for page in view.visible for tile in view.tiles_in_sight(page, ratio)):
        return False
    opened.words.look_at(view.visible)
    opened.beside.look_at(view.visible)
    return all(opened.words.get(page) is not None and opened.beside.knows(page) for page in view.visible)


# --- bare -------------------------------------------------------------------------------------------------------------


def library(pdf: str, pages: str, cap: str, every: str) -> None:
    """PyMuPDF draws the same pages and reads their letters, and keeps nothing of it. `cap`: its store is shrunk."""
    import pymupdf

    gc.collect()
    before, _ = taken()
    peak = worker = 0.0
    with pymupdf.open(pdf) as opened:
        count = opened.page_count
        seen = min(int(pages), count)
        for turn in range(seen):
            page = opened[turn * count // seen]
            page.get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE), alpha=False)
            page.get_text("rawdict")
            page.get_links()
            if int(cap):
                pymupdf.TOOLS.store_shrink(100)
            if turn % int(every) == 0 or turn == seen - 1:
                peak = max(peak, taken()[0])
                worker = max(worker, resident(os.getpid()))
    tell({"before": before, "peak": peak, "worker": worker, "pages": seen})


def viewer(pdf: str, pages: str, every: str) -> None:
    """The least that shows pages: a painted scroll area of PySide6 with PyMuPDF in the same process; two pages kept."""
    import pymupdf
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QAbstractScrollArea, QApplication

    app = QApplication([])
    kept: dict[int, Any] = {}

    class Bare(QAbstractScrollArea):
        """The pages that are kept, below one another."""

        def paintEvent(self, event: Any) -> None:
            painter = QPainter(self.viewport())
            top = 0
            for image in kept.values():
                painter.drawImage(0, top, image)
                top += image.height()
            painter.end()

    area = Bare()
    area.resize(1280, 800)
    area.show()
    app.processEvents()
    gc.collect()
    before, _ = taken()
    peak = 0.0
    with pymupdf.open(pdf) as opened:
        count = opened.page_count
        seen = min(int(pages), count)
        for turn in range(seen):
            page = opened[turn * count // seen]
            drawn = page.get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE), alpha=False)
            page.get_text("rawdict")
            page.get_links()
            form = QImage.Format.Format_RGB888
            kept[turn] = QImage(drawn.samples, drawn.width, drawn.height, drawn.stride, form).copy()
            kept.pop(turn - 2, None)
            area.viewport().repaint()
            if turn % int(every) == 0 or turn == seen - 1:
                peak = max(peak, taken()[0])
    tell({"before": before, "peak": peak, "pages": seen})


if __name__ == "__main__":
    found = {"ours": ours, "library": library, "viewer": viewer}
    found[sys.argv[1]](*sys.argv[2:])
