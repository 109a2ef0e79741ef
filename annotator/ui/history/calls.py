"""The operations of looking back, each imported by the desk's thread when first called."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from annotator.model.outcomes import Outcome

if TYPE_CHECKING:
    from annotator.operations.came_in import Batch, Came
    from annotator.operations.looking_back import Gone, Held, Page
    from annotator.operations.workspace import Workspace


def page(ws: Workspace, of: str, person: str, before: tuple[int, str] | None, least: int) -> Page:
    """Acts, the newest first; a page of them, or `least`."""
    from annotator.operations import looking_back

    return looking_back.page(ws, of=of, person=person, before=before, limit=max(looking_back.PAGE, least))


def people(ws: Workspace) -> tuple[dict[str, str], str]:
    """Everybody who wrote, by id, and who I am."""
    return ws.project.people(), ws.project.person


def removed(ws: Workspace) -> tuple[Gone, ...]:
    """What was removed and can be restored."""
    from annotator.operations import looking_back

    return looking_back.removed(ws)


def held(ws: Workspace) -> Held:
    """The legal hold."""
    from annotator.operations import looking_back

    return looking_back.held(ws)


def hold(ws: Workspace, why: str) -> Outcome:
    """Sets or lifts the legal hold."""
    from annotator.operations import looking_back

    return looking_back.hold(ws, why)


def set_back(ws: Workspace, change: str) -> Outcome:
    """Sets a field back to what it was before a change."""
    from annotator.operations import looking_back

    return looking_back.set_back(ws, change)


def restore(ws: Workspace, thing: str) -> Outcome:
    """Brings a removed thing back."""
    from annotator.operations import editing

    return editing.restore(ws, thing)


def erase(ws: Workspace, thing: str) -> Outcome:
    """Destroys a thing for good."""
    from annotator.operations import editing

    return editing.erase(ws, thing)


def going_with(ws: Workspace, thing: str) -> int:
    """How many things go for good with one that is erased, as far as the graph tells."""
    from annotator.operations import looking_back

    return len(looking_back.belonging(ws.project.graph(with_removed=True), thing)) - 1


def batches(ws: Workspace) -> tuple[tuple[Batch, ...], str]:
    """What came in and can be looked at; the backup by which the last of it can be undone, if it can."""
    from annotator.operations import came_in, sharing

    return came_in.batches(ws), sharing.undoable(ws)


def came_in(ws: Workspace, batch: int, before: tuple[int, str] | None) -> Came:
    """A page of what came in with one file."""
    from annotator.operations import came_in

    return came_in.page(ws, batch, before=before)


def keep(ws: Workspace, changes: Collection[str]) -> None:
    """These were looked at and are kept."""
    from annotator.operations import came_in

    came_in.look_at(ws, changes)


def turn_back(ws: Workspace, change: str, thing: str, new: bool) -> Outcome:
    """Sets a change back by a further one; what is new is removed."""
    from annotator.operations import came_in, editing, looking_back

    outcome = editing.remove(ws, thing) if new else looking_back.set_back(ws, change)
    came_in.look_at(ws, [change])
    return outcome
