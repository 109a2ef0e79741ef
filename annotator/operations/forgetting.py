"""Taking away what this computer keeps of a project beside the project itself."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from annotator.model.errors import ProjectReadOnly, Refused
from annotator.operations import backups, came_in, identity, on_screen
from annotator.operations.workspace import index_folder
from annotator.store.lease import Lease
from annotator.store.project import Project


def forget(path: Path) -> tuple[str, ...]:
    """Forgets a project on this computer: its search index, its backups, who I am in it, and that it was opened here.

    The project stays. Gives what there was, in words. Raises ProjectBusy while it is open somewhere, Refused where
    something can't be taken away, and what looking at the project raises.
    """
    project = Project.peek_id(path)
    lease = None
    with contextlib.suppress(ProjectReadOnly):  # on a medium that can't be written nobody has it open for writing
        lease = Lease.take(path)
    try:
        return _forget(project, path)
    except OSError as error:
        raise Refused("What this computer keeps of the project can't be taken away. Try again as its owner.") from error
    finally:
        if lease is not None:
            lease.release()


def _forget(project: str, path: Path) -> tuple[str, ...]:
    found: list[str] = []
    index = index_folder(project)
    if index.exists():
        shutil.rmtree(index)
        found.append("search index")
    if backups.forget(project):
        found.append("backups")
    with contextlib.suppress(OSError):
        backups.folder(project).rmdir()
    if came_in.forget(project):
        found.append("what came in and waits for a look")
    if identity.forget(project):
        found.append("who I am in it")
    if on_screen.forget(project, path):
        found.append("what its window showed")
    return tuple(found)
