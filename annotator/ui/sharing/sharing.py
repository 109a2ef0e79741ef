"""Sending and bringing in, from the menu to what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog

from annotator.model.errors import Refused
from annotator.model.withheld import Sending
from annotator.ui import calls as common
from annotator.ui import state
from annotator.ui.plain import one_line
from annotator.ui.retiring import retire
from annotator.ui.sharing import calls
from annotator.ui.sharing.dialogs import BringDialog, SendDialog, SettleDialog, things_by_fate
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.model.outcomes import Outcome
    from annotator.operations.sharing import Alike, Merged, Open, Shared
    from annotator.ui.window import MainWindow

COPY, CHANGES = ".annotator", ".annotator-changes"
_SETTLE = "Settle…"
FILES = f"Annotator files (*{COPY} *{CHANGES})"


class Sharing:
    """All that the window does for work on one story by several people."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: QDialog | None = None

    # --- sending ---------------------------------------------------------------------------------------------------

    def ask_send(self) -> None:
        """What goes into a copy."""
        dialog = SendDialog(self._window)
        dialog.asked.connect(lambda sending: self._tell(dialog, sending))
        dialog.wanted.connect(lambda sending, changes: self._since(sending) if changes else self._where(sending, None))
        self._open(dialog)
        dialog.begin()

    def _tell(self, dialog: SendDialog, sending: Sending) -> None:
        def show(words: str) -> None:
            if self.dialog is dialog:
                dialog.say(words)

        self._window.desk.ask(calls.share_outlook, sending, done=show)

    def _since(self, sending: Sending) -> None:
        """Which copy the other side has."""
        asking = self._files("The copy your colleague has", QFileDialog.AcceptMode.AcceptOpen)
        asking.fileSelected.connect(lambda name: self._where(sending, Path(name)))
        asking.open()

    def _where(self, sending: Sending, since: Path | None) -> None:
        opened = self._window.projects.open_now
        if opened is None:
            return
        ending = COPY if since is None else CHANGES
        asking = self._files("Where to write it", QFileDialog.AcceptMode.AcceptSave)
        asking.setOption(QFileDialog.Option.DontConfirmOverwrite)
        name = f"{opened.path.stem} copy" if since is None else f"{opened.path.stem} changes"
        asking.selectFile(_free(state.documents_folder(), name, ending).name)

        def chosen(out: str) -> None:
            self._close()
            path = Path(out)
            self._send(path if path.suffix == ending else path.with_name(path.name + ending), sending, since)

        asking.fileSelected.connect(chosen)
        asking.open()

    def _send(self, out: Path, sending: Sending, since: Path | None) -> None:
        window = self._window

        def done(made: Shared) -> None:
            window.status.rest()
            new = f" {count(made.changes, 'change')}." if made.changes is not None else ""
            window.messages.say(f"Written to {one_line(str(made.path))}.{new} {made.summary}", key="share")

        window.desk.long(
            f"Writing {one_line(out.name, 60)}", calls.share, out, sending, since, done=done, failed=self._no
        )

    # --- bringing in -----------------------------------------------------------------------------------------------

    def ask_bring(self) -> None:
        """Which file came back."""
        asking = self._files("Bring in changes from", QFileDialog.AcceptMode.AcceptOpen)
        asking.fileSelected.connect(lambda name: self.look_at(Path(name)))
        asking.open()

    def look_at(self, path: Path, *, force: bool = False) -> None:
        """What the file would bring, before anything comes in."""

        def show(merged: Merged) -> None:
            self._window.status.rest()
            if not merged.changes:
                self._window.messages.say(f"Nothing in '{one_line(path.name, 60)}' is new here.", key="share")
                return
            dialog = BringDialog(self._window, path.name, merged)
            dialog.accepted.connect(lambda: self._bring(path, force=force))
            self._open(dialog)

        def failed(error: Refused) -> None:
            if "does not stem from" in error.sentence and not force:
                self._window.status.rest()
                acts = [("Bring it in all the same…", lambda: self.look_at(path, force=True))]
                self._window.messages.say(error.sentence, acts, key="share", wrong=True)
            else:
                self._no(error)

        title = f"Looking at {one_line(path.name, 60)}"
        self._window.desk.long(title, calls.merge, path, True, force, done=show, failed=failed)

    def _bring(self, path: Path, *, force: bool) -> None:
        window = self._window

        def done(merged: Merged) -> None:
            window.status.rest()
            acts: list[tuple[str, Callable[[], None]]] = [("Review…", window.came_in.show)]
            if merged.backup is not None:
                acts.append(("Undo the merge", self.undo_merge))
            words = f"Brought in: {things_by_fate(merged) or 'the record of what was done'}."
            if merged.erased:
                words += f" {count(merged.erased, 'thing')} erased for good, with the backups on this computer."
            if merged.disagreements:
                words += f" {count(len(merged.disagreements), 'disagreement')} to settle."
                acts.insert(0, (_SETTLE, self.ask_settle))
            window.messages.say(words, acts, key="share")
            window.desk.ask(calls.alike, done=lambda pairs: self._say_alike(words, acts, pairs), failed=lambda _: None)
            window.desk.ask(common.finish_index, failed=lambda _: None)

        window.desk.long(
            f"Bringing in {one_line(path.name, 60)}", calls.merge, path, False, force, done=done, failed=self._no
        )

    def _say_alike(self, words: str, acts: list[tuple[str, Callable[[], None]]], pairs: tuple[Alike, ...]) -> None:
        """Adds to what was said after bringing in what may be one thing."""
        if not pairs or self._window.messages.message("share") is None:
            return
        if acts[0][0] != _SETTLE:
            acts = [(_SETTLE, self.ask_settle), *acts]
        told = f"{words} {count(len(pairs), 'pair')} may be one thing."
        self._window.messages.say(told, acts, key="share")

    def undo_merge(self) -> None:
        """Goes back to before the last merge."""
        window = self._window

        def done(_: object) -> None:
            window.messages.forget("share")
            window.say("The project is what it was before the merge.")

        window.desk.act(calls.undo_merge, done=done, failed=self._no)

    # --- settling --------------------------------------------------------------------------------------------------

    def ask_settle(self) -> None:
        """All disagreements, and what may be one thing, to be settled one by one."""
        dialog = SettleDialog(self._window)
        dialog.chosen.connect(lambda thing, field, value: self._decide(dialog, calls.settle, thing, field, value))
        dialog.looked.connect(self._look)
        dialog.joined.connect(lambda one, other: self._decide(dialog, calls.same, one, other))
        dialog.parted.connect(lambda thing: self._decide(dialog, calls.apart, thing))
        dialog.setModal(False)
        self._open(dialog, modal=False)
        self._refresh(dialog)

    def _refresh(self, dialog: SettleDialog) -> None:
        def show(found: tuple[tuple[Open, ...], tuple[Alike, ...]]) -> None:
            if self.dialog is dialog:
                dialog.show_open(*found)

        self._window.desk.ask(calls.to_decide, done=show, failed=self._no)

    def _decide(self, dialog: SettleDialog, call: Callable[..., Outcome], *given: object) -> None:
        self._window.desk.act(call, *given, done=lambda _: self._refresh(dialog), failed=self._no)

    def _look(self, thing: str) -> None:
        """Shows what a disagreement is about."""
        graph, choice = self._window.choice.graph, self._window.choice
        if thing in graph.links:
            choice.choose(graph.links[thing].claim)
        elif thing in graph.claims:
            choice.choose(thing)
        elif thing in graph.passages and graph.passages[thing].claim:
            choice.choose(graph.passages[thing].claim)
        elif thing in graph.passages:
            self._window.opener.open(graph.passages[thing].document)
        elif thing in graph.needs_none:
            choice.touch(thing)
            self._window.opener.open(graph.needs_none[thing].document)
        elif thing in graph.documents:
            self._window.opener.open(thing)
            choice.show_document(thing)

    # --- for all ---------------------------------------------------------------------------------------------------

    def _no(self, error: Refused) -> None:
        self._window.status.rest()
        self._window.messages.say(error.sentence, key="share", wrong=True)

    def _files(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        asking = QFileDialog(self.dialog or self._window, title, str(state.documents_folder()), FILES)
        asking.setObjectName("share-files")
        asking.setAcceptMode(mode)
        if mode is QFileDialog.AcceptMode.AcceptSave:
            asking.setFileMode(QFileDialog.FileMode.AnyFile)
        else:
            asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.finished.connect(lambda: retire(asking))
        return asking

    def _open(self, dialog: QDialog, *, modal: bool = True) -> None:
        self._close()
        self.dialog = dialog
        dialog.finished.connect(lambda: self._gone(dialog))
        dialog.setModal(modal)
        dialog.show()

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    def _gone(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        retire(dialog)


def _free(folder: Path, stem: str, ending: str) -> Path:
    tried, number = folder / f"{stem}{ending}", 2
    while tried.exists():
        tried, number = folder / f"{stem} ({number}){ending}", number + 1
    return tried
