"""A page's text in sentences, as passages are suggested: one of them, or two that belong together."""

from __future__ import annotations

import re

from annotator.anchoring.sentences import sentences

LONG = 320
"""Code points from which on a sentence is cut at its items and clauses, as statutes have them."""
_LEAST = 60
"""Code points that a piece of a long sentence has at least."""
_CUT = re.compile(
    r"(?<=[;:])\s+|\s*\n\s*(?=\(?(?:\d{1,3}|[ivxlc]{1,5}|[A-Za-z]{1,2})[.)]\s)|\s+(?=\((?:\d{1,2}|[a-z])\)\s)"
)
_SAYS = re.compile(r"\w{2}")


def units(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a page, in code points; long ones in their parts. Nothing without words."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        at = start
        if end - start > LONG:
            for cut in _CUT.finditer(text, start, end):
                if cut.start() - at >= _LEAST and end - cut.end() >= _LEAST:
                    found.append((at, cut.start()))
                    at = cut.end()
        found.append((at, end))
    return [(start, end) for start, end in found if _SAYS.search(text, start, end)]
