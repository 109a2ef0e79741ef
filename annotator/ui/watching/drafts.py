"""The draft's file, written elsewhere all day: told when it was saved again, taken in on a click or at once.

Where a draft came from is remembered on this computer only, and never in the project.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from annotator.model.things import Document
from annotator.ui import state
from annotator.ui.plain import middle
from annotator.ui.retiring import retire
from annotator.ui.state import DraftFiles
from annotator.ui.watching.files import Files

if TYPE_CHECKING:
    from annotator.model.graph import Graph
    from annotator.ui.desk import Opened
    from annotator.ui.window import MainWindow

NAME_LIMIT = 48
OLDER = "Its file has changed since: this is older"


class Watching:
    """Which files are watched for the project that is open, and what is offered when one changed."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._project = ""
        self._kept = DraftFiles()
        self._aside: dict[str, str] = {}
        """By document: the bytes (SHA-256) that the person did not want now."""
        self._now: dict[Path, str] = {}
        """What the files hold, as far as they were read."""
        self._older: set[str] = set()
        """Documents that are not what their file holds now."""
        self.files = Files(window)
        self.files.found.connect(self._found)
        window.desk.opened.connect(self._opened)
        window.desk.graph_changed.connect(lambda graph, _: self._compare(graph))
        window.area.pane_added.connect(lambda holder: holder.pane.document_shown.connect(lambda _: self._note()))

    @property
    def on(self) -> bool:
        """Whether the open project's drafts are watched."""
        return self._kept.on

    @property
    def at_once(self) -> bool:
        """Whether what changed is taken in without asking."""
        return self._kept.at_once

    def remember(self, document: str, path: Path, sha256: str) -> None:
        """A draft, or its new version, came from a file: from now on that one is watched."""
        if not self._project:
            return
        self._kept.files[document] = (str(path.absolute()), sha256)
        self._aside.pop(document, None)
        self._keep()

    def toggle(self) -> None:
        """Watches the draft's file, or no more; asks which it is where that is not known."""
        drafts = self._drafts(self._window.choice.graph)
        self._kept.on = not self._kept.on or not any(draft.id in self._kept.files for draft in drafts)
        if self._kept.on and not drafts:
            self._window.say("There is no draft to watch. Drop one on the left pane.")
        elif self._kept.on and not any(draft.id in self._kept.files for draft in drafts):
            self._ask(drafts[0])
        else:
            words = "will be told" if self._kept.on else "are no longer told"
            self._window.say(f"Changes of the draft's file {words}.")
        self._aside.clear()
        self._keep()
        self._compare(self._window.choice.graph)

    def toggle_at_once(self) -> None:
        """Takes the changed file in without asking, or asks again."""
        self._kept.at_once = not self._kept.at_once
        self._window.say(
            "The draft's file is taken in whenever it was saved."
            if self._kept.at_once
            else "Before the draft's changed file is taken in, you are asked."
        )
        self._keep()
        self._compare(self._window.choice.graph)

    def close(self) -> None:
        """Ends watching: called when the window goes."""
        self.files.close()

    def _opened(self, opened: Opened) -> None:
        self._project = "" if opened.read_only else opened.id
        self._aside.clear()
        self._now.clear()
        self._kept = state.load_draft_files(opened.id) if self._project else DraftFiles(on=False)
        # What is gone from the project for good needs no path any more; undoing ends with the project's closing.
        known = {document: kept for document, kept in self._kept.files.items() if document in opened.graph.documents}
        if known != self._kept.files:
            self._kept.files = known
            state.save_draft_files(opened.id, self._kept)
        self._watch()

    def _keep(self) -> None:
        if self._project:
            state.save_draft_files(self._project, self._kept)
        self._watch()

    def _watch(self) -> None:
        drafts = {draft.id for draft in self._drafts(self._window.choice.graph)}
        on = self._kept.on and bool(self._project)
        paths = [Path(path) for document, (path, _) in self._kept.files.items() if on and document in drafts]
        self._now = {path: sha256 for path, sha256 in self._now.items() if path in paths}
        self.files.watch(paths)
        actions = self._window.commands.actions
        watched = bool(paths) or (on and not drafts)
        actions["watch-draft"].setChecked(watched)
        actions["take-at-once"].setChecked(self._kept.at_once and bool(self._project))

    def _found(self, path: Path, sha256: str) -> None:
        self._now[path] = sha256
        self._compare(self._window.choice.graph)

    def _compare(self, graph: Graph) -> None:
        """Offers what the files hold now and the project does not, and withdraws what no longer holds."""
        drafts = {draft.id: draft for draft in self._drafts(graph)}
        watched = {Path(path) for document, (path, _) in self._kept.files.items() if document in drafts}
        if self._project and self._kept.on and watched != set(self.files.paths):
            self._watch()
        self._older.clear()
        for document, (path, taken) in self._kept.files.items():
            sha256 = self._now.get(Path(path), "")
            draft = drafts.get(document)
            version = graph.versions.get(draft.current) if draft else None
            if draft is None or version is None or sha256 in ("", taken, version.sha256) or not self._kept.on:
                self._window.messages.forget(_key(document))
                continue
            self._older.add(document)
            if self._kept.at_once:
                if self._aside.get(document) != sha256:
                    self._aside[document] = sha256
                    self._take(document, Path(path))
            elif self._aside.get(document) != sha256:
                self._offer(draft, Path(path), sha256)
        self._note()

    def _note(self) -> None:
        """Behind the draft's title, as long as what is read is not what lies in the file."""
        for holder in self._window.area.holders():
            opened = holder.pane.canvas.opened
            if opened is not None and opened.note in ("", OLDER):
                holder.pane.set_note(OLDER if opened.id in self._older else "")

    def _offer(self, draft: Document, path: Path, sha256: str) -> None:
        document = draft.id
        self._aside[document] = sha256
        several = len(self._drafts(self._window.choice.graph)) > 1 or path.name != draft.name
        name = f" ('{middle(path.name, NAME_LIMIT)}')" if several else ""
        acts: list[tuple[str, Callable[[], None]]] = [
            ("Take it in", lambda: self._take(document, path)),
            ("Not now", lambda: self._set_aside()),
        ]
        self._window.messages.say(f"The draft's file has changed{name}.", acts, key=_key(document))

    def _set_aside(self) -> None:
        self._window.say("The draft stays as it is. File, 'New version of the draft…' takes the file in later.")

    def _take(self, document: str, path: Path) -> None:
        self._window.versions.take(document, path)

    def _drafts(self, graph: Graph) -> tuple[Document, ...]:
        return graph.drafts()

    def _ask(self, draft: Document) -> None:
        from annotator.ui.adding import FILTER

        dialog = QFileDialog(self._window, "Which file is the draft written in?", str(state.documents_folder()), FILTER)
        dialog.setObjectName("files-dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        version = self._window.choice.graph.versions.get(draft.current)
        taken = version.sha256 if version else ""
        dialog.fileSelected.connect(lambda chosen: self.remember(draft.id, Path(chosen), taken))
        dialog.finished.connect(lambda: retire(dialog))
        dialog.open()


def _key(document: str) -> str:
    return f"file of {document}"
