"""Which fields each kind of thing has, what values they take, and how a value is written as JSON and as a column."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from annotator.model.changes import CLOCK_LIMIT, VALUE_LIMIT
from annotator.model.errors import Refused
from annotator.model.formulas import read_formula
from annotator.model.places import Place
from annotator.model.things import ClaimType, Handling, Kind, QueryType, Relation, Role, Status, Terms

_SURROGATE = re.compile("[\ud800-\udfff]")
REQUIRED: Final = object()
"""A field without which a thing is not in the tables."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `fits` tells lawful values, `default` is how an unset one is read, `target` a table pointed at."""

    name: str
    fits: Callable[[Any], bool]
    default: Any = ""
    target: str = ""
    is_json: bool = False

    def column(self, value: Any) -> Any:
        """The value as it stands in the table; None is 'never set'."""
        if value is None:
            value = self.default
        if self.is_json:
            return canonical(value)
        if self.target:
            return value or None
        return int(value) if isinstance(value, bool) else value


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= CLOCK_LIMIT


def _anything(value: Any) -> bool:
    return True


def _place(value: Any) -> bool:
    try:
        place = Place.from_value(value)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return False
    return bool(place.spans or place.region)


def _formula(value: Any) -> bool:
    try:
        read_formula(value)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    return True


def _one_of(words: type[StrEnum], *others: str) -> Callable[[Any], bool]:
    allowed = frozenset((*(word.value for word in words), *others))
    return lambda value: isinstance(value, str) and value in allowed


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


_REMOVED = Field("removed", _flag, False)

FIELDS: Final[Mapping[Kind, Mapping[str, Field]]] = {
    Kind.PROJECT: _fields(Field("title", _text), Field("hold", _text)),
    Kind.PERSON: _fields(Field("name", _text)),
    Kind.DOCUMENT: _fields(
        Field("name", _text),  # empty in a copy from which the source was withheld
        Field("role", _one_of(Role), Role.SOURCE.value),
        Field("handling", _one_of(Handling), Handling.UNSET.value),
        *(Field(name, _text) for name in ("title", "author", "date", "received", "address")),
        Field("current", _text, target="version"),
        *(Field(name, _text) for name in ("part_of", "interviewee", "how")),
        Field("terms", _one_of(Terms, ""), ""),
        Field("embargo", _text),
        Field("in_force", _text),
        Field("same_as", _text),
        _REMOVED,
    ),
    Kind.VERSION: _fields(
        Field("document", _text, REQUIRED, "document"),
        Field("sha256", _text, REQUIRED),
        *(Field(name, _text) for name in ("extraction", "format")),
        Field("size", _count, 0),
        Field("received", _text),
        Field("encrypted", _flag, False),
        _REMOVED,
    ),
    Kind.CLAIM: _fields(
        Field("number", _count, REQUIRED),
        Field("type", _one_of(ClaimType), ClaimType.FACT.value),
        Field("said_by", _text),
        Field("status", _one_of(Status), Status.OPEN.value),
        Field("verified", _anything, None, is_json=True),
        Field("note", _text),
        Field("private", _flag, False),
        Field("same_as", _text),
        _REMOVED,
    ),
    Kind.PASSAGE: _fields(
        Field("document", _text, REQUIRED, "document"),
        Field("place", _place, REQUIRED, is_json=True),
        Field("claim", _text, target="claim"),
        *(Field(name, _text) for name in ("note", "translation", "translator", "lost")),
        Field("private", _flag, False),
        _REMOVED,
    ),
    Kind.LINK: _fields(
        Field("claim", _text, REQUIRED, "claim"),
        Field("passage", _text, REQUIRED, "passage"),
        Field("relation", _one_of(Relation), REQUIRED),
        *(Field(name, _text) for name in ("note", "together")),
        Field("handling", _one_of(Handling), Handling.UNSET.value),
        Field("private", _flag, False),
        _REMOVED,
    ),
    Kind.NEEDS_NONE: _fields(
        Field("document", _text, REQUIRED, "document"),
        Field("place", _place, REQUIRED, is_json=True),
        Field("reason", _text),
        _REMOVED,
    ),
    Kind.QUERY: _fields(
        Field("claim", _text, REQUIRED, "claim"),
        Field("type", _one_of(QueryType), QueryType.QUESTION.value),
        *(Field(name, _text) for name in ("text", "whom", "asked", "answer", "answered")),
        Field("closed", _flag, False),
        Field("origin", _text),
        _REMOVED,
    ),
    Kind.DISMISSAL: _fields(
        Field("claim", _text, target="claim"),
        *(Field(name, _text) for name in ("about", "reason")),
        _REMOVED,
    ),
    Kind.CALCULATION: _fields(
        Field("claim", _text, REQUIRED, "claim"),
        Field("formula", _formula, REQUIRED, is_json=True),
        Field("note", _text),
        _REMOVED,
    ),
    Kind.BLACKOUT: _fields(
        Field("document", _text, REQUIRED, "document"),
        Field("place", _place, REQUIRED, is_json=True),
        Field("reason", _text),
        _REMOVED,
    ),
}
"""Kinds in an order in which what is pointed at comes first (but for a document's current version)."""

TABLES: Final[Mapping[Kind, str]] = {kind: kind.value.replace("-", "_") for kind in FIELDS}
"""The table of each kind."""


def columns(kind: Kind) -> tuple[str, ...]:
    """The columns of a kind's table in the order in which rows are handed about, whatever the file's own order is."""
    return ("id", *FIELDS[kind], "made")


def canonical(value: Any) -> str:
    """A value as JSON text, the same for equal values.

    Halves of surrogate pairs (as in file names that are no UTF-8) become U+FFFD, since no database keeps them.
    Raises Refused for a value above the limit, ValueError or TypeError for what is no JSON.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        text = _SURROGATE.sub("\ufffd", text)
        size = len(text.encode())
    if size > VALUE_LIMIT:
        raise Refused(f"This is too long to be kept in one field (at most {VALUE_LIMIT // 1024} KB). Shorten it.")
    return text


def settled(field: str, heads: list[tuple[int, str, Any]]) -> Any:
    """The value shown where several people set a field without seeing each other: (clock, id, value) of every head.

    Handling and terms: the strictest. Embargo: the latest. Status: disputed, open, cut, then verified. Removal: the
    thing stays.
    Otherwise the greatest clock, then the greatest id.
    """
    if len(heads) > 1:
        values = [value for _, _, value in heads]
        if field == "removed":
            return all(values)
        if field == "embargo":
            # Undo can leave one as if never set.
            return max(value or "" for value in values)
        order = _ORDERS.get(field, ())
        for word in order:
            if word in values:
                return word
    return max(heads, key=lambda head: head[:2])[2]


_ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "handling": tuple(word.value for word in reversed(Handling)),
    "terms": (*(word.value for word in reversed(Terms) if word is not Terms.ON_THE_RECORD), ""),
    "status": (Status.DISPUTED.value, Status.OPEN.value, Status.CUT.value, Status.VERIFIED.value),
}
