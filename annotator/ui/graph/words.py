"""What the picture says of each thing, in short in its box and whole aloud. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.model.graph import Graph
from annotator.model.picture import Column, Node, Picture
from annotator.model.standing import Stands
from annotator.model.things import Link, Passage, Relation
from annotator.ui.plain import one_line
from annotator.ui.words import (
    RELATION_WORDS,
    STATUS_MARKS,
    STATUS_WORDS,
    claim_quote,
    count,
    document_name,
    place_words,
)

NO_SOURCE = "needs no source"
_DOES = {
    Relation.SUPPORTS: "supports",
    Relation.CONTRADICTS: "contradicts",
    Relation.CONTEXT: "is context of",
}
_LONGEST = 600
"""Letters of a quote in a tip, or read aloud."""


@dataclass(frozen=True, slots=True)
class Face:
    """A thing's words, a short line below them, and all of it in a sentence."""

    words: str
    small: str
    told: str


def faces(graph: Graph, made: Picture, flags: Mapping[str, int]) -> dict[str, Face]:
    """What is said of each node, by its id. `flags` counts those nobody put aside, by claim."""
    return {node.id: _face(graph, made, node, flags) for node in made.nodes}


def totals(made: Picture) -> str:
    """What the picture has: "2 claims, 3 passages, 2 documents, 3 links"."""
    marks = sum(node.needs_none for node in made.column(Column.CLAIMS))
    parts = [
        count(len(made.column(Column.CLAIMS)) - marks, "claim"),
        count(len(made.column(Column.PASSAGES)), "passage"),
        count(len(made.column(Column.DOCUMENTS)), "document"),
        count(sum(line.relation is not None for line in made.lines), "link"),
    ]
    return ", ".join(
        parts + ([count(marks, "sentence that needs", "sentences that need") + " no source"] * bool(marks))
    )


def _face(graph: Graph, made: Picture, node: Node, flags: Mapping[str, int]) -> Face:
    if node.column is Column.DOCUMENTS:
        return _document(graph, made, node)
    if node.column is Column.PASSAGES:
        return _passage(graph, node, [line.link for line in made.arriving(node.id)])
    return _mark(graph, node) if node.needs_none else _claim(graph, made, node, flags.get(node.id, 0))


def _claim(graph: Graph, made: Picture, node: Node, flags: int) -> Face:
    number, quote = graph.claims[node.id].number, claim_quote(graph, node.id)
    status = graph.shown_status(node.id)
    more = [_stands(node, graph.passages_of(node.id))]
    more += [count(flags, "flag") if flags else ""]
    asked = sum(not query.closed for query in graph.queries_of(node.id))
    more += [count(asked, "open query", "open queries") if asked else ""]
    own = graph.links_of(node.id)
    hidden = len(own) - len(made.leaving(node.id))
    more += ["no source yet" if not own else f"{count(hidden, 'link')} not shown" if hidden else ""]
    state = ", ".join([STATUS_WORDS[status], *filter(None, more)])
    reason = graph.shown_reason(node.id, named=True)
    rests = _rests([graph.links[line.link] for line in made.leaving(node.id)])
    told = " ".join(filter(None, (f"Claim {number}, {state}.", reason, rests, f"“{one_line(quote, _LONGEST)}”")))
    return Face(f"{number}  {quote}".rstrip(), f"{STATUS_MARKS[status]} {state}", told)


def _mark(graph: Graph, node: Node) -> Face:
    mark = graph.needs_none[node.id]
    words, reason = place_words(mark.place), one_line(mark.reason, 200)
    why = f"{NO_SOURCE}: {reason}" if reason else NO_SOURCE
    return Face(words, f"· {why}", f"Sentence that {why}. “{one_line(words, _LONGEST)}”")


def _passage(graph: Graph, node: Node, links: list[str]) -> Face:
    passage = graph.passages[node.id]
    words, page = place_words(passage.place), one_line(passage.place.whereabouts)
    stands = _stands(node, [passage])
    # The page first: what is cut in a box is the document's name, which stands beside it.
    small = ", ".join(filter(None, (stands, page, document_name(graph, passage.document))))
    does = "; ".join(
        f"{_DOES[link.relation]} claim {graph.claims[link.claim].number}{_jointly(graph, link)}"
        for link in (graph.links[one] for one in links)
    )
    return Face(words, small, f"Passage, {small}: {does}. “{one_line(words, _LONGEST)}”")


def _stands(node: Node, passages: Iterable[Passage]) -> str:
    """What became of a place in a newer version, where a person has to know; else empty."""
    outcomes = {passage.standing.outcome for passage in passages if passage.standing is not None}
    if node.lost:
        return "still being sought" if Stands.SOUGHT in outcomes else "not found"
    return "to review" if node.waits else ""


def _jointly(graph: Graph, link: Link) -> str:
    others = sum(one.together == link.together for one in graph.links_of(link.claim)) - 1 if link.together else 0
    return f", only together with {count(others, 'other passage')}" if others else ""


def _document(graph: Graph, made: Picture, node: Node) -> Face:
    links = [line for passage in made.before(node.id) for line in made.arriving(passage.id)]
    claims = len({line.start for line in links})
    small = f"{count(len(links), 'link')} of {count(claims, 'claim')}"
    name = document_name(graph, node.id)
    return Face(name, small, f"Document {name}: {small} on {count(len(made.before(node.id)), 'passage')}.")


def _rests(links: Iterable[Link]) -> str:
    many = dict.fromkeys(Relation, 0)
    for link in links:
        many[link.relation] += 1
    told = [f"{RELATION_WORDS[relation]}: {count(number, 'passage')}" for relation, number in many.items() if number]
    return f"{', '.join(told)}.".capitalize() if told else ""
