"""Shares of a whole: fractions in words, and those that two numbers of a text make ("407 of the 1,204 tenants")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from annotator.checking.numbers import Bound, Quantity

SHARE = "share"
"""The unit of a share; its kind is "percent"."""
_EXACT = Fraction(1, 1000)
_ROUGH = Fraction(4)
"""Percentage points: what a fraction in a claim's words is rounded to, so that 32 percent may be a third."""
_FRACTION = re.compile(r"(?:[\w-]+[\s-])?(?:half|thirds?|quarters?|fourths?|fifths?|tenths?)", re.IGNORECASE)
_WHOLE = re.compile(
    r"\s+of\s+(?!an?\b|\d)(?!(?:hour|year|century|month|day|game|season|match|mile)\b)|\s+(?:the|all|its|their)\s",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:\s(?!of\b|and\b)[^\W\d]+){0,2}\s(?:out\s)?of\s(?:(?:the|its|their|his|her|our|about|some|all)\s){0,2}"
)
_OUT_OF = re.compile(r"(?:^|[\s\"'“(])of\s(?:(?:the|its|their|these|those|some|about|all)\s){0,2}$", re.IGNORECASE)
_THEN = re.compile(r"(?:\s[^\W\d]+){0,6},\s(?:[^\W\d]+\s){0,5}")


def with_shares(text: str, found: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The numbers of a text, fractions of a whole among them as percentages."""
    return tuple(_share(one) if _is_share(text, one) else one for one in found)


def made_shares(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Percentages that two numbers of a text make which it puts side by side: one "of" the other."""
    for one, other in pairwise(found):
        between = text[one.end : other.start]
        if _PART.fullmatch(_after(text, one, other)):
            part, whole = one, other
        elif _OUT_OF.search(text[max(0, one.start - 30) : one.start]) and _THEN.fullmatch(_after(text, one, other)):
            part, whole = other, one
        else:
            continue
        if not between or not (_counts(part) and _counts(whole)) or not 0 < part.values[0] < whole.values[0]:
            continue
        value = part.values[0] * 100 / whole.values[0]
        yield Quantity(one.start, other.end, (value,), _EXACT, "percent", SHARE)


def _after(text: str, one: Quantity, other: Quantity) -> str:
    """What stands between the digits of the first number and the second, its unit included."""
    digits = re.match(r"[\d.,\u00a0\u202f\u2009]*\d|[\w-]+", text[one.start :])
    return text[one.start + (digits.end() if digits else 0) : other.start]


def _counts(one: Quantity) -> bool:
    return one.kind in ("number", "year") and one.bound is Bound.EXACT and one.values[0].denominator == 1


def _is_share(text: str, one: Quantity) -> bool:
    if one.kind != "number" or not 0 < one.values[0] < 1:
        return False
    words = _FRACTION.match(text, one.start)
    if words is None or words.end() > one.end:
        return False
    several = re.match(r"(?:two|three|four)\b", text[one.start :], re.IGNORECASE) is not None
    return several or _WHOLE.match(text, words.end()) is not None


def _share(one: Quantity) -> Quantity:
    return replace(one, kind="percent", unit=SHARE, values=(one.values[0] * 100,), step=_EXACT)


def rough_step(one: Quantity) -> Fraction:
    """What a claim's number is rounded to: for a fraction in words, some percentage points."""
    return _ROUGH if one.unit == SHARE and one.step == _EXACT else one.step
