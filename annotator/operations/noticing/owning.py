"""Which claim a stretch of a draft lies in."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.checking.flow import Flow
from annotator.model.things import Document
from annotator.operations.noticing.ground import Ground

Owned = Sequence[tuple[int, int, str]]
"""Stretches of a draft's flow (code points) with the claims that stand there."""


def owners(ground: Ground, draft: Document, flow: Flow) -> Owned:
    """Where the claims stand in a draft's text."""
    extraction = ground.graph.versions[draft.current].extraction
    found = []
    for passage in ground.graph.passages_in(draft.id):
        if passage.claim in ground.graph.claims and not passage.lost and passage.place.extraction == extraction:
            for span in passage.place.spans:
                found.append((flow.at(span.page, span.start), flow.at(span.page, span.end), passage.claim))
    return found


def owner_of(start: int, end: int, owned: Owned) -> str:
    """The claim most of a stretch lies in, the shortest of several; empty where there is none."""
    shared = [(min(end, last) - max(start, first), first - last, claim) for first, last, claim in owned]
    most = max(shared, default=(0, 0, ""))
    return most[2] if most[0] > 0 else ""
