"""Places when the text of some pages is made anew: what stood on the others stands there still."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace as changed

from annotator.anchoring.again import find_again
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.geometry import place_of
from annotator.model.pages import Extraction, PageText
from annotator.model.places import Place
from annotator.model.things import NeedsNone, Passage
from annotator.operations.marking import fitting
from annotator.operations.workspace import Workspace
from annotator.store.project import Pen


def things_in(ws: Workspace, document: str) -> list[Passage | NeedsNone]:
    """What stands in a document's current version, removed things too, since they may come back."""
    graph = ws.project.graph(with_removed=True)
    version = graph.versions[graph.documents[document].current]
    every: list[Passage | NeedsNone] = [*graph.passages.values(), *graph.needs_none.values()]
    return [
        thing
        for thing in every
        if thing.document == document
        and (thing.place.version, thing.place.extraction) == (version.sha256, version.extraction)
    ]


def lost_in(ws: Workspace, document: str) -> list[Passage]:
    """Passages that were not found when the document's current version came, removed ones too."""
    graph = ws.project.graph(with_removed=True)
    version = graph.versions[graph.documents[document].current]
    return [
        passage
        for passage in graph.passages.values()
        if passage.document == document and passage.lost and passage.lost == version.sha256
    ]


def found_in(
    ws: Workspace, place: Place, version: str, extraction: Extraction, chars: Mapping[int, PageText]
) -> Place | None:
    """A place of another version in this one's text, only where its words stand there unchanged and surely."""
    text = DocumentText(extraction.texts)
    hit = find_again(place, text, ws.text_of(place.extraction))
    if hit.match is None or not hit.as_it_was or not {run.page for run in hit.match} <= set(chars):
        return None
    infos = {page.index: page for page in extraction.pages}
    made = place_of(
        hit.match, version=version, extraction=extraction.sha256, document_text=text, pages=infos, chars=chars
    )
    return changed(made, extra=place.extra)


def carried(
    ws: Workspace, place: Place, extraction: Extraction, pages: Collection[int], chars: Mapping[int, PageText]
) -> Place | None:
    """A place in another extraction of its version, which differs on these pages only; `chars` has those it needs.

    As it was, found again in the new text, or None where it is not there.
    """
    if not any(span.page in pages for span in place.spans):
        return changed(place, extraction=extraction.sha256)
    return found_in(ws, place, place.version, extraction, chars)


def put(pen: Pen, thing: Passage | NeedsNone, place: Place | None, sha256: str) -> None:
    """Writes where a thing stands now; a passage that is nowhere is marked lost in the version `sha256`."""
    if place is not None:
        fitting(place)
        pen.set(thing.id, "place", place.to_value())
    elif isinstance(thing, Passage):
        pen.set(thing.id, "lost", sha256)
