"""Where on its page a hit stands, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.finding.query import OPEN, Wanted

REACH = 240
"""Words of one query further apart than this (in characters) are shown as separate hits."""
TIGHT = 40
"""Fewer characters than this for each word of a query: the words stand close together."""
SNIPPET = 200
_ANCHORS = 24


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found on a page. `start` and `end` are code points of that page's text; `score` is greater for better."""

    extraction: str
    page: int
    start: int
    end: int
    snippet: str
    score: float


class Finder:
    """Finds a query's groups of tokens on a page, quickly: a search looks at dozens of pages.

    `rarest` are the query's groups, those that stand on the fewest pages first.
    """

    def __init__(self, query: Wanted, rarest: Sequence[tuple[str, ...]] = ()) -> None:
        self.groups = tuple(rarest) or query.groups
        self._phrase = " ".join(query.tokens) if len(query.tokens) > 1 else ""
        self._telling = [(group, max((token.removesuffix(OPEN) for token in group), key=len)) for group in self.groups]
        self._patterns = {group: _pattern(group) for group in query.groups if len(group) > 1 or group[0].endswith(OPEN)}

    def best_window(self, text: str) -> tuple[int, int, int] | None:
        """Start and end of a short stretch with the most groups near a rare one, and how many those are."""
        lower = text.lower()
        if len(lower) != len(text):
            lower = "".join(small if len(small := char.lower()) == 1 else char for char in text)
        whole = self._whole(lower, self._phrase, 0, len(lower)) if self._phrase else None
        if whole:
            return (*whole, len(self.groups))
        here = [(group, word) for group, word in self._telling if word in lower]
        for place, (rare, _) in enumerate(here, 1):
            best = self._best_near(lower, rare, here[place:])
            if best is not None:
                return best
        return None

    def _best_near(
        self, lower: str, rare: tuple[str, ...], rest: Sequence[tuple[tuple[str, ...], str]]
    ) -> tuple[int, int, int] | None:
        """The first stretch around a rare group in which all of the rest stand close together, else the best one."""
        best: tuple[int, int, int] | None = None
        reach = REACH
        for anchor in self._anchors(lower, rare):
            near = lower[max(0, anchor[0] - reach) : anchor[1] + reach]
            others = [group for group, word in rest if word in near]
            if best is None:
                best = self._window(lower, others, anchor)
            elif len(others) + 1 >= best[2]:
                window = self._window(lower, others, anchor, best)
                if window and (window[2], window[0] - window[1]) > (best[2], best[0] - best[1]):
                    best = window
            if best and best[2] == len(rest) + 1:
                if best[1] - best[0] < TIGHT * best[2]:
                    break
                reach = min(REACH, best[1] - best[0])  # a better one is shorter
        return best

    def _anchors(self, lower: str, group: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        at = 0
        for _ in range(_ANCHORS):
            found = self._next(lower, group, at, len(lower))
            if found is None:
                return
            yield found
            at = found[1]

    def _window(
        self,
        lower: str,
        others: Sequence[tuple[str, ...]],
        anchor: tuple[int, int],
        best: tuple[int, int, int] | None = None,
    ) -> tuple[int, int, int] | None:
        """The stretch around an anchor with the nearest of each of the others; None once it can't beat `best`."""
        start, end = anchor
        together = 1
        for left, group in zip(range(len(others), 0, -1), others, strict=True):
            if best and (together + left, start - end) <= (best[2], best[0] - best[1]):
                return None
            after = self._next(lower, group, anchor[1], min(len(lower), anchor[1] + REACH))
            before = self._last(lower, group, max(0, anchor[0] - REACH), anchor[0])
            if before and (not after or anchor[0] - before[1] < after[0] - anchor[1]):
                after = before
            if after:
                together += 1
                start, end = min(start, after[0]), max(end, after[1])
        return start, end, together

    def _next(self, lower: str, group: tuple[str, ...], start: int, stop: int) -> tuple[int, int] | None:
        if group not in self._patterns:
            return self._whole(lower, group[0], start, stop)
        found = self._patterns[group].search(lower, start, stop)
        return found.span() if found else None

    def _last(self, lower: str, group: tuple[str, ...], start: int, stop: int) -> tuple[int, int] | None:
        if group not in self._patterns:
            at = lower.rfind(group[0], start, stop)
            while at >= 0:
                if _stands_alone(lower, at, at + len(group[0])):
                    return at, at + len(group[0])
                at = lower.rfind(group[0], start, at + len(group[0]) - 1)
            return None
        last = None
        for found in self._patterns[group].finditer(lower, start, stop):
            last = found.span()
        return last

    @staticmethod
    def _whole(lower: str, word: str, start: int, stop: int) -> tuple[int, int] | None:
        at = lower.find(word, start, stop)
        while at >= 0:
            if _stands_alone(lower, at, at + len(word)):
                return at, at + len(word)
            at = lower.find(word, at + 1, stop)
        return None


def _pattern(group: tuple[str, ...]) -> re.Pattern[str]:
    words = r"[\W_]*".join(re.escape(token.removesuffix(OPEN)) for token in group)
    return re.compile(r"(?<![^\W_])" + words + (r"[^\W_]*" if group[-1].endswith(OPEN) else r"(?![^\W_])"))


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


def snippet(text: str, start: int, end: int) -> str:
    """Some words around a stretch, on one line."""
    spare = max(SNIPPET - (end - start), 60) // 2
    first, last = max(0, start - spare), min(len(text), max(end, start + SNIPPET) + spare)
    last = min(last, first + SNIPPET + 2 * spare)
    if first:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", end, last)
        last = space if space > 0 else last
    words = " ".join(text[first:last].split())
    return ("\u2026 " if first else "") + words + (" \u2026" if last < len(text) else "")
