"""A place as its column has it, read from JSON when somebody first asks."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from annotator.model.errors import ProjectDamaged
from annotator.model.places import Place
from annotator.store.failing import DAMAGED
from annotator.store.fields import canonical

_PLACE_FIELDS = tuple(field.name for field in fields(Place))
_COMPARED = tuple(field.name for field in fields(Place) if field.compare)


class StoredPlace(Place):
    """A place read from its JSON when somebody first asks: most of the passages of a project are not on the screen.

    In everything else it is the place: equal to it, with the same hash.
    """

    __slots__ = ("_text",)

    def __init__(self, *given: Any, text: str = "", **named: Any) -> None:
        # `dataclasses.replace` makes one from fields.
        if text:
            object.__setattr__(self, "_text", text)
        else:
            super().__init__(*given, **named)

    def __getattr__(self, name: str) -> Any:
        # Reached only for a slot that nothing was put into yet.
        if name not in _PLACE_FIELDS:
            raise AttributeError(name)
        try:
            place = Place.from_value(json.loads(self._text))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise ProjectDamaged(DAMAGED) from error
        for each in _PLACE_FIELDS:
            object.__setattr__(self, each, getattr(place, each))
        return getattr(place, name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Place):
            return NotImplemented
        if isinstance(other, StoredPlace):
            mine, theirs = (getattr(place, "_text", "") for place in (self, other))
            if mine and mine == theirs:
                return True
        return all(getattr(self, name) == getattr(other, name) for name in _COMPARED)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in _COMPARED))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Place, tuple(getattr(self, name) for name in _PLACE_FIELDS))


def column_of(place: Place) -> str:
    """The place as its column has it: to the letter where it was read from one."""
    text = getattr(place, "_text", "")
    return text or canonical(place.to_value())
