"""What went wrong, said inside the window with what can be done next; never in a dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from annotator.model.errors import DiskFull, ProjectReadOnly
from annotator.ui.reporting import report_of

if TYPE_CHECKING:
    from annotator.ui.desk import Failure
    from annotator.ui.window import MainWindow

OUTDATED = "An older edit that was refused is left out: the same field was changed again since."


class Troubles:
    """Refusals, a full disk, what nobody expected, cancelling."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._unsaved: list[Failure] = []
        self._unsaved_in: object = None
        self._leaving = self._given_up = False
        window.status.cancel_wanted.connect(self._cancel)

    def refused(self, failure: Failure) -> None:
        """An act of the desk that nobody else answers for."""
        if isinstance(failure.error, DiskFull) or self._leaving:
            self._keep_unsaved(failure)
            self._show_unsaved()
            # "Saved. Undo" of the act before would contradict it.
            self._window.say("")
        elif isinstance(failure.error, ProjectReadOnly):
            self._window.messages.say(failure.error.sentence, key="read-only", wrong=True)
        else:
            self._window.say(failure.error.sentence)
            self._window.status.rest()

    def saved(self, field: object) -> None:
        """A field was set: what was refused for the same field before is older, and must not come over it."""
        kept = [each for each in self._unsaved if each.field != field]
        if len(kept) != len(self._unsaved):
            self._unsaved = kept
            self._window.messages.forget("leave")
            if kept:
                self._show_unsaved()
                self._window.messages.say(OUTDATED, key="outdated")
            else:
                self._window.messages.say(OUTDATED, key="disk")

    def may_leave(self, act: str, go: Callable[[], object], *, wait: bool = False) -> bool:
        """Whether the project can be left without losing an edit; if not, asks. `act` is what is done by `go`.

        With `wait`, edits that are under way are waited for: what they came to could not be told later.
        """
        if wait and not self._given_up:
            self._leaving = True
            try:
                self._window.desk.settle()
            finally:
                self._leaving = False
        if self._given_up or not self._unsaved or self._unsaved_in is not self._window.projects.open_now:
            return True

        def retry() -> None:
            self._retry()
            # After the edits in the desk's order; what is refused again asks again.
            self._window.desk.run(lambda: None, done=then)

        def then(_: object) -> None:
            go()

        def lose() -> None:
            self._forget_unsaved()
            self._given_up = True  # a field that still holds the words would ask for ever
            try:
                go()
            finally:
                self._given_up = False

        number = len(self._unsaved)
        lost = "the edit" if number == 1 else f"{number:,} edits"
        acts = [(f"Retry, then {act.lower()}", retry), (f"{act} and lose {lost}", lose)]
        self._window.messages.forget("disk")
        message = self._window.messages.say(self._sentence(), acts, key="leave", wrong=True, stays=True)
        message.away.setText("Stay")
        message.closed.connect(self._stay)
        message.acts[0].setFocus()
        return False

    def show_report(self, error: BaseException) -> None:
        """Something nobody expected: the work is kept."""
        report = report_of(error)
        self._window.messages.say(
            "Something went wrong that nobody expected. What was saved is safe. The report holds no text of yours.",
            [("Copy report", lambda: QGuiApplication.clipboard().setText(report))],
            key="report",
            wrong=True,
        )

    def _sentence(self) -> str:
        error, number = self._unsaved[-1].error, len(self._unsaved)
        edits = "edit is" if number == 1 else f"{number:,} edits are"
        if isinstance(error, DiskFull):
            return f"The disk is full. Your last {edits} not saved. Free space, then Retry."
        return f"{error.sentence} Your last {edits} not saved."

    def _show_unsaved(self) -> None:
        acts = [("Retry", self._retry)]
        message = self._window.messages.say(self._sentence(), acts, key="disk", wrong=True, stays=True)
        message.away.clicked.connect(self._forget_unsaved)

    def _stay(self) -> None:
        """The question goes, what is not saved stays to be tried again (nothing is left of it once that is done)."""
        if self._unsaved:
            self._show_unsaved()

    def _keep_unsaved(self, failure: Failure) -> None:
        opened = self._window.projects.open_now
        if self._unsaved_in is not opened:
            self._unsaved.clear()
        self._unsaved_in = opened
        # An edit of the same field that was refused before is older: the last one is what she wants.
        self._unsaved = [each for each in self._unsaved if each.field is None or each.field != failure.field]
        self._unsaved.append(failure)

    def _retry(self) -> None:
        """All of them, in the order they were made; what fails again comes back here."""
        unsaved, self._unsaved = self._unsaved, []
        self._window.messages.forget("disk")
        if self._unsaved_in is self._window.projects.open_now:
            desk = self._window.desk
            for failure in unsaved:
                if not desk.is_outdated(failure):
                    failure.again()
            if any(map(desk.is_outdated, unsaved)):
                self._window.messages.say(OUTDATED, key="outdated")

    def _forget_unsaved(self) -> None:
        self._unsaved.clear()
        self._window.messages.forget("disk")

    def _cancel(self) -> None:
        adding = self._window.adding.importer.busy
        self._window.adding.importer.cancel()
        self._window.versions.replacer.cancel()
        self._window.scans.recogniser.cancel()
        self._window.handover.cancel()
        self._window.desk.cancel()
        self._window.status.rest()
        self._window.say("Cancelled. What was added before stays." if adding else "Cancelled.")
