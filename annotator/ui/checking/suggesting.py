"""Between the window and the tab of suggestions: passages for the chosen claim or any words, while it is in sight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.engine.client import Look
from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.things import Role
from annotator.ui.checking import calls
from annotator.ui.checking.matching import matching
from annotator.ui.checking.pictures import Pictures
from annotator.ui.checking.suggestions_tab import NO_CLAIM, Suggestion
from annotator.ui.checking.supporting import Home, Supporting
from annotator.ui.linking.selections import Selected, with_place
from annotator.ui.plain import one_line
from annotator.ui.reader.painting import paper_theme
from annotator.ui.words import RELATION_WORDS, claim_quote, count, document_name

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SEEKING = "Looking for passages …"
NO_SOURCES = "There is no source yet to look in. Add what the draft rests on."
NOTHING = "Nothing was found. That does not mean that nothing is there."
FAILED = "Passages could not be looked for."
NO_WORDS = "Type words and press Enter, or select some in a document first."
CHANGED = "That source has changed meanwhile. Its passages are looked for again."
LONGEST = 600
"""Letters of words that passages are sought for: a whole page would bring up everything."""


@dataclass(frozen=True, slots=True)
class Free:
    """Any words; `home` is where they stand in the draft. They stay until another claim than `beside` is chosen."""

    words: str
    home: Home | None
    beside: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What passages are sought for; those of equal ones are the same."""

    words: str
    claim: str
    document: str
    kind: str
    sources: tuple[tuple[str, str], ...]


