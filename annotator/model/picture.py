"""The link graph as a picture in three columns: claims, the passages they rest on, and these passages' documents.

Where each stands is worked out here, once, so that lines cross little; who draws it only draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property

from annotator.model.graph import Graph
from annotator.model.things import NeedsNone, Relation, Status

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
    A sentence that needs no source stands among the claims and has `needs_none`.
    """

    id: str
    column: Column
    row: float
    status: Status | None = None
    waits: bool = False
    needs_none: bool = False
    lost: bool = False
    """Whether a passage, or all of a claim's, stands nowhere in the version that is shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a node to one of the next column; `relation` is None from a passage to its document.

    `link` is the link's id, `together` names those that support only together; both empty to a document. `waits` says
    that a person has to decide about the passage or the claim's own words.
    """

    start: str
    end: str
    relation: Relation | None = None
    link: str = ""
    together: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen: claims of these statuses, links of these relations, to these documents (ids; empty: all).

    `claims` are ids of those that may be seen, sentences that need no source among them; None: all.
    """

    statuses: frozenset[Status] = frozenset(Status)
    relations: frozenset[Relation] = frozenset(Relation)
    documents: frozenset[str] = frozenset()
    without_links: bool = True
    """Whether claims without any link that is to be seen are shown, too."""
    claims: frozenset[str] | None = None
    needs_none: bool = False
    """Whether sentences that need no source are shown, too."""
    around: str = ""
    """The id of a thing: only what a path from left to right joins with it is shown. Empty: all."""


@dataclass(frozen=True)
class Picture:
    """The nodes of each column from the top, the lines, and how many rows the longest column has."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    rows: int

    def node(self, node: str) -> Node:
        """A node by its id. Raises KeyError."""
        return self._by_id[node]

    def has(self, node: str) -> bool:
        """Whether a thing is in the picture."""
        return node in self._by_id

    def column(self, column: Column) -> tuple[Node, ...]:
        """The nodes of a column, from the top."""
        return self._columns[column]

    def after(self, node: str) -> tuple[Node, ...]:
        """The nodes of the next column that lines lead to, from the top."""
        return self._sorted(line.end for line in self._leaving.get(node, ()))

    def before(self, node: str) -> tuple[Node, ...]:
        """The nodes of the column before from which lines lead here, from the top."""
        return self._sorted(line.start for line in self._arriving.get(node, ()))

    def leaving(self, node: str) -> Sequence[Line]:
        """The lines from a node to the next column."""
        return self._leaving.get(node, ())

    def arriving(self, node: str) -> Sequence[Line]:
        """The lines to a node from the column before."""
        return self._arriving.get(node, ())

    def beside(self, node: str) -> frozenset[str]:
        """The nodes that a path from left to right joins with a node: what lights up when it is chosen."""
        found = {node}
        for forwards in (True, False):
            ends = {node}
            while ends:
                lines = [line for end in ends for line in (self._leaving if forwards else self._arriving).get(end, ())]
                ends = {line.end if forwards else line.start for line in lines}
                found |= ends
        return frozenset(found)

    def _sorted(self, ids: Iterable[str]) -> tuple[Node, ...]:
        return tuple(sorted({self._by_id[one] for one in ids}, key=lambda node: node.row))

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def _columns(self) -> dict[Column, tuple[Node, ...]]:
        return {column: tuple(one for one in self.nodes if one.column is column) for column in Column}

    @cached_property
    def _leaving(self) -> dict[str, list[Line]]:
        return _grouped((line.start, line) for line in self.lines)

    @cached_property
    def _arriving(self) -> dict[str, list[Line]]:
        return _grouped((line.end, line) for line in self.lines)


def picture(graph: Graph, shown: Shown | None = None) -> Picture:
    """The picture of what is to be seen of a graph: claims in draft order, the rest where lines cross least.

    In no column do two nodes stand nearer than one row. A document stands beside the middle of its passages.
    """
    shown = shown or Shown()
    if shown.around:
        whole = replace(shown, around="")
        return _made(graph, whole, picture(graph, whole).beside(shown.around))
    return _made(graph, shown, None)


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


