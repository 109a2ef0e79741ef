"""Claims whose support goes back to one document, whatever is linked, or to an earlier text of the draft."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.checking.independence import Bond, Rests, folded, much_the_same, rests_on_one, samples, standing
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.things import Claim, Document, Passage
from annotator.operations.noticing.ground import Ground, spot
from annotator.operations.noticing.kept import Kept

_WHY = {
    Bond.QUOTES: "The passages that support this claim hold the same words.",
    Bond.COPY: "The documents that support this claim are much the same text.",
    Bond.CAME_WITH: "The documents that support this claim came together.",
    Bond.SAME: "The documents that support this claim are the same one.",
}


def independence(ground: Ground) -> Iterator[Finding]:
    """Findings on all claims that something supports."""
    texts = _Texts(ground)
    for claim in ground.graph.claims.values():
        wordings = ground.wordings(claim.id)
        if not wordings:
            continue
        rests = rests_on_one(ground.graph, claim.id, texts.copies)
        if rests is not None and (told := _told(ground, rests)):
            yield _finding(ground, claim, wordings[0], rests, *told)
        yield from _of_the_draft(ground, claim, wordings[0], texts)


def _told(ground: Ground, rests: Rests) -> tuple[Severity, str] | None:
    if rests.bonds:
        why = next(_WHY[bond] for bond in _WHY if bond in rests.bonds)
        return Severity.LOOK, f"{why} All its support goes back to one origin."
    passages = [ground.graph.passages[ground.graph.links[link].passage] for link in rests.links]
    if all(passage.place.provision for passage in passages):
        return None  # a law says what the law is
    return Severity.NOTE, "All support of this claim is in one document."


def _finding(ground: Ground, claim: Claim, wording: Passage, rests: Rests, severity: Severity, message: str) -> Finding:
    first = ground.graph.links[rests.links[0]]
    return Finding(
        id=finding_id(FindingKind.ALONE, claim.id, *sorted(rests.documents), *rests.bonds),
        kind=FindingKind.ALONE,
        claim=claim.id,
        link=first.id,
        severity=severity,
        message=message,
        draft=spot(wording),
        source=spot(ground.graph.passages[first.passage]),
    )


def _of_the_draft(ground: Ground, claim: Claim, wording: Passage, texts: _Texts) -> Iterator[Finding]:
    """Supports from a document that is an earlier or later text of the draft itself."""
    for group in standing(ground.graph, claim.id):
        for link, passage in group:
            if texts.copies(passage.document, wording.document):
                yield Finding(
                    id=finding_id(FindingKind.ALONE, "draft", claim.id, link.id, passage.document),
                    kind=FindingKind.ALONE,
                    claim=claim.id,
                    link=link.id,
                    severity=Severity.LOOK,
                    message="A document that supports this claim is much the same text as the draft.",
                    draft=spot(wording),
                    source=spot(passage),
                )


class _Texts:
    """Compares documents, each pair once."""

    def __init__(self, ground: Ground) -> None:
        self._kept = Kept(ground)
        self._known: dict[str, Document] = {one.id: one for one in (*ground.drafts, *ground.sources)}

    def copies(self, one: str, other: str) -> bool:
        """Whether much of the shorter document's text stands in the longer."""
        mine, theirs = self._known.get(one), self._known.get(other)
        if mine is None or theirs is None:
            return False
        key = ("copies", frozenset((self._kept.extraction(mine), self._kept.extraction(theirs))))
        if key not in self._kept.answers:
            texts = sorted((self._kept.flow(document).text for document in (mine, theirs)), key=len)
            self._kept.answers[key] = much_the_same(samples(texts[0]), folded(texts[1]))
        return bool(self._kept.answers[key])
