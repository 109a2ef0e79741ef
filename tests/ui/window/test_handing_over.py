"""Handing over through the file dialog: names as a person types them, and nothing replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox

from annotator.ui.handover import suggested, with_ending


def _ask_page(someone: Any) -> None:
    someone.ctrl(Qt.Key.Key_A, shift=True)
    someone.until(someone.window.picks.isVisible, "all commands")
    someone.type("export page")
    someone.press(Qt.Key.Key_Return)


def _export(someone: Any, out: Path) -> None:
    _ask_page(someone)
    someone.answer_file_dialog(out)


def test_a_page_gets_the_ending_that_opens_it(at_work: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims, "marked")
    _export(at_work, tmp_path / "for the lawyer")
    at_work.until(lambda: (tmp_path / "for the lawyer.html").is_file(), "a page")
    assert not (tmp_path / "for the lawyer").exists()
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    at_work.until(lambda: at_work.window.messages.message("export"), "said")
    assert not opened, "only when she says so"
    (act,) = at_work.window.messages.message("export").acts
    assert act.text() == "Open"
    at_work.click(act)
    assert opened == [QUrl.fromLocalFile(str(tmp_path / "for the lawyer.html")).toString()]


def test_a_name_that_is_taken_is_refused_once_and_never_offered_for_replacing(at_work: Any, tmp_path: Path) -> None:
    taken = tmp_path / "story.html"
    taken.write_text("what she exported yesterday", "utf-8")
    _export(at_work, taken)
    sentence = "'story.html' exists already. Choose another name."
    at_work.until(lambda: sentence in at_work.window.messages.sentences, "refused")
    assert not at_work.window.findChildren(QMessageBox)
    assert taken.read_text("utf-8") == "what she exported yesterday"


def test_the_dialog_suggests_a_name_that_is_free(at_work: Any) -> None:
    project = at_work.window.projects.open_now.path
    project.with_name(f"{project.stem}.html").write_text("yesterday", "utf-8")
    _ask_page(at_work)
    dialog = at_work.dialog(QFileDialog)
    assert dialog.findChild(QLineEdit, "fileNameEdit").text() == f"{project.stem} (2).html"
    at_work.press(Qt.Key.Key_Escape)


def test_endings(tmp_path: Path) -> None:
    named = {
        "page": "page.html",
        "v1.2": "v1.2.html",
        "a.HTM": "a.HTM",
        "a.zip": "a.zip",
        "a.annotator": "a.annotator.html",
    }
    assert {name: with_ending("html", Path(name)).name for name in named} == named
    assert with_ending("pdf", Path("copies")).name == "copies"
    (tmp_path / "s annotated copies").mkdir()
    assert suggested("pdf", "s", tmp_path).name == "s annotated copies (2)"
