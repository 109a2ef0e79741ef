"""Dates of a claim that its supporting passages give otherwise, and dates that can be read in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from annotator.checking.dates import Dated, Reading
from annotator.checking.dates_comparing import DateCompared, DateVerdict, compare_dates
from annotator.checking.dates_relative import dated
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.things import Claim, Passage, Relation
from annotator.operations.noticing.ground import Ground, Support, spot, stands_in


def dates(ground: Ground) -> Iterator[Finding]:
    """Findings on all claims' dates."""
    for claim in ground.graph.claims.values():
        wordings = ground.wordings(claim.id)
        supports = ground.linked(claim.id, Relation.SUPPORTS)
        if not wordings or not supports:
            continue
        mine = dated(wordings[0].place.quote, _written(ground, wordings[0].document))
        for one in compare_dates(mine, _theirs(ground, supports)):
            if one.verdict is DateVerdict.DIFFERS:
                yield _differing(claim, wordings[0], supports, one)
            elif one.claim.ambiguous:
                yield _ambiguous(claim, wordings[0], supports, one)


def _written(ground: Ground, document: str) -> date | None:
    """The day on which a document was written, where it is known to the day."""
    try:
        return date.fromisoformat(ground.graph.documents[document].date[:10])
    except ValueError:
        return None


def _theirs(ground: Ground, supports: list[Support]) -> list[Dated]:
    """The dates of all passages, as if these were joined by line ends."""
    found: list[Dated] = []
    at = 0
    for support in supports:
        there = dated(support.words, _written(ground, support.passage.document))
        found += [replace(one, start=one.start + at, end=one.end + at) for one in there]
        at += len(support.words) + 1
    return found


def _differing(claim: Claim, wording: Passage, supports: list[Support], one: DateCompared) -> Finding:
    mine = wording.place.quote[one.claim.start : one.claim.end]
    support, theirs = stands_in(supports, one.passage)
    return Finding(
        id=finding_id(FindingKind.DATE, claim.id, one.claim.start, mine, theirs),
        kind=FindingKind.DATE,
        claim=claim.id,
        link=support.link.id,
        severity=Severity.GRAVE,
        message=f"The claim says {_bounded(one.claim, mine)}, the passage {theirs}.",
        draft=spot(wording, one.claim.start, one.claim.end),
        source=spot(support.passage),
    )


def _ambiguous(claim: Claim, wording: Passage, supports: list[Support], compared: DateCompared) -> Finding:
    """A reader may take it otherwise also where one of the ways to read it is what the passage says."""
    one = compared.claim
    mine = wording.place.quote[one.start : one.end]
    ways = " or ".join(_way(way) for way in one.readings)
    support, theirs = stands_in(supports, compared.passage)
    told = f"the passage says {theirs}" if theirs else "no passage tells which"
    return Finding(
        id=finding_id(FindingKind.DATE, claim.id, one.start, mine, "ambiguous", *filter(None, (theirs,))),
        kind=FindingKind.DATE,
        claim=claim.id,
        link=support.link.id,
        severity=Severity.NOTE if theirs else Severity.LOOK,
        message=f"{mine} can be read as {ways}, and {told}.",
        draft=spot(wording, one.start, one.end),
        source=spot(support.passage) if theirs else None,
    )


def _way(way: Reading) -> str:
    day = f"{way.year:04}-{way.month:02}-{way.day:02}"
    return day if way.day else day[:7]


def _bounded(one: Dated, words: str) -> str:
    return words if one.bound == "on" else f"{one.bound} {words}"
