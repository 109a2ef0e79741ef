"""For tests with real widgets: an engine, documents made here, panes that are closed again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtWidgets import QApplication

from annotator.engine.client import seal
from annotator.model.pages import Extraction, Format
from annotator.model.things import Document, Handling, Role, Version
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.theme import LIGHT, Theme, apply_theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says at each window that it has no window manager to give hints to."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@dataclass(frozen=True)
class Paper:
    """A document as a pane is given it."""

    document: Document
    version: Version
    extraction: Extraction
    data: bytes

    def show(self, pane: ReaderPane) -> None:
        pane.show_document(self.document, self.version, self.extraction, seal([self.data], Format.PDF))


@pytest.fixture(scope="module")
def bridge(qapp: QApplication) -> Iterator[EngineBridge]:
    apply_theme(LIGHT)
    made = EngineBridge()
    made.start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def read(bridge: EngineBridge) -> Callable[..., Paper]:
    """Makes a paper of a PDF: read by the real engine."""

    def reading(pdf: Any, name: str = "paper.pdf", *, title: str = "") -> Paper:
        data = pdf if isinstance(pdf, bytes) else pdf.tobytes()
        sha = hashlib.sha256(data).hexdigest()
        source = seal([data], Format.PDF)
        reader = bridge.open(source)
        extraction = bridge.engine.wait(reader.extract(sha)).extraction
        reader.close()
        source.close()
        document = Document(f"document {name}", name, Role.SOURCE, Handling.PUBLISH, title=title, current=f"v {name}")
        version = Version(f"v {name}", document.id, sha, extraction.sha256, "pdf", len(data), "")
        return Paper(document, version, extraction, data)

    return reading


@pytest.fixture(scope="module")
def written() -> Callable[..., Any]:
    """Makes a PDF with the given lines on each page, at 72 points from the left, 20 points apart."""

    def writing(pages: Sequence[Sequence[str]], *, rotation: int = 0, shift: tuple[float, float] = (0, 0)) -> Any:
        pdf = pymupdf.open()
        for lines in pages:
            page = pdf.new_page(width=420, height=595)
            for number, line in enumerate(lines):
                page.insert_text((72, 90 + 20 * number), line, fontsize=12)
            if shift != (0, 0):
                page.set_mediabox(pymupdf.Rect(shift[0], shift[1], shift[0] + 400, shift[1] + 560))
            page.set_rotation(rotation)
        return pdf

    return writing


@pytest.fixture
def new_pane(bridge: EngineBridge, qtbot: Any) -> Iterator[Callable[..., ReaderPane]]:
    """Makes shown panes with the keyboard's focus, and closes them."""
    made: list[ReaderPane] = []

    def making(theme: Theme = LIGHT, width: int = 600, height: int = 700) -> ReaderPane:
        pane = ReaderPane(bridge, theme)
        made.append(pane)
        qtbot.addWidget(pane)
        pane.resize(width, height)
        pane.show()
        qtbot.waitExposed(pane)
        pane.activateWindow()
        pane.setFocus()
        return pane

    yield making
    for pane in made:
        for document in pane.documents():
            pane.close_document(document)


@pytest.fixture
def settled(qtbot: Any) -> Callable[[ReaderPane], None]:
    """Waits until all that is in sight is sharp and its words are here."""

    def waiting(pane: ReaderPane) -> None:
        def check() -> None:
            canvas = pane.canvas
            opened = canvas.opened
            assert opened is not None
            for page in canvas.view.visible:
                failed = page in opened.tiles.failures
                wanted = canvas.view.tiles_in_sight(page, canvas.devicePixelRatioF())
                assert failed or all(opened.tiles.get(tile) is not None for tile in wanted)
                assert opened.words.get(page) is not None or page in opened.words.failures

        qtbot.waitUntil(check, timeout=20_000)

    return waiting