def _made(graph: Graph, shown: Shown, only: frozenset[str] | None) -> Picture:
    lines = [line for line in _lines(graph, shown) if only is None or (line.start in only and line.end in only)]
    linked = {line.start for line in lines}
    wanted = [
        one
        for one in _in_draft_order(graph, needs_none=shown.needs_none)
        if (shown.claims is None or one in shown.claims)
        and (only is None or one in only)
        and (one not in graph.claims or graph.shown_status(one) in shown.statuses)
        and (one in linked or shown.without_links)
    ]
    there = set(wanted)
    lines = [line for line in lines if line.start in there]
    passages = list(dict.fromkeys(line.end for line in lines))
    lines += [Line(one, graph.passages[one].document, waits=graph.passages[one].waits) for one in passages]
    documents = list(dict.fromkeys(graph.passages[passage].document for passage in passages))
    passages, documents = _ordered(wanted, passages, documents, lines)
    rows = max(len(wanted), len(passages))
    at: dict[str, float] = {}
    for column in (wanted, passages):
        # The shorter column is spread evenly beside the longer.
        step = rows / max(1, len(column))
        at.update({one: (place + 0.5) * step - 0.5 for place, one in enumerate(column)})
    own: dict[str, list[float]] = {}
    for passage in passages:
        own.setdefault(graph.passages[passage].document, []).append(at[passage])
    at.update({document: sum(mine) / len(mine) for document, mine in own.items()})
    columns = zip(Column, (wanted, passages, documents), strict=True)
    nodes = [_node(graph, one, column, at[one]) for column, ids in columns for one in ids]
    return Picture(tuple(nodes), tuple(lines), rows)


def _lines(graph: Graph, shown: Shown) -> Iterator[Line]:
    waiting = {passage.claim for passage in graph.passages.values() if passage.claim and passage.waits}
    for link in graph.links.values():
        passage = graph.passages.get(link.passage)
        if passage is None or link.claim not in graph.claims or link.relation not in shown.relations:
            continue
        if not shown.documents or passage.document in shown.documents:
            waits = passage.waits or link.claim in waiting
            yield Line(link.claim, link.passage, link.relation, link.id, link.together, waits)


def _in_draft_order(graph: Graph, *, needs_none: bool) -> list[str]:
    """The claims as they are, and where wanted the sentences that need no source where they stand among them."""
    if not needs_none or not graph.needs_none:
        return list(graph.claims)
    pending: dict[str, list[NeedsNone]] = {}
    for mark in sorted(graph.needs_none.values(), key=lambda one: (one.place.page, one.place.start)):
        pending.setdefault(mark.document, []).append(mark)
    found: list[str] = []
    here = ""

    def flush(document: str, before: tuple[int, int] | None = None) -> None:
        marks = pending.get(document, [])
        while marks and (before is None or (marks[0].place.page, marks[0].place.start) < before):
            found.append(marks.pop(0).id)

    for claim in graph.claims:
        standing = [one for one in graph.passages_of(claim) if not one.lost]
        if standing:
            first = standing[0]
            if here and here != first.document:
                flush(here)
            here = first.document
            flush(here, (first.place.page, first.place.start))
        found.append(claim)
    for document in pending:
        flush(document)
    return found


def _ordered(
    claims: Sequence[str], passages: Sequence[str], documents: Sequence[str], lines: Sequence[Line]
) -> tuple[list[str], list[str]]:
    """Passages and documents, each in the middle of those it is joined with (Sugiyama's way).

    The passages of one document stay beside each other, so that no line to a document crosses another.
    """
    owner = {line.start: line.end for line in lines if line.relation is None}
    rests: dict[str, list[str]] = {}
    for line in lines:
        if line.relation is not None:
            rests.setdefault(line.end, []).append(line.start)
    rows = {claim: at / max(1, len(claims)) for at, claim in enumerate(claims)}
    middle = {passage: _mean(rests[passage], rows) for passage in passages}
    first = {one: at for ids in (passages, documents) for at, one in enumerate(ids)}
    best, fewest = (list(passages), list(documents)), -1
    weights: dict[str, list[float]] = {document: [] for document in documents}
    for passage in passages:
        weights[owner[passage]].append(middle[passage])
    for median in (False, True):
        at = {one: (sorted(mine)[len(mine) // 2] if median else sum(mine) / len(mine)) for one, mine in weights.items()}
        order = sorted(documents, key=lambda one: (at[one], first[one]))
        order, count = _settled(order, {one: sorted(weights[one]) for one in order})
        if fewest < 0 or count < fewest:
            place = {document: number for number, document in enumerate(order)}
            mine = sorted(passages, key=lambda one: (place[owner[one]], middle[one], first[one]))
            best, fewest = (mine, order), count
    return best


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
    if column is Column.DOCUMENTS:
        return Node(node, column, row)
    if column is Column.PASSAGES:
        passage = graph.passages[node]
        return Node(node, column, row, waits=passage.waits, lost=passage.lost)
    if node in graph.needs_none:
        mark = graph.needs_none[node]
        return Node(node, column, row, needs_none=True, waits=mark.waits, lost=mark.lost)
    wordings = graph.passages_of(node)
    waits, lost = any(one.waits for one in wordings), all(one.lost for one in wordings)
    return Node(node, column, row, graph.shown_status(node), waits, lost=lost)


def _grouped(pairs: Iterable[tuple[str, Line]]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {}
    for key, line in pairs:
        groups.setdefault(key, []).append(line)
    return groups
