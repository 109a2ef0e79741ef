"""Claims that stand at several places of the draft, as in headline, body and caption, with other figures or dates."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.checking.dates import dates
from annotator.checking.numbers import quantities
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.things import Passage
from annotator.operations.noticing.ground import Ground, spot


def places(ground: Ground) -> Iterator[Finding]:
    """A finding for each further place that says a number or date that the first does not, or was edited since."""
    for claim in ground.graph.claims.values():
        wordings = ground.wordings(claim.id)
        for other in wordings[1:]:
            told = _differing(wordings[0], other)
            if told:
                first, second = wordings[0].place.quote, other.place.quote
                yield Finding(
                    id=finding_id(FindingKind.PLACES, claim.id, other.id, first, second),
                    kind=FindingKind.PLACES,
                    claim=claim.id,
                    link="",
                    severity=Severity.LOOK,
                    message=told,
                    draft=spot(other),
                    source=None,
                )


def _differing(first: Passage, other: Passage) -> str:
    mine, theirs = _figures(first.place.quote), _figures(other.place.quote)
    for value, words in theirs.items():
        if value not in mine and mine:
            return f"Here the claim says {words}, at its first place {', '.join(dict.fromkeys(mine.values()))}."
    if other.waits != first.waits:
        return "The claim was edited at one of its places: look whether the others still say the same."
    return ""


def _figures(words: str) -> dict[object, str]:
    """Numbers and dates by what they mean, with how they are written."""
    found: dict[object, str] = {
        (one.kind, one.values): words[one.start : one.end]
        for one in quantities(words)
        if one.kind not in ("label", "ordinal", "year")
    }
    found.update({one.readings: words[one.start : one.end] for one in dates(words)})
    return found
