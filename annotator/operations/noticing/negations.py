"""Claims that negate what their supporting passages say, or say what these negate; and must where they may."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.checking.negations import Opposite, Turned, opposites
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.things import Claim, Passage, Relation
from annotator.operations.noticing.ground import Ground, Support, spot
from annotator.operations.noticing.kept import Kept

_SHORT = 60


def negations(ground: Ground) -> Iterator[Finding]:
    """Findings on all claims that are linked; each passage is held against the claim by itself."""
    kept = Kept(ground)
    for claim in ground.graph.claims.values():
        wordings = ground.wordings(claim.id)
        if not wordings:
            continue
        for support in ground.linked(claim.id, Relation.SUPPORTS):
            key = ("negations", wordings[0].place.quote, support.words)
            if key not in kept.answers:
                kept.answers[key] = opposites(wordings[0].place.quote, support.words)
            for one in kept.answers[key]:
                yield _finding(claim, wordings[0], support, one)


def _finding(claim: Claim, wording: Passage, support: Support, one: Opposite) -> Finding:
    source = spot(support.passage) if support.translated else spot(support.passage, *one.passage)
    return Finding(
        id=finding_id(FindingKind.NEGATION, claim.id, support.link.id, wording.place.quote, support.words, one.kind),
        kind=FindingKind.NEGATION,
        claim=claim.id,
        link=support.link.id,
        severity=Severity.GRAVE if one.sure else Severity.LOOK,
        message=_told(one.kind, _part(wording.place.quote, one.claim), _part(support.words, one.passage)),
        draft=spot(wording, *one.claim),
        source=source,
    )


def _told(kind: Turned, mine: str, theirs: str) -> str:
    if kind is Turned.NEGATED:
        return f"The claim has a negation (\u201c{mine}\u201d) that the passage has not."
    if kind is Turned.DROPPED:
        return f"The passage has a negation (\u201c{theirs}\u201d) that the claim has not."
    return f"The claim says \u201c{mine}\u201d, the passage \u201c{theirs}\u201d."


def _part(text: str, stretch: tuple[int, int]) -> str:
    words = " ".join(text[slice(*stretch)].split())
    return words if len(words) <= _SHORT else words[:_SHORT].rsplit(" ", 1)[0] + " \u2026"
