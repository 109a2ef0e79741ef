"""Forgetting what this computer keeps of a project for its window. `annotator.ui.state` keeps it, in this layout."""

from __future__ import annotations

import contextlib
import json
import re
import uuid
from pathlib import Path
from typing import Any

import platformdirs


def forget(project_id: str, path: Path) -> bool:
    """Forgets what was on the screen, where drafts came from, what was being typed, and that it was opened here.

    Gives whether there was something. Raises OSError.
    """
    folder = platformdirs.user_state_path("annotator", appauthor=False)
    name = re.sub("[^0-9A-Za-z-]", "_", project_id)
    found = list((folder / "projects").glob(f"{name}*.json"))
    for file in found:
        file.unlink(missing_ok=True)
    return _forget_recent(folder / "recent.json", path) or bool(found)


def _forget_recent(file: Path, path: Path) -> bool:
    listed: list[Any] = []
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError):
        listed = list(json.loads(file.read_text("utf-8")).get("projects", []))
    kept = [each for each in listed if not isinstance(each, dict) or each.get("path") != str(path.resolve())]
    if len(kept) == len(listed):
        return False
    beside = file.with_name(f"{file.name}.{uuid.uuid4().hex}")
    beside.write_text(json.dumps({"projects": kept}, ensure_ascii=True, indent=1), encoding="utf-8")
    beside.replace(file)
    return True
