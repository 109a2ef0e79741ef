"""The link graph as one value: what panes show without asking the disk."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.model.things import Claim, Document, Link, NeedsNone, Passage, Version


@dataclass(frozen=True)
class Graph:
    """All things of a project that are not removed, by id; `revision` grows with every action.

    `claims` is in draft order (first passage of each claim); claims whose passages are all lost come last, by number.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    needs_none: dict[str, NeedsNone] = field(default_factory=dict)
    revision: int = 0

    def links_of(self, claim: str) -> tuple[Link, ...]:
        """Links of a claim in the order they were made."""
        return tuple(link for link in self.links.values() if link.claim == claim)

    def passages_of(self, claim: str) -> tuple[Passage, ...]:
        """The places in the draft where a claim stands, in document order."""
        mine = [passage for passage in self.passages.values() if passage.claim == claim]
        return tuple(sorted(mine, key=lambda passage: (passage.place.page, passage.place.start)))

    def passages_in(self, document: str) -> tuple[Passage, ...]:
        """Passages of one document in document order."""
        mine = [passage for passage in self.passages.values() if passage.document == document]
        return tuple(sorted(mine, key=lambda passage: (passage.place.page, passage.place.start)))

    def links_to(self, passage: str) -> tuple[Link, ...]:
        """Links that rest on a passage."""
        return tuple(link for link in self.links.values() if link.passage == passage)

    def links_resting_on(self, document: str) -> tuple[Link, ...]:
        """Links whose passage is in a document."""
        inside = {passage.id for passage in self.passages.values() if passage.document == document}
        return tuple(link for link in self.links.values() if link.passage in inside)

    def drafts(self) -> tuple[Document, ...]:
        """Documents the reporter writes."""
        return tuple(document for document in self.documents.values() if document.role == "draft")
