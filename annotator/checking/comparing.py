"""Numbers of a claim held against those of the passages it rests on: the same, rounded, within what is said, or not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from annotator.checking.measures import factor, is_measure
from annotator.checking.numbers import Bound, Quantity
from annotator.checking.shares import rough_step

_NEAR = Fraction(1, 10)
"""How far "about" reaches."""


_AS_LIKELY = 0.45
"""How much less likely a number may be the one spoken of than the likeliest."""
_TWIN = {"percent": "points", "points": "percent"}
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
    WORKED_OUT = "worked out"
    """Two numbers of the passage make it: "407 of the 1,204 tenants" are a third."""
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of a claim, the verdict, and the number of the passage that it was held against, if any."""

    claim: Quantity
    verdict: Verdict
    passage: Quantity | None = None


def compare(
    claim: Sequence[Quantity], passage: Sequence[Quantity], made: Sequence[Quantity] = ()
) -> tuple[Compared, ...]:
    """Each number of a claim, held against all those of the passages together.

    `made` are those that two numbers of a passage make: they may agree, and are never what differs.
    """
    found: list[Compared] = []
    for one in claim:
        compared = _compare(one, tuple(_in_units_of(one, passage)))
        if compared.verdict in (Verdict.DIFFERS, Verdict.UNCLEAR, Verdict.ABSENT):
            worked = next((other for other in made if one.kind == other.kind and agrees(one, other)), None)
            compared = compared if worked is None else Compared(one, Verdict.WORKED_OUT, worked)
        last = found[-1] if found else None
        if last is not None and one.between is not None and _both_differ(last, compared):
            found[-1] = Compared(replace(one, start=last.claim.start), Verdict.DIFFERS, compared.passage)
        else:
            found.append(compared)
    return tuple(found)


def _both_differ(low: Compared, high: Compared) -> bool:
    """Whether both ends of one stretch differ, which is told once."""
    same = low.claim.between == high.claim.between and low.claim.values[0] < high.claim.values[0]
    return same and low.verdict is high.verdict is Verdict.DIFFERS


def _in_units_of(one: Quantity, passage: Sequence[Quantity]) -> Iterator[Quantity]:
    """A passage's numbers in the claim's unit of measure; without those that measure something else."""
    for other in passage:
        if not (is_measure(one.unit) and is_measure(other.unit)) or one.unit == other.unit:
            yield other
            continue
        times = factor(one.unit, other.unit)
        if times is not None:
            # What was converted is as exact as the rougher of the two.
            values, step = tuple(value * times for value in other.values), other.step * times
            ends = (other.between[0] * times, other.between[1] * times) if other.between else None
            near = other.values == one.values or abs(values[0]) <= 2 * abs(one.values[0]) <= 4 * abs(values[0])
            unit = one.unit if near else other.unit
            yield replace(other, values=values, step=step, between=ends, unit=unit, converted=True)


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
    inside = next((other for other in like if _between(one, other)), None)
    if inside is not None:
        return Compared(one, Verdict.WITHIN, inside)
    twin = next((other for other in passage if other.kind == _TWIN.get(one.kind) and agrees(one, other)), None)
    if twin is not None:
        return Compared(one, Verdict.DIFFERS, twin)
    nearest = min(like, key=lambda other: _far(one, other), default=None)
    if nearest is None or not _likely(one, nearest):
        return Compared(one, Verdict.ABSENT, nearest)
    if nearest.between is not None and any(nearest.between[0] <= value <= nearest.between[1] for value in one.values):
        return Compared(one, Verdict.UNCLEAR, nearest)
    if nearest.unit != one.unit or not one.unit:
        others = [other for other in all_like if other is not nearest and _likely(one, other)]
        if any(agrees(one, other) for other in others):
            return Compared(one, Verdict.UNCLEAR, nearest)
    if nearest.bound not in (Bound.EXACT, Bound.ABOUT) and not _outside(one, nearest):
        bounded = one.bound in (*_LOWER, *_UPPER)
        return Compared(one, Verdict.OPEN if bounded else Verdict.UNCLEAR, nearest)
    return Compared(one, Verdict.DIFFERS, nearest)


def _between(one: Quantity, other: Quantity) -> bool:
    """Whether a single number of the passage lies in the claim's stretch: 17 in "between 10 and 20"."""
    if one.between is None or other.between is not None or other.bound not in (Bound.EXACT, Bound.ABOUT):
        return False
    counted = one.kind != "number" or not (one.unit and other.unit) or one.unit == other.unit
    return counted and any(one.between[0] <= value <= one.between[1] for value in other.values)


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
    step = rough_step(one)
    if step > other.step and abs(given - value) * 2 <= step:
        return Verdict.ROUNDED
    if other.converted and abs(given - value) * 2 <= step + other.step:
        return Verdict.ROUNDED
    return None