class Suggesting(QObject):
    """Asks the desk once for each claim, words and state of the sources; answers to others are thrown away."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = window.bench.inspector
        self._tab = self._tabs.suggestions
        self._pictures = Pictures(window.desk, window.bridge, self)
        self._supporting = Supporting(window)
        self._free: Free | None = None
        self._asked: Sought | None = None
        self._seeking = False
        self._found: list[dict[str, Any]] = []
        self._turn = 0
        window.choice.changed.connect(self.refresh)
        window.desk.graph_changed.connect(lambda *_: self.refresh())
        window.desk.opened.connect(lambda _: self._forget())
        window.desk.unexpected.connect(lambda _: self._fail(FAILED))
        window.for_meaning.read.connect(self._look_again)
        self._tabs.shown.connect(self.refresh)
        self._tab.words_wanted.connect(self._take_words)
        self._tab.where.chosen.connect(self.refresh)
        self._tab.link_wanted.connect(self.link)
        self._tab.place_wanted.connect(self.open_place)
        self._tab.current_changed.connect(self._preview)

    def close(self) -> None:
        """Lets go of pictures and of what draws them."""
        self._turn += 1
        self._pictures.close()

    def _forget(self) -> None:
        self.close()
        self._free, self._asked, self._found, self._seeking = None, None, [], False
        self.refresh()

    # --- for what -----------------------------------------------------------------------------------------------------

    def find(self) -> None:
        """Looks for the words selected in the pane used last, be it the draft or a source; else for the claim's."""
        window = self._window
        pane, graph = window.area.active_pane, window.choice.graph
        chosen, document = pane.selection(), graph.documents.get(pane.document_id)
        if window.bench.inspector.isHidden():
            window.bench.toggle_inspector()
        self._tabs.setCurrentWidget(self._tab)
        words = one_line(chosen.text, LONGEST) if chosen is not None else ""
        if words and document is not None and document.role is Role.DRAFT:
            with_place(Selected(pane, document.id), lambda place: self._ask(words, (document.id, place)), window.say)
        elif words:
            self._ask(words, None)
        elif window.choice.claim in graph.claims:
            self._free = None
            self._tab.put_words(claim_quote(graph, window.choice.claim), anew=True)
            self.refresh()
            self._tab.take_focus()
        else:
            self._tab.take_focus()
            window.say(NO_WORDS)

    def _ask(self, words: str, home: Home | None) -> None:
        self._free = Free(words, home, self._window.choice.claim)
        self._tab.ask(words)

    def _take_words(self, words: str) -> None:
        """What was entered; what begins as words of the draft stays with them as long as some of them are left."""
        home = self._free.home if self._free is not None else None
        if home is not None and not matching(home[1].quote, words):
            home = None
        self._free = Free(words, home, self._window.choice.claim) if words else None
        self.refresh()

    def refresh(self) -> None:
        """Looks for passages where words or sources are others; else shows how those found are linked now."""
        if not self._tab.isVisible():
            return
        choice, tab = self._window.choice, self._tab
        graph, claim = choice.graph, choice.claim
        tab.where.set_graph(graph)
        if self._free is not None and claim and claim != self._free.beside:
            self._free = None
        words = claim_quote(graph, claim) if claim in graph.claims else ""
        if self._free is not None and self._free.words != one_line(words, LONGEST):
            words, claim = self._free.words, ""
        tab.put_words(words)
        sources = tuple((one.id, one.current) for one in graph.documents.values() if one.role is Role.SOURCE)
        wanted = Sought(words, claim, tab.where.document, tab.where.kind, sources)
        if wanted == self._asked:
            if not self._seeking:
                self._show()
            return
        before, self._asked = self._asked, wanted
        if before is not None and self._found and replace(before, claim=claim) == wanted:
            # The same words, a claim's now: what is listed stays until others are known, with the keys on it.
            self._show()
            self._look_again()
            return
        self._found = []
        self._seeking = bool(words and sources)
        said = NO_CLAIM if not words else SEEKING if sources else NO_SOURCES
        tab.show_suggestions((), "", said, writable=True, ended=not self._seeking)
        if self._seeking:
            self._window.desk.long(
                "Looking for passages", calls.suggest, *self._look(), writes=False, **self._answers()
            )

    def _look(self) -> tuple[str, str, str, str]:
        asked = self._asked
        assert asked is not None
        return asked.words, asked.claim, asked.document, asked.kind

    def _answers(self) -> dict[str, Any]:
        asked = self._asked

        def found(made: calls.Suggested) -> None:
            if asked != self._asked:
                return
            self._found, self._seeking = made.passages, False
            self._tab.tell_model(made.without)
            self._show()
            if not made.without and not made.all_read:
                self._window.for_meaning.soon()

        def failed(error: Any) -> None:
            if asked == self._asked:
                self._fail(one_line(error.sentence))

        return {"done": found, "failed": failed}

    def _look_again(self) -> None:
        """More was read for meaning: what is listed stays until others are known, and nothing else tells of it."""
        if self._asked is None or self._seeking or not self._asked.words or not self._asked.sources:
            return
        if not self._tab.isVisible():
            self._asked = None
            return
        self._window.desk.ask(calls.suggest_quietly, *self._look(), **self._answers())

    def _fail(self, sentence: str) -> None:
        if self._seeking:
            self._seeking = False
            self._asked = replace(self._asked, words="") if self._asked is not None else None
            self._tab.show_suggestions((), "", sentence, writable=True)

    def _show(self) -> None:
        asked, graph = self._asked, self._window.choice.graph
        if asked is None or not asked.words or not asked.sources:
            return
        claim, home = self._target()
        found = [_suggestion(graph, claim, each) for each in self._found if each["document"] in graph.documents]
        many = count(len(found), "passage")
        about = f"claim {graph.claims[claim].number}" if asked.claim and claim in graph.claims else "these words"
        said = f"{many} that may bear on {about}, best first. None of them was judged." if found else NOTHING
        if found and not asked.claim:
            said += " " + self._supporting.told(claim, home)
        self._tab.show_suggestions(found, asked.words, said, writable=self._window.can_write())

    # --- what is done with one --------------------------------------------------------------------------------------

    def _target(self) -> tuple[str, Home | None]:
        return self._supporting.target(self._free.home if self._free is not None else None)

    def link(self, relation: str) -> None:
        """Links the current passage to the chosen claim, or to the words of the draft that it was sought for."""
        one = self._tab.current
        if one is None or not self._window.can_write():
            return
        claim, home = self._target()

        def linked(to: str) -> None:
            if self._free is not None:
                self._free = replace(self._free, beside=to)

        self._with_place(one, lambda place: self._supporting.link(one, place, relation, claim, home, linked))

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

        def placed(place: Place) -> None:
            if place.quote.split() == one.text.split():
                then(place)
            elif not quiet:  # a new version came in between: what stands there now was not what is listed
                self._window.say(CHANGED)

        self._window.desk.ask(calls.place_of, one.document, runs, done=placed, failed=failed)


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
