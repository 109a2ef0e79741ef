"""Between the window and the view that compares: which versions, and what is loaded for it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from annotator.model.errors import Refused
from annotator.model.things import Version
from annotator.ui import calls
from annotator.ui.comparing.view import CompareView
from annotator.ui.reader.late import LatePages, LateTexts
from annotator.ui.reader.pane import ReaderPane

if TYPE_CHECKING:
    from annotator.operations.comparing import Compared
    from annotator.operations.workspace import Workspace
    from annotator.ui.window import MainWindow


class Comparing:
    """The view is made when it is first wanted."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._view: CompareView | None = None
        self._document = ""
        self._asked = 0

    @property
    def view(self) -> CompareView:
        """The full view."""
        if self._view is None:
            self._view = CompareView(self._window.bridge, self._window.theme)
            self._view.left.connect(self.leave)
            self._view.versions_wanted.connect(self.compare)
            self._view.recoloured.connect(lambda: self.view.set_theme(self._window.theme))
        return self._view

    @property
    def active(self) -> bool:
        """Whether versions are being compared."""
        return self._view is not None and self._view.isVisible()

    def ask(self) -> None:
        """Compares the document in front: its version before the current one with the current one."""
        window = self._window
        document = window.choice.graph.documents.get(window.area.active_pane.document_id)
        if document is None:
            window.say("Open a document first, then compare its versions.")
            return
        versions = self._versions(document.id)
        if len(versions) < 2:
            window.say("This document has one version only. Add a newer one, then compare them.")
            return
        at = next((at for at, each in enumerate(versions) if each.id == document.current), len(versions) - 1)
        old, new = (versions[at - 1], versions[at]) if at else (versions[0], versions[1])
        self._begin(document.id, old.id, new.id)

    def with_current(self, document: str, version: str) -> None:
        """Compares a version of a document with the current one, the one received first on the left."""
        found = self._window.choice.graph.documents.get(document)
        chosen = [each.id for each in self._versions(document) if found and each.id in (version, found.current)]
        if len(chosen) == 2:
            self._begin(document, *chosen)

    def _begin(self, document: str, old: str, new: str) -> None:
        self._document = document
        self.view.set_theme(self._window.theme)
        self._window.show_page(full=self.view)
        self.compare(old, new)
        self.view.list.setFocus()

    def compare(self, old: str, new: str) -> None:
        """Shows two versions of the document, by their ids."""
        graph, view = self._window.choice.graph, self.view
        document = graph.documents.get(self._document)
        if document is None or old not in graph.versions or new not in graph.versions:
            self.leave()
            return
        self._asked += 1
        asked = self._asked
        view.clear()
        view.show_versions(document.title or document.name, self._versions(document.id), old, new)

        def failed(error: Refused) -> None:
            if asked == self._asked:
                view.summary.setText(error.sentence)

        def compared(made: Compared) -> None:
            if asked == self._asked:
                view.show_differences(made)

        for version, pane in ((old, view.old), (new, view.new)):
            self._load(version, pane, asked)
        view.summary.setText("Comparing \N{HORIZONTAL ELLIPSIS}")
        self._window.desk.in_pieces(
            piecewise, document.id, old, new, wanted=lambda: asked == self._asked, done=compared, failed=failed
        )

    def go(self, by: int) -> None:
        """To the next or previous difference."""
        if self.active:
            self.view.go(by)

    def leave(self) -> None:
        """Back to the panes."""
        self._asked += 1
        if self._view is not None:
            self._window.show_page()
            self._view.clear()
            self._window.focus_reader()

    def close(self) -> None:
        """The window goes."""
        self._asked += 1
        if self._view is not None:
            self._view.clear()

    def _versions(self, document: str) -> list[Version]:
        """The versions of a document, in the order received."""
        found = [each for each in self._window.choice.graph.versions.values() if each.document == document]
        return sorted(found, key=lambda version: version.received)

    def _load(self, version_id: str, pane: ReaderPane, asked: int) -> None:
        graph = self._window.choice.graph
        document, version = graph.documents[self._document], graph.versions[version_id]

        def loaded(made: calls.Loaded) -> None:
            if asked != self._asked:
                made.source.close()
                return
            pane.show_document(document, version, made, made.source)
            self.view.mark()
            pages, texts = made.pages, made.texts
            if isinstance(pages, LatePages) and isinstance(texts, LateTexts):
                self._window.desk.ask(
                    calls.load_rest, made.sha256, done=lambda rest: rest_of(made, rest), failed=failed
                )

        def rest_of(made: calls.Loaded, rest: tuple[tuple[object, ...], tuple[str, ...]]) -> None:
            if asked == self._asked and isinstance(made.pages, LatePages) and isinstance(made.texts, LateTexts):
                made.pages.fill(rest[0])  # type: ignore[arg-type]
                made.texts.fill(rest[1])
                pane.take_all(document.id, made)

        def failed(error: Refused) -> None:
            self._window.say(error.sentence)

        self._window.desk.load(version_id, 0, done=loaded, failed=failed)


def piecewise(ws: Workspace, document: str, old: str, new: str) -> Generator[None, None, Compared]:
    """What differs between two versions; other work comes in between."""
    from annotator.operations import comparing

    return comparing.piecewise(ws, document, old, new)
