"""Two versions of a document side by side: what differs, and which claims that touches."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

from annotator.anchoring.document_text import Match
from annotator.anchoring.side_by_side import Same, Stretch
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.things import Passage, Version
from annotator.operations import matching
from annotator.operations.resolving import plain_text
from annotator.operations.workspace import Workspace, document_of

__all__ = ["Compared", "Difference", "Same", "compare"]

Spot = tuple[int, int]
"""A page and an offset on it, in code points."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch that differs, with the words that differ on either side, and the numbers of the claims it touches."""

    stretch: Stretch
    old: str
    new: str
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one version in another. `knots` are places that belong together, in the order of the new one."""

    document: str
    old: str
    new: str
    """Ids of the versions."""
    differences: tuple[Difference, ...]
    knots: tuple[tuple[Spot, Spot], ...]

    @property
    def touching(self) -> tuple[Difference, ...]:
        """Those that touch a claim."""
        return tuple(each for each in self.differences if each.claims)


def compare(ws: Workspace, document: str, old: str, new: str) -> Compared:
    """What differs between two versions of a document, by their ids.

    A difference touches a claim where one of its passages, or a passage linked to it, stands in it in either version.
    Raises Refused where one of them is not the document's, or both are the same.
    """
    comparing = piecewise(ws, document, old, new)
    while True:
        try:
            next(comparing)
        except StopIteration as ended:
            made: Compared = ended.value
            return made


def piecewise(ws: Workspace, document: str, old: str, new: str) -> Generator[None, None, Compared]:
    """The same in pieces: it yields while the process that compares is at work, and returns what differs.

    Other work on the project may come in between; closing it stops the process. Raises as `compare`.
    """
    plain_text(old, "The version")
    graph = ws.graph()
    target = document_of(graph, document)
    one, other = _version(graph, target.id, old), _version(graph, target.id, new)
    if one.id == other.id:
        raise Refused("Choose two different versions to compare.")
    texts = ws.project.page_texts(one.extraction), ws.project.page_texts(other.extraction)
    stretches = yield from matching.compare(*texts, unconfined=ws.unconfined)
    before, after = texts
    touched = _Touched(ws.graph(), target.id, one, other)
    differences = tuple(
        Difference(each, _words(before, each.marks_old), _words(after, each.marks_new), touched.by(each))
        for each in stretches
        if each.kind is not Same.SAME
    )
    return Compared(target.id, one.id, other.id, differences, _knots(stretches))


def _words(texts: Sequence[str], marks: Match) -> str:
    found = (" ".join(texts[run.page][run.start : run.end].split()) for run in marks)
    return " \N{HORIZONTAL ELLIPSIS} ".join(found)


def _version(graph: Graph, document: str, version: str) -> Version:
    found = graph.versions.get(version)
    if found is None or found.document != document:
        raise Refused("That version does not belong to the document. Choose one from its list of versions.")
    return found


class _Touched:
    """The claims that rest on stretches of either version."""

    def __init__(self, graph: Graph, document: str, old: Version, new: Version) -> None:
        self._old = _resting(graph, document, old)
        self._new = _resting(graph, document, new)

    def by(self, stretch: Stretch) -> tuple[int, ...]:
        """Numbers of the claims whose passages reach into what differs."""
        numbers = {*_reached(self._old, stretch.old), *_reached(self._new, stretch.new)}
        return tuple(sorted(numbers))


_Resting = dict[int, list[tuple[int, int, frozenset[int]]]]


def _resting(graph: Graph, document: str, version: Version) -> _Resting:
    found: _Resting = {}
    for passage in graph.passages_in(document):
        claims = {link.claim for link in graph.links_to(passage.id)} | ({passage.claim} if passage.claim else set())
        numbers = frozenset(graph.claims[claim].number for claim in claims if claim in graph.claims)
        if not numbers:
            continue
        for place in _places(passage):
            if (place.version, place.extraction) == (version.sha256, version.extraction):
                for span in place.spans:
                    found.setdefault(span.page, []).append((span.start, span.end, numbers))
                break
    return found


def _places(passage: Passage) -> Iterable[Place]:
    """Where a passage is shown, and where it stood when somebody last placed it."""
    yield passage.place
    standing = getattr(passage, "standing", None)
    if standing is not None:
        yield standing.was


def _reached(resting: _Resting, match: Match) -> set[int]:
    found: set[int] = set()
    for run in match:
        for start, end, numbers in resting.get(run.page, ()):
            if start < run.end and end > run.start:
                found |= numbers
    return found


def _knots(stretches: Iterable[Stretch]) -> tuple[tuple[Spot, Spot], ...]:
    """Places that belong together, rising in both versions: what moved is left out."""
    found: list[tuple[Spot, Spot]] = []
    for each in stretches:
        if each.kind not in (Same.SAME, Same.CHANGED):
            continue
        for one, other in _ends(each):
            if not found or (one > found[-1][0] and other > found[-1][1]):
                found.append((one, other))
    return tuple(found)


def _ends(stretch: Stretch) -> Iterable[tuple[Spot, Spot]]:
    """Beginning and end of a stretch on either side, and the beginnings of its pages where they are as many."""
    old, new = stretch.old, stretch.new
    yield (old[0].page, old[0].start), (new[0].page, new[0].start)
    if len(old) == len(new):
        for one, other in zip(old[1:], new[1:], strict=True):
            yield (one.page, one.start), (other.page, other.start)
    yield (old[-1].page, old[-1].end), (new[-1].page, new[-1].end)
