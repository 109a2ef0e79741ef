"""The operations on who I am, each imported by the desk's thread when first called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
