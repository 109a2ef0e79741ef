"""Dates that are told from the day on which something was written: "last May", "yesterday", "this year"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from annotator.checking.dates import MONTH, MONTHS, Dated, Precision, Reading, dates

_RELATIVE = re.compile(
    rf"\b(?:(?P<when>last|this|next|this past)\s(?:(?P<m>{MONTH})|(?P<unit>month|year))"
    r"|(?P<day>yesterday|today|tomorrow))\b(?!\s\d)",
    re.IGNORECASE,
)
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEP = {"last": -1, "this": 0, "this past": 0, "next": 1}


def dated(text: str, written: date | None) -> tuple[Dated, ...]:
    """All dates of a text that was written on a day; those told from that day only where it is known."""
    found = dates(text)
    if written is None:
        return found
    more = [one for one in _relative(text, written) if not any(_overlap(one, other) for other in found)]
    return tuple(sorted((*found, *more), key=lambda one: one.start))


def _relative(text: str, written: date) -> Iterator[Dated]:
    for match in _RELATIVE.finditer(text):
        when = " ".join((match["when"] or "").lower().split())
        if match["day"]:
            day = written + timedelta(days=_DAYS[match["day"].lower()])
            yield Dated(*match.span(), (Reading(day.year, day.month, day.day),), Precision.DAY)
        elif match["m"]:
            month = MONTHS[match["m"].rstrip(".").lower()]
            yield Dated(*match.span(), tuple(_months(when, month, written)), Precision.MONTH)
        elif match["unit"].lower() == "year":
            yield Dated(*match.span(), (Reading(written.year + _STEP[when]),), Precision.YEAR)
        else:
            years, month = divmod(written.year * 12 + written.month - 1 + _STEP[when], 12)
            yield Dated(*match.span(), (Reading(years, month + 1),), Precision.MONTH)


def _months(when: str, month: int, written: date) -> Iterator[Reading]:
    """What is said in June of "last May" is this year's for some and the one before for others: both."""
    if when in ("this", "this past"):
        yield Reading(written.year, month)
    elif when == "last":
        if month < written.month:
            yield Reading(written.year, month)
        yield Reading(written.year - 1, month)
    else:
        if month > written.month:
            yield Reading(written.year, month)
        yield Reading(written.year + 1, month)


def _overlap(one: Dated, other: Dated) -> bool:
    return one.start < other.end and other.start < one.end
