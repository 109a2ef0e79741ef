"""What must be said of a passage that is not as it was when somebody last looked at it."""

from __future__ import annotations

from annotator.bundle.words import plain
from annotator.model.standing import Stands
from annotator.model.things import NeedsNone, Passage

_GONE = "These words were not found in the current version of this document; they stand in an earlier one."
_SOUGHT = "These words were not yet sought in the current version of this document; they stand in an earlier one."
_NOT_ACCEPTED = "Nobody has accepted that yet."


def standing_words(thing: Passage | NeedsNone, *, words: bool = True) -> str:
    """One or two sentences with the words as they were, if `words` may be shown; empty where nothing is to be said."""
    standing = thing.standing
    if standing is None:
        return ""
    if standing.outcome is Stands.GONE:
        return _GONE
    if standing.outcome is Stands.SOUGHT:
        return _SOUGHT
    if standing.outcome is not Stands.EDITED:
        return ""
    before = " ".join(plain(standing.was.quote).split())
    if before == " ".join(plain(thing.place.quote).split()):
        return f"The sentence around these words was edited in this version. {_NOT_ACCEPTED}"
    return f"Edited in this version. {_NOT_ACCEPTED}" + (f" Before it read: “{before}”" if words and before else "")
