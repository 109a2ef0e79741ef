"""The line check: for each sentence of a draft, how far its claims are linked and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.anchoring.document_text import Run
from annotator.anchoring.sentences import sentences
from annotator.checking.flow import Flow, flow_of
from annotator.checking.items import Stretch, items, names_of, quotations_of
from annotator.model.findings import contradiction_id
from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.standing import Stands
from annotator.model.things import Link, Passage, Relation, Status


class Coverage(StrEnum):
    """How far a sentence is covered."""

    NOT_LOOKED_AT = "not-looked-at"
    WITHOUT_SOURCE = "claim-without-source"
    PARTLY = "partly-linked"
    LINKED = "linked"
    CHECKED = "checked"
    CONTRADICTED = "contradicted"
    NEEDS_NONE = "needs-none"


OPEN = frozenset(Coverage) - {Coverage.CHECKED, Coverage.NEEDS_NONE}
"""States in which a person still has something to do: linked sentences are open until they are checked."""


@dataclass(frozen=True, slots=True)
class SentenceState:
    """One sentence: `page`, `start` and `end` are its (first) run; `runs` has all where it goes over a page break."""

    page: int
    start: int
    end: int
    state: Coverage
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class _Marked:
    """A stretch of the draft that is part of a claim, and what the claim's links say."""

    start: int
    end: int
    supported: bool
    contradicted: bool
    checked: bool
    edited: bool
    """Whether a supporting link is there, but its words or the claim's were edited since and nobody accepted that."""


def coverage(texts: Sequence[str], graph: Graph, draft_id: str) -> list[SentenceState]:
    """The state of each sentence of a draft, in order. `texts` are the pages of its current version.

    A sentence is linked only if every number, name, date and quotation in it lies in a claim with a supporting link;
    a contradicting link outranks all, context is no support. Passages whose place is lost, or made in another version,
    neither cover nor support; a contradiction stays until someone removes it, or writes why the claim stands.
    """
    flow = flow_of(texts)
    bounds = [(start, end) for start, end in sentences(flow.text) if _says_something(flow.text, start, end)]
    quotations = quotations_of(flow.text)
    names = names_of(flow.text, bounds)
    marked = _marked(graph, draft_id, flow)
    settled = _settled(graph, draft_id, flow)
    found = []
    for start, end in bounds:
        claims = [mark for mark in marked if _overlap(flow.text, mark.start, mark.end, start, end)]
        none = [stretch for stretch in settled if _overlap(flow.text, *stretch, start, end)]
        inside = items(flow.text, start, end, quotations=quotations, seen_within=names)
        state = _state(flow.text, (start, end), inside, claims, none)
        runs = flow.runs(start, end)
        if runs:
            found.append(SentenceState(runs[0].page, runs[0].start, runs[0].end, state, runs))
    return found


def open_sentences(states: Iterable[SentenceState]) -> int:
    """How many sentences are still open: neither checked nor marked as needing no source."""
    return sum(sentence.state in OPEN for sentence in states)


def _state(text: str, sentence: Stretch, inside: list[Stretch], claims: list[_Marked], none: list[Stretch]) -> Coverage:
    if any(claim.contradicted for claim in claims):
        return Coverage.CONTRADICTED
    if not claims:
        if none and (_covers(text, none, [sentence]) or (inside and _covers(text, none, inside))):
            return Coverage.NEEDS_NONE
        return Coverage.NOT_LOOKED_AT
    supported = [(claim.start, claim.end) for claim in claims if claim.supported]
    if not supported:
        return Coverage.PARTLY if any(claim.edited for claim in claims) else Coverage.WITHOUT_SOURCE
    if not all(claim.supported for claim in claims) or not _covers(text, [*supported, *none], inside):
        return Coverage.PARTLY
    return Coverage.CHECKED if all(claim.checked for claim in claims) else Coverage.LINKED


