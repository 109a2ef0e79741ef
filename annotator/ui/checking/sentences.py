"""The sentences of the drafts as the window walks them, and their states in words. No widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.checking.coverage import OPEN, Coverage, SentenceState
from annotator.model.findings import Finding, Spot
from annotator.model.graph import Graph
from annotator.ui.words import count

STATE_WORDS = {
    Coverage.NOT_LOOKED_AT: "not looked at",
    Coverage.WITHOUT_SOURCE: "claim without source",
    Coverage.PARTLY: "partly linked",
    Coverage.LINKED: "linked, not checked",
    Coverage.CHECKED: "checked",
    Coverage.CONTRADICTED: "contradicted",
    Coverage.NEEDS_NONE: "needs no source",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """A sentence by its draft and its place in the order of that draft's sentences."""

    document: str
    index: int


@dataclass(frozen=True, slots=True)
class LineCheck:
    """The states of all sentences, by draft, in the drafts' order."""

    drafts: Mapping[str, Sequence[SentenceState]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many sentences there are."""
        return sum(map(len, self.drafts.values()))

    @property
    def open(self) -> int:
        """How many of them still need something."""
        return sum(one.state in OPEN for states in self.drafts.values() for one in states)

    @property
    def words(self) -> str:
        """The whole in words: "12 of 40 sentences open"; empty where there is no sentence."""
        if not self.total:
            return ""
        return f"{self.open:,} of {count(self.total, 'sentence')} open"

    @property
    def counts(self) -> dict[Coverage, int]:
        """How many sentences are in each state, in the states' order; those that are in none are left out."""
        found = Counter(one.state for states in self.drafts.values() for one in states)
        return {state: found[state] for state in Coverage if found[state]}

    @property
    def told(self) -> str:
        """The counts in words, one state after the other."""
        return "; ".join(f"{STATE_WORDS[state]}: {number:,}" for state, number in self.counts.items())

    def get(self, stand: Stand | None) -> SentenceState | None:
        """A sentence; None where it is not there any more."""
        states = self.drafts.get(stand.document, ()) if stand else ()
        return states[stand.index] if stand and 0 <= stand.index < len(states) else None

    def at(self, document: str, page: int, offset: int) -> Stand | None:
        """The sentence at a place, or the first one after it; the last one where there is none."""
        states = self.drafts.get(document, ())
        for index, one in enumerate(states):
            if any((run.page, run.end) > (page, offset) for run in one.runs or (one,)):
                return Stand(document, index)
        return Stand(document, len(states) - 1) if states else None

    def step(self, stand: Stand | None, by: int, *, only_open: bool = False) -> Stand | None:
        """The next sentence (or the one before), in all drafts one after the other; None where there is no further."""
        order = [Stand(draft, index) for draft, states in self.drafts.items() for index in range(len(states))]
        if not order:
            return None
        known = stand in order
        at = order.index(stand) if stand is not None and known else (-1 if by > 0 else len(order))
        rest = order[at + 1 :] if by > 0 else order[:at][::-1]
        for one in rest:
            found = self.get(one)
            if found is not None and (not only_open or found.state in OPEN):
                return one
        return None


def words_of(texts: Sequence[str], sentence: SentenceState) -> str:
    """What a sentence says, as extracted; its runs joined by a space."""
    runs = sentence.runs or (sentence,)
    return " ".join(texts[run.page][run.start : run.end] for run in runs if 0 <= run.page < len(texts))


def claims_in(graph: Graph, document: str, sentence: SentenceState) -> list[str]:
    """The claims that have words in a sentence, in the order of their words."""
    found: dict[str, None] = {}
    for passage in graph.passages_in(document):
        known = passage.claim in graph.claims and not passage.lost
        if known and any(stands_in(sentence, span.page, span.start, span.end) for span in passage.place.spans):
            found[passage.claim] = None
    return list(found)


def flags_of(
    findings: Sequence[Finding], document: str, sentence: SentenceState, claims: Sequence[str]
) -> list[Finding]:
    """The flags about a sentence: those of its claims, and those whose words stand in it."""

    def about(spot: Spot | None) -> bool:
        here = spot is not None and spot.document == document
        return here and spot is not None and stands_in(sentence, spot.page, spot.start, max(spot.end, spot.start + 1))

    return [one for one in findings if one.claim in claims or about(one.draft)]


def stands_in(sentence: SentenceState, page: int, start: int, end: int) -> bool:
    """Whether words (code points of a page) share one with a sentence."""
    runs = sentence.runs or (sentence,)
    return any(run.page == page and max(run.start, start) < min(run.end, end) for run in runs)
