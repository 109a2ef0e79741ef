"""Makes the view of a content: what the page shows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from annotator.bundle.choosing import Choice, Shown
from annotator.bundle.content import BundleContent, LeftOut, Progress, label_of
from annotator.bundle.flow import paragraphs
from annotator.bundle.passages import Passages
from annotator.bundle.pdf import Copies
from annotator.bundle.segments import Cut, Run, cut
from annotator.bundle.standing import standing_words
from annotator.bundle.view import (
    ClaimView,
    DocumentView,
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
    counted,
    day,
    page_words,
    plain,
    unwrap,
    vocabulary,
)
from annotator.bundle.working import checked_by, flags, held, queries_of, states
from annotator.model.errors import Refused
from annotator.model.in_force import in_force_abroad
from annotator.model.pages import PageText
from annotator.model.terms import hides_name
from annotator.model.things import Claim, Document, Handling, NeedsNone, Relation, Version


class Viewer:
    """Makes the view of a content. With `copies`, which lie beside the page, it leads into these."""

    def __init__(
        self,
        content: BundleContent,
        choice: Choice,
        progress: Progress | None = None,
        copies: Copies | None = None,
    ) -> None:
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
        texts = [self._text(draft, points) for draft, (points, _) in zip(self.choice.drafts, marked, strict=True)]
        begun = {key for text in texts for part in text for piece in part.pieces for key in piece.begins}
        claims = {claim.id: self._claim(claim, begun) for claim in self.choice.claims}
        drafts = tuple(
            self._draft(draft, at, text, waiting, claims)
            for at, (draft, text, (_, waiting)) in enumerate(zip(self.choice.drafts, texts, marked, strict=True), 1)
        )
        listed = [*self.choice.drafts, *(d for d in self.choice.cited if d not in self.choice.drafts)]
        return PageView(
            title=plain(self.content.title).strip() or drafts[0].title,
            exported=self.content.exported.isoformat(),
            drafts=drafts,
            badges={wording.anchor: claim for claim in claims.values() for wording in claim.wordings},
            documents=tuple(self._document(document) for document in listed),
            withheld=self.choice.withheld_links,
            with_names=self.content.with_names,
            flags=self._flags.get("", ()),
        )

    def _known_in(self, extraction: str) -> Known:
        if extraction not in self._known:
            self._known[extraction] = vocabulary(self.content.texts.get(extraction, ()))
        return self._known[extraction]

    def _sentences(self, draft: Document, at: int) -> tuple[list[Run], list[SentenceView]]:
        """Where the open sentences of a draft begin, and how they are listed."""
        version = self.content.graph.versions[draft.current]
        texts, pages = self.content.texts[version.extraction], self.content.pages[version.extraction]
        known = self._known_in(version.extraction)
        points: list[Run] = []
        views: list[SentenceView] = []
        for sentence in self.content.sentences:
            if sentence.document != draft.id or not sentence.open:
                continue
            anchor = f"sentence-{at}-{len(views) + 1}"
            points.append(Run(anchor, sentence.page, sentence.start, sentence.end))
            text = unwrap(texts[sentence.page][sentence.start : sentence.end], known)
            label = plain(pages[sentence.page].label).strip() or str(sentence.page + 1)
            state = STATE_WORDS.get(sentence.state, plain(sentence.state))
            views.append(SentenceView(anchor, text, f"p. {label}", state))
        return points, views

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
        waiting: Sequence[SentenceView],
        claims: Mapping[str, ClaimView],
    ) -> DraftView:
        version = self.content.graph.versions[draft.current]
        return DraftView(
            title=plain(label_of(draft)),
            anchor=f"draft-{at}",
            short=version.sha256[:12],
            sha256=version.sha256,
            received=day(version.received),
            text=tuple(text),
            claims=tuple(claims[claim.id] for claim in self.choice.claims if self._first_draft(claim) == draft.id),
            open=tuple(waiting),
            sentences=sum(sentence.document == draft.id for sentence in self.content.sentences),
            needs_none=self._needs_none(draft, self._known_in(version.extraction)),
            states=states(self.content.sentences, draft.id),
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
        )

    def _document(self, document: Document) -> DocumentView:
        version = self.content.version(document)
        resting = sum(shown.document == document for claim in self.choice.claims for shown in self.choice.links(claim))
        free = self.choice.as_file(document)
        # What is noted about an interview that is not on the record could tell who spoke.
        told = not hides_name(document)
        return DocumentView(
            title=plain(label_of(document)),
            role=document.role.value,
            author=plain(document.author).strip() if self.content.with_names and told else "",
            date=plain(document.date).strip() if told else "",
            in_force=plain(in_force_abroad(self.content.graph, document)).strip() if told else "",
            received=day(document.received or (version.received if version else "")) if told else "",
            address=plain(document.address).strip() if free and told else "",
            handling="" if document.handling is Handling.PUBLISH else document.handling.value.replace("-", " "),
            sha256=version.sha256 if version and free else "",
            links=counted(resting, "link"),
            goes=_goes(document, free),
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


def _goes(document: Document, as_file: bool) -> str:
    """What of a document goes out, in words."""
    if document.role == "draft":
        return "whole"
    if document.handling is Handling.PARAPHRASE_ONLY:
        return "that claims rest on it, and where; none of its words"
    if document.handling is Handling.QUOTE_ONLY or not as_file:
        return "the quotes, each pictured by itself; no copy of it"
    return "quotes, pictures of its pages, and an annotated copy"
