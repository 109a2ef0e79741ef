"""Dates as people write them, read from text as stretches of days; ambiguous ones with all their readings."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS: dict[str, int] = {
    **{name.lower(): at for at, name in enumerate(calendar.month_name) if name},
    **{name.lower(): at for at, name in enumerate(calendar.month_abbr) if name},
    **{"sept": 9, "januar": 1, "februar": 2, "märz": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12},
}
"""Months by their names, in small letters."""
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_END = r"(?!\d)(?![.,]\d{3})(?!\s?(?:%|per\s?cent))"
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_BEFORE = re.compile(
    r"\b(?:(?P<before>before|prior to|earlier than)|(?P<by>by|until|till|up to|through)|(?P<after>after|later than|"
    r"following)|(?P<since>since|from|as of|starting))\s+(?:the\s+)?(?:(?:late|early|mid)[\s-])?(?:\w+day,?\s+)?$",
    re.IGNORECASE,
)


class Bounded(StrEnum):
    """What a word before a date makes of it."""

    ON = "on"
    BEFORE = "before"
    BY = "by"
    AFTER = "after"
    SINCE = "since"


class Precision(StrEnum):
    """How exactly a date is given."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a date: `year` 0 where none is given, `month` and `day` 0 where it is less exact."""

    year: int
    month: int = 0
    day: int = 0
    quarter: int = 0
    fiscal: bool = False
    """Whether it is a business year, which begins and ends who knows when."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text; `start` and `end` count code points. Several readings where it is ambiguous."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    precision: Precision
    bound: Bounded = Bounded.ON

    @property
    def ambiguous(self) -> bool:
        """Whether it can be read in more than one way."""
        return len(self.readings) > 1


def _numbers(match: re.Match[str], *names: str) -> tuple[int, ...]:
    return tuple(int(match[name]) for name in names)


def _named(match: re.Match[str]) -> list[Reading]:
    month = MONTHS[match["m"].rstrip(".").lower()]
    year = int(match["y"]) if match["y"] else 0
    return [Reading(year, month, int(match["d"]))] if _there_is(year, month, int(match["d"])) else []


def _month(match: re.Match[str]) -> list[Reading]:
    return [Reading(int(match["y"]), MONTHS[match["m"].rstrip(".").lower()])]


def _iso(match: re.Match[str]) -> list[Reading]:
    year, month, day = _numbers(match, "y", "m", "d")
    return [Reading(year, month, day)] if _there_is(year, month, day) else []


def _dotted(match: re.Match[str]) -> list[Reading]:
    day, month = _numbers(match, "d", "m")
    year = _full(match["y"])
    return [Reading(year, month, day)] if _there_is(year, month, day) else []


def _slashed(match: re.Match[str]) -> list[Reading]:
    """With slashes both orders are in use: month and day, day and month."""
    one, other = _numbers(match, "a", "b")
    year = _full(match["y"])
    ways = [Reading(year, one, other), Reading(year, other, one)]
    return list(dict.fromkeys(way for way in ways if _there_is(year, way.month, way.day)))


def _fiscal(match: re.Match[str]) -> list[Reading]:
    return [Reading(_full(match["y"]), fiscal=True)]


def _year(match: re.Match[str]) -> list[Reading]:
    return [Reading(int(match["y"]))]


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[Reading]], Precision], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read, precision)
    for pattern, read, precision in (
        (rf"\b(?P<y>{_YEAR})([-/])(?P<m>0[1-9]|1[0-2])\2(?P<d>0[1-9]|[12]\d|3[01])\b", _iso, Precision.DAY),
        (
            rf"\b(?P<d>{_DAY})(?:st|nd|rd|th|\.)?\s(?:day\s)?(?:of\s)?(?P<m>{MONTH})(?:\s?,?\s(?P<y>{_YEAR}){_END})?",
            _named,
            Precision.DAY,
        ),
        (
            rf"\b(?P<m>{MONTH})\s(?:the\s)?(?P<d>{_DAY})(?:st|nd|rd|th)?\b{_END}(?:\s?,?\s(?P<y>{_YEAR}){_END})?",
            _named,
            Precision.DAY,
        ),
        (rf"\b(?P<m>{MONTH})\s?,?\s(?:of\s)?(?P<y>{_YEAR}){_END}", _month, Precision.MONTH),
        (rf"\b(?P<d>{_DAY})\.(?P<m>0?[1-9]|1[0-2])\.(?P<y>{_YEAR}|\d\d)\b", _dotted, Precision.DAY),
        (rf"\b(?P<a>{_DAY})/(?P<b>{_DAY})/(?P<y>{_YEAR}|\d\d)\b", _slashed, Precision.DAY),
        (rf"\b(?P<a>{_DAY})-(?P<b>{_DAY})-(?P<y>{_YEAR})\b", _slashed, Precision.DAY),
        (
            rf"\b(?:(?:fiscal|financial|tax)\s(?:year\s)?|FY[\s-]?'?)(?P<y>{_YEAR}|(?<=FY)\d\d|(?<=FY[\s'])\d\d)\b",
            _fiscal,
            Precision.YEAR,
        ),
        (
            rf"\b(?:Q(?P<q>[1-4])|(?P<w>first|second|third|fourth|last)\squarter)(?:\s(?:of|in))?[\s/]'?(?P<y>{_YEAR})\b",
            lambda match: [Reading(int(match["y"]), quarter=_QUARTERS[(match["q"] or match["w"]).lower()])],
            Precision.QUARTER,
        ),
        (
            rf"(?<![\w$€£¥#.,/\u2013-])(?<!than )(?<!over )(?P<y>{_YEAR})"
            r"(?![\w%]|[-\u2013/]\d|[.,]\d|\s(?:BC|people|votes|copies))",
            _year,
            Precision.YEAR,
        ),
    )
)
"""The more exact forms first: what one has taken no other reads again."""


def dates(text: str) -> tuple[Dated, ...]:
    """All dates of a text, in order."""
    taken = [one for one in _ranges(text) if one.readings]
    for pattern, read, precision in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in taken):
                continue  # what another form, or a range, has taken
            readings = read(match)
            if readings:
                taken.append(Dated(match.start(), match.end(), tuple(readings), precision, _bound(text, match.start())))
    return tuple(sorted(taken, key=lambda one: one.start))


_RANGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<d>{_DAY})(?:st|nd|rd|th)?(?:\s?[-\u2013]\s?|\s(?:to|and|until|through)\s)(?P<e>{_DAY})(?:st|nd|rd|th|\.)?"
        rf"\s(?:of\s)?(?P<m>{MONTH})(?:\s?,?\s(?P<y>{_YEAR}){_END})?",
        rf"\b(?P<m>{MONTH})\s(?P<d>{_DAY})(?:st|nd|rd|th)?(?:\s?[-\u2013]\s?|\s(?:to|and|until|through)\s)"
        rf"(?P<e>{_DAY})(?:st|nd|rd|th)?\b{_END}(?:\s?,?\s(?P<y>{_YEAR}){_END})?",
        rf"(?<![\w$€£#.,/-])(?P<d>{_YEAR})\s?[-\u2013]\s?(?P<e>{_YEAR})(?![\w%]|[-\u2013/]\d|[.,]\d)",
    )
)


def _ranges(text: str) -> Iterator[Dated]:
    """Both ends of "3 to 5 May 2024", "May 3-5", "2010-2014"."""
    for pattern in _RANGES:
        for match in pattern.finditer(text):
            year = int(match["y"]) if "m" in match.re.groupindex and match["y"] else 0
            ends = {"d": (match.start(), match.end("d")), "e": (match.start("e"), match.end())}
            for name, span in ends.items():
                number = int(match[name])
                if "m" not in match.re.groupindex:
                    yield Dated(*span, (Reading(number),), Precision.YEAR)
                    continue
                month = MONTHS[match["m"].rstrip(".").lower()]
                readings = (Reading(year, month, number),) if _there_is(year, month, number) else ()
                yield Dated(*span, readings, Precision.DAY)


def _bound(text: str, start: int) -> Bounded:
    match = _BEFORE.search(text, max(0, start - 40), start)
    if match is None:
        return Bounded.ON
    return next(Bounded(name) for name in ("before", "by", "after", "since") if match[name])


def _full(year: str) -> int:
    """A year of two digits is one of 1970 to 2069."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)


def _there_is(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2000, month)[1]


def stretch(reading: Reading, year: int = 0) -> tuple[date, date] | None:
    """First and last day that a reading may mean; `year` where it has none itself; None where nobody has one."""
    year = reading.year or year
    if not year:
        return None
    if reading.quarter:
        last = 3 * reading.quarter
        return date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1])
    if not reading.month:
        return date(year, 1, 1), date(year, 12, 31)
    if not reading.day:
        return date(year, reading.month, 1), date(year, reading.month, calendar.monthrange(year, reading.month)[1])
    if not _there_is(year, reading.month, reading.day):
        return None
    return (day := date(year, reading.month, reading.day)), day


def years_of(found: tuple[Dated, ...]) -> Iterator[int]:
    """The years that are named."""
    for one in found:
        yield from (reading.year for reading in one.readings if reading.year)
