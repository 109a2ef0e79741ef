"""The link graph as one value: what panes show without asking the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from annotator.model.checks import Around, broken
from annotator.model.standing import Stands
from annotator.model.things import (
    Blackout,
    Calculation,
    Claim,
    Dismissal,
    Document,
    Link,
    NeedsNone,
    Passage,
    Query,
    Status,
    Version,
)

T = TypeVar("T")
_REASONS = {
    (True, Stands.GONE): "Its own words were not found in the newer version of the draft.",
    (
        True,
        Stands.EDITED,
    ): "Its own wording was edited in the newer version of the draft; nobody has accepted that yet.",
    (False, Stands.GONE): "A passage it rests on was not found in the newer version of its document.",
    (False, Stands.EDITED): "A passage it rests on was edited in a newer version; nobody has accepted that yet.",
    (True, Stands.SOUGHT): "Its own words are still being sought in the newer version of the draft.",
    (False, Stands.SOUGHT): "A passage it rests on is still being sought in the newer version of its document.",
}
"""Why a claim shows as open, the gravest first: (its own wording, what became of it)."""


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
    queries: dict[str, Query] = field(default_factory=dict)
    dismissals: dict[str, Dismissal] = field(default_factory=dict)
    """Flags that were put aside, by the flags' ids."""
    calculations: dict[str, Calculation] = field(default_factory=dict)
    blackouts: dict[str, Blackout] = field(default_factory=dict)
    """Places that are blacked out in whatever goes out of their documents."""
    absent: dict[str, str] = field(default_factory=dict, compare=False)
    """Names of the documents that links led to which were removed, or hidden with their document, by the links' ids."""

    def queries_of(self, claim: str) -> tuple[Query, ...]:
        """What was asked about a claim, in the order it was asked."""
        return tuple(query for query in self.queries.values() if query.claim == claim)

    def calculations_of(self, claim: str) -> tuple[Calculation, ...]:
        """What was declared of how figures of a claim come about, in the order it was."""
        return tuple(one for one in self.calculations.values() if one.claim == claim)

    def blackouts_in(self, document: str) -> tuple[Blackout, ...]:
        """What is blacked out of a document, in its order."""
        mine = (one for one in self.blackouts.values() if one.document == document)
        return tuple(sorted(mine, key=lambda one: (one.place.page, one.place.start, one.id)))

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
        """A claim's status as it is shown: a check holds only while all that it rests on stands as it did.

        Once one of the places was edited or is not found in a newer version, and nobody accepted that, it is open; so
        it is where a place, a link or its relation is another than when it was checked, or a passage that contradicts
        it was linked since. More support, or context, takes nothing away.
        """
        status = self.claims[claim].status
        open_again = status is Status.VERIFIED and (self._waiting(claim) or self._broken(claim))
        return Status.OPEN if open_again else status

    def shown_reason(self, claim: str, *, named: bool = False) -> str:
        """Why a claim shows as open though its own status may say otherwise: one short sentence, or empty.

        It names documents only where `named`: it may stand where a document may not be named.
        """
        if self.shown_status(claim) is not Status.OPEN:
            return ""
        waiting = self._waiting(claim)
        return _REASONS[waiting[0]] if waiting else self._broken(claim, named=named)

    def _broken(self, claim: str, *, named: bool = False) -> str:
        """Why a check does not hold any more; empty where it does, or where there is none."""
        known = self.claims[claim]
        if known.status is not Status.VERIFIED or not known.verified:
            return ""
        linked = tuple(
            (link, self.passages[link.passage]) for link in self.links_of(claim) if link.passage in self.passages
        )
        names = {key: self.documents[key] for _, passage in linked if (key := passage.document) in self.documents}
        called = {key: document.title or document.name for key, document in names.items()}
        own = tuple(self._passages_by_claim.get(claim, ()))
        return broken(known, Around(own, linked, called, self.absent), named=named)

    def _waiting(self, claim: str) -> list[tuple[bool, Stands]]:
        """What a claim rests on that a person has to decide about, the gravest first: (own wording, outcome)."""
        own = self._passages_by_claim.get(claim, ())
        resting = [self.passages[link.passage] for link in self.links_of(claim) if link.passage in self.passages]
        found = {
            (mine, one.standing.outcome)
            for mine, passages in ((True, own), (False, resting))
            for one in passages
            if one.standing is not None and one.waits
        }
        return sorted(found, key=list(_REASONS).index)

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
