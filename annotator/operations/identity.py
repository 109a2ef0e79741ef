"""Who I am in each project, kept on this computer: a random number, no user or host name."""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from pathlib import Path

import platformdirs

from annotator.model.errors import Refused
from annotator.store.project import Identity


def identity_for(project_id: str) -> Identity:
    """The person I am in a project; someone new where this computer has not written to it yet.

    Raises Refused where the settings folder of this computer can't be written.
    """
    path = _file(project_id)
    found = _read(path)
    if found is not None:
        return found
    made = new_identity()
    remember(project_id, made)
    return made


def known(project_id: str) -> Identity | None:
    """The same, where this computer has written to the project already; nobody is made up. Raises as `identity_for`."""
    return _read(_file(project_id))


def new_identity() -> Identity:
    """Someone new, without a name."""
    return Identity(str(uuid.uuid4()))


def remember(project_id: str, who: Identity) -> None:
    """Keeps who I am in a project. Raises Refused where that can't be written."""
    path = _file(project_id)
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps({"person": who.person, "name": who.name}), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise Refused(
            "Annotator can't write its settings folder, where it keeps who you are in this project. "
            "Make that folder writable and try again."
        ) from error


def forget(project_id: str) -> bool:
    """Forgets who I am in a project; whether it was known. Whoever writes to it from here next is someone new."""
    path = _file(project_id)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def _file(project_id: str) -> Path:
    try:
        name = str(uuid.UUID(project_id))
    except ValueError as error:
        raise Refused("The project's id is malformed, so the file is damaged. Open a backup.") from error
    return platformdirs.user_config_path("annotator", appauthor=False) / "people" / f"{name}.json"


def _read(path: Path) -> Identity | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return Identity(str(uuid.UUID(value["person"])), str(value.get("name", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
