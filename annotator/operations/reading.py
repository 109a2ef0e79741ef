"""What a project holds, as the command line prints it and the window asks for it: values fit for JSON."""

from __future__ import annotations

from functools import cache
from typing import Any

from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.pages import machine_sure
from annotator.model.places import Place
from annotator.model.things import Claim, Passage
from annotator.operations.resolving import resolve
from annotator.operations.searching import search
from annotator.operations.workspace import Workspace, current_version, document_of, pages, texts

__all__ = ["claims", "documents", "history", "place_keys", "resolve", "search", "text"]


def documents(ws: Workspace) -> list[dict[str, Any]]:
    """All documents that are not removed, in the order they came, with their versions."""
    graph = ws.graph()
    versions: dict[str, list[dict[str, Any]]] = {document: [] for document in graph.documents}
    for version in graph.versions.values():
        if version.document in versions:
            versions[version.document].append(
                {
                    "sha256": version.sha256,
                    "pages": len(pages(ws, version.extraction)),
                    "received": version.received,
                    "current": graph.documents[version.document].current == version.id,
                }
            )
    return [
        {
            "id": document.id,
            "name": document.name,
            "role": document.role.value,
            "handling": document.handling.value,
            "title": document.title,
            "author": document.author,
            "date": document.date,
            "received": document.received,
            "address": document.address,
            "part_of": document.part_of,
            "interviewee": document.interviewee,
            "how": document.how,
            "terms": document.terms,
            "embargo": document.embargo,
            "in_force": document.in_force,
            "versions": versions[document.id],
        }
        for document in graph.documents.values()
    ]


def text(ws: Workspace, document: str, *, page: int | None = None) -> dict[str, Any]:
    """The current version's text as read, of all pages or of the one with index `page`. Raises Refused for no page."""
    graph = ws.graph()
    target = document_of(graph, document)
    extraction = current_version(graph, target).extraction
    infos = pages(ws, extraction)
    if page is not None and not 0 <= page < len(infos):
        raise Refused(f"'{target.name}' has no page {page}. Its pages are 0 to {len(infos) - 1}.")
    read = texts(ws, extraction)
    return {
        "pages": [
            {"index": info.index, "label": info.label, "text": words}
            for info, words in zip(infos, read, strict=True)
            if page is None or info.index == page
        ]
    }


def claims(ws: Workspace) -> list[dict[str, Any]]:
    """The link graph, in draft order: each claim with its links in the order they were made.

    `status` is the one shown, `reason` why it is open though it was checked. `standing` says of a claim's words, and of
    a linked passage, what became of them in the version shown now; empty where a person put them there.
    `read_by_machine` is how sure the machine was of a passage's words, in percent; None where no machine read them.
    """
    graph = ws.graph()
    read_so = cache(ws.project.recognised)
    own: dict[str, list[Passage]] = {}
    where: dict[str, str] = {}
    for passage in sorted(
        (passage for passage in graph.passages.values() if passage.claim),
        key=lambda passage: (bool(passage.lost), passage.place.page, passage.place.start),
    ):
        own.setdefault(passage.claim, []).append(passage)
        where.setdefault(passage.claim, passage.document)
    links: dict[str, list[dict[str, Any]]] = {}
    for link in graph.links.values():
        passage = graph.passages[link.passage]
        links.setdefault(link.claim, []).append(
            {
                "id": link.id,
                "relation": link.relation.value,
                "quote": passage.place.quote,
                "document": passage.document,
                "page": passage.place.page,
                "label": passage.place.label,
                "provision": passage.place.provision,
                "note": link.note,
                "standing": _standing(passage),
                "read_by_machine": machine_sure(read_so(passage.place.extraction), passage.place),
            }
        )
    return [_claim(claim, graph, own.get(claim.id, []), where, links) for claim in graph.claims.values()]


def history(ws: Workspace, of: str | None = None) -> list[dict[str, Any]]:
    """Who did what, oldest first; of one thing, what touched it. `person` is an id, `at` the laptop's time."""
    return [
        {"id": action.id, "verb": action.verb, "person": action.person, "at": action.at, "summary": action.summary}
        for action in ws.project.history(of)
    ]


def place_keys(place: Place) -> dict[str, Any]:
    """A place as the command line prints it: the first span's page and offsets, all spans, the quote."""
    return {
        "page": place.page,
        "label": place.label,
        "start": place.start,
        "end": place.end,
        "spans": [
            {"page": span.page, "label": span.label, "start": span.start, "end": span.end} for span in place.spans
        ],
        "quote": place.quote,
    }


def find_names(graph: Graph) -> dict[str, str]:
    """Names of documents by id, for showing."""
    return {document.id: document.name for document in graph.documents.values()}


def _claim(
    claim: Claim, graph: Graph, own: list[Passage], where: dict[str, str], links: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    place = own[0].place if own else None
    return {
        "id": claim.id,
        "number": claim.number,
        "status": graph.shown_status(claim.id).value,
        "reason": graph.shown_reason(claim.id, named=True),
        "standing": _standing(own[0]) if own else "",
        "quote": place.quote if place else "",
        "document": where.get(claim.id, ""),
        "page": place.page if place else None,
        "label": place.label if place else "",
        "links": links.get(claim.id, []),
    }


def _standing(passage: Passage) -> str:
    return passage.standing.outcome.value if passage.standing is not None else ""
