"""What an interview's terms and an embargo mean for what may leave this computer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from annotator.model.graph import Graph
from annotator.model.things import Document, Handling, Terms

TERMS_WORDS: Mapping[str, str] = {
    "": "terms not yet agreed",
    Terms.ON_THE_RECORD.value: "on the record",
    Terms.BACKGROUND.value: "background",
    Terms.NOT_FOR_ATTRIBUTION.value: "not for attribution",
    Terms.OFF_THE_RECORD.value: "off the record",
}
"""What people read for the terms of a note, from the freest to the strictest but for the first."""

_HANDLING: Mapping[str, Handling] = {
    Terms.ON_THE_RECORD.value: Handling.PUBLISH,
    Terms.BACKGROUND.value: Handling.PARAPHRASE_ONLY,
    Terms.NOT_FOR_ATTRIBUTION.value: Handling.PARAPHRASE_ONLY,
}
_STRICTNESS = tuple(Handling)


def handling_for(terms: str) -> Handling:
    """What a note on these terms may be used for; while nothing was agreed, it stays on this computer."""
    return _HANDLING.get(terms, Handling.NEVER_LEAVES)


def stricter(one: Handling, other: Handling) -> Handling:
    """The one of two that lets less out."""
    return max(one, other, key=_STRICTNESS.index)


def under_embargo(document: Document, day: date) -> bool:
    """Whether on a day nothing of the document may be printed yet; what is no day never passes."""
    if not document.embargo:
        return False
    try:
        return day < date.fromisoformat(document.embargo)
    except ValueError:
        return True


def hides_name(document: Document) -> bool:
    """Whether whoever was spoken to must not be told to others: all interviews but those on the record."""
    if document.terms:
        return document.terms != Terms.ON_THE_RECORD
    return bool(document.interviewee)


def with_terms_passed_on(graph: Graph) -> Graph:
    """The graph in which what was agreed for an interview holds for all that came with it, too, as its recording."""
    documents = {key: _agreed(graph.documents, document) for key, document in graph.documents.items()}
    return replace(graph, documents=documents)


def _agreed(documents: Mapping[str, Document], document: Document) -> Document:
    seen = {document.id}
    at = documents.get(document.part_of)
    made = document
    while at is not None and at.id not in seen:
        seen.add(at.id)
        if hides_name(at) and (not hides_name(made) or at.terms == Terms.OFF_THE_RECORD):
            made = replace(made, terms=at.terms, interviewee=at.interviewee)
        made = replace(made, embargo=max(made.embargo, at.embargo))
        at = documents.get(at.part_of)
    return made
