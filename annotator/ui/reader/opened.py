"""A document that is open in a pane: its words, pictures, selection, hits and highlights, and where it was left."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from annotator.anchoring.document_text import Match
from annotator.anchoring.reading import Reading, reading_of
from annotator.anchoring.selection import caret_rect, line_at, rects_of
from annotator.engine.client import Reader, Source
from annotator.model.pages import PageInfo
from annotator.model.places import Rect
from annotator.model.things import Document, Version
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.reader.beside import Beside
from annotator.ui.reader.changes import Changes
from annotator.ui.reader.find import Finder
from annotator.ui.reader.late import LatePages
from annotator.ui.reader.layout import Spread
from annotator.ui.reader.marks import Marks
from annotator.ui.reader.placing import PlaceMaker
from annotator.ui.reader.selecting import Selecting
from annotator.ui.reader.side.thumbs import Thumbs
from annotator.ui.reader.tiles import TileStore
from annotator.ui.reader.values import Coverage, Location, Selection, Shown
from annotator.ui.reader.words import PageWords
from annotator.ui.retiring import retire

REMEMBERED = 4000
"""Runs of text whose rectangles are remembered between two paintings."""


class OpenDocument(QObject):
    """Everything a pane keeps for one tab."""

    def __init__(
        self,
        document: Document,
        version: Version,
        shown: Shown,
        source: Source,
        bridge: EngineBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.version = version
        self.shown = shown
        self._bridge = bridge
        self._source = source
        self.reader = bridge.open(source)
        self._others: dict[str, Reader] = {}
        self.quarter = 0
        """How it is turned clockwise for this person, in quarters."""
        self.spread = Spread.ONE
        self.words = PageWords(self.reader, shown.texts, self)
        self.tiles = TileStore(self.reader, shown.pages, lambda: self._other("pictures"), self)
        self.beside = Beside(lambda: self._other("aside"), self)
        self.thumbs = Thumbs(lambda: self._other("aside"), shown.pages, self)
        for part in (self.words, self.tiles, self.beside, self.thumbs):
            part.asked.connect(bridge.soon)
        self.selecting = Selecting(shown.texts, self, reading=self.reading)
        self.finder = Finder(shown.texts, self)
        self.marks = Marks()
        self.changes = Changes()
        self.coverage: dict[int, list[Coverage]] = {}
        self.lit: Match | None = None
        """The sentence that is not dimmed while the draft is checked line by line; None at other times."""
        self.location: Location | None = None
        self.note = ""
        self.places = PlaceMaker(version, shown, self.words, self.selecting, self)
        self._rects: OrderedDict[tuple[int, int, int], tuple[Rect, ...]] = OrderedDict()

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def title(self) -> str:
        """What the document is called on the screen: its title, else its file's name."""
        return self.document.title or self.document.name

    @property
    def pages(self) -> Sequence[PageInfo]:
        """Its pages."""
        return self.shown.pages

    @property
    def selection(self) -> Selection | None:
        """What is selected."""
        selecting = self.selecting
        if selecting.empty:
            return None
        return Selection(self.id, selecting.match, selecting.text, selecting.region)

    def rects(self, page: int, start: int, end: int) -> tuple[Rect, ...]:
        """Rectangles (user space, one a line) of a run of text; empty while the page's boxes are not here."""
        key = (page, start, end)
        if key in self._rects:
            self._rects.move_to_end(key)
            return self._rects[key]
        chars = self.words.get(page)
        if chars is None:
            return ()
        found = rects_of(chars, start, end)
        self._rects[key] = found
        if len(self._rects) > REMEMBERED:
            self._rects.popitem(last=False)
        return found

    def reading(self, page: int) -> Reading | None:
        """A page's reading order; None while its boxes are not here."""
        chars = self.words.get(page)
        return reading_of(chars, self.shown.texts) if chars is not None else None

    def line_rect(self, page: int, offset: int) -> Rect | None:
        """The whole line (of its column) around an offset, in user space; None while the page's boxes are not here."""
        chars = self.words.get(page)
        if chars is None:
            return None
        rects = self.rects(page, *line_at(chars, offset))
        return rects[0] if rects else None

    def caret_rect(self, spot: tuple[int, int]) -> Rect | None:
        """Where a caret stands, in user space; None while the page's boxes are not here."""
        reading = self.reading(spot[0])
        return caret_rect(reading, spot[1]) if reading is not None else None

    def set_coverage(self, states: Sequence[Coverage]) -> None:
        """Sentences for the line-check strip, by page."""
        self.coverage = {}
        for state in states:
            self.coverage.setdefault(state.page, []).append(state)

    def _other(self, kind: str) -> Reader:
        """A further process for the same bytes: "aside" for what no page may wait for, "pictures" for PDFium."""
        if kind not in self._others:
            source = replace(self._source, fd=self.reader.descriptor, layer=None)  # neither is asked for text
            self._others[kind] = self._bridge.open(source, pictures=kind == "pictures")
        return self._others[kind]

    def take_all(self) -> None:
        """All pages and texts of a long document are here: what was guessed or left out is put right."""
        if isinstance(self.shown.pages, LatePages):
            self.tiles.forget(self.shown.pages.misjudged())
        self.finder.renew()

    def take_budget(self) -> None:
        """Let go of what is more than the budget allows."""
        self.tiles.take_budget()
        self.words.trim()
        self.thumbs.trim()

    def rest(self) -> None:
        """The tab is no longer in front: keep words and marks, let go of pictures and requests."""
        self.tiles.clear()
        self.words.close()
        self.beside.close()
        self.thumbs.clear()
        for kind in list(self._others):
            self._others.pop(kind).close()

    def close(self) -> None:
        """Let go of everything, the reader included."""
        self.finder.search("")
        self.rest()
        self.reader.close()
        retire(self)
