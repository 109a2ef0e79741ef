"""Checking line by line: which sentence, what its cards show, and what becomes of what the person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.checking.coverage import SentenceState
from annotator.model.outcomes import Outcome
from annotator.model.places import Place
from annotator.ui import state
from annotator.ui.checking import calls
from annotator.ui.checking.deciding import Deciding
from annotator.ui.checking.sentences import Stand, claims_in, words_of
from annotator.ui.checking.shown import Shown
from annotator.ui.checking.strips import NONE
from annotator.ui.checking.walk_view import WalkView
from annotator.ui.panes.highlights import Marks

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

KEYS = ("checked", "disputed", "needs-none", "query", "next", "previous", "next-open", "previous-open")
"""What has a key while it goes on, as the table of commands names it."""


class Walking(QObject):
    """The view is made when it is first wanted. It goes on where it was left, on this computer."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._view: WalkView | None = None
        self.stand: Stand | None = None
        """The sentence it stands at."""
        self._texts: dict[str, tuple[str, ...]] = {}
        self._loaded = ""
        self._turn = 0
        self.deciding: Deciding = Deciding(window, self)
        self.shown = Shown(window, self)
        window.strips.changed.connect(self._refresh)
        window.flags.changed.connect(self._refresh)
        window.desk.opened.connect(lambda _: self._forget())
        window.linker.brought_back.connect(self._follow)

    @property
    def view(self) -> WalkView:
        """The full view."""
        if self._view is None:
            window = self._window
            self._view = view = WalkView(window.bridge, window.theme)
            window.commands.add_some(view, *(f"line-{name}" for name in KEYS))
            view.left.connect(self.leave)
            view.undo_wanted.connect(window.linker.undo)
            view.redo_wanted.connect(window.linker.redo)
            view.step_wanted.connect(self.step)
            view.passage_wanted.connect(self._open_passage)
            self.deciding.join(view)
            view.recoloured.connect(self._recolour)
        return self._view

    @property
    def active(self) -> bool:
        """Whether the draft is being checked line by line."""
        return self._view is not None and self._view.isVisible()

    # --- coming and going ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Goes on where it was left; the first time with the first open sentence."""
        window, check = self._window, self._window.strips.check
        if not check.total:
            window.say(NONE)
            return
        if check.get(self.stand) is None:
            kept = state.load_line_check(window.desk.project)
            self.stand = check.at(*kept) if kept else None
            self.stand = self.stand or check.step(None, 1, only_open=True) or check.step(None, 1)
        self.view.set_theme(window.theme)
        window.show_page(full=self.view)
        self.view.take_focus()
        self._refresh()

    def leave(self) -> None:
        """Back to the panes, at the sentence it stands at, so that words of it can be marked."""
        stand, sentence = self.stand, self._window.strips.check.get(self.stand)
        self.close()
        self._window.show_page()
        self._window.focus_reader()
        if stand is not None and sentence is not None:
            self._window.strips.show(stand.document, sentence)

    def close(self) -> None:
        """Lets go of the draft's pages and of pictures."""
        self._turn += 1
        self._loaded = ""
        self.shown.close()
        if self._view is not None:
            self._view.clear()
            for document in self._view.pane.documents():
                self._view.pane.close_document(document)

    def _forget(self) -> None:
        self.close()
        self.stand = None

    def _follow(self, outcome: Outcome) -> None:
        """What was undone is shown here, too."""
        graph, check = self._window.choice.graph, self._window.strips.check
        if not self.active:
            return
        for stand in (Stand(draft, at) for draft, states in check.drafts.items() for at in range(len(states))):
            sentence = check.get(stand)
            if sentence and set(claims_in(graph, stand.document, sentence)) & set(outcome.things):
                self._go(stand)
                return

    # --- which sentence --------------------------------------------------------------------------------------------

    @property
    def claims(self) -> list[str]:
        """The claims of the sentence it stands at."""
        sentence = self._window.strips.check.get(self.stand)
        if sentence is None or self.stand is None:
            return []
        return claims_in(self._window.choice.graph, self.stand.document, sentence)

    def step(self, by: int, *, only_open: bool = False) -> None:
        """To the next sentence, or back."""
        found = self._window.strips.check.step(self.stand, by, only_open=only_open)
        if found is None:
            self._window.say("No further sentence is open." if only_open else "That was the last sentence."
                             if by > 0 else "This is the first sentence.")  # fmt: skip
        else:
            self._go(found)

    def _go(self, stand: Stand) -> None:
        self.stand = stand
        sentence = self._window.strips.check.get(stand)
        if sentence is not None:
            state.save_line_check(self._window.desk.project, (stand.document, sentence.page, sentence.start))
        self._refresh()

    def _refresh(self) -> None:
        """Shows the sentence as it is now."""
        if not self.active:
            return
        check = self._window.strips.check
        sentence = check.get(self.stand)
        if sentence is None or self.stand is None:
            self.stand = check.step(None, 1)
            if self.stand is None:
                self.leave()
                return
            sentence = check.get(self.stand)
            assert sentence is not None
        self._turn += 1
        self._show_draft(self.stand, sentence)
        words = words_of(self._texts.get(self.stand.document, ()), sentence)
        self.shown.show(self.stand, sentence, words)

    def _show_draft(self, stand: Stand, sentence: SentenceState) -> None:
        graph = self._window.choice.graph
        document = graph.documents[stand.document]
        version = graph.versions[document.current]
        if self._loaded != f"{version.id} {version.extraction}":
            wanted = self._loaded = f"{version.id} {version.extraction}"

            def loaded(made: Any) -> None:
                if wanted != self._loaded or not self.active:
                    made.source.close()
                    return
                self._texts[document.id] = tuple(made.texts)
                self.view.pane.show_document(document, version, made, made.source)
                self.view.pane.tabs.hide()
                self._refresh()

            self._window.desk.ask(calls.load_whole, version.id, done=loaded)
            return
        pane = self.view.pane
        if pane.document_id != document.id:
            return
        runs = sentence.runs
        pane.set_highlights(Marks(graph, "").of(document.id, ""))
        pane.set_coverage(self._window.strips.marks(document.id))
        pane.light(runs)
        spans = [(run.page, run.start, run.end) for run in runs]
        turn = self._turn

        def placed(place: Place) -> None:
            if turn == self._turn and pane.document_id == document.id:
                pane.canvas.stand_at(place)

        self._window.desk.ask(calls.place_of, document.id, spans, done=placed, failed=lambda _: None)

    # --- what it leads to ---------------------------------------------------------------------------------------------

    def _open_passage(self, passage: str) -> None:
        """Leaves, and shows the passage in its document."""
        link = next((one for one in self._window.choice.graph.links_to(passage)), None)
        self.leave()
        if link is not None:
            self._window.choice.choose(link.claim, link.id)
        self._window.navigator.show_passage(passage)

    def _recolour(self) -> None:
        if self._view is not None:
            self._view.set_theme(self._window.theme)
            self._refresh()
