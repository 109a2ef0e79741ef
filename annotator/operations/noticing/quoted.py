"""Each quotation of the drafts held against what its claim is linked to, or sought in all sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.anchoring.differing import Difference
from annotator.checking.quotes import Graded, Verdict, best, grade, negation_in
from annotator.checking.quotes_marks import Quotation, quotations
from annotator.checking.quotes_said import Speaker, attributed, differ, known, named_in, quoted_there, spoken
from annotator.checking.quotes_sought import Searched, seek
from annotator.checking.quotes_text import Window
from annotator.model.findings import Spot
from annotator.model.things import Passage, Relation
from annotator.operations.noticing.ground import Ground, Support, spot
from annotator.operations.noticing.kept import Kept
from annotator.operations.noticing.owning import owner_of, owners

_ORDER = (Relation.SUPPORTS, Relation.CONTRADICTS, Relation.CONTEXT)
_JUST_BEFORE = 24
_GOES_ON = 80
"""Code points between two parts of what somebody says: “We never said,” she told them, “so much.”"""
_ENDS = re.compile(r"[.?!;][\s\"'\u2019\u201d\u00bb]+[^\W\d_a-z]|\n\s*\n")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a draft and what became of it. Offsets of spots count code points of the page.

    `words` is the wording of the source and `differences` where it differs from `quote`, in code points of either;
    `link` is the link whose passage has it; empty where it stands elsewhere, though `document` may be a linked one.
    `translated` says that it was held against a translation. `said` pairs whom the draft and the source name, where
    they are two people. `turned` is a negation that the writer's cut leaves out. `otherwise` is what the linked
    passage has where the words stand elsewhere only. `sources` counts those it was sought in, `unreadable` those
    without words.
    """

    claim: str
    quote: str
    draft: Spot
    verdict: Verdict
    words: str = ""
    document: str = ""
    source: Spot | None = None
    link: str = ""
    differences: tuple[Difference, ...] = ()
    slight: bool = False
    translated: bool = False
    translator: str = ""
    said: tuple[str, str] | None = None
    sure: bool = True
    """Whether the source names both, the one who says it by a label or beside the words, not only as its author."""
    turned: str = ""
    otherwise: str = ""
    sources: int = 0
    unreadable: int = 0

    @property
    def linked(self) -> bool:
        """Whether a passage that the claim is linked to has it."""
        return bool(self.link)


def quoted(ground: Ground, claim: str = "") -> Iterator[Quoted]:
    """All quotations of the drafts, or those of one claim, in draft order, each with its verdict."""
    kept = Kept(ground)
    seeker = _Seeker(ground, kept)
    for draft in ground.drafts:
        flow = kept.flow(draft)
        owned = owners(ground, draft, flow)
        begin = last = 0
        for one in quotations(flow.text):
            goes_on = 0 <= one.start - last < _GOES_ON and not _ENDS.search(flow.text, last - 2, one.start)
            begin, last = (begin if goes_on else one.start), one.end
            runs = flow.runs(one.start, one.end)
            owner = owner_of(one.start, one.end, owned)
            if runs and (not claim or owner == claim):
                place = Spot(draft.id, runs[0].page, runs[0].start, runs[0].end)
                yield replace(seeker.answer(flow.text, one, owner, begin), claim=owner, draft=place)


