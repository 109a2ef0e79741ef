"""Numbers of a claim that its supporting passages give otherwise, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from annotator.checking.calculating import figure_at
from annotator.checking.comparing import Compared, Verdict, compare
from annotator.checking.directions import Turn, turned
from annotator.checking.numbers import Quantity, quantities
from annotator.checking.shares import made_shares, with_shares
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.formulas import read_formula
from annotator.model.things import Claim, Passage, Relation
from annotator.operations.noticing.ground import Ground, Support, spot, stands_in

_COUNTING = ("number", "money", "percent", "points")


def numbers(ground: Ground) -> Iterator[Finding]:
    """Findings on all claims' numbers; figures that a calculation is declared for are checked by that."""
    for claim in ground.graph.claims.values():
        wordings = ground.wordings(claim.id)
        supports = ground.linked(claim.id, Relation.SUPPORTS)
        if not wordings or not supports:
            continue
        quote, said = wordings[0].place.quote, " ".join(support.words for support in supports)
        calculated = _calculated(ground, claim.id, quote)
        numerals = quantities(said)
        theirs, made = with_shares(said, numerals), tuple(made_shares(said, numerals))
        read = with_shares(quote, quantities(quote))
        mine = [one for one in read if not any(a < one.end and one.start < b for a, b in calculated)]
        for one in compare(mine, theirs, made):
            if one.verdict in (Verdict.DIFFERS, Verdict.UNCLEAR, Verdict.ROUNDED, Verdict.WORKED_OUT):
                yield _differing(claim, wordings[0], supports, one)
            elif (turn := turned(quote, one.claim, said, theirs)) is not None:
                yield _turned(claim, wordings[0], supports, one.claim, turn)
            elif not theirs and one.claim.kind in _COUNTING and one.claim.values[0] != 1:
                yield _differing(claim, wordings[0], supports, Compared(one.claim, Verdict.ABSENT))


def _calculated(ground: Ground, claim: str, quote: str) -> list[tuple[int, int]]:
    """Where figures stand in a claim that are worked out from others."""
    found = []
    for one in ground.graph.calculations_of(claim):
        result = read_formula(json.loads(one.formula)).result
        start = figure_at(quote, result)
        if start >= 0:
            found.append((start, start + len(result)))
    return found


def _differing(claim: Claim, wording: Passage, supports: list[Support], one: Compared) -> Finding:
    mine = wording.place.quote[one.claim.start : one.claim.end]
    support, theirs = stands_in(supports, one.passage)
    severity, told = _told(one, mine, theirs, many=len(supports) > 1)
    return Finding(
        id=finding_id(FindingKind.NUMBER, claim.id, one.claim.start, mine, theirs),
        kind=FindingKind.NUMBER,
        claim=claim.id,
        link=support.link.id,
        severity=severity,
        message=told,
        draft=spot(wording, one.claim.start, one.claim.end),
        source=spot(support.passage),
    )


def _turned(claim: Claim, wording: Passage, supports: list[Support], one: Quantity, turn: Turn) -> Finding:
    mine = wording.place.quote[slice(*turn.claim)]
    support, theirs = stands_in(supports, replace(one, start=turn.passage[0], end=turn.passage[1]))
    return Finding(
        id=finding_id(FindingKind.NUMBER, claim.id, one.start, mine, theirs, "turned"),
        kind=FindingKind.NUMBER,
        claim=claim.id,
        link=support.link.id,
        severity=Severity.GRAVE,
        message=f"The claim says “{mine}”, the passage “{theirs}”.",
        draft=spot(wording, *turn.claim),
        source=spot(support.passage),
    )


def _told(one: Compared, mine: str, theirs: str, *, many: bool) -> tuple[Severity, str]:
    verdict = one.verdict
    if verdict is Verdict.WORKED_OUT and one.passage is not None:
        share = f"{float(one.passage.values[0]):.1f}"
        return Severity.NOTE, f"The claim says {mine}; “{theirs}” in the passage makes {share}%."
    if verdict is Verdict.ROUNDED:
        return Severity.NOTE, f"The claim says {mine}, rounded from {theirs}."
    if verdict is Verdict.ABSENT:
        return Severity.LOOK, f"The claim says {mine}; the {'passages have' if many else 'passage has'} no number."
    told = f"The claim says {mine}, the passage {theirs}." if theirs else f"The claim says {mine}; no passage does."
    if verdict is Verdict.UNCLEAR:
        return Severity.LOOK, told + " Whether that fits can't be told."
    return Severity.GRAVE, told
