"""Blacking out: what an export is made of, without what a person blacked out, before anything else sees it.

Texts get a fixed mark, places stand in these texts, pictures and copies are black there, and what tells of the words in
other ways (flags, wordings, figures, translations) stays. The document in the project is as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.bundle.blackened import BlackRenderer
from annotator.bundle.content import Black, BundleContent, Sentence
from annotator.bundle.masking import MARK, Masked, Words, everyday, letters_under
from annotator.model import copies
from annotator.model.errors import Refused
from annotator.model.findings import Finding, Spot
from annotator.model.graph import Graph
from annotator.model.places import Place, Rect, Span
from annotator.model.standing import Standing, Stands
from annotator.model.things import Blackout, Claim, Document, Passage, Status, Version

_GONE = "was not found in its current version"
_SOUGHT = "is still being sought in its current version"
_EDITED = "was edited in its current version"


def blacked(content: BundleContent, recorded: Mapping[str, Sequence[Place]]) -> BundleContent:
    """The content without what is blacked out. `recorded` has, for each black-out, the places that the record knows.

    A version of a document of which it is not known where all of them stand is not shown at all: its passages stand as
    marks, without pictures and copies. Whether such a one would go out, `presets` asks. Raises Refused when cancelled.
    """
    if not content.graph.blackouts:
        return content
    return _Blacking(content, recorded).content()


@dataclass(frozen=True)
class _Told(Graph):
    """A graph in which claims stand as they do in the whole one: a check was given over the words themselves."""

    whole: Graph = field(default_factory=Graph)

    def shown_status(self, claim: str) -> Status:
        """As in the whole graph."""
        return self.whole.shown_status(claim)

    def shown_reason(self, claim: str, *, named: bool = False) -> str:
        """As in the whole graph."""
        return self.whole.shown_reason(claim, named=named)


class _Blacking:
    """Works one content out."""

    def __init__(self, content: BundleContent, recorded: Mapping[str, Sequence[Place]]) -> None:
        self._content = content
        self._graph = content.graph
        self._recorded = recorded
        self._documents = {one.document for one in self._graph.blackouts.values()}
        self._shas = {one.sha256 for one in self._graph.versions.values() if one.document in self._documents}
        self._rects: dict[str, dict[int, list[Rect]]] = {}
        """What is black on which page, by the extraction of each version of which that is known."""
        self._masked: dict[tuple[str, int], Masked] = {}
        self._unknown: set[str] = set()
        """Extractions of which it is not known."""
        quotes = [place.quote for one in self._graph.blackouts.values() for place in self._places(one)]
        for version in self._graph.versions.values():
            # The same bytes may have come in as another document, too.
            if version.sha256 in self._shas and version.extraction not in (*self._rects, *self._unknown):
                quotes += self._look(version)
        known = {extraction for extraction, _ in self._masked}
        self._words = Words(quotes, everyday(text for each in known for text in content.texts[each]))

    def content(self) -> BundleContent:
        """All of it."""
        graph, content = self._blacked_graph(), self._content
        rects = {
            version.id: tuple(copies.Black(page, tuple(here)) for page, here in sorted(self._rects[extraction].items()))
            for version in self._graph.versions.values()
            if (extraction := version.extraction) in self._rects
        }
        texts = {
            (version.id, page): masked
            for version in self._graph.versions.values()
            for (extraction, page), masked in self._masked.items()
            if extraction == version.extraction
        }
        findings = [one for one in content.findings if not self._tells(one)]
        return replace(
            content,
            title=self._words.hidden(content.title),
            graph=graph,
            texts=_Texts(content.texts, self._masked, self._unknown),
            sentences=list(self._sentences()),
            renderer=BlackRenderer(content.renderer, rects, texts),
            findings=[replace(one, dismissed=self._words.hidden(one.dismissed)) for one in findings],
            quotations=[
                one
                for one in content.quotations
                if not self._touches_link(one.link)
                and not self._touches_claim(one.claim)
                and (one.link or one.document not in self._documents)
                and not self._words.told_in(f"{one.quote} {one.words}")
            ],
            black=Black(
                {document: len(self._graph.blackouts_in(document)) for document in self._documents},
                {document: why for document in self._documents if (why := self._unplaced(document))},
                frozenset(self._shas),
                len(content.findings) - len(findings),
                self._words,
            ),
        )

    # What is black.

    def _places(self, one: Blackout) -> list[Place]:
        """Where a black-out stands in whichever version, the current one first."""
        found = [] if one.lost or one.waits else [one.place]
        was = [one.standing.was] if one.standing is not None else []
        return [*found, *was, *self._recorded.get(one.id, ())]

    def _look(self, version: Version) -> list[str]:
        """Notes what is black in a version; gives the words that are."""
        rects: dict[int, list[Rect]] = defaultdict(list)
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        same = {one.document for one in self._graph.versions.values() if one.sha256 == version.sha256}
        for one in (one for one in self._graph.blackouts.values() if one.document in same):
            place = next((known for known in self._places(one) if known.extraction == version.extraction), None)
            if place is None:
                self._unknown.add(version.extraction)
                return []
            for span in place.spans:
                rects[span.page] += span.rects
                spans[span.page].append((span.start, span.end))
            if place.region is not None:
                rects[place.region.page].append(place.region.rect)
        self._rects[version.extraction] = dict(rects)
        found: list[str] = []
        for page in rects.keys() | spans.keys():
            masked = self._mask(version, page, rects[page], spans[page])
            self._masked[version.extraction, page] = masked
            found += [masked.was[start:end] for start, end in masked.stretches]
        return found

    def _mask(self, version: Version, page: int, rects: Sequence[Rect], spans: Iterable[tuple[int, int]]) -> Masked:
        texts = self._content.texts[version.extraction]
        text = texts[page] if page < len(texts) else ""
        try:
            chars = self._content.renderer.chars(version.id, page)
        except Refused:
            chars = None
        if chars is None or chars.text != text:
            # Nobody can tell which letters lie under it, so none of the page is told.
            return Masked.of(text, [(0, len(text))])
        return Masked.of(text, [*spans, *letters_under(chars, rects)])

    def _unplaced(self, document: str) -> str:
        """What became of a black-out that nobody knows where to put in the current version; empty where all stand."""
        waiting = {one.standing.outcome for one in self._graph.blackouts_in(document) if one.waits and one.standing}
        for outcome, words in ((Stands.GONE, _GONE), (Stands.EDITED, _EDITED), (Stands.SOUGHT, _SOUGHT)):
            if outcome in waiting:
                return words
        return ""

    # What becomes of the rest.

    def _blacked_graph(self) -> Graph:
        graph, hidden = self._graph, self._words.hidden
        passages = {key: self._passage(one) for key, one in graph.passages.items()}
        return _Told(
            documents={key: self._document(one) for key, one in graph.documents.items()},
            versions={key: one for key, one in graph.versions.items() if one.extraction not in self._unknown},
            passages=passages,
            claims={key: self._claim(one) for key, one in graph.claims.items()},
            links={key: replace(one, note=hidden(one.note)) for key, one in graph.links.items()},
            needs_none={
                key: replace(
                    one, place=self._place(one.place), reason=hidden(one.reason), standing=self._standing(one.standing)
                )
                for key, one in graph.needs_none.items()
            },
            revision=graph.revision,
            queries={
                key: replace(one, text=hidden(one.text), answer=hidden(one.answer), whom=hidden(one.whom))
                for key, one in graph.queries.items()
            },
            calculations={
                key: replace(one, note=hidden(one.note))
                for key, one in graph.calculations.items()
                if not self._touches_claim(one.claim)
                and not any(passage in one.formula for passage in graph.passages if self._touches_passage(passage))
            },
            whole=graph,
        )

    def _document(self, one: Document) -> Document:
        hidden = self._words.hidden
        return replace(
            one, name=hidden(one.name), title=hidden(one.title), author=hidden(one.author), address=hidden(one.address)
        )

    def _claim(self, one: Claim) -> Claim:
        # What it was checked over is told in places as they were.
        status = self._graph.shown_status(one.id)
        hidden = self._words.hidden
        return replace(one, note=hidden(one.note), said_by=hidden(one.said_by), status=status, verified="")

    def _passage(self, one: Passage) -> Passage:
        hidden = self._words.hidden
        translation = MARK if one.translation and self._touches(one.place) else hidden(one.translation)
        standing = self._standing(one.standing)
        place = self._place(one.place)
        return replace(one, place=place, note=hidden(one.note), translation=translation, standing=standing)

    def _standing(self, standing: Standing | None) -> Standing | None:
        return replace(standing, was=self._place(standing.was)) if standing is not None else None

    def _place(self, place: Place) -> Place:
        """The place in the text without what is blacked out; a mark by itself where that is not known."""
        fragment, provision = self._words.hidden(place.fragment), self._words.hidden(place.provision)
        if not self._concerns(place):
            return replace(place, fragment=fragment, provision=provision)
        if place.extraction not in self._rects:
            bare = Span(place.page, place.label, 0, len(MARK))
            return Place(place.version, place.extraction, (bare,), MARK)
        spans: list[Span] = []
        quotes: list[str] = []
        for span in place.spans:
            masked = self._of(place.extraction, span.page)
            start, end = masked.stretch(span.start, span.end)
            spans.append(replace(span, start=start, end=end))
            quotes.append(masked.text[start:end])
        before, after = self._around(place, spans)
        quote = "\n".join(quotes)
        return Place(
            place.version, place.extraction, tuple(spans), quote, before, after, place.region, fragment, provision
        )

    def _around(self, place: Place, spans: Sequence[Span]) -> tuple[str, str]:
        """What stands before and after, about as much as did."""
        if not spans:
            return "", ""
        first, last = self._of(place.extraction, spans[0].page).text, self._of(place.extraction, spans[-1].page).text
        begin, end = spans[0].start, spans[-1].end
        return first[max(0, begin - len(place.before)) : begin], last[end : end + len(place.after)]

    def _of(self, extraction: str, page: int) -> Masked:
        if (extraction, page) not in self._masked:
            texts = self._content.texts[extraction]
            self._masked[extraction, page] = Masked.of(texts[page] if page < len(texts) else "", ())
        return self._masked[extraction, page]

    def _sentences(self) -> Iterator[Sentence]:
        last = ("", -1, 0)
        for one in self._content.sentences:
            version = self._content.version(self._graph.documents[one.document])
            if version is None or version.extraction not in self._rects:
                yield one
                continue
            start, end = self._of(version.extraction, one.page).stretch(one.start, one.end)
            if last[:2] == (one.document, one.page):
                start = max(start, last[2])
            if start < end:
                last = (one.document, one.page, end)
                yield replace(one, start=start, end=end)

    # What touches it.

    def _concerns(self, place: Place) -> bool:
        return place.extraction in self._rects or place.extraction in self._unknown or place.version in self._shas

    def _touches(self, place: Place) -> bool:
        """Whether some of a place is blacked out, or may be."""
        if not self._concerns(place):
            return False
        if place.extraction not in self._rects:
            return True
        if any(self._of(place.extraction, span.page).touches(span.start, span.end) for span in place.spans):
            return True
        region = place.region
        return region is not None and region.page in self._rects[place.extraction]

    def _touches_passage(self, passage: str) -> bool:
        known = self._graph.passages.get(passage)
        return known is not None and self._touches(known.place)

    def _touches_link(self, link: str) -> bool:
        return link in self._graph.links and self._touches_passage(self._graph.links[link].passage)

    def _touches_claim(self, claim: str) -> bool:
        return any(self._touches(passage.place) for passage in self._graph.passages_of(claim))

    def _touches_spot(self, spot: Spot | None) -> bool:
        document = self._graph.documents.get(spot.document) if spot is not None else None
        version = self._content.version(document) if document is not None else None
        if spot is None or version is None or version.document not in self._documents:
            return False
        if version.extraction not in self._rects:
            return True
        return self._of(version.extraction, spot.page).touches(spot.start, spot.end)

    def _tells(self, one: Finding) -> bool:
        """Whether a flag could tell something of what is blacked out, by its words or as it is about them."""
        if self._touches_link(one.link) or self._touches_claim(one.claim):
            return True
        if self._touches_spot(one.source) or self._touches_spot(one.draft):
            return True
        return self._words.told_in(one.message)


class _Texts(Mapping[str, Sequence[str]]):
    """The texts of extractions, with what was blacked out; none of those of which nobody knows what is."""

    def __init__(
        self,
        texts: Mapping[str, Sequence[str]],
        masked: Mapping[tuple[str, int], Masked],
        unknown: Iterable[str],
    ) -> None:
        self._texts = texts
        self._masked: dict[str, dict[int, str]] = defaultdict(dict)
        for (extraction, page), one in masked.items():
            self._masked[extraction][page] = one.text
        self._unknown = frozenset(unknown)

    def __getitem__(self, extraction: str) -> Sequence[str]:
        texts = self._texts[extraction]
        if extraction in self._unknown:
            return [""] * len(texts)
        known = self._masked.get(extraction)
        return [known.get(page, text) for page, text in enumerate(texts)] if known else texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
