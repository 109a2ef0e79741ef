"""From a selection to a place: waits for the boxes of its pages, never for the window."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from annotator.anchoring.document_text import DocumentText, Match, Run
from annotator.anchoring.geometry import place_of
from annotator.model.places import Place
from annotator.model.things import Version
from annotator.ui.reader.selecting import Ends, Selecting
from annotator.ui.reader.values import Shown
from annotator.ui.reader.words import PageWords

MOST_PAGES = 40
"""Pages that one passage may span."""
AROUND = 30
"""Pages on either side that are looked at for running headers, so that this stays quick in a long document."""


@dataclass
class _Wish:
    ranges: list[Ends]
    pages: frozenset[int]
    done: Callable[[Place], None]
    failed: Callable[[str], None] | None


class PlaceMaker(QObject):
    """Makes places of one document's selections."""

    def __init__(self, version: Version, shown: Shown, words: PageWords, selecting: Selecting, parent: QObject) -> None:
        super().__init__(parent)
        self._version = version
        self._shown = shown
        self._words = words
        self._selecting = selecting
        self._wishes: list[_Wish] = []
        words.arrived.connect(self._go_on)
        words.missing.connect(self._missing)

    def now(self) -> Place | None:
        """The selection as a place, if every page's boxes are here."""
        region, match = self._selecting.region, self._selecting.match
        if region is not None:
            return Place(self._version.sha256, self._shown.sha256, region=region)
        return self._make(match) if match and self._wanting(match) == [] else None

    def when_ready(self, done: Callable[[Place], None], failed: Callable[[str], None] | None) -> None:
        """Call one of these, at once or later; with what is selected now."""
        place = self.now()
        match = self._selecting.match
        if place is not None:
            done(place)
        elif not match:
            if failed:
                failed("Nothing is selected.")
        elif len({run.page for run in match}) > MOST_PAGES:
            if failed:
                failed(f"That is too much for one passage. Select at most {MOST_PAGES} pages.")
        else:
            # Headers and notes between the pages are known once the boxes are here.
            self._wishes.append(_Wish(self._selecting.ranges, frozenset(run.page for run in match), done, failed))
            for page in self._wanting(match):
                if page in self._words.failures:
                    self._missing(page, self._words.failures[page])
                    return
                self._words.need(page)

    def _wanting(self, match: Match) -> list[int]:
        return self._missing_of({run.page for run in match})

    def _missing_of(self, pages: AbstractSet[int]) -> list[int]:
        return [page for page in sorted(pages) if self._words.get(page) is None]

    def _make(self, match: Match) -> Place:
        shown = self._shown
        shift = max(match[0].page - AROUND, 0)
        text = DocumentText(shown.texts[shift : match[-1].page + AROUND + 1])
        chars = {run.page: self._words.get(run.page) for run in match}
        place = place_of(
            tuple(Run(run.page - shift, run.start, run.end) for run in match),
            version=self._version.sha256,
            extraction=shown.sha256,
            document_text=text,
            pages={page - shift: shown.pages[page] for page in chars},
            chars={page - shift: found for page, found in chars.items() if found is not None},
        )
        return replace(place, spans=tuple(replace(span, page=span.page + shift) for span in place.spans))

    def _go_on(self, page: int) -> None:
        ready = [wish for wish in self._wishes if not self._missing_of(wish.pages)]
        self._wishes = [wish for wish in self._wishes if wish not in ready]
        for wish in ready:
            match = self._selecting.match_of(wish.ranges)
            if match:
                wish.done(self._make(match))
            elif wish.failed:
                wish.failed("Nothing is selected.")

    def _missing(self, page: int, sentence: str) -> None:
        lost = [wish for wish in self._wishes if page in wish.pages]
        self._wishes = [wish for wish in self._wishes if wish not in lost]
        for wish in lost:
            if wish.failed:
                wish.failed(sentence)
