"""New versions of a document: a file dropped, chosen or watched, or what is on the clipboard; old ones shown again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from annotator.model.errors import NeedsPassword, Refused
from annotator.model.pages import Format
from annotator.model.things import Document, Role
from annotator.ui import calls
from annotator.ui.drops import dropped_files
from annotator.ui.plain import middle, one_line
from annotator.ui.replacing import SEEKING, NewVersion, Replacer
from annotator.ui.words import count, version_words

if TYPE_CHECKING:
    from annotator.operations.replacing import Replaced
    from annotator.ui.window import MainWindow

NAME_LIMIT = 48
READ_ONLY = "The project is open for reading only. Work on a copy to give a document a new version."
NOTHING = "There is nothing on the clipboard that can be a new version: copy its file or its text first."
_OUTCOMES = (
    ("unchanged", "unchanged"),
    ("moved", "moved"),
    ("edited", "edited"),
    ("gone", "not found"),
    ("sought", "still being sought"),
)
_NUMBERING = re.compile(r"[\d_\W]+|\b(?:v|ver|version|rev|revised|final|draft|new|copy|neu|fassung|entwurf)\b")


class Versions:
    """What becomes of a document when a newer one of it comes."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.replacer = replacer = Replacer(window.desk, window)
        replacer.progress.connect(window.status.work)
        replacer.settled.connect(self._rest)
        replacer.unexpected.connect(window.desk.unexpected)
        window.desk.opened.connect(lambda _: replacer.cancel())

    def ask_draft(self) -> None:
        """Asks for a newer draft; for the draft itself while there is none."""
        window = self._window
        drafts = window.choice.graph.drafts()
        if not drafts:
            window.adding.ask_file("Choose the draft", lambda file: window.adding.add([file], Role.DRAFT))
            return
        shown = window.area.active_pane.document_id
        draft = next((each.id for each in drafts if each.id == shown), drafts[0].id)
        window.adding.ask_file("New version of the draft", lambda file: self.take(draft, file))

    def ask(self) -> None:
        """Asks for a newer file of the document that is chosen or shown."""
        found = self._meant()
        if found is not None:
            title = f"New version of {middle(found.name, NAME_LIMIT)}"
            self._window.adding.ask_file(title, lambda file: self.take(found.id, file))

    def dropped(self, document: Document, file: Path) -> None:
        """A file was dropped on a document that is shown: its newer version, or a source that looks like one."""
        if document.role is Role.DRAFT:
            self.take(document.id, file)
        elif looks_like(document.name, file.name):
            name, shown = middle(file.name, NAME_LIMIT), middle(document.name, NAME_LIMIT)
            acts = [
                ("New version", lambda: self.take(document.id, file)),
                ("Another source", lambda: self._window.adding.add([file], Role.SOURCE)),
            ]
            self._window.messages.say(f"Is '{name}' a newer version of '{shown}'?", acts, key="replace")
        else:
            self._window.adding.add([file], Role.SOURCE)

    def paste(self) -> None:
        """Takes the file on the clipboard as the new version of the document in front; text after a question."""
        found = self._meant()
        if found is None:
            return
        mime = QGuiApplication.clipboard().mimeData()
        files = dropped_files(mime)
        if len(files) == 1:
            self.take(found.id, files[0])
        elif not files and mime.hasText() and mime.text().strip():
            text = mime.text()
            words = f"Take the text on the clipboard ({count(len(text), 'character')}) as the new version of "
            words += f"'{middle(found.name, NAME_LIMIT)}'? “{one_line(text, 80)}”"
            acts = [("Take it in", lambda: self._take_text(found.id, text.encode("utf-8", "replace")))]
            self._window.messages.say(words, acts, key="replace")
        else:
            self._window.say(NOTHING)

    def take(self, document: str, path: Path, *, force: bool = False, passwords: tuple[str, ...] = ()) -> None:
        """Takes a file as the new version of a document."""
        window = self._window
        if not window.can_write():
            window.say(READ_ONLY)
            return
        messages = window.messages

        def failed(error: Refused) -> None:
            self._rest()
            if isinstance(error, NeedsPassword):
                message = messages.say(
                    f"'{one_line(path.name)}' needs a password.",
                    [("Open", lambda: self.take(document, path, force=force, passwords=(typed(),)))],
                    key="replace", field="Password", secret=True,
                )  # fmt: skip
                typed = message.field.text
            elif "little in common" in error.sentence:
                other = ("Add as a source", lambda: window.adding.add([path], Role.SOURCE))
                again = lambda: self.take(document, path, force=True, passwords=passwords)  # noqa: E731
                self._question(document, f"'{one_line(path.name)}'", again, [other])
            else:
                messages.say(error.sentence, key="replace", wrong=True)

        def taken(made: Replaced) -> None:
            found = window.choice.graph.documents.get(document)
            version = window.choice.graph.versions.get(found.current) if found else None
            if found is not None and version is not None and found.role is Role.DRAFT:
                window.watching.remember(document, path, version.sha256)
            self._told(document, made)

        order = NewVersion(path, Role.SOURCE, document=document, force=force, done=taken, failed=failed)
        order.passwords.extend(passwords)
        self._read(order)

    def _take_text(self, document: str, data: bytes, *, force: bool = False) -> None:
        window = self._window

        def failed(error: Refused) -> None:
            self._rest()
            if "little in common" in error.sentence:
                again = lambda: self._take_text(document, data, force=True)  # noqa: E731
                self._question(document, "The text on the clipboard", again, [])
            else:
                window.messages.say(error.sentence, key="replace", wrong=True)

        found = window.choice.graph.documents.get(document)
        path = Path(found.name if found is not None else "Clipboard.txt")
        done = partial(self._told, document)
        self._read(
            NewVersion(
                path, Role.SOURCE, data=data, form=Format.TEXT, document=document, force=force, done=done, failed=failed
            )
        )

    def _read(self, order: NewVersion) -> None:
        graph = self._window.choice.graph
        order.known = frozenset(each.sha256 for each in graph.versions.values() if each.document == order.document)
        self.replacer.order(order)

    def _rest(self) -> None:
        if not self.replacer.busy and not self._window.adding.importer.busy:
            self._window.status.rest()

    def make_current(self, document: str, version: str) -> None:
        """Shows another version from now on; what was marked and accepted in it is where it was."""
        window = self._window
        if not window.can_write():
            window.say(READ_ONLY)
            return

        def failed(error: Refused) -> None:
            self._rest()
            window.messages.say(error.sentence, key="replace", wrong=True)

        window.desk.long(
            SEEKING, calls.make_current, document, version,
            done=lambda made: self._told(document, made), failed=failed,
        )  # fmt: skip

    def show(self, document: str, version: str) -> None:
        """Shows a version in the pane where the document is; nothing in the project changes."""
        window = self._window
        graph = window.choice.graph
        if document in graph.documents and version in graph.versions:
            arrived = partial(window.area.activate, focus=True)
            window.opener.open(document, None, arrived, older=version)
            if version != graph.documents[document].current:
                words = version_words(graph.versions[version])
                window.say(f"This is the {words}. Claims and links are made in the current one.")

    def _question(
        self, document: str, what: str, again: Callable[[], None], others: list[tuple[str, Callable[[], None]]]
    ) -> None:
        found = self._window.choice.graph.documents.get(document)
        is_draft = found is None or found.role is Role.DRAFT
        name = "the draft" if is_draft or found is None else f"'{middle(found.name, NAME_LIMIT)}'"
        words = f"{what} has little in common with {name}, so nothing was replaced."
        acts = [*others, ("Replace all the same", again)]
        self._window.messages.say(words, acts, key="replace", wrong=True)

    def _told(self, document: str, made: Replaced) -> None:
        window = self._window
        self._rest()
        found = window.choice.graph.documents.get(document)
        if found is None:
            return
        if made.outcome is None:
            window.say("This is the version that is shown already. Nothing was changed.")
            return
        name = "Draft" if found.role is Role.DRAFT else f"'{middle(found.name, NAME_LIMIT)}'"
        counts = Counter(str(each.outcome) for each in made.passages)
        acts = [("Review", window.reviewing.show)] if counts.total() > counts["unchanged"] else []
        sentence = f"{name} changed: {outcome_words(counts)}."
        window.messages.say(sentence, [*acts, ("Undo", window.linker.undo)], key="replace")
        window.desk.ask(calls.finish_index, failed=lambda _: None)
        window.scans.look(document)
        window.queries.remarks.offer(document)

    def _meant(self) -> Document | None:
        """The document chosen in the list, else the one in the pane used last."""
        window = self._window
        graph = window.choice.graph
        found = graph.documents.get(window.choice.document or window.area.active_pane.document_id)
        if found is None:
            window.say("Choose a document in the list, or open it, first.")
        elif not window.can_write():
            window.say(READ_ONLY)
            return None
        return found


def outcome_words(counts: Counter[str]) -> str:
    """How many passages were found again and how: "41 unchanged, 3 edited, 1 not found"."""
    if not sum(counts.values()):
        return "nothing was marked in it"
    shown = [(words, counts[each]) for each, words in _OUTCOMES if counts[each]]
    return ", ".join(f"{number:,} {words}" for words, number in shown)


def looks_like(one: str, other: str) -> bool:
    """Whether two files' names differ only in what versions are counted by: numbers, "v2", "final"."""
    mine, theirs = (_NUMBERING.sub(" ", Path(name.casefold()).stem).split() for name in (one, other))
    return bool(mine) and mine == theirs
