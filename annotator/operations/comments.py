"""Comments of a DOCX or ODT that came back from an editor or lawyer, as queries at the claims they are on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.anchoring.document_text import DocumentText, Match
from annotator.model.comments import Comment
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.pages import Format
from annotator.model.places import Place
from annotator.model.things import Kind, QueryType, Version
from annotator.operations import marking
from annotator.operations.files import seal_file
from annotator.operations.queries import today
from annotator.operations.workspace import (
    Cancelled,
    Workspace,
    current_version,
    document_of,
    document_text,
    sealed_original,
    wait,
    writable,
)

OURS = "Annotator"
"""Whom the comments of an exported draft are by."""
NOT_FOUND = "The words it is on are not in the draft as it is now."
SEVERAL = "The words it is on stand in several places of the draft, which can't be told apart."
NO_CLAIM = "No claim is marked at the words it is on."
_OURS = re.compile(r"Claim (\d+): ")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORIGIN = "comment "
_TAIL = 40


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with the replies to it, and where it belongs.

    `claim` is empty where no claim is there; then `why` says so, and `draft` and `match` tell where one could be
    marked, unless its words were not found. `origins` name the comments, so that each comes in once.
    """

    author: str
    when: str
    text: str
    words: str
    origins: tuple[str, ...]
    claim: str = ""
    draft: str = ""
    match: Match = ()
    why: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file's comments come to: what is new; how many Annotator wrote; how many came in before."""

    remarks: tuple[Remark, ...]
    ours: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in: queries by the remarks' places in what was asked for, and claims that were marked for it."""

    outcome: Outcome
    queries: tuple[str, ...]
    claims: tuple[str, ...] = field(default=())


def look(ws: Workspace, path: Path, *, cancelled: Cancelled | None = None) -> Looked:
    """What the comments of a file come to; changes nothing. Raises Refused where it is no DOCX or ODT."""
    sealed = seal_file(path)
    try:
        if sealed.source.format not in (Format.DOCX, Format.ODT):
            raise Refused(f"'{sealed.name}' is no DOCX or ODT, so no comments are taken from it.")
        reader = ws.engine.open(sealed.source, behind=True)
        try:
            found = wait(ws.engine, reader.comments(), cancelled)
        finally:
            reader.close()
    finally:
        sealed.source.close()
    return placed(ws, found)


def look_in(ws: Workspace, document: str, *, cancelled: Cancelled | None = None) -> Looked:
    """The same for a draft's current version; nothing where that is no DOCX or ODT."""
    version = current_version(ws.graph(), document_of(ws.graph(), document))
    if version.format not in (Format.DOCX, Format.ODT):
        return Looked(())
    source = sealed_original(ws, version.id)
    try:
        reader = ws.engine.open(source, behind=True)
        try:
            found = wait(ws.engine, reader.comments(), cancelled)
        finally:
            reader.close()
    finally:
        source.close()
    return placed(ws, found)


def placed(ws: Workspace, comments: Sequence[Comment]) -> Looked:
    """Comments as remarks: threads put together, ours and those that are known left out, places found."""
    graph = ws.graph()
    known, origins = _known(ws.project.graph(with_removed=True)), _origins(comments)
    ours = [_of_ours(each) for each in comments]
    new, before = _threads(comments, origins, known)
    numbers = {claim.number: claim.id for claim in graph.claims.values()}
    remarks: list[Remark] = []
    for root, thread in new:
        remark = _remark(comments, origins, thread)
        claim = numbers.get(ours[root] or 0, "")
        remarks.append(replace(remark, claim=claim) if claim else _find(ws, graph, comments[root], remark))
    return Looked(tuple(remarks), sum(number is not None for number in ours), before)


def take(ws: Workspace, remarks: Iterable[tuple[Remark, str]]) -> Taken:
    """Makes queries of remarks, as one act: each at its own claim, at the one given with it, or at one marked for it.

    A remark with neither is left out. Raises Refused where a claim is gone, or the draft changed since `look`.
    """
    writable(ws)
    graph = ws.graph()
    known = _known(ws.project.graph(with_removed=True))
    going = [(each, claim or each.claim) for each, claim in remarks if not set(each.origins) <= known]
    going = [(each, claim) for each, claim in going if claim or each.match]
    places = {}
    for remark, claim in going:
        if claim and claim not in graph.claims:
            raise Refused("A claim that a comment is on is no longer part of the project. Look at the file again.")
        if not claim:
            version = current_version(graph, document_of(graph, remark.draft))
            places[remark.origins] = _place(ws, version, remark)
    queries, claims = [], []
    with ws.project.act("comments") as pen:
        for remark, claim in going:
            at = claim
            if not at:
                at, _ = marking.write_claim(pen, remark.draft, places[remark.origins])
                claims.append(at)
            fields = {
                "claim": at,
                "type": QueryType.QUESTION.value,
                "text": remark.text,
                "whom": remark.author,
                "asked": remark.when or today(),
                "origin": _ORIGIN + " ".join(remark.origins),
            }
            queries.append(pen.new(Kind.QUERY, {**fields, **({"closed": True} if remark.closed else {})}))
    return Taken(pen.outcome, tuple(queries), tuple(claims))


def _place(ws: Workspace, version: Version, remark: Remark) -> Place:
    text = ws.text_of(version.extraction)
    if any(run.page >= len(text.texts) for run in remark.match):
        raise Refused("The draft has another version now. Look at the file's comments again.")
    return marking.place_in(ws, version, text, remark.match)


