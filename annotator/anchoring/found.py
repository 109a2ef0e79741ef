"""How a place was found again: the words for it, shared by what seeks and what shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.anchoring.document_text import Match

METHOD = 2
"""Which way of seeking made an answer. Add one in the same commit as any change to `anchoring` after which some place
may be found elsewhere, or called otherwise, in the same two texts: kept answers are keyed by it, so every project then
computes its own again (`store.standing`). A change that only makes seeking faster leaves it as it is.
"""


class Again(StrEnum):
    """How a place was found again.

    `unchanged`: the same words, their sentence as it was, in the same sequence among its neighbours (text inserted
    before it does not count). `moved`: the same words and sentence in another sequence. `edited`: the wording of the
    passage or of the sentence it stands in differs. `gone`: not found, or not certainly.
    """

    UNCHANGED = "unchanged"
    MOVED = "moved"
    EDITED = "edited"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a place stands now; `match` is None where it is gone.

    `score` from 0 to 1 says how like the old the new wording and what stands around it are; 1 is the same.
    """

    match: Match | None
    outcome: Again
    score: float

    @property
    def as_it_was(self) -> bool:
        """Whether the words and their sentence are the same: unchanged or moved."""
        return self.outcome in (Again.UNCHANGED, Again.MOVED)


GONE = Found(None, Again.GONE, 0.0)
