"""Taking away what this computer keeps of a project beside the project itself."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from annotator.model.errors import Refused
from annotator.operations import backups, came_in, identity
from annotator.operations.workspace import index_folder
from annotator.store.project import Project


def forget(path: Path) -> tuple[str, ...]:
    """Forgets a project on this computer: its search index, its backups, and who I am in it. The project stays.

    What a window keeps of it (panes, recent projects) is the window's to forget. Gives what was there, in words.
    Raises Refused where it can't be taken away, and what looking at the project raises.
    """
    project = Project.peek_id(path)
    found: list[str] = []
    try:
        index = index_folder(project)
        if index.exists():
            shutil.rmtree(index)
            found.append("search index")
        if backups.forget(project):
            found.append("backups")
        with contextlib.suppress(OSError):
            backups.folder(project).rmdir()
        came_in.forget(project)
        if identity.forget(project):
            found.append("who I am in it")
    except OSError as error:
        raise Refused("What this computer keeps of the project can't be taken away. Try again as its owner.") from error
    return tuple(found)
