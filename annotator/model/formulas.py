"""A calculation as one value: an expression over figures that stand in passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 200
"""Letters of an expression."""
MOST = 20
"""Figures in one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands in a passage: `words` as it is written there, `start` in code points of its quote."""

    passage: str
    start: int
    words: str


@dataclass(frozen=True, slots=True)
class Formula:
    """How a figure of the claim (`result`, as it is written there) comes from others.

    `expression` has the names of `figures`, whole numbers, `+ - * / ( )`, as "(b - a) / a".
    """

    result: str
    expression: str
    figures: Mapping[str, Figure]

    def value(self) -> dict[str, Any]:
        """As it is stored."""
        figures = {
            name: {"passage": one.passage, "start": one.start, "words": one.words} for name, one in self.figures.items()
        }
        return {"result": self.result, "expression": self.expression, "figures": figures}


def read_formula(value: Any) -> Formula:
    """A stored value. Raises ValueError, KeyError or TypeError where it is none."""
    result, expression, figures = value["result"], value["expression"], value["figures"]
    if not (isinstance(result, str) and isinstance(expression, str) and isinstance(figures, dict)):
        raise TypeError("no formula")
    if len(expression) > LONGEST or len(result) > LONGEST or len(figures) > MOST:
        raise ValueError("too long")
    found = {}
    for name, one in figures.items():
        passage, start, words = one["passage"], one["start"], one["words"]
        if not (isinstance(passage, str) and isinstance(words, str) and len(words) <= LONGEST and name.isidentifier()):
            raise TypeError("no figure")
        if isinstance(start, bool) or not isinstance(start, int) or start < 0:
            raise TypeError("no offset")
        found[name] = Figure(passage, start, words)
    return Formula(result, expression, found)
