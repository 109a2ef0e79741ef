"""Names from elsewhere are shown as they are: nothing in them is taken for markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QTextBrowser, QTextEdit, QWidget

from annotator.ui.plain import escaped_tip, one_line

NAME = '<img src="x.png"><b>&memo.txt'


def test_a_hostile_file_name_is_only_shown(at_work: Any, tmp_path: Path) -> None:
    hostile = tmp_path / NAME
    hostile.write_text("The harbour master saw <b>nothing</b> at all that night.\n", "utf-8")
    at_work.drop(at_work.window.documents, hostile)
    at_work.until(lambda: len(at_work.graph.documents) == 3, "the document")
    at_work.open_from_panel("<img")
    at_work.has(at_work.source, "harbour master")
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims)
    at_work.select(at_work.source, "The harbour master saw <b>nothing</b>")
    at_work.press(Qt.Key.Key_S)
    at_work.until(lambda: at_work.graph.links)
    assert NAME in at_work.said
    assert NAME in at_work.window.documents.list.item(2).text() or NAME in at_work.window.documents.list.item(1).text()
    for widget in at_work.window.findChildren(QWidget):
        assert not isinstance(widget, QTextBrowser), widget.objectName()
        if isinstance(widget, QTextEdit):
            assert not widget.acceptRichText(), widget.objectName()
        if isinstance(widget, QLabel):
            assert widget.textFormat() is Qt.TextFormat.PlainText, f"{widget.objectName()} {widget.text()[:40]}"
        assert "<img" not in widget.toolTip(), widget.objectName()


def test_tips_are_escaped() -> None:
    shown = QTextDocument()
    shown.setHtml(escaped_tip(NAME))
    assert shown.toPlainText() == NAME
    assert "<img" not in escaped_tip(NAME)


def test_marks_that_turn_a_name_around_are_left_out() -> None:
    assert one_line("annex\u202efdp.exe\nsecond  line") == "annexfdp.exe second line"
