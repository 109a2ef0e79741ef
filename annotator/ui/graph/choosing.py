"""What the filters leave of the graph, and the picture of that: worked out in the desk's thread. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.model.graph import Graph
from annotator.model.picture import Picture, Shown, picture
from annotator.model.things import Relation, Status
from annotator.ui.graph.words import Face, faces
from annotator.ui.plain import one_line
from annotator.ui.words import claim_quote, document_name, place_words

WAITS, UNLINKED, NEEDS_NONE = "waits", "unlinked", "needs-none"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; what is empty filters nothing.

    `status` is a value of Status, or one of the words above; `document` and `around` are ids; `person` said something
    or was asked. `flagged`: only claims with a flag that nobody put aside.
    """

    words: str = ""
    status: str = ""
    relation: str = ""
    document: str = ""
    person: str = ""
    flagged: bool = False
    around: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with what is said of each node, and the ids of all claims and marks there are."""

    graph: Graph
    picture: Picture
    faces: Mapping[str, Face]


def draw(graph: Graph, filters: Filters, flags: Mapping[str, int]) -> Drawn:
    """The picture that passes the filters. `flags` counts those nobody put aside, by claim."""
    made = picture(graph, shown_by(graph, filters, frozenset(flags)))
    return Drawn(graph, made, faces(graph, made, flags))


def shown_by(graph: Graph, filters: Filters, flagged: frozenset[str]) -> Shown:
    """What the picture is to show."""
    of_links = bool(filters.relation or filters.document)
    shown = Shown(
        statuses=frozenset({Status(filters.status)}) if filters.status in set(Status) else frozenset(Status),
        relations=frozenset({Relation(filters.relation)}) if filters.relation else frozenset(Relation),
        documents=frozenset({filters.document}) if filters.document else frozenset(),
        without_links=not of_links,
        needs_none=filters.status in ("", NEEDS_NONE) and not (of_links or filters.person or filters.flagged),
        around=filters.around,
    )
    return replace(shown, claims=frozenset(_claims(graph, filters, flagged)))


def people(graph: Graph) -> list[str]:
    """Those who said something, or were asked, each once, by name."""
    found = {one_line(claim.said_by) for claim in graph.claims.values()}
    found |= {one_line(query.whom) for query in graph.queries.values()}
    return sorted(found - {""}, key=str.casefold)


def _claims(graph: Graph, filters: Filters, flagged: frozenset[str]) -> Iterable[str]:
    words = filters.words.casefold().split()
    for claim in graph.claims:
        if filters.status == NEEDS_NONE or (filters.status == UNLINKED and graph.links_of(claim)):
            continue
        if filters.status == WAITS and not _waits(graph, claim):
            continue
        if filters.flagged and claim not in flagged:
            continue
        if filters.person and filters.person not in _people_of(graph, claim):
            continue
        if words and not _has(_told(graph, claim), words):
            continue
        yield claim
    for mark in graph.needs_none.values():
        if not words or _has(f"{mark.place.quote} {mark.reason}".casefold(), words):
            yield mark.id


def _waits(graph: Graph, claim: str) -> bool:
    resting = [graph.passages[link.passage] for link in graph.links_of(claim) if link.passage in graph.passages]
    return any(passage.waits for passage in (*graph.passages_of(claim), *resting))


def _people_of(graph: Graph, claim: str) -> set[str]:
    return {one_line(graph.claims[claim].said_by), *(one_line(query.whom) for query in graph.queries_of(claim))}


def _told(graph: Graph, claim: str) -> str:
    """All in which words of a claim are sought: its own, those it rests on, and these documents' names."""
    known = graph.claims[claim]
    parts = [str(known.number), claim_quote(graph, claim), known.said_by]
    for link in graph.links_of(claim):
        if link.passage in graph.passages:
            passage = graph.passages[link.passage]
            parts += [place_words(passage.place), document_name(graph, passage.document)]
    return " ".join(parts).casefold()


def _has(told: str, words: list[str]) -> bool:
    return all(word in told for word in words)
