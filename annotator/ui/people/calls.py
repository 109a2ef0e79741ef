"""The operations on who I am, each imported by the desk's thread when first called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.operations.backups import Backup
    from annotator.operations.whom import Whom
    from annotator.operations.workspace import Workspace


def is_new(ws: Workspace) -> bool:
    """Whether the open project is new to this computer."""
    from annotator.operations import whom

    return whom.is_new(ws)


def who_am_i(ws: Workspace) -> Whom:
    """Who I am in the open project, and who else wrote in it."""
    from annotator.operations import whom

    return whom.who_am_i(ws)


def become(ws: Workspace, person: str, name: str) -> None:
    """From now on I am that person, called so."""
    from annotator.operations import whom

    whom.become(ws, person, name)


def forget(path: Path) -> tuple[str, ...]:
    """Forgets what this computer keeps of a project that is closed."""
    from annotator.operations import forgetting

    return forgetting.forget(path)


@dataclass(frozen=True, slots=True)
class Kept:
    """The backups of the open project, newest first, and how many are kept at most."""

    backups: tuple[Backup, ...]
    how_many: int


def backups_of(ws: Workspace) -> Kept:
    """What is kept of the open project."""
    from annotator.operations import backups

    return Kept(tuple(backups.told(ws.project.id)), backups.how_many())


def make_backup(ws: Workspace) -> Kept:
    """Makes one now."""
    from annotator.operations import backups

    backups.make(ws, backups.ASKED)
    return backups_of(ws)


def keep_backups(ws: Workspace, many: int) -> Kept:
    """How many are kept of each project from now on."""
    from annotator.operations import backups

    backups.keep(many)
    return backups_of(ws)


def save_backup(ws: Workspace, backup: Path, out: Path) -> Kept:
    """Copies one to a file of its own."""
    from annotator.operations import backups

    backups.save(backup, out)
    return backups_of(ws)
