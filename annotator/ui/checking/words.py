"""Flags and verdicts in words, the same wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotator.model.findings import Finding, FindingKind, Severity
from annotator.ui.plain import one_line

if TYPE_CHECKING:
    from annotator.operations.noticing.quoted import Quoted

SEVERITY_SIGNS = {Severity.GRAVE: "‼", Severity.LOOK: "?", Severity.NOTE: "i"}
SEVERITY_WORDS = {Severity.GRAVE: "grave", Severity.LOOK: "to look at", Severity.NOTE: "worth knowing"}
KIND_WORDS = {
    FindingKind.NUMBER: "number",
    FindingKind.DATE: "date",
    FindingKind.NAME: "name",
    FindingKind.QUOTE: "quotation",
    FindingKind.CITATION: "citation",
    FindingKind.NEGATION: "negation",
    FindingKind.CONTRADICTED: "contradicted",
    FindingKind.PLACES: "places",
    FindingKind.CALCULATION: "calculation",
    FindingKind.ALONE: "one origin",
}
VERDICT_WORDS = {
    "exact": "Quotation: word for word",
    "typography": "Quotation: the same words; only marks or spaces differ",
    "line-breaks": "Quotation: the same words; only line breaks or hyphens differ",
    "writers-edits": "Quotation: the writer's omissions or brackets; the rest word for word",
    "words-differ": "Quotation: words differ",
    "number-differs": "Quotation: a number differs",
    "negation-differs": "Quotation: a negation differs",
    "said-by-another": "Quotation: said by someone else here",
    "not-found": "Quotation: not found here",
}


def kind_words(kind: FindingKind) -> str:
    """What a flag is about, in a word or two."""
    return KIND_WORDS.get(kind, kind.value.replace("-", " "))


def gravest_first(flags: Iterable[Finding]) -> list[Finding]:
    """In the order of how much there is to do about them; else as they came."""
    order = list(Severity)
    return sorted(flags, key=lambda flag: order.index(flag.severity))


def flag_line(flag: Finding) -> str:
    """A flag in a line: how grave, about what, what was noticed."""
    return f"{SEVERITY_WORDS[flag.severity]}, {kind_words(flag.kind)}: {one_line(flag.message, 600)}"


def verdict_words(one: Quoted) -> str:
    """How a quotation stands to a passage, in words."""
    words = VERDICT_WORDS.get(one.verdict.value, one.verdict.value)
    if one.translated:
        words += ", held against the translation"
    return f"{words}."
