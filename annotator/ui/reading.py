"""What a person chooses about reading as a whole: panes in step, dark pages, memory, links of the pages in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from annotator.engine.client import PageLink, PageNote
from annotator.ui import state
from annotator.ui.commands.picklist import Entry
from annotator.ui.outside import AddressDialog
from annotator.ui.panes.in_step import InStep
from annotator.ui.plain import one_line
from annotator.ui.reader.beside import note_words, where_to
from annotator.ui.reader.layout import Spread
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.reader.tiles import MEGABYTES, budget
from annotator.ui.retiring import retire
from annotator.ui.words import page_words

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

MENU = (
    ("copy", "find-support", "black", "find", "beside", "strip"),
    ("fit-width", "fit-page", "actual", "turn-right", "turn-left"),
    ("one-page", "two-pages", "cover"),
    ("split-right", "split-below", "in-step"),
)
"""What the right mouse button offers on pages, by command."""
BUDGETS = (192, 256, 512, 1024)
"""Megabytes that a person can choose from; drawing one scan in colour takes most of the first."""


class Reading:
    """Between the commands and the panes."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._in_step = InStep(window.area)
        settings = state.load_settings()
        chosen = settings.get("reader_memory")
        budget.megabytes = chosen if chosen in BUDGETS else MEGABYTES
        window.area.set_dark_pages(settings.get("dark_pages") is not False)
        window.area.pane_added.connect(lambda holder: self.offer_menu(holder.pane))
        for holder in window.area.holders():
            self.offer_menu(holder.pane)
        self._show_checks()

    def offer_menu(self, pane: ReaderPane) -> None:
        """The right mouse button on the pages brings the commands that fit there."""
        canvas = pane.canvas

        def show(at: QPoint) -> None:
            canvas.setFocus(Qt.FocusReason.MouseFocusReason)
            menu = QMenu(canvas)
            menu.setObjectName("pages-menu")
            for names in MENU:
                for name in names:
                    menu.addAction(self._window.commands.actions[name])
                menu.addSeparator()
            menu.aboutToHide.connect(lambda: retire(menu))
            menu.popup(canvas.viewport().mapToGlobal(at))

        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        canvas.customContextMenuRequested.connect(show)

    def toggle_in_step(self) -> None:
        """Panes scroll together, or each alone."""
        self._in_step.switch(not self._in_step.on)
        self._show_checks()
        self._window.say("Panes scroll together." if self._in_step.on else "Each pane scrolls alone.")

    def toggle_dark_pages(self) -> None:
        """Whether dark colours turn pages dark, too."""
        dark = not self._window.area.dark_pages
        state.save_settings({**state.load_settings(), "dark_pages": dark})
        self._window.area.set_dark_pages(dark)
        self._show_checks()

    def ask_memory(self) -> None:
        """How much memory reading one document may take."""
        entries = [
            Entry(f"{size} MB", "now" if size == budget.megabytes else "usual" if size == MEGABYTES else "", size)
            for size in BUDGETS
        ]
        self._window.picks.ask("Memory for reading one document", entries, self._take_memory)

    def lay_pages(self, spread: str) -> None:
        """Rows of "one", "two", or two with the cover alone ("cover")."""
        self._window.area.active_pane.lay_pages(Spread[spread.upper()])

    def list_beside(self) -> None:
        """The links and notes in sight, to be followed and read without a mouse."""
        pane = self._window.area.active_pane
        opened = pane.canvas.opened
        if opened is None:
            return
        entries = []
        for page, each in pane.beside_in_sight():
            if isinstance(each, PageLink):
                words = pane.words_under(page, each)
                led = one_line(where_to(each, opened.pages), 200)
                entries.append(Entry(f"{words}  →  {led}" if words else led, page_words(opened.pages, page), each))
            else:
                entries.append(Entry(note_words(each), page_words(opened.pages, page), each))
        if not entries:
            sure = all(opened.beside.knows(page) for page in pane.canvas.view.visible)
            self._window.say("No links or notes in sight." if sure else "Links of these pages are still being read.")
            return

        def taken(each: PageLink | PageNote) -> None:
            if isinstance(each, PageLink):
                pane.follow_link(each)
            else:
                self._window.messages.say(note_words(each), key="note")

        self._window.picks.ask("Links and notes in sight", entries, taken)

    def ask_address(self, address: str) -> None:
        """A link leads out of the document: the whole address, and the question."""
        AddressDialog(self._window, address).open()

    def _take_memory(self, megabytes: int) -> None:
        budget.megabytes = megabytes
        for holder in self._window.area.holders():
            holder.pane.canvas.take_budget()
        state.save_settings({**state.load_settings(), "reader_memory": megabytes})
        self._window.say(f"Reading a document may now take {megabytes} MB.")

    def _show_checks(self) -> None:
        actions = self._window.commands.actions
        actions["in-step"].setChecked(self._in_step.on)
        actions["dark-pages"].setChecked(self._window.area.dark_pages)
