"""Between the window and its history: of all, of a claim, of a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu

from annotator.model.errors import Refused
from annotator.ui.history import calls
from annotator.ui.history.dialogs import EraseDialog, HoldDialog
from annotator.ui.history.view import EVERYTHING, REMOVED, HistoryView
from annotator.ui.retiring import retire
from annotator.ui.words import claim_quote, document_name

if TYPE_CHECKING:
    from annotator.operations.looking_back import Page
    from annotator.ui.window import MainWindow

MOST_AGAIN = 2_000
"""So many acts at most are read anew when something changes; older ones follow when they are scrolled to."""


class History:
    """The view is made when it is first wanted; pages are loaded by the desk's thread."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._view: HistoryView | None = None
        self._of = ""
        self._chosen = EVERYTHING
        self._following: tuple[int, str] | None = None
        self._asked = 0
        self.dialog: QDialog | None = None
        window.desk.graph_changed.connect(lambda *_: self._refresh())
        window.desk.opened.connect(lambda _: self._forget())
        window.documents.history_wanted.connect(self.show)
        rows = window.claims.list
        rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows.customContextMenuRequested.connect(self._claim_menu)

    @property
    def view(self) -> HistoryView:
        """The full view."""
        if self._view is None:
            window = self._window
            self._view = view = HistoryView()
            view.left.connect(self.leave)
            view.undo_wanted.connect(window.linker.undo)
            view.redo_wanted.connect(window.linker.redo)
            view.more_wanted.connect(self._ask_more)
            view.shown_wanted.connect(self._choose)
            view.thing_wanted.connect(self.show_thing)
            view.back_wanted.connect(lambda change: self._act(calls.set_back, change, words="Set back."))
            view.restore_wanted.connect(lambda thing: self._act(calls.restore, thing, words="Restored."))
            view.erase_wanted.connect(self._ask_erase)
            view.hold_wanted.connect(self._ask_hold)
            view.lift_wanted.connect(lambda: self._act(calls.hold, "", words="The legal hold is lifted."))
        return self._view

    def show(self, of: str = "") -> None:
        """Shows the history of all, or of a claim or document."""
        self._of, self._chosen = of, EVERYTHING
        view = self.view
        self._window.show_page(full=view)
        self._load()
        view.rows.setFocus()

    def show_chosen(self) -> None:
        """Of the document or claim that is chosen."""
        choice = self._window.choice
        of = choice.document or choice.claim
        if of:
            self.show(of)
        else:
            self._window.say("Choose a claim or a document first, then see its history.")

    def leave(self) -> None:
        """Back to the panes."""
        self._asked += 1
        self._window.show_page()
        self._window.focus_reader()

    def show_thing(self, thing: str) -> None:
        """Goes to a thing where it stands; what is removed stands nowhere."""
        window = self._window
        graph, choice = window.choice.graph, window.choice
        query, link, passage = graph.queries.get(thing), graph.links.get(thing), graph.passages.get(thing)
        version = graph.versions.get(thing)
        document = version.document if version is not None else thing
        if query is not None or (passage is not None and passage.claim):
            thing = query.claim if query is not None else passage.claim if passage is not None else ""
        if link is not None:
            self.leave()
            choice.choose(link.claim, link.id)
            window.navigator.show_claim(link.claim)
            window.navigator.show_passage(link.passage)
        elif thing in graph.claims:
            self.leave()
            choice.choose(thing)
            window.navigator.show_claim(thing, focus=True)
        elif passage is not None:
            self.leave()
            window.navigator.show_passage(passage.id)
        elif thing in graph.needs_none:
            self.leave()
            choice.touch(thing)
            window.opener.open(graph.needs_none[thing].document)
        elif thing in graph.blackouts:
            self.leave()
            window.blacking.show(thing)
        elif document in graph.documents:
            self.leave()
            choice.show_document(document)
            window.opener.open(document)
        else:
            window.say("It is not part of the project any more as it is shown: restore it first.")

    # --- loading ---------------------------------------------------------------------------------------------------

    def _load(self, *, again: bool = False) -> None:
        """The first page anew; `again` as many acts as were there, with the same one chosen."""
        self._asked += 1
        asked, view = self._asked, self.view
        least = min(view.rows.topLevelItemCount() + 1, MOST_AGAIN) if again else 0
        chosen = view.chosen if again else ""
        view.begin(self._called(), writable=self._window.can_write())

        def for_now(show: Callable[..., None]) -> Callable[..., None]:
            def shown(answer: object) -> None:
                if asked == self._asked:
                    show(answer)

            return shown

        ask = self._window.desk.ask

        def people(found: tuple[dict[str, str], str]) -> None:
            view.set_people(*found, self._chosen)

        ask(calls.people, done=for_now(people))
        ask(calls.held, done=for_now(view.show_held))
        if self._chosen == REMOVED:
            ask(calls.removed, done=for_now(view.show_removed), failed=self._no)
        else:
            self._ask_page(None, least, chosen)

    def _ask_page(self, before: tuple[int, str] | None, least: int = 0, chosen: str = "") -> None:
        asked = self._asked

        def show(page: Page) -> None:
            if asked == self._asked:
                self._following = page.following
                self.view.add_page(page)
                self.view.choose(chosen)

        self._window.desk.ask(calls.page, self._of, self._chosen, before, least, done=show, failed=self._no)

    def _ask_more(self) -> None:
        if self._following is not None:
            self._ask_page(self._following)

    def _choose(self, chosen: str) -> None:
        self._chosen = chosen
        self._load()

    def _refresh(self) -> None:
        if self._view is not None and self._view.isVisible():
            self._load(again=True)

    def _forget(self) -> None:
        self._of, self._chosen = "", EVERYTHING

    def _called(self) -> str:
        graph = self._window.choice.graph
        if self._of in graph.claims:
            return f"History of claim {graph.claims[self._of].number}: “{claim_quote(graph, self._of, 120)}”"
        return f"History of {document_name(graph, self._of)}" if self._of else "History"

    # --- acts ------------------------------------------------------------------------------------------------------

    def _act(self, fn: Callable[..., object], *given: str, words: str) -> None:
        undo = fn is not calls.erase
        self._window.desk.act(fn, *given, done=lambda _: self._window.say(words, undo=undo), failed=self._no)

    def _ask_erase(self, thing: str, about: str, words: str) -> None:
        graph = self._window.choice.graph
        if not words and thing in graph.claims:
            words = claim_quote(graph, thing)

        def ask(more: int) -> None:
            dialog = EraseDialog(self._window, about, words, more)
            dialog.accepted.connect(lambda: self._act(calls.erase, thing, words=f"{about} is erased for good."))
            self._open(dialog)

        self._window.desk.ask(calls.going_with, thing, done=ask, failed=self._no)

    def _ask_hold(self) -> None:
        dialog = HoldDialog(self._window)
        dialog.wanted.connect(lambda why: self._act(calls.hold, why, words="The project is under a legal hold."))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _: self._gone(dialog))
        dialog.setModal(True)
        dialog.show()

    def _gone(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        retire(dialog)

    def _no(self, error: Refused) -> None:
        self._window.messages.say(error.sentence, key="history", wrong=True)

    def _claim_menu(self, at: QPoint) -> None:
        window = self._window
        row = window.claims.claim_at(at)
        if not row:
            return
        window.choice.choose(row)
        menu = QMenu(window.claims)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Show").triggered.connect(lambda: window.navigator.show_claim(row, focus=True))
        query, remove = menu.addAction("Query…"), menu.addAction("Remove")
        query.triggered.connect(lambda: window.queries.ask_about(row))
        remove.triggered.connect(lambda: window.linker.remove(row))
        menu.addAction("History").triggered.connect(lambda: self.show(row))
        for action in (query, remove):
            action.setEnabled(window.can_write())
        menu.popup(window.claims.list.viewport().mapToGlobal(at))
