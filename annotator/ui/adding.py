"""Files that come in as documents: dropped or chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from annotator.model.formats import FORMATS
from annotator.model.things import Role
from annotator.ui import calls, state
from annotator.ui.commands.picklist import Entry
from annotator.ui.documents.order import parts_below
from annotator.ui.importing import Importer, Order
from annotator.ui.interviews import Notes
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.pasting import Pasting
from annotator.ui.plain import middle, one_line
from annotator.ui.retiring import retire
from annotator.ui.tally import Refusals, Tally
from annotator.ui.words import count, document_name

if TYPE_CHECKING:
    from annotator.model.graph import Graph
    from annotator.operations.importing import Added
    from annotator.ui.window import MainWindow

_PATTERNS = [(words, " ".join(f"*.{ending}" for ending in some)) for words, some in FORMATS]
FILTER = ";;".join(
    [
        f"All that can be added ({' '.join(patterns for _, patterns in _PATTERNS)})",
        *(f"{words} ({patterns})" for words, patterns in _PATTERNS),
        "All files (*)",
    ]
)
"""What file dialogs offer; the system's ignore case."""


NAME_LIMIT = 48


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
        self._refusals = Refusals(window.messages)
        self._tally = Tally()
        importer.ordered.connect(lambda: self._tally.order())
        importer.settled.connect(self._settled)
        self._notices: dict[str, str] = {}
        """Of what is said of a document: the message's key, and the document's id."""
        window.desk.graph_changed.connect(lambda graph, _: self._forget_notices(graph))
        self.notes: Notes = Notes(window)
        window.desk.opened.connect(lambda opened: self.notes.say_unsaved(opened.graph))
        self.pasting: Pasting = Pasting(window, importer)

    def add(self, files: list[Path], role: Role) -> None:
        """Adds files to the project that is open."""
        if not self._window.can_write():
            self._window.say("The project is open for reading only. Work on a copy to add documents.")
            return
        self.importer.add(files, role)

    def ask_add(self) -> None:
        """Asks for files; the draft is asked for while there is none."""
        self._ask("Add documents", many=True, done=lambda files: self.add(files, Role.SOURCE))

    def ask_owner(self) -> None:
        """Asks what the chosen document, or the one that is shown, belongs to."""
        window = self._window
        graph = window.choice.graph
        found = graph.documents.get(window.choice.document or window.area.active_pane.document_id)
        if found is None:
            window.say("Choose a document in the list, or open it, first.")
            return
        names = {each: document_name(graph, each) for each in graph.documents}
        below = {found.id, *parts_below(graph, found.id)}
        others = sorted(
            (each for each in graph.documents if each not in below), key=lambda each: names[each].casefold()
        )
        entries = [Entry(names[each], "now" if each == found.part_of else "", each) for each in others]
        window.picks.ask(
            f"What does '{one_line(found.name, 60)}' belong to?",
            [Entry("Nothing: it stands on its own", "" if found.part_of else "now", ""), *entries],
            lambda owner: window.linker.edit(found.id, "part_of", owner),
            "Name of a document",
        )

    def ask_file(self, title: str, done: Callable[[Path], None]) -> None:
        """Asks for one file."""
        self._ask(title, many=False, done=lambda files: done(files[0]))

    def ask_files(self, role: Role) -> None:
        """Asks for files on the start page."""
        many = role is Role.SOURCE
        title = "Choose what it rests on" if many else "Choose your draft"
        self._ask(title, many=many, done=lambda files: self._window.projects.begin(files, role))

    def dropped_on_pane(self, holder: PaneHolder, files: list[Path]) -> None:
        """On a document: its newer version. On the left pane of a project without a draft: the draft. Else sources."""
        graph = self._window.choice.graph
        shown = graph.documents.get(holder.pane.document_id)
        left = holder is next(self._window.area.holders())
        if shown is not None and len(files) == 1 and (shown.role is Role.DRAFT or not left or graph.drafts()):
            self._window.versions.dropped(shown, files[0])
        elif left and not graph.drafts():
            self.add(files[:1], Role.DRAFT)
            self.add(files[1:], Role.SOURCE)
        else:
            self.add(files, Role.SOURCE)

    def asked_on_pane(self, holder: PaneHolder) -> None:
        """An empty pane was clicked: asks for what a drop there would be."""
        window = self._window
        if not window.can_write():
            return
        left = holder is next(window.area.holders())
        if left and not window.choice.graph.drafts():
            self._ask("Choose your draft", many=False, done=lambda files: self.add(files, Role.DRAFT))
        else:
            self._ask("Choose what it rests on", many=True, done=lambda files: self.add(files, Role.SOURCE))

    def _added(self, order: Order, made: Added) -> None:
        window = self._window
        document = window.choice.graph.documents.get(made.document)
        if document is None:
            return
        words = "was there already" if made.existed else f"added: {count(made.pages, 'page')}{_with_parts(made)}"
        # The name gives way, not what happened to it.
        sentence = f"{middle(document.name, NAME_LIMIT)} {words}."
        self._tally.take(sentence, existed=made.existed)
        refused = list(made.all_refused())
        if refused:
            names = ", ".join(one_line(name, 40) for name, _ in refused)
            sentence = f"Not opened of what came with '{one_line(document.name, 60)}': {names}. {refused[-1][1]}"
            self._notice(document.id, sentence, key=f"parts {document.id}", wrong=True)
        for warning in made.warnings:
            if "need OCR" in warning:  # it is done at once, and told
                continue
            self._notice(document.id, f"{one_line(document.name)}: {warning}", key=f"{document.id} {warning}")
        home = window.opener.home_of(document.id)
        if not home.pane.document_id:
            window.opener.open(document.id, home)
        if document.role is Role.DRAFT and order.data is None:
            window.watching.remember(document.id, order.path, made.sha256)
        window.desk.ask(calls.finish_index, failed=lambda _: None)
        for one in made.flat():
            if not one.existed:
                window.scans.look(one.document)

    def _notice(self, document: str, sentence: str, *, key: str, wrong: bool = False) -> None:
        self._notices[key] = document
        self._window.messages.say(sentence, key=key, wrong=wrong)

    def _forget_notices(self, graph: Graph) -> None:
        """What was said of a document goes with it, when adding it is undone."""
        for key in [key for key, document in self._notices.items() if document not in graph.documents]:
            del self._notices[key]
            self._window.messages.forget(key)

    def _refused(self, name: str, sentence: str) -> None:
        self._tally.refused.append((name, sentence))
        self._refusals.add(name, sentence)

    def _settled(self) -> None:
        if self._tally.settle() and self._tally.sentence:
            self._window.say(self._tally.sentence, undo=self._tally.undo)

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
        if not self._window.versions.replacer.busy:
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


def _with_parts(made: Added) -> str:
    """How many came with it, and how many of these could not be opened."""
    parts = sum(1 for _ in made.flat()) - 1
    refused = sum(1 for _ in made.all_refused())
    words = f", with {count(parts, 'attachment')}" if parts else ""
    return words + (f"; {refused:,} could not be opened" if refused else "")
