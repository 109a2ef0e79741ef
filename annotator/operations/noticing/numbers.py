"""Numbers of a claim that its supporting passages give otherwise, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.checking.comparing import Compared, Verdict, compare
from annotator.checking.numbers import Quantity, quantities
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.things import Claim, Passage, Relation
from annotator.operations.noticing.ground import Ground, Support, spot


def numbers(ground: Ground) -> Iterator[Finding]:
    """Findings on all claims' numbers."""
    for claim in ground.graph.claims.values():
        wordings = ground.wordings(claim.id)
        supports = ground.linked(claim.id, Relation.SUPPORTS)
        if not wordings or not supports:
            continue
        said = " ".join(support.words for support in supports)
        for one in compare(quantities(wordings[0].place.quote), quantities(said)):
            if one.verdict in (Verdict.DIFFERS, Verdict.UNCLEAR):
                yield _differing(claim, wordings[0], supports, one)


def _differing(claim: Claim, wording: Passage, supports: list[Support], one: Compared) -> Finding:
    mine = wording.place.quote[one.claim.start : one.claim.end]
    support, theirs = _where(supports, one.passage)
    doubtful = one.verdict is Verdict.UNCLEAR
    told = f"The claim says {mine}, the passage {theirs}." if theirs else f"The claim says {mine}; no passage does."
    return Finding(
        id=finding_id(FindingKind.NUMBER, claim.id, one.claim.start, mine, theirs),
        kind=FindingKind.NUMBER,
        claim=claim.id,
        link=support.link.id,
        severity=Severity.LOOK if doubtful else Severity.GRAVE,
        message=told + (" Whether that fits can't be told." if doubtful else ""),
        draft=spot(wording, one.claim.start, one.claim.end),
        source=spot(support.passage),
    )


def _where(supports: list[Support], other: Quantity | None) -> tuple[Support, str]:
    """Which of the joined passages a number stands in, and how it is written there."""
    at = 0
    for support in supports:
        if other is not None and at <= other.start < at + len(support.words):
            return support, support.words[other.start - at : other.end - at]
        at += len(support.words) + 1
    return supports[0], ""
