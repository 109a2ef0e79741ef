"""What is marked in which copy: highlights with the notes that say what rests on them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from annotator.bundle.choosing import Choice
from annotator.bundle.content import LeftOut, Mark, Rgb, label_of
from annotator.bundle.pictures import CLAIM_TINT, NEEDS_NONE_TINT, TINTS
from annotator.bundle.standing import standing_words
from annotator.bundle.words import RELATION_WORDS, STATUS_WORDS, TYPE_WORDS, page_words, plain, read_by_machine
from annotator.model.places import Place, Rect
from annotator.model.things import Claim, Document, Passage, Relation, Version

_NAMES = uuid.UUID("5e0c6b1e-6d0b-4f0a-9a53-0b5f5d7a1c11")
"""The space in which annotations get their names: the same passage has the same name in each export."""

_ORDER = (Relation.CONTRADICTS, Relation.SUPPORTS, Relation.CONTEXT)


@dataclass
class Marked:
    """A version of which a copy goes out, with what is marked in it."""

    document: Document
    version: Version
    marks: list[Mark] = field(default_factory=list)


@dataclass
class _Noted:
    """What is to be said about one passage: lines of its note, and the strongest relation among them."""

    place: Place
    lines: list[str] = field(default_factory=list)
    relations: set[Relation] = field(default_factory=set)


def marked(choice: Choice) -> list[Marked]:
    """The drafts that go out, then the documents that shown links rest on, as far as their pages may be shown."""
    copies = [_draft_copy(choice, draft) for draft in choice.drafts]
    by_version: dict[str, dict[str, _Noted]] = defaultdict(dict)
    homes: dict[str, tuple[Document, Version]] = {}
    for claim in choice.claims:
        for shown in choice.links(claim):
            if not shown.pages or shown.version is None:
                continue
            homes[shown.version.id] = (shown.document, shown.version)
            noted = by_version[shown.version.id].setdefault(shown.passage.id, _Noted(shown.passage.place))
            noted.relations.add(shown.link.relation)
            noted.lines.append(_line(claim, shown.link.relation, shown.link.note))
            if (read := _read(choice, shown.passage.place)) and read not in noted.lines:
                noted.lines.insert(0, read)
            if (said := standing_words(shown.passage, words=shown.words)) and said not in noted.lines:
                noted.lines.insert(0, said)
            if shown.passage.note.strip() and (own := _note(shown.passage.note)) not in noted.lines:
                noted.lines.append(own)
    sources: list[Marked] = []
    for version_id, passages in by_version.items():
        document, version = homes[version_id]
        mine = next((copy for copy in copies if copy.version.id == version_id), None)
        if mine is None:
            mine = Marked(document, version)
            sources.append(mine)
        for passage_id, noted in passages.items():
            relation = next(relation for relation in _ORDER if relation in noted.relations)
            mine.marks += _marks(passage_id, noted.place, TINTS[relation], "\n".join(noted.lines))
    order = {document_id: at for at, document_id in enumerate(choice.graph.documents)}
    sources.sort(key=lambda copy: (order[copy.document.id], copy.version.received, copy.version.id))
    for copy in [*copies, *sources]:
        copy.marks.sort(key=lambda mark: (mark.page, -mark.rects[0][3], mark.rects[0][0], mark.id))
    return [*copies, *sources]


def unmarked(choice: Choice) -> list[LeftOut]:
    """Passages whose pages were read otherwise when they were marked, so that their places may be wrong by now."""
    return [
        LeftOut(plain(label_of(shown.document)), f"A passage linked to claim {claim.number} has no place in its copy.")
        for claim in choice.claims
        for shown in choice.links(claim)
        if shown.pages and shown.version is None
    ]


def _draft_copy(choice: Choice, draft: Document) -> Marked:
    copy = Marked(draft, choice.graph.versions[draft.current])
    for claim in choice.claims:
        for passage in choice.placed(claim):
            if passage.document == draft.id:
                copy.marks += _marks(passage.id, passage.place, CLAIM_TINT, _claim_note(choice, claim, passage))
    for mark in choice.needs_none():
        if mark.document == draft.id:
            reason = f": {_note(mark.reason)}" if mark.reason.strip() else ""
            edited = f"\n{said}" if (said := standing_words(mark)) else ""
            copy.marks += _marks(mark.id, mark.place, NEEDS_NONE_TINT, f"Needs no source{reason}{edited}")
    return copy


def _claim_note(choice: Choice, claim: Claim, passage: Passage) -> str:
    """What stands at a claim in the draft's copy: its number, type and status, and what it rests on."""
    said = f", said by {_note(claim.said_by)}" if claim.said_by.strip() else ""
    lines = [
        f"Claim {claim.number}: {TYPE_WORDS[claim.type]}, {STATUS_WORDS[choice.graph.shown_status(claim.id)]}{said}"
    ]
    lines += filter(None, (standing_words(passage), choice.graph.shown_reason(claim.id)))
    if note := choice.note(claim):
        lines.append(f"Note: {_note(note)}")
    head = len(lines)
    for shown in choice.links(claim):
        parts = (plain(label_of(shown.document)), page_words(shown.passage.place), _read(choice, shown.passage.place))
        where = ", ".join(part for part in parts if part)
        lines.append(f"{RELATION_WORDS[shown.link.relation]}: {where}")
    withheld = choice.withheld(claim)
    if withheld:
        lines.append(f"{withheld} more not shown: the document does not go out.")
    elif len(lines) == head:
        lines.append("No passage is linked to this claim.")
    return "\n".join(lines)


def _line(claim: Claim, relation: Relation, note: str) -> str:
    words = f"Claim {claim.number}: {RELATION_WORDS[relation]}"
    return f"{words} — {_note(note)}" if note.strip() else words


def _read(choice: Choice, place: Place) -> str:
    """That a machine read the words of a place, and how sure it was; else empty."""
    sure = read_by_machine(choice.content.recognised, place)
    return "" if sure is None else f"read by machine (OCR), {sure} % sure"


def _note(text: str) -> str:
    return " ".join(plain(text).split())


def _marks(passage_id: str, place: Place, rgb: Rgb, contents: str) -> list[Mark]:
    """One highlight for each page the place stands on, for a region a square."""
    by_page: dict[int, list[Rect]] = defaultdict(list)
    for span in place.spans:
        by_page[span.page].extend(span.rects)
    if not by_page and place.region:
        by_page[place.region.page].append(place.region.rect)
    return [
        Mark(page, tuple(rects), rgb, contents, str(uuid.uuid5(_NAMES, f"{passage_id} {page}")), square=not place.spans)
        for page, rects in sorted(by_page.items())
        if rects
    ]
