"""What the reader's tests share: finding words on the screen, and reading its pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.geometry import place_of
from annotator.model.places import Place
from annotator.ui.reader.pane import ReaderPane


@pytest.fixture
def place() -> Callable[..., Place]:
    """The place of a quote in what a pane shows; its pages' words must be here."""

    def placing(pane: ReaderPane, quote: str, nth: int = 0) -> Place:
        opened = pane.canvas.opened
        assert opened is not None
        text = DocumentText(opened.shown.texts)
        match = text.find(quote)[nth]
        return place_of(
            match,
            version=opened.version.sha256,
            extraction=opened.shown.sha256,
            document_text=text,
            pages=dict(enumerate(opened.pages)),
            chars={run.page: found for run in match if (found := opened.words.get(run.page))},
        )

    return placing


@pytest.fixture
def at() -> Callable[..., QPoint]:
    """Where an occurrence of some words begins (or ends) in the viewport, halfway up its line."""

    def finding(pane: ReaderPane, words: str, page: int = 0, *, end: bool = False) -> QPoint:
        opened = pane.canvas.opened
        assert opened is not None
        start = opened.shown.texts[page].index(words)
        rects = opened.rects(page, start, start + len(words))
        rect = pane.canvas.view.rect(page, rects[-1 if end else 0])
        return QPoint(round(rect.right() if end else rect.left()), round(rect.center().y()))

    return finding


@pytest.fixture
def drag() -> Callable[[ReaderPane, QPoint, QPoint], None]:
    """Selects with the mouse as a hand does: press, some movement, release."""

    def dragging(pane: ReaderPane, start: QPoint, end: QPoint) -> None:
        viewport = pane.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        for step in (1, 2, 3):
            QTest.mouseMove(viewport, start + (end - start) * step / 3)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)

    return dragging


@pytest.fixture
def pixel() -> Callable[..., QColor]:
    """Colour of a point of the viewport."""

    def looking(pane: ReaderPane, x: float, y: float) -> QColor:
        picture: Any = pane.viewport().grab().toImage()
        ratio = picture.devicePixelRatio()
        return QColor(picture.pixelColor(int(x * ratio), int(y * ratio)))

    return looking
