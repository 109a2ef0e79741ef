"""The acts on selections: claim, link, needs no source, remove; each ends in a sentence with Undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from annotator.model.outcomes import Undone
from annotator.model.places import Place
from annotator.model.things import Relation, Role
from annotator.ui import calls
from annotator.ui.choice import Choice
from annotator.ui.desk import Desk
from annotator.ui.documents.order import parts_below
from annotator.ui.linking.selections import Selected, selected, with_place
from annotator.ui.panes.area import PaneArea
from annotator.ui.plain import one_line
from annotator.ui.words import RELATION_WORDS, claim_quote, count, place_words, where

if TYPE_CHECKING:
    from annotator.operations.linking import Linked
    from annotator.operations.marking import Marked

NO_DRAFT_WORDS = "Select words in the draft and press C."
NO_SOURCE_WORDS = {
    Relation.SUPPORTS: "Select the supporting words in a source and press S.",
    Relation.CONTRADICTS: "Select the contradicting words in a source and press X.",
    Relation.CONTEXT: "Select the words that give context in a source and press T.",
}


class Linker(QObject):
    """Works on the panes' selections and the chosen claim."""

    said = Signal(str, bool)
    reason_wanted = Signal(str)
    claim_list_wanted = Signal(object)
    brought_back = Signal(object)

    def __init__(self, desk: Desk, area: PaneArea, choice: Choice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._area = area
        self._choice = choice
        self._needs_none: tuple[str, Place] | None = None
        self.ask_first: Callable[[str], bool] | None = None
        """Asks before a document (by its id) is removed; whether it did."""

    def mark_claim(self) -> None:
        """Marks the words selected in the draft as a claim and chooses it."""
        words = selected(self._area, self._choice.graph, Role.DRAFT)
        if words is None:
            self._say(NO_DRAFT_WORDS)
            return

        def marked(made: Marked) -> None:
            words.pane.clear_selection()
            self._choice.choose(made.claim)
            self._say(f"Claim {made.number} marked.", undo=True)

        with_place(words, lambda place: self._desk.act(calls.claim_at, words.document, place, done=marked), self._say)

    def link(self, relation: Relation) -> None:
        """Links the words selected in a source to the chosen claim; without one, to the words selected in the draft."""
        source = selected(self._area, self._choice.graph, Role.SOURCE)
        if source is None:
            self._say(NO_SOURCE_WORDS[relation])
            return
        if self._choice.claim:
            self.link_to(self._choice.claim, relation, source)
            return
        draft = selected(self._area, self._choice.graph, Role.DRAFT)
        if draft is None:
            self._ask_which(relation)
        else:
            self._mark_and_link(draft, source, relation)

    def link_to(self, claim: str, relation: Relation, source: Selected | None = None) -> None:
        """Links the words selected in a source to a claim, and chooses it."""
        words = source or selected(self._area, self._choice.graph, Role.SOURCE)
        if words is None:
            self._say(NO_SOURCE_WORDS[relation])
            return

        def linked(made: Linked) -> None:
            self._after_link(words, claim, made.link, words.document, made.place, relation)

        with_place(
            words,
            lambda place: self._desk.act(calls.link_at, claim, words.document, place, relation, done=linked),
            self._say,
        )

    def link_from_list(self) -> None:
        """Asks which claim, then what the words do for it."""
        if selected(self._area, self._choice.graph, Role.SOURCE) is None:
            self._say("Select words in a source first, then choose the claim they bear on.")
        else:
            self._ask_which(None)

    def needs_none(self) -> None:
        """Marks the words selected in the draft as needing no source; asks for the reason in a small field."""
        words = selected(self._area, self._choice.graph, Role.DRAFT)
        if words is None:
            self._say("Select words in the draft that need no source and press N.")
            return

        def ask(place: Place) -> None:
            self._needs_none = (words.document, place)
            self.reason_wanted.emit(place_words(place))

        with_place(words, ask, self._say)

    def take_reason(self, reason: str) -> None:
        """Marks what `needs_none` asked about."""
        asked, self._needs_none = self._needs_none, None
        if asked is None:
            return
        if not reason:
            self._say("Not marked: say in a few words why no source is needed.")
            return
        document, place = asked

        def marked(_: Any) -> None:
            words = selected(self._area, self._choice.graph, Role.DRAFT)
            if words is not None:
                words.pane.clear_selection()
            self._say("Marked: needs no source.", undo=True)

        self._desk.act(calls.needs_none_at, document, place, reason, done=marked)

    def remove(self, thing: str = "", *, sure: bool = False) -> None:
        """Removes a thing, by default the one last touched, and selects the next of its kind.

        Where claims rest on a document it is asked first, unless one is `sure`.
        """
        graph, item = self._choice.graph, thing or self._choice.item
        if item in graph.claims:
            order = list(graph.claims)
            self._remove(item, f"Claim {graph.claims[item].number} removed.", self._next(order, item), "")
        elif item in graph.links:
            claim = graph.links[item].claim
            order = [link.id for link in graph.links_of(claim)]
            self._remove(item, "Link removed.", claim, self._next(order, item))
        elif item in graph.needs_none:
            self._remove(item, "Mark removed.", self._choice.claim, "")
        elif item in graph.calculations:
            self._remove(item, "Calculation removed.", graph.calculations[item].claim, "")
        elif item in graph.blackouts:
            self._remove(item, "No longer blacked out in exports.", details=graph.blackouts[item].document)
        elif item in graph.documents:
            if not sure and self.ask_first is not None and self.ask_first(item):
                return
            parts = len(parts_below(graph, item))
            with_it = f" and {count(parts, 'document')} that came with it" if parts else ""
            self._remove(item, f"{one_line(graph.documents[item].name)}{with_it} removed.", self._choice.claim, "")
        else:
            self._say("Nothing is chosen. Click a marked passage or a claim first.")

    def undo(self) -> None:
        """Takes back the last act; selects and shows what it brought back."""
        self._desk.act(calls.undo, done=lambda undone: self._undone("Undone", undone))

    def redo(self) -> None:
        """Does again what was taken back."""
        self._desk.act(calls.redo, done=lambda undone: self._undone("Done again", undone))

    def edit(self, thing: str, name: str, value: Any) -> None:
        """Sets one field, as typed in the inspector."""
        saved = partial(self._say, "Saved.", undo=True)
        self._desk.act(calls.set_field, thing, name, value, done=lambda _: saved(), sets=(thing, name))

    def _mark_and_link(self, draft: Selected, source: Selected, relation: Relation) -> None:
        def linked(made: tuple[Marked, Linked]) -> None:
            marked, link = made
            draft.pane.clear_selection()
            self._after_link(source, marked.claim, link.link, source.document, link.place, relation)

        def with_both(draft_place: Place, source_place: Place) -> None:
            places = (draft.document, draft_place, source.document, source_place)
            self._desk.act(calls.mark_and_link, *places, relation, done=linked)

        with_place(draft, lambda one: with_place(source, lambda two: with_both(one, two), self._say), self._say)

    def _after_link(
        self, words: Selected, claim: str, link: str, document: str, place: Place, relation: Relation
    ) -> None:
        words.pane.clear_selection()
        self._choice.choose(claim, link)
        self._say(f"Linked to {where(self._choice.graph, document, place)}: {RELATION_WORDS[relation]}.", undo=True)

    def _ask_which(self, relation: Relation | None) -> None:
        if self._choice.graph.claims:
            self.claim_list_wanted.emit(relation)
        else:
            self._say(f"No claim yet. {NO_DRAFT_WORDS}")

    def _remove(self, thing: str, sentence: str, claim: str = "", item: str = "", *, details: str = "") -> None:
        """Removes it, then chooses a claim and one of its links, or goes on showing the `details` of a document."""

        def removed(_: Any) -> None:
            if details in self._choice.graph.documents:
                self._choice.look_at(details)
            elif claim in self._choice.graph.claims:
                self._choice.choose(claim, item)
            else:
                self._choice.release()
            self._say(sentence, undo=True)

        self._desk.act(calls.remove, thing, done=removed)

    def _undone(self, verb: str, undone: Undone) -> None:
        left = " Something in it was changed since and was left as it is." if undone.left else ""
        self._say(f"{verb}: {_verb_words(undone.verb)}.{left}")
        self.brought_back.emit(undone.outcome)

    def _say(self, sentence: str, *, undo: bool = False) -> None:
        self.said.emit(sentence, undo)

    @staticmethod
    def _next(order: list[str], item: str) -> str:
        at = order.index(item)
        rest = order[at + 1 :] or order[:at][::-1]
        return rest[0] if rest else ""


def _verb_words(verb: str) -> str:
    words = {
        "claim": "marking a claim",
        "link": "a link",
        "mark-and-link": "marking and linking",
        "set": "an edit",
        "remove": "removing",
        "restore": "bringing back",
        "add": "adding a document",
        "needs-none": "needs no source",
        "black": "blacking out",
        "calculate": "how a figure is worked out",
        "replace": "a new version",
        "place": "placing a passage",
        "adjust": "moving the ends of a passage",
        "ask": "asking",
        "judge": "a decision",
        "dismiss": "putting a flag aside",
        "undismiss": "taking a flag back",
        "answer": "an answer",
        "change-query": "an edit of a query",
        "comments": "taking comments in",
    }
    return words.get(verb, one_line(verb))


def chosen_words(choice: Choice) -> tuple[int, str]:
    """Number and words of the chosen claim."""
    return choice.graph.claims[choice.claim].number, claim_quote(choice.graph, choice.claim)
