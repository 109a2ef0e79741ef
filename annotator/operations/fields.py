"""Which fields a person may set on what, and which values they take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from annotator.model.errors import Refused
from annotator.model.things import ClaimType, Handling, Kind, QueryType, Relation, Role, Status, Terms
from annotator.operations.resolving import named, plain_text

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
Reader = Callable[[str, Any], Any]


def _words(field: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(f"'{field}' takes text.")
    plain_text(value, f"The value of '{field}'")
    return value


def _day(field: str, value: Any) -> str:
    """A year, a month or a day; nothing, where it is not known."""
    words = _words(field, value).strip()
    if words and not (_DAY.fullmatch(words) and _is_day(words)):
        raise Refused(f"'{field}' takes a year, month or day, as 2024, 2024-03 or 2024-03-15, or nothing.")
    return words


def _whole_day(field: str, value: Any) -> str:
    words = _words(field, value).strip()
    if words and not (len(words) == len("2024-03-15") and _day(field, words)):
        raise Refused(f"'{field}' takes a day, as 2024-03-15, or nothing.")
    return words


def _is_day(words: str) -> bool:
    year, month, day = (*map(int, words.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _flag(field: str, value: Any) -> bool:
    found = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}.get(
        str(value).lower()
    )
    if found is None:
        raise Refused(f"'{field}' takes yes or no.")
    return found


def _one_of(words: type[StrEnum], *others: str) -> Reader:
    def read(field: str, value: Any) -> str:
        if value not in (*(word.value for word in words), *others):
            allowed = ", ".join(word.value for word in words)
            nothing = ", or nothing" if "" in others else ""
            raise Refused(f"'{field}' takes one of these: {allowed}{nothing}.")
        return str(value)

    return read


SETTABLE: Mapping[Kind, Mapping[str, Reader]] = {
    Kind.PROJECT: {"title": _words, "hold": _words},
    Kind.PERSON: {"name": _words},
    Kind.DOCUMENT: {
        "role": _one_of(Role),
        "handling": _one_of(Handling),
        "title": _words,
        "author": _words,
        "date": _day,
        "received": _words,
        "address": _words,
        "current": _words,
        "interviewee": _words,
        "how": _words,
        "terms": _one_of(Terms, ""),
        "embargo": _whole_day,
        "in_force": _day,
        "part_of": _words,
    },
    Kind.PASSAGE: {"note": _words, "translation": _words, "translator": _words, "private": _flag},
    Kind.CLAIM: {
        "type": _one_of(ClaimType),
        "said_by": _words,
        "status": _one_of(Status),
        "note": _words,
        "private": _flag,
    },
    Kind.LINK: {
        "relation": _one_of(Relation),
        "note": _words,
        "together": _words,
        "handling": _one_of(Handling),
        "private": _flag,
    },
    Kind.NEEDS_NONE: {"reason": _words},
    Kind.BLACKOUT: {"reason": _words},
    Kind.QUERY: {
        "type": _one_of(QueryType),
        "text": _words,
        "whom": _words,
        "asked": _day,
        "answer": _words,
        "answered": _day,
        "closed": _flag,
    },
    Kind.DISMISSAL: {"reason": _words},
    Kind.CALCULATION: {"note": _words},
}


def read_value(kind: Kind, field: str, value: Any) -> tuple[str, Any]:
    """The field as it is called in the project, and the value as it is stored.

    Raises Refused, naming what is allowed, for a field that can't be set or a value it does not take.
    """
    allowed = SETTABLE.get(kind, {})
    name = field.replace("-", "_")
    if not allowed:
        raise Refused(f"Nothing can be set on {named(kind)}.")
    if name not in allowed:
        raise Refused(f"'{field}' can't be set on {named(kind)}. What can be set: {', '.join(allowed)}.")
    return name, allowed[name](name, value)
