"""What is chosen: the claim that links go to, and the thing that Delete would remove."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.model.graph import Graph


class Choice(QObject):
    """The chosen claim stays until it is released; `item` is the claim, link or mark last touched."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._claim = ""
        self._item = ""
        self._document = ""
        self.graph = Graph()

    @property
    def claim(self) -> str:
        """Id of the chosen claim, or empty."""
        return self._claim

    @property
    def item(self) -> str:
        """Id of the claim, link, needs-none mark or black-out that Delete removes, or empty."""
        return self._item

    @property
    def document(self) -> str:
        """Id of the document whose details are shown, or empty: then the chosen claim's are."""
        return self._document

    def choose(self, claim: str, item: str = "") -> None:
        """Chooses a claim; `item` one of its links, else the claim itself."""
        self._put(claim, item or claim, "")

    def touch(self, item: str) -> None:
        """Makes something the thing to remove, leaves the chosen claim; a black-out brings its document's details."""
        black = self.graph.blackouts.get(item)
        self._put(self._claim, item, black.document if black is not None else "")

    def show_document(self, document: str) -> None:
        """Shows a document's details."""
        self._put(self._claim, document, document)

    def look_at(self, document: str) -> None:
        """Shows a document's details, and nothing is the thing to remove."""
        self._put(self._claim, "", document)

    def release(self) -> None:
        """No claim is chosen."""
        self._put("", "", "")

    def take_graph(self, graph: Graph) -> None:
        """Lets go of what is no longer there. `changed` follows where that was so."""
        self.graph = graph
        claim = self._claim if self._claim in graph.claims else ""
        document = self._document if self._document in graph.documents else ""
        kept = any(self._item in each for each in (graph.claims, graph.links, graph.needs_none, graph.blackouts))
        item = self._item if kept or self._item in graph.documents else "" if document else claim
        self._put(claim, item, document)

    def _put(self, claim: str, item: str, document: str) -> None:
        if (claim, item, document) != (self._claim, self._item, self._document):
            self._claim, self._item, self._document = claim, item, document
            self.changed.emit()
