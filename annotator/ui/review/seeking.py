"""Passages of which nobody knows where they stand in the shown version are sought, with progress and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.model.errors import Refused
from annotator.model.standing import Stands
from annotator.model.things import Blackout, NeedsNone, Passage
from annotator.ui.review import decisions
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.model.graph import Graph
    from annotator.ui.desk import Opened
    from annotator.ui.window import MainWindow

KEY = "seeking"


class Seeking:
    """Begins as soon as a graph has such passages: another computer or program may have left them so."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._under_way = False
        self._left: set[str] = set()
        """What seeking was stopped or refused for: it is begun again on a click only."""
        window.desk.opened.connect(self._opened)
        window.desk.graph_changed.connect(lambda graph, _: self.look(graph))

    def look(self, graph: Graph) -> None:
        """Seeks what has to be sought, unless that was stopped."""
        waiting = sought(graph)
        if not waiting:
            self._left.clear()
            self._window.messages.forget(KEY)
        elif not self._under_way and not waiting <= self._left:
            self._seek(waiting)

    def again(self) -> None:
        """Seeks what was left."""
        self._left.clear()
        self.look(self._window.choice.graph)

    def _opened(self, opened: Opened) -> None:
        self._left.clear()
        self.look(opened.graph)

    def _seek(self, waiting: set[str]) -> None:
        self._under_way = True

        def done(_: Any) -> None:
            self._under_way = False
            self._window.status.rest()
            self.look(self._window.choice.graph)

        def failed(error: Refused) -> None:
            self._under_way = False
            self._left = waiting
            self._window.status.rest()
            words = f"{count(len(waiting), 'passage')} not sought in the version that is shown. {error.sentence}"
            self._window.messages.say(words, [("Seek again", self.again)], key=KEY, wrong=True)

        self._window.desk.long("Finding passages again", decisions.finish, done=done, failed=failed)


def sought(graph: Graph) -> set[str]:
    """Ids of the things nobody knows the place of yet."""
    things: list[Passage | NeedsNone | Blackout] = [*graph.passages.values(), *graph.needs_none.values()]
    things += graph.blackouts.values()
    return {each.id for each in things if each.standing is not None and each.standing.outcome is Stands.SOUGHT}
