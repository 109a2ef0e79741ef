"""Reading, measured in a process of its own: `python reading_probes.py NAME ARGUMENTS` prints JSON in its last line."""

from __future__ import annotations

import hashlib
import statistics
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from probes import tell

FLIP = 100
"""Milliseconds a page is looked at while paging."""
TILE = 1024


class Pane:
    """A reader pane that shows a PDF without a project."""

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        from PySide6.QtWidgets import QApplication

        from annotator.ui.engine_bridge import EngineBridge
        from annotator.ui.reader.pane import ReaderPane

        self.app = QApplication([])
        self.bridge = EngineBridge()
        self.bridge.start()
        self.pane = ReaderPane(self.bridge)
        self.pane.resize(width, height)
        self.pane.show()
        self.app.processEvents()
        self.canvas = self.pane.canvas

    def show(self, path: Path, pages: int | None = None) -> None:
        import pymupdf

        from annotator.engine.client import seal
        from annotator.model.pages import Format, PageInfo
        from annotator.model.things import Document, Handling, Role, Version

        data = path.read_bytes()
        with pymupdf.open(path) as opened:
            count = opened.page_count if pages is None else pages
            boxes = [tuple(opened.page_cropbox(index)) for index in range(count)]
        infos = tuple(
            PageInfo(index, str(index + 1), (0.0, 0.0, x1 - x0, y1 - y0))
            for index, (x0, y0, x1, y1) in enumerate(boxes)
        )
        shown = SimpleNamespace(sha256="e" * 64, pages=infos, texts=("",) * count)
        document = Document("d", path.name, Role.SOURCE, Handling.PUBLISH, current="v")
        version = Version("v", "d", hashlib.sha256(data).hexdigest(), "e" * 64, "pdf", len(data), "")
        source = seal([data], Format.PDF)
        self.pane.show_document(document, version, shown, source)

    def sharp(self) -> bool:
        """Whether everything in sight is here as it is to be."""
        view, tiles = self.canvas.view, self.canvas.opened.tiles
        ratio = self.canvas.devicePixelRatioF()
        return all(tiles.get(tile) is not None for page in view.visible for tile in view.tiles_in_sight(page, ratio))

    def blank(self) -> bool:
        """Whether of some page in sight nothing is here."""
        tiles = self.canvas.opened.tiles
        return any(page not in tiles._by_page for page in self.canvas.view.visible)

    def until_sharp(self) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        loop, looking, deadline = QEventLoop(), QTimer(), time.monotonic() + 60
        looking.setInterval(1)
        looking.timeout.connect(lambda: loop.quit() if self.sharp() or time.monotonic() > deadline else None)
        looking.start()
        loop.exec()
        looking.stop()
        if not self.sharp():
            raise TimeoutError


