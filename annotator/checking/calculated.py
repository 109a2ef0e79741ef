"""What a declared calculation comes to, held against the figure that it is given for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from annotator.checking.calculating import CalculationError, of_hundred, worked_out
from annotator.checking.comparing import Verdict, agrees
from annotator.checking.numbers import Quantity, quantities


@dataclass(frozen=True, slots=True)
class Calculated:
    """`shown` is the value as it is told; the verdict is SAME, WITHIN or ROUNDED, or DIFFERS."""

    shown: str
    verdict: Verdict


def calculated(result: str, expression: str, figures: Mapping[str, str]) -> Calculated:
    """Works an expression out over numbers as they are written in passages, and compares it with `result`.

    Raises CalculationError where it can't be worked out, or a figure, or the result, is no number.
    """
    values: dict[str, Fraction] = {}
    percent = of_hundred(expression)
    for name, words in figures.items():
        found = quantities(words)
        if not found:
            raise CalculationError(f"‘{name}’ is no number.")
        values[name] = found[0].values[0]
        percent = percent or found[0].kind in ("percent", "points")
    said = quantities(result)
    if not said:
        raise CalculationError("The result is no number.")
    value = worked_out(expression, values)
    per_hundred = said[0].kind in ("percent", "points")
    if per_hundred and not percent:
        value *= 100  # a share, as 0.12 for 12 percent
    verdict = agrees(said[0], Quantity(0, 0, (value,), Fraction(1, 10**12), said[0].kind, said[0].unit))
    return Calculated(_shown(value) + (" percent" if per_hundred else ""), verdict or Verdict.DIFFERS)


def _shown(value: Fraction) -> str:
    if value.denominator == 1:
        return f"{value.numerator:,}"
    return f"{float(value):,.4g}" if abs(value) < 1000 else f"{float(value):,.1f}"
