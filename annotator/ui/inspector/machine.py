"""What the cards of links ask of the project once: which words a machine read, which were broken at a line's end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.anchoring.joined import broken_words
from annotator.model.pages import Recognised, machine_sure
from annotator.model.places import Place


class MachineRead(QObject):
    """What is known of texts read by machine. A text never changes, so what was told once stays true."""

    wanted = Signal(str)
    """The SHA-256 of an extraction of which nothing is known yet: whoever hears it answers with `tell`."""
    words_wanted = Signal(str, object)
    """An extraction, and words of which it is to be said, with `tell_words`, which stand whole in it."""
    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Sequence[Recognised]] = {}
        self._asked: set[str] = set()
        self._whole: dict[tuple[str, frozenset[str]], frozenset[str]] = {}

    def words(self, place: Place) -> str:
        """What is said of a place's words; empty where no machine read them, or it is not known yet."""
        if not place.spans:
            return ""
        found = self._known.get(place.extraction)
        if found is None:
            if place.extraction not in self._asked:
                self._asked.add(place.extraction)
                self.wanted.emit(place.extraction)
            return ""
        sure = machine_sure(found, place)
        return "" if sure is None else f"Read by machine (OCR), {sure} % sure: compare with the page."

    def whole(self, place: Place) -> frozenset[str]:
        """Which words of a place that are broken at lines' ends stand whole elsewhere; none while it is not known."""
        words = broken_words(place.quote) if place.spans else frozenset()
        key = (place.extraction, words)
        if words and key not in self._whole:
            self._whole[key] = frozenset()
            self.words_wanted.emit(*key)
        return self._whole.get(key, frozenset())

    def tell_words(self, extraction: str, words: frozenset[str], found: frozenset[str]) -> None:
        """Takes the answer."""
        self._whole[extraction, words] = found
        if found:
            self.told.emit()

    def tell(self, extraction: str, recognised: Sequence[Recognised]) -> None:
        """Takes the answer."""
        self._known[extraction] = recognised
        self.told.emit()

    def failed(self, extraction: str) -> None:
        """There was no answer: it is asked again the next time."""
        self._asked.discard(extraction)
