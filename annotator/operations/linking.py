"""Linking claims to the passages that support or contradict them."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.places import Place
from annotator.model.things import Handling, Kind, Relation
from annotator.operations import marking
from annotator.operations.marking import Marked, check_place, locate, write_claim
from annotator.operations.resolving import plain_text
from annotator.operations.workspace import Workspace, document_of, writable
from annotator.store.project import Pen


@dataclass(frozen=True, slots=True)
class Linked:
    """A link that was made from a claim to a passage."""

    outcome: Outcome
    link: str
    claim: str
    passage: str
    relation: Relation
    place: Place


def link(
    ws: Workspace,
    claim: str,
    document: str,
    quote: str,
    relation: Relation,
    *,
    page: int | None = None,
    nth: int | None = None,
    note: str = "",
    handling: Handling = Handling.UNSET,
) -> Linked:
    """Links a claim to quoted words of another document. `page` is an index, `nth` counts from 1 in document order.

    `handling` says what of the passage may leave; unset, it may as far as its document.

    Raises QuoteAbsent, QuoteRepeated (unless `nth` says which), Refused for the document the claim stands in.
    """
    writable(ws)
    graph = ws.graph()
    _check(graph, claim, document, note)
    place = locate(ws, graph, document_of(graph, document), quote, page=page, nth=nth)
    return _link(ws, graph, claim, document, place, relation, note, handling)


def link_at(ws: Workspace, claim: str, document: str, place: Place, relation: Relation, *, note: str = "") -> Linked:
    """Links a claim to a place of another document."""
    writable(ws)
    graph = ws.graph()
    _check(graph, claim, document, note)
    place = check_place(ws, graph, document_of(graph, document), place)
    return _link(ws, graph, claim, document, place, relation, note)


def mark_and_link(
    ws: Workspace, draft: str, draft_place: Place, source: str, source_place: Place, relation: Relation
) -> tuple[Marked, Linked]:
    """Marks a claim and links it, as one action."""
    writable(ws)
    graph = ws.graph()
    if draft == source:
        raise Refused("A link goes to a passage of another document. Select the words in a source.")
    draft_document = marking.draft_of(graph, draft, "A claim is marked")
    draft_place = check_place(ws, graph, draft_document, draft_place)
    source_place = check_place(ws, graph, document_of(graph, source), source_place)
    with ws.project.act("link") as pen:
        claim, own = write_claim(pen, draft, draft_place)
        passage, made = _write(pen, graph, claim, source, source_place, relation, "")
    marked = Marked(pen.outcome, claim, ws.graph().claims[claim].number, own, draft_place)
    return marked, Linked(pen.outcome, made, claim, passage, relation, source_place)


def _check(graph: Graph, claim: str, document: str, note: str) -> None:
    if claim not in graph.claims:
        raise Refused("That claim is no longer part of the project. Restore it, or mark a new one.")
    if any(passage.document == document for passage in graph.passages_of(claim)):
        raise Refused(
            f"Claim {graph.claims[claim].number} stands in that document itself. "
            "A link goes to a passage of another document."
        )
    plain_text(note, "The note")


def _link(
    ws: Workspace,
    graph: Graph,
    claim: str,
    document: str,
    place: Place,
    relation: Relation,
    note: str,
    handling: Handling = Handling.UNSET,
) -> Linked:
    with ws.project.act("link") as pen:
        passage, made = _write(pen, graph, claim, document, place, relation, note, handling)
    return Linked(pen.outcome, made, claim, passage, relation, place)


def _write(
    pen: Pen,
    graph: Graph,
    claim: str,
    document: str,
    place: Place,
    relation: Relation,
    note: str,
    handling: Handling = Handling.UNSET,
) -> tuple[str, str]:
    passage = _same_passage(graph, document, place) or pen.new(
        Kind.PASSAGE, {"document": document, "place": place.to_value()}
    )
    fields = {"claim": claim, "passage": passage, "relation": relation.value}
    if note:
        fields["note"] = note
    if handling is not Handling.UNSET:
        fields["handling"] = handling.value
    return passage, pen.new(Kind.LINK, fields)


def _same_passage(graph: Graph, document: str, place: Place) -> str | None:
    """A passage at exactly these words, so that claims resting on the same words share it."""
    for passage in graph.passages.values():
        if (
            passage.document == document
            and not passage.claim
            and not passage.lost
            and (passage.place.version, passage.place.extraction) == (place.version, place.extraction)
            and passage.place.region == place.region
            and [(span.page, span.start, span.end) for span in passage.place.spans]
            == [(span.page, span.start, span.end) for span in place.spans]
        ):
            return passage.id
    return None
