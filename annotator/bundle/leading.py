"""Where the links and the outline of a copy lead: from a claim to what it rests on, and back."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from annotator.bundle.choosing import Choice
from annotator.bundle.content import label_of
from annotator.bundle.words import RELATION_WORDS, page_words, plain, shortened
from annotator.model.copies import Entry, Jump, Target
from annotator.model.places import Place, Rect
from annotator.model.things import Claim

Named = Mapping[tuple[str, int], tuple[str, int]]
"""The file, and the page in it, that a page of a version (its id) is in; page -1 stands for all, one by one."""
_TITLE = 80
"""Code points of a claim's words in an outline."""
_Ends = list[tuple[str, Place, str]]
"""Versions (ids), places in them, and how the outline calls these."""
_known: WeakKeyDictionary[Choice, dict[str, tuple[_Ends, _Ends]]] = WeakKeyDictionary()
"""Of each claim (id) where it stands in the drafts and what it rests on: the same for all files of an export."""


class Leading:
    """The links of one file: `own` is its name, `version` the id of the version it is a copy of."""

    def __init__(self, choice: Choice, version: str, own: str, named: Named) -> None:
        self._choice = choice
        self._version = version
        self._own = own
        self._named = named

    def outline(self) -> tuple[Entry, ...]:
        """The claims that touch this file, each with its places and where the other ends of its links are."""
        found: list[Entry] = []
        for claim in self._choice.claims:
            here: Target | None = None
            inside: list[Entry] = []
            drafts, sources = self._ends(claim)
            for version, place, words in (*drafts, *sources):
                target = self._target(version, place)
                if target is None:
                    continue
                if not target.file and here is None:
                    here = target
                inside.append(Entry(2, words, target))
            if here is not None:
                words = shortened(" ".join(plain(self._words(claim)).split()), _TITLE)
                found += [Entry(1, f"Claim {claim.number}: {words}", here), *inside]
        return tuple(found)

    def jumps(self) -> tuple[Jump, ...]:
        """One link on each place: from a claim to the first passage it rests on, from a passage to its claim."""
        found: dict[tuple[int, Rect], Jump] = {}
        for claim in self._choice.claims:
            drafts, sources = self._ends(claim)
            for ends, others in ((drafts, sources), (sources, drafts)):
                for version, place, _ in ends:
                    if version == self._version:
                        self._jump(found, place, others)
        return tuple(found.values())

    def _jump(self, found: dict[tuple[int, Rect], Jump], at: Place, others: _Ends) -> None:
        spot = first(at)
        if spot is None or spot in found:
            return
        for version, place, _ in others:
            if target := self._target(version, place):
                found[spot] = Jump(*spot, target)
                return

    def _ends(self, claim: Claim) -> tuple[_Ends, _Ends]:
        known = _known.setdefault(self._choice, {})
        if claim.id not in known:
            known[claim.id] = self._in_drafts(claim), self._in_sources(claim)
        return known[claim.id]

    def _in_drafts(self, claim: Claim) -> _Ends:
        placed = [(self._choice.version_of(passage), passage.place) for passage in self._choice.placed(claim)]
        return [
            (version.id, place, f"in the draft, {page_words(place)}")
            for version, place in placed
            if version is not None
        ]

    def _in_sources(self, claim: Claim) -> _Ends:
        found: _Ends = []
        for shown in self._choice.links(claim):
            if shown.pages and shown.version is not None:
                parts = (plain(label_of(shown.document)), page_words(shown.passage.place))
                words = f"{RELATION_WORDS[shown.link.relation]}: {', '.join(part for part in parts if part)}"
                found.append((shown.version.id, shown.passage.place, words))
        return found

    def _target(self, version: str, place: Place) -> Target | None:
        """Where a place is; within this file pages count as in the original."""
        spot = first(place)
        page = spot[0] if spot else place.page
        file, number = self._named.get((version, page)) or self._named.get((version, -1), ("", -1))
        if not file:
            return None
        if file == self._own:
            return Target(page)
        return Target(page if number < 0 else number, file)

    def _words(self, claim: Claim) -> str:
        passages = self._choice.placed(claim) or self._choice.lost(claim)
        return passages[0].place.quote if passages else ""


def first(place: Place) -> tuple[int, Rect] | None:
    """The page (an index) and rectangle (user space) that a place begins with; None where it has none."""
    for span in place.spans:
        if span.rects:
            return span.page, span.rects[0]
    return (place.region.page, place.region.rect) if place.region else None
