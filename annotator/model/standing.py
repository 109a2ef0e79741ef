"""How a thing that has a place stands in the version of its document that is shown now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.model.places import Place


class Stands(StrEnum):
    """What became of a place in another text than the one it was made in.

    `unchanged`: the same words, their sentence as it was, in the same sequence. `moved`: the same words and sentence in
    another sequence. `edited`: the wording of the passage or of its sentence differs. `gone`: not found, or not
    certainly. `sought`: not yet known.
    """

    UNCHANGED = "unchanged"
    MOVED = "moved"
    EDITED = "edited"
    GONE = "gone"
    SOUGHT = "sought"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a place was found; `score` from 0 to 1, `was` where a person last put it, in another version or extraction.

    It is computed, never written as a change: a person accepts it by writing the place.
    """

    outcome: Stands
    score: float
    was: Place

    @property
    def lost(self) -> bool:
        """Whether there is no place in the current version."""
        return self.outcome in (Stands.GONE, Stands.SOUGHT)

    @property
    def waits(self) -> bool:
        """Whether nothing may rest on it until a person decides: edited or not there. Moved words are the same."""
        return self.outcome in (Stands.EDITED, Stands.GONE, Stands.SOUGHT)
