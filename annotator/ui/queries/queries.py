"""Between the window and its queries: Q in a reader, the cards at the claim, the list of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from annotator.model.errors import Refused
from annotator.model.things import Role
from annotator.ui import calls as common
from annotator.ui.commands.picklist import Entry
from annotator.ui.linking.selections import selected, with_place
from annotator.ui.plain import one_line
from annotator.ui.queries import calls
from annotator.ui.queries.dialogs import AnswerDialog, AskDialog
from annotator.ui.queries.remarks import Remarks
from annotator.ui.queries.view import QueriesView
from annotator.ui.retiring import retire
from annotator.ui.words import claim_quote, place_words

if TYPE_CHECKING:
    from annotator.model.graph import Graph
    from annotator.model.places import Place
    from annotator.operations.queries import Asked
    from annotator.ui.window import MainWindow


class Queries:
    """All that the window does about queries. The view is made when it is first wanted."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._view: QueriesView | None = None
        self.dialog: QDialog | None = None
        self.remarks: Remarks = Remarks(window)
        window.desk.graph_changed.connect(lambda *_: self._refresh())
        cards = window.inspector.queries
        cards.answer_wanted.connect(self.answer)
        cards.close_wanted.connect(self.close_query)
        window.inspector.query_wanted.connect(lambda: self.ask_about(window.choice.claim))

    # --- asking ----------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Asks about the words selected in the draft, else the chosen claim; without either, about one of a list."""
        window = self._window
        graph, claim = window.choice.graph, window.choice.claim
        words = selected(window.area, graph, Role.DRAFT)
        if words is not None:
            with_place(words, lambda place: self.ask_at(words.document, place), window.say)
        elif claim in graph.claims:
            self.ask_about(claim)
        elif graph.claims:
            entries = [Entry(f"{each.number}. {claim_quote(graph, each.id)}", "", each.id) for each in
                       graph.claims.values()]  # fmt: skip
            window.picks.ask("Ask about which claim?", entries, self.ask_about, "Number or words of a claim")
        else:
            window.say("Select words in the draft and press Q to ask about them.")

    def ask_about(self, claim: str) -> None:
        """Asks about a claim."""
        graph = self._window.choice.graph
        if claim not in graph.claims or not self._window.can_write():
            return
        dialog = AskDialog(self._window, self._claim_words(claim), self._people())

        def asked(_: object) -> None:
            self._window.choice.choose(claim)
            self._done(dialog, f"Asked about claim {graph.claims[claim].number}.")

        dialog.foot.wanted.connect(lambda: self._act(dialog, calls.ask, claim, dialog.fields, done=asked))
        self._open(dialog)

    def ask_at(self, document: str, place: Place) -> None:
        """Asks about words of the draft: about the claim that stands there, else they become one."""
        known = claim_over(self._window.choice.graph, document, place)
        if known:
            self.ask_about(known)
            return
        self._ask_at(document, place)

    def _ask_at(self, document: str, place: Place) -> None:
        dialog = AskDialog(self._window, f"A new claim: “{place_words(place, 200)}”", self._people())

        def asked(made: Asked) -> None:
            words = selected(self._window.area, self._window.choice.graph, Role.DRAFT)
            if words is not None:
                words.pane.clear_selection()
            self._window.choice.choose(made.claim)
            self._done(dialog, f"Claim {made.number} marked, and asked about it.")

        dialog.foot.wanted.connect(lambda: self._act(dialog, calls.ask_at, document, place, dialog.fields, done=asked))
        self._open(dialog)

    def change(self, query: str) -> None:
        """Changes what is asked, of whom."""
        known = self._window.choice.graph.queries.get(query)
        if known is None:
            return
        dialog = AskDialog(self._window, self._claim_words(known.claim), self._people(), known)
        saved = self._saying(dialog, "The query is changed.")
        dialog.foot.wanted.connect(lambda: self._act(dialog, calls.change, query, dialog.fields, done=saved))
        self._open(dialog)

    # --- answering -------------------------------------------------------------------------------------------------

    def answer(self, query: str) -> None:
        """Notes what was answered."""
        known = self._window.choice.graph.queries.get(query)
        if known is None:
            return
        dialog = AnswerDialog(self._window, self._claim_words(known.claim), known)

        def take() -> None:
            closed = dialog.closed.isChecked()
            words = "Answered, and the query is closed." if closed else "Answered; the query stays open."
            given = (dialog.text.toPlainText().strip(), closed, dialog.answered.text().strip())
            self._act(dialog, calls.answer, query, *given, done=self._saying(dialog, words))

        dialog.foot.wanted.connect(take)
        self._open(dialog)

    def close_query(self, query: str, closed: bool) -> None:
        """Closes a query without an answer, or opens it again."""
        words = "The query is closed." if closed else "The query is open again."
        say = self._window.say
        self._window.desk.act(calls.change, query, {"closed": closed}, done=lambda _: say(words, undo=True))

    def remove(self, query: str) -> None:
        """Hides a query; undo brings it back."""
        say = self._window.say
        self._window.desk.act(common.remove, query, done=lambda _: say("The query is removed.", undo=True))

    # --- the list of all -------------------------------------------------------------------------------------------

    @property
    def view(self) -> QueriesView:
        """The full view."""
        if self._view is None:
            window = self._window
            self._view = view = QueriesView()
            view.left.connect(self.leave)
            view.undo_wanted.connect(window.linker.undo)
            view.redo_wanted.connect(window.linker.redo)
            view.answer_wanted.connect(self.answer)
            view.change_wanted.connect(self.change)
            view.close_wanted.connect(self.close_query)
            view.remove_wanted.connect(self.remove)
            view.claim_wanted.connect(self._show_claim)
        return self._view

    def show(self) -> None:
        """Shows all queries in place of the panes."""
        view = self.view
        self._window.show_page(full=view)
        self._refresh()
        view.rows.setFocus()

    def leave(self) -> None:
        """Back to the panes."""
        self._window.show_page()
        self._window.focus_reader()

    def _show_claim(self, claim: str) -> None:
        self.leave()
        self._window.choice.choose(claim)
        self._window.navigator.show_claim(claim, focus=True)

    def _refresh(self) -> None:
        if self._view is not None and self._view.isVisible():
            self._view.set_graph(self._window.choice.graph, writable=self._window.can_write())

    # --- for all ---------------------------------------------------------------------------------------------------

    def _claim_words(self, claim: str) -> str:
        graph = self._window.choice.graph
        return f"Claim {graph.claims[claim].number}: “{claim_quote(graph, claim, 200)}”"

    def _people(self) -> list[str]:
        """Those who were asked before, for completing."""
        found = {one_line(query.whom) for query in self._window.choice.graph.queries.values()}
        return sorted(found - {""}, key=str.casefold)

    def _act(self, dialog: AskDialog | AnswerDialog, fn: object, *args: object, done: Callable[..., None]) -> None:
        if not dialog.foot.take.isEnabled() or not callable(fn):
            return
        dialog.foot.take.setEnabled(False)

        def failed(error: Refused) -> None:
            dialog.foot.take.setEnabled(True)
            dialog.foot.say(error.sentence)

        self._window.desk.act(fn, *args, done=done, failed=failed)

    def _saying(self, dialog: QDialog, words: str) -> Callable[..., None]:
        return lambda _: self._done(dialog, words)

    def _done(self, dialog: QDialog, words: str) -> None:
        dialog.accept()
        self._window.say(words, undo=True)

    def _open(self, dialog: QDialog) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = dialog
        dialog.finished.connect(lambda _: self._gone(dialog))
        dialog.setModal(True)
        dialog.show()

    def _gone(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        retire(dialog)


def claim_over(graph: Graph, document: str, place: Place) -> str:
    """The claim of which some of these words are; empty where none is."""
    for passage in graph.passages_in(document):
        if (
            passage.claim
            and not passage.lost
            and any(
                mine.page == span.page and mine.start < span.end and span.start < mine.end
                for mine in place.spans
                for span in passage.place.spans
            )
        ):
            return passage.claim
    return ""
