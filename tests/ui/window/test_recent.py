"""The projects opened before, as the start page lists them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from annotator.ui import state


def test_copies_of_one_project_are_told_apart_and_each_stands_once(
    open_window: Callable[..., Any], files: dict[str, Path]
) -> None:
    one = open_window()
    one.drop(one.window.start.draft, files["draft"])
    one.has(one.draft, "closed the bridge")
    path = one.window.projects.open_now.path
    one.ctrl(Qt.Key.Key_Q)
    one.until(lambda: not one.window.isVisible(), "closed")
    copy = path.with_name("for the lawyer.annotator")
    shutil.copy(path, copy)
    state.remember_recent(copy, "bridge", "")
    (path.parent / "inside").mkdir()
    state.remember_recent(path.parent / "inside" / ".." / path.name, "bridge", "")
    two = open_window()
    rows = [two.window.start.recent.item(row).text() for row in range(two.window.start.recent.count())]
    assert rows == [f"bridge    {name}    {path.parent}" for name in (path.name, copy.name)]
