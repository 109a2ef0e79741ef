"""What the screen says for the words of the project, the same everywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from annotator.anchoring.joined import as_shown
from annotator.model.graph import Graph
from annotator.model.pages import PageInfo
from annotator.model.places import Place
from annotator.model.things import ClaimType, Handling, Relation, Status, Version
from annotator.ui.plain import one_line

RELATION_MARKS = {Relation.SUPPORTS: "+", Relation.CONTRADICTS: "×", Relation.CONTEXT: "•"}
RELATION_WORDS = {
    Relation.SUPPORTS: "supports",
    Relation.CONTRADICTS: "contradicts",
    Relation.CONTEXT: "context",
}
STATUS_MARKS = {Status.OPEN: "○", Status.VERIFIED: "✓", Status.DISPUTED: "⚑", Status.CUT: "–"}
STATUS_WORDS = {
    Status.OPEN: "open",
    Status.VERIFIED: "checked",
    Status.DISPUTED: "disputed",
    Status.CUT: "cut",
}
TYPE_WORDS = {kind: kind.value for kind in ClaimType}
HANDLING_WORDS = {
    Handling.UNSET: "not decided yet",
    Handling.PUBLISH: "may be published",
    Handling.QUOTE_ONLY: "quote only",
    Handling.PARAPHRASE_ONLY: "paraphrase only",
    Handling.NEVER_LEAVES: "never leaves this computer",
}


def document_name(graph: Graph, document: str) -> str:
    """A document's title, or its file's name; one line."""
    found = graph.documents.get(document)
    return one_line(found.title or found.name) if found else "a document that was removed"


def left_words(left_out: Sequence[tuple[str, str]]) -> str:
    """What an export left out, by name, as a sentence to put behind another; empty where nothing was."""
    known = list(dict.fromkeys(one_line(name, 40) for name, _ in left_out))
    names = ", ".join(known[:3]) + (f" and {len(known) - 3:,} more" if len(known) > 3 else "")
    return f" Left out, shortened or with words blacked out: {names}." if names else ""


def where(graph: Graph, document: str, place: Place) -> str:
    """Document and printed page, cells or time: "Memo, p. 3", "Costs, Sheet1!B4"."""
    return f"{document_name(graph, document)}, {one_line(place.whereabouts)}"


def page_words(pages: Sequence[PageInfo], index: int, *, brief: bool = False) -> str:
    """A page's label, and its number where that differs: "p. iv (4 of 120)", briefly "iv (4)"."""
    shown = one_line(pages[index].label) or str(index + 1)
    plain = shown == str(index + 1)
    if brief:
        return shown if plain else f"{shown} ({index + 1:,})"
    return f"p. {shown} of {len(pages):,}" if plain else f"p. {shown} ({index + 1:,} of {len(pages):,})"


def place_words(place: Place, limit: int = 0, known: Collection[str] | None = None) -> str:
    """A place's words as a person reads them, in one line; what a region is, since it has none.

    `known`: which of its `broken_words` stand whole elsewhere in the document.
    """
    if not place.spans and place.region is not None:
        return f"[region of p. {one_line(place.label) or place.page + 1}]"
    return one_line(as_shown(place.quote, known), limit)


def claim_quote(graph: Graph, claim: str, limit: int = 0) -> str:
    """The claim's words at its first passage, in one line."""
    passages = graph.passages_of(claim)
    return place_words(passages[0].place, limit) if passages else ""


def version_words(version: Version) -> str:
    """A version by when it was received: "version of 2026-05-03 14:02"."""
    return f"version of {received_words(version)}"


def received_words(version: Version) -> str:
    """When a version was received, by this computer's clock; the beginning of its SHA-256 where that is not known."""
    try:
        received = datetime.fromisoformat(version.received)
    except ValueError:
        return version.sha256[:8]
    local = received.astimezone() if received.tzinfo else received
    return f"{local:%Y-%m-%d %H:%M}"


def count(number: int, one: str, many: str = "") -> str:
    """A number with what it counts: "1 link", "3 links"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def relation_counts(graph: Graph, claim: str) -> dict[Relation, int]:
    """How many links of each relation a claim has."""
    found = dict.fromkeys(Relation, 0)
    for link in graph.links.values():
        if link.claim == claim:
            found[link.relation] += 1
    return found
