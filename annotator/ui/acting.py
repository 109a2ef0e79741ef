"""What a click, a selection or a letter asks of the person next: the small bar, a reason, a claim from the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from annotator.model.things import Relation, Role
from annotator.ui import calls
from annotator.ui.commands.picklist import Entry
from annotator.ui.linking.selections import Selected, with_place, words_rect
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.words import RELATION_MARKS, RELATION_WORDS, claim_quote

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


def first_stop(panel: QWidget) -> QWidget | None:
    """What takes the keys in a panel: its list, else the first thing that Tab leads to."""
    stops = [
        each
        for each in panel.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    lists = [each for each in stops if isinstance(each, QAbstractItemView)]
    return next(iter(lists + stops), None)


class Acting:
    """Between the readers and the linker."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._offered: PaneHolder | None = None
        window.linker.reason_wanted.connect(self._ask_reason)
        window.linker.claim_list_wanted.connect(self._ask_claim)
        window.documents.open_wanted.connect(self._open_document)
        window.inspector.document_wanted.connect(self._open_document)
        window.bench.reason.answered.connect(self._take_reason)

    def release(self) -> None:
        """Escape: first the selection goes, then the chosen claim."""
        self._window.act_bar.withdraw()
        if self._window.area.active_pane.selection() is not None:
            self._window.area.active_pane.clear_selection()
        else:
            self._window.choice.release()

    def step(self, by: int) -> None:
        """Keys go to the next or previous part of the window: the panes, then the sidebar, then links and details."""
        bench, area = self._window.bench, self._window.area
        panes = list(area.holders())
        panels = [panel for panel in (bench.sidebar, bench.inspector) if panel.isVisible() and first_stop(panel)]
        here = QApplication.focusWidget()
        inside = next((at for at, panel in enumerate(panels) if here and panel.isAncestorOf(here)), None)
        at = panes.index(area.active) if inside is None else len(panes) + inside
        at = (at + by) % (len(panes) + len(panels))
        if at < len(panes):
            area.activate(panes[at], focus=True)
        elif (stop := first_stop(panels[at - len(panes)])) is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def split(self, *, below: bool) -> None:
        """Adds a pane."""
        if self._window.area.split(below=below) is None:
            self._window.say("There are four panes already. Close one first (Ctrl+Shift+W).")

    def close_pane(self) -> None:
        """Takes the active pane away."""
        if not self._window.area.close_active():
            self._window.say("Two panes always stay: one for the draft, one for what it rests on.")

    def toggle_show_all(self) -> None:
        """Draws all links in sight, or the chosen claim's."""
        self._window.overlay.set_show_all(not self._window.overlay.shows_all)
        self._window.refresh()

    def activated(self, thing: str) -> None:
        """A marked passage was clicked. A source's passage never changes which claim links go to."""
        graph = self._window.choice.graph
        passage = graph.passages.get(thing)
        if passage is None:
            self._window.choice.touch(thing)
        elif passage.claim:
            self._window.choice.choose(passage.claim)
        else:
            links = graph.links_to(thing)
            mine = [link for link in links if link.claim == self._window.choice.claim]
            if mine:
                self._window.choice.choose(self._window.choice.claim, mine[0].id)
            elif links and not self._window.choice.claim:
                self._window.choice.choose(links[0].claim, links[0].id)
            elif links:
                self._window.choice.touch(links[0].id)

    def moved(self, holder: PaneHolder) -> None:
        """The words were scrolled or zoomed: the small bar waits, then comes where they are now."""
        if self._offered is holder:
            self.offer(holder)

    def offer(self, holder: PaneHolder) -> None:
        """Words were selected, or no more: the small bar comes beside them, or goes."""
        pane = holder.pane
        document = self._window.choice.graph.documents.get(pane.document_id)
        if pane.selection() is None or document is None or not self._window.can_write():
            if self._offered is holder:
                self._window.act_bar.withdraw()
            return
        self._offered = holder
        draft = document.role is Role.DRAFT
        names = ("claim", "needs-none", "query") if draft else ("supports", "contradicts", "context")
        around = QRect(pane.viewport().mapTo(self._window.area, QPoint(0, 0)), pane.viewport().size())
        words = words_rect(pane).translated(around.topLeft())
        if not words.isEmpty() and not words.intersects(around):  # scrolled out of sight: it would lie on other text
            self._window.act_bar.withdraw()
            return
        self._window.act_bar.offer([self._window.commands.actions[name] for name in names], words, around)

    def adjust(self) -> None:
        """Moves the ends of the chosen passage with the keys; asked again, the other end."""
        for holder in self._window.area.recent():
            for thing in self._adjustable(holder):
                if holder.pane.adjust_ends(thing):
                    self._window.area.activate(holder, focus=True)
                    self._window.say("Arrows move this end. E: the other end. Enter keeps, Esc gives up.")
                    return
        self._window.say("Choose a claim or a link first, with its passage in a pane, then press E to move its ends.")

    def ends_moved(self, holder: PaneHolder, thing: str) -> None:
        """The ends of a passage were moved: it is kept so, as one act."""
        words = Selected(holder.pane, holder.pane.document_id)

        def moved(_: object) -> None:
            words.pane.clear_selection()
            self._window.say("The passage's ends are moved.", undo=True)

        with_place(words, lambda place: self._window.desk.act(calls.adjust, thing, place, done=moved), self._window.say)

    def _adjustable(self, holder: PaneHolder) -> list[str]:
        """What of the chosen is shown in a pane's document: the passage of the link last touched, then the claim's."""
        choice = self._window.choice
        graph, document = choice.graph, holder.pane.document_id
        found = [choice.item] if choice.item in graph.needs_none or choice.item in graph.blackouts else []
        if choice.item in graph.links:
            found.append(graph.links[choice.item].passage)
        found += [passage.id for passage in graph.passages_of(choice.claim)]
        found += [link.passage for link in graph.links_of(choice.claim)]
        known = (graph.passages, graph.needs_none, graph.blackouts)
        mine = [next((table[each] for table in known if each in table), None) for each in found]
        return [each.id for each in mine if each is not None and each.document == document]

    def _open_document(self, document: str, side: str) -> None:
        holders = list(self._window.area.holders())
        target = {"left": holders[0], "right": holders[-1]}.get(side)
        self._window.opener.open(document, target, lambda holder: self._window.area.activate(holder, focus=True))

    def _ask_reason(self, quote: str) -> None:
        self._window.bench.reason.ask(f"“{quote}” needs no source because", "The reason, in a few words")

    def _take_reason(self, reason: str) -> None:
        self._window.focus_reader()
        self._window.linker.take_reason(reason)

    def pick_claim(self, relation: Relation, then: Callable[[str], None]) -> None:
        """Asks which claim something bears on."""
        self._pick(f"Which claim does it bear on: {RELATION_WORDS[relation]}?", then)

    def _ask_claim(self, relation: Relation | None) -> None:
        if relation is not None:
            self.pick_claim(relation, lambda claim: self._window.linker.link_to(claim, relation))
        else:
            self._pick("Link to which claim?", self._ask_relation)

    def _pick(self, title: str, then: Callable[[str], None]) -> None:
        graph = self._window.choice.graph
        entries = [
            Entry(f"{claim.number}. {claim_quote(graph, claim.id)}", "", claim.id) for claim in graph.claims.values()
        ]
        self._window.picks.ask(title, entries, then, "Number or words of a claim")

    def _ask_relation(self, claim: str) -> None:
        entries = [Entry(f"{RELATION_MARKS[each]} {words}", "", each.value) for each, words in RELATION_WORDS.items()]
        self._window.picks.ask(
            "What do the words do for it?", entries, lambda each: self._window.linker.link_to(claim, Relation(each))
        )
