"""Quotations of the drafts whose words, numbers or speakers are not those of the sources, or that no source has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.anchoring.telling import looks_german
from annotator.checking.quotes import FAITHFUL, Verdict
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.things import ClaimType
from annotator.operations.noticing.ground import Ground
from annotator.operations.noticing.quoted import Quoted, quoted

_FEW = 3
"""Words; fewer in quotation marks are often no quotation."""
_SMALL = re.compile(r"(?:of|the|and|a|an|in|on|for|to|at|by|or|with|from|de|la|der|die|das|und|v|vs)\.?")
_SHORT = 90
_MUCH = 600
"""Code points left out of a quotation that a person should have read."""


def quotes(ground: Ground) -> Iterator[Finding]:
    """Findings on all quotations of the drafts; none where they are word for word."""
    seen: Counter[tuple[str, str]] = Counter()
    for one in quoted(ground):
        told = _told(ground, one)
        here = one.draft.document, one.quote
        seen[here] += 1
        if told is None:
            continue
        severity, message = told
        # Marking a claim over a quotation changes neither side, so its name is not part of the finding's.
        words = (*here, seen[here], one.verdict, one.document, one.words, one.said, one.turned)
        yield Finding(
            id=finding_id(FindingKind.QUOTE, *words),
            kind=FindingKind.QUOTE,
            claim=one.claim,
            link=one.link,
            severity=severity,
            message=message,
            draft=one.draft,
            source=one.source,
        )


def _told(ground: Ground, one: Quoted) -> tuple[Severity, str] | None:
    """How grave it is and what is said of it; None where there is nothing to say."""
    claim = ground.graph.claims.get(one.claim)
    quotation = claim is not None and claim.type is ClaimType.QUOTATION
    few = len(re.findall(r"[^\W_]+", one.quote)) < _FEW
    if one.verdict is Verdict.NOT_FOUND:
        return _not_found(ground, one, few=few, quotation=quotation)
    if one.verdict is Verdict.ANOTHER and one.said is not None:
        mine, theirs = one.said
        if one.sure:
            return Severity.GRAVE, f"The draft has {mine} say this; in the source {theirs} does."
        return Severity.LOOK, f"The draft has {mine} say this; as far as can be told, the source has it from {theirs}."
    if few and not quotation and one.verdict not in (Verdict.EDITED, *FAITHFUL):
        return None
    return _as_it_stands(ground, one)


def _as_it_stands(ground: Ground, one: Quoted) -> tuple[Severity, str] | None:
    where = "The translation" if one.translated else "The source"
    mine, theirs = _both(one)
    if one.verdict is Verdict.NEGATION:
        return Severity.GRAVE, f"A negation is added or dropped. The draft: {mine} {where}: {theirs}"
    if one.verdict is Verdict.NUMBER:
        return Severity.GRAVE, f"A number or date differs. The draft: {mine} {where}: {theirs}"
    if one.verdict is Verdict.WORDS and one.slight:
        return Severity.LOOK, f"Marks or capitals differ. The draft: {mine} {where}: {theirs}"
    if one.verdict is Verdict.WORDS:
        return Severity.GRAVE, f"Words differ. The draft: {mine} {where}: {theirs}"
    if one.turned:
        what = f"What was cut off or left out has \u201c{one.turned}\u201d."
        return Severity.LOOK, f"{what} {where}: {_clipped(one.words, 0)}"
    if one.otherwise:
        return Severity.LOOK, (
            f"These words stand in another place than the linked one, which has: {_clipped(one.otherwise, 0)}"
        )
    if one.verdict is Verdict.EDITED and len(one.words) - len(one.quote) > _MUCH:
        return Severity.LOOK, f"Much is left out between these words. {where}: {_clipped(one.words, 0)}"
    if one.verdict is Verdict.EDITED:
        return Severity.NOTE, f"Words are left out or put in brackets. {where}: {_clipped(one.words, 0)}"
    if one.claim and not one.linked and ground.linked(one.claim):
        return Severity.NOTE, "The words stand in a source, but not in a passage that the claim is linked to."
    return None


def _not_found(ground: Ground, one: Quoted, *, few: bool, quotation: bool) -> tuple[Severity, str] | None:
    if not one.sources or (few and not quotation):
        return None
    sources = "the one source" if one.sources == 1 else f"any of the {one.sources} sources"
    told = f"{_clipped(one.quote, 0)} was not found in {sources}."
    if one.unreadable:
        told += f" {one.unreadable} of them {'has' if one.unreadable == 1 else 'have'} no text that can be searched."
    foreign = [had for had in ground.linked(one.claim) if not had.translated and _other_language(one.quote, had.words)]
    if foreign:
        return Severity.LOOK, told + " A linked passage is in another language and has no translation."
    if not quotation and _title(one.quote):
        return Severity.LOOK, told + " They may be a title."
    return Severity.GRAVE, told


def _other_language(quote: str, words: str) -> bool:
    return looks_german(quote) != looks_german(words) and len(words.split()) > _FEW


def _title(quote: str) -> bool:
    """Whether the words look like the title of a work: all but the small ones with capitals, no full stop."""
    words = re.findall(r"[^\W\d_][\w'\u2019-]*", quote)
    long = [word for word in words if not _SMALL.fullmatch(word.lower())]
    return bool(long) and all(word[0].isupper() for word in long) and not re.search(r"[.;]\s*$|[.;]\s", quote)


def _both(one: Quoted) -> tuple[str, str]:
    """Both wordings, short, around where they first differ."""
    if not one.differences:
        return _clipped(one.quote, 0), _clipped(one.words, 0)
    first = one.differences[0]
    return _clipped(one.quote, first.old[0]), _clipped(one.words, first.new[0])


def _clipped(words: str, at: int) -> str:
    """A few words around an offset, in quotation marks; cut between words."""
    start = max(0, at - _SHORT // 3)
    if start and (space := words.find(" ", start, at)) >= 0:
        start = space + 1
    elif start:
        start = at
    end = min(len(words), start + _SHORT)
    if end < len(words) and (space := words.rfind(" ", start + 1, end)) > at:
        end = space
    shown = " ".join(words[start:end].split())
    before, after = "\u2026 " if start else "", " \u2026" if end < len(words) else ""
    return f"\u201c{before}{shown}{after}\u201d"
