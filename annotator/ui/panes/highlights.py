"""Which passages of a document are painted, and how, for one chosen claim."""

from __future__ import annotations

from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.things import Link
from annotator.ui.reader.values import Highlight, HighlightKind


class Marks:
    """Highlights of every document, from one graph; made once for each graph, asked for each pane."""

    def __init__(self, graph: Graph, chosen: str = "") -> None:
        self._graph = graph
        self._chosen = chosen
        self._links: dict[str, list[Link]] = {}
        for link in graph.links.values():
            self._links.setdefault(link.passage, []).append(link)
        self._passages: dict[str, list[str]] = {}
        for passage in graph.passages.values():
            self._passages.setdefault(passage.document, []).append(passage.id)

    def of(self, document: str) -> list[Highlight]:
        """All highlights of one document's current version."""
        current = self._graph.versions.get(self._graph.documents[document].current)
        if current is None:
            return []
        found = []
        for passage_id in self._passages.get(document, []):
            passage = self._graph.passages[passage_id]
            if not passage.lost and passage.place.version == current.sha256:
                made = self._one(passage_id, passage.claim, passage.place)
                if made is not None:
                    found.append(made)
        for mark in self._graph.needs_none.values():
            if mark.document == document and mark.place.version == current.sha256:
                found.append(Highlight(mark.id, HighlightKind.NEEDS_NONE, mark.place))
        return found

    def _one(self, passage: str, claim: str, place: Place) -> Highlight | None:
        if claim and claim in self._graph.claims:
            number = self._graph.claims[claim].number
            return Highlight(passage, HighlightKind.CLAIM, place, chosen=claim == self._chosen, number=number)
        links = self._links.get(passage, [])
        mine = [link for link in links if link.claim == self._chosen]
        if not links:
            return None
        shown = (mine or links)[0]
        return Highlight(passage, HighlightKind(shown.relation.value), place, chosen=bool(mine))
