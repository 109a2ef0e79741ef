"""Who I am in a project: someone new, or the same person as on another computer; and what I am called."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from annotator.model.errors import Refused
from annotator.operations import identity
from annotator.operations.resolving import plain_text
from annotator.operations.workspace import Workspace, writable
from annotator.store.project import Identity

NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who wrote in the project: id, name (perhaps empty), and when last (UTC)."""

    person: str
    name: str
    last: str


@dataclass(frozen=True, slots=True)
class Whom:
    """Who I am here: id and name. `new` tells that I have written nothing yet; `others` who did, the last first."""

    person: str
    name: str
    new: bool
    others: tuple[Known, ...]


def is_new(ws: Workspace) -> bool:
    """Whether others wrote in the open project, and I did not yet. Quick, however long its history is."""
    names = ws.project.people()
    return bool(ws.project.person and names) and ws.project.person not in names


def who_am_i(ws: Workspace) -> Whom:
    """Who writes in the open project from this computer, and who else wrote in it."""
    names, last, me = ws.project.people(), ws.project.last_written(), ws.project.person
    others = [Known(person, name, last.get(person, "")) for person, name in names.items() if person != me]
    others.sort(key=lambda known: known.last, reverse=True)
    kept = identity.identity_for(ws.project.id) if me else Identity("")
    name = kept.name or names.get(me, "")
    return Whom(me, name, me not in names, tuple(others))


def become(ws: Workspace, person: str, name: str) -> None:
    """From the next act on, this person writes here: myself under a name, or whoever I am on another computer.

    What was written before stays as it is. Raises Refused for somebody who never wrote in the project.
    """
    writable(ws)
    plain_text(name, "The name")
    called = " ".join(name.split())
    if len(called) > NAME_LIMIT:
        raise Refused(f"A name has at most {NAME_LIMIT} characters. Shorten it.")
    if person != ws.project.person and person not in ws.project.people():
        raise Refused("Nobody by that id wrote in this project. Choose one who did, or someone new.")
    who = Identity(str(uuid.UUID(person)), called)
    identity.remember(ws.project.id, who)
    ws.project.write_as(who)
