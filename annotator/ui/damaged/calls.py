"""The operations on a damaged project, each imported by the desk's thread when first called."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.operations.backups import Backup
    from annotator.operations.salvaging import Saved


def backups_of(project: str) -> list[Backup]:
    """The backups of a project, newest first; none where its id is empty, since it is not known."""
    from annotator.operations import backups

    return backups.told(project) if project else []


def save_what_can_be(path: Path, fallback: Path) -> Saved:
    """Writes what can be saved beside the project, or into the fallback where that can't be written."""
    from annotator.operations import salvaging

    return salvaging.salvage(path, _free(path, fallback, "saved"))


def copy_of_backup(path: Path, backup: Path, fallback: Path) -> Path:
    """Copies a backup there; gives where it lies."""
    from annotator.operations import backups

    out = _free(path, fallback, "backup")
    backups.save(backup, out)
    return out


def _free(path: Path, fallback: Path, what: str) -> Path:
    """A name that is still free."""
    folder = path.parent if os.access(path.parent, os.W_OK) else fallback
    folder.mkdir(parents=True, exist_ok=True)
    out, number = folder / f"{path.stem} ({what}).annotator", 2
    while os.path.lexists(out):
        out, number = folder / f"{path.stem} ({what} {number}).annotator", number + 1
    return out
