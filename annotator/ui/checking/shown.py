"""What a sentence's claims rest on, as cards: filled from the graph, the flags, the pages and the quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.checking.coverage import SentenceState
from annotator.engine.client import Look
from annotator.model.findings import Finding
from annotator.model.graph import Graph
from annotator.model.things import NeedsNone, Relation
from annotator.ui.checking import calls
from annotator.ui.checking.cards import PassageCard
from annotator.ui.checking.pictures import Pictures
from annotator.ui.checking.sentences import Stand, flags_of, stands_in
from annotator.ui.checking.walk_view import NO_CLAIM, NO_LINKS
from annotator.ui.plain import one_line
from annotator.ui.reader.painting import paper_theme
from annotator.ui.words import STATUS_MARKS, STATUS_WORDS, claim_quote

if TYPE_CHECKING:
    from annotator.operations.noticing.quoted import Quoted
    from annotator.ui.checking.walking import Walking
    from annotator.ui.window import MainWindow

_ORDER = tuple(Relation)


class Shown(QObject):
    """Fills the right side of the view."""

    def __init__(self, window: MainWindow, walking: Walking) -> None:
        super().__init__(walking)
        self._window, self._walking = window, walking
        self._pictures = Pictures(window.desk, window.bridge, self)
        self._turn = 0

    def close(self) -> None:
        """Lets go of pictures and of what draws them."""
        self._turn += 1
        self._pictures.close()

    def show(self, stand: Stand, sentence: SentenceState, words: str) -> None:
        """Shows what a sentence's claims rest on."""
        self._turn += 1
        self._pictures.drop()
        view, graph, strips = self._walking.view, self._window.choice.graph, self._window.strips
        claims = self._walking.claims
        view.show_sentence(strips.words(stand), strips.check.words, words)
        view.clear()
        flags = flags_of(self._window.flags.of(), stand.document, sentence, claims)
        if not claims:
            reasons = [mark.reason for mark in _marks_in(graph, stand.document, sentence)]
            view.add_words(f"Marked as needing no source: {one_line(reasons[0], 300)}" if reasons else NO_CLAIM)
        view.add_flags([one for one in flags if not one.claim])
        for claim in claims:
            self._show_claim(graph, claim, [one for one in flags if one.claim == claim])
        first, last = strips.check.step(stand, -1) is None, strips.check.step(stand, 1) is None
        view.enable(writable=self._window.can_write(), claims=bool(claims), first=first, last=last)
        if claims:
            turn = self._turn
            self._window.desk.ask(
                calls.quoted, claims, done=lambda found: self._show_quoted(turn, found), failed=lambda _: None
            )

    def _show_claim(self, graph: Graph, claim: str, flags: list[Finding]) -> None:
        view, status = self._walking.view, graph.shown_status(claim)
        reason = graph.shown_reason(claim, named=True)
        more = f" ({one_line(reason, 200)})" if reason else ""
        number = graph.claims[claim].number
        words = (
            f"Claim {number} {STATUS_MARKS[status]} {STATUS_WORDS[status]}{more}: “{claim_quote(graph, claim, 160)}”"
        )
        view.add_words(words, heading=True)
        if graph.claims[claim].note.strip():
            view.add_words(f"Note: {one_line(graph.claims[claim].note, 400)}")
        links = [link for link in graph.links_of(claim) if link.passage in graph.passages]
        view.add_flags([one for one in flags if one.link not in {link.id for link in links}])
        for link in sorted(links, key=lambda one: _ORDER.index(one.relation)):
            card = PassageCard(graph, link.id, self._window.theme)
            card.show_flags([one for one in flags if one.link == link.id])
            view.add_card(card)
            self._want_picture(graph, card)
        if not links:
            view.add_words(NO_LINKS)

    def _want_picture(self, graph: Graph, card: PassageCard) -> None:
        document = graph.documents.get(card.passage.document)
        if document is None or card.passage.lost:
            return
        paper = paper_theme(self._window.theme, True)
        look = Look(0, paper.dark, paper.text.rgb() & 0xFFFFFF, paper.paper.rgb() & 0xFFFFFF)
        turn = self._turn

        def drawn(shot: Any) -> None:
            if turn == self._turn and card in self._walking.view.cards:
                card.picture.show_shot(shot)

        ratio = self._window.devicePixelRatioF()
        self._pictures.want(document.current, card.passage.place, look, ratio, drawn)

    def _show_quoted(self, turn: int, found: tuple[Quoted, ...]) -> None:
        if turn == self._turn:
            for card in self._walking.view.cards:
                card.show_quoted([one for one in found if one.link == card.link])


def _marks_in(graph: Graph, document: str, sentence: SentenceState) -> list[NeedsNone]:
    marks = [mark for mark in graph.needs_none.values() if mark.document == document and not mark.lost]
    return [
        mark for mark in marks if any(stands_in(sentence, span.page, span.start, span.end) for span in mark.place.spans)
    ]
