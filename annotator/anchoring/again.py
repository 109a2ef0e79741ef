"""Finding a place again in a newer text. A wrong place is worse than none."""

from __future__ import annotations

from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.found import Again, Found
from annotator.anchoring.near import find_alone
from annotator.anchoring.seeking import Seeker
from annotator.model.places import Place

__all__ = ["Again", "Found", "find_again"]


def find_again(place: Place, text: DocumentText, old: DocumentText | None = None) -> Found:
    """Where the place's words stand in another text; gone where that is not certain. Never raises.

    `old` is the text the place was made in; it is aligned with the new one, so many places are sought faster by one
    `Seeker`. Without it there are only the words around that the place has kept: `unchanged` then says that these are
    as they were, `moved` that some are not, and what changed its place among others cannot be known.
    """
    return find_alone(place, text) if old is None else Seeker(old, text).seek(place)
