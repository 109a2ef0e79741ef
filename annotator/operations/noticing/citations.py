"""Citations of law in the drafts that the documents have otherwise, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from annotator.checking.citations import CitationKind
from annotator.checking.citations_known import Match
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.operations.noticing.cited import Cited, cited
from annotator.operations.noticing.ground import Ground

_NOTES = (Match.ABSENT, Match.MENTIONED)


def citations(ground: Ground) -> Iterator[Finding]:
    """Findings on all citations; none where a document is what is cited. Nothing while there are no sources."""
    if not ground.sources:
        return
    seen: Counter[tuple[str, str]] = Counter()
    for one in cited(ground):
        here = one.draft.document, one.words
        seen[here] += 1
        told = _told(one)
        if told is None or (one.repeated and one.match in _NOTES):
            continue
        severity, message = told
        words = (*here, one.citation.year, seen[here])
        yield Finding(
            id=finding_id(FindingKind.CITATION, *words, one.match, one.document, one.theirs),
            kind=FindingKind.CITATION,
            claim=one.claim,
            link=one.link,
            severity=severity,
            message=message,
            draft=one.draft,
            source=one.source,
        )


def _told(one: Cited) -> tuple[Severity, str] | None:
    grave = Severity.LOOK if one.doubtful else Severity.GRAVE
    case = one.citation.case
    name = case.name if case is not None and case.name else one.words
    if one.match is Match.OTHER_YEAR:
        return grave, f"The draft dates {_unyeared(one, name)} to {one.citation.year}; a source gives {one.theirs}."
    if one.match is Match.OTHER_NUMBER and one.link:
        return grave, f"The draft cites {one.words}; the linked passage stands in {one.theirs}."
    if one.match is Match.OTHER_NUMBER:
        return grave, f"The draft has {one.words}; a source has {one.theirs}."
    if one.match is Match.OTHER_COURT and case is not None:
        return (
            Severity.LOOK,
            f"The draft has {name} from the {_court(case.court)}; a source names the {_court(one.theirs)}.",
        )
    if one.match is Match.NO_PART:
        return Severity.LOOK, f"A source is the text of this law, but {one.words} was not found in it."
    if one.match is Match.MENTIONED:
        return Severity.NOTE, f"A source mentions {one.words}; none is its text."
    if one.match is Match.ABSENT:
        return Severity.NOTE, f"{_capital(one.words)} is in none of the sources."
    return None


def _unyeared(one: Cited, name: str) -> str:
    if one.citation.kind is CitationKind.ACT and one.citation.year:
        return "the " + name.removesuffix(one.citation.year).removesuffix(" of ").strip()
    return name


def _court(court: str) -> str:
    return " ".join(word if "." in word else word.capitalize() for word in court.split())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
