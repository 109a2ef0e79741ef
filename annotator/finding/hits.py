"""Where on its page a hit stands, and the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.finding.query import Wanted

REACH = 240
"""Words of one query further apart than this (in characters) are shown as separate hits."""
SNIPPET = 200
_MOST = 400
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found on a page. `start` and `end` are code points of that page's text; `score` is greater for better."""

    extraction: str
    page: int
    start: int
    end: int
    snippet: str
    score: float


def finder(query: Wanted) -> re.Pattern[str]:
    """A pattern for the query's groups, the longest first; each in a group of its own number."""
    patterns = []
    for group in query.groups:
        words = r"[\W_]*".join(re.escape(token) for token in group)
        patterns.append(f"((?<![^\\W_]){words}(?![^\\W_]))")
    return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)


def best_window(text: str, pattern: re.Pattern[str]) -> tuple[int, int, int] | None:
    """Start and end of the shortest stretch with the most different groups within reach, and how many those are."""
    found: list[tuple[int, int, int]] = []
    for match in pattern.finditer(text):
        found.append((match.start(), match.end(), match.lastindex or 0))
        if len(found) >= _MOST:
            break
    if not found:
        return None
    best = (0, 0, 0)
    best_key = (0, 0)
    first = 0
    for last, (_, end, _) in enumerate(found):
        while end - found[first][0] > REACH and first < last:
            first += 1
        here = first
        kinds = {kind for _, _, kind in found[here : last + 1]}
        while here < last and found[here][2] in {kind for _, _, kind in found[here + 1 : last + 1]}:
            here += 1
        key = (len(kinds), found[here][0] - end)
        if key > best_key or not best[2]:
            best_key, best = key, (found[here][0], end, len(kinds))
    return best


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
    words = _SPACES.sub(" ", text[first:last]).strip()
    return ("\u2026 " if first else "") + words + (" \u2026" if last < len(text) else "")
