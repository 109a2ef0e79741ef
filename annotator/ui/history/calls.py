"""The operations of looking back, each imported by the desk's thread when first called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.outcomes import Outcome

if TYPE_CHECKING:
    from annotator.operations.looking_back import Gone, Held, Page
    from annotator.operations.workspace import Workspace


def page(ws: Workspace, of: str, person: str, before: tuple[int, str] | None) -> Page:
    """Acts, the newest first."""
    from annotator.operations import looking_back

    return looking_back.page(ws, of=of, person=person, before=before)


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
