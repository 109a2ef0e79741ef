"""Between the window and the tab of flags: what is listed, both places of a flag, putting aside and taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.model.findings import Finding, Spot
from annotator.ui.checking import calls

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Flagging(QObject):
    """Fills the tab while it is in sight; its title counts all flags that nobody put aside."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = window.bench.inspector
        self._tab = self._tabs.flags
        window.flags.changed.connect(self.refresh)
        window.choice.changed.connect(self.refresh)
        self._tabs.shown.connect(self.refresh)
        self._tab.filtered.connect(self.refresh)
        self._tab.check_wanted.connect(window.flags.check)
        self._tab.place_wanted.connect(self.show_places)
        self._tab.aside_wanted.connect(self.put_aside)
        self._tab.back_wanted.connect(self.take_back)

    def refresh(self) -> None:
        """Shows the flags as they are now."""
        flags, window = self._window.flags, self._window
        self._tabs.show_flags(len(flags.of()))
        self._tab.show_flags(
            window.choice.graph,
            flags.findings,
            window.choice.claim,
            busy=flags.busy,
            failure=flags.failure,
            writable=window.can_write(),
        )

    def show_places(self, flag: str) -> None:
        """Opens both places of a flag: where it is in the source, then where in the draft."""
        one = self._of(flag)
        if one is None:
            return
        window = self._window
        graph = window.choice.graph
        if one.claim in graph.claims:
            window.choice.choose(one.claim, one.link if one.link in graph.links else "")
        if one.source is not None and one.source.document in graph.documents:
            self._go(one.source)
        elif one.link in graph.links:
            window.navigator.show_passage(graph.links[one.link].passage)
        if one.draft is not None and one.draft.document in graph.documents:
            self._go(one.draft)
        elif one.claim in graph.claims:
            window.navigator.show_claim(one.claim)

    def put_aside(self, flag: str, reason: str) -> None:
        """Puts a flag aside with a reason."""
        self._window.desk.act(
            calls.put_aside, flag, reason, done=lambda _: self._window.say("Put aside, with the reason.", undo=True)
        )

    def take_back(self, flag: str) -> None:
        """Takes a flag up again."""
        self._window.desk.act(
            calls.take_back, flag, done=lambda _: self._window.say("The flag is there again.", undo=True)
        )

    def _of(self, flag: str) -> Finding | None:
        return next((one for one in self._window.flags.findings if one.id == flag), None)

    def _go(self, spot: Spot) -> None:
        def placed(place: Any) -> None:
            self._window.navigator.show_place(spot.document, place)

        runs = [(spot.page, spot.start, max(spot.end, spot.start + 1))]
        self._window.desk.ask(calls.place_of, spot.document, runs, done=placed)
