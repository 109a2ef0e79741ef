"""The operations of the review, imported by the desk's thread when first called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.model.outcomes import Outcome
from annotator.model.places import Place
from annotator.ui.calls import Cancelled, Progress

if TYPE_CHECKING:
    from annotator.operations.wordings import Wording
    from annotator.operations.workspace import Workspace


def wording(ws: Workspace, was: Place, now: Place | None) -> Wording:
    """The words before and now, and what differs."""
    from annotator.operations import wordings

    return wordings.wording(ws, was, now)


def finish(ws: Workspace, *, progress: Progress, cancelled: Cancelled) -> int:
    """Seeks what is not yet found in the versions shown."""
    from annotator.operations import seeking

    return seeking.finish(ws, progress=progress, cancelled=cancelled)


def accept(ws: Workspace, things: Sequence[str]) -> Outcome:
    """Says yes to where passages were found, as one act."""
    from annotator.operations import replacing

    return replacing.accept(ws, things)


def place_at(ws: Workspace, thing: str, place: Place) -> Outcome:
    """Puts a passage where the person says."""
    from annotator.operations import replacing

    return replacing.place_at(ws, thing, place)


def let_go(ws: Workspace, thing: str) -> Outcome:
    """Gives a passage up."""
    from annotator.operations import replacing

    return replacing.place(ws, thing, "let-go")
