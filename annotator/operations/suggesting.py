"""Passages of the sources that may bear on a claim: full text and meaning together. A suggestion judges nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.checking.citations import CitationKind, citations
from annotator.finding.likeness import cosines
from annotator.finding.ranking import Asked, Key, Read, numbers_in, ranked
from annotator.finding.sheets import Sheet, Sheets
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.things import Role
from annotator.operations.meaning import Meaning, UnavailableError
from annotator.operations.resolving import plain_text
from annotator.operations.searching import Sought, is_wanted
from annotator.operations.workspace import Cancelled, Progress, Workspace, pages

if TYPE_CHECKING:
    from annotator.finding.passages import PassageIndex

LIMIT = 10
_MOST = 1_000
BY_WORDS = 200
"""Sentences that full text brings up; they are read for meaning at once where they are not yet."""
BY_MEANING = 60
"""Sentences that meaning brings up among those that were read for it."""
_NAME = re.compile(r"(?<![.!?]\s)(?<![.!?][\"\u201d]\s)\b[^\W\d_a-z][\w'\u2019-]+|\b\d{4}\b")
"""Words that are written large though no sentence begins there, and years."""
_HINTED = 0.5
"""What a name that stands before a claim counts beside one that stands in it."""
_LAW = 0.25
"""What a word counts that only names a law: it says of which law a claim speaks, and a hundred sentences that cite it
say nothing of what it commands."""
_BEFORE = 600
"""Code points before a claim that are looked at for names."""
_A_FEW = 4
"""Sentences read at once in the background: some hundredths of a second, so that an act hardly waits."""
_FEW = 16
"""Documents up to which full text is asked for these only."""
_ADDS = 0.12
"""A neighbour that has so much more of the claim's words belongs to the passage."""
_LONGEST = 500
"""Code points of a passage of two sentences."""


@dataclass(frozen=True, slots=True)
class HowFar:
    """How many of the documents were read for meaning."""

    documents: int
    of: int


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of a source: offsets in code points of that page's text; `score` is from 0 to 1."""

    extraction: str
    page: int
    start: int
    end: int
    text: str
    score: float


