"""Deciding what becomes of passages in a new version: keep, place by hand, let go; one after another, with undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from annotator.model.errors import Refused
from annotator.ui.linking.selections import Selected, with_place
from annotator.ui.review import decisions
from annotator.ui.review.items import ToReview
from annotator.ui.words import count, version_words

if TYPE_CHECKING:
    from annotator.model.graph import Graph
    from annotator.model.outcomes import Outcome
    from annotator.model.places import Place
    from annotator.operations.wordings import Wording
    from annotator.ui.panes.holder import PaneHolder
    from annotator.ui.window import MainWindow

NOTHING = "Nothing is to be reviewed: every passage is as it was, or somebody said yes to it."
SELECT = "Select the words where it stands now, then press Place here (P)."
READ_ONLY = "The project is open for reading only. Work on a copy to decide."


class Reviewing:
    """Between the list, the card below the pages, the readers and the desk."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._asked = 0
        self._under_way: set[str] = set()
        """Things about which a decision is being written: a second key must not decide about the next one unseen."""
        panel, card = window.bench.review, window.bench.card
        panel.chosen.connect(self._show)
        panel.left.connect(self.leave)
        card.left.connect(self.leave)
        card.keep_wanted.connect(self.keep)
        card.place_wanted.connect(self.place)
        card.let_go_wanted.connect(self.let_go)
        card.all_moved_wanted.connect(self.keep_all_moved)
        card.step_wanted.connect(self.step)
        window.bench.review_shown.connect(self._shown)
        window.linker.brought_back.connect(self._brought_back)
        window.desk.graph_changed.connect(lambda *_: self._under_way.clear())

    def take_graph(self, graph: Graph) -> None:
        """Lists what another graph leaves to review; how much stays in sight."""
        waiting = self._window.bench.review.set_graph(graph)
        self._window.bench.show_review_count(waiting)
        self._window.status.show_review(waiting)

    def show(self) -> None:
        """Opens the review."""
        if not self._window.bench.review.items:
            self._window.say(NOTHING)
            return
        self._window.bench.show_panel(self._window.bench.review)
        self._window.bench.review.list.setFocus()

    def leave(self) -> None:
        """Closes it; what is to be reviewed stays."""
        self._window.bench.leave_review()
        self._window.focus_reader()

    def step(self, by: int) -> None:
        """To the next or previous item."""
        self._window.bench.review.step(by)

    def keep(self) -> None:
        """Says yes to the place and wording that were found."""
        item = self._decidable()
        if item is None:
            return
        if not item.found:
            self._window.say(SELECT)
            return
        self._decide(item, "Kept as it is now.", decisions.accept, [item.thing])

    def keep_all_moved(self) -> None:
        """Says yes to all that only moved; what was edited is looked at one by one."""
        moved = [each.thing for each in self._window.bench.review.moved]
        if moved and self._decidable() is not None:
            kept = f"{count(len(moved), 'moved passage')} kept."
            self._window.desk.act(decisions.accept, moved, done=lambda _: self._window.say(kept, undo=True))

    def place(self) -> None:
        """Puts it at the words that are selected in its document."""
        item = self._decidable()
        if item is None:
            return
        panes = [holder.pane for holder in self._window.area.recent() if holder.pane.document_id == item.document]
        pane = next((each for each in panes if each.selection() is not None), None)
        if pane is None:
            self._window.say(SELECT)
            return

        def put(place: Place) -> None:
            self._decide(item, "Placed.", decisions.place_at, item.thing, place, then=pane.clear_selection)

        with_place(Selected(pane, item.document), put, self._window.say)

    def let_go(self) -> None:
        """Gives it up; with its last passage goes the claim."""
        item = self._decidable()
        if item is not None:
            self._decide(item, "Let go.", decisions.let_go, item.thing)

    def _decidable(self) -> ToReview | None:
        item = self._window.bench.review.current
        if not self._window.bench.reviewing or item is None or item.thing in self._under_way:
            return None
        if not self._window.can_write():
            self._window.say(READ_ONLY)
            return None
        return item

    def _decide(
        self,
        item: ToReview,
        sentence: str,
        decision: Callable[..., Any],
        *given: Any,
        then: Callable[[], None] | None = None,
    ) -> None:
        self._under_way.add(item.thing)

        def done(_: Any) -> None:
            if then is not None:
                then()
            left = len(self._window.bench.review.items)
            more = f" {left:,} left to review." if left else " Nothing is left to review."
            self._window.say(sentence + more, undo=True)

        def failed(error: Refused) -> None:
            self._under_way.discard(item.thing)
            self._window.messages.say(error.sentence, key="review", wrong=True)

        self._window.desk.act(decision, *given, done=done, failed=failed)

    def _shown(self, shown: bool) -> None:
        self._window.enable()
        if shown:
            self._show(self._window.bench.review.current)

    def _show(self, item: ToReview | None) -> None:
        """Both wordings, and the place in the reader."""
        window = self._window
        self._asked += 1
        if item is None or not window.bench.reviewing:
            return
        asked, panel, card = self._asked, window.bench.review, window.bench.card
        graph = window.choice.graph
        known = {version.sha256: version for version in graph.versions.values() if version.document == item.document}
        before = known.get(item.was.version)
        now = graph.versions.get(graph.documents[item.document].current)
        names = (version_words(before) if before else "an earlier version", version_words(now) if now else "")
        card.set_writable(window.can_write())
        card.show_item(item, panel.items.index(item), len(panel.items), len(panel.moved), names)

        def arrived(made: Wording) -> None:
            if asked == self._asked:
                card.show_wording(item, made)

        window.desk.ask(decisions.wording, item.was, item.place if item.found else None, done=arrived)
        window.opener.open(item.document, None, lambda holder: self._go(holder, item, asked))

    def _go(self, holder: PaneHolder, item: ToReview, asked: int) -> None:
        if asked == self._asked and item.found:
            holder.pane.go_to(item.place)

    def _brought_back(self, outcome: Outcome | None) -> None:
        """What an undo brought back to the list is chosen."""
        if outcome is not None and self._window.bench.reviewing:
            any(self._window.bench.review.choose(thing) for thing in outcome.things)
