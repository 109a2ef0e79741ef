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
        window.status.cancel_wanted.connect(self._cancel)

    def refused(self, failure: Failure) -> None:
        """An act of the desk that nobody else answers for."""
        if isinstance(failure.error, DiskFull):
            sentence = "The disk is full. Your last edit is not saved. Free space, then Retry."
            self._window.messages.say(sentence, [("Retry", failure.again)], key="disk", wrong=True)
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

    def _cancel(self) -> None:
        self._window.adding.importer.cancel()
        self._window.handover.cancel()
        self._window.desk.cancel()
        self._window.status.rest()
        self._window.say("Cancelled. What was added before stays.")
