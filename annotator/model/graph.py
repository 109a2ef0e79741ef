"""The link graph as one value: what panes show without asking the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from annotator.model.things import Claim, Document, Link, NeedsNone, Passage, Status, Version

T = TypeVar("T")


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
        return tuple(self._links_by_claim.get(claim, ()))

    def passages_of(self, claim: str) -> tuple[Passage, ...]:
        """The places in the draft where a claim stands, in document order."""
        return _in_order(self._passages_by_claim.get(claim, ()))

    def passages_in(self, document: str) -> tuple[Passage, ...]:
        """Passages of one document in document order."""
        return _in_order(self._passages_by_document.get(document, ()))

    def links_to(self, passage: str) -> tuple[Link, ...]:
        """Links that rest on a passage."""
        return tuple(self._links_by_passage.get(passage, ()))

    def links_resting_on(self, document: str) -> tuple[Link, ...]:
        """Links whose passage is in a document."""
        return tuple(self._links_by_document.get(document, ()))

    def shown_status(self, claim: str) -> Status:
        """A claim's status as it is shown: a check no longer holds once one of the places it rests on is not found."""
        status = self.claims[claim].status
        if status is not Status.VERIFIED:
            return status
        resting = [self.passages[link.passage] for link in self.links_of(claim) if link.passage in self.passages]
        lost = any(passage.lost for passage in (*self._passages_by_claim.get(claim, ()), *resting))
        return Status.OPEN if lost else status

    def drafts(self) -> tuple[Document, ...]:
        """Documents the reporter writes."""
        return tuple(document for document in self.documents.values() if document.role == "draft")

    # Built at the first question and kept: a list of thousands of claims asks for each one's links.

    @cached_property
    def _links_by_claim(self) -> dict[str, list[Link]]:
        return _grouped(self.links.values(), lambda link: link.claim)

    @cached_property
    def _links_by_passage(self) -> dict[str, list[Link]]:
        return _grouped(self.links.values(), lambda link: link.passage)

    @cached_property
    def _links_by_document(self) -> dict[str, list[Link]]:
        standing = (link for link in self.links.values() if link.passage in self.passages)
        return _grouped(standing, lambda link: self.passages[link.passage].document)

    @cached_property
    def _passages_by_claim(self) -> dict[str, list[Passage]]:
        return _grouped(self.passages.values(), lambda passage: passage.claim)

    @cached_property
    def _passages_by_document(self) -> dict[str, list[Passage]]:
        return _grouped(self.passages.values(), lambda passage: passage.document)


def _grouped(things: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups


def _in_order(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda passage: (passage.place.page, passage.place.start)))
