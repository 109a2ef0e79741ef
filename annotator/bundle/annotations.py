"""Claims and links as W3C Web Annotations (JSON-LD), for programs and archives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.bundle.choosing import Choice, Shown
from annotator.bundle.content import BundleContent, Written, label_of
from annotator.bundle.naming import iri
from annotator.bundle.words import plain
from annotator.bundle.writing import publish
from annotator.model.places import Place, Region, Span
from annotator.model.terms import hides_name
from annotator.model.things import Claim, Document, Passage

Json = dict[str, Any]
_CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {"together": {"@id": "urn:annotator:together", "@type": "@id"}},
]
_PDF = "http://tools.ietf.org/rfc/rfc3778"
"""What the Web Annotation model names for fragments of PDF; RFC 8118 took its `page` over."""


@dataclass(frozen=True, slots=True)
class Homes:
    """Addresses of a bundle's files, relative to that of the annotations, by the id of the version they are of."""

    copies: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)


def write_annotations(out: Path, content: BundleContent) -> Written:
    """Writes the annotations as one file, or into a ZIP by its name. Raises as every export does."""
    choice = Choice(content)
    name = "annotations.jsonld"
    return publish(out, lambda folder: annotations_into(folder / name, choice, Homes()), choice.left_out, one=name)


def annotations_into(path: Path, choice: Choice, homes: Homes) -> None:
    """Writes the collection; its targets are the files of `homes`: the copy, with the original it was made of (`via`).

    `verify` looks every quote up by it. Names of persons are in it only where names go out.
    """
    items = list(_items(choice, homes))
    whole = {
        "@context": _CONTEXT,
        "id": iri("collection", choice.drafts[0].id),
        "type": "AnnotationCollection",
        "label": plain(choice.content.title).strip() or plain(label_of(choice.drafts[0])),
        "total": len(items),
        "first": {
            "id": iri("page", choice.drafts[0].id),
            "type": "AnnotationPage",
            "partOf": iri("collection", choice.drafts[0].id),
            "startIndex": 0,
            "items": items,
        },
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    # Halves of surrogate pairs, as broken documents have them, are no lawful Unicode.
    path.write_bytes(text.encode("utf-8", "replace") + b"\n")


def _items(choice: Choice, homes: Homes) -> Iterator[Json]:
    for claim in choice.claims:
        yield _claim(choice, claim, homes)
        for shown in choice.links(claim):
            yield _link(choice, claim, shown, homes)


def _claim(choice: Choice, claim: Claim, homes: Homes) -> Json:
    status = choice.graph.shown_status(claim.id).value
    body = [_tag(f"claim {claim.number}"), _tag(claim.type.value), _tag(status)]
    if note := choice.note(claim):
        body.append(_comment(note))
    if said := plain(claim.said_by).strip():
        body.append({"type": "TextualBody", "purpose": "identifying", "value": said})
    targets: list[Any] = []
    for passage in choice.placed(claim):
        document = choice.graph.documents[passage.document]
        targets += _targets(choice, document, passage, homes, words=True, around=True)
    return _annotation(iri("claim", claim.id), "highlighting", body, targets or [iri("lost", claim.id)])


def _link(choice: Choice, claim: Claim, shown: Shown, homes: Homes) -> Json:
    body = [
        _tag(shown.link.relation.value),
        {"type": "SpecificResource", "purpose": "linking", "source": iri("claim", claim.id)},
    ]
    notes = dict.fromkeys(plain(note).strip() for note in (shown.link.note, shown.passage.note))
    body += [_comment(note) for note in notes if note]
    translation = plain(shown.passage.translation).strip()
    if translation and shown.words:
        body.append({"type": "TextualBody", "purpose": "describing", "value": translation})
        translator = plain(shown.passage.translator).strip()
        if translator and choice.content.with_names:
            body[-1]["creator"] = {"type": "Person", "name": translator}
    # What stands around a quote may hold words that nobody sees on the page: they go out with the original only.
    around = shown.pages and shown.version is not None and shown.version.id in homes.originals
    targets = _targets(choice, shown.document, shown.passage, homes, words=shown.words, around=around)
    made = _annotation(iri("link", shown.link.id), "linking", body, targets)
    return {**made, "together": iri("together", shown.link.together)} if shown.link.together else made


def _annotation(name: str, motivation: str, body: list[Json], target: list[Any]) -> Json:
    return {"id": name, "type": "Annotation", "motivation": motivation, "body": body, "target": target}


def _tag(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _comment(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "commenting", "value": value}


def _targets(
    choice: Choice, document: Document, passage: Passage, homes: Homes, *, words: bool, around: bool
) -> list[Any]:
    """One target for each span: a page, refined by the quote and by its position in the page's text.

    `words` lets the quote go out, `around` what stands before and after it.
    """
    source = _source(choice, document, passage, homes)
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
        refined = [quote] if words else []
        if document.id not in choice.content.black.places:  # whoever counts would count other letters than are there
            refined.append(position)
        pages = [{**_page(span.page), "refinedBy": one} for one in refined] or [_page(span.page)]
        made.append(_target(source, pages))
    return made or [source["id"]]


def _source(choice: Choice, document: Document, passage: Passage, homes: Homes) -> Json:
    """The file a passage stands in: the copy, else the original, else a name for what is not in the bundle."""
    version = choice.version_of(passage)
    copy, original = (held.get(version.id) if version else None for held in (homes.copies, homes.originals))
    name = copy or original or iri("document", document.id)
    source: Json = {"id": name, "type": "Text", "label": plain(label_of(document))}
    if copy:
        source["format"] = "application/pdf"
        if original:
            source["via"] = original
    author = plain(document.author).strip()
    if author and choice.content.with_names and not hides_name(document):
        source["creator"] = {"type": "Person", "name": author}
    return source


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
