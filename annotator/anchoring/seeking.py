"""Many places of one text sought in a newer one."""

from __future__ import annotations

from annotator.anchoring.again import find_again
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.found import Found
from annotator.model.places import Place


class Seeker:
    """Aligns two texts once, then says of each place of the old where it stands in the new."""

    def __init__(self, old: DocumentText, new: DocumentText) -> None:
        self._old = old
        self._new = new

    def seek(self, place: Place) -> Found:
        """Where the place stands now. Never raises."""
        return find_again(place, self._new, self._old)
