"""The operations of sharing, each imported by the desk's thread when first called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.model.outcomes import Outcome
from annotator.model.withheld import Sending

if TYPE_CHECKING:
    from annotator.operations.sharing import Alike, Merged, Open, Shared
    from annotator.operations.workspace import Workspace

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def share_outlook(ws: Workspace, sending: Sending) -> str:
    """What would go into a copy, and what would stay."""
    from annotator.operations import sharing

    return sharing.outlook(ws, sending)


def share(
    ws: Workspace, out: Path, sending: Sending, since: Path | None, *, progress: Progress, cancelled: Cancelled
) -> Shared:
    """Writes a copy to send, or what is new since one."""
    from annotator.operations import sharing

    return sharing.share(ws, out, sending, since=since)


def merge(ws: Workspace, path: Path, dry_run: bool, force: bool, *, progress: Progress, cancelled: Cancelled) -> Merged:
    """Takes in what a colleague did, or only says what it would come to."""
    from annotator.operations import sharing

    return sharing.merge(ws, path, dry_run=dry_run, force=force, cancelled=cancelled)


def undo_merge(ws: Workspace) -> Path:
    """Goes back to before the last merge."""
    from annotator.operations import sharing

    return sharing.undo_merge(ws)


def disagreements(ws: Workspace) -> tuple[Open, ...]:
    """What people see differently."""
    from annotator.operations import sharing

    return sharing.disagreements(ws)


def settle(ws: Workspace, thing: str, field: str, value: Any) -> Outcome:
    """Settles a disagreement."""
    from annotator.operations import sharing

    return sharing.settle(ws, thing, field, value)


def alike(ws: Workspace) -> tuple[Alike, ...]:
    """What two people may have made of one thing."""
    from annotator.operations import sharing

    return sharing.alike(ws)


def to_decide(ws: Workspace) -> tuple[tuple[Open, ...], tuple[Alike, ...]]:
    """What people see differently, and what they may have made of one thing."""
    return disagreements(ws), alike(ws)


def same(ws: Workspace, one: str, other: str) -> Outcome:
    """Shows two things as one."""
    from annotator.operations import sharing

    return sharing.same(ws, one, other)


def apart(ws: Workspace, thing: str) -> Outcome:
    """Says that a thing is none but itself."""
    from annotator.operations import sharing

    return sharing.apart(ws, thing)
