"""What could not be saved: never lost without a word, and never put over what is newer."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from annotator.model.errors import DiskFull
from annotator.ui import calls

FULL = "The disk is full. Your last edit is not saved. Free space, then Retry."


class Disk:
    """Refuses edits of fields while it is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        self.tried: list[Any] = []
        real = calls.set_field

        def set_field(ws: Any, thing: str, name: str, value: Any) -> Any:
            self.tried.append(value)
            if self.full:
                raise DiskFull("No room.")
            return real(ws, thing, name, value)

        monkeypatch.setattr(calls, "set_field", set_field)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def _field(person: Any, name: str) -> Any:
    """A field of the memo's details, in sight."""
    window = person.window
    person.show_tab(1)
    rows = window.documents.list
    row = next(rows.item(at) for at in range(rows.count()) if "memo" in rows.item(at).text())
    person.click(rows.viewport(), rows.visualItemRect(row).center())
    person.until(window.inspector.document.isVisible, "the details")
    return window.inspector.document.fields[name]


def _type(person: Any, name: str, words: str) -> None:
    person.click(_field(person, name))
    person.ctrl(Qt.Key.Key_A)
    person.type(words)


def _titles(person: Any) -> list[str]:
    return [document.title for document in person.graph.documents.values()]


def _asked(person: Any) -> Any:
    person.until(lambda: person.window.messages.message("leave"), "the question")
    message = person.window.messages.message("leave")
    assert person.window.isVisible()
    assert message.words.text() == FULL
    assert [act.text() for act in message.acts] == ["Retry, then close", "Close and lose the edit"]
    assert message.away.text() == "Stay"
    return message


def test_closing_asks_about_an_edit_that_a_full_disk_refused(at_work: Any, disk: Disk) -> None:
    disk.full = True
    _type(at_work, "title", "The engineer's memo")
    # Closed in the middle of typing: the edit is made, and refused, only now.
    at_work.ctrl(Qt.Key.Key_Q)
    at_work.click(_asked(at_work).away)
    assert at_work.window.messages.message("disk").words.text() == FULL, "staying forgets nothing"
    at_work.ctrl(Qt.Key.Key_Q)
    at_work.click(_asked(at_work).acts[0])
    _asked(at_work)
    disk.full = False
    opened = at_work.window.projects.open_now.path
    at_work.click(at_work.window.messages.message("leave").acts[0])
    at_work.until(lambda: not at_work.window.isVisible(), "closed once it is saved")
    with calls_open(opened) as ws:
        assert "The engineer's memo" in [each.title for each in ws.graph().documents.values()]


def calls_open(path: Any) -> Any:
    """The project again, for reading."""
    from annotator.operations import workspace

    return workspace.open_workspace(path, read_only=True)


def test_closing_loses_the_edit_only_where_that_is_pressed(at_work: Any, disk: Disk) -> None:
    disk.full = True
    _type(at_work, "title", "Of no use")
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.messages.message("disk"), "refused")
    at_work.window.close()
    at_work.click(_asked(at_work).acts[1])
    at_work.until(lambda: not at_work.window.isVisible(), "closed")


def test_another_project_is_not_opened_over_an_edit_that_is_not_saved(at_work: Any, disk: Disk) -> None:
    disk.full = True
    _type(at_work, "title", "The engineer's memo")
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.messages.message("disk"), "refused")
    at_work.window.commands.actions["example"].trigger()
    at_work.until(lambda: at_work.window.messages.message("leave"), "the question")
    disk.full = False
    at_work.click(at_work.window.messages.message("leave").away)
    at_work.click(at_work.window.messages.message("disk").acts[0])
    at_work.until(lambda: "The engineer's memo" in _titles(at_work), "saved")


def test_retry_never_puts_an_older_edit_over_a_newer_one(at_work: Any, disk: Disk) -> None:
    disk.full = True
    for name, words in (("title", "Older"), ("author", "A. Marlowe")):
        _type(at_work, name, words)
        at_work.press(Qt.Key.Key_Tab)
    sentence = "The disk is full. Your last 2 edits are not saved. Free space, then Retry."
    at_work.until(lambda: sentence in at_work.window.messages.sentences, sentence)
    disk.full = False
    _type(at_work, "title", "Newer")
    at_work.press(Qt.Key.Key_Tab)
    at_work.until(lambda: "Newer" in _titles(at_work), "the newer one")
    left = "An older edit that was refused is left out: the same field was changed again since."
    at_work.until(lambda: left in at_work.window.messages.sentences, "said so")
    at_work.until(lambda: FULL in at_work.window.messages.sentences, "one is left")
    disk.tried.clear()
    at_work.click(at_work.window.messages.message("disk").acts[0])
    at_work.until(lambda: "A. Marlowe" in [each.author for each in at_work.graph.documents.values()], "retried")
    assert "Older" not in disk.tried
    assert "Newer" in _titles(at_work)


def test_notices_never_push_out_the_way_to_save(at_work: Any, disk: Disk) -> None:
    disk.full = True
    _type(at_work, "title", "The engineer's memo")
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.messages.message("disk"), "refused")
    for number in range(6):
        at_work.window.messages.say(f"A notice of an import, number {number}.")
    assert len(at_work.window.messages.sentences) == at_work.window.messages.LIMIT
    disk.full = False
    at_work.until(lambda: at_work.window.messages.message("disk").acts[0].isVisible(), "Retry")
    at_work.click(at_work.window.messages.message("disk").acts[0], QPoint(5, 5))
    at_work.until(lambda: "The engineer's memo" in _titles(at_work), "saved")
