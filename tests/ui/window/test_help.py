"""The help opens over the window, is read and left by keys, and says what bundles really hold."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTextEdit

from annotator import __version__
from annotator.bundle.presets import PARTS, Preset
from annotator.ui.commands.help_page import CHAPTERS

Key = Qt.Key


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_chapter_is_opened_read_and_left(person: Any, dark: bool) -> None:
    window = person.window
    if window.theme.dark is not dark:
        window.commands.actions["dark"].trigger()
    before = QApplication.focusWidget()
    window.commands.actions["handing-over"].trigger()
    text = window.findChild(QTextEdit, "help-text")
    assert text.isVisible()
    assert QApplication.focusWidget() is text
    headings = [
        block.text()
        for number in range(text.document().blockCount())
        if (block := text.document().findBlockByNumber(number)).blockFormat().headingLevel()
    ]
    assert headings[0] == "What to send to whom"
    for word in ("editor", "lawyer", "public", "archive"):
        assert any(word in heading for heading in headings), word
    assert "#" not in text.toPlainText()
    if folder := os.environ.get("LOOK"):
        window.grab().save(str(Path(folder) / f"help-{'dark' if dark else 'light'}.png"))
    person.press(Key.Key_PageDown)
    person.press(Key.Key_Tab)
    assert QApplication.focusWidget() is not text
    person.press(Key.Key_Escape)
    assert not text.isVisible()
    assert QApplication.focusWidget() is before or before is None


def test_what_the_chapter_says_of_bundles_is_so() -> None:
    public, editor, lawyer = PARTS[Preset.PUBLIC], PARTS[Preset.EDITOR], PARTS[Preset.LAWYER]
    assert not public.originals
    assert not public.tables
    assert not public.working
    assert editor.originals
    assert editor.tables
    assert editor.working
    assert lawyer.machine


def test_each_chapter_has_a_command_and_a_file(person: Any) -> None:
    window = person.window
    commands = {"reading": "first-link", "flags": "about-flags"}
    for chapter, title in CHAPTERS.items():
        action = window.commands.actions[commands.get(chapter, chapter)]
        assert action.text() == title
        action.trigger()
        text = window.findChild(QTextEdit, "help-text")
        assert text.isVisible()
        assert text.accessibleName() == f"Help: {title}"
        words = text.toPlainText()
        assert (__version__ in words) is (chapter == "about")
        assert "{" not in words
        assert "#" not in words
        person.press(Key.Key_Escape)
