"""What an act did, so that every pane can refresh just what changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One action that was written: its id, the ids of its changes, the ids of the things it touched."""

    action: str
    changes: tuple[str, ...]
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What undo or redo did. `left` names (thing, field) that changed since and were left alone."""

    outcome: Outcome
    verb: str
    left: tuple[tuple[str, str], ...] = ()
