"""The documents of one pane: tabs, header, pages, and where the pane has been."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.engine.client import Source
from annotator.model.places import Place
from annotator.model.things import Document, Version
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.plain import ElidedLabel
from annotator.ui.reader.canvas import PageCanvas
from annotator.ui.reader.find_bar import FindBar
from annotator.ui.reader.header import Header, machine_words
from annotator.ui.reader.history import History
from annotator.ui.reader.opened import OpenDocument
from annotator.ui.reader.side.strip import USUAL, Strip
from annotator.ui.reader.tabs import Tabs
from annotator.ui.reader.values import Location, Shown
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.words import page_words

SETTLED = 120
"""Milliseconds after the last movement before `location_changed` is emitted."""


class TabbedPane(QWidget):
    """A pane as far as it holds documents and moves among and in them; `ReaderPane` is the whole."""

    document_shown = Signal(str)
    document_closed = Signal(str)
    location_wanted = Signal(object)
    selection_changed = Signal(object)
    viewport_changed = Signal()
    passage_activated = Signal(str)
    passage_hovered = Signal(str)
    focused = Signal()
    location_changed = Signal(object)
    failed = Signal(str)
    opened_changed = Signal(object)
    said = Signal(str)
    address_wanted = Signal(str)
    view_changed = Signal(str, int, int)

    def __init__(self, bridge: EngineBridge, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme or LIGHT
        self._open: dict[str, OpenDocument] = {}
        self._history = History()
        self._before_showing: History | None = None
        self.tabs = Tabs(self)
        self.header = Header(self)
        self.find_bar = FindBar(self)
        self.canvas = PageCanvas(self._theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.note = ElidedLabel("", self)
        self.note.setObjectName("reader-note")
        self.note.hide()
        for widget in (self.tabs, self.header, self.note, self.find_bar):
            column.addWidget(widget)
        self.strip = Strip(self)
        self.across = QSplitter(Qt.Orientation.Horizontal, self)
        self.across.setChildrenCollapsible(False)
        self.across.setHandleWidth(4)
        self.across.addWidget(self.strip)
        self.across.addWidget(self.canvas)
        self.across.setStretchFactor(1, 1)
        self.across.setSizes([USUAL, 10_000])
        column.addWidget(self.across, 1)
        QWidget.setTabOrder(self.canvas, self.strip)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED)
        self._settling.timeout.connect(self._tell_location)
        # Whoever opens a document to go somewhere in it does so before the event loop turns.
        self._just_shown = QTimer(self)
        self._just_shown.setSingleShot(True)
        self._just_shown.setInterval(0)
        self._just_shown.timeout.connect(self._seen)
        self._connect_documents()

    def _connect_documents(self) -> None:
        canvas, header = self.canvas, self.header
        for signal, slot in (
            (header.back, self.back),
            (header.forward, self.forward),
            (header.page_wanted, self.go_to_page),
            (header.close_wanted, self.close_document),
            (header.pages_wanted, canvas.setFocus),
            (header.no_page, self.said.emit),
            (self.strip.page_wanted, self.go_to_page),
            (self.strip.left, canvas.setFocus),
            (self.tabs.chosen, self._choose),
            (self.tabs.closing, self.close_document),
            (canvas.moved, self._moved),
        ):
            signal.connect(slot)

    # documents

    def show_document(self, document: Document, version: Version, extraction: Shown, source: Source) -> None:
        """Show a document in a tab of its own; one already here comes to the front, another version replaces it.

        The pane takes over `source` and closes its descriptor.
        """
        here = self.location()
        before = self._open.get(document.id)
        if before is not None and before.version.id == version.id and before.shown.sha256 == extraction.sha256:
            source.close()
            self._bring(document.id)
            return
        opened = OpenDocument(document, version, extraction, source, self._bridge, self)
        source.close()
        opened.selecting.changed.connect(self._selected)
        self._open[document.id] = opened
        if before is not None:
            opened.location = here if here and here.document == document.id else before.location
            if before is self.canvas.opened:
                self.canvas.show_opened(None)
            before.close()
        self._bring(document.id, here)

    def take_all(self, document: str, extraction: Shown) -> None:
        """All pages and texts of a long document are here that was shown with some of them."""
        opened = self._open.get(document)
        if opened is None or opened.shown is not extraction:
            return
        opened.take_all()
        if opened is self.canvas.opened:
            self.canvas.take_all()
            self.strip.show_anew()
            self._describe()

    def _bring(self, document: str, here: Location | None = None) -> None:
        """Bring a tab to the front; remembered for Back where another document was shown."""
        here = here or self.location()
        opened = self._open[document]
        self.tabs.put(document, opened.title)
        if here is None or here.document != document:
            self._before_showing = self._history.copy()
            self._just_shown.start()
        if here is not None and here.document != document:
            self._history.leave(here)
            self.location_changed.emit(here)
        self._show(opened)

    def _show(self, opened: OpenDocument | None) -> None:
        if opened is self.canvas.opened and opened is not None:
            return
        self.opened_changed.emit(None)
        self.canvas.show_opened(opened)
        self.opened_changed.emit(opened)
        self.strip.show_opened(opened)
        self._describe()
        self._selected()
        if opened is not None:
            self.document_shown.emit(opened.id)

    def _choose(self, document: str) -> None:
        self._bring(document)
        self._before_showing = None

    def close_document(self, document: str = "") -> None:
        """Close a tab (the current one by default); emits `document_closed`."""
        document = document or self.document_id
        opened = self._open.pop(document, None)
        if opened is None:
            return
        in_front = opened is self.canvas.opened
        here = self.location()
        self.tabs.take(document)
        if in_front:
            if here is not None:
                self.location_changed.emit(here)
            self._show(self._open.get(self.tabs.current))
        opened.close()
        self.document_closed.emit(document)

    def documents(self) -> list[str]:
        """Ids of the documents in this pane's tabs, in order."""
        return self.tabs.documents()

    @property
    def document_id(self) -> str:
        """Id of the document shown, or empty."""
        return self.canvas.opened.id if self.canvas.opened else ""

    def set_note(self, note: str) -> None:
        """A short plain note on a line below the title, as "draft of 3 May"; a title beside it would lose its room."""
        if self.canvas.opened:
            self.canvas.opened.note = note
            self._describe()

    def set_hint(self, text: str) -> None:
        """Plain text shown while the pane is empty."""
        self.canvas.hint = text
        self.canvas.viewport().update()

    # where it stands

    def go_to(self, place: Place, *, outline: bool = True) -> None:
        """Scroll so that a place stands at one third of the height, and outline it for a second; recorded for Back."""
        if self.canvas.opened:
            self._leave()
            self.canvas.go_to(place, outline=outline)

    def go_to_page(self, index: int) -> None:
        """Scroll to the top of a page; recorded for Back."""
        if self.canvas.opened:
            self._leave()
            self.canvas.go_to_page(index)

    def location(self) -> Location | None:
        """Where the pane stands, None while empty."""
        return self.canvas.location()

    def restore(self, location: Location) -> None:
        """Stand exactly where a `location` was taken; not recorded for Back. Ignored for a document not in a tab."""
        if location.document not in self._open:
            return
        self._bring(location.document)
        if self._before_showing is not None:
            self._history, self._before_showing = self._before_showing, None
        self.canvas.restore(location)
        self._describe()

    def back(self) -> None:
        """To where the pane stood before the last jump; emits `location_wanted` where that document was closed."""
        self._return_to(self._history.back(self.location()))

    def forward(self) -> None:
        """Takes back `back`."""
        self._return_to(self._history.forward(self.location()))

    def _return_to(self, location: Location | None) -> None:
        if location is None:
            return
        if location.document in self._open:
            self._before_showing = None
            kept = self._history.copy()
            self.restore(location)
            self._history = kept
            self._describe()
        else:
            self.location_wanted.emit(location)

    def can_go_back(self) -> bool:
        """Whether `back` would do anything."""
        return self._history.can_go_back

    def can_go_forward(self) -> bool:
        """Whether `forward` would do anything."""
        return self._history.can_go_forward

    def _leave(self) -> None:
        # A document that was just opened to go somewhere in it was not left by anybody.
        if self._before_showing is None:
            self._history.leave(self.location())
        self._before_showing = None

    @property
    def page_count(self) -> int:
        """Number of pages of the document shown."""
        return self.canvas.view.layout.count

    @property
    def current_page(self) -> int:
        """Index of the page a person would say she is on."""
        return self.canvas.current_page

    def _selected(self) -> None:
        opened = self.canvas.opened
        self.selection_changed.emit(opened.selection if opened else None)

    def _seen(self) -> None:
        self._before_showing = None

    def _moved(self) -> None:
        self._settling.start()
        self._describe_page()
        self.viewport_changed.emit()

    def _tell_location(self) -> None:
        here = self.location()
        if here is not None:
            self.location_changed.emit(here)

    def _describe(self) -> None:
        """The header and the names screen readers read."""
        opened = self.canvas.opened
        self.header.setVisible(opened is not None)
        self.note.setVisible(opened is not None and bool(opened.note))
        if opened:
            self.header.show_document(opened.title, "", opened.pages)
            self.note.set_whole(opened.note)
            self._describe_page()
        else:
            self.canvas.setAccessibleName("Empty pane")

    def _describe_page(self) -> None:
        opened = self.canvas.opened
        if opened is None:
            return
        page = self.current_page
        self.header.show_page(page)
        self.strip.show_page(page)
        self.header.show_zoom(self.canvas.view.zooming.zoom)
        self.header.back_button.setEnabled(self.can_go_back())
        self.header.forward_button.setEnabled(self.can_go_forward())
        machine = machine_words(opened.shown, page)
        self.header.show_machine(machine)
        name = f"{opened.title}, {page_words(opened.pages, page).replace('p.', 'page', 1)}"
        name = f"{name}, {machine}" if machine else name
        if self.canvas.accessibleName() != name:
            self.canvas.setAccessibleName(name)
