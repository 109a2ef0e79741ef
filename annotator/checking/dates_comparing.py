"""Dates of a claim held against those of the passages it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.checking.dates import Bounded, Dated, Precision, Reading, stretch, years_of

_ANY_YEAR = 2000
"""Where nothing names a year, days of the year are compared: in one that has them all."""
_FINER = (Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR)


class DateVerdict(StrEnum):
    """What became of one date of a claim."""

    SAME = "same"
    WITHIN = "within"
    """The claim is less exact, or bounded, and the passage's date fits."""
    DIFFERS = "differs"
    AMBIGUOUS = "ambiguous"
    """It can be read in two ways, and nothing tells which."""
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class DateCompared:
    """A date of a claim, the verdict, and the date of the passage that it was held against, if any."""

    claim: Dated
    verdict: DateVerdict
    passage: Dated | None = None


def compare_dates(claim: Sequence[Dated], passage: Sequence[Dated]) -> tuple[DateCompared, ...]:
    """Each date of a claim, held against all those of the passages together."""
    agreed = tuple(_compare(one, passage) for one in claim)
    matched = {id(one.passage) for one in agreed if one.verdict in (DateVerdict.SAME, DateVerdict.WITHIN)}
    # A date that another one of the claim matches word for word is not what this one was meant to be.
    return tuple(
        DateCompared(one.claim, DateVerdict.ABSENT)
        if one.verdict is DateVerdict.DIFFERS and id(one.passage) in matched
        else one
        for one in agreed
    )


def _compare(one: Dated, passage: Sequence[Dated]) -> DateCompared:
    year = next(years_of((*passage, one)), _ANY_YEAR)
    best: DateCompared | None = None
    for other in passage:
        verdict = _agrees(one, other, year)
        if verdict is DateVerdict.SAME:
            return DateCompared(one, verdict, other)
        if verdict is not None and best is None:
            best = DateCompared(one, verdict, other)
    if best is not None:
        return best
    if one.ambiguous and not passage:
        return DateCompared(one, DateVerdict.AMBIGUOUS)
    rivals = [other for other in passage if _rivals(one, other)]
    if not rivals:
        return DateCompared(one, DateVerdict.AMBIGUOUS if one.ambiguous else DateVerdict.ABSENT)
    nearest = max(rivals, key=lambda other: _shared(one.readings[0], other.readings[0]))
    return DateCompared(one, DateVerdict.DIFFERS, nearest)


def _agrees(one: Dated, other: Dated, year: int) -> DateVerdict | None:
    for mine in one.readings:
        for theirs in other.readings:
            if mine == theirs and (one.bound not in (Bounded.BEFORE, Bounded.AFTER) or one.bound is other.bound):
                return DateVerdict.SAME
    for mine in one.readings:
        for theirs in other.readings:
            if _fits(one, mine, theirs, year):
                return DateVerdict.WITHIN
    return None


def _fits(one: Dated, mine: Reading, theirs: Reading, year: int) -> bool:
    a, b = stretch(mine, theirs.year or year), stretch(theirs, mine.year or year)
    if a is None or b is None or mine.fiscal != theirs.fiscal:
        return False
    if one.bound in (Bounded.BEFORE, Bounded.BY) and _near(mine, theirs):
        return b[1] < a[0] or (one.bound is Bounded.BY and b[0] <= a[1])
    if one.bound in (Bounded.AFTER, Bounded.SINCE) and _near(mine, theirs):
        return b[0] > a[1] or (one.bound is Bounded.SINCE and b[1] >= a[0])
    return a[0] <= b[0] and b[1] <= a[1]


def _near(mine: Reading, theirs: Reading) -> bool:
    """Whether two dates may speak of the same: any date is before one far away."""
    if not mine.year or not theirs.year:
        return bool(mine.month and theirs.month)
    return abs(mine.year - theirs.year) <= 2


def _rivals(one: Dated, other: Dated) -> bool:
    """Whether two dates that don't agree are likely meant to be the same, so that their difference means something."""
    mine, theirs = one.readings[0], other.readings[0]
    if mine.fiscal != theirs.fiscal:
        return False
    if one.precision is Precision.YEAR:
        return other.precision is Precision.YEAR and abs(mine.year - theirs.year) <= 2
    if _FINER.index(other.precision) > _FINER.index(one.precision):
        # The passage is less exact: it differs only where the claim's day can't lie in it.
        return bool(mine.year and theirs.year and mine.year != theirs.year and abs(mine.year - theirs.year) <= 1)
    return _shared(mine, theirs) > 0


def _shared(mine: Reading, theirs: Reading) -> int:
    same_year = not mine.year or not theirs.year or mine.year == theirs.year
    same_month = bool(mine.month) and mine.month == theirs.month
    same_day = bool(mine.day) and mine.day == theirs.day
    return 2 * same_month + same_day + same_year
