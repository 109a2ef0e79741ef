"""The reader pane: header, tabs, find bar and the pages of the document shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.engine.client import Source
from annotator.model.places import Place
from annotator.model.things import Document, Version
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.reader.values import Anchor, Coverage, Highlight, Location, Selection, Shown
from annotator.ui.theme import Theme


class ReaderPane(QWidget):
    """One pane. It handles the caret's keys, copy (Ctrl+C), Ctrl+A (page) and Escape itself while its pages have focus.

    Everything else (find, zoom, go to page, back, forward, close tab) is a method that the window's table of commands
    binds to its keys, so that keys can be rebound. Focus goes to `focusProxy()`, the pages.
    """

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

    def __init__(self, bridge: EngineBridge, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    # documents
    def show_document(self, document: Document, version: Version, extraction: Shown, source: Source) -> None:
        """Show a document in a tab of its own; one already here is brought forward, and replaced if its version is another.

        The pane takes over `source` and closes its descriptor with the tab.
        """

    def close_document(self, document: str = "") -> None:
        """Close a tab (the current one by default); emits `document_closed`."""

    def documents(self) -> list[str]:
        """Ids of the documents in this pane's tabs, in order."""

    @property
    def document_id(self) -> str:
        """Id of the document shown, or empty."""

    def set_note(self, note: str) -> None:
        """A short plain note behind the title, as "draft of 3 May"."""

    def set_hint(self, text: str) -> None:
        """Plain text shown while the pane is empty."""

    # what is painted
    def set_highlights(self, highlights: Sequence[Highlight]) -> None:
        """Replace the highlights of the document shown; those of another extraction are not painted."""

    def set_coverage(self, states: Sequence[Coverage]) -> None:
        """Fill the line-check strip; an empty sequence leaves it blank."""

    def set_theme(self, theme: Theme) -> None:
        """Repaint in another theme."""

    # where it stands
    def go_to(self, place: Place, *, outline: bool = True) -> None:
        """Scroll so that a place stands at one third of the height, and outline it for a second; recorded for Back."""

    def go_to_page(self, index: int) -> None:
        """Scroll to the top of a page; recorded for Back."""

    def location(self) -> Location | None:
        """Where the pane stands, None while empty."""

    def restore(self, location: Location) -> None:
        """Stand exactly where a `location` was taken; not recorded for Back. Ignored for a document not in a tab."""

    def back(self) -> None:
        """To where the pane stood before the last jump; emits `location_wanted` where that document's tab was closed."""

    def forward(self) -> None:
        """Takes back `back`."""

    def can_go_back(self) -> bool:
        """Whether `back` would do anything."""

    def can_go_forward(self) -> bool:
        """Whether `forward` would do anything."""

    @property
    def page_count(self) -> int:
        """Number of pages of the document shown."""

    @property
    def current_page(self) -> int:
        """Index of the page that covers most of the upper half of the pane."""

    def viewport(self) -> QWidget:
        """The widget whose coordinates `anchor_of` speaks."""

    def anchor_of(self, passage: str) -> Anchor | None:
        """Where a highlighted passage is; None where this pane's document has no such highlight."""

    # selection
    def selection(self) -> Selection | None:
        """What is selected, None if nothing."""

    def selection_place(self) -> Place | None:
        """The selection as a place; None if nothing is selected or some page's boxes have not arrived yet."""

    def when_place(self, done: Callable[[Place], None], failed: Callable[[str], None] | None = None) -> None:
        """Call `done` with the selection's place, at once or when its pages' boxes have arrived."""

    def clear_selection(self) -> None:
        """Select nothing."""

    def copy(self) -> None:
        """Put the selected text on the clipboard, as plain text."""

    # finding, zooming
    def open_find(self) -> None:
        """Show the find bar and put the cursor into it."""

    def close_find(self) -> None:
        """Hide the find bar and its marks."""

    def find_next(self) -> None:
        """To the next hit, starting over at the end."""

    def find_previous(self) -> None:
        """To the hit before."""

    def focus_page_field(self) -> None:
        """Put the cursor into the page field (Ctrl+L)."""

    def zoom_in(self) -> None:
        """One step larger."""

    def zoom_out(self) -> None:
        """One step smaller."""

    def actual(self) -> None:
        """Printed size."""

    def fit_width(self) -> None:
        """Fit the current page's width, and stay so when the pane is resized."""
