"""What a person decides of a sentence while she checks line by line; each is one act that undo takes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.model.findings import FindingKind
from annotator.model.places import Place
from annotator.model.things import Relation, Status
from annotator.ui import calls as common
from annotator.ui.checking import calls
from annotator.ui.checking.walk_view import NO_CLAIM, WalkView
from annotator.ui.words import STATUS_WORDS

if TYPE_CHECKING:
    from annotator.ui.checking.walking import Walking
    from annotator.ui.window import MainWindow

WHY = "Why it is checked all the same"
WHY_NONE = "The reason, in a few words"


class Deciding(QObject):
    """Checked, disputed, needs none, a query."""

    def __init__(self, window: MainWindow, walking: Walking) -> None:
        super().__init__(walking)
        self._window, self._walking = window, walking
        self._answer: Callable[[str], None] | None = None

    def join(self, view: WalkView) -> None:
        """Listens to a view."""
        view.checked_wanted.connect(self.checked)
        view.disputed_wanted.connect(self.disputed)
        view.none_wanted.connect(self.needs_none)
        view.query_wanted.connect(self.query)
        view.reason.answered.connect(self._take_reason)

    def checked(self) -> None:
        """Checked, and to the next sentence; where a passage contradicts, the reason is asked first."""
        graph, claims = self._window.choice.graph, self._walking.claims
        if not self._may(claims):
            return
        against = [
            claim for claim in claims if any(one.relation is Relation.CONTRADICTS for one in graph.links_of(claim))
        ]
        if against:
            numbers = ", ".join(str(graph.claims[claim].number) for claim in against)
            self._answer = partial(self._judge, claims, Status.VERIFIED)
            words = f"A passage contradicts claim {numbers}. It is checked all the same because"
            self._walking.view.ask_reason(words, WHY, "Checked")
        else:
            self._judge(claims, Status.VERIFIED, "")

    def disputed(self) -> None:
        """Disputed; it stays in front."""
        claims = self._walking.claims
        if self._may(claims):
            self._judge(claims, Status.DISPUTED, "")

    def needs_none(self) -> None:
        """Asks why the sentence needs no source, and marks it."""
        if self._walking.claims:
            self._window.say("Words of this sentence are marked as a claim. Remove that first, then it can need none.")
        elif self._window.can_write() and self._walking.stand is not None:
            self._answer = self._mark_none
            self._walking.view.ask_reason("This sentence needs no source because", WHY_NONE, "Mark")

    def query(self) -> None:
        """Asks about the sentence's claim, or about its words, which become one."""
        claims = self._walking.claims
        if not self._window.can_write() or self._walking.stand is None:
            return
        if claims:
            self._window.queries.ask_about(claims[0])
        else:
            self._with_place(lambda document, place: self._window.queries.ask_at(document, place))

    def _may(self, claims: list[str]) -> bool:
        if not self._window.can_write():
            self._window.say("The project is open for reading only.")
        elif not claims:
            self._window.say(NO_CLAIM)
        return bool(claims) and self._window.can_write()

    def _take_reason(self, reason: str) -> None:
        self._walking.view.take_focus()
        answer, self._answer = self._answer, None
        if answer is not None and reason:
            answer(reason)
        elif answer is not None:
            self._window.say("Nothing was marked: a reason is needed, in a few words.")

    def _judge(self, claims: list[str], status: Status, reason: str) -> None:
        flags = [one for one in self._window.flags.of(claims) if one.kind is FindingKind.CONTRADICTED]
        numbers = ", ".join(str(self._window.choice.graph.claims[claim].number) for claim in claims)
        stand = self._walking.stand

        def judged(_: Any) -> None:
            self._window.say(f"Claim {numbers}: {STATUS_WORDS[status]}.", undo=True)
            if status is Status.VERIFIED and self._walking.stand == stand:
                self._walking.step(1)

        self._window.desk.act(calls.judge, claims, status, reason, flags, done=judged)

    def _mark_none(self, reason: str) -> None:
        def mark(document: str, place: Place) -> None:
            def marked(_: Any) -> None:
                self._window.say("Marked: needs no source.", undo=True)
                self._walking.step(1)

            self._window.desk.act(common.needs_none_at, document, place, reason, done=marked)

        self._with_place(mark)

    def _with_place(self, then: Callable[[str, Place], None]) -> None:
        stand, sentence = self._walking.stand, self._window.strips.check.get(self._walking.stand)
        if stand is not None and sentence is not None:
            spans = [(run.page, run.start, run.end) for run in sentence.runs]
            self._window.desk.ask(calls.place_of, stand.document, spans, done=lambda place: then(stand.document, place))
