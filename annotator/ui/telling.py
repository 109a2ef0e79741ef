"""What a screen reader is told of things that change elsewhere than where the keys go."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.model.graph import Graph
from annotator.model.things import Status
from annotator.ui.accessibility import announcer
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.plain import one_line
from annotator.ui.review.items import to_review
from annotator.ui.words import STATUS_WORDS, claim_quote, count, page_words

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

ONE_BY_ONE = 3
"""As many claims as are named when their status changes; of more it is said how many."""


class Telling(QObject):
    """The chosen claim, pages turned, claims that show another status, passages that came up for review.

    Sentences of the status line, messages, and counts of hits are told where they are shown.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._claim = ""
        self._statuses: dict[str, Status] = {}
        self._reviewed = 0
        self._pages: dict[PaneHolder, tuple[str, int]] = {}
        window.choice.changed.connect(self._chosen)
        window.desk.graph_changed.connect(lambda graph, _: self._changed(graph))
        window.desk.opened.connect(self._opened)
        window.area.pane_added.connect(self._watch)
        window.area.pane_removed.connect(lambda holder: self._pages.pop(holder, None))

    def _opened(self, opened: Any) -> None:
        """What was so when the project was opened is not news."""
        self._keep(opened.graph)

    def _chosen(self) -> None:
        choice = self._window.choice
        if choice.claim == self._claim:
            return
        self._claim = choice.claim
        claim = choice.graph.claims.get(choice.claim)
        if self._window.claims.list.hasFocus():  # it tells its rows itself
            return
        words = (
            f"Claim {claim.number} chosen: {claim_quote(choice.graph, claim.id, 120)}" if claim else "No claim chosen"
        )
        announcer().announce(self._window.bench.linking, words)

    def _changed(self, graph: Graph) -> None:
        before, reviewed = self._statuses, self._reviewed
        self._keep(graph)
        changed = [each for each, status in self._statuses.items() if before.get(each, status) is not status]
        for sentence in changed_words(graph, changed):
            announcer().announce(self._window.status, sentence)
        if self._reviewed > reviewed:
            announcer().announce(self._window.status, f"{count(self._reviewed, 'passage')} to review")

    def _keep(self, graph: Graph) -> None:
        self._statuses = {claim: graph.shown_status(claim) for claim in graph.claims}
        self._reviewed = len(to_review(graph))

    def _watch(self, holder: PaneHolder) -> None:
        holder.pane.location_changed.connect(lambda _: self._turned(holder))

    def _turned(self, holder: PaneHolder) -> None:
        pane, opened = holder.pane, holder.pane.canvas.opened
        if opened is None:
            return
        before, self._pages[holder] = self._pages.get(holder), (opened.id, pane.current_page)
        if before == self._pages[holder] or not pane.canvas.hasFocus():
            return
        if before is None or before[0] != opened.id:
            words = pane.canvas.accessibleName()
        else:
            words = page_words(opened.pages, pane.current_page).replace("p.", "page", 1)
        announcer().announce(pane.canvas, words)


def changed_words(graph: Graph, claims: list[str]) -> list[str]:
    """What is said of claims that show another status now."""
    if len(claims) <= ONE_BY_ONE:
        return [_status_words(graph, claim) for claim in claims]
    by_status: dict[Status, int] = defaultdict(int)
    for claim in claims:
        by_status[graph.shown_status(claim)] += 1
    return [f"{count(number, 'claim')} now {STATUS_WORDS[status]}" for status, number in by_status.items()]


def _status_words(graph: Graph, claim: str) -> str:
    reason = graph.shown_reason(claim, named=True)
    words = f"Claim {graph.claims[claim].number} is {STATUS_WORDS[graph.shown_status(claim)]}"
    return one_line(f"{words}: {reason}" if reason else words)
