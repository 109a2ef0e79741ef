"""Things that people joined as the same: shown as one, and each as itself again when that is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from annotator.model.graph import Graph


class _Thing(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def same_as(self) -> str: ...


def leaders(things: Mapping[str, _Thing]) -> dict[str, str]:
    """For each thing that was joined to another, the one that stands for both: where the chain ends.

    Two people may have joined the same two the other way round: then the one that comes first in `things` stands,
    which are in the order in which they were made, without the removed ones.
    """
    order = {ident: at for at, ident in enumerate(things)}
    found: dict[str, str] = {}
    for thing in things.values():
        way = [thing.id]
        while (onward := things[way[-1]].same_as) in things and onward not in way:
            way.append(onward)
        circle = way[way.index(onward) :] if onward in way else way[-1:]
        if len(way) > 1:
            found[thing.id] = min(circle, key=order.__getitem__)
    return found


def joined(graph: Graph, documents: Iterable[str], claims: Iterable[str]) -> Graph:
    """The graph in which things that are the same are one; `documents` and `claims` are ids in the order of making.

    A document's passages, and a claim's links, queries, flags and figures, go to the one that stands for all. Of the
    wording that a claim has in one draft only the leader's stays.
    """
    one_of_many = any(item.same_as for item in graph.documents.values())
    if not one_of_many and not any(item.same_as for item in graph.claims.values()):
        return graph
    first = leaders({key: graph.documents[key] for key in documents if key in graph.documents})
    whole = leaders({key: graph.claims[key] for key in claims if key in graph.claims})
    passages = {
        key: replace(
            passage,
            document=first.get(passage.document, passage.document),
            claim=whole.get(passage.claim, passage.claim),
        )
        for key, passage in graph.passages.items()
    }
    own = {
        (passages[key].document, passage.claim)
        for key, passage in graph.passages.items()
        if passage.claim and whole.get(passage.claim, passage.claim) == passage.claim
    }
    doubled = {
        key
        for key, passage in graph.passages.items()
        if whole.get(passage.claim, passage.claim) != passage.claim
        and (passages[key].document, passages[key].claim) in own
    }
    links = {
        key: replace(link, claim=whole.get(link.claim, link.claim))
        for key, link in graph.links.items()
        if link.passage not in doubled
    }
    return replace(
        graph,
        documents={key: item for key, item in graph.documents.items() if first.get(key, key) == key},
        versions={
            key: replace(item, document=first.get(item.document, item.document)) for key, item in graph.versions.items()
        },
        passages={key: item for key, item in passages.items() if key not in doubled},
        claims={key: item for key, item in graph.claims.items() if whole.get(key, key) == key},
        links=links,
        needs_none={
            key: replace(item, document=first.get(item.document, item.document))
            for key, item in graph.needs_none.items()
        },
        blackouts={
            key: replace(item, document=first.get(item.document, item.document))
            for key, item in graph.blackouts.items()
        },
        queries={key: replace(item, claim=whole.get(item.claim, item.claim)) for key, item in graph.queries.items()},
        dismissals={
            key: replace(item, claim=whole.get(item.claim, item.claim)) for key, item in graph.dismissals.items()
        },
        calculations={
            key: replace(item, claim=whole.get(item.claim, item.claim)) for key, item in graph.calculations.items()
        },
    )
