"""Full text over all documents, through this computer's search index."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from annotator.anchoring.fragments import fragment_of
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.things import Document, Role
from annotator.operations.resolving import plain_text
from annotator.operations.workspace import Cancelled, Progress, Workspace, pages

LIMIT = 50


class Sought(StrEnum):
    """Which documents are searched; interview notes are sources."""

    DRAFT = "draft"
    SOURCE = "source"
    NOTE = "note"


_MOST = 10_000


def finish_index(ws: Workspace, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
    """Brings the index to the current versions of all documents: what is missing in, everything else out.

    `progress` counts documents. May be stopped at any time; what is done stays.
    """
    wanted = dict.fromkeys(_current(ws.graph()))
    known = ws.index.known()
    missing = [extraction for extraction in wanted if extraction not in known]
    outdated = known - set(wanted)
    if outdated:
        ws.index.purge(*outdated)
    for done, extraction in enumerate(missing):
        if progress:
            progress(done, len(missing))
        if cancelled is not None and cancelled():
            ws.index.commit()
            raise Refused("Stopped. The search index will be finished next time.")
        ws.index.add(extraction, ws.project.page_texts(extraction))
    if missing:
        ws.index.commit()
        if progress:
            progress(len(missing), len(missing))


def search(
    ws: Workspace,
    words: str,
    limit: int = LIMIT,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    whereabouts: bool = False,
    documents: Collection[str] | None = None,
    kind: Sought | None = None,
) -> list[dict[str, Any]]:
    """Hits in all current documents, best first, as the command line prints them; the index is finished first.

    Any words are a valid query: a phrase stands in double quotes, `word*` is any word that begins so, pages with
    `-word` are left out. `documents` and `kind` say where to look. `start` and `end` are offsets on page `page`,
    `label` is what is printed on it, in tables the cells, in transcripts the time; with `whereabouts` each hit has
    these words for a person, too ("p. 3", "Costs!B2").
    """
    plain_text(words, "The words")
    if not words.strip():
        raise Refused("There are no words to search for. Give some.")
    if not 1 <= limit <= _MOST:
        raise Refused(f"--limit takes a number from 1 to {_MOST}.")
    finish_index(ws, progress=progress, cancelled=cancelled)
    graph = ws.graph()
    owners = {
        extraction: chosen
        for extraction, ids in _current(graph).items()
        if (chosen := [one for one in ids if is_wanted(graph.documents[one], documents, kind)])
    }
    within = None if documents is None and kind is None else owners
    found: list[dict[str, Any]] = []
    for hit in ws.index.search(words, limit, within):
        infos = pages(ws, hit.extraction) if hit.extraction in owners else ()
        label = infos[hit.page].label if hit.page < len(infos) else ""
        named = fragment_of(ws.fragments_of(hit.extraction), [(hit.page, hit.start, hit.end)]) if infos else ""
        told = {"whereabouts": named or f"p. {label or hit.page + 1}"} if whereabouts else {}
        for document in owners.get(hit.extraction, ()):
            found.append(
                {
                    "document": document,
                    "page": hit.page,
                    "label": named or label,
                    "start": hit.start,
                    "end": hit.end,
                    "snippet": hit.snippet,
                    "score": hit.score,
                    **told,
                }
            )
    return found[:limit]


def is_wanted(document: Document, documents: Collection[str] | None, kind: Sought | None) -> bool:
    """Whether a document is one of those that are searched; None stands for all."""
    if documents is not None and document.id not in documents:
        return False
    if kind is None:
        return True
    if kind is Sought.DRAFT:
        return document.role is Role.DRAFT
    return document.role is Role.SOURCE and (kind is Sought.SOURCE or bool(document.interviewee))


def _current(graph: Graph) -> dict[str, list[str]]:
    """Documents by the extraction of their current version."""
    found: dict[str, list[str]] = {}
    for document in graph.documents.values():
        version = graph.versions.get(document.current)
        if version is not None and version.extraction:
            found.setdefault(version.extraction, []).append(document.id)
    return found
