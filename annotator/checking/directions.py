"""Which way a number went: a claim that says it rose by what its passage says it fell by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.anchoring.sentences import sentences
from annotator.checking.comparing import agrees
from annotator.checking.numbers import Quantity

_UP = (
    r"r(?:i|o)ses?|risen|rising|increas(?:e|es|ed|ing)|gr(?:ow|ew|own|ows|owing)|growth|climb(?:s|ed|ing)?|"
    r"jump(?:s|ed|ing)?|soar(?:s|ed|ing)?|surg(?:e|es|ed|ing)|gain(?:s|ed|ing)?|up|higher|stieg(?:en)?|steigt|gestiegen|"
    r"zunahme|zugenommen"
)
_DOWN = (
    r"f(?:a|e)lls?|fallen|falling|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|drop(?:s|ped|ping)?|shr(?:i|a|u)nk(?:s|ing)?|"
    r"plung(?:e|es|ed|ing)|tumbl(?:e|es|ed|ing)|sank|slid|lower|reduc(?:e|es|ed|ing|tion)|los(?:t|es|ing|s)|down|"
    r"sank|gesunken|fiel(?:en)?|abnahme|abgenommen"
)
_WAY = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.IGNORECASE)
_SMALL = re.compile(
    r"(?:^|,|\b(?:was|were|is|are|be|been|went|goes|go|gone|sent))\s*(?:up|down)\s+(?:(?:by|about|some|nearly|almost|more|less|than|over)\s+)*$",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"\b(?:not|never|no|without|n't|instead|but|while|whereas|although)\b|n['\u2019]t\b|[;:]", re.IGNORECASE
)
_BEFORE, _AFTER = 60, 30
"""Code points around a number in which a word says which way it went."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where both texts say it: the word with the number (code points)."""

    claim: tuple[int, int]
    passage: tuple[int, int]


def turned(claim: str, one: Quantity, passage: str, numbers: Sequence[Quantity]) -> Turn | None:
    """Whether all numbers of a passage that agree with the claim's went the other way."""
    mine = way(claim, one)
    if mine is None:
        return None
    found = None
    for other in numbers:
        if one.kind == other.kind and agrees(one, other) is not None:
            theirs = way(passage, other)
            if theirs is None or theirs[0] == mine[0]:
                return None
            found = found or Turn(mine[1], theirs[1])
    return found


def way(text: str, one: Quantity) -> tuple[str, tuple[int, int]] | None:
    """Which way a number went, "up" or "down", and the stretch that says so; None where no word or several do."""
    start, end = next(((a, b) for a, b in sentences(text) if a <= one.start < b), (0, len(text)))
    before = text[max(start, one.start - _BEFORE) : one.start]
    after = text[one.end : min(end, one.end + _AFTER)]
    if _TURNS.search(before) or _TURNS.search(after):
        return None
    found = [(match, one.start - len(before)) for match in _WAY.finditer(before)]
    found += [(match, one.end) for match in _WAY.finditer(after)]
    told = [(match, at) for match, at in found if match[0].lower() not in ("up", "down") or _SMALL.search(before)]
    ways = {"up" if match["up"] else "down" for match, _ in told}
    if len(ways) != 1:
        return None
    match, at = told[-1]
    spans = (at + match.start(), at + match.end(), one.start, one.end)
    return ways.pop(), (min(spans), max(spans))
