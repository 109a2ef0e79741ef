"""What a suggested passage is linked to: the chosen claim, words of the draft that become one, or one of a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from annotator.model.places import Place
from annotator.model.things import Relation, Role
from annotator.ui import calls
from annotator.ui.checking.suggestions_tab import Suggestion
from annotator.ui.linking.selections import selected
from annotator.ui.queries.queries import claim_over
from annotator.ui.words import RELATION_WORDS, place_words

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

Home = tuple[str, Place]
"""Words of the draft: the document, and where they stand in it."""


class Supporting:
    """Links in one act, whatever it is linked to."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def target(self, home: Home | None) -> tuple[str, Home | None]:
        """The claim that links go to; else the words of the draft that become one; else neither."""
        choice = self._window.choice
        graph = choice.graph
        if home is not None:
            document = graph.documents.get(home[0])
            shown = graph.versions.get(document.current) if document is not None else None
            if shown is not None and (shown.sha256, shown.extraction) == (home[1].version, home[1].extraction):
                known = claim_over(graph, *home)
                return known, None if known else home
        return (choice.claim if choice.claim in graph.claims else ""), None

    def told(self, claim: str, home: Home | None) -> str:
        """What a link goes to, in a sentence."""
        if claim:
            return f"Links go to claim {self._window.choice.graph.claims[claim].number}."
        if home is not None:
            return f"The first link marks “{place_words(home[1], 80)}” as a claim."
        return "No claim is chosen: you are asked which one a link goes to."

    def link(
        self, one: Suggestion, place: Place, relation: str, claim: str, home: Home | None, linked: Callable[[str], None]
    ) -> None:
        """Links a passage; `linked` hears of which claim before that is chosen."""
        window, kind = self._window, Relation(relation)

        def done(to: str, link: str, sentence: str) -> None:
            linked(to)
            window.choice.choose(to, link)
            window.say(sentence, undo=True)

        def link_to(to: str) -> None:
            def made(link: Any) -> None:
                done(to, link.link, f"Linked to {one.where}: {RELATION_WORDS[kind]}.")

            window.desk.act(calls.link_at, to, one.document, place, kind, done=made)

        def both(made: Any) -> None:
            marked, link = made
            words = selected(window.area, window.choice.graph, Role.DRAFT)
            if words is not None and home is not None and words.document == home[0]:
                words.pane.clear_selection()
            told = f"Claim {marked.number} marked and linked to {one.where}: {RELATION_WORDS[kind]}."
            done(marked.claim, link.link, told)

        if claim:
            link_to(claim)
        elif home is not None:
            window.desk.act(calls.mark_and_link, *home, one.document, place, kind, done=both)
        elif window.choice.graph.claims:
            window.acting.pick_claim(kind, link_to)
        else:
            window.say("No claim yet. Select words in the draft and press C.")