def finish(ws: Workspace, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
    """Brings the index of sentences to the current versions of all sources: what is missing in, all else out.

    `progress` counts documents. May be stopped at any time; what is done stays.
    """
    wanted = _sources(ws.graph())
    ws.passages.keep_only(set(wanted))
    known = ws.passages.known()
    missing = [extraction for extraction in wanted if extraction not in known]
    for done, extraction in enumerate(missing):
        if progress:
            progress(done, len(missing))
        if cancelled is not None and cancelled():
            ws.passages.commit()
            raise Refused("Stopped. The index for suggestions will be finished next time.")
        ws.passages.add(extraction, ws.project.page_texts(extraction))
    if missing:
        ws.passages.commit()
        if progress:
            progress(len(missing), len(missing))


def suggest(
    ws: Workspace,
    words: str,
    limit: int = LIMIT,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    whereabouts: bool = False,
    claim: str = "",
    documents: Collection[str] | None = None,
    kind: Sought | None = None,
) -> list[dict[str, Any]]:
    """Passages of a sentence or two from all sources, best first, as the command line prints them.

    `documents` and `kind` say where to look, where not in all sources.
    Where `claim` says whose words they are, what stands before it in the draft tells whom 'she' and 'it' may mean.
    The draft, removed documents and older versions are left out; the index is finished first. `start` and `end` are
    offsets on page `page`; `whereabouts` adds where that is, for a person. A passage said before word for word comes
    after all others.
    """
    plain_text(words, "The text")
    if not words.strip():
        raise Refused("There are no words to find passages for. Give some.")
    if not 1 <= limit <= _MOST:
        raise Refused(f"--limit takes a number from 1 to {_MOST}.")
    finish(ws, progress=progress, cancelled=cancelled)
    owners = _sources(ws.graph(), documents, kind)
    before = _before(ws, claim) if claim else ""
    chosen = documents is not None or kind is not None
    found = best(ws.passages, ws.meaning, list(owners), words, limit, cancelled, before, some=chosen)
    return [_told(ws, one, document, whereabouts) for one in found for document in owners[one.extraction]][:limit]


def best(
    index: PassageIndex,
    meaning: Meaning,
    extractions: Sequence[str],
    words: str,
    limit: int,
    cancelled: Cancelled | None = None,
    before: str = "",
    *,
    some: bool = False,
) -> list[Found]:
    """Passages of some extractions for some words, best first. Where `meaning` can't be asked, by their words alone.

    Names and years in what stands `before` the words count for something, too. `some` says that these were chosen
    among others in the index, behind whose best passages all of theirs may lie.
    """
    tokens = index.tokens(words)
    hinted = [token for token in index.tokens(" ".join(_NAME.findall(_parted(before)[1]))) if token not in tokens]
    hints = {token: weight * _HINTED for token, weight in index.weights(hinted).items()}
    named, rest = _parted(words)
    law = set(index.tokens(named)).difference(index.tokens(rest))
    own = {token: weight * (_LAW if token in law else 1.0) for token, weight in index.weights(tokens).items()}
    asked = Asked(own, numbers_in(words), hints)
    wanted = set(extractions)
    within = extractions if some or len(extractions) <= _FEW else None
    brought = index.candidates(tokens, BY_WORDS, within)
    if hints:
        brought += index.candidates([*tokens, *hints], BY_WORDS // 2, within)
    if law:
        brought += index.candidates([token for token in tokens if token not in law], BY_WORDS // 2, within)
    keys = [key for key in dict.fromkeys(brought) if key[0] in wanted]
    meanings = _meanings(index, meaning, words, keys, extractions, cancelled)
    read = Read(lambda key: _text(index.sheets, key), lambda key: _compared(index.sheets, key))
    order = ranked(asked, read, list(dict.fromkeys([*keys, *meanings])), meanings)
    return _passages(index.sheets, asked, read, order, limit)


def _parted(words: str) -> tuple[str, str]:
    """The names of acts that stand in some words, and what else does."""
    named, rest, at = [], [], 0
    for one in citations(words):
        if one.kind is CitationKind.ACT:
            named.append(words[one.start : one.end])
            rest.append(words[at : one.start])
            at = one.end
    return " ".join(named), " ".join([*rest, words[at:]])


def claim_words(graph: Graph, claim: str) -> str:
    """What a claim says, at the first place where it stands. Raises Refused where it stands nowhere."""
    for passage in graph.passages_of(claim):
        if passage.place is not None and passage.place.quote.strip():
            return passage.place.quote
    raise Refused("That claim has no words in the draft now. Give the words with --text.")


def _before(ws: Workspace, claim: str) -> str:
    """The headline of the draft, and what stands before a claim on its page; empty where it stands nowhere."""
    for passage in ws.graph().passages_of(claim):
        if passage.place is not None and passage.place.spans and ws.project.has_extraction(passage.place.extraction):
            texts = ws.project.page_texts(passage.place.extraction)
            span = passage.place.spans[0]
            if span.page < len(texts):
                headline = next((line for line in texts[0].splitlines() if line.strip()), "")
                return f"- {headline}\n- {texts[span.page][max(0, span.start - _BEFORE) : span.start]}"
    return ""


def read_on(ws: Workspace) -> Generator[HowFar, None, HowFar]:
    """Reads what is not yet read for meaning, a few sentences at a time; may be let go of at any time.

    Ends at once where nothing can be read for meaning here. It goes on where the last one was stopped.
    """
    finish(ws)
    extractions = list(_sources(ws.graph()))
    for done, extraction in enumerate(extractions):
        sheet = ws.passages.sheets.sheet(extraction)
        while sheet is not None and sheet.unread(1):
            try:
                ready = ws.meaning.is_ready()
            except UnavailableError:
                return HowFar(done, len(extractions))
            yield HowFar(done, len(extractions))
            if not ready:
                continue
            unread = sheet.unread(_A_FEW)  # meanwhile somebody may have asked for some of them
            try:
                vectors = ws.meaning.vectors([sheet.text(number) for number in unread])
            except UnavailableError:
                return HowFar(done, len(extractions))
            for number, vector in zip(unread, vectors, strict=True):
                sheet.write(number, vector)
    return HowFar(len(extractions), len(extractions))


def _sources(
    graph: Graph, documents: Collection[str] | None = None, kind: Sought | None = None
) -> dict[str, list[str]]:
    """Sources by the extraction of their current version; `documents` and `kind` say which."""
    found: dict[str, list[str]] = {}
    for document in graph.documents.values():
        version = graph.versions.get(document.current)
        wanted = document.role is Role.SOURCE and is_wanted(document, documents, kind)
        if wanted and version is not None and version.extraction:
            found.setdefault(version.extraction, []).append(document.id)
    return found


def _meanings(
    index: PassageIndex,
    meaning: Meaning,
    words: str,
    keys: Sequence[Key],
    extractions: Sequence[str],
    cancelled: Cancelled | None,
) -> dict[Key, float]:
    """How near in meaning: those that full text brought up, and the nearest of all that were read. Maybe nothing."""
    by_name = {name: sheet for name in extractions if (sheet := index.sheets.sheet(name)) is not None}
    unread = [key for key in keys if key[0] in by_name and not by_name[key[0]].is_read(key[1])]
    try:
        (asked,) = meaning.vectors([words])
        vectors = meaning.vectors([by_name[name].text(number) for name, number in unread], cancelled)
    except UnavailableError:
        return {}
    for (name, number), vector in zip(unread, vectors, strict=False):
        by_name[name].write(number, vector)
    near = [*keys, *index.likeness.nearest(asked, by_name, BY_MEANING)]
    wanted = [key for key in dict.fromkeys(near) if key[0] in by_name and by_name[key[0]].is_read(key[1])]
    found = cosines(asked, [by_name[name].vector(number) for name, number in wanted])
    return dict(zip(wanted, found, strict=True))


def _text(sheets: Sheets, key: Key) -> str:
    sheet = sheets.sheet(key[0])
    return sheet.text(key[1]) if sheet is not None and 0 <= key[1] < sheet.count else ""


def _compared(sheets: Sheets, key: Key) -> Sequence[str]:
    sheet = sheets.sheet(key[0])
    return sheet.compared(key[1]) if sheet is not None and 0 <= key[1] < sheet.count else ()


def _passages(sheets: Sheets, asked: Asked, read: Read, order: Sequence[tuple[Key, float]], limit: int) -> list[Found]:
    """Sentences as passages: one, or with a neighbour that has more of the claim; none twice, repeated ones last."""
    taken: set[Key] = set()
    said: set[str] = set()
    first: list[Found] = []
    again: list[Found] = []
    for key, score in order:
        sheet = sheets.sheet(key[0])
        if key in taken or sheet is None:
            continue
        start, end = _widened(sheet, asked, read, key, taken)
        taken |= {(key[0], number) for number in range(start, end + 1)}
        page, begin, _ = sheet.place(start)
        text = sheet.stretch(start, end)
        folded = " ".join(text.casefold().split())
        passages = again if folded in said else first
        passages.append(Found(key[0], page, begin, begin + len(text), text, round(score, 4)))
        said.add(folded)
        if len(first) >= limit:
            break
    return [*first, *again][:limit]


def _widened(sheet: Sheet, asked: Asked, read: Read, key: Key, taken: set[Key]) -> tuple[int, int]:
    """The first and last sentence of a passage around one sentence."""
    extraction, number = key
    here = set(read.words(key))
    best, chosen = _ADDS * asked.total, (number, number)
    for other in (number + 1, number - 1):
        if not 0 <= other < sheet.count or (extraction, other) in taken:
            continue
        first, last = min(number, other), max(number, other)
        page, start, _ = sheet.place(first)
        last_page, _, end = sheet.place(last)
        if page != last_page or end - start > _LONGEST:
            continue
        more = sum(
            weight
            for word, weight in asked.weights.items()
            if word not in here and word in read.words((extraction, other))
        )
        if more > best:
            best, chosen = more, (first, last)
    return chosen


def _told(ws: Workspace, one: Found, document: str, whereabouts: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "document": document,
        "page": one.page,
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "score": one.score,
    }
    if whereabouts:
        infos = pages(ws, one.extraction)
        label = infos[one.page].label if one.page < len(infos) else ""
        told["whereabouts"] = f"p. {label or one.page + 1}"
    return told