def _marked(graph: Graph, draft_id: str, flow: Flow) -> list[_Marked]:
    """Where the claims stand in the draft, with what their links add up to."""
    links: dict[str, list[Link]] = {}
    for link in graph.links.values():
        if not link.removed:
            links.setdefault(link.claim, []).append(link)
    found = []
    for passage in graph.passages.values():
        claim = graph.claims.get(passage.claim)
        if claim is None or claim.removed or passage.document != draft_id or passage.removed or passage.lost:
            continue
        mine = links.get(claim.id, [])
        # Until somebody accepts an edited wording, what supported the old one supports nothing.
        supported = _supported(graph, mine) and not passage.waits
        edited = _edited(graph, passage, mine)
        contradicted = any(_contradicts(graph, link) for link in mine)
        checked = graph.shown_status(claim.id) is Status.VERIFIED
        for start, end in _stretches(graph, draft_id, passage.place, flow):
            found.append(_Marked(start, end, supported, contradicted, checked, edited))
    return found


def _settled(graph: Graph, draft_id: str, flow: Flow) -> list[Stretch]:
    """Where the draft is marked as needing no source."""
    marks = [
        mark for mark in graph.needs_none.values() if mark.document == draft_id and not mark.removed and not mark.waits
    ]
    return [stretch for mark in marks for stretch in _stretches(graph, draft_id, mark.place, flow)]


def _contradicts(graph: Graph, link: Link) -> bool:
    """Whether a link contradicts its claim, and nobody put the flag about that aside with a reason."""
    if link.relation is not Relation.CONTRADICTS:
        return False
    passage = graph.passages.get(link.passage)
    wording = next((one.place.quote for one in graph.passages_of(link.claim) if not one.lost), "")
    if passage is None:
        return True
    aside = graph.dismissals.get(contradiction_id(link.claim, link.id, wording, passage.place.quote))
    return aside is None or aside.removed


def _supported(graph: Graph, links: list[Link]) -> bool:
    """Whether a supporting link stands, alone or with all that it stands together with."""
    groups: dict[str, list[bool]] = {}
    for link in links:
        if link.relation is Relation.SUPPORTS:
            passage = graph.passages.get(link.passage)
            there = passage is not None and not passage.removed and not passage.waits
            groups.setdefault(link.together or link.id, []).append(there)
    return any(all(members) for members in groups.values())


def _edited(graph: Graph, passage: Passage, links: list[Link]) -> bool:
    """Whether a supporting link stood before the claim's words, or those it leads to, were edited."""
    supporting = [graph.passages.get(link.passage) for link in links if link.relation is Relation.SUPPORTS]
    own = passage.standing is not None and passage.standing.outcome is Stands.EDITED
    return any(
        one is not None
        and not one.lost
        and (own or (one.standing is not None and one.standing.outcome is Stands.EDITED))
        for one in supporting
    )


def _stretches(graph: Graph, draft_id: str, place: Place, flow: Flow) -> list[Stretch]:
    """A place's stretches of the draft's text, joined over columns and page breaks; none if it is another version's."""
    document = graph.documents.get(draft_id)
    version = graph.versions.get(document.current) if document else None
    if version is not None and version.extraction and place.extraction != version.extraction:
        return []
    found: list[Stretch] = []
    for span in place.spans:
        if 0 <= span.page < len(flow.pieces):
            start, end = flow.at(span.page, span.start), flow.at(span.page, span.end)
            if found and not flow.text[found[-1][1] : start].strip() and start >= found[-1][1]:
                found[-1] = (found[-1][0], end)
            elif start < end:
                found.append((start, end))
    return found


def _says_something(text: str, start: int, end: int) -> bool:
    return any(char.isalnum() for char in text[start:end])


def _overlap(text: str, start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two stretches share a letter or digit; a shared stop or space is no overlap."""
    first, last = max(start, other_start), min(end, other_end)
    return first < last and any(char.isalnum() for char in text[first:last])


def _covers(text: str, covers: list[Stretch], wanted: list[Stretch]) -> bool:
    """Whether each letter and digit of the wanted stretches lies in one of the covering ones."""
    for start, end in wanted:
        for offset in range(start, end):
            if text[offset].isalnum() and not any(first <= offset < last for first, last in covers):
                return False
    return True
