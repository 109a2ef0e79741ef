"""What went wrong, said inside the window with what can be done next; never in a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from annotator.model.errors import DiskFull, ProjectReadOnly
from annotator.ui.reporting import report_of

if TYPE_CHECKING:
    from annotator.ui.desk import Failure
    from annotator.ui.window import MainWindow


class Troubles:
    """Refusals, a full disk, what nobody expected, cancelling."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._unsaved: list[Failure] = []
        self._unsaved_in: object = None
        window.status.cancel_wanted.connect(self._cancel)

    def refused(self, failure: Failure) -> None:
        """An act of the desk that nobody else answers for."""
        if isinstance(failure.error, DiskFull):
            self._keep_unsaved(failure)
            number = len(self._unsaved)
            edits = "edit is" if number == 1 else f"{number:,} edits are"
            sentence = f"The disk is full. Your last {edits} not saved. Free space, then Retry."
            message = self._window.messages.say(sentence, [("Retry", self._retry)], key="disk", wrong=True)
            message.away.clicked.connect(self._forget_unsaved)
            # "Saved. Undo" of the act before would contradict it.
            self._window.say("")
        elif isinstance(failure.error, ProjectReadOnly):
            self._window.messages.say(failure.error.sentence, key="read-only", wrong=True)
        else:
            self._window.say(failure.error.sentence)
            self._window.status.rest()

    def show_report(self, error: BaseException) -> None:
        """Something nobody expected: the work is kept."""
        report = report_of(error)
        self._window.messages.say(
            "Something went wrong that nobody expected. What was saved is safe. The report holds no text of yours.",
            [("Copy report", lambda: QGuiApplication.clipboard().setText(report))],
            key="report",
            wrong=True,
        )

    def _keep_unsaved(self, failure: Failure) -> None:
        opened = self._window.projects.open_now
        if self._unsaved_in is not opened:
            self._unsaved.clear()
        self._unsaved_in = opened
        self._unsaved.append(failure)

    def _retry(self) -> None:
        """All of them, in the order they were made; what fails again comes back here."""
        unsaved, self._unsaved = self._unsaved, []
        if self._unsaved_in is self._window.projects.open_now:
            for failure in unsaved:
                failure.again()

    def _forget_unsaved(self) -> None:
        self._unsaved.clear()

    def _cancel(self) -> None:
        self._window.adding.importer.cancel()
        self._window.scans.recogniser.cancel()
        self._window.handover.cancel()
        self._window.desk.cancel()
        self._window.status.rest()
        self._window.say("Cancelled. What was added before stays.")
