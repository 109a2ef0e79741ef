"""What is measured in a process of its own: `python probes.py NAME ARGUMENTS` prints JSON in its last line.

Nothing heavy is imported at the top: two of these measure how long importing takes.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
TICK = 5
"""Milliseconds between two ticks of the main thread."""


def tell(answer: Any) -> None:
    """Print the answer and end at once; what is left to close is no part of any measurement."""
    print(json.dumps(answer), flush=True)
    os._exit(0)


# --- a window that can be used ----------------------------------------------------------------------------------------


def when_painted(act: Callable[[], None]) -> Any:
    """A filter that calls `act` once the event loop is idle after the first painting of a window."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    class FirstPaint(QObject):
        seen = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not self.seen:
                self.seen = True
                QTimer.singleShot(0, act)
            return False

    watching = FirstPaint()
    for window in QApplication.topLevelWidgets():  # a filter on everything would cost more than what it measures
        window.installEventFilter(watching)
    return watching


def since_start() -> float:
    """Milliseconds since whoever measures started this process."""
    return (time.monotonic_ns() - int(os.environ["STARTED"])) / 1e6


def bare_window() -> None:
    """PySide6 with one scroll area."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QScrollArea

    app = QApplication([])
    window = QMainWindow()
    area = QScrollArea()
    area.setWidget(QLabel("Text"))
    window.setCentralWidget(area)
    window.resize(1280, 800)
    window.show()
    watching = when_painted(lambda: tell(since_start()))
    app.exec()
    del watching


def our_window(*arguments: str) -> None:
    """The program as a person starts it, up to its idle event loop after the first painting."""
    from PySide6.QtWidgets import QApplication

    run = QApplication.exec

    def watched_run(*_: Any) -> int:
        heavy = {"pymupdf", "sqlite_utils", "tantivy", "mammoth", "jinja2", "lxml", "click"}
        watching = when_painted(lambda: tell([since_start(), sorted(heavy & set(sys.modules))]))
        status = run()
        del watching
        return status

    QApplication.exec = watched_run  # type: ignore[method-assign]
    sys.argv = ["annotator", *arguments]
    from annotator.__main__ import main

    main()


# --- pages on the screen ----------------------------------------------------------------------------------------------


class Shown:
    """A reader pane in a window of 1280 x 800, with documents of a project at hand."""

    def __init__(self, project: str) -> None:
        from PySide6.QtWidgets import QApplication

        from annotator.operations import workspace
        from annotator.ui.engine_bridge import EngineBridge
        from annotator.ui.reader.canvas import PageCanvas
        from annotator.ui.reader.pane import ReaderPane

        self.app = QApplication([])
        self.workspace = workspace.open_workspace(Path(project), read_only=True)
        self.bridge = EngineBridge()
        self.bridge.start()
        self.pane = ReaderPane(self.bridge)
        self.pane.resize(1280, 800)
        self.pane.show()
        self.app.processEvents()
        self.canvas = self.pane.findChild(PageCanvas)

    def values(self, name: str) -> tuple[Any, Any, Any]:
        """What the window knows of a document before anybody asks for it: document, version, pages and texts."""
        from annotator.operations import workspace

        graph = self.workspace.graph()
        document = next(document for document in graph.documents.values() if document.name == name)
        version = graph.versions[document.current]
        shown = SimpleNamespace(
            sha256=version.extraction,
            pages=workspace.pages(self.workspace, version.extraction),
            texts=workspace.texts(self.workspace, version.extraction),
        )
        return document, version, shown

    def show(self, name: str) -> tuple[float, float]:
        """Shows a document; milliseconds until its bytes were at hand, and in all until its first page was painted."""
        from annotator.operations import workspace

        document, version, shown = self.values(name)
        start = time.perf_counter()
        source = workspace.sealed_content(self.workspace, version.id)
        sealed = time.perf_counter()
        self.pane.show_document(document, version, shown, source)
        self.until(lambda: self.has_page(0))
        self.canvas.viewport().repaint()
        return (sealed - start) * 1000, (time.perf_counter() - start) * 1000

    def has_page(self, page: int) -> bool:
        """Whether the whole page is here as it is asked for."""
        tiles = self.canvas.opened.tiles
        wanted = [tile for tile in tiles._visible if tile.page == page]
        return bool(wanted) and all(tile in tiles._images or tile.page in tiles.failures for tile in wanted)

    def until(self, reached: Callable[[], bool]) -> None:
        """Runs the event loop until something holds, which it looks at every two milliseconds."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, looking, deadline = QEventLoop(), QTimer(), time.monotonic() + 60
        looking.setInterval(2)
        looking.timeout.connect(lambda: loop.quit() if reached() or time.monotonic() > deadline else None)
        looking.start()
        loop.exec()
        looking.stop()
        if not reached():
            raise TimeoutError

    def gaps(self, seconds: float, busy: Callable[[], None] | None = None) -> list[float]:
        """Milliseconds between ticks of the main thread, beside whatever `busy` starts again and again."""
        from PySide6.QtCore import Qt, QTimer

        found: list[float] = []
        last = time.perf_counter()

        def tick() -> None:
            nonlocal last
            now = time.perf_counter()
            found.append((now - last) * 1000)
            last = now

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(TICK)
        timer.timeout.connect(tick)
        timer.start()
        QTimer.singleShot(int(seconds * 1000), self.app.quit)
        if busy:
            again = QTimer()
            again.setInterval(50)
            again.timeout.connect(busy)
            again.start()
        self.app.exec()
        return found[1:]


def first_page(project: str, warm: str, name: str, pdf: str, rounds: str) -> None:
    """Our first page against bare open and render of the same size, in turn, both warm."""
    import pymupdf

    shown = Shown(project)
    shown.show(warm)
    ours, sealing, bare = [], [], []
    for _ in range(int(rounds)):
        shown.until(lambda: shown.bridge.engine.has_spare)  # as it is unless another was opened a moment ago
        sealed, painted = shown.show(name)
        ours.append(painted)
        sealing.append(sealed)
        scale = max(tile.scale for tile in shown.canvas.opened.tiles._visible)
        document, _, _ = shown.values(name)
        shown.pane.close_document(document.id)
        shown.show(warm)
        start = time.perf_counter()
        with pymupdf.open(pdf) as opened:
            opened[0].get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
        bare.append((time.perf_counter() - start) * 1000)
    tell({"ours": ours, "sealing": sealing, "bare": bare})


def smoothness(project: str, name: str, page: str, seconds: str) -> None:
    """Ticks of an idle window and of one in which a page renders again and again."""
    shown = Shown(project)
    shown.show(name)
    shown.pane.go_to_page(int(page))
    shown.until(lambda: shown.has_page(int(page)))
    renders = 0
    larger = False

    def render_again() -> None:
        nonlocal renders, larger
        if not shown.canvas.opened.tiles.flying:
            renders += 1
            larger = not larger
            (shown.pane.zoom_in if larger else shown.pane.zoom_out)()

    idle, busy = [], []
    for _ in range(3):
        idle += shown.gaps(float(seconds))
        busy += shown.gaps(float(seconds), render_again)
    tell({"idle": idle, "busy": busy, "renders": renders})


if __name__ == "__main__":
    probe = {"bare_window": bare_window, "our_window": our_window, "first_page": first_page, "smoothness": smoothness}
    probe[sys.argv[1]](*sys.argv[2:])
