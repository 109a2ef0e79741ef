"""As in force on which day a document is given, and what tells that it is no longer the newest."""

from __future__ import annotations

from annotator.model.graph import Graph
from annotator.model.things import Document, Handling, Passage


def in_force_words(graph: Graph, passage: Passage) -> str:
    """What to know of how old the text is that a passage rests on, as short plain sentences; "" if nothing.

    "As in force on 2024-03-15." and, where it is so: that the passage rests on an older version than the one shown,
    that a newer version than the one shown is in the project, or that a document of the same title is in force later.
    """
    document = graph.documents.get(passage.document)
    if document is None:
        return ""
    words = [f"As in force on {document.in_force}."] if document.in_force else []
    return " ".join([*words, *outdated(graph, document, passage)])


def outdated(graph: Graph, document: Document, passage: Passage | None = None) -> list[str]:
    """Sentences that warn of newer text in the project; none where there is none."""
    found = []
    current = graph.versions.get(document.current)
    standing = getattr(passage, "standing", None)
    place = standing.was if standing is not None else passage.place if passage is not None else None
    if current is not None and place is not None and place.version != current.sha256:
        found.append("It was marked in another version than the one shown.")
    newest = max(
        (version for version in graph.versions.values() if version.document == document.id and not version.removed),
        key=lambda version: version.received,
        default=None,
    )
    if current is not None and newest is not None and newest.received > current.received:
        found.append("A newer version of this document is in the project.")
    later = [other for other in graph.documents.values() if _later(other, document)]
    if later:
        last = max(later, key=lambda other: other.in_force)
        found.append(f"A later text is in the project: '{last.name}', as in force on {last.in_force}.")
    return found


def in_force_abroad(graph: Graph, document: Document) -> str:
    """The same for what goes out: the day and whether something newer is in the project, without naming it.

    Only versions of this document and other documents that may be published count: what stays here is not hinted at.
    """
    if not document.in_force:
        return ""
    published = [
        other for other in graph.documents.values() if other.handling is Handling.PUBLISH and not other.embargo
    ]
    newer = any(_later(other, document) for other in published) or _newer_version(graph, document)
    return f"{document.in_force}; a newer version is in the project" if newer else document.in_force


def _newer_version(graph: Graph, document: Document) -> bool:
    current = graph.versions.get(document.current)
    mine = [one for one in graph.versions.values() if one.document == document.id and not one.removed]
    return current is not None and any(one.received > current.received for one in mine)


def _later(other: Document, document: Document) -> bool:
    """Whether another document is the same law, by its title, as in force later. Days compare by their beginning."""
    if other.id == document.id or not (other.in_force and document.in_force):
        return False
    title = " ".join(document.title.split()).casefold()
    same = bool(title) and " ".join(other.title.split()).casefold() == title
    shorter = min(len(other.in_force), len(document.in_force))
    return same and other.in_force[:shorter] > document.in_force[:shorter]
