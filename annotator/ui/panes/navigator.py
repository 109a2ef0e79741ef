"""Following links to their other end, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from annotator.model.outcomes import Outcome
from annotator.model.places import Place
from annotator.model.things import Link, Role
from annotator.ui import calls
from annotator.ui.choice import Choice
from annotator.ui.desk import Desk
from annotator.ui.panes.area import PaneArea
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.panes.opener import Opener, Then
from annotator.ui.reader.values import Location


@dataclass(frozen=True, slots=True)
class Jump:
    """From one pane to another; `before` is where that other pane stood, None where it was empty."""

    origin: PaneHolder
    target: PaneHolder
    before: Location | None


class Navigator(QObject):
    """Each pane remembers its own jumps; this remembers which pane they were made from."""

    said = Signal(str)

    def __init__(
        self, desk: Desk, area: PaneArea, opener: Opener, choice: Choice, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._area = area
        self._opener = opener
        self._choice = choice
        self._behind: list[Jump] = []
        self._ahead: list[Jump] = []
        area.pane_removed.connect(self._forget)
        area.pane_added.connect(self._watch)

    def show_passage(self, passage_id: str, *, focus: bool = True) -> None:
        """Opens and scrolls to a passage."""
        passage = self._choice.graph.passages.get(passage_id)
        if passage is None:
            return
        if passage.lost:
            self.said.emit("This passage was not found in the version that is shown. See Not found.")
            return
        self._go(passage.document, passage.place, focus=focus)

    def show_claim(self, claim: str, *, focus: bool = False) -> None:
        """Shows a claim's words in the draft."""
        found = [passage for passage in self._choice.graph.passages_of(claim) if not passage.lost]
        if found:
            self.show_passage(found[0].id, focus=focus)

    def show_hit(self, document: str, page: int, start: int, end: int) -> None:
        """Shows a search hit."""
        self._desk.ask(calls.hit_place, document, page, start, end, done=lambda place: self._go(document, place))

    def follow(self) -> None:
        """From a claim to what it rests on, the next link each time; from a passage to its claim."""
        graph, item = self._choice.graph, self._choice.item
        here = graph.documents.get(self._area.active_pane.document_id)
        if here is not None and here.role is Role.SOURCE and item in graph.links:
            self._choice.choose(graph.links[item].claim, item)
            self.show_claim(graph.links[item].claim, focus=True)
        elif self._choice.claim:
            links = [link for link in graph.links_of(self._choice.claim) if not self._lost(link)]
            if not links:
                self.said.emit("This claim has no link yet. Select the supporting words in a source and press S.")
                return
            link = self._next(links, item)
            self._choice.choose(link.claim, link.id)
            self.show_passage(link.passage)
        else:
            self.said.emit("Choose a claim first: click it in the draft or in the list.")

    def show_outcome(self, outcome: Outcome) -> None:
        """Selects and shows what an undo brought back."""
        graph = self._choice.graph
        for thing in outcome.things:
            if thing in graph.links:
                self._choice.choose(graph.links[thing].claim, thing)
                self.show_claim(graph.links[thing].claim)
                self.show_passage(graph.links[thing].passage, focus=False)
                return
        for thing in outcome.things:
            if thing in graph.claims:
                self._choice.choose(thing)
                self.show_claim(thing)
                return
        for thing in outcome.things:
            if thing in graph.passages:
                self.show_passage(thing, focus=False)
                return
            if thing in graph.needs_none:
                self._choice.touch(thing)
                self._go(graph.needs_none[thing].document, graph.needs_none[thing].place, focus=False)
                return
            if thing in graph.blackouts:
                self._choice.touch(thing)
                self._go(graph.blackouts[thing].document, graph.blackouts[thing].place, focus=False)
                return
            if thing in graph.queries:
                self._choice.choose(graph.queries[thing].claim)
                self.show_claim(graph.queries[thing].claim)
                return

    def back(self) -> None:
        """To where this pane stood, and to the pane the jump was made from."""
        holder = self._area.active
        jump = self._behind[-1] if self._behind and self._behind[-1].target is holder else None
        if holder.pane.can_go_back():
            holder.pane.back()
        elif jump is None:
            return
        if jump is not None and (not holder.pane.can_go_back() or _same(holder.pane.location(), jump.before)):
            self._behind.pop()
            self._ahead.append(jump)
            self._area.activate(jump.origin, focus=True)

    def forward(self) -> None:
        """Takes `back` back."""
        jump = self._ahead[-1] if self._ahead and self._ahead[-1].origin is self._area.active else None
        if jump is None:
            self._area.active_pane.forward()
            return
        self._ahead.pop()
        self._behind.append(jump)
        if jump.target.pane.can_go_forward():
            jump.target.pane.forward()
        self._area.activate(jump.target, focus=True)

    def show_place(self, document: str, place: Place, *, then: Then | None = None) -> None:
        """Shows any place of a document; `then` runs when it is there."""
        self._go(document, place, then=then)

    def _go(self, document: str, place: Place, *, focus: bool = True, then: Then | None = None) -> None:
        origin = self._area.active
        target = self._opener.home_of(document)
        before = target.pane.location()

        def arrived(holder: PaneHolder) -> None:
            holder.pane.go_to(place)
            if focus:
                if holder is not origin:
                    self._behind.append(Jump(origin, holder, before))
                    self._ahead.clear()
                self._area.activate(holder, focus=True)
            if then is not None:
                then(holder)

        self._opener.open(document, target, arrived)

    def _next(self, links: Sequence[Link], item: str) -> Link:
        """The link after the one last shown, if that is in sight; else the one last touched, else the first."""
        ids = [link.id for link in links]
        if item not in ids:
            return links[0]
        at = ids.index(item)
        anchors = [holder.pane.anchor_of(links[at].passage) for holder in self._area.holders()]
        in_sight = any(anchor is not None and anchor.visible for anchor in anchors)
        return links[(at + 1) % len(links)] if in_sight and len(links) > 1 else links[at]

    def _lost(self, link: Link) -> bool:
        passage = self._choice.graph.passages.get(link.passage)
        return passage is None or bool(passage.lost)

    def _watch(self, holder: PaneHolder) -> None:
        def wanted(location: Location) -> None:
            self._opener.open(location.document, holder, lambda shown: shown.pane.restore(location))

        holder.pane.location_wanted.connect(wanted)

    def _forget(self, holder: PaneHolder) -> None:
        self._behind = [jump for jump in self._behind if holder not in (jump.origin, jump.target)]
        self._ahead = [jump for jump in self._ahead if holder not in (jump.origin, jump.target)]


def _same(one: Location | None, other: Location | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.document == other.document and one.page == other.page and abs(one.y - other.y) < 0.02
