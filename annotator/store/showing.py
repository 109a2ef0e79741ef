"""What of everything is shown: not what was removed, nor what is hidden with what it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from annotator.model.graph import Graph
from annotator.model.things import Blackout, Calculation, Claim, Dismissal, Document, Link, NeedsNone, Passage, Query
from annotator.store import same
from annotator.store.graphing import Everything

_TYING: Mapping[type, tuple[str, ...]] = {
    Document: ("current", "name", "title", "removed", "same_as"),
    Passage: ("document", "place", "claim", "standing", "removed"),
    Claim: ("number", "removed", "same_as"),
    Link: ("claim", "passage", "removed"),
    NeedsNone: ("document", "removed"),
    Query: ("claim", "removed"),
    Dismissal: ("claim", "removed"),
    Calculation: ("claim", "removed"),
    Blackout: ("document", "removed"),
}
"""The fields of a thing on which hangs whether, where or as what other things are shown."""
_TABLES: Mapping[type, str] = {
    Document: "documents",
    Passage: "passages",
    Claim: "claims",
    Link: "links",
    NeedsNone: "needs_none",
    Query: "queries",
    Dismissal: "dismissals",
    Calculation: "calculations",
    Blackout: "blackouts",
}


def patched(graph: Graph, before: Mapping[str, Any], everything: Everything) -> Graph | None:
    """What is shown after an action that touched the things of `before` (what each was; None where it is new).

    `graph` is what was shown until then. None where more may be shown otherwise than these; then `shown` tells.
    """
    tables: dict[str, dict[str, Any]] = {}
    for thing, was in before.items():
        now = everything.get(thing)
        if now is None and was is None:
            continue
        tying = _TYING.get(type(now))
        if tying is None:
            return None
        name = _TABLES[type(now)]
        if was is None:
            table = _added(graph, tables, now)
            if table is None:
                return None
            table[thing] = now
        elif any(getattr(was, field) != getattr(now, field) for field in tying):
            return None
        elif (shown_as := getattr(graph, name).get(thing)) is not None:
            if shown_as is not was:
                # It is shown as part of what it was joined to.
                return None
            if name not in tables:
                tables[name] = dict(getattr(graph, name))
            tables[name][thing] = now
    return replace(graph, **tables, revision=everything.revision)


def _added(graph: Graph, tables: dict[str, dict[str, Any]], new: Any) -> dict[str, Any] | None:
    """The table of what is shown that a new thing comes last in; None where it is not that simple."""
    passages = tables.get("passages", graph.passages)
    if isinstance(new, Passage):
        whole = not new.claim and new.document in graph.documents
    elif isinstance(new, Link):
        whole = new.claim in graph.claims and new.passage in passages
    elif isinstance(new, Query | Calculation):
        whole = new.claim in graph.claims
    elif isinstance(new, Dismissal):
        whole = not new.claim or new.claim in graph.claims
    elif isinstance(new, NeedsNone | Blackout):
        whole = new.document in graph.documents
    else:
        whole = False
    name = _TABLES[type(new)]
    if not whole or new.removed:
        return None
    if name not in tables:
        tables[name] = dict(getattr(graph, name))
    return tables[name]


def shown(everything: Everything) -> Graph:
    """What is not removed, nor hidden because of what it belongs to."""
    documents = {key: item for key, item in everything.documents.items() if not item.removed}
    standing = _standing(everything, documents)
    claims = {key: item for key, item in everything.claims.items() if not item.removed and standing.get(key, True)}
    passages = {
        key: item
        for key, item in everything.passages.items()
        if not item.removed and item.document in documents and (not item.claim or item.claim in claims)
    }
    graph = Graph(
        documents=documents,
        versions={k: v for k, v in everything.versions.items() if not v.removed and v.document in documents},
        passages=passages,
        claims=in_draft_order(claims, passages, documents),
        links={
            key: item
            for key, item in everything.links.items()
            if not item.removed and item.claim in claims and item.passage in passages
        },
        needs_none={k: v for k, v in everything.needs_none.items() if not v.removed and v.document in documents},
        revision=everything.revision,
        queries={k: v for k, v in everything.queries.items() if not v.removed and v.claim in claims},
        dismissals={
            k: v for k, v in everything.dismissals.items() if not v.removed and (not v.claim or v.claim in claims)
        },
        calculations={k: v for k, v in everything.calculations.items() if not v.removed and v.claim in claims},
        blackouts={k: v for k, v in everything.blackouts.items() if not v.removed and v.document in documents},
        absent=_absent(everything, passages),
    )
    return same.joined(graph, everything.documents, everything.claims)


def _absent(everything: Everything, passages: dict[str, Passage]) -> dict[str, str]:
    """The links that are not shown, with the names of the documents they led to."""
    found: dict[str, str] = {}
    for link in everything.links.values():
        if link.removed or link.passage not in passages:
            passage = everything.passages.get(link.passage)
            document = everything.documents.get(passage.document) if passage else None
            found[link.id] = (document.title or document.name) if document else ""
    return found


def whole(everything: Everything) -> Graph:
    """All things, removed and hidden ones too."""
    ordered = in_draft_order(everything.claims, everything.passages, everything.documents)
    return replace(unordered(everything), claims=ordered)


def unordered(everything: Everything) -> Graph:
    """All things, removed and hidden ones too, claims in the order in which they were made."""
    return Graph(
        documents=dict(everything.documents),
        versions=dict(everything.versions),
        passages=dict(everything.passages),
        claims=dict(everything.claims),
        links=dict(everything.links),
        needs_none=dict(everything.needs_none),
        revision=everything.revision,
        queries=dict(everything.queries),
        dismissals=dict(everything.dismissals),
        calculations=dict(everything.calculations),
        blackouts=dict(everything.blackouts),
    )


def _standing(everything: Everything, documents: dict[str, Document]) -> dict[str, bool]:
    """For each claim that has passages, whether one of them is in a document that is there.

    A claim whose draft was removed goes with it and comes back with it; one without any passage stays.
    """
    standing: dict[str, bool] = {}
    for passage in everything.passages.values():
        if passage.claim and not passage.removed:
            standing[passage.claim] = standing.get(passage.claim, False) or passage.document in documents
    return standing


def in_draft_order(
    claims: dict[str, Claim], passages: dict[str, Passage], documents: dict[str, Document]
) -> dict[str, Claim]:
    """Claims by their first passage that is not lost, drafts in the order they came; the others last, by number."""
    order = {document: position for position, document in enumerate(documents)}
    last = (len(order) + 1, 0, 0)
    first: dict[str, tuple[int, int, int]] = {}
    for passage in passages.values():
        if passage.claim and not passage.lost and not passage.removed:
            place = passage.place
            here = (order.get(passage.document, len(order)), place.page, place.start)
            if here < first.get(passage.claim, last):
                first[passage.claim] = here
    ordered = sorted(claims.values(), key=lambda claim: (first.get(claim.id, last), claim.number, claim.id))
    return {claim.id: claim for claim in ordered}
