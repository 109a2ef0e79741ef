"""What all checks of one run look at, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from annotator.anchoring.document_text import DocumentText
from annotator.model.findings import Spot
from annotator.model.graph import Graph
from annotator.model.things import Document, Link, Passage, Relation
from annotator.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Support:
    """A link of a claim with its passage."""

    link: Link
    passage: Passage

    @property
    def words(self) -> str:
        """What it says: in translation where there is one, as the claim is in the draft's language."""
        return self.passage.translation or self.passage.place.quote

    @property
    def translated(self) -> bool:
        """Whether its words are a translator's."""
        return bool(self.passage.translation)


class Ground:
    """A project as one check sees it: the graph, and texts of documents as they are asked for."""

    def __init__(self, ws: Workspace, graph: Graph | None = None) -> None:
        self._ws = ws
        self.graph = graph or ws.graph()

    @property
    def workspace(self) -> Workspace:
        """The project it reads, for what is kept from one check to the next."""
        return self._ws

    @cached_property
    def drafts(self) -> tuple[Document, ...]:
        """Drafts that have content."""
        return tuple(draft for draft in self.graph.drafts() if draft.current in self.graph.versions)

    @cached_property
    def sources(self) -> tuple[Document, ...]:
        """Sources that have content, by name."""
        graph = self.graph
        drafts = {draft.id for draft in graph.drafts()}
        known = (one for one in graph.documents.values() if one.id not in drafts and not one.removed)
        return tuple(sorted((one for one in known if one.current in graph.versions), key=lambda one: one.name))

    def text(self, document: Document) -> DocumentText:
        """The text of a document's current version."""
        return self._ws.text_of(self.graph.versions[document.current].extraction)

    def wordings(self, claim: str) -> list[Passage]:
        """Where a claim stands in the draft, in its order; none that is not found there now."""
        return [passage for passage in self.graph.passages_of(claim) if not passage.lost]

    def linked(self, claim: str, *relations: Relation) -> list[Support]:
        """The links of a claim in these relations (all, where none is named) whose passages are there."""
        found = []
        for link in self.graph.links_of(claim):
            passage = self.graph.passages.get(link.passage)
            if passage is not None and not passage.lost and (not relations or link.relation in relations):
                found.append(Support(link, passage))
        return found


class Stretch(Protocol):
    """Something read from a text; `start` and `end` count its code points."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """One past its end."""
        ...


def stands_in(supports: Sequence[Support], found: Stretch | None) -> tuple[Support, str]:
    """Which of the passages something stands in, and how it is written there.

    `found` was read from their words joined by one character. The first one, and no words, where nothing was.
    """
    at = 0
    for support in supports:
        if found is not None and at <= found.start < at + len(support.words):
            return support, support.words[found.start - at : found.end - at]
        at += len(support.words) + 1
    return supports[0], ""


def spot(passage: Passage, start: int = 0, end: int | None = None) -> Spot:
    """A passage's place; with offsets (code points of its quote) that stretch of it.

    The whole first span where the stretch can't be told: where the passage has several, or its quote joins what
    hyphens and line ends part.
    """
    place = passage.place
    span = place.spans[0] if place.spans else None
    if span is None:
        return Spot(passage.document, place.page, place.start, place.start)
    if end is not None and len(place.spans) == 1 and span.end - span.start == len(place.quote):
        return Spot(passage.document, span.page, span.start + start, span.start + end)
    return Spot(passage.document, span.page, span.start, span.end)
