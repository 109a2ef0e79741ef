"""Blacking places out of exports: what is selected becomes black in whatever goes out, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui import calls
from annotator.ui.linking.selections import Selected, with_place
from annotator.ui.plain import one_line
from annotator.ui.words import count, document_name

if TYPE_CHECKING:
    from annotator.model.places import Place
    from annotator.operations.blacking import Blacked
    from annotator.ui.window import MainWindow

_HOW = "Select words, or a region (R), of the draft or a source first; B then blacks them out in exports."
_DONE = "Blacked out in exports; here it stays readable."


class Blacking:
    """Between the readers, the details of a document, and what is written."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        blackouts = window.inspector.document.blackouts
        blackouts.show_wanted.connect(self.show)
        blackouts.back_wanted.connect(self.take_back)
        blackouts.reason_given.connect(lambda thing, reason: window.linker.edit(thing, "reason", reason))

    def ask(self) -> None:
        """Blacks out what is selected, in the pane used last where several have a selection."""
        graph = self._window.choice.graph
        for holder in self._window.area.recent():
            if holder.pane.selection() is not None and holder.pane.document_id in graph.documents:
                self._black(Selected(holder.pane, holder.pane.document_id))
                return
        self._window.say(_HOW)

    def _black(self, words: Selected) -> None:
        def done(made: Blacked) -> None:
            words.pane.clear_selection()
            self._window.choice.touch(made.ids[0])
            self._window.say(_DONE, undo=True)
            if made.elsewhere:
                self._offer_all(words.document, made)

        def black(place: Place) -> None:
            self._window.desk.act(calls.black_at, words.document, place, done=done)

        with_place(words, black, self._window.say)

    def _offer_all(self, document: str, made: Blacked) -> None:
        """A name that is black once and stands there ten times is no secret."""
        quote, number = made.places[0].quote, made.elsewhere
        place, stand = ("place", "stands") if number == 1 else ("places", "stand")
        words = f"“{one_line(quote, 60)}” {stand} at {number:,} other {place} of"
        words = f"{words} {document_name(self._window.choice.graph, document)}, not blacked out."
        act = "Black it out, too" if number == 1 else f"Black out all {number:,}"

        def all_black(also: Blacked) -> None:
            left = f" It still stands at {count(also.elsewhere, 'place')}." if also.elsewhere else ""
            self._window.say(f"{count(len(also.ids), 'more place')} blacked out in exports.{left}", undo=True)

        def black_all() -> None:
            self._window.desk.act(calls.black_everywhere, document, quote, done=all_black)

        self._window.messages.say(words, [(act, black_all)], key=f"black-{made.ids[0]}")

    def take_back(self, thing: str) -> None:
        """Takes one back."""
        self._window.linker.remove(thing)

    def show(self, thing: str) -> None:
        """Goes to where one stands."""
        one = self._window.choice.graph.blackouts.get(thing)
        if one is None:
            return
        if one.lost:
            self._window.say("It was not found in this version. Place it in the review (F2), or take it back.")
            return
        self._window.choice.touch(thing)
        self._window.navigator.show_place(one.document, one.place)
