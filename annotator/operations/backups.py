"""Copies of a project kept in this computer's data folder before it is changed as a whole; never beside it."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from annotator.model.errors import Refused
from annotator.store import copying

if TYPE_CHECKING:
    from annotator.operations.workspace import Workspace

ASKED = "asked"
"""The word for a backup that nothing was about to happen after: a person wanted one."""
KEPT, MOST = 5, 99
"""How many are kept of each project, unless a person says otherwise; and how many she can say."""
_NAME = re.compile(r"(\d{8}-\d{6}-\d{6})-([a-z]+)-r\d+\.annotator", re.ASCII)
_AT = "%Y%m%d-%H%M%S-%f"


@dataclass(frozen=True, slots=True)
class Backup:
    """One that is kept: when it was made (UTC), the word for what was about to happen, and its size in bytes."""

    path: Path
    at: datetime
    before: str
    size: int


def folder(project_id: str) -> Path:
    """Where this computer keeps the backups of a project."""
    return platformdirs.user_data_path("annotator", appauthor=False) / "backups" / project_id


def make(ws: Workspace, before: str, *, kept: int | None = None) -> Path:
    """Copies the project as it is now, before something (a word, as "merge"); the oldest copies above `kept` go.

    Raises Refused where there is no room, or the data folder can't be written.
    """
    return _made(ws.project.id, f"{before}-r{ws.graph().revision}", ws.project.copy_to, kept)


def before_upgrade(project_id: str, copy: Callable[[Path], None]) -> None:
    """Keeps a project as an earlier version wrote it; `copy` writes it to a new file. Raises as `make` does."""
    _made(project_id, "upgrade-r0", copy, None)


def _made(project_id: str, name: str, copy: Callable[[Path], None], kept: int | None) -> Path:
    here = folder(project_id)
    try:
        here.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "Annotator can't write its data folder, where it keeps a backup before this. "
            "Make that folder writable and try again. Nothing was changed."
        ) from error
    at = datetime.now(UTC).strftime(_AT)
    made = here / f"{at}-{name}.annotator"
    copy(made)
    _keep(project_id, how_many() if kept is None else kept)
    return made


def _keep(project_id: str, kept: int) -> None:
    for old in listed(project_id)[:-kept]:
        drop(old)


def how_many() -> int:
    """How many are kept of each project on this computer."""
    try:
        told = int(json.loads(_setting().read_text(encoding="utf-8"))["kept"])
    except (OSError, ValueError, KeyError, TypeError):
        return KEPT
    return min(max(told, 1), MOST)


def keep(kept: int) -> None:
    """Sets how many are kept of each project once another is made. Raises Refused where that can't be written."""
    path = _setting()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"kept": min(max(kept, 1), MOST)}), encoding="utf-8")
    except OSError as error:
        raise Refused("Annotator can't write its settings folder. Make that folder writable and try again.") from error


def _setting() -> Path:
    return platformdirs.user_config_path("annotator", appauthor=False) / "backups.json"


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


def told(project_id: str) -> list[Backup]:
    """The same with what is known of them, newest first."""
    found = []
    for path in reversed(listed(project_id)):
        named = _NAME.fullmatch(path.name)
        with contextlib.suppress(OSError, ValueError):
            if named is not None:
                at = datetime.strptime(named[1], _AT).replace(tzinfo=UTC)
                found.append(Backup(path, at, named[2], path.stat().st_size))
    return found


def save(backup: Path, out: Path) -> None:
    """Copies a backup to a new file, which opens like any project.

    Raises Refused where there is such a file already or the backup is gone, DiskFull, ProjectReadOnly.
    """
    copying.copy_file(backup, out)


def forget(project_id: str) -> int:
    """Takes all backups of a project away; gives how many there were."""
    found = listed(project_id)
    for path in found:
        drop(path)
    return len(found)
