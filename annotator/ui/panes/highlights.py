"""Which passages of a document are painted, and how, for one chosen claim."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.graph import Graph
from annotator.model.things import Link, Passage
from annotator.ui.reader.values import Highlight, HighlightKind
from annotator.ui.review.items import dashed


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

    def of(self, document: str, older: str = "") -> list[Highlight]:
        """All highlights of one document's current version, or of an older one what still stands where it was there."""
        shown = self._graph.versions.get(older or self._graph.documents[document].current)
        if shown is None:
            return []
        found = []
        for passage_id in self._passages.get(document, []):
            passage = self._graph.passages[passage_id]
            if older and passage.standing is not None:
                passage = replace(passage, place=passage.standing.was, standing=None)
            if not passage.lost and passage.place.version == shown.sha256:
                made = self._one(passage)
                if made is not None:
                    found.append(made)
        for mark in self._graph.needs_none.values():
            if older and mark.standing is not None:
                mark = replace(mark, place=mark.standing.was, standing=None)
            if mark.document == document and not mark.lost and mark.place.version == shown.sha256:
                found.append(Highlight(mark.id, HighlightKind.NEEDS_NONE, mark.place, review=dashed(mark)))
        for one in self._graph.blackouts_in(document):
            if older and one.standing is not None:
                one = replace(one, place=one.standing.was, standing=None)
            if not one.lost and one.place.version == shown.sha256:
                found.append(Highlight(one.id, HighlightKind.BLACK, one.place, review=dashed(one)))
        return found

    def _one(self, passage: Passage) -> Highlight | None:
        claim, review = passage.claim, dashed(passage)
        if claim and claim in self._graph.claims:
            kind, number = HighlightKind.CLAIM, self._graph.claims[claim].number
            return Highlight(passage.id, kind, passage.place, claim == self._chosen, review, number)
        links = self._links.get(passage.id, [])
        mine = [link for link in links if link.claim == self._chosen]
        if not links:
            return None
        shown = (mine or links)[0]
        return Highlight(passage.id, HighlightKind(shown.relation.value), passage.place, bool(mine), review)
