"""Copies of a project kept in this computer's data folder before it is changed as a whole; never beside it."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from annotator.model.errors import Refused
from annotator.operations.workspace import Workspace

KEPT = 5
"""How many are kept of each project, unless a person says otherwise."""
_NAME = re.compile(r"\d{8}-\d{6}-\d{6}-[a-z]+-r\d+\.annotator", re.ASCII)


def folder(project_id: str) -> Path:
    """Where this computer keeps the backups of a project."""
    return platformdirs.user_data_path("annotator", appauthor=False) / "backups" / project_id


def make(ws: Workspace, before: str, *, kept: int = KEPT) -> Path:
    """Copies the project as it is now, before something (a word, as "merge"); the oldest copies above `kept` go.

    Raises Refused where there is no room, or the data folder can't be written.
    """
    here = folder(ws.project.id)
    try:
        here.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "Annotator can't write its data folder, where it keeps a backup before this. "
            "Make that folder writable and try again. Nothing was changed."
        ) from error
    at = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    made = here / f"{at}-{before}-r{ws.graph().revision}.annotator"
    ws.project.copy_to(made)
    for old in listed(ws.project.id)[:-kept] if kept else ():
        drop(old)
    return made


def note_after(backup: Path, revision: int) -> None:
    """Notes what the project's graph counted when what the backup was made for was done."""
    with contextlib.suppress(OSError):  # then it can't be undone as a whole, which is said when it is asked for
        _note(backup).write_text(str(revision), encoding="ascii")


def after(backup: Path) -> int | None:
    """The same; None where it is not known."""
    try:
        return int(_note(backup).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def drop(backup: Path) -> None:
    """Takes a backup away."""
    for path in (backup, _note(backup)):
        with contextlib.suppress(OSError):
            path.unlink()


def _note(backup: Path) -> Path:
    return backup.with_suffix(".after")


def listed(project_id: str) -> list[Path]:
    """The backups of a project, oldest first."""
    here = folder(project_id)
    if not here.is_dir():
        return []
    return sorted(path for path in here.iterdir() if _NAME.fullmatch(path.name))


def forget(project_id: str) -> int:
    """Takes all backups of a project away; gives how many there were."""
    found = listed(project_id)
    for path in found:
        drop(path)
    return len(found)
