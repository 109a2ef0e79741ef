"""Each citation of law in the drafts, held against the project's documents and what its claim is linked to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.anchoring.provisions import provisions_of
from annotator.checking.citations import Citation, CitationKind, citations, statutes
from annotator.checking.citations_known import Held, Match, Matched, matched
from annotator.model.findings import Spot
from annotator.model.things import Document
from annotator.operations.noticing.ground import Ground, spot
from annotator.operations.noticing.kept import Kept
from annotator.operations.noticing.owning import owner_of, owners


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of a draft and how it stands to the documents; `theirs` is what stands there instead.

    `link` is set where a linked passage stands in another provision. `repeated` says that the draft cites it before.
    """

    claim: str
    words: str
    citation: Citation
    draft: Spot
    match: Match
    document: str = ""
    source: Spot | None = None
    theirs: str = ""
    doubtful: bool = False
    link: str = ""
    repeated: bool = False


def cited(ground: Ground, claim: str = "") -> Iterator[Cited]:
    """All citations of the drafts, or those in one claim, in draft order."""
    kept = Kept(ground)
    sources = {one.id: one for one in ground.sources}
    held = {key: kept.held(one) for key, one in sources.items()}
    state = hash(tuple((key, kept.extraction(one), one.name, one.title, one.date) for key, one in sources.items()))
    for draft in ground.drafts:
        flow = kept.flow(draft)
        owned = owners(ground, draft, flow)
        found = citations(flow.text)
        whose = [owner_of(one.start, one.end, owned) for one in found]
        seen: set[tuple[str, str, str]] = set()
        for one, mine in zip(found, whose, strict=True):
            runs = flow.runs(one.start, one.end)
            repeated = (*one.key, one.year) in seen
            seen.add((*one.key, one.year))
            if not runs or (claim and mine != claim):
                continue
            place = Spot(draft.id, runs[0].page, runs[0].start, runs[0].end)
            words = " ".join(flow.text[one.start : one.end].split())
            told = Cited(mine, words, one, place, Match.ABSENT, repeated=repeated)
            others = [other for other, its in zip(found, whose, strict=True) if mine and its == mine]
            elsewhere = _in_other_provision(ground, told, others)
            yield elsewhere or _matched(kept, told, sources, held, state)


def _matched(kept: Kept, told: Cited, sources: Mapping[str, Document], held: Mapping[str, Held], state: int) -> Cited:
    citation = told.citation
    bare = replace(citation, start=0, end=0, case=replace(citation.case, start=0, end=0) if citation.case else None)
    key = ("citation", bare, state)
    if key not in kept.answers:
        found = matched(citation, held)
        if found.match is Match.THERE and citation.kind is CitationKind.STATUTE and citation.parts:
            found = _part(kept, sources[found.key], citation, found)
        kept.answers[key] = found
    answer: Matched = kept.answers[key]
    source = None
    if answer.key:
        runs = kept.flow(sources[answer.key]).runs(answer.start, max(answer.end, answer.start + 1))
        source = Spot(answer.key, runs[0].page, runs[0].start, runs[0].end) if runs else None
    return replace(
        told, match=answer.match, document=answer.key, source=source, theirs=answer.theirs, doubtful=answer.doubtful
    )


def _part(kept: Kept, document: Document, citation: Citation, found: Matched) -> Matched:
    """Where the subsection stands, as far as the law's numbering could be read."""
    wanted = tuple(part if " " in part else f"({part})" for part in citation.parts)
    read = provisions_of(kept.texts(document))
    mine = [(at, one) for at, one in read.each() if one is not None and one.key[0] == citation.section.lower()]
    for (page, offset), one in mine:
        if one.parts[: len(wanted)] == wanted:
            start = kept.flow(document).at(page, offset)
            return replace(found, start=start, end=start)
    known = {one.parts[:depth] for _, one in mine for depth in range(len(one.parts) + 1)}
    # Only where its neighbours could be read is it known that it isn't there.
    return replace(found, match=Match.NO_PART) if wanted[:-1] in known and len(known) > 1 else found


def _in_other_provision(ground: Ground, told: Cited, others: list[Citation]) -> Cited | None:
    """Whether the claim's linked passages stand in another section of the law that it cites."""
    citation = told.citation
    if not told.claim or citation.kind not in (CitationKind.STATUTE, CitationKind.REGULATION):
        return None
    linked = []
    for had in ground.linked(told.claim):
        for one in statutes(had.passage.place.provision):
            linked.append((had, one))
    if any(one.key == citation.key for _, one in linked):
        return None
    for had, one in linked:
        if one.law == citation.law and not any(other.key == one.key for other in others):
            return replace(
                told,
                match=Match.OTHER_NUMBER,
                document=had.passage.document,
                source=spot(had.passage),
                theirs=had.passage.place.provision,
                link=had.link.id,
            )
    return None
