"""What holds up a claim: which links stand, what falls with a document, and which supports go back to one origin.

Pure functions of the link graph and of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from annotator.anchoring.comparing import skeleton_text
from annotator.anchoring.wording import words_of
from annotator.model.graph import Graph
from annotator.model.things import Document, Link, Passage, Relation

_SAMPLE = 8
"""Words of one sample of a text."""
_SAMPLES = 60
_SHARED = 0.5
"""Which part of the samples of the shorter of two texts the longer must have, for both to be one text."""
_RUN = 3
_FEWEST = 8
"""Words of a passage that may be told to be another's."""
_CONTAINED = 0.6


class Bond(StrEnum):
    """Why two documents count as one origin."""

    SAME = "same"
    """They were joined as the same, or are one."""
    CAME_WITH = "came-with"
    """One came with the other: an attachment with its e-mail, a transcript with its recording."""
    COPY = "copy"
    """Much of the one's text is the other's."""
    QUOTES = "quotes"
    """The passages hold the same words."""


@dataclass(frozen=True, slots=True)
class Falls:
    """Claims (ids, in draft order) that lose all support with a document, and those that keep some."""

    fall: tuple[str, ...]
    weaken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rests:
    """On what all support of a claim rests, if it is one origin: its documents, and what binds them to each other."""

    documents: tuple[str, ...]
    bonds: tuple[Bond, ...]
    links: tuple[str, ...]


def standing(graph: Graph, claim: str) -> list[list[tuple[Link, Passage]]]:
    """The supports of a claim that stand: each a link alone, or all that support it only together.

    A passage that is lost, or whose new wording nobody has accepted, supports nothing, and so do those beside it.
    """
    groups: dict[str, list[tuple[Link, Passage | None]]] = {}
    for link in graph.links_of(claim):
        if link.relation is Relation.SUPPORTS:
            groups.setdefault(link.together or link.id, []).append((link, graph.passages.get(link.passage)))
    found = []
    for group in groups.values():
        stands = [(link, passage) for link, passage in group if passage is not None and not passage.waits]
        if len(stands) == len(group):
            found.append(stands)
    return found


def falls(graph: Graph, documents: Iterable[str]) -> Falls:
    """What becomes of the claims if all that rests on some documents (ids) can't be relied on."""
    gone = set(documents)
    fall: list[str] = []
    weaken: list[str] = []
    for claim in graph.claims:
        groups = standing(graph, claim)
        left = [group for group in groups if not any(passage.document in gone for _, passage in group)]
        if len(left) < len(groups):
            (weaken if left else fall).append(claim)
    return Falls(tuple(fall), tuple(weaken))


def origin(graph: Graph, document: str) -> str:
    """The document that another came with, outermost, joined ones as one; itself where it came alone."""
    seen: set[str] = set()
    while document not in seen:
        seen.add(document)
        known = graph.documents.get(document)
        if known is None:
            break
        document = known.same_as or known.part_of or document
    return document


def rests_on_one(graph: Graph, claim: str, copies: Callable[[str, str], bool]) -> Rests | None:
    """Whether all support of a claim goes back to one origin; None where it does not, or where nothing supports it.

    `copies` says of two documents (ids) whether they are much the same text.
    """
    groups = standing(graph, claim)
    if not groups:
        return None
    held = [(link, passage) for group in groups for link, passage in group]
    documents = list(dict.fromkeys(passage.document for _, passage in held))
    one: dict[str, str] = {document: document for document in documents}
    bonds: set[Bond] = set()

    def root(document: str) -> str:
        while one[document] != document:
            document = one[document]
        return document

    for first, second in combinations(documents, 2):
        bond = _bond(graph, (first, second), held, copies)
        if bond is not None:
            bonds.add(bond)
            one[root(second)] = root(first)
    common = set.intersection(*({root(passage.document) for _, passage in group} for group in groups))
    if not common:
        return None
    within = tuple(document for document in documents if root(document) in common)
    order = [bond for bond in Bond if bond in bonds]
    return Rests(within, tuple(order), tuple(link.id for link, passage in held if passage.document in within))


def _bond(
    graph: Graph,
    pair: tuple[str, str],
    held: Sequence[tuple[Link, Passage]],
    copies: Callable[[str, str], bool],
) -> Bond | None:
    first, second = pair
    mine, theirs = graph.documents.get(first), graph.documents.get(second)
    if mine is not None and theirs is not None and _joined(mine) == _joined(theirs):
        return Bond.SAME
    if origin(graph, first) == origin(graph, second):
        return Bond.CAME_WITH
    for one in (passage for _, passage in held if passage.document == first):
        for other in (passage for _, passage in held if passage.document == second):
            if same_text(one.place.quote, other.place.quote):
                return Bond.QUOTES
    return Bond.COPY if copies(first, second) else None


def _joined(document: Document) -> str:
    return document.same_as or document.id


def same_text(one: str, other: str) -> bool:
    """Whether two passages hold the same words: most runs of three words of the shorter stand in the longer."""
    mine, theirs = ([word for word in words_of(text) if any(char.isalnum() for char in word)] for text in (one, other))
    if len(mine) > len(theirs):
        mine, theirs = theirs, mine
    if len(mine) < _FEWEST:
        return False
    runs = set(_runs(mine))
    return len(runs & set(_runs(theirs))) >= _CONTAINED * len(runs)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


def samples(text: str) -> list[str]:
    """Stretches of eight words from all over a text, folded as `folded` folds the text they are looked for in."""
    words = text.split()
    last = len(words) - _SAMPLE
    if last < 0:
        return []
    step = max(1, last // _SAMPLES)
    found = (folded(" ".join(words[at : at + _SAMPLE])) for at in range(0, last + 1, max(step, 4)))
    return [sample for sample in found if sum(map(str.isalpha, sample)) >= 3 * _SAMPLE]


def folded(text: str) -> str:
    """A text without its gaps and in small letters."""
    return skeleton_text(text).lower()


def much_the_same(shorter: Sequence[str], longer: str) -> bool:
    """Whether at least half of a text's samples stand in another (folded) text."""
    return len(shorter) >= 3 and sum(sample in longer for sample in shorter) >= _SHARED * len(shorter)
