"""Setting fields, removing and restoring, undoing and redoing, erasing for good."""

from __future__ import annotations

from typing import Any

from annotator.model.checks import check_value
from annotator.model.errors import NotFound, Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome, Undone
from annotator.model.terms import handling_for, stricter
from annotator.model.things import Document, Kind, Link, Passage, Role, Status
from annotator.operations import backups, replacing
from annotator.operations.fields import read_value
from annotator.operations.parts import owner_of, parts_of, removed_with
from annotator.operations.resolving import named
from annotator.operations.workspace import Workspace, writable

_REMOVABLE = (
    Kind.DOCUMENT,
    Kind.PASSAGE,
    Kind.CLAIM,
    Kind.LINK,
    Kind.NEEDS_NONE,
    Kind.QUERY,
    Kind.DISMISSAL,
    Kind.CALCULATION,
    Kind.BLACKOUT,
)
_NOTHING = Outcome("", (), ())


def set_field(ws: Workspace, thing: str, field: str, value: Any) -> Outcome:
    """Sets one field of one thing; setting what it is already changes nothing.

    Status `verified` records the versions and places that were checked. `current` of a document takes a version's id
    or SHA-256 (or a beginning) and shows every passage as it was there. `terms` that let less out than the handling
    make it as strict. `part_of` takes a document of the project. Raises Refused, naming what is allowed.
    """
    writable(ws)
    kind = _kind(ws, thing)
    name, stored = read_value(kind, field, value)
    graph = ws.graph()
    if kind == Kind.DOCUMENT and name == "current":
        return replacing.make_current(ws, thing, stored).outcome or _NOTHING
    if kind == Kind.DOCUMENT and name == "role":
        _check_role(graph, graph.documents[thing], Role(stored))
    if kind == Kind.DOCUMENT and name == "part_of":
        stored = owner_of(ws, graph, thing, stored)
    with ws.project.act("set") as pen:
        pen.set(thing, name, stored)
        if kind == Kind.CLAIM and name == "status" and stored == Status.VERIFIED:
            pen.set(thing, "verified", checked(graph, thing))
        if kind == Kind.DOCUMENT and name == "terms" and stored:
            pen.set(thing, "handling", stricter(graph.documents[thing].handling, handling_for(stored)).value)
    return pen.outcome


def checked(graph: Graph, claim: str) -> dict[str, Any]:
    """What a check of a claim rests on: the versions and places of its wording and of each passage linked to it."""
    linked = [(link, graph.passages[link.passage]) for link in graph.links_of(claim)]
    return check_value(graph.passages_of(claim), linked)


def remove(ws: Workspace, thing: str) -> Outcome:
    """Hides a thing and what rests on it; restoring or undoing brings it back.

    A link takes its passage along where nothing else rests on it and nobody wrote on it, a document what came with it,
    as an e-mail its attachments. Raises Refused where there is nothing to hide.
    """
    writable(ws)
    kind = _kind(ws, thing)
    if kind not in _REMOVABLE:
        raise Refused(f"{named(kind).capitalize()} can't be removed. `erase` destroys for good.")
    graph = ws.graph()
    with ws.project.act("remove") as pen:
        pen.set(thing, "removed", True)
        if kind == Kind.LINK and thing in graph.links:
            passage = _left_alone(graph, graph.links[thing])
            if passage is not None:
                pen.set(passage, "removed", True)
        gone = {thing, *parts_of(graph, thing)} if kind == Kind.DOCUMENT else set()
        for part in sorted(gone - {thing}):
            pen.set(part, "removed", True)
    if gone:
        ws.purge(_extractions(graph, gone))
    return pen.outcome


def restore(ws: Workspace, thing: str) -> Outcome:
    """Brings a removed thing back, a link with its passage, a document with what went with it.

    Raises Refused where what it belongs to is removed.
    """
    writable(ws)
    kind = _kind(ws, thing)
    if kind not in _REMOVABLE:
        raise Refused(f"{named(kind).capitalize()} is never removed, so there is nothing to restore.")
    whole = ws.project.graph(with_removed=True)
    things = _table(whole, kind)
    if thing not in things:
        raise Refused("That was erased for good and can't be restored.")
    found = things[thing]
    owners = _owners(whole, found)
    for owner, what in owners:
        if _removed(whole, owner):
            raise Refused(f"{what} is removed. Restore that first: {owner}.")
    passage = whole.passages.get(found.passage) if isinstance(found, Link) else None
    if not found.removed and not (passage and passage.removed):
        raise Refused("It is not removed, so there is nothing to restore.")
    parts = removed_with(ws, whole, thing) if kind == Kind.DOCUMENT else ()
    with ws.project.act("restore") as pen:
        pen.set(thing, "removed", False)
        if passage is not None:
            pen.set(passage.id, "removed", False)
        for part in parts:
            pen.set(part, "removed", False)
        if kind == Kind.CLAIM and all(own.removed for own in whole.passages_of(thing)):
            # Letting go of its last place removed the claim: without that place it would stand nowhere.
            for own in whole.passages_of(thing):
                pen.set(own.id, "removed", False)
    return pen.outcome


