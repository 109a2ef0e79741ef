"""Numbers of a claim held against those of the passages it rests on: the same, rounded, within what is said, or not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from annotator.checking.numbers import Bound, Quantity

_NEAR = Fraction(1, 10)
"""How far "about" reaches."""


_AS_LIKELY = 0.45
"""How much less likely a number may be the one spoken of than the likeliest."""
_LOWER = (Bound.MORE, Bound.AT_LEAST)
_UPPER = (Bound.LESS, Bound.AT_MOST)


class Verdict(StrEnum):
    """What became of one number of a claim."""

    SAME = "same"
    ROUNDED = "rounded"
    WITHIN = "within"
    DIFFERS = "differs"
    UNCLEAR = "unclear"
    OPEN = "open"
    """Both have bounds, and both may be so: "fewer than 500" where the passage has "more than 490"."""
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of a claim, the verdict, and the number of the passage that it was held against, if any."""

    claim: Quantity
    verdict: Verdict
    passage: Quantity | None = None


def compare(claim: Sequence[Quantity], passage: Sequence[Quantity]) -> tuple[Compared, ...]:
    """Each number of a claim, held against all those of the passages together."""
    return tuple(_compare(one, passage) for one in claim)


def _compare(one: Quantity, passage: Sequence[Quantity]) -> Compared:
    like = [other for other in passage if _comparable(one, other)]
    if one.kind == "percent" and not like:
        like = [other for other in passage if other.kind == "number" and other.values[0] <= 100 and one.bound]
    if one.kind in ("label", "year", "ordinal"):
        same = next((other for other in like if set(one.values) & set(other.values)), None)
        return Compared(one, Verdict.SAME if same else Verdict.ABSENT, same)
    all_like = like
    if one.bound in (*_LOWER, *_UPPER):
        # Any small number is "less than a million": it is held against the one that it most likely speaks of.
        like = sorted(like, key=lambda other: _far(one, other))
        like = [other for other in like if _far(one, other) - _far(one, like[0]) < _AS_LIKELY]
    best: Compared | None = None
    for other in like:
        verdict = agrees(one, other)
        if verdict is Verdict.SAME:
            return Compared(one, verdict, other)
        if verdict is not None and (best is None or verdict is Verdict.ROUNDED):
            best = Compared(one, verdict, other)
    if best is not None:
        return best
    nearest = min(like, key=lambda other: _far(one, other), default=None)
    if nearest is None or not _likely(one, nearest):
        return Compared(one, Verdict.ABSENT, nearest)
    if nearest.unit != one.unit or not one.unit:
        others = [other for other in all_like if other is not nearest and _likely(one, other)]
        if any(agrees(one, other) for other in others):
            return Compared(one, Verdict.UNCLEAR, nearest)
    if nearest.bound not in (Bound.EXACT, Bound.ABOUT) and not _outside(one, nearest):
        bounded = one.bound in (*_LOWER, *_UPPER)
        return Compared(one, Verdict.OPEN if bounded else Verdict.UNCLEAR, nearest)
    return Compared(one, Verdict.DIFFERS, nearest)


def _likely(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers speak of the same, so that their difference means something."""
    if one.kind in ("money", "percent", "points") or (one.unit and one.unit == other.unit):
        return True
    mine, theirs = abs(one.values[0]), abs(other.values[0])
    if min(mine, theirs) < 2:
        return False
    near = Fraction(5, 4) if one.unit and other.unit else Fraction(2)
    return mine * near >= theirs and theirs * near >= mine


def _outside(one: Quantity, other: Quantity) -> bool:
    """Whether a bounded number of a passage rules the claim's out: "over 10" rules out 9, and "less than 10"."""
    mine, theirs = one.values[0], other.values[0]
    if other.bound in (Bound.MORE, Bound.AT_LEAST):
        return mine < theirs if one.bound in (Bound.EXACT, Bound.ABOUT) else one.bound in _UPPER and mine <= theirs
    return mine > theirs if one.bound in (Bound.EXACT, Bound.ABOUT) else one.bound in _LOWER and mine >= theirs


def _far(one: Quantity, other: Quantity) -> float:
    """How unlikely it is that both speak of the same: by what is counted, then by size."""
    mine, theirs = float(abs(one.values[0])) + 1e-9, float(abs(other.values[0])) + 1e-9
    apart = abs(math.log(mine / theirs))
    if one.unit and one.unit == other.unit:
        return apart - 1.2
    return apart + (0.3 if one.unit and other.unit else 0)


def _comparable(one: Quantity, other: Quantity) -> bool:
    if one.kind == other.kind:
        return one.kind != "money" or one.unit == other.unit
    plain = ("number", "year", "ordinal", "label")
    if one.kind in plain and other.kind in plain:
        return bool(set(one.values) & set(other.values))
    return False


def agrees(one: Quantity, other: Quantity) -> Verdict | None:
    """How a claim's number agrees with a passage's; None where it does not."""
    if one.bound in (*_LOWER, *_UPPER):
        return _agrees(one, one.values[0], other, other.values[0])
    found: Verdict | None = None
    for value in one.values:
        for given in other.values:
            verdict = _agrees(one, value, other, given)
            if verdict is Verdict.SAME:
                return verdict
            found = found or verdict
    return found


def _agrees(one: Quantity, value: Fraction, other: Quantity, given: Fraction) -> Verdict | None:
    if one.bound in _LOWER:
        if other.bound in _UPPER:
            return None
        equal = one.bound is Bound.AT_LEAST or other.bound is Bound.MORE
        return Verdict.WITHIN if given > value or (given == value and equal) else None
    if one.bound in _UPPER:
        if other.bound in _LOWER:
            return None
        equal = one.bound is Bound.AT_MOST or other.bound is Bound.LESS
        return Verdict.WITHIN if given < value or (given == value and equal) else None
    if value == given:
        return Verdict.SAME
    if one.bound is Bound.ABOUT and abs(given - value) <= abs(value) * _NEAR:
        return Verdict.WITHIN
    if one.step > other.step and abs(given - value) * 2 <= one.step:
        return Verdict.ROUNDED
    return None
