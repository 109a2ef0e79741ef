"""The draft is edited elsewhere all day: the window notices, asks, takes it in; its path stays on this computer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from annotator.ui import state


def offer(person: Any) -> Any:
    """The message that the file has changed, or None."""
    shown = person.window.messages
    return next((each for each in shown._shown.values() if "file has changed" in each.words.text()), None)


def save(path: Path, old: str, new: str) -> None:
    """As an editor does: a new file, renamed over the old one."""
    text = path.read_text("utf-8")
    assert old in text
    beside = path.with_suffix(".tmp")
    beside.write_text(text.replace(old, new), "utf-8")
    beside.replace(path)


def press(message: Any, words: str, person: Any) -> None:
    person.click(next(each for each in message.acts if each.text() == words))


@pytest.fixture
def watched(at_work: Any, files: dict[str, Path]) -> Any:
    """At work, and the draft's file was looked at."""
    at_work.until(lambda: files["draft"] in at_work.window.watching._now, "a first look")
    return at_work


def test_a_draft_that_was_saved_again_is_offered_and_taken_in_on_a_click(watched: Any, files: dict[str, Path]) -> None:
    assert offer(watched) is None
    watched.select(watched.draft, "Nobody was hurt when the railing fell.")
    watched.press(Qt.Key.Key_C)
    watched.until(lambda: watched.graph.claims, "a claim")
    save(files["draft"], "It rained", "It snowed")
    watched.until(lambda: offer(watched), "the offer")
    assert offer(watched).words.text() == "The draft's file has changed."
    assert "rained" in "".join(watched.draft.canvas.opened.shown.texts), "nothing is taken in unasked"
    press(offer(watched), "Take it in", watched)
    watched.has(watched.draft, "It snowed for most of the week.")
    assert offer(watched) is None
    watched.until(lambda: watched.window.messages.message("replace"), "how it went")
    assert watched.window.messages.sentences[0].startswith("Draft changed: 1 ")
    save(files["draft"], "It snowed", "It hailed")
    watched.until(lambda: offer(watched), "the next offer")


def test_not_now_is_not_asked_again_until_the_file_changes_again(watched: Any, files: dict[str, Path]) -> None:
    save(files["draft"], "It rained", "It snowed")
    watched.until(lambda: offer(watched), "the offer")
    press(offer(watched), "Not now", watched)
    watched.select(watched.draft, "Nobody was hurt when the railing fell.")
    watched.press(Qt.Key.Key_C)
    watched.until(lambda: watched.graph.claims, "a claim")
    assert offer(watched) is None
    assert watched.draft.note.isVisible()
    assert watched.draft.note.whole == "Its file has changed since: this is older"
    save(files["draft"], "It snowed", "It hailed")
    watched.until(lambda: offer(watched), "the next offer")
    save(files["draft"], "It hailed", "It rained")
    watched.until(lambda: offer(watched) is None, "withdrawn: the file is as the draft is again")
    assert not watched.draft.note.isVisible()


def test_where_a_setting_says_so_it_is_taken_in_at_once(watched: Any, files: dict[str, Path]) -> None:
    watched.window.commands.actions["take-at-once"].trigger()
    assert watched.window.commands.actions["take-at-once"].isChecked()
    save(files["draft"], "It rained", "It snowed")
    watched.has(watched.draft, "It snowed for most of the week.")
    assert offer(watched) is None
    watched.ctrl(Qt.Key.Key_1)
    watched.ctrl(Qt.Key.Key_Z)
    watched.has(watched.draft, "It rained for most of the week.")
    watched.until(lambda: watched.said.startswith("Undone"), "undone, and not taken in again at once")


def test_watching_is_switched_off_and_on_for_a_project(watched: Any, files: dict[str, Path]) -> None:
    action = watched.window.commands.actions["watch-draft"]
    assert action.isChecked()
    action.trigger()
    assert not action.isChecked()
    assert watched.window.watching.files.paths == []
    save(files["draft"], "It rained", "It snowed")
    action.trigger()
    watched.until(lambda: offer(watched), "the offer, as soon as it is watched again")
    action.trigger()
    watched.until(lambda: offer(watched) is None, "withdrawn")


def test_a_change_made_while_the_project_was_closed_is_offered_when_it_is_opened(
    watched: Any, files: dict[str, Path]
) -> None:
    path = watched.window.projects.open_now.path
    watched.window.projects.open_example()
    watched.until(lambda: watched.window.projects.open_now.path != path, "another project")
    assert watched.window.watching.files.paths == []
    save(files["draft"], "It rained", "It snowed")
    watched.window.projects.open(path)
    watched.until(lambda: watched.window.projects.open_now.path == path, "back")
    watched.until(lambda: offer(watched), "the offer")


def test_where_the_draft_lies_is_kept_on_this_computer_and_never_in_the_project(
    watched: Any, files: dict[str, Path]
) -> None:
    opened = watched.window.projects.open_now
    kept = state.load_draft_files(opened.id)
    assert [path for path, _ in kept.files.values()] == [str(files["draft"])]
    file = next((state.state_folder() / "projects").glob("*.drafts.json"))
    assert json.loads(file.read_text("utf-8"))["files"]
    assert file.stat().st_mode & 0o077 == 0
    watched.window.projects.show_start()
    raw = opened.path.read_bytes()
    assert str(files["draft"].parent).encode() not in raw
    assert b"bridge.md" in raw
