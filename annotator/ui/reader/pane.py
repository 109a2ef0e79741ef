"""The reader pane: documents in tabs, highlights and selection, finding and zooming."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from annotator.anchoring.document_text import Match
from annotator.anchoring.joined import as_shown
from annotator.model.places import Place
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.reader.anchors import anchor_in
from annotator.ui.reader.changes import Change
from annotator.ui.reader.finding import Finding
from annotator.ui.reader.regions import HINT
from annotator.ui.reader.values import Anchor, Coverage, Highlight, Selection
from annotator.ui.reader.viewed import ViewedPane
from annotator.ui.theme import Theme


class ReaderPane(ViewedPane):
    """One pane. It handles the caret's keys, copy (Ctrl+C), Ctrl+A (page) and Escape itself while its pages have focus.

    Everything else (find, zoom, go to page, back, forward, close tab) is a method that the window's table of commands
    binds to its keys, so that keys can be rebound. Focus goes to `focusProxy()`, the pages.
    """

    ends_moved = Signal(str)

    def __init__(self, bridge: EngineBridge, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._finding = Finding(self.find_bar, self.canvas)
        self.opened_changed.connect(self._finding.show_opened)
        self.header.find_wanted.connect(self.open_find)
        self.canvas.copy_wanted.connect(self.copy)
        self.canvas.escaped.connect(self._escaped)
        self.canvas.ends_moved.connect(self.ends_moved)
        self.canvas.passage_activated.connect(self.passage_activated)
        self.canvas.passage_hovered.connect(self.passage_hovered)
        self.canvas.focused.connect(self.focused)
        self.canvas.failed.connect(self.failed)
        self.set_theme(self._theme)
        self._describe()

    # A focus proxy that Qt knows of would take all else in here out of the order of Tab.

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason, /) -> None:
        """Keys go to the pages."""
        self.canvas.setFocus(reason)

    def focusProxy(self) -> QWidget:
        """The pages."""
        return self.canvas

    # what is painted

    def set_highlights(self, highlights: Sequence[Highlight]) -> None:
        """Replace the highlights of the document shown; those of another extraction are not painted."""
        if self.canvas.opened:
            opened = self.canvas.opened
            opened.marks.set(highlights, opened.shown.sha256, len(opened.pages))
            self.canvas.viewport().update()
            self.viewport_changed.emit()

    def set_changes(self, changes: Sequence[Change]) -> None:
        """Mark what differs from another version in the document shown; an empty sequence marks nothing."""
        if self.canvas.opened:
            self.canvas.opened.changes.set(changes)
            self.canvas.viewport().update()

    def set_coverage(self, states: Sequence[Coverage]) -> None:
        """Fill the line-check strip; an empty sequence leaves it blank."""
        if self.canvas.opened:
            self.canvas.opened.set_coverage(states)
            self.canvas.viewport().update()

    def light(self, sentence: Match | None) -> None:
        """Shade the sentences by how they stand and dim all but one; None ends that."""
        if self.canvas.opened:
            self.canvas.opened.lit = sentence
            self.canvas.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Repaint in another theme."""
        self._theme = theme
        self.canvas.set_theme(theme, self.canvas.dark_pages)
        for part in (self.header, self.find_bar, self.tabs, self.strip):
            part.set_theme(theme)

    def set_dark_pages(self, dark: bool) -> None:
        """Whether a dark theme shows pages dark, too; else they are shown as they are."""
        self.canvas.set_theme(self._theme, dark)

    def viewport(self) -> QWidget:
        """The widget whose coordinates `anchor_of` speaks."""
        return self.canvas.viewport()

    def anchor_of(self, passage: str) -> Anchor | None:
        """Where a highlighted passage is; None where this pane's document has no such highlight."""
        highlight = self.canvas.opened.marks.of(passage) if self.canvas.opened else None
        return anchor_in(self.canvas.view, passage, highlight.place) if highlight else None

    # selection

    def selection(self) -> Selection | None:
        """What is selected, None if nothing."""
        return self.canvas.opened.selection if self.canvas.opened else None

    def selection_place(self) -> Place | None:
        """The selection as a place; None if nothing is selected or some page's boxes have not arrived yet."""
        return self.canvas.opened.places.now() if self.canvas.opened else None

    def when_place(self, done: Callable[[Place], None], failed: Callable[[str], None] | None = None) -> None:
        """Call `done` with the selection's place, at once or when its pages' boxes have arrived."""
        if self.canvas.opened:
            self.canvas.opened.places.when_ready(done, failed)
        elif failed:
            failed("No document is open here.")

    def clear_selection(self) -> None:
        """Select nothing."""
        if self.canvas.opened:
            self.canvas.pointer.forget()
            self.canvas.opened.selecting.clear()
            self.canvas.caret.forget()

    def select_region(self) -> None:
        """Place a rectangle on the page in sight: the next drag of the mouse draws one, keys move and size it."""
        self.canvas.setFocus()
        if self.canvas.regions.begin():
            self.said.emit(HINT)

    def add_to_selection(self) -> None:
        """Keep what is selected; what is selected next comes to it."""
        opened = self.canvas.opened
        if opened is not None:
            opened.selecting.add_range()
            self.said.emit("What is selected stays. Select the words that belong to it, too.")

    def adjust_ends(self, passage: str) -> bool:
        """Move the ends of a passage with the keys; asked again, the other end. False where it is not shown here."""
        if self.canvas.handles.passage == passage:
            self.canvas.handles.swap()
            return True
        return self.canvas.handles.begin(passage)

    def set_writable(self, writable: bool) -> None:
        """Whether passages can be changed."""
        if self.canvas.can_adjust != writable:
            self.canvas.can_adjust = writable
            self.canvas.viewport().update()

    def copy(self) -> None:
        """Put the selected text on the clipboard, as plain text."""
        selection = self.selection()
        if selection and selection.text:
            QGuiApplication.clipboard().setText(as_shown(selection.text))

    # finding

    def open_find(self) -> None:
        """Show the find bar and put the cursor into it."""
        self._finding.open()

    def close_find(self) -> None:
        """Hide the find bar and its marks."""
        self._finding.close()

    def find_next(self) -> None:
        """To the next hit, starting over at the end."""
        self._finding.step(True)

    def find_previous(self) -> None:
        """To the hit before."""
        self._finding.step(False)

    def focus_page_field(self) -> None:
        """Put the cursor into the page field (Ctrl+L)."""
        if self.canvas.opened:
            self.header.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _escaped(self) -> None:
        if self.find_bar.isVisible():
            self.close_find()
