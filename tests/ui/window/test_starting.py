"""The way to the first paint is short, and without a display there is a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from annotator import app

PROBE = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from annotator.ui.window import MainWindow
window = MainWindow()
window.show()
window.grab()
heavy = ("pymupdf", "sqlite3", "sqlite_utils", "tantivy", "mammoth", "jinja2")
heavy += ("PySide6.QtPrintSupport", "annotator.store", "annotator.operations", "annotator.engine")
heavy += ("annotator.anchoring",)
heavy += ("annotator.model.things", "annotator.ui.reader", "annotator.ui.panes", "annotator.ui.inspector", "subprocess")
heavy += ("annotator.ui.desk", "annotator.ui.claims", "annotator.ui.commands.picklist", "annotator.ui.fitting", "html")
print([name for name in heavy if name in sys.modules])
window.close()
"""


def test_nothing_heavy_before_the_window_is_painted() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("no_display")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_a_sentence_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main([str(tmp_path / "x.annotator")]) == 2
    assert "no display" in capsys.readouterr().err


def test_odd_arguments_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--odd"]) == 2
    assert app.main(["one", "two"]) == 2
    assert capsys.readouterr().err.count("annotator [PROJECT]") == 2
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_menus_open_by_their_letters_and_are_cut_into_groups(person: Any) -> None:
    window = person.window
    assert [action.text() for action in window.menuBar().actions()] == [
        "&File", "&Edit", "&Document", "&Mark", "&Go", "&View", "&Help",
    ]  # fmt: skip
    menu = window.menuBar().actions()[0].menu()
    person.press(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    person.until(menu.isVisible, "the File menu")
    assert sum(action.isSeparator() for action in menu.actions()) == 5
    menu.close()
    assert not window.windowIcon().pixmap(32, 32).isNull()


def test_the_focus_is_seen_under_the_mouse_too(person: Any) -> None:
    area = person.window.start.draft
    area.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    area.clearFocus()
    without = area.grab().toImage()
    area.setFocus()
    assert area.grab().toImage() != without
