"""Blacking places out of whatever goes out of a document, and listing them."""

from __future__ import annotations

from typing import Any

from annotator.cli import texts
from annotator.cli.answers import Answer, excerpt, table, visible
from annotator.cli.arguments import Given, Usage
from annotator.model.places import Place, Rect
from annotator.model.things import Blackout, Kind
from annotator.operations import blacking, reading
from annotator.operations.resolving import resolve
from annotator.operations.workspace import Workspace

_SHORT = 8


def black(ws: Workspace, given: Given) -> Answer:
    """Blacks a place out, or all places with some words."""
    quote, region, page = given["quote"], given["region"], given["page"]
    if (quote is None) == (region is None):
        raise Usage("Say what to black out: --quote with its words, or --region of a --page.")
    document = resolve(ws, given["document"], Kind.DOCUMENT)
    reason = given["reason"] or ""
    if region is not None:
        if page is None or given["nth"] is not None or given["all"]:
            raise Usage("--region needs --page, and takes neither --nth nor --all.")
        made = blacking.black_region(ws, document, page, _edges(region), reason=reason)
    else:
        made = blacking.black(
            ws, document, quote, page=page, nth=given["nth"], everywhere=bool(given["all"]), reason=reason
        )
    rows = [{"id": ident, **_place_keys(place)} for ident, place in zip(made.ids, made.places, strict=True)]
    data = {"blacked": rows, "elsewhere": made.elsewhere}
    lines = [
        f"Blacked out in exports on {texts.page_of(place)}. {ident}"
        for ident, place in zip(made.ids, made.places, strict=True)
    ]
    notes: tuple[str, ...] = ()
    if made.elsewhere:
        places = texts.counted(made.elsewhere, "other place")
        notes = (f"The same words stand at {places} of this document, not blacked out. --all blacks out all of them.",)
    return Answer(data, "\n".join(lines), notes=notes)


def blacked(ws: Workspace, given: Given) -> Answer:
    """What is blacked out, of all documents or of one."""
    graph = ws.graph()
    only = resolve(ws, given["document"], Kind.DOCUMENT) if given["document"] else ""
    found = [one for key in graph.documents if not only or key == only for one in graph.blackouts_in(key)]
    data = [
        {
            "id": one.id,
            "document": one.document,
            **_place_keys(one.place),
            "reason": one.reason,
            "standing": one.standing.outcome.value if one.standing is not None else "",
            "elsewhere": blacking.elsewhere(ws, one),
        }
        for one in found
    ]
    if not data:
        return Answer(data, "Nothing is blacked out.")
    rows = [
        [one.id[:_SHORT], visible(graph.documents[one.document].name), texts.page_of(one.place), _told(one, row)]
        for one, row in zip(found, data, strict=True)
    ]
    return Answer(data, table(rows))


def _told(one: Blackout, row: dict[str, Any]) -> str:
    """The words, why, and what a person has to look at."""
    words = f"“{excerpt(one.place.quote)}”" if one.place.spans else "a region"
    reason = f" ({excerpt(one.reason)})" if one.reason else ""
    if one.lost:
        return f"{words}{reason}: not found in this version; nothing of the document is exported before it is placed"
    if one.waits:
        return f"{words}{reason}: edited in this version; nothing of the document is exported before it is accepted"
    also = f"; the same words at {texts.counted(row['elsewhere'], 'other place')}" if row["elsewhere"] else ""
    return f"{words}{reason}{also}"


def _place_keys(place: Place) -> dict[str, Any]:
    region = [place.region.page, *place.region.rect] if place.region is not None else None
    return {**reading.place_keys(place), "region": region}


def _edges(given: str) -> Rect:
    """`left,top,width,height` in points."""
    try:
        left, top, width, height = (float(edge) for edge in given.split(","))
    except ValueError as error:
        raise Usage("--region takes left,top,width,height in points, as 72,100,200,14.") from error
    return (left, top, width, height)
