"""Blacking out: places of a document that are removed from whatever goes out of it; the document stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.anchoring.document_text import Match
from annotator.bundle.masking import Words, everyday
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.places import Place, Rect, Region
from annotator.model.things import Blackout, Document, Kind
from annotator.operations.marking import check_place, locate, place_in
from annotator.operations.resolving import plain_text
from annotator.operations.workspace import Workspace, current_version, document_of, pages, writable


@dataclass(frozen=True, slots=True)
class Blacked:
    """What was blacked out: ids and places. `elsewhere` counts other places of the document with the same words."""

    outcome: Outcome
    ids: tuple[str, ...]
    places: tuple[Place, ...]
    elsewhere: int = 0


def black(
    ws: Workspace,
    document: str,
    quote: str,
    *,
    page: int | None = None,
    nth: int | None = None,
    everywhere: bool = False,
    reason: str = "",
) -> Blacked:
    """Blacks out quoted words of a document; with `everywhere` wherever they stand in it (or on the page).

    Raises QuoteAbsent, QuoteRepeated (unless `nth` or `everywhere` says which), Refused.
    """
    writable(ws)
    graph = ws.graph()
    found = document_of(graph, document)
    places = [locate(ws, graph, found, quote, page=page, nth=1 if everywhere else nth)]
    if everywhere:
        version = current_version(graph, found)
        text = ws.text_of(version.extraction)
        places = [place_in(ws, version, text, match) for match in text.find(quote, page=page)]
    return _black(ws, graph, found, places, reason)


def black_region(ws: Workspace, document: str, page: int, viewed: Rect, *, reason: str = "") -> Blacked:
    """Blacks out a part of a page (an index): left, top, width and height in points, from the top left of its box.

    As a fragment of a PDF's address has it (`viewrect`), on the page before it is turned. Raises Refused.
    """
    writable(ws)
    graph = ws.graph()
    found = document_of(graph, document)
    version = current_version(graph, found)
    infos = pages(ws, version.extraction)
    if not 0 <= page < len(infos):
        raise Refused(f"'{found.name}' has no page {page}. Its pages are 0 to {len(infos) - 1}.")
    box, (left, top, width, height) = infos[page].box, viewed
    rect = (box[0] + left, box[3] - top - height, box[0] + left + width, box[3] - top)
    place = Place(version.sha256, version.extraction, region=Region(page, infos[page].label, rect))
    return _black(ws, graph, found, [place], reason)


def black_at(ws: Workspace, document: str, place: Place, reason: str = "") -> Blacked:
    """Blacks out a place of a document. Raises Refused where it is not of its current version, or is black already."""
    writable(ws)
    graph = ws.graph()
    return _black(ws, graph, document_of(graph, document), [place], reason)


def recorded_places(ws: Workspace, graph: Graph) -> dict[str, tuple[Place, ...]]:
    """Where each black-out stands in the versions of its document, as far as a person put it there."""
    return {
        one.id: tuple(
            place
            for version in graph.versions.values()
            if version.document == one.document
            and (place := ws.project.place_of_record(one.id, version.extraction)) is not None
        )
        for one in graph.blackouts.values()
    }


def elsewhere(ws: Workspace, one: Blackout) -> int:
    """How many other places of a document have the words of a black-out without being blacked out."""
    graph = ws.graph()
    known = graph.documents.get(one.document)
    if known is None or one.lost or not one.place.spans:
        return 0
    return _elsewhere(ws, graph, known, [one.place])


def without(ws: Workspace, texts: Sequence[str]) -> list[str]:
    """Texts (a title, a name) with a mark in place of words that are blacked out of a document, as an export has them.

    Words under a region are not known to it.
    """
    graph = ws.graph()
    quotes = [one.place.quote for one in graph.blackouts.values()]
    if not quotes:
        return list(texts)
    quotes += [one.standing.was.quote for one in graph.blackouts.values() if one.standing is not None]
    documents = {one.document for one in graph.blackouts.values()}
    extractions = {one.extraction for one in graph.versions.values() if one.document in documents}
    words = Words(quotes, everyday(text for each in extractions for text in ws.project.page_texts(each)))
    return [words.hidden(text) for text in texts]


def _black(ws: Workspace, graph: Graph, document: Document, places: Sequence[Place], reason: str) -> Blacked:
    plain_text(reason, "The reason")
    known = [one.place for one in graph.blackouts_in(document.id) if not one.lost]
    checked = [check_place(ws, graph, document, place) for place in places]
    fresh = [place for place in checked if not any(_within(place, other) for other in known)]
    if not fresh:
        raise Refused("This is blacked out already. `blacked` lists what is, and `remove` takes one back.")
    with ws.project.act("black") as pen:
        ids = tuple(
            pen.new(Kind.BLACKOUT, {"document": document.id, "place": place.to_value(), "reason": reason.strip()})
            for place in fresh
        )
    return Blacked(pen.outcome, ids, tuple(fresh), _elsewhere(ws, ws.graph(), document, fresh))


def _within(place: Place, other: Place) -> bool:
    """Whether all of a place is within another one, by its words or as a region."""
    if place.extraction != other.extraction:
        return False
    if place.region is not None and other.region is not None:
        (x0, y0, x1, y1), (a0, b0, a1, b1) = place.region.rect, other.region.rect
        return place.region.page == other.region.page and a0 <= x0 and b0 <= y0 and x1 <= a1 and y1 <= b1
    return bool(place.spans) and all(
        any(span.page == one.page and one.start <= span.start and span.end <= one.end for one in other.spans)
        for span in place.spans
    )


def _elsewhere(ws: Workspace, graph: Graph, document: Document, places: Sequence[Place]) -> int:
    version = current_version(graph, document)
    black = [
        (span.page, span.start, span.end)
        for one in graph.blackouts_in(document.id)
        if not one.lost and one.place.extraction == version.extraction
        for span in one.place.spans
    ]
    text = ws.text_of(version.extraction)
    found: set[Match] = set()
    for quote in dict.fromkeys(place.quote for place in places):
        # A letter or two stand everywhere.
        if sum(map(str.isalnum, quote)) > 2:
            found.update(match for match in text.find(quote) if not _all_black(match, black))
    return len(found)


def _all_black(match: Match, black: Sequence[tuple[int, int, int]]) -> bool:
    return all(
        any(page == run.page and start < run.end and run.start < end for page, start, end in black) for run in match
    )
