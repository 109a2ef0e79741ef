"""Reopening shows everything as it was; this person's state is kept outside the project."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

LONG = "\n\n".join(f"Paragraph {number}: the river rose by {number} centimetres that day." for number in range(1, 400))


def test_panes_pages_zoom_and_the_chosen_claim_come_back(
    open_window: Callable[..., Any], files: dict[str, Path], tmp_path: Path
) -> None:
    files["memo"].write_text(LONG, "utf-8")
    one = open_window()
    one.drop(one.window.start.draft, files["draft"])
    one.has(one.draft, "closed the bridge")
    one.drop(list(one.window.area.holders())[1], files["memo"])
    one.has(one.source, "Paragraph 300")
    one.select(one.draft, "Nobody was hurt")
    one.press(Qt.Key.Key_C)
    one.until(lambda: one.graph.claims)
    one.select(one.source, "the river rose by 300 centimetres")
    one.press(Qt.Key.Key_S)
    one.until(lambda: one.graph.links)
    one.ctrl(Qt.Key.Key_2)
    one.ctrl(Qt.Key.Key_Plus)
    before = one.source.location()
    chosen = one.window.choice.claim
    one.show_tab(1)
    path = one.window.projects.open_now.path
    one.ctrl(Qt.Key.Key_Q)
    one.until(lambda: not one.window.isVisible(), "closed")
    assert not list(path.parent.glob("*.lease")), "the lease goes when the window closes"

    two = open_window()
    assert two.window.start.recent.count() == 1
    recent = two.window.start.recent
    two.click(recent.viewport(), recent.visualItemRect(recent.item(0)).center())
    two.has(two.source, "Paragraph 300")
    two.has(two.draft, "closed the bridge")
    two.until(lambda: two.source.location() and two.source.location().page == before.page, "the page")
    after = two.source.location()
    assert (after.zoom, after.fit) == (before.zoom, before.fit)
    assert abs(after.y - before.y) < 0.02
    assert two.window.choice.claim == chosen
    assert two.window.bench.sidebar.currentIndex() == 1
    assert str(tmp_path) not in path.read_bytes().decode("latin-1")


def test_open_elsewhere_offers_reading_and_a_copy(open_window: Callable[..., Any], files: dict[str, Path]) -> None:
    one = open_window()
    one.drop(one.window.start.draft, files["draft"])
    one.has(one.draft, "closed the bridge")
    path = one.window.projects.open_now.path
    two = open_window()
    two.window.projects.open(path)
    two.until(lambda: two.window.messages.message("open"), "a message")
    message = two.window.messages.message("open")
    assert message.words.text() == (
        "'bridge.annotator' is open in another window or on another computer. Read it here, or work on a copy of it."
    )
    assert [each.text() for each in message.acts] == ["Open read-only", "Work on a copy"]
    two.click(message.acts[0])
    two.has(two.draft, "closed the bridge")
    assert not two.window.commands.actions["claim"].isEnabled()
    assert "(read-only)" in two.window.windowTitle()
    three = open_window()
    three.window.projects.open(path)
    three.until(lambda: three.window.messages.message("open"), "a message")
    three.click(three.window.messages.message("open").acts[1])
    three.has(three.draft, "closed the bridge")
    assert three.window.projects.open_now.path.name == "bridge (copy).annotator"
    assert three.window.commands.actions["claim"].isEnabled()


def test_what_is_no_project_is_refused_in_the_window(person: Any, tmp_path: Path) -> None:
    odd = tmp_path / "notes.annotator"
    odd.write_text("no database")
    person.window.projects.open(odd)
    person.until(lambda: person.window.messages.message("open"), "a message")
    assert person.window.start.isVisible()
    assert odd.read_text() == "no database"


def test_a_project_of_a_newer_version_says_what_to_do(person: Any, files: dict[str, Path], tmp_path: Path) -> None:
    person.drop(person.window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    newer = tmp_path / "newer.annotator"
    newer.write_bytes(person.window.projects.open_now.path.read_bytes())
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    person.window.projects.open(newer)
    person.until(lambda: person.window.messages.message("open"), "a message")
    message = person.window.messages.message("open")
    assert message.words.text() == (
        "'newer.annotator': The project was written by a newer version of Annotator. Update Annotator to open it."
    )
    # It can't be read either: an act that only leads here again is none.
    assert [each.text() for each in message.acts] == ["Open another…"]


def test_a_project_that_cannot_be_written_is_read_or_copied(
    open_window: Callable[..., Any], files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = open_window()
    one.drop(one.window.start.draft, files["draft"])
    one.has(one.draft, "closed the bridge")
    path = one.window.projects.open_now.path
    one.window.close()
    really = os.access
    monkeypatch.setattr(os, "access", lambda file, mode: Path(file) != path and really(file, mode))
    two = open_window()
    two.window.projects.open(path)
    two.until(lambda: two.window.messages.message("open"), "a message")
    assert [each.text() for each in two.window.messages.message("open").acts] == ["Open read-only", "Work on a copy…"]
    two.click(two.window.messages.message("open").acts[0])
    two.has(two.draft, "closed the bridge")
    assert "(read-only)" in two.window.windowTitle()
    three = open_window()
    three.window.projects.open(path)
    three.until(lambda: three.window.messages.message("open"), "a message")
    three.click(three.window.messages.message("open").acts[1])
    three.answer_file_dialog(tmp_path / "mine.annotator")
    three.has(three.draft, "closed the bridge")
    assert three.window.projects.open_now.path == tmp_path / "mine.annotator"
    assert three.window.commands.actions["claim"].isEnabled()


def test_a_file_that_is_not_there_is_named(person: Any, tmp_path: Path) -> None:
    person.window.projects.open(tmp_path / "gone.annotator")
    person.until(lambda: person.window.messages.message("open"), "a message")
    (sentence,) = person.window.messages.sentences
    assert sentence == "There is no file named 'gone.annotator' there. Check its name and folder."
