"""The link graph as a picture in three columns: claims, the passages they rest on, and these passages' documents.

Where each stands is worked out here, once, so that lines cross little; who draws it only draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from annotator.model.graph import Graph
from annotator.model.things import Relation, Status

_SWEEPS = 6


class Column(IntEnum):
    """Where a thing stands, from left to right."""

    CLAIMS = 0
    PASSAGES = 1
    DOCUMENTS = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the picture; `row` is the middle of its row, counted from 0 at the top, in heights of a row.

    `status` is a claim's as it is shown; `waits` says of a claim or passage that a person has to decide about it.
    """

    id: str
    column: Column
    row: float
    words: str
    status: Status | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a node to one of the next column; `relation` is None from a passage to its document.

    `link` is the link's id, `together` names those that support only together; both empty to a document.
    """

    start: str
    end: str
    relation: Relation | None = None
    link: str = ""
    together: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen: claims of these statuses, links of these relations, to these documents (ids; empty: all)."""

    statuses: frozenset[Status] = frozenset(Status)
    relations: frozenset[Relation] = frozenset(Relation)
    documents: frozenset[str] = frozenset()
    without_links: bool = True
    """Whether claims without any link that is to be seen are shown, too."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The nodes of each column from the top, the lines, and how many rows the longest column has."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    rows: int

    def node(self, node: str) -> Node:
        """A node by its id. Raises KeyError."""
        found = next((one for one in self.nodes if one.id == node), None)
        if found is None:
            raise KeyError(node)
        return found

    def beside(self, node: str) -> frozenset[str]:
        """The nodes that a path from left to right joins with a node: what lights up when it is chosen."""
        found = {node}
        for forwards in (True, False):
            ends = {node}
            while ends:
                ends = {
                    one.end if forwards else one.start
                    for one in self.lines
                    if (one.start if forwards else one.end) in ends
                }
                found |= ends
        return frozenset(found)


def picture(graph: Graph, shown: Shown | None = None) -> Picture:
    """The picture of what is to be seen of a graph: claims in draft order, the rest where lines cross least."""
    shown = shown or Shown()
    lines = _lines(graph, shown)
    linked = {line.start for line in lines}
    claims = [
        claim
        for claim in graph.claims
        if graph.shown_status(claim) in shown.statuses and (claim in linked or shown.without_links)
    ]
    lines = [line for line in lines if line.start in set(claims)]
    passages = list(dict.fromkeys(line.end for line in lines))
    lines += [Line(passage, graph.passages[passage].document) for passage in passages]
    documents = list(dict.fromkeys(graph.passages[passage].document for passage in passages))
    columns = _ordered(claims, passages, documents, lines)
    rows = max((len(column) for column in columns), default=0)
    nodes = []
    for column, ids in zip(Column, columns, strict=True):
        # Shorter columns are spread evenly beside the longest.
        step = rows / max(1, len(ids))
        nodes += [_node(graph, one, column, (at + 0.5) * step - 0.5) for at, one in enumerate(ids)]
    return Picture(tuple(nodes), tuple(lines), rows)


def crossings(made: Picture) -> int:
    """How often lines of a picture cross."""
    rows = {node.id: node.row for node in made.nodes}
    columns = {node.id: node.column for node in made.nodes}
    count = 0
    for column in (Column.CLAIMS, Column.PASSAGES):
        ends = [(rows[line.start], rows[line.end]) for line in made.lines if columns[line.start] is column]
        count += sum(
            (one[0] - other[0]) * (one[1] - other[1]) < 0 for at, one in enumerate(ends) for other in ends[:at]
        )
    return count


def _lines(graph: Graph, shown: Shown) -> list[Line]:
    found = []
    for link in graph.links.values():
        passage = graph.passages.get(link.passage)
        if passage is None or link.claim not in graph.claims or link.relation not in shown.relations:
            continue
        if not shown.documents or passage.document in shown.documents:
            found.append(Line(link.claim, link.passage, link.relation, link.id, link.together))
    return found


def _ordered(
    claims: Sequence[str], passages: Sequence[str], documents: Sequence[str], lines: Sequence[Line]
) -> tuple[list[str], list[str], list[str]]:
    """The columns with claims as they are; each other thing in the middle of those it is joined with (Sugiyama's way).

    The passages of one document stay beside each other, so that no line to a document crosses another.
    """
    owner = {line.start: line.end for line in lines if line.relation is None}
    rests: dict[str, list[str]] = {}
    for line in lines:
        if line.relation is not None:
            rests.setdefault(line.end, []).append(line.start)
    rows = {claim: at / max(1, len(claims)) for at, claim in enumerate(claims)}
    middle = {passage: _mean(rests[passage], rows) for passage in passages}
    best, fewest = (list(passages), list(documents)), -1
    weights = {document: [middle[one] for one in passages if owner[one] == document] for document in documents}
    for median in (False, True):
        at = {one: (sorted(mine)[len(mine) // 2] if median else sum(mine) / len(mine)) for one, mine in weights.items()}
        order = sorted(documents, key=lambda one: (at[one], documents.index(one)))
        order, count = _settled(order, {one: sorted(weights[one]) for one in order})
        if fewest < 0 or count < fewest:
            place = {document: number for number, document in enumerate(order)}
            mine = sorted(passages, key=lambda one: (place[owner[one]], middle[one], passages.index(one)))
            best, fewest = (mine, order), count
    return list(claims), *best


def _settled(order: list[str], weights: Mapping[str, Sequence[float]]) -> tuple[list[str], int]:
    """Neighbours swapped as long as that takes crossings away; with how many are left between neighbours."""
    left = 0
    for _ in range(_SWEEPS):
        swapped, left = False, 0
        for at in range(len(order) - 1):
            one, other = order[at], order[at + 1]
            as_is, turned = _between(weights[one], weights[other]), _between(weights[other], weights[one])
            if turned < as_is:
                order[at], order[at + 1] = other, one
                swapped = True
            left += min(as_is, turned)
        if not swapped:
            break
    return order, left


def _between(upper: Sequence[float], lower: Sequence[float]) -> int:
    """How often lines cross if all of `upper` stand above all of `lower`."""
    return sum(one > other for one in upper for other in lower)


def _mean(ends: Sequence[str], rows: Mapping[str, float]) -> float:
    return sum(rows[end] for end in ends) / len(ends)


def _node(graph: Graph, node: str, column: Column, row: float) -> Node:
    made = Node(node, column, row, "")
    if column is Column.DOCUMENTS:
        document = graph.documents.get(node)
        return replace(made, words=(document.title or document.name) if document else "")
    if column is Column.PASSAGES:
        passage = graph.passages[node]
        return replace(made, words=" ".join(passage.place.quote.split()), waits=passage.waits)
    wordings = graph.passages_of(node)
    words = " ".join(wordings[0].place.quote.split()) if wordings else ""
    number = graph.claims[node].number
    waits = any(one.waits for one in wordings)
    return replace(made, words=f"{number}  {words}".rstrip(), status=graph.shown_status(node), waits=waits)
