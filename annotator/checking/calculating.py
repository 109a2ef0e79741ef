"""Works a calculation out exactly: `+ - * /`, brackets, names of figures and whole or decimal numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>[-+*/()×÷−]))")
_SIGNS = {"×": "*", "÷": "/", "−": "-"}
_DEEPEST = 30


class CalculationError(ValueError):
    """An expression that can't be worked out; its words say why."""


def worked_out(expression: str, figures: Mapping[str, Fraction]) -> Fraction:
    """The value of an expression, exact. Raises CalculationError with a short sentence that says why there is none."""
    reader = _Reader(list(_tokens(expression)), figures)
    value = reader.sum(0)
    if reader.left:
        raise CalculationError(f"‘{reader.left[0]}’ does not belong there.")
    return value


def names_in(expression: str) -> list[str]:
    """The names of figures in an expression, each once. Raises CalculationError for a sign that is none of ours."""
    return list(dict.fromkeys(token for token in _tokens(expression) if token[0].isalpha() or token[0] == "_"))


def figure_at(text: str, words: str) -> int:
    """Where a number stands in a text, in code points, and not as a part of another one ("200" in "1,200"); else -1."""
    if not words.strip():
        return -1
    pattern = r"\s+".join(map(re.escape, words.split()))  # lines end differently in another version
    match = re.search(rf"(?<![\w])(?<!\d[.,]){pattern}(?![\w]|[.,]\d)", text)
    return match.start() if match else -1


def of_hundred(expression: str) -> bool:
    """Whether a calculation gives percent by itself, as it multiplies by 100."""
    return "100" in _tokens(expression)


def _tokens(expression: str) -> Iterator[str]:
    at = 0
    words = expression.rstrip()
    while at < len(words):
        match = _TOKEN.match(words, at)
        if match is None:
            raise CalculationError(
                f"‘{words[at:].strip()[:12]}’ can't be read. Use numbers, names, + - * / and brackets."
            )
        at = match.end()
        token = match["number"] or match["name"] or match["sign"]
        yield _SIGNS.get(token, token)


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[str], figures: Mapping[str, Fraction]) -> None:
        self.left = tokens
        self._figures = figures

    def sum(self, deep: int) -> Fraction:
        """Terms added and subtracted."""
        if deep > _DEEPEST:
            raise CalculationError("There are too many brackets.")
        value = self._product(deep)
        while self.left and self.left[0] in "+-":
            sign, term = self.left.pop(0), self._product(deep)
            value = value + term if sign == "+" else value - term
        return value

    def _product(self, deep: int) -> Fraction:
        value = self._single(deep)
        while self.left and self.left[0] in "*/":
            sign, factor = self.left.pop(0), self._single(deep)
            if sign == "/" and not factor:
                raise CalculationError("It divides by zero.")
            value = value * factor if sign == "*" else value / factor
        return value

    def _single(self, deep: int) -> Fraction:
        if not self.left:
            raise CalculationError("Something is missing at its end.")
        part = self.left.pop(0)
        if part == "-" and deep <= _DEEPEST:
            return -self._single(deep + 1)
        if part == "(":
            value = self.sum(deep + 1)
            if not self.left or self.left.pop(0) != ")":
                raise CalculationError("A bracket is not closed.")
            return value
        if part[0].isdigit():
            return Fraction(part)
        if part in self._figures:
            return self._figures[part]
        raise CalculationError(f"‘{part}’ is no figure of it.")
