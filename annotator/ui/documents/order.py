"""In which order documents are listed, and what came with what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from annotator.model.graph import Graph
from annotator.model.terms import TERMS_WORDS, under_embargo
from annotator.model.things import Document, Role
from annotator.ui.plain import one_line


def in_order(graph: Graph) -> list[tuple[Document, int]]:
    """Drafts first, then sources by name, each followed by what came with it; with how deep it lies."""
    inside: dict[str, list[Document]] = {}
    for each in sorted(graph.documents.values(), key=lambda each: (each.role != Role.DRAFT, each.name.casefold())):
        inside.setdefault(each.part_of if each.part_of in graph.documents else "", []).append(each)
    found: list[tuple[Document, int]] = []
    seen: set[str] = set()
    _follow("", 0, inside, found, seen)
    # Two people may have put two documents into each other: none of them may be missing for that.
    found += [(each, 0) for each in graph.documents.values() if each.id not in seen]
    return found


def _follow(
    owner: str,
    depth: int,
    inside: Mapping[str, list[Document]],
    found: list[tuple[Document, int]],
    seen: set[str],
) -> None:
    for each in inside.get(owner, ()):
        if each.id not in seen:
            seen.add(each.id)
            found.append((each, depth))
            _follow(each.id, depth + 1, inside, found, seen)


def parts_below(graph: Graph, document: str) -> list[str]:
    """All that came with a document, and what came with that, as ids."""
    found: list[str] = []
    within = [document]
    while within:
        owner = within.pop()
        for each in graph.documents.values():
            if each.part_of == owner and each.id != document and each.id not in found:
                found.append(each.id)
                within.append(each.id)
    return found


def agreed(document: Document) -> str:
    """The terms and the embargo of a document, in words; empty where nothing was agreed."""
    words = []
    if document.terms or document.interviewee:
        words.append(TERMS_WORDS.get(document.terms, one_line(document.terms)))
    if document.embargo:
        over = "" if under_embargo(document, date.today()) else " (over)"
        words.append(f"embargo until {one_line(document.embargo)}{over}")
    return ", ".join(words)
