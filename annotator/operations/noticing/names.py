"""Names and titles of a claim that no supporting passage has, or that passages have otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.checking.names import NameCompared, Named, NameVerdict, compare_names, folded, held, stands
from annotator.checking.names import names as read
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.things import Claim, Document, Passage, Relation
from annotator.operations.noticing.ground import Ground, Support, spot
from annotator.operations.noticing.kept import Kept


def names(ground: Ground) -> Iterator[Finding]:
    """Findings on the names of all claims that are linked; none where title or author of what is linked has them."""
    kept = Kept(ground)
    for claim in ground.graph.claims.values():
        wordings = ground.wordings(claim.id)
        supports = ground.linked(claim.id, Relation.SUPPORTS)
        if wordings and supports:
            yield from _of_claim(ground, kept, claim, wordings[0], supports)


def _of_claim(ground: Ground, kept: Kept, claim: Claim, wording: Passage, supports: list[Support]) -> Iterator[Finding]:
    said = "\n".join(support.words for support in supports)
    documents = list(dict.fromkeys(support.passage.document for support in supports))
    heads = tuple(_head(ground.graph.documents[one]) for one in documents)
    key = ("names", wording.place.quote, said, heads)
    if key not in kept.answers:
        passages = held("\n".join((said, *heads)))
        compared = compare_names(read(wording.place.quote), passages)
        kept.answers[key] = [one for one in compared if one.verdict is not NameVerdict.THERE]
    for one in kept.answers[key]:
        elsewhere = any(_stands(ground, kept, ground.graph.documents[document], one) for document in documents)
        mine = _shown(wording.place.quote, one.claim)
        yield Finding(
            id=finding_id(FindingKind.NAME, claim.id, one.claim.start, wording.place.quote, said, one.verdict),
            kind=FindingKind.NAME,
            claim=claim.id,
            link=supports[0].link.id,
            severity=Severity.NOTE if elsewhere else Severity.LOOK,
            message=_told(one, mine, many=len(supports) > 1, elsewhere=elsewhere),
            draft=spot(wording, one.claim.start, one.claim.end),
            source=spot(supports[0].passage),
        )


def _told(one: NameCompared, mine: str, *, many: bool, elsewhere: bool) -> str:
    passages = "passages" if many else "passage"
    if one.verdict is NameVerdict.SPELT:
        told = f"The claim spells it {mine}, the {passages} {one.instead}."
    elif one.verdict in (NameVerdict.OTHER, NameVerdict.TITLE):
        told = f"The claim names {mine}, the {passages} {one.instead}."
    else:
        told = f"{mine} stands in the claim, but in {'none of the passages' if many else 'no part of the passage'}."
    return told + (" It stands elsewhere in the document." if elsewhere else "")


def _stands(ground: Ground, kept: Kept, document: Document, one: NameCompared) -> bool:
    """Whether the document has the name in another place, as it stands in the claim."""
    if one.verdict is NameVerdict.TITLE or document.current not in ground.graph.versions:
        return False
    together = one.verdict is not NameVerdict.ABSENT
    extraction = kept.extraction(document)
    key = ("stands", extraction, one.claim.keys, together)
    if key not in kept.answers:
        text = ("folded", extraction)
        if text not in kept.answers:
            kept.answers[text] = folded(kept.flow(document).text)
        kept.answers[key] = stands(one.claim, kept.answers[text], together=together)
    return bool(kept.answers[key])


def _head(document: Document) -> str:
    """What the project says of a document: who it is from, and what it is called."""
    return "\n".join(filter(None, (document.title, document.author, document.interviewee)))


def _shown(quote: str, one: Named) -> str:
    return " ".join(quote[one.start : one.end].split())
