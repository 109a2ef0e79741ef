"""Claims and links as W3C Web Annotations (JSON-LD), for programs and archives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.bundle.choosing import Choice, Shown
from annotator.bundle.content import BundleContent, Written, label_of
from annotator.bundle.naming import iri
from annotator.bundle.words import plain
from annotator.bundle.writing import publish
from annotator.model.places import Place, Region, Span
from annotator.model.things import Claim, Document, Passage

Json = dict[str, Any]
_CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {"name": "http://schema.org/name", "together": {"@id": "urn:annotator:together", "@type": "@id"}},
]
_PDF = "http://tools.ietf.org/rfc/rfc3778"
"""What the Web Annotation model names for fragments of PDF; RFC 8118 took its `page` over."""


def write_annotations(out: Path, content: BundleContent) -> Written:
    """Writes the annotations as one file, or into a ZIP by its name. Raises as every export does."""
    choice = Choice(content)
    name = "annotations.jsonld"
    return publish(out, lambda folder: annotations_into(folder / name, choice, {}), choice.left_out, one=name)


def annotations_into(path: Path, choice: Choice, copies: Mapping[str, str]) -> None:
    """Writes the collection; `copies` are addresses, relative to the file, of copies by the id of their version."""
    items = list(_items(choice, copies))
    whole = {
        "@context": _CONTEXT,
        "id": iri("collection", choice.drafts[0].id),
        "type": "AnnotationCollection",
        "label": plain(choice.content.title).strip() or plain(label_of(choice.drafts[0])),
        "total": len(items),
        "first": {
            "id": iri("page", choice.drafts[0].id),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    # Halves of surrogate pairs, as broken documents have them, are no lawful Unicode.
    path.write_bytes(text.encode("utf-8", "replace") + b"\n")


def _items(choice: Choice, copies: Mapping[str, str]) -> Iterator[Json]:
    for claim in choice.claims:
        yield _claim(choice, claim, copies)
        for shown in choice.links(claim):
            yield _link(choice, claim, shown, copies)


def _claim(choice: Choice, claim: Claim, copies: Mapping[str, str]) -> Json:
    status = choice.graph.shown_status(claim.id).value
    body = [_tag(f"claim {claim.number}"), _tag(claim.type.value), _tag(status)]
    if note := choice.note(claim):
        body.append(_comment(note))
    if said := plain(claim.said_by).strip():
        body.append({"type": "TextualBody", "purpose": "identifying", "value": said})
    targets: list[Any] = []
    for passage in choice.placed(claim):
        document = choice.graph.documents[passage.document]
        targets += _targets(choice, document, passage, copies, words=True, around=True)
    return _annotation(iri("claim", claim.id), "highlighting", body, targets or [iri("lost", claim.id)])


def _link(choice: Choice, claim: Claim, shown: Shown, copies: Mapping[str, str]) -> Json:
    body = [
        _tag(shown.link.relation.value),
        {"type": "SpecificResource", "purpose": "linking", "source": iri("claim", claim.id)},
    ]
    notes = dict.fromkeys(plain(note).strip() for note in (shown.link.note, shown.passage.note))
    body += [_comment(note) for note in notes if note]
    translation = plain(shown.passage.translation).strip()
    if translation and shown.words:
        body.append({"type": "TextualBody", "purpose": "describing", "value": translation})
    targets = _targets(choice, shown.document, shown.passage, copies, words=shown.words, around=shown.pages)
    made = _annotation(iri("link", shown.link.id), "linking", body, targets)
    return {**made, "together": iri("together", shown.link.together)} if shown.link.together else made


def _annotation(name: str, motivation: str, body: list[Json], target: list[Any]) -> Json:
    return {"id": name, "type": "Annotation", "motivation": motivation, "body": body, "target": target}


def _tag(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _comment(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "commenting", "value": value}


def _targets(
    choice: Choice, document: Document, passage: Passage, copies: Mapping[str, str], *, words: bool, around: bool
) -> list[Any]:
    """One target for each span: a page, refined by the quote and by its position in the page's text.

    `words` lets the quote go out, `around` what stands before and after it.
    """
    version = choice.version_of(passage)
    home = copies.get(version.id) if version else None
    source: Json = {"id": home or iri("document", document.id), "type": "Text", "name": plain(label_of(document))}
    if home:
        source["format"] = "application/pdf"
    place = passage.place
    if place.region and not place.spans:
        return [_target(source, _region(choice, place, place.region))]
    made: list[Any] = []
    for at, (span, exact) in enumerate(_quotes(place)):
        quote: Json = {"type": "TextQuoteSelector", "exact": exact}
        if around and at == 0 and place.before:
            quote["prefix"] = place.before
        if around and at == len(place.spans) - 1 and place.after:
            quote["suffix"] = place.after
        position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        refined = [quote, position] if words else [position]
        made.append(_target(source, [{**_page(span.page), "refinedBy": one} for one in refined]))
    return made or [source["id"]]


def _target(source: Json, selector: Any) -> Json:
    return {"type": "SpecificResource", "source": source, "selector": selector}


def _page(index: int, more: str = "") -> Json:
    return {"type": "FragmentSelector", "conformsTo": _PDF, "value": f"page={index + 1}{more}"}


def _region(choice: Choice, place: Place, region: Region) -> Json:
    pages = choice.content.pages.get(place.extraction, ())
    if region.page >= len(pages):
        return _page(region.page)
    box, (x0, y0, x1, y1) = pages[region.page].box, region.rect
    edges = (x0 - box[0], box[3] - y1, x1 - x0, y1 - y0)
    return _page(region.page, "&viewrect=" + ",".join(f"{edge:g}" for edge in edges))


def _quotes(place: Place) -> Iterator[tuple[Span, str]]:
    """Each span with its own part of the quote, whose parts are joined by a line feed."""
    at = 0
    for span in place.spans:
        length = span.end - span.start
        yield span, place.quote[at : at + length]
        at += length + 1
