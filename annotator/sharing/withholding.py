"""What stays here when a copy of a project is sent: worked out from the graph alone, carried out by the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model.graph import Graph
from annotator.model.terms import with_terms_passed_on
from annotator.model.things import Document, Handling, Terms
from annotator.model.withheld import Sending, Withheld
from annotator.sharing.words import count

_KEPT_OF_SOURCE = frozenset(["role", "handling", "removed"])
"""What goes of a source whose quotes may go."""
_NEVER = "It never leaves this computer"
_OFF = "It is off the record"
_INSIDE = "Something that came with it stays here, and its bytes hold that, too"
_PARENT = "It came with something that stays here"


@dataclass
class _Plan:
    things: set[str] = field(default_factory=set)
    fields: set[tuple[str, str]] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)


def withheld(shown: Graph, everything: Graph, sending: Sending, document_fields: Iterable[str]) -> Withheld:
    """What stays here. `shown` is the graph without removed things, `everything` with them.

    `document_fields` are the names of a document's fields.
    """
    plan = _Plan()
    staying = {} if sending.never_leaves else staying_documents(everything)
    for document in staying:
        _source(plan, everything, everything.documents[document], sending, document_fields)
    for link in everything.links.values():
        if link.handling is Handling.NEVER_LEAVES and not sending.never_leaves:
            plan.things.add(link.id)
            passage = everything.passages.get(link.passage)
            others = [other for other in everything.links_to(link.passage) if other.id != link.id]
            if passage is not None and not passage.claim and not others:
                plan.things.add(passage.id)
    if not sending.private_notes:
        for things in (everything.claims, everything.links, everything.passages):
            plan.fields |= {(thing.id, "note") for thing in things.values() if thing.private}
    if not sending.names:  # a question names a colleague, or who made a comment
        plan.fields |= {(query.id, "whom") for query in everything.queries.values()}
    if not sending.history:
        plan.things |= _gone(shown, everything)
    for thing in plan.things:
        plan.mentions.add(thing)
    left_out = tuple(
        (everything.documents[document].title or everything.documents[document].name, reason)
        for document, reason in staying.items()
        if document in shown.documents
    )
    return Withheld(
        frozenset(plan.things),
        frozenset(plan.fields),
        frozenset(plan.mentions),
        left_out,
        sending.history,
        sending.names,
    )


def staying_documents(everything: Graph) -> dict[str, str]:
    """The documents that stay here, with why: also what came with them, and what holds them in its bytes."""
    graph = with_terms_passed_on(everything)
    staying: dict[str, str] = {}
    for document in graph.documents.values():
        if document.handling is Handling.NEVER_LEAVES:
            staying[document.id] = _NEVER
        elif document.terms == Terms.OFF_THE_RECORD:
            staying[document.id] = _OFF
    more = True
    while more:
        more = False
        for document in graph.documents.values():
            parent = document.part_of
            if parent in staying and document.id not in staying:
                staying[document.id] = _PARENT
                more = True
            if document.id in staying and parent in graph.documents and parent not in staying:
                staying[parent] = _INSIDE
                more = True
    return staying


def _source(plan: _Plan, graph: Graph, document: Document, sending: Sending, names: Iterable[str]) -> None:
    versions = [version for version in graph.versions.values() if version.document == document.id]
    plan.things |= {version.id for version in versions}
    passages = graph.passages_in(document.id)
    if sending.quotes:
        plan.fields |= {(document.id, name) for name in names if name not in _KEPT_OF_SOURCE}
        # What is to be blacked out is told in its very words.
        plan.things |= {one.id for one in graph.blackouts.values() if one.document == document.id}
        return
    plan.things.add(document.id)
    plan.mentions |= {version.sha256 for version in versions} | {version.extraction for version in versions} - {""}
    plan.things |= {passage.id for passage in passages}
    plan.things |= {link.id for link in graph.links.values() if link.passage in plan.things}
    plan.things |= {mark.id for mark in graph.needs_none.values() if mark.document == document.id}
    plan.things |= {one.id for one in graph.blackouts.values() if one.document == document.id}
    standing: dict[str, bool] = {}
    for passage in graph.passages.values():
        if passage.claim:
            standing[passage.claim] = standing.get(passage.claim, False) or passage.document not in plan.things
    claims = {claim for claim, elsewhere in standing.items() if not elsewhere}
    plan.things |= claims
    plan.things |= {link.id for link in graph.links.values() if link.claim in claims}
    plan.things |= {query.id for query in graph.queries.values() if query.claim in claims}
    # Flags and figures are told in words of the passages.
    mine = {passage.id for passage in passages}
    resting = {link.claim for link in graph.links.values() if link.passage in mine} | claims
    # Nobody can tell which document a flag is about that is in no claim.
    plan.things |= {one.id for one in graph.dismissals.values() if not one.claim or one.claim in resting}
    plan.things |= {
        one.id
        for one in graph.calculations.values()
        if one.claim in claims or any(passage in one.formula for passage in mine)
    }


def _gone(shown: Graph, everything: Graph) -> set[str]:
    """What is removed, or hidden with what it belongs to."""
    return {
        thing
        for before, now in (
            (everything.documents, shown.documents),
            (everything.versions, shown.versions),
            (everything.passages, shown.passages),
            (everything.claims, shown.claims),
            (everything.links, shown.links),
            (everything.needs_none, shown.needs_none),
            (everything.queries, shown.queries),
            (everything.dismissals, shown.dismissals),
            (everything.calculations, shown.calculations),
            (everything.blackouts, shown.blackouts),
        )
        for thing in before.keys() - now.keys()
    }


def summary(plan: Withheld, shown: Graph) -> str:
    """What goes and what stays, in a sentence or two."""
    going = [document for document in shown.documents if document not in plan.things]
    links = [link for link in shown.links if link not in plan.things]
    claims = [claim for claim in shown.claims if claim not in plan.things]
    goes = f"{count(len(going), 'document')}, {count(len(claims), 'claim')} and {count(len(links), 'link')} go."
    stays = [f"{count(len(plan.left_out), 'document')} never leaving this computer"] if plan.left_out else []
    notes = len({thing for thing, name in plan.fields if name == "note"})
    stays += [count(notes, "private note")] if notes else []
    stays += [] if plan.history else ["the history, with all that was removed or replaced"]
    stays += [] if plan.names else ["people's names"]
    black = len([one for one in shown.blackouts.values() if one.id not in plan.things])
    them = "the words under it are" if black == 1 else "the words under them are"
    goes += f" {count(black, 'place')} blacked out in exports: {them} in this copy." if black else ""
    return goes + (f" Stays here: {', '.join(stays)}." if stays else "")
