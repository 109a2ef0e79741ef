"""Makes the view of a content: what the page shows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from annotator.bundle.choosing import Choice, Shown
from annotator.bundle.content import BundleContent, LeftOut, Progress, label_of
from annotator.bundle.flow import paragraphs
from annotator.bundle.listing import listed
from annotator.bundle.originals import Original
from annotator.bundle.passages import Passages
from annotator.bundle.pdf import Copies
from annotator.bundle.segments import Cut, Run, cut
from annotator.bundle.standing import standing_words
from annotator.bundle.telling import for_reader
from annotator.bundle.view import (
    ClaimView,
    DraftView,
    PageView,
    SentenceView,
    Wording,
)
from annotator.bundle.words import (
    RELATION_MARKS,
    RELATION_WORDS,
    STATE_WORDS,
    STATUS_MARKS,
    STATUS_WORDS,
    TYPE_WORDS,
    Known,
    day,
    page_words,
    plain,
    unwrap,
    vocabulary,
)
from annotator.bundle.working import calculations, checked_by, flags, held, queries_of, states
from annotator.model.errors import Refused
from annotator.model.pages import PageText
from annotator.model.things import Claim, Document, NeedsNone, Relation, Version


class Viewer:
    """Makes the view of a content. With `copies`, which lie beside the page, it leads into these.

    `originals` are those in a folder beside the page.
    """

    def __init__(
        self,
        content: BundleContent,
        choice: Choice,
        progress: Progress | None = None,
        copies: Copies | None = None,
        originals: Sequence[Original] = (),
    ) -> None:
        self._copies = copies
        self._originals = originals
        self.content = content
        self.choice = choice
        self._known: dict[str, Known] = {}
        self._flags = flags(content, choice)
        self._passages = Passages(content, choice, self._known_in, progress, copies)

    @property
    def problems(self) -> list[LeftOut]:
        """Pictures that could not be made; grows while they are drawn."""
        return self._passages.problems

    def page(self) -> PageView:
        """The view of everything that may go out."""
        marked = [self._sentences(draft, at) for at, draft in enumerate(self.choice.drafts, 1)]
        texts = [
            self._text(draft, [run for run, _ in found] if self.content.working else [])
            for draft, found in zip(self.choice.drafts, marked, strict=True)
        ]
        begun = {key for text in texts for part in text for piece in part.pieces for key in piece.begins}
        claims = {claim.id: self._claim(claim, begun) for claim in self.choice.claims}
        drafts = tuple(
            self._draft(draft, at, text, found, claims)
            for at, (draft, text, found) in enumerate(zip(self.choice.drafts, texts, marked, strict=True), 1)
        )
        return PageView(
            title=plain(self.content.title).strip() or drafts[0].title,
            exported=self.content.exported.isoformat(),
            drafts=drafts,
            badges={wording.anchor: claim for claim in claims.values() for wording in claim.wordings},
            documents=listed(self.choice, self._copies, self._originals),
            withheld=self.choice.withheld_links,
            with_names=self.content.with_names,
            flags=self._flags.get("", ()),
            asked=tuple((claim, query) for claim in claims.values() for query in claim.queries if query.open),
            left_out=for_reader(self.choice) if self.content.reader_told else (),
            working=self.content.working,
        )

    def _known_in(self, extraction: str) -> Known:
        if extraction not in self._known:
            self._known[extraction] = vocabulary(self.content.texts.get(extraction, ()))
        return self._known[extraction]

    def _sentences(self, draft: Document, at: int) -> list[tuple[Run, SentenceView]]:
        """Where the sentences of a draft stand, and how they are listed; each run's key is the view's anchor."""
        version = self.content.graph.versions[draft.current]
        texts, pages = self.content.texts[version.extraction], self.content.pages[version.extraction]
        known = self._known_in(version.extraction)
        inside = self._spans(draft)
        found: list[tuple[Run, SentenceView]] = []
        for sentence in self.content.sentences:
            if sentence.document != draft.id:
                continue
            anchor = f"sentence-{at}-{len(found) + 1}"
            text = unwrap(texts[sentence.page][sentence.start : sentence.end], known)
            label = plain(pages[sentence.page].label).strip() or str(sentence.page + 1)
            state = STATE_WORDS.get(sentence.state, plain(sentence.state))
            here = inside.get(sentence.page, ())
            numbers = sorted({number for start, end, number in here if start < sentence.end and end > sentence.start})
            run = Run(anchor, sentence.page, sentence.start, sentence.end)
            found.append((run, SentenceView(anchor, text, f"p. {label}", state, tuple(numbers), sentence.open)))
        return found

    def _spans(self, draft: Document) -> dict[int, list[tuple[int, int, int]]]:
        """Where claims stand in a draft, by page: beginning, end, the claim's number."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        for claim in self.choice.claims:
            for run in self._runs(claim, draft):
                found.setdefault(run.page, []).append((run.start, run.end, claim.number))
        return found

    def _text(self, draft: Document, points: Sequence[Run]) -> list[Cut]:
        version = self.content.graph.versions[draft.current]
        texts = self.content.texts[version.extraction]
        runs = [run for claim in self.choice.claims for run in self._runs(claim, draft)]
        found = paragraphs(texts, self._chars(version), self._known_in(version.extraction))
        return cut(found, texts, runs, points)

    def _draft(
        self,
        draft: Document,
        at: int,
        text: Sequence[Cut],
        sentences: Sequence[tuple[Run, SentenceView]],
        claims: Mapping[str, ClaimView],
    ) -> DraftView:
        version = self.content.graph.versions[draft.current]
        return DraftView(
            title=plain(label_of(draft)),
            anchor=f"draft-{at}",
            short=self.choice.short_of(version),
            sha256=self.choice.hash_of(version),
            received=day(version.received),
            text=tuple(text),
            claims=tuple(claims[claim.id] for claim in self.choice.claims if self._first_draft(claim) == draft.id),
            open=tuple(view for _, view in sentences if view.open),
            sentences=len(sentences),
            needs_none=self._needs_none(draft, self._known_in(version.extraction)),
            states=states(self.content.sentences, draft.id),
            closed=tuple(view for _, view in sentences if not view.open),
        )

    def _first_draft(self, claim: Claim) -> str:
        passages = self.choice.placed(claim) or self.choice.lost(claim)
        return passages[0].document

    def _chars(self, version: Version) -> Callable[[int], PageText]:
        def chars(page: int) -> PageText:
            try:
                return self.content.renderer.chars(version.id, page)
            except Refused:  # the text itself is at hand; only the paragraphs are less sure without boxes
                return PageText(page, "")

        return chars

    def _runs(self, claim: Claim, draft: Document) -> list[Run]:
        return [
            Run(_wording_anchor(claim, at), span.page, span.start, span.end)
            for at, passage in enumerate(self.choice.placed(claim), 1)
            if passage.document == draft.id
            for span in passage.place.spans
        ]

    def _needs_none(self, draft: Document, known: Known) -> tuple[SentenceView, ...]:
        return tuple(
            SentenceView("", unwrap(mark.place.quote, known), page_words(mark.place), _reason(mark))
            for mark in self.choice.needs_none()
            if mark.document == draft.id
        )

    def _claim(self, claim: Claim, begun: set[str]) -> ClaimView:
        wordings = [
            Wording(
                _wording_anchor(claim, at) if _wording_anchor(claim, at) in begun else "",
                unwrap(passage.place.quote, self._known_in(passage.place.extraction)),
                page_words(passage.place),
                standing_words(passage),
                self._passages.copy_of(self.choice.version_of(passage), passage.place),
            )
            for at, passage in enumerate(self.choice.placed(claim), 1)
        ]
        wordings += [Wording("", unwrap(lost.place.quote, lambda word: False), "") for lost in self.choice.lost(claim)]
        links = self.choice.links(claim)
        relations = {shown.link.relation for shown in links}
        strongest = next((relation for relation in _STRONGEST if relation in relations), None)
        counts = [
            f"{sum(shown.link.relation is relation for shown in links)} {RELATION_WORDS[relation]}"
            for relation in Relation
            if relation in relations
        ]
        status = self.choice.graph.shown_status(claim.id)
        return ClaimView(
            number=claim.number,
            anchor=f"claim-{claim.number}",
            status=status.value,
            status_word=STATUS_WORDS[status],
            status_mark=STATUS_MARKS[status],
            reason=self.choice.graph.shown_reason(claim.id),
            type=TYPE_WORDS[claim.type],
            said_by=plain(claim.said_by).strip(),
            note=self.choice.note(claim),
            wordings=tuple(wordings),
            groups=tuple(tuple(self._passages.view(shown) for shown in group) for group in _grouped(links)),
            withheld=self.choice.withheld(claim),
            mark=RELATION_MARKS[strongest] if strongest else "–",
            relation=strongest.value if strongest else "none",
            summary=", ".join([STATUS_WORDS[status], *(counts or ["no passage shown"])]),
            checked=checked_by(self.content, claim, status),
            queries=queries_of(self.content, self.choice, claim),
            flags=self._flags.get(claim.id, ()),
            held=held(self.content, self.choice, claim),
            calculations=calculations(self.content, self.choice, claim),
        )


_STRONGEST = (Relation.CONTRADICTS, Relation.SUPPORTS, Relation.CONTEXT)


def _wording_anchor(claim: Claim, at: int) -> str:
    return f"in-draft-{claim.number}-{at}"


def _grouped(links: Sequence[Shown]) -> list[list[Shown]]:
    """Links that support only together side by side, at the place of the first of them."""
    order: dict[str, int] = {}
    for at, shown in enumerate(links):
        order.setdefault(shown.link.together or f"alone {at}", at)
    keyed = [(order[shown.link.together or f"alone {at}"], at, shown) for at, shown in enumerate(links)]
    return [[shown for _, _, shown in group] for _, group in groupby(sorted(keyed, key=_first_two), key=_first)]


def _first(item: tuple[int, int, Shown]) -> int:
    return item[0]


def _first_two(item: tuple[int, int, Shown]) -> tuple[int, int]:
    return item[:2]


def _reason(mark: NeedsNone) -> str:
    return " ".join(filter(None, (plain(mark.reason).strip(), standing_words(mark))))
