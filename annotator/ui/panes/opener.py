"""Opening documents in panes, and keeping what the panes show in step with the graph."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.pages import PageInfo
from annotator.model.things import Document, Role, Version
from annotator.ui import calls
from annotator.ui.choice import Choice
from annotator.ui.desk import Desk
from annotator.ui.panes.area import PaneArea
from annotator.ui.panes.highlights import Marks
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.reader.late import LatePages, LateTexts
from annotator.ui.reader.values import Location
from annotator.ui.words import version_words

DRAFT_HINT = "Drop your draft\nor click to choose a file"
SOURCE_HINT = "Drop what it rests on\nor click to choose files"
REST_MS = 150
"""Milliseconds after which a long document's other pages are got: the first is on the screen by then."""
Then = Callable[[PaneHolder], None]


def shown_as(version: Version) -> str:
    """What tells whether a pane shows a version as it is now: it changes, too, when pages were read by machine."""
    return f"{version.id} {version.extraction}"


class Opener(QObject):
    """Loads a version through the desk and hands it to a pane; the last wish for a pane wins."""

    refused = Signal(str)

    def __init__(self, desk: Desk, area: PaneArea, choice: Choice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._area = area
        self._choice = choice
        self._marks = Marks(Graph())
        self._shown: dict[tuple[PaneHolder, str], str] = {}
        self._stood: dict[tuple[PaneHolder, str], Location] = {}
        self._older: dict[tuple[PaneHolder, str], tuple[str, str]] = {}
        """Which other version a pane shows, and which one was current then: a newer one ends it."""
        self._wishes: dict[PaneHolder, int] = {}
        self.views: dict[str, tuple[int, int]] = {}
        """How this person has documents turned (quarters, clockwise) and laid out (a `Spread`), in all panes alike."""
        area.pane_added.connect(self._watch)
        area.pane_removed.connect(self._forget)
        choice.changed.connect(self._paint)

    def open(
        self, document_id: str, holder: PaneHolder | None = None, then: Then | None = None, *, older: str = ""
    ) -> None:
        """Shows a document in a pane, by default the one it belongs in; `then` runs when it is there.

        `older` is the id of a version to be looked at in place of the current one.
        """
        graph = self._choice.graph
        document = graph.documents.get(document_id)
        version = graph.versions.get(older or document.current) if document else None
        if document is None or version is None:
            self.refused.emit("That document is no longer part of the project. Undo, or add the file again.")
            return
        target = holder or self.home_of(document_id)
        self._older.pop((target, document_id), None)
        if older and older != document.current:
            self._older[target, document_id] = (older, document.current)
        if target.pane.document_id == document_id and self._shown.get((target, document_id)) == shown_as(version):
            self._wish(target)
            if then is not None:
                then(target)
            return
        self._shown.pop((target, document_id), None)
        wish = self._wish(target)

        def loaded(made: calls.Loaded) -> None:
            if self._wishes.get(target) != wish:
                made.source.close()
                return
            target.pane.show_document(document, version, made, made.source)
            self._shown[target, document_id] = shown_as(version)
            self._paint_one(target, document_id)
            self._complete(target, document_id, made)
            if then is not None:
                then(target)

        def failed(error: Refused) -> None:
            self.refused.emit(error.sentence)

        self._desk.load(version.id, 0, done=loaded, failed=failed)

    def load_tab(self, document_id: str, holder: PaneHolder, page: int, then: Then) -> None:
        """Puts a document into a pane, to stand at `page`, beside those there: when a project is opened again."""
        document = self._choice.graph.documents[document_id]
        version = self._choice.graph.versions.get(document.current)
        if version is None:
            return
        wish = self._wishes.get(holder)

        def loaded(made: calls.Loaded) -> None:
            if self._wishes.get(holder) != wish:
                made.source.close()
                return
            holder.pane.show_document(document, version, made, made.source)
            self._shown[holder, document_id] = shown_as(version)
            self._paint_one(holder, document_id)
            self._complete(holder, document_id, made)
            then(holder)

        self._desk.load(version.id, page, done=loaded, failed=lambda error: self.refused.emit(error.sentence))

    def _complete(self, holder: PaneHolder, document_id: str, made: calls.Loaded) -> None:
        """Gets what a long document was shown without, then has its text checked."""
        pages, texts = made.pages, made.texts
        if not isinstance(pages, LatePages) or not isinstance(texts, LateTexts):
            self._desk.check_text(made.sha256)
            return

        def arrived(rest: tuple[tuple[PageInfo, ...], tuple[str, ...]]) -> None:
            pages.fill(rest[0])
            texts.fill(rest[1])
            if holder in self._area.holders():
                holder.pane.take_all(document_id, made)
            self._desk.check_text(made.sha256)

        def ask() -> None:
            self._desk.ask(
                calls.load_rest, made.sha256, done=arrived, failed=lambda error: self.refused.emit(error.sentence)
            )

        QTimer.singleShot(REST_MS, self, ask)  # reading thousands of rows would hold up the first page

    def location_of(self, holder: PaneHolder, document_id: str) -> Location | None:
        """Where a document stands, or stood last, in a pane."""
        if holder.pane.document_id == document_id:
            return holder.pane.location()
        return self._stood.get((holder, document_id))

    def home_of(self, document_id: str) -> PaneHolder:
        """Where a document is shown or would be: a pane that has it, else the draft's is the left one."""
        for holder in self._area.recent():
            if holder.pane.document_id == document_id:
                return holder
        for holder in self._area.recent():
            if document_id in holder.pane.documents():
                return holder
        first, *others = self._area.holders()
        document = self._choice.graph.documents.get(document_id)
        if document is not None and document.role is Role.DRAFT:
            return first
        used = [holder for holder in self._area.recent() if holder in others]
        return used[0] if used else others[0]

    def take_graph(self, graph: Graph) -> None:
        """Closes what is gone, loads newer versions, paints marks anew."""
        for holder in list(self._area.holders()):
            for document_id in holder.pane.documents():
                document = graph.documents.get(document_id)
                if document is None:
                    holder.pane.close_document(document_id)
                    self._shown.pop((holder, document_id), None)
                elif self._shown.get((holder, document_id)) != self._expected(graph, holder, document):
                    self._shown.pop((holder, document_id), None)
                    if holder.pane.document_id == document_id:
                        self.open(document_id, holder, older=self._older_of(graph, holder, document))
        self._paint()

    def _older_of(self, graph: Graph, holder: PaneHolder, document: Document) -> str:
        """Which other version a pane shows of a document, or empty."""
        older, current = self._older.get((holder, document.id), ("", ""))
        return older if current == document.current and older in graph.versions else ""

    def _expected(self, graph: Graph, holder: PaneHolder, document: Document) -> str:
        """What a pane that shows a document should show."""
        version = graph.versions.get(self._older_of(graph, holder, document) or document.current)
        return shown_as(version) if version else document.current

    def _turned(self, document: str, quarter: int, spread: int) -> None:
        """She turned a document in one pane: the others that show it follow."""
        self.views[document] = (quarter, spread)
        for holder in self._area.holders():
            if holder.pane.document_id == document:
                holder.pane.set_view(quarter, spread)

    def forget_all(self) -> None:
        """Another project is shown: what is still under way is not wanted any more."""
        self._shown.clear()
        self._older.clear()
        self.views.clear()
        for holder in list(self._wishes):
            self._wish(holder)

    def _wish(self, holder: PaneHolder) -> int:
        self._wishes[holder] = self._wishes.get(holder, 0) + 1
        return self._wishes[holder]

    def _watch(self, holder: PaneHolder) -> None:
        holder.pane.set_hint(DRAFT_HINT if holder is next(self._area.holders()) else SOURCE_HINT)
        holder.pane.document_shown.connect(lambda document: self._arrived(holder, document))
        holder.pane.view_changed.connect(self._turned)
        holder.pane.location_changed.connect(lambda where: self._stood.update({(holder, where.document): where}))
        holder.pane.document_closed.connect(lambda document: self._shown.pop((holder, document), None))

    def _arrived(self, holder: PaneHolder, document: str) -> None:
        if document in self._choice.graph.documents and holder in self._area.holders():
            holder.pane.set_view(*self.views.get(document, (0, 0)))
            self._paint_one(holder, document)
            graph = self._choice.graph
            expected = self._expected(graph, holder, graph.documents[document])
            if self._shown.get((holder, document), expected) != expected:
                self.open(document, holder, older=self._older_of(graph, holder, graph.documents[document]))
            self._area.viewport_changed.emit()

    def _forget(self, holder: PaneHolder) -> None:
        self._wishes.pop(holder, None)
        self._shown = {key: version for key, version in self._shown.items() if key[0] is not holder}
        self._stood = {key: where for key, where in self._stood.items() if key[0] is not holder}

    def _paint(self) -> None:
        self._marks = Marks(self._choice.graph, self._choice.claim)
        for holder in self._area.holders():
            document = holder.pane.document_id
            if document in self._choice.graph.documents:
                self._paint_one(holder, document)

    def _paint_one(self, holder: PaneHolder, document: str) -> None:
        graph = self._choice.graph
        older = self._older_of(graph, holder, graph.documents[document])
        holder.pane.set_highlights(self._marks.of(document, older))
        if older:
            holder.pane.set_note(f"The {version_words(graph.versions[older])}, not the current one")
