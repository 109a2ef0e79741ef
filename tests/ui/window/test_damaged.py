"""A damaged project: its backup is a key away, and what can be saved is saved beside it."""

from __future__ import annotations

from typing import Any

from annotator.operations import backups
from tests.ui.window.test_sharing import claim


def test_a_damaged_project_leads_to_its_backup_and_to_what_can_be_saved(at_work: Any) -> None:
    window, messages = at_work.window, at_work.window.messages
    claim(at_work)
    path = window.projects.open_now.path
    made: list[Any] = []
    window.desk.ask(lambda ws: backups.make(ws, backups.ASKED), done=made.append)
    at_work.until(lambda: made, "the backup")
    window.projects.open_example()
    at_work.until(lambda: window.projects.open_now.path != path, "the example")
    data = bytearray(path.read_bytes())
    data[100:3_000] = bytes(2_900)
    path.write_bytes(data)
    window.projects.open(path)
    at_work.until(lambda: messages.message("open"), "that it is damaged")
    backup, save, _ = messages.message("open").acts
    assert backup.text().startswith("Open the backup of 2")
    at_work.click(save)
    at_work.until(lambda: messages.message("salvage"), "what could be saved")
    assert f"Saved in '{path.stem} (saved).annotator'" in messages.message("salvage").words.text()
    window.projects.open(path)
    at_work.until(lambda: messages.message("open"), "that it is damaged still")
    at_work.click(messages.message("open").acts[0])
    at_work.until(lambda: window.projects.open_now.path == path.with_name(f"{path.stem} (backup).annotator"), "it")
    at_work.until(lambda: at_work.graph.claims, "its claim")
    assert path.read_bytes() == data, "the damaged file stays as it is"
