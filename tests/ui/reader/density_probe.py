"""Shows a page at the density the environment asks for and says whether the screen has the engine's very pixels.

`python density_probe.py FILE.pdf` prints the density and how many of the pixels compared are others.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.engine.client import seal
from annotator.model.pages import Format, PageInfo
from annotator.model.things import Document, Handling, Role, Version
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.reader.pane import ReaderPane


def main(path: str) -> None:
    app = QApplication([])
    bridge = EngineBridge()
    bridge.start()
    pane = ReaderPane(bridge)
    pane.resize(500, 500)
    pane.show()
    pages = (PageInfo(0, "1", (0.0, 0.0, 420.0, 595.0)),)
    shown = SimpleNamespace(sha256="e" * 64, pages=pages, texts=("",))
    document = Document("d", "d.pdf", Role.SOURCE, Handling.PUBLISH, current="v")
    version = Version("v", "d", "a" * 64, "e" * 64, "pdf", 1, "")
    pane.show_document(document, version, shown, seal([Path(path).read_bytes()], Format.PDF))
    canvas = pane.canvas
    loop, looking, deadline = QEventLoop(), QTimer(), time.monotonic() + 30

    def sharp() -> bool:
        wanted = canvas.view.tiles_in_sight(0, canvas.devicePixelRatioF())
        return all(canvas.opened.tiles.get(tile) for tile in wanted)

    looking.setInterval(5)
    looking.timeout.connect(lambda: loop.quit() if sharp() or time.monotonic() > deadline else None)
    looking.start()
    loop.exec()
    ratio = canvas.devicePixelRatioF()
    (tile,) = canvas.view.tiles_in_sight(0, ratio)
    theirs = canvas.opened.tiles.get(tile).image
    ours = pane.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rect = canvas.view.page_rect(0)
    left, top = round(rect.left() * ratio), round(rect.top() * ratio)
    points = [(x, y) for x in range(60, 300, 3) for y in range(60, 260, 3)]
    other = sum(ours.pixel(left + x, top + y) != theirs.pixel(x, y) for x, y in points)
    ink = sum(theirs.pixel(x, y) & 0xFF < 128 for x, y in points)
    print(ratio, other, ink)
    pane.close_document("d")
    bridge.close()
    del app


if __name__ == "__main__":
    main(sys.argv[1])
