"""A person in front of a real window: real keys and mouse, real operations, store and engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.reader.pane import ReaderPane
from annotator.ui.window import MainWindow

WAIT = 20_000


def ignore_hints(items: list[pytest.Item], folder: Path) -> None:
    """The offscreen platform says of every window with a least size that it can't tell a window manager."""
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


def one_line(words: str) -> str:
    """Without the breaks that a page's width made."""
    return " ".join(words.split())


def found(texts: Sequence[str], words: str) -> tuple[int, int, int] | None:
    """Page, start and end of words, wherever their lines break."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
    for page, text in enumerate(texts):
        if hit := pattern.search(text):
            return page, hit.start(), hit.end()
    return None


class Person:
    """Does what a person does: keys, mouse, drops; looks at what is shown."""

    def __init__(self, window: MainWindow, qtbot: Any) -> None:
        self.window = window
        self.qtbot = qtbot

    def until(self, true: Callable[[], Any], what: str = "") -> None:
        """Lets the window work until something holds."""

        def check() -> None:
            assert true(), what or "it never came"

        try:
            self.qtbot.waitUntil(check, timeout=WAIT)
        except Exception as error:
            shown = f"{self.said!r}, {self.window.messages.sentences}"
            raise AssertionError(f"waited in vain: {what}; the window says {shown}") from error

    @property
    def draft(self) -> ReaderPane:
        return next(self.window.area.holders()).pane

    @property
    def source(self) -> ReaderPane:
        return list(self.window.area.holders())[1].pane

    def drop(self, target: QWidget, *files: Path) -> None:
        """Drops files onto a widget, as the desktop does."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        self.drop_mime(target, mime)

    def drop_mime(self, target: QWidget, mime: QMimeData) -> None:
        middle = target.rect().center()
        given = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(middle, *given)
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(middle), *given))

    def has(self, pane: ReaderPane, words: str) -> None:
        """Waits until a pane shows a document with these words, wherever its lines break."""
        self.until(lambda: pane.document_id and found(pane.canvas.opened.shown.texts, words), words)

    def select(self, pane: ReaderPane, words: str) -> None:
        """Selects words with the mouse."""
        self.has(pane, words)
        opened = pane.canvas.opened
        page, start, end = found(opened.shown.texts, words)
        if pane.current_page != page:
            pane.go_to_page(page)
        self.until(lambda: pane.canvas.words_of(page) is not None and opened.rects(page, start, end), "boxes")
        rects = pane.canvas.view.rects(page, opened.rects(page, start, end))
        first, last = rects[0], rects[-1]
        port = pane.viewport()
        begin = QPoint(round(first.left()), round(first.center().y()))
        stop = QPoint(round(last.right()), round(last.center().y()))
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=begin)
        QTest.mouseMove(port, (begin + stop) / 2)
        QTest.mouseMove(port, stop)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=stop)
        self.until(lambda: pane.selection() is not None, "a selection")
        assert one_line(pane.selection().text) == one_line(words)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the focus is."""
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)

    def ctrl(self, key: Qt.Key, *, shift: bool = False) -> None:
        extra = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        self.press(key, Qt.KeyboardModifier.ControlModifier | extra)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), words)

    @property
    def said(self) -> str:
        return self.window.status.words.whole

    @property
    def quotes(self) -> list[str]:
        """What is marked, in any document, each on one line."""
        return [one_line(passage.place.quote) for passage in self.graph.passages.values()]

    @property
    def graph(self) -> Any:
        return self.window.choice.graph


@pytest.fixture
def open_window(qtbot: Any) -> Iterator[Callable[..., Person]]:
    """Opens windows; closes them at the end."""
    windows: list[MainWindow] = []

    def make(width: int = 1280, height: int = 800) -> Person:
        window = MainWindow()
        windows.append(window)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(width, height)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        return Person(window, qtbot)

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def person(open_window: Callable[..., Person]) -> Person:
    """A person in front of the start page."""
    return open_window()