class _Seeker:
    """Seeks quotations in one state of a project."""

    def __init__(self, ground: Ground, kept: Kept) -> None:
        self._ground = ground
        self._kept = kept
        graph = ground.graph
        self._sources = {one.id: one for one in ground.sources}
        self._state = hash(
            tuple(
                (one.id, graph.versions[one.current].extraction, one.author, one.interviewee) for one in ground.sources
            )
        )

    def answer(self, text: str, one: Quotation, claim: str, begin: int) -> Quoted:
        """The verdict on a quotation, kept for as long as nothing it rests on changes; its place is set elsewhere.

        `begin` is where the draft begins to quote what it goes on with.
        """
        links = sorted(self._ground.linked(claim), key=lambda had: _ORDER.index(had.link.relation)) if claim else []
        said_by = self._ground.graph.claims[claim].said_by if claim else ""
        speaker = Speaker(said_by) if said_by else attributed(text, one)
        before = text[max(0, min(begin, one.start - _JUST_BEFORE)) : one.start]
        rests = tuple((had.link.id, had.passage.id, had.passage.place, had.passage.translation) for had in links)
        key = ("quote", one.words(text), speaker, before if negation_in(before) else "", self._state, rests)
        if key not in self._kept.answers:
            self._kept.answers[key] = self._sought(one.words(text), before, speaker, links)
        found: Quoted = self._kept.answers[key]
        return found

    def _sought(self, quote: str, before: str, speaker: Speaker | None, links: list[Support]) -> Quoted:
        made = Quoted("", quote, Spot("", 0, 0, 0), Verdict.NOT_FOUND)
        mine = self._in_links(quote, made, links)
        if mine is not None and _fine(mine):
            return self._as_said(mine, before, speaker)
        linked = [had.passage.document for had in links if had.passage.document in self._sources]
        order = [*dict.fromkeys(linked), *self._sources]
        searched = {key: self._searched(key) for key in dict.fromkeys(order)}
        hit = seek(quote, {key: searched[key] for key in dict.fromkeys(linked)}) if linked else None
        if hit is None or not (hit.graded.faithful or hit.graded.verdict is Verdict.EDITED):
            hit = seek(quote, searched) or hit
        if hit is not None:
            theirs = self._placed(made, hit.key, hit.graded)
            if mine is None or _fine(theirs):
                theirs = replace(theirs, otherwise=mine.words if mine else "")
                return self._as_said(theirs, before, speaker)
        if mine is not None:
            return self._as_said(mine, before, speaker)
        blank = sum(not one.readable for one in searched.values())
        return replace(made, sources=len(searched), unreadable=blank)

    def _in_links(self, quote: str, made: Quoted, links: list[Support]) -> Quoted | None:
        """The best of the linked passages, in translation where there is one."""
        found: list[tuple[Graded, Quoted]] = []
        for had in links:
            passage = had.passage
            for graded, one in self._in_passage(quote, made, passage):
                found.append((graded, replace(one, link=had.link.id)))
        chosen = best(graded for graded, _ in found)
        return next((one for graded, one in found if graded is chosen), None)

    def _in_passage(self, quote: str, made: Quoted, passage: Passage) -> Iterator[tuple[Graded, Quoted]]:
        stretch = self._stretch(passage)
        if stretch is not None:
            graded = self._searched(passage.document).within(quote, *stretch)
            if graded is not None:
                yield graded, self._placed(made, passage.document, graded)
        else:
            graded = grade(quote, Window(passage.place.quote))
            if graded is not None:
                words = passage.place.quote[graded.start : graded.end]
                yield graded, _told(made, passage, graded, words, spot(passage, graded.start, graded.end))
        if passage.translation:
            graded = grade(quote, Window(passage.translation))
            if graded is not None:
                one = _told(made, passage, graded, passage.translation[graded.start : graded.end], spot(passage))
                yield graded, replace(one, translated=True, translator=passage.translator)

    def _stretch(self, passage: Passage) -> tuple[int, int] | None:
        """Where a passage stands in its document's text; None where its parts lie far from each other."""
        document = self._sources.get(passage.document)
        spans = passage.place.spans
        if document is None or not spans:
            return None
        if passage.place.extraction != self._ground.graph.versions[document.current].extraction:
            return None
        flow = self._searched(document.id).flow
        start = min(flow.at(span.page, span.start) for span in spans)
        end = max(flow.at(span.page, span.end) for span in spans)
        return (start, end) if end - start <= 2 * len(passage.place.quote) + 200 else None

    def _searched(self, document: str) -> Searched:
        return self._kept.searched(self._sources[document])

    def _placed(self, made: Quoted, document: str, graded: Graded) -> Quoted:
        searched = self._searched(document)
        runs = searched.flow.runs(graded.start, graded.end)
        left = next((word for gap in graded.left_out if (word := negation_in(searched.text[slice(*gap)]))), "")
        place = Spot(document, runs[0].page, runs[0].start, runs[0].end) if runs else None
        return replace(
            made,
            verdict=graded.verdict,
            words=searched.text[graded.start : graded.end],
            document=document,
            source=place,
            differences=graded.differences,
            slight=graded.slight,
            turned=left,
        )

    def _as_said(self, found: Quoted, before: str, speaker: Speaker | None) -> Quoted:
        """With whoever says it in the source, where that is clearly another, and a negation cut off before it."""
        if found.source is None or found.translated or not _fine(found) or found.document not in self._sources:
            return found
        flow = self._searched(found.document).flow
        at = flow.at(found.source.page, found.source.start)
        ahead = _WORD.findall(flow.text[max(0, at - _JUST_BEFORE) : at].rsplit(".", 1)[-1])[-2:]
        cut = negation_in(" ".join(ahead))
        told = " ".join(ahead).lower() in " ".join(_WORD.findall(before)).lower()
        if cut and not told and not negation_in(before[-_JUST_BEFORE:]) and not found.turned:
            found = replace(found, turned=cut)
        if speaker is None:
            return found
        end = at + len(found.words)
        theirs, sure = spoken(flow.text, at, end), True
        document = self._sources[found.document]
        if theirs is None and not quoted_there(flow.text, at, end):
            theirs, sure = Speaker(document.interviewee or document.author), False
        if theirs is None or not differ(known(speaker, flow.text), theirs):
            return found
        # Who is nowhere in the source may be one that it calls otherwise.
        sure = sure and named_in(speaker, flow.text)
        return replace(found, said=(speaker.name, theirs.name), sure=sure, verdict=Verdict.ANOTHER)


def _told(made: Quoted, passage: Passage, graded: Graded, words: str, place: Spot) -> Quoted:
    return replace(
        made,
        verdict=graded.verdict,
        words=words,
        document=passage.document,
        source=place,
        differences=graded.differences,
        slight=graded.slight,
    )


def _fine(found: Quoted) -> bool:
    return found.verdict in (Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.BREAKS, Verdict.EDITED, Verdict.ANOTHER)
