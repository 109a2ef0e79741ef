"""Files that come in: dropped or chosen, added, or taken as a new version of the draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from annotator.model.errors import NeedsPassword, Refused
from annotator.model.things import Role
from annotator.ui import calls, state
from annotator.ui.importing import Importer, Order
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.plain import one_line
from annotator.ui.retiring import retire
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.operations.importing import Added
    from annotator.operations.replacing import Replaced
    from annotator.ui.window import MainWindow

FILTER = "Documents (*.pdf *.docx *.md *.markdown *.txt *.text);;All files (*)"


class Adding:
    """Decides what a drop means, and says how it went."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.importer = Importer(window.desk, window)
        importer = self.importer
        importer.progress.connect(window.status.work)
        importer.idle.connect(self._idle)
        importer.added.connect(self._added)
        importer.refused.connect(self._refused)
        importer.password_wanted.connect(self._ask_password)
        importer.unexpected.connect(window.desk.unexpected)
        self._refusals: list[tuple[str, str]] = []

    def add(self, files: list[Path], role: Role) -> None:
        """Adds files to the project that is open."""
        if not self._window.can_write():
            self._window.say("The project is open for reading only. Work on a copy to add documents.")
            return
        self._refusals.clear()
        self.importer.add(files, role)

    def ask_add(self) -> None:
        """Asks for files; the draft is asked for while there is none."""
        self._ask("Add documents", many=True, done=lambda files: self.add(files, Role.SOURCE))

    def ask_replace(self) -> None:
        """Asks for a newer draft."""
        drafts = self._window.choice.graph.drafts()
        if not drafts:
            self._ask("Choose the draft", many=False, done=lambda files: self.add(files, Role.DRAFT))
            return
        shown = self._window.area.active_pane.document_id
        draft = next((each.id for each in drafts if each.id == shown), drafts[0].id)
        self._ask("New version of the draft", many=False, done=lambda files: self.replace(draft, files[0]))

    def ask_files(self, role: Role) -> None:
        """Asks for files on the start page."""
        many = role is Role.SOURCE
        title = "Choose what it rests on" if many else "Choose your draft"
        self._ask(title, many=many, done=lambda files: self._window.projects.begin(files, role))

    def dropped_on_pane(self, holder: PaneHolder, files: list[Path]) -> None:
        """On the draft: its newer version. On the left pane of a project without a draft: the draft. Else sources."""
        graph = self._window.choice.graph
        shown = graph.documents.get(holder.pane.document_id)
        left = holder is next(self._window.area.holders())
        if shown is not None and shown.role is Role.DRAFT and len(files) == 1:
            self.replace(shown.id, files[0])
        elif left and not graph.drafts():
            self.add(files[:1], Role.DRAFT)
            self.add(files[1:], Role.SOURCE)
        else:
            self.add(files, Role.SOURCE)

    def replace(self, document: str, path: Path, *, force: bool = False, passwords: tuple[str, ...] = ()) -> None:
        """Takes a file as the new version of a document."""
        if not self._window.can_write():
            self._window.say("The project is open for reading only. Work on a copy to change the draft.")
            return
        desk, messages = self._window.desk, self._window.messages

        def failed(error: Refused) -> None:
            self._window.status.rest()
            if isinstance(error, NeedsPassword):
                message = messages.say(
                    f"'{one_line(path.name)}' needs a password.",
                    [("Open", lambda: self.replace(document, path, force=force, passwords=(typed(),)))],
                    key="replace", field="Password", secret=True,
                )  # fmt: skip
                typed = message.field.text
            elif "little in common" in error.sentence:
                name = one_line(path.name)
                words = f"'{name}' has little in common with the draft, so nothing was replaced."
                acts = [
                    ("Add as a source", lambda: self.add([path], Role.SOURCE)),
                    ("Replace all the same", lambda: self.replace(document, path, force=True, passwords=passwords)),
                ]
                messages.say(words, acts, key="replace", wrong=True)
            else:
                messages.say(error.sentence, key="replace", wrong=True)

        desk.long(
            f"Reading {one_line(path.name, 60)}", calls.replace, document, path,
            force=force, passwords=passwords, done=self._replaced, failed=failed,
        )  # fmt: skip

    def _replaced(self, made: Replaced) -> None:
        self._window.status.rest()
        outcomes = [passage.outcome for passage in made.passages]
        gone = sum(outcome not in ("unchanged", "moved") for outcome in outcomes)
        parts = [f"{len(outcomes) - gone:,} unchanged"] + ([f"{gone:,} not found"] if gone else [])
        sentence = f"Draft changed: {', '.join(parts)}."
        acts = [("Review", self._window.show_review)] if gone else []
        self._window.messages.say(sentence, [*acts, ("Undo", self._window.linker.undo)], key="replace")

    def _added(self, order: Order, made: Added) -> None:
        window = self._window
        document = window.choice.graph.documents.get(made.document)
        if document is None:
            return
        words = "was there already" if made.existed else f"added: {count(made.pages, 'page')}"
        window.say(f"{one_line(document.name)} {words}.", undo=not made.existed)
        for warning in made.warnings:
            if "need OCR" in warning:  # it is done at once, and told
                continue
            window.messages.say(f"{one_line(document.name)}: {warning}", key=f"{document.id} {warning}")
        home = window.opener.home_of(document.id)
        if not home.pane.document_id:
            window.opener.open(document.id, home)
        window.desk.ask(calls.finish_index, failed=lambda _: None)
        for one in made.flat():
            if not one.existed:
                window.scans.look(one.document)

    def _refused(self, name: str, sentence: str) -> None:
        self._refusals.append((name, sentence))
        if len(self._refusals) == 1:
            self._window.messages.say(sentence, key="refused", wrong=True)
        else:
            names = ", ".join(one_line(each, 40) for each, _ in self._refusals)
            self._window.messages.say(
                f"{count(len(self._refusals), 'file')} not added: {names}. The last: {sentence}",
                key="refused",
                wrong=True,
            )

    def _ask_password(self, order: Order, sentence: str) -> None:
        name = one_line(order.path.name)
        wrong = " That one did not open it." if order.passwords else ""

        def again() -> None:
            order.passwords = [typed()]
            self.importer.order(order)

        message = self._window.messages.say(
            f"'{name}' needs a password.{wrong}", [("Open", again)],
            key=f"password {order.path}", field="Password", secret=True,
        )  # fmt: skip
        typed = message.field.text

    def _idle(self) -> None:
        self._window.status.rest()

    def _ask(self, title: str, *, many: bool, done: object) -> None:
        dialog = QFileDialog(self._window, title, str(state.documents_folder()), FILTER)
        dialog.setObjectName("files-dialog")
        mode = QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile
        dialog.setFileMode(mode)
        assert callable(done)
        dialog.filesSelected.connect(lambda chosen: done([Path(each) for each in chosen]))
        dialog.finished.connect(lambda: retire(dialog))
        dialog.open()
