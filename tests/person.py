"""A person in front of a real window: real keys and mouse, real operations, store and engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from annotator.ui.hand import Hand
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.window import MainWindow

WAIT = 20_000
NOTCHES = 2_000
"""Of the wheel: more than any document here is long."""
MARGIN = 80
"""Pixels from an edge, more than a notch scrolls."""


def ignore_hints(items: list[pytest.Item], folder: Path) -> None:
    """The offscreen platform says what it can't do for a window: least sizes, raising, keys for a list that dropped."""
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


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

    def until(self, true: Callable[[], Any], what: str = "", *, patience: int = 1) -> None:
        """Lets the window work until something holds."""

        def check() -> None:
            assert true(), what or "it never came"

        try:
            self.qtbot.waitUntil(check, timeout=patience * WAIT)
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
        view, port = pane.canvas.view, pane.viewport()
        self.wheel_until(port, lambda: page in view.visible, lambda: view.page_rect(page))
        self.until(lambda: pane.canvas.words_of(page) is not None and opened.rects(page, start, end), "boxes")

        def end_of(which: int) -> QRectF:
            return view.rects(page, opened.rects(page, start, end))[which]

        def in_sight(which: int) -> bool:
            return end_of(which).top() >= 0 and end_of(which).bottom() < port.height()

        def spot(which: int) -> QPoint:
            rect = end_of(which)
            point = QPoint(round(rect.right() if which else rect.left()), round(rect.center().y()))
            assert port.rect().contains(point), "a person can only press what she sees"
            return point

        self.wheel_until(port, lambda: in_sight(0), lambda: end_of(0))
        for _ in range(NOTCHES):
            if in_sight(-1) or not MARGIN < end_of(0).top() < port.height() - MARGIN:
                break
            self.wheel(port, -1 if end_of(-1).bottom() > port.height() else 1)
        if in_sight(0) and in_sight(-1):
            begin, stop = spot(0), spot(-1)
            QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=begin)
            QTest.mouseMove(port, (begin + stop) / 2)
            QTest.mouseMove(port, stop)
            QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=stop)
        else:
            self.wheel_until(port, lambda: in_sight(0), lambda: end_of(0))
            self.click(port, spot(0))
            self.wheel_until(port, lambda: in_sight(-1), lambda: end_of(-1))
            QTest.mouseClick(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, spot(-1))
        self.until(lambda: pane.selection() is not None, "a selection")
        assert one_line(pane.selection().text) == one_line(words)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the focus is."""
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)

    def ctrl(self, key: Qt.Key, *, shift: bool = False) -> None:
        extra = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        self.press(key, Qt.KeyboardModifier.ControlModifier | extra)

    def wheel(self, widget: QWidget, notches: int) -> None:
        """Turns the wheel over a widget: down where `notches` is below zero."""
        middle = QPointF(widget.rect().center())
        turned = QWheelEvent(
            middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, turned)

    def wheel_until(self, widget: QWidget, there: Callable[[], bool], where: Callable[[], QRectF]) -> None:
        """Turns it notch by notch towards a rectangle of the widget until that is there."""
        for _ in range(NOTCHES):
            if there():
                return
            self.wheel(widget, 1 if where().center().y() < widget.rect().center().y() else -1)
        raise AssertionError("the wheel does not lead there")

    def tab_to(self, widget: QWidget) -> None:
        """Presses Tab until a widget has the focus."""
        for _ in range(60):
            if QApplication.focusWidget() is widget:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {widget.objectName()}")

    def show_tab(self, number: int) -> None:
        """Clicks one of the sidebar's tabs, from 0."""
        bar = self.window.bench.sidebar.tabBar()
        self.click(bar, bar.tabRect(number).center())

    def open_from_panel(self, name: str) -> None:
        """Clicks a document in the sidebar and opens it with Enter, in the pane of sources used last."""
        self.show_tab(1)
        rows = self.window.documents.list
        item = next(rows.item(at) for at in range(rows.count()) if name in rows.item(at).text())
        self.click(rows.viewport(), rows.visualItemRect(item).center())
        self.press(Qt.Key.Key_Return)

    def dialog(self, kind: type[QDialog]) -> Any:
        """The toolkit's own dialog, once it is there."""

        def shown() -> QDialog | None:
            return next((each for each in self.window.findChildren(kind) if each.isVisible()), None)

        self.until(lambda: shown() and QApplication.activeWindow() is shown(), f"a {kind.__name__}")
        return shown()

    def answer_file_dialog(self, out: Path) -> None:
        """Types where to into the file dialog and clicks Save."""
        dialog = self.dialog(QFileDialog)
        self._fill_in(dialog.findChild(QLineEdit, "fileNameEdit"), str(out))
        self.click(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save))
        self._back_from(dialog)

    def print_to(self, out: Path) -> None:
        """Ctrl+P, then a PDF as the printer: the print dialog offers it where there is none."""
        self.ctrl(Qt.Key.Key_P)
        dialog = self.dialog(QPrintDialog)
        self._fill_in(dialog.findChild(QLineEdit, "filename"), str(out))
        self.click(next(each for each in dialog.findChildren(QPushButton) if each.text() == "&Print"))
        self._back_from(dialog)

    def _back_from(self, dialog: QDialog) -> None:
        self.until(lambda: not isValid(dialog) or not dialog.isVisible(), "the dialog to go")
        # What a window manager does, and the offscreen platform does not.
        self.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is self.window, "the window again")

    def _fill_in(self, field: QLineEdit, words: str) -> None:
        self.click(field)
        self.ctrl(Qt.Key.Key_A)
        self.type(words)
        assert field.text() == words

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

    def make(width: int = 1280, height: int = 800, hand: Hand | None = None) -> Person:
        window = MainWindow(hand=hand)
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
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def person(open_window: Callable[..., Person]) -> Person:
    """A person in front of the start page."""
    return open_window()
