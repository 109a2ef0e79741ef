"""Asks who I am where a file is new to this computer; forgets a project here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from annotator.model.errors import Refused
from annotator.ui import state
from annotator.ui.desk import Opened
from annotator.ui.people import calls
from annotator.ui.people.dialogs import ForgetDialog, WhoDialog
from annotator.ui.plain import one_line
from annotator.ui.retiring import retire

if TYPE_CHECKING:
    from annotator.operations.whom import Whom
    from annotator.ui.people.backups import Backups
    from annotator.ui.window import MainWindow

NEW = (
    "This file is new to this computer: what you do in it counts as done by someone new. "
    "Were you at work in it on another computer?"
)


class People:
    """Who writes."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: QDialog | None = None
        self.backups: Backups | None = None
        window.desk.opened.connect(self._opened)

    def ask(self) -> None:
        """Who I am in this project, and my name."""
        self._window.desk.ask(calls.who_am_i, done=self._show)

    def ask_backups(self) -> None:
        """The backups of this project on this computer."""
        self._window.desk.ask(calls.backups_of, done=self._show_backups)

    def _show_backups(self, kept: calls.Kept) -> None:
        from annotator.ui.people.backups import Backups, BackupsDialog  # not needed before

        dialog = BackupsDialog(self._window)
        self.backups = Backups(self._window, dialog)
        dialog.show_kept(kept)
        self._open(dialog)
        (dialog.rows if kept.backups else dialog.make).setFocus()

    def ask_forget(self) -> None:
        """Forgets the project here, after a question."""
        opened = self._window.projects.open_now
        if opened is None or not self._window.troubles.may_leave("Forget", self.ask_forget):
            return
        dialog = ForgetDialog(self._window, opened.path.name)
        dialog.accepted.connect(lambda: self._forget(opened))
        self._open(dialog)

    def _opened(self, opened: Opened) -> None:
        if opened.fresh or opened.read_only:
            return

        def told(new: bool) -> None:
            if new and self._window.desk.project == opened.id:
                self._window.messages.say(NEW, [("Say who I am…", self.ask)], key="who", stays=True)

        self._window.desk.ask(calls.is_new, done=told, failed=lambda _: None)

    def _show(self, whom: Whom) -> None:
        dialog = WhoDialog(self._window, whom)

        def done(_: object) -> None:
            dialog.accept()
            self._window.messages.forget("who")
            self._window.say("From now on what you do here is kept under that name.")

        def take(person: str, name: str) -> None:
            failed = lambda error: dialog.say(error.sentence)  # noqa: E731
            self._window.desk.ask(calls.become, person, name, done=done, failed=failed)

        dialog.wanted.connect(take)
        self._open(dialog)

    def _forget(self, opened: Opened) -> None:
        window = self._window
        window.projects.leave()
        name = one_line(opened.path.name, 60)

        def done(_: object) -> None:
            window.start.show_recent(state.recent_projects())
            window.messages.say(f"This computer has forgotten '{name}'. Its file is where it was.", key="forget")

        def failed(error: Refused) -> None:
            window.messages.say(error.sentence, key="forget", wrong=True)

        window.desk.put_away(lambda: calls.forget(opened.path), done=done, failed=failed)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _: self._gone(dialog))
        dialog.setModal(True)
        dialog.show()

    def _gone(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        retire(dialog)
