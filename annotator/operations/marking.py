"""Marking claims in a draft, and sentences that need no source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from annotator.anchoring.document_text import DocumentText, Match
from annotator.anchoring.fragments import fragment_of
from annotator.anchoring.geometry import place_of
from annotator.anchoring.provisions import provision_over
from annotator.model.changes import VALUE_LIMIT
from annotator.model.checks import check_value
from annotator.model.errors import QuoteAbsent, QuoteRepeated, Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.pages import PageInfo
from annotator.model.places import PROVISION_LIMIT, Place, Region
from annotator.model.things import Document, Kind, Passage, Role, Status, Version
from annotator.operations.resolving import plain_text
from annotator.operations.workspace import Workspace, chars_of, current_version, document_of, pages, writable
from annotator.store.project import Pen


@dataclass(frozen=True, slots=True)
class Marked:
    """A claim that was marked at a place of the draft."""

    outcome: Outcome
    claim: str
    number: int
    passage: str
    place: Place


@dataclass(frozen=True, slots=True)
class NeededNone:
    """A place of the draft marked as needing no source."""

    outcome: Outcome
    id: str
    place: Place


def claim(
    ws: Workspace,
    document: str,
    quote: str,
    *,
    page: int | None = None,
    nth: int | None = None,
    status: Status | None = None,
) -> Marked:
    """Marks a claim at quoted words of a draft. `page` is an index, `nth` counts from 1 in document order.

    Raises QuoteAbsent, QuoteRepeated (unless `nth` says which), Refused for a source.
    """
    writable(ws)
    graph = ws.graph()
    draft = draft_of(graph, document, "A claim is marked")
    place = locate(ws, graph, draft, quote, page=page, nth=nth)
    return _claim(ws, document, place, None, status)


def claim_at(ws: Workspace, document: str, place: Place, *, claim: str | None = None) -> Marked:
    """Marks a claim at a place of a draft; with `claim`, one more place of that claim (headline, body, caption)."""
    writable(ws)
    graph = ws.graph()
    draft = draft_of(graph, document, "A claim is marked")
    place = check_place(ws, graph, draft, place)
    if claim is not None and claim not in graph.claims:
        raise Refused("That claim is no longer part of the project. Restore it, or mark a new one.")
    return _claim(ws, document, place, claim, None)


def needs_none(
    ws: Workspace, document: str, quote: str, reason: str, *, page: int | None = None, nth: int | None = None
) -> NeededNone:
    """Marks quoted words of a draft as needing no source. Raises as `claim` does, and Refused without a reason."""
    writable(ws)
    graph = ws.graph()
    draft = draft_of(graph, document, "Words that need no source are marked")
    _reason(reason)
    return _needs_none(ws, document, locate(ws, graph, draft, quote, page=page, nth=nth), reason)


def needs_none_at(ws: Workspace, document: str, place: Place, reason: str) -> Outcome:
    """Marks a place of a draft as needing no source."""
    writable(ws)
    graph = ws.graph()
    draft = draft_of(graph, document, "Words that need no source are marked")
    _reason(reason)
    place = check_place(ws, graph, draft, place)
    return _needs_none(ws, document, place, reason).outcome


def locate(
    ws: Workspace, graph: Graph, document: Document, quote: str, *, page: int | None = None, nth: int | None = None
) -> Place:
    """The place of quoted words in a document's current version.

    Compared with ligatures, spaces, hyphens, quotes and dashes folded, case kept. Raises QuoteAbsent, QuoteRepeated.
    """
    plain_text(quote, "The quote")
    if not quote.strip():
        raise Refused("The quote is empty. Give the words as they stand in the document.")
    version = current_version(graph, document)
    text = ws.text_of(version.extraction)
    return place_in(ws, version, text, _chosen(document, text, quote, page, nth, len(pages(ws, version.extraction))))


def place_in(ws: Workspace, version: Version, text: DocumentText, match: Match) -> Place:
    """The place of a match: a span for each page and column, with rectangles, quote and context."""
    boxes = chars_of(ws, version, {run.page for run in match})
    infos = {page.index: page for page in pages(ws, version.extraction)}
    place = place_of(
        match, version=version.sha256, extraction=version.extraction, document_text=text, pages=infos, chars=boxes
    )
    place = named(ws, place)
    fitting(place)
    return place


def named(ws: Workspace, place: Place) -> Place:
    """The place with what its document calls it, cells or times, and with the provision of a law it stands in."""
    if not place.spans:
        return place
    parts = ws.fragments_of(place.extraction)
    if not parts:
        runs = [(span.page, span.start, span.end) for span in place.spans]
        return replace(place, provision=provision_over(ws.text_of(place.extraction).texts, runs)[:PROVISION_LIMIT])
    return replace(place, fragment=fragment_of(parts, ((span.page, span.start, span.end) for span in place.spans)))


def fitting(place: Place) -> None:
    """Raises Refused where a place is too long to be kept as one value."""
    if len(json.dumps(place.to_value(), ensure_ascii=False).encode("utf-8", "replace")) > VALUE_LIMIT:
        raise Refused("That is too long to be one passage. Mark a shorter one.")


def check_place(ws: Workspace, graph: Graph, document: Document, place: Place) -> Place:
    """The place, with what its document calls it, cells or a time.

    Raises Refused unless it cuts its quote out of the document's current version.
    """
    version = current_version(graph, document)
    if (place.version, place.extraction) != (version.sha256, version.extraction):
        raise Refused(f"'{document.name}' has another version now. Select the words again.")
    infos = {page.index: page for page in pages(ws, version.extraction)}
    if place.region is not None and not _on_page(place.region, infos):
        raise Refused("That region is on no page of the document. Select it again.")
    if not place.spans and place.region is None:
        raise Refused("Nothing is selected. Select words, then try again.")
    texts = ws.project.page_texts(version.extraction) if place.spans else ()
    for span in place.spans:
        if span.page not in infos or not 0 <= span.start < span.end <= len(texts[span.page]):
            raise Refused("That selection lies outside the document. Select the words again.")
    if place.spans and place.quote != "\n".join(texts[span.page][span.start : span.end] for span in place.spans):
        raise Refused("The selected words are not those of the document. Select them again.")
    place = named(ws, place)
    fitting(place)
    return place


def _on_page(region: Region, pages: Mapping[int, PageInfo]) -> bool:
    """Whether a region has a size and lies within the box of a page, give or take a hundredth of a point."""
    if region.page not in pages:
        return False
    (x0, y0, x1, y1), box = region.rect, pages[region.page].box
    inside = x0 >= box[0] - 0.01 and y0 >= box[1] - 0.01 and x1 <= box[2] + 0.01 and y1 <= box[3] + 0.01
    return inside and x1 - x0 > 0 and y1 - y0 > 0


def adjust(ws: Workspace, thing: str, place: Place) -> Outcome:
    """Moves the ends of a passage, a mark 'needs none' or a black-out that is where it belongs; links and claim stay.

    A check that rests on the passage was of other words, so it shows as open (`Graph.shown_status`). Raises Refused
    where the place is not of the passage's document.
    """
    writable(ws)
    graph = ws.graph()
    old = graph.passages.get(thing) or graph.needs_none.get(thing) or graph.blackouts.get(thing)
    if old is None:
        raise Refused("That passage is no longer part of the project. Select the words again.")
    place = check_place(ws, graph, document_of(graph, old.document), place)
    with ws.project.act("adjust") as pen:
        pen.set(thing, "place", replace(place, extra=old.place.extra).to_value())
    return pen.outcome


def write_claim(pen: Pen, document: str, place: Place) -> tuple[str, str]:
    """Writes a claim, which gets the next number, and its passage within an action; the ids of both."""
    made = pen.new(Kind.CLAIM, {})
    return made, pen.new(Kind.PASSAGE, {"document": document, "place": place.to_value(), "claim": made})


def _claim(ws: Workspace, document: str, place: Place, claim: str | None, status: Status | None) -> Marked:
    with ws.project.act("claim") as pen:
        if claim is None:
            claim, passage = write_claim(pen, document, place)
        else:
            passage = pen.new(Kind.PASSAGE, {"document": document, "place": place.to_value(), "claim": claim})
        if status == Status.VERIFIED:
            pen.set(claim, "verified", check_value([Passage(passage, document, place, claim)], ()))
        if status is not None:
            pen.set(claim, "status", status.value)
    return Marked(pen.outcome, claim, ws.graph().claims[claim].number, passage, place)


def _needs_none(ws: Workspace, document: str, place: Place, reason: str) -> NeededNone:
    with ws.project.act("needs-none") as pen:
        made = pen.new(Kind.NEEDS_NONE, {"document": document, "place": place.to_value(), "reason": reason})
    return NeededNone(pen.outcome, made, place)


def draft_of(graph: Graph, document_id: str, what: str) -> Document:
    """A document that must be a draft, since `what` goes only there. Raises Refused otherwise."""
    document = document_of(graph, document_id)
    if document.role != Role.DRAFT:
        raise Refused(f"{what} in a draft; '{document.name}' is a source. `set` with role makes it a draft.")
    return document


def _reason(reason: str) -> None:
    plain_text(reason, "The reason")
    if not reason.strip():
        raise Refused("The reason is empty. Say why these words need no source.")


def _chosen(
    document: Document, text: DocumentText, quote: str, page: int | None, nth: int | None, page_count: int
) -> Match:
    if page is not None and not 0 <= page < page_count:
        raise Refused(f"'{document.name}' has no page {page}. Its pages are 0 to {page_count - 1}.")
    if nth is not None and nth < 1:
        raise Refused("--nth counts from 1.")
    found = text.find(quote, page=page)
    where = f"'{document.name}'" if page is None else f"page {page} of '{document.name}'"
    if not found:
        raise QuoteAbsent(f"These words are not in {where}. Give them exactly as they stand there.")
    if nth is None and len(found) > 1:
        raise QuoteRepeated(
            f"These words occur {len(found)} times in {where}. Say which with --nth 1 to {len(found)}, "
            "or give more of the words around them.",
            len(found),
        )
    if nth is not None and nth > len(found):
        times = "once" if len(found) == 1 else f"{len(found)} times"
        raise Refused(f"These words occur only {times} in {where}, so there is no number {nth}.")
    return found[(nth or 1) - 1]