def paging(pdf: str, pages: str) -> None:
    """A page every 100 ms: how many were sharp when they came, and how many still blank when they went."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    shown = Pane()
    shown.show(Path(pdf))
    shown.pane.fit_page()
    shown.until_sharp()
    loop, timer = QEventLoop(), QTimer()
    found = {"sharp": 0, "blank": 0, "pages": 0}
    page = 0

    def flip() -> None:
        nonlocal page
        if page and shown.blank():
            found["blank"] += 1
        page += 1
        if page > int(pages):
            loop.quit()
            return
        shown.pane.go_to_page(page)
        found["pages"] += 1
        found["sharp"] += shown.sharp()
        shown.canvas.viewport().repaint()

    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(FLIP)
    timer.timeout.connect(flip)
    QTimer.singleShot(500, timer.start)  # a person looks at the first page for a moment
    loop.exec()
    timer.stop()
    scale = max(tile.scale for tile in shown.canvas.opened.tiles._visible)
    tell(found | {"bare": statistics.median(_bare_times(pdf, scale))})


def _bare_times(pdf: str, scale: float) -> list[float]:
    """Milliseconds that the bare library takes for some of the pages."""
    import pymupdf

    taken = []
    with pymupdf.open(pdf) as opened:
        for index in range(0, 200, 5):
            began = time.perf_counter()
            opened[index].get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def scrolling(pdf: str, steps: str) -> None:
    """What a painting costs while scrolling, against a bare scroll area that paints the same pictures."""
    from PySide6.QtCore import QPointF, QRectF, Qt
    from PySide6.QtGui import QImage, QPainter, QPen
    from PySide6.QtWidgets import QAbstractScrollArea

    shown = Pane()
    shown.show(Path(pdf))
    shown.until_sharp()
    view = shown.canvas.view
    pitch = view.layout.top(1) - view.layout.top(0)
    width, height = view.layout.size(0)
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)

    class Bare(QAbstractScrollArea):
        """Pages below one another, and nothing else."""

        def paintEvent(self, event: Any) -> None:
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), Qt.GlobalColor.lightGray)
            top = self.verticalScrollBar().value()
            painter.setPen(QPen(Qt.GlobalColor.gray, 1))
            for page in range(max(top // pitch, 0), (top + self.viewport().height()) // pitch + 1):
                corner = QPointF(20, page * pitch + 14 - top)
                painter.drawImage(corner, picture)
                painter.drawRect(QRectF(corner.x() - 0.5, corner.y() - 0.5, width + 1, height + 1))
            painter.end()

    bare = Bare()
    bare.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    bare.resize(shown.canvas.size())
    bare.verticalScrollBar().setRange(0, pitch * view.layout.count)
    bare.show()
    shown.app.processEvents()
    ours, theirs = [], []
    count = view.layout.count
    for part in range(int(steps)):
        start = view.layout.top(count * part // int(steps))
        shown.canvas.verticalScrollBar().setValue(start)
        shown.until_sharp()
        for step in range(12):
            for area, kept in ((shown.canvas, ours), (bare, theirs)):
                area.verticalScrollBar().setValue(start + 40 * step)
                began = time.perf_counter()
                area.viewport().repaint()
                kept.append((time.perf_counter() - began) * 1000)
    tell({"ours": statistics.median(ours), "bare": statistics.median(theirs)})


def opening(short: str, long: str, rounds: str) -> None:
    """From a file's bytes at hand to its first page painted: a short one and a long one in turn."""
    shown = Pane()
    found: dict[str, list[float]] = {short: [], long: []}
    shown.show(Path(short))
    shown.until_sharp()
    for _ in range(int(rounds)):
        for name in (short, long):
            prepared = _prepared(Path(name))
            began = time.perf_counter()
            shown.pane.show_document(*prepared)
            shown.until_sharp()
            shown.canvas.viewport().repaint()
            found[name].append((time.perf_counter() - began) * 1000)
            shown.pane.close_document("d")
            shown.app.processEvents()
    tell({"short": statistics.median(found[short]), "long": statistics.median(found[long])})


def _prepared(path: Path) -> tuple[Any, Any, Any, Any]:
    keeper = SimpleNamespace(show_document=lambda *values: setattr(keeper, "values", values))
    Pane.show(SimpleNamespace(pane=keeper), path)  # type: ignore[arg-type]
    return keeper.values  # type: ignore[no-any-return]


def rendering(pdf: str, page: str, rounds: str) -> None:
    """A first and a second zoom, each by a worker that is new; a page at 4x and its tiles."""
    import pymupdf

    from annotator.engine.client import Engine, seal
    from annotator.model.pages import Format

    data = Path(pdf).read_bytes()
    index = int(page)
    with pymupdf.open(pdf) as opened:
        width, height = opened[index].rect.width, opened[index].rect.height
    engine = Engine()
    engine.start()
    source = seal([data], Format.PDF)
    first, second, whole, tiles = [], [], [], []
    scale = 4 * 96 / 72

    def timed(reader: Any, used: float, clip: Any = None) -> float:
        began = time.perf_counter()
        engine.wait(reader.render(index, used, clip=clip))
        return (time.perf_counter() - began) * 1000

    for _ in range(int(rounds)):
        reader = engine.open(source)
        engine.wait(reader.info())
        first.append(timed(reader, 1.5))
        second.append(timed(reader, 2.0))
        whole.append(timed(reader, scale))
        side = TILE / scale
        places = [
            (x * side, y * side, min((x + 1) * side, width), min((y + 1) * side, height))
            for y in range(int(height // side))
            for x in range(int(width // side))
        ]
        tiles.append(max(timed(reader, scale, clip) for clip in places))
        reader.close()
    share = min(TILE * TILE / (width * height * scale * scale), 1.0)
    engine.close()
    tell(
        {
            "first": statistics.median(first),
            "second": statistics.median(second),
            "share": share * statistics.median(whole),
            "tile": statistics.median(tiles),
        }
    )


if __name__ == "__main__":
    found = {"paging": paging, "scrolling": scrolling, "opening": opening, "rendering": rendering}
    found[sys.argv[1]](*sys.argv[2:])
