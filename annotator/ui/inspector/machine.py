"""Which passages' words a machine read, for the cards of links: asked of the project once for each text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.model.pages import Recognised, machine_sure
from annotator.model.places import Place


class MachineRead(QObject):
    """What is known of texts read by machine. A text never changes, so what was told once stays true."""

    wanted = Signal(str)
    """The SHA-256 of an extraction of which nothing is known yet: whoever hears it answers with `tell`."""
    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Sequence[Recognised]] = {}
        self._asked: set[str] = set()

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

    def tell(self, extraction: str, recognised: Sequence[Recognised]) -> None:
        """Takes the answer."""
        self._known[extraction] = recognised
        self.told.emit()

    def failed(self, extraction: str) -> None:
        """There was no answer: it is asked again the next time."""
        self._asked.discard(extraction)