# --- which comments ---------------------------------------------------------------------------------------------------


def _of_ours(comment: Comment) -> int | None:
    """The number of the claim that a comment of an exported draft is on; None where somebody else wrote it."""
    found = _OURS.match(comment.text) if comment.author == OURS and comment.answers < 0 else None
    return int(found[1][:9]) if found else None


def _origins(comments: Sequence[Comment]) -> list[str]:
    """What tells comments from others in every copy of the file, whatever numbers programs give them anew."""
    found: list[str] = []
    for each in comments:
        parts = "\x1f".join((each.author, each.when, each.text, " ".join(each.words.split())))
        name = hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:20]
        # "Source?" twice in one minute, on the same words, is two comments.
        again = sum(known.partition("-")[0] == name for known in found)
        found.append(f"{name}-{again}" if again else name)
    return found


def _known(everything: Graph) -> set[str]:
    """The comments that came in before, also those whose query was removed since."""
    found: set[str] = set()
    for query in everything.queries.values():
        if query.origin.startswith(_ORIGIN):
            found.update(query.origin.removeprefix(_ORIGIN).split())
    return found


def _threads(
    comments: Sequence[Comment], origins: Sequence[str], known: set[str]
) -> tuple[list[tuple[int, list[int]]], int]:
    """New comments by threads, (the first of the thread, those of it that are new), and how many are known."""
    threads: dict[int, list[int]] = {}
    before = 0
    for at, each in enumerate(comments):
        root, seen = at, {at}
        while comments[root].answers >= 0 and comments[root].answers not in seen:
            root = comments[root].answers
            seen.add(root)
        threads.setdefault(root, [])
        if not each.text.strip() or _of_ours(each) is not None:
            continue
        if origins[at] in known:
            before += 1
        else:
            threads[root].append(at)
    return [(root, thread) for root, thread in threads.items() if thread], before


def _remark(comments: Sequence[Comment], origins: Sequence[str], thread: list[int]) -> Remark:
    """What was said, the authors beside it and not in it: names go out only where names are let out."""
    first = comments[thread[0]]
    said = [_plain(comments[at].text) for at in thread]
    lines = [said[0], *(f"Reply: {each}" for each in said[1:])]
    authors = ", ".join(dict.fromkeys(filter(None, (" ".join(_plain(comments[at].author).split()) for at in thread))))
    day = first.when[:10] if _DAY.fullmatch(first.when[:10]) else ""
    named = tuple(origins[at] for at in thread)
    closed = all(comments[at].resolved for at in thread)
    words = " ".join(first.words.split())
    return Remark(authors, day, "\n".join(lines), words, named, closed=closed)


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text).strip()


# --- where they stand -------------------------------------------------------------------------------------------------


def _find(ws: Workspace, graph: Graph, comment: Comment, remark: Remark) -> Remark:
    """The claim at the words a comment is on, or where one could be marked. A wrong place is worse than none."""
    found: list[tuple[int, str, Match]] = []
    for draft in graph.drafts():
        text = document_text(ws, draft.id)
        for match in _matches(text, comment):
            found.append((_likeness(text, match, comment), draft.id, match))
    if not found:
        return replace(remark, why=NOT_FOUND)
    best = max(score for score, _, _ in found)
    tied = [(draft, match) for score, draft, match in found if score == best]
    claims = {_claim_at(graph, draft, match) for draft, match in tied}
    if len(claims) == 1 and (claim := claims.pop()):
        return replace(remark, claim=claim)
    if len(tied) > 1:
        return replace(remark, why=SEVERAL)
    return replace(remark, draft=tied[0][0], match=tied[0][1], why=NO_CLAIM)


def _matches(text: DocumentText, comment: Comment) -> list[Match]:
    """Where its words stand: whole, else its longest paragraph that is found. Of a point, the words just before it."""
    words = comment.words
    if not words.strip():
        last = comment.before.rstrip().rpartition("\n")[2]
        words = last[-_TAIL:].partition(" ")[2] if len(last) > _TAIL else last
        words = words or comment.after.strip().partition("\n")[0][:_TAIL].rpartition(" ")[0]
    parts = [" ".join(words.split()), *sorted((each.strip() for each in words.split("\n")), key=len, reverse=True)]
    return next((found for part in parts if part and (found := text.find(part))), [])


def _likeness(text: DocumentText, match: Match, comment: Comment) -> int:
    """How many letters and digits on either side are those around the comment's words."""
    before, after = text.context(match)
    return _same(_letters(before)[::-1], _letters(comment.before)[::-1]) + _same(
        _letters(after), _letters(comment.after)
    )


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _same(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _claim_at(graph: Graph, draft: str, match: Match) -> str:
    """The claim with the most of these words, else none; of several with as many, the first in the draft."""
    shares: Mapping[str, int] = {}
    for passage in graph.passages_in(draft):
        if not passage.claim or passage.lost:
            continue
        share = sum(
            max(0, min(run.end, span.end) - max(run.start, span.start))
            for run in match
            for span in passage.place.spans
            if span.page == run.page
        )
        if share:
            shares = {**shares, passage.claim: max(share, shares.get(passage.claim, 0))}
    return max(shares, key=lambda claim: shares[claim]) if shares else ""
