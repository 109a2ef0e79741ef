"""One library reading, in a process of its own: `python peers_probes.py NAME LONG TEXTS SCAN` prints JSON.

Every library does the same five things from Python: the first page of a file of 10,000, pages at a width, a scanned
page at a second scale, a tile at four times, the text of pages. Milliseconds, medians.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from probes import tell

WIDTH = 1800
"""Pixels."""
ROUNDS = 5
PAGES = range(0, 1000, 50)
FIRST, SECOND = 1.5, 2.0
"""Scales of a scanned page, pixels a point."""
LARGE, TILE = 4 * 96 / 72, 1024
WIDE = 595.0
"""Points that the made pages are wide."""

Clip = tuple[float, float, float, float]


class Library(Protocol):
    """What is asked of each: pages as pixels, pages as text."""

    def open(self, path: str) -> Any:
        """A document."""

    def draw(self, document: Any, page: int, scale: float, clip: Clip | None = None) -> Any:
        """A page, or a part of it (points), at pixels a point."""

    def width(self, document: Any, page: int) -> float:
        """Points that a page is wide."""

    def text(self, document: Any, page: int) -> Any:
        """The text of a page."""

    def close(self, document: Any) -> None:
        """Gives it back."""


class Ours:
    """The locked worker, asked through the engine; text comes with the box of each letter."""

    def __init__(self) -> None:
        from annotator.engine.client import Engine

        self._engine = Engine(spare=True)
        self._engine.start()

    def open(self, path: str) -> Any:
        from annotator.engine.client import seal
        from annotator.model.pages import Format

        source = seal([Path(path).read_bytes()], Format.PDF)
        return self._engine.open(source)

    def draw(self, document: Any, page: int, scale: float, clip: Clip | None = None) -> Any:
        return self._engine.wait(document.render(page, scale, clip=clip))

    def width(self, document: Any, page: int) -> float:
        return WIDE

    def text(self, document: Any, page: int) -> Any:
        return self._engine.wait(document.chars(page))

    def close(self, document: Any) -> None:
        document.close()


class PyMuPDF:
    """The bare library; text with the box of each letter, as ours."""

    def __init__(self) -> None:
        import pymupdf

        self._lib = pymupdf

    def open(self, path: str) -> Any:
        return self._lib.open(path)

    def draw(self, document: Any, page: int, scale: float, clip: Clip | None = None) -> Any:
        return document[page].get_pixmap(matrix=self._lib.Matrix(scale, scale), clip=clip, alpha=False)

    def width(self, document: Any, page: int) -> float:
        return float(document[page].rect.width)

    def text(self, document: Any, page: int) -> Any:
        return document[page].get_text("rawdict", flags=self._lib.TEXT_PRESERVE_WHITESPACE)

    def close(self, document: Any) -> None:
        document.close()


class Pdfium:
    """pypdfium2; text without boxes."""

    def __init__(self) -> None:
        import pypdfium2

        self._lib = pypdfium2

    def open(self, path: str) -> Any:
        return self._lib.PdfDocument(path)

    def draw(self, document: Any, page: int, scale: float, clip: Clip | None = None) -> Any:
        opened = document[page]
        width, height = opened.get_size()
        cut = (clip[0], height - clip[3], width - clip[2], clip[1]) if clip else (0, 0, 0, 0)
        return opened.render(scale=scale, crop=cut)

    def width(self, document: Any, page: int) -> float:
        return float(document[page].get_width())

    def text(self, document: Any, page: int) -> Any:
        return document[page].get_textpage().get_text_range()

    def close(self, document: Any) -> None:
        document.close()


class QtPdf:
    """Qt's own, where PySide6's addons are installed; text without boxes."""

    def __init__(self) -> None:
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

        self._app = QGuiApplication([])
        self._document, self._options = QPdfDocument, QPdfDocumentRenderOptions

    def open(self, path: str) -> Any:
        document = self._document(None)
        document.load(path)
        return document

    def draw(self, document: Any, page: int, scale: float, clip: Clip | None = None) -> Any:
        from PySide6.QtCore import QRect, QSize

        points = document.pagePointSize(page)
        whole = QSize(round(points.width() * scale), round(points.height() * scale))
        options = self._options()
        if clip is None:
            return document.render(page, whole, options)
        left, top, right, bottom = (round(edge * scale) for edge in clip)
        options.setScaledSize(whole)
        options.setScaledClipRect(QRect(left, top, right - left, bottom - top))
        return document.render(page, QSize(right - left, bottom - top), options)

    def width(self, document: Any, page: int) -> float:
        return float(document.pagePointSize(page).width())

    def text(self, document: Any, page: int) -> Any:
        return document.getAllText(page).text()

    def close(self, document: Any) -> None:
        document.close()


class Poppler:
    """pdftoppm and pdftotext, a process for each act; of a second scale it knows nothing of the first."""

    def open(self, path: str) -> Any:
        return path

    def draw(self, document: Any, page: int, scale: float, clip: Clip | None = None) -> Any:
        number = str(page + 1)
        cut = ["-x", str(round(clip[0] * scale)), "-y", str(round(clip[1] * scale))] if clip else []
        cut += ["-W", str(TILE), "-H", str(TILE)] if clip else []
        run(["pdftoppm", "-r", str(72 * scale), "-f", number, "-l", number, *cut, document])

    def width(self, document: Any, page: int) -> float:
        return WIDE

    def text(self, document: Any, page: int) -> Any:
        number = str(page + 1)
        run(["pdftotext", "-f", number, "-l", number, document, "-"])

    def close(self, document: Any) -> None:
        pass


def run(command: list[str]) -> None:
    """A program, its output thrown away."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def measured(library: Library, long: str, texts: str, scan: str) -> dict[str, float]:
    """All five."""
    found: dict[str, list[float]] = {"first": [], "page": [], "scan": [], "zoom": [], "tile": [], "text": []}

    def first_page() -> Any:
        document = library.open(long)
        library.draw(document, 0, WIDTH / WIDE)
        return document

    library.close(first_page())
    for _ in range(ROUNDS):
        opened: list[Any] = []
        found["first"].append(timed(lambda opened=opened: opened.append(first_page())))  # type: ignore[misc]
        library.close(opened[0])
        document = library.open(scan)
        found["scan"].append(timed(lambda document=document: library.draw(document, 0, FIRST)))  # type: ignore[misc]
        found["zoom"].append(timed(lambda document=document: library.draw(document, 0, SECOND)))  # type: ignore[misc]
        library.close(document)
    document = library.open(texts)
    for page in PAGES:
        scale = WIDTH / library.width(document, page)
        found["page"].append(timed(lambda page=page, scale=scale: library.draw(document, page, scale)))  # type: ignore[misc]
        side = TILE / LARGE
        clip = (side, side, 2 * side, 2 * side)
        found["tile"].append(timed(lambda page=page, clip=clip: library.draw(document, page, LARGE, clip)))  # type: ignore[misc]
        found["text"].append(timed(lambda page=page: library.text(document, page)))  # type: ignore[misc]
    library.close(document)
    return {name: statistics.median(values) for name, values in found.items()}


LIBRARIES: dict[str, Callable[[], Library]] = {
    "ours": Ours,
    "PyMuPDF": PyMuPDF,
    "pypdfium2": Pdfium,
    "QtPdf": QtPdf,
    "poppler": Poppler,
}


if __name__ == "__main__":
    tell(measured(LIBRARIES[sys.argv[1]](), *sys.argv[2:]))