def undo(ws: Workspace) -> Undone:
    """Takes back my last act. What changed since is left and named. Raises Refused where there is none."""
    writable(ws)
    return ws.project.undo()


def redo(ws: Workspace) -> Undone:
    """Does again what I undid last. Raises Refused where there is nothing."""
    writable(ws)
    return ws.project.redo()


def erase(ws: Workspace, thing: str) -> Outcome:
    """Destroys a thing for good, here, in this computer's search index and with its backups; nothing brings it back.

    Raises Refused under a legal hold, and for what can't be erased.
    """
    writable(ws)
    kind = _kind(ws, thing)
    if kind not in (*_REMOVABLE, Kind.VERSION):
        raise Refused(f"{named(kind).capitalize()} can't be erased.")
    if hold := ws.project.hold:
        raise Refused(f"This project is under a legal hold ({hold}), so nothing is erased. Lift the hold first.")
    before = _all_extractions(ws)
    outcome = ws.project.erase(thing)
    backups.forget(ws.project.id)  # they have it still
    ws.forget()
    ws.purge(before - _all_extractions(ws))
    return outcome


def _kind(ws: Workspace, thing: str) -> Kind:
    kind = ws.project.kind_of(thing)
    if kind is None:
        raise NotFound("That is not part of the project.")
    return kind


def _check_role(graph: Graph, document: Document, role: Role) -> None:
    if role == document.role:
        return
    passages = graph.passages_in(document.id)
    if role == Role.SOURCE and (
        any(passage.claim for passage in passages)
        or any(mark.document == document.id for mark in graph.needs_none.values())
    ):
        raise Refused(
            f"'{document.name}' has claims or sentences marked in it, so it stays a draft. Remove them first."
        )


def _left_alone(graph: Graph, link: Link) -> str | None:
    """The passage of a link, if without the link nothing would be said of it."""
    passage = graph.passages.get(link.passage)
    if passage is None or passage.claim or passage.note or passage.translation:
        return None
    return passage.id if len(graph.links_to(passage.id)) == 1 else None


def _table(graph: Graph, kind: Kind) -> dict[str, Any]:
    tables: dict[Kind, dict[str, Any]] = {
        Kind.DOCUMENT: dict(graph.documents),
        Kind.PASSAGE: dict(graph.passages),
        Kind.CLAIM: dict(graph.claims),
        Kind.LINK: dict(graph.links),
        Kind.NEEDS_NONE: dict(graph.needs_none),
        Kind.QUERY: dict(graph.queries),
        Kind.DISMISSAL: dict(graph.dismissals),
        Kind.CALCULATION: dict(graph.calculations),
        Kind.BLACKOUT: dict(graph.blackouts),
    }
    return tables[kind]


def _owners(graph: Graph, found: Any) -> list[tuple[str, str]]:
    """What a thing belongs to: without it, restoring would show nothing."""
    if isinstance(found, Document):
        return []
    if isinstance(found, Link):
        passage = graph.passages.get(found.passage)
        owners = [(found.claim, "The claim of that link")]
        return [*owners, (passage.document, "The document it leads to")] if passage else owners
    if isinstance(found, Passage):
        owners = [(found.document, "The document it stands in")]
        return [*owners, (found.claim, "The claim it belongs to")] if found.claim else owners
    document = getattr(found, "document", "")
    return [(document, "The document it stands in")] if document else []


def _removed(graph: Graph, thing: str) -> bool:
    for table in (graph.documents, graph.claims):
        if thing in table:
            return bool(table[thing].removed)
    return True


def _all_extractions(ws: Workspace) -> set[str]:
    return {version.extraction for version in ws.project.graph(with_removed=True).versions.values()}


def _extractions(graph: Graph, documents: set[str]) -> set[str]:
    return {version.extraction for version in graph.versions.values() if version.document in documents}
