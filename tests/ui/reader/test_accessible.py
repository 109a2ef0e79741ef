"""What a screen reader finds in the pages, through the accessibility interface."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from annotator.ui import accessibility
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.reader.values import Highlight

Key, Mod = Qt.Key, Qt.KeyboardModifier
FIRST = ["The council closed the bridge in March.", "Repairs will cost 3.5 million. It rained."]
SECOND = ["Nobody was hurt \U0001d538 when the railing fell.", "The mayor was late."]


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    accessibility.install()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def pane(new_pane: Any, read: Any, written: Any, settled: Any) -> ReaderPane:
    made = new_pane()
    read(written([FIRST, SECOND]), title="Memo").show(made)
    settled(made)
    return made


def interface(pane: ReaderPane) -> Any:
    found = QAccessible.queryAccessibleInterface(pane.canvas)
    assert found is not None
    return found


def test_pages_are_a_document_with_a_name(pane: ReaderPane) -> None:
    found = interface(pane)
    assert found.role() == QAccessible.Role.Document
    assert found.text(QAccessible.Text.Name) == "Memo, page 1 of 2"
    assert found.text(QAccessible.Text.Description) == ""
    assert found.state().focusable
    assert found.state().focused


def test_a_screen_reader_may_ask_for_every_interface(pane: ReaderPane) -> None:
    """It asks at once for attributes and actions; no answer must not end the program."""
    found = interface(pane)
    assert found.actionInterface().actionNames() == ["SetFocus"]
    for ask in (found.attributesInterface, found.selectionInterface, found.valueInterface, found.tableCellInterface):
        assert ask() is None


def test_marks_are_described(pane: ReaderPane, place: Any) -> None:
    claim = Highlight("c", "claim", place(pane, "closed the bridge"), chosen=True, number=3)
    pane.set_highlights([claim, Highlight("s", "contradicts", place(pane, "Repairs will cost"))])
    words = interface(pane).text(QAccessible.Text.Description)
    assert words == ("Marked here: contradicts a claim: Repairs will cost; claim 3: closed the bridge, chosen")


def test_the_text_follows_the_caret_from_line_to_line_and_page_to_page(pane: ReaderPane, qtbot: Any) -> None:
    text = interface(pane).textInterface()
    assert text.text(0, text.characterCount()).split("\n")[:2] == FIRST
    QTest.keyClick(pane.canvas, Key.Key_Right)
    QTest.keyClick(pane.canvas, Key.Key_Down)
    at = text.cursorPosition()
    assert text.text(at, at + 7) == FIRST[1][1:8] or text.text(at, at + 7) == FIRST[1][:7]
    QTest.keyClick(pane.canvas, Key.Key_Down)
    second = SECOND[1]
    qtbot.waitUntil(lambda: second in text.text(0, text.characterCount()), timeout=20_000)
    QTest.keyClick(pane.canvas, Key.Key_End)
    at = text.cursorPosition()
    assert text.text(at - 5, at) == "fell."


def test_what_is_selected_is_told_in_utf_16(pane: ReaderPane, at: Any, drag: Any, settled: Any) -> None:
    pane.go_to_page(1)
    settled(pane)
    drag(pane, at(pane, "when the", 1), at(pane, "when the", 1, end=True))
    text = interface(pane).textInterface()
    assert text.selectionCount() == 1
    assert text.text(text.cursorPosition() - 8, text.cursorPosition()) == "when the"


def test_closing_while_a_screen_reader_listens(new_pane: Any, read: Any, written: Any, settled: Any) -> None:
    """Interfaces of documents and panes that are gone are let go, and those that stay go on working."""
    paper = read(written([FIRST, SECOND]), "closing.pdf")
    for _ in range(8):
        made = new_pane()
        paper.show(made)
        settled(made)
        found = interface(made)
        assert found.textInterface().characterCount() > 20
        QTest.keyClick(made.canvas, Key.Key_Right, Mod.ShiftModifier)
        made.close_document()
        assert found.textInterface().characterCount() == 0
        made.hide()
        del found
        gc.collect()


def test_sentences_are_told_once(qtbot: Any) -> None:
    from annotator.ui.bars import MessageBar
    from annotator.ui.status import StatusLine

    heard: list[tuple[str, bool]] = []
    listen = lambda words, urgent: heard.append((words, urgent))  # noqa: E731
    accessibility.announcer().told.connect(listen)
    line, messages = StatusLine(), MessageBar()
    qtbot.addWidget(line)
    qtbot.addWidget(messages)
    line.say("Linked to Memo, p. 3: supports.", undo=True)
    messages.say("The disk is full.", wrong=True)
    accessibility.announcer().told.disconnect(listen)
    assert heard == [("Linked to Memo, p. 3: supports.", False), ("The disk is full.", True)]
