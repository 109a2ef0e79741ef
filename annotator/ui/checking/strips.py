"""The line check beside every draft that is shown, its bar for the whole, and the way to the next open sentence."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from annotator.checking.coverage import SentenceState
from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.things import Role
from annotator.ui.checking import calls
from annotator.ui.checking.sentences import STATE_WORDS, LineCheck, Stand
from annotator.ui.checking.whole import WholeBar
from annotator.ui.reader.values import Coverage
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.checking.falls import Falling
    from annotator.ui.checking.suggesting import Suggesting
    from annotator.ui.checking.walking import Walking
    from annotator.ui.panes.holder import PaneHolder
    from annotator.ui.window import MainWindow

NONE = "The draft has no sentence yet."
DONE = "No sentence is open: each is checked or needs no source. This is not a statement that the draft is right."


class Strips(QObject):
    """Asks the desk how the sentences stand after each change that may matter; `changed` follows."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._graph: Graph | None = None
        self._asked = 0
        self._stand: Stand | None = None
        self.check = LineCheck()
        self.suggesting: Suggesting | None = None
        self.falling: Falling | None = None
        self.bar = WholeBar()
        self.bar.shares.set_theme(window.theme)
        window.status.add(self.bar)
        window.desk.opened.connect(self._opened)
        window.desk.graph_changed.connect(lambda graph, _: self._look(graph))
        window.area.pane_added.connect(self._watch)

    @cached_property
    def walking(self) -> Walking:
        """The check line by line; what compares quotations is loaded by those who check only."""
        from annotator.ui.checking.walking import Walking

        return Walking(self._window)

    @property
    def walked(self) -> bool:
        """Whether the draft is being checked line by line."""
        return "walking" in self.__dict__ and self.walking.active

    def find_support(self) -> None:
        """Looks for passages for the words that are selected."""
        if self.suggesting is not None:
            self.suggesting.find()

    def close(self) -> None:
        """Lets go of what the check line by line and the suggestions hold."""
        if self.suggesting is not None:
            self.suggesting.close()
        if "walking" in self.__dict__:
            self.walking.close()

    def set_theme(self, theme: Theme) -> None:
        """The window went dark or light."""
        self.bar.shares.set_theme(theme)

    def _opened(self, opened: Any) -> None:
        self._graph, self.check, self._stand = None, LineCheck(), None
        self._tell()
        self._look(opened.graph)

    def _look(self, graph: Graph) -> None:
        wanted = calls.changed(self._graph, graph)
        self._graph = graph
        if not wanted:
            if self.check.drafts and not graph.drafts():
                self.check = LineCheck()
                self._tell()
            return
        self._asked += 1
        asked = self._asked

        def looked(found: calls.Checked) -> None:
            if asked == self._asked:
                self.check = LineCheck(found)
                self._tell()

        self._window.desk.ask(calls.line_check, wanted, done=looked, failed=lambda _: None)

    def _tell(self) -> None:
        self.bar.show_check(self.check)
        for holder in self._window.area.holders():
            self.paint(holder)
        self.changed.emit()

    def _watch(self, holder: PaneHolder) -> None:
        holder.pane.document_shown.connect(lambda _: self.paint(holder))

    def paint(self, holder: PaneHolder) -> None:
        """Fills the strip of a pane, if it shows a draft as it is now."""
        holder.pane.set_coverage(self.marks(holder.pane.document_id) if self._shows_current(holder) else [])

    def marks(self, document: str) -> list[Coverage]:
        """A draft's sentences for the strip, those over a page break once a page."""
        states = self.check.drafts.get(document, ())
        return [
            Coverage(run.page, run.start, run.end, one.state.value, self.words(Stand(document, index)))
            for index, one in enumerate(states)
            for run in one.runs or (one,)
        ]

    def words(self, stand: Stand) -> str:
        """A sentence by its number, and how it stands: "Sentence 3 of 40: linked, not checked"."""
        one = self.check.get(stand)
        number = f"Sentence {stand.index + 1:,} of {len(self.check.drafts.get(stand.document, ())):,}"
        return f"{number}: {STATE_WORDS[one.state]}" if one is not None else number

    def _shows_current(self, holder: PaneHolder) -> bool:
        opened, graph = holder.pane.canvas.opened, self._window.choice.graph
        document = graph.documents.get(holder.pane.document_id)
        version = graph.versions.get(document.current) if document else None
        return opened is not None and version is not None and opened.shown.sha256 == version.extraction

    # --- the next open sentence ------------------------------------------------------------------------------------

    def here(self) -> Stand | None:
        """The sentence the person is at: where the caret or selection is in a draft, else where F8 was last."""
        graph = self._window.choice.graph
        for holder in self._window.area.recent():
            document, opened = graph.documents.get(holder.pane.document_id), holder.pane.canvas.opened
            if document is not None and document.role is Role.DRAFT and opened is not None:
                ends = opened.selecting.ordered
                spot = ends[0] if ends else opened.selecting.head
                if spot is not None:
                    return self.check.at(document.id, *spot)
                break
        return self._stand if self.check.get(self._stand) else None

    def go(self, by: int) -> None:
        """To the next open sentence or the one before, from the beginning again after the last."""
        if not self.check.total:
            self._window.say(NONE)
            return
        here = self.here()
        found = self.check.step(here, by, only_open=True)
        again = found is None
        found = found or self.check.step(None, by, only_open=True)
        if found is None:
            self._window.say(DONE)
            return
        self._stand = found
        sentence = self.check.get(found)
        assert sentence is not None
        way = "from the beginning" if by > 0 else "from the end"
        more = f" Going on {way}." if again and here is not None else ""
        self._window.say(f"{self.words(found)}. {self.check.words}.{more}")
        self.show(found.document, sentence)

    def show(self, document: str, sentence: SentenceState) -> None:
        """Goes to a sentence and selects it, so that C or N act on it at once."""
        runs = sentence.runs or (sentence,)
        first, last = (runs[0].page, runs[0].start), (runs[-1].page, runs[-1].end)

        def there(holder: PaneHolder) -> None:
            opened = holder.pane.canvas.opened
            if opened is not None and opened.id == document:
                opened.selecting.put(first, last)

        def placed(place: Place) -> None:
            self._window.navigator.show_place(document, place, then=there)

        spans = [(run.page, run.start, run.end) for run in runs]
        self._window.desk.ask(calls.place_of, document, spans, done=placed)
