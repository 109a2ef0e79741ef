"""Claims that a linked passage contradicts: flagged until a person writes why the draft stands all the same."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model.findings import Finding, FindingKind, Severity, contradiction_id
from annotator.model.things import Relation
from annotator.operations.noticing.ground import Ground, spot


def contradicted(ground: Ground) -> Iterator[Finding]:
    """A finding for each link that contradicts; it is another one when either wording changes."""
    for claim in ground.graph.claims.values():
        wordings = ground.wordings(claim.id)
        for support in ground.linked(claim.id, Relation.CONTRADICTS):
            words = (wordings[0].place.quote if wordings else "", support.passage.place.quote)
            name = ground.graph.documents[support.passage.document]
            yield Finding(
                id=contradiction_id(claim.id, support.link.id, *words),
                kind=FindingKind.CONTRADICTED,
                claim=claim.id,
                link=support.link.id,
                severity=Severity.GRAVE,
                message=f"A passage in ‘{' '.join((name.title or name.name).split())}’ contradicts it. "
                "Say why the claim stands, or change it.",
                draft=spot(wordings[0]) if wordings else None,
                source=spot(support.passage),
            )
