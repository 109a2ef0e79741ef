"""What a check of the whole draft notices: each finding with where in the draft, where in the source, how grave.

It never says that a claim is true, nor that something is right where it could not tell.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.checking.comparing import Compared, Verdict, compare
from annotator.checking.coverage import SentenceState, coverage
from annotator.checking.numbers import Quantity, quantities
from annotator.model.graph import Graph
from annotator.model.things import Claim, Link, Passage, Relation
from annotator.operations.workspace import Workspace, texts

_NAMES = uuid.UUID("0f0f8a3e-4d1c-4b3b-9a0a-6b5c6f1d2e33")
"""The space in which findings get their names: the same finding has the same one each time."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: `start` and `end` count code points of the page (by index)."""

    document: str
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check noticed. `link` is empty where it rests on no single one; `source` None where there is none."""

    id: str
    kind: str
    claim: str
    link: str
    severity: str
    message: str
    draft: Spot | None
    source: Spot | None


@dataclass(frozen=True, slots=True)
class Check:
    """The line check of all drafts, and what was noticed, in draft order."""

    coverage: tuple[tuple[str, SentenceState], ...]
    findings: tuple[Finding, ...]


def check(ws: Workspace) -> Check:
    """Checks all drafts. Nothing is written."""
    graph = ws.graph()
    states = tuple(
        (draft.id, state)
        for draft in graph.drafts()
        if draft.current in graph.versions
        for state in coverage(texts(ws, graph.versions[draft.current].extraction), graph, draft.id)
    )
    found = tuple(finding for claim in graph.claims.values() for finding in _numbers(graph, claim))
    return Check(states, found)


def _numbers(graph: Graph, claim: Claim) -> Iterator[Finding]:
    """Numbers of a claim that its supporting passages give otherwise."""
    wordings = [passage for passage in graph.passages_of(claim.id) if not passage.lost]
    supports = [
        (link, graph.passages[link.passage])
        for link in graph.links_of(claim.id)
        if link.relation is Relation.SUPPORTS and link.passage in graph.passages
    ]
    if not wordings or not supports:
        return
    said = " ".join(passage.translation or passage.place.quote for _, passage in supports)
    for one in compare(quantities(wordings[0].place.quote), quantities(said)):
        if one.verdict in (Verdict.DIFFERS, Verdict.UNCLEAR):
            yield _differing(claim, wordings[0], supports, one)


def _differing(claim: Claim, wording: Passage, supports: list[tuple[Link, Passage]], one: Compared) -> Finding:
    mine = wording.place.quote[one.claim.start : one.claim.end]
    link, passage, theirs = _where(supports, one.passage)
    doubtful = one.verdict is Verdict.UNCLEAR
    told = f"The claim says {mine}, the passage {theirs}." if theirs else f"The claim says {mine}; no passage does."
    return Finding(
        id=str(uuid.uuid5(_NAMES, f"number {claim.id} {one.claim.start} {mine} {theirs}")),
        kind="number",
        claim=claim.id,
        link=link.id,
        severity="look" if doubtful else "grave",
        message=told + (" Whether that fits can't be told." if doubtful else ""),
        draft=_spot(wording, one.claim),
        source=_spot(passage, None),
    )


def _where(supports: list[tuple[Link, Passage]], other: Quantity | None) -> tuple[Link, Passage, str]:
    """Which of the joined passages a number stands in, and how it is written there."""
    at = 0
    for link, passage in supports:
        quote = passage.translation or passage.place.quote
        if other is not None and at <= other.start < at + len(quote):
            return link, passage, quote[other.start - at : other.end - at]
        at += len(quote) + 1
    return supports[0][0], supports[0][1], ""


def _spot(passage: Passage, within: Quantity | None) -> Spot:
    """A passage's place; of a number within it exactly, where the passage stands on one page with its words as read."""
    place = passage.place
    span = place.spans[0] if place.spans else None
    if span is None:
        return Spot(passage.document, place.page, place.start, place.start)
    if within is not None and len(place.spans) == 1 and span.end - span.start == len(place.quote):
        return Spot(passage.document, span.page, span.start + within.start, span.start + within.end)
    return Spot(passage.document, span.page, span.start, span.end)
