"""Things that two people made of one: the same file added twice, the same words marked, linked or let be twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TypeVar

from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.things import NeedsNone, Passage
from annotator.sharing.telling import label

_ENDS = 16
"""Letters by which the ends of one marking may differ from those of another of the same words, at most."""
_SHARED = 0.6
"""How much of the longer marking both have in common, at least."""
Marked = TypeVar("Marked", Passage, NeedsNone)
Maker = Callable[[str], str]
"""Who made a thing."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two documents, claims, links or sentences that need no source, which may be one: ids, the older first; why;
    whether nothing differs; their words.

    `kind` is "document", "claim", "link" or "needs-none".
    """

    kind: str
    one: str
    other: str
    reason: str
    exact: bool
    about: tuple[str, str]
    words: tuple[str, str]


def alike(graph: Graph, made_by: Maker) -> tuple[Alike, ...]:
    """All such pairs of what is shown, documents first, in the order in which the older was made.

    Words that are not marked quite alike count only where two people marked them: one person may want both.
    """
    return (*_documents(graph), *_claims(graph, made_by), *_links(graph, made_by), *_needs_none(graph, made_by))


def _documents(graph: Graph) -> Iterator[Alike]:
    by_bytes: dict[str, list[str]] = {}
    for version in graph.versions.values():
        if version.sha256 and version.document in graph.documents:
            by_bytes.setdefault(version.sha256, []).append(version.document)
    told: set[tuple[str, str]] = set()
    for documents in by_bytes.values():
        for one, other in pairwise(dict.fromkeys(documents)):
            if (one, other) not in told and not _apart(graph.documents[other].same_as, other):
                told.add((one, other))
                names = (label(graph, one), label(graph, other))
                yield Alike("document", one, other, "They are the same file.", True, names, names)


def _apart(same_as: str, thing: str) -> bool:
    """Whether somebody said already that a thing is none but itself."""
    return same_as == thing


def _claims(graph: Graph, made_by: Maker) -> Iterator[Alike]:
    found: dict[tuple[str, str], tuple[Passage, Passage, bool]] = {}
    wordings = [passage for passage in graph.passages.values() if passage.claim in graph.claims]
    for one, other, exact in _overlapping(wordings, made_by):
        first, second = sorted((one, other), key=lambda passage: graph.claims[passage.claim].number)
        pair = (first.claim, second.claim)
        if first.claim != second.claim and not _apart(graph.claims[second.claim].same_as, second.claim):
            found.setdefault(pair, (first, second, exact))
    for (claim, again), (first, second, exact) in sorted(
        found.items(), key=lambda item: (graph.claims[item[0][0]].number, graph.claims[item[0][1]].number)
    ):
        reason = "The same words are marked twice." if exact else "The same words are marked with other ends."
        about = (label(graph, claim), label(graph, again))
        yield Alike("claim", claim, again, reason, exact, about, (first.place.quote, second.place.quote))


def _links(graph: Graph, made_by: Maker) -> Iterator[Alike]:
    by_claim: dict[tuple[str, str], dict[str, list[str]]] = {}
    for link in graph.links.values():
        by_claim.setdefault((link.claim, link.relation.value), {}).setdefault(link.passage, []).append(link.id)
    order = {link: at for at, link in enumerate(graph.links)}
    for passages in by_claim.values():
        pairs = [(one, other, True) for links in passages.values() for one, other in pairwise(links)]
        if len(passages) > 1:
            rests = [graph.passages[passage] for passage in passages]
            found = _overlapping(rests, made_by)
            pairs += [(passages[one.id][0], passages[other.id][0], exact) for one, other, exact in found]
        for one, other, exact in pairs:
            yield _link_pair(graph, *sorted((one, other), key=order.__getitem__), exact=exact)


def _link_pair(graph: Graph, one: str, other: str, *, exact: bool) -> Alike:
    reason = "One claim is linked twice to the same words."
    if not exact:
        reason = "One claim is linked twice to the same words, marked with other ends."
    first, second = graph.links[one], graph.links[other]
    words = (graph.passages[first.passage].place.quote, graph.passages[second.passage].place.quote)
    about = (label(graph, one), label(graph, other))
    return Alike("link", one, other, reason, exact and first.note == second.note, about, words)


def _needs_none(graph: Graph, made_by: Maker) -> Iterator[Alike]:
    order = {sentence: at for at, sentence in enumerate(graph.needs_none)}
    for one, other, exact in _overlapping(graph.needs_none.values(), made_by):
        first, second = sorted((one, other), key=lambda sentence: order[sentence.id])
        reason = "The same words are marked twice as needing no source"
        reason += "." if exact else ", with other ends."
        same = exact and first.reason == second.reason
        about, again = (f"{label(graph, each.id)} ({each.reason})" for each in (first, second))
        words = (first.place.quote, second.place.quote)
        yield Alike("needs-none", first.id, second.id, reason, same, (about, again), words)


def _overlapping(passages: Iterable[Marked], made_by: Maker) -> Iterator[tuple[Marked, Marked, bool]]:
    """Pairs that mark the same words, or nearly, and whether their ends are the same."""
    by_text: dict[tuple[str, int], list[tuple[int, int, Marked]]] = {}
    for passage in passages:
        place = passage.place
        if place.spans and not passage.lost:
            start, end = place.start, place.spans[0].end
            by_text.setdefault((place.extraction, place.page), []).append((start, end, passage))
    for marked in by_text.values():
        marked.sort(key=itemgetter(0))
        open_now: list[tuple[int, int, Marked]] = []
        for start, end, passage in marked:
            open_now = [one for one in open_now if one[1] > start]
            for _, _, other in open_now:
                exact = _spans(other.place) == _spans(passage.place)
                if exact or (_nearly(other.place, passage.place) and made_by(other.id) != made_by(passage.id)):
                    yield other, passage, exact
            open_now.append((start, end, passage))


def _spans(place: Place) -> tuple[tuple[int, int, int], ...]:
    return tuple((span.page, span.start, span.end) for span in place.spans)


def nearly_same(one: Place, other: Place) -> bool:
    """Whether two places of one text are the same words, but for a word or a stop at their ends."""
    return one.extraction == other.extraction and bool(one.spans and other.spans) and _nearly(one, other)


def _nearly(one: Place, other: Place) -> bool:
    """Whether two markings of one text differ at their ends only, and little: by a word or a stop."""
    first, second = _spans(one), _spans(other)
    if first[-1][0] != second[-1][0]:
        return False
    if abs(first[0][1] - second[0][1]) > _ENDS or abs(first[-1][2] - second[-1][2]) > _ENDS:
        return False
    longer = max(_length(first), _length(second))
    return _common(first, second) >= _SHARED * longer


def _length(spans: Iterable[tuple[int, int, int]]) -> int:
    return sum(end - start for _, start, end in spans)


def _common(first: Iterable[tuple[int, int, int]], second: Iterable[tuple[int, int, int]]) -> int:
    ends: Mapping[int, tuple[int, int]] = {page: (start, end) for page, start, end in second}
    return sum(
        max(0, min(end, ends[page][1]) - max(start, ends[page][0])) for page, start, end in first if page in ends
    )
