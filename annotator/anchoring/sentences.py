"""Where sentences begin and end."""

from __future__ import annotations

import re

_STOP = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019)\]]*(?=\s|$)")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in code points, spaces at the edges left out."""
    found = []
    start = 0
    for stop in [*(match.end() for match in _STOP.finditer(text)), len(text)]:
        words = text[start:stop]
        first = start + len(words) - len(words.lstrip())
        last = stop - (len(words) - len(words.rstrip()))
        if first < last:
            found.append((first, last))
        start = stop
    return found
