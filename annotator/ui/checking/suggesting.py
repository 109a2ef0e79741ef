"""Between the window and the tab of suggestions: for the chosen claim, while the tab is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.engine.client import Look
from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.things import Relation
from annotator.ui import calls as common
from annotator.ui.checking import calls
from annotator.ui.checking.pictures import Pictures
from annotator.ui.checking.suggestions_tab import NO_CLAIM, Suggestion
from annotator.ui.plain import one_line
from annotator.ui.reader.painting import paper_theme
from annotator.ui.words import RELATION_WORDS, claim_quote, count, document_name

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SEEKING = "Looking for passages …"
NO_SOURCES = "There is no source yet to look in. Add what the draft rests on."
NOTHING = "Nothing was found in the sources. That does not mean that nothing is there."


class Suggesting(QObject):
    """Asks the desk once for each claim and state of the sources; answers to another claim are thrown away."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = window.bench.inspector
        self._tab = self._tabs.suggestions
        self._pictures = Pictures(window.desk, window.bridge, self)
        self._asked: object = None
        self._found: list[dict[str, Any]] = []
        self._reading = 0
        self._turn = 0
        window.choice.changed.connect(self.refresh)
        window.desk.graph_changed.connect(lambda *_: self.refresh())
        window.desk.opened.connect(lambda _: self._forget())
        self._tabs.shown.connect(self.refresh)
        self._tab.link_wanted.connect(self.link)
        self._tab.place_wanted.connect(self.open_place)
        self._tab.current_changed.connect(self._preview)

    def close(self) -> None:
        """Lets go of pictures and of what draws them."""
        self._turn += 1
        self._reading += 1
        self._pictures.close()

    def _forget(self) -> None:
        self.close()
        self._asked, self._found = None, []
        self.refresh()

    def refresh(self) -> None:
        """Looks for passages where the claim or the sources are others; else shows how those found are linked now."""
        if not self._tab.isVisible():
            return
        choice = self._window.choice
        graph, claim = choice.graph, choice.claim
        words = claim_quote(graph, claim) if claim in graph.claims else ""
        if not words:
            self._asked = None
            self._tab.show_suggestions((), "", NO_CLAIM, writable=True)
            return
        wanted = (words, tuple((one.id, one.current) for one in graph.documents.values()))
        if wanted == self._asked:
            self._show(graph, claim, words)
            return
        self._asked, self._found = wanted, []
        if all(one.role == "draft" for one in graph.documents.values()):
            self._tab.show_suggestions((), "", NO_SOURCES, writable=True)
            return
        self._tab.show_suggestions((), "", SEEKING, writable=True)

        def found(made: calls.Suggested) -> None:
            self._window.status.rest()
            if wanted == self._asked:
                self._found = made.passages
                self._tab.tell_model(made.without)
                self._show(self._window.choice.graph, self._window.choice.claim, words)
                self._read_on(made)

        def failed(error: Any) -> None:
            self._window.status.rest()
            if wanted == self._asked:
                self._tab.show_suggestions((), "", one_line(error.sentence), writable=True)

        self._window.desk.long("Looking for passages", calls.suggest, words, done=found, failed=failed)

    def _show(self, graph: Graph, claim: str, words: str) -> None:
        found = [_suggestion(graph, claim, each) for each in self._found if each["document"] in graph.documents]
        number = graph.claims[claim].number
        many = count(len(found), "passage")
        said = f"{many} that may bear on claim {number}, best first. None of them was judged." if found else NOTHING
        self._tab.show_suggestions(found, words, said, writable=self._window.can_write())

    def _read_on(self, made: calls.Suggested) -> None:
        """What was not read for meaning yet is read in between other work; then these are sought once more."""
        if made.without or made.all_read:
            return
        self._reading += 1
        turn = self._reading

        def read(_: Any) -> None:
            self._asked = None
            self.refresh()

        self._window.desk.in_pieces(
            calls.read_on, wanted=lambda: turn == self._reading, done=read, failed=lambda _: None
        )

    # --- what is done with one --------------------------------------------------------------------------------------

    def link(self, relation: str) -> None:
        """Links the current passage to the chosen claim."""
        one, claim = self._tab.current, self._window.choice.claim
        if one is None or claim not in self._window.choice.graph.claims or not self._window.can_write():
            return
        kind = Relation(relation)

        def linked(made: Any) -> None:
            self._window.choice.choose(claim, made.link)
            self._window.say(f"Linked to {one.where}: {RELATION_WORDS[kind]}.", undo=True)

        def placed(place: Place) -> None:
            self._window.desk.act(common.link_at, claim, one.document, place, kind, done=linked)

        self._with_place(one, placed)

    def open_place(self) -> None:
        """Opens the current passage in its document."""
        one = self._tab.current
        if one is not None:
            self._with_place(one, lambda place: self._window.navigator.show_place(one.document, place))

    def _preview(self) -> None:
        self._turn += 1
        turn, one = self._turn, self._tab.current
        self._pictures.drop()
        document = self._window.choice.graph.documents.get(one.document) if one is not None else None
        if one is None or document is None:
            self._tab.show_picture(None)
            return
        paper = paper_theme(self._window.theme, True)
        look = Look(0, paper.dark, paper.text.rgb() & 0xFFFFFF, paper.paper.rgb() & 0xFFFFFF)
        ratio = self._window.devicePixelRatioF()

        def drawn(shot: Any) -> None:
            if turn == self._turn:
                self._tab.show_picture(shot)

        def placed(place: Place) -> None:
            if turn == self._turn:
                self._pictures.want(document.current, place, look, ratio, drawn)

        self._with_place(one, placed, quiet=True)

    def _with_place(self, one: Suggestion, then: Any, *, quiet: bool = False) -> None:
        runs = [(one.page, one.start, one.end)]
        failed = (lambda _: None) if quiet else None
        self._window.desk.ask(calls.place_of, one.document, runs, done=then, failed=failed)


def _suggestion(graph: Graph, claim: str, each: dict[str, Any]) -> Suggestion:
    document, page, start, end = str(each["document"]), int(each["page"]), int(each["start"]), int(each["end"])
    linked = ""
    for link in graph.links_of(claim):
        passage = graph.passages.get(link.passage)
        if passage is None or passage.document != document or passage.lost:
            continue
        if any(span.page == page and max(span.start, start) < min(span.end, end) for span in passage.place.spans):
            linked = f"linked: {RELATION_WORDS[link.relation]}"
    where = f"{document_name(graph, document)}, {one_line(str(each['whereabouts']))}"
    return Suggestion(document, page, start, end, str(each["text"]), where, linked)
