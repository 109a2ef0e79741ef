"""Units of measure: which mean the same kind of thing, and how many of one make another.

Factors are the definitions of the International System of Units and of the international yard and pound (1959); US
gallons and short tons, where a text says no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

_KINDS: Mapping[str, Mapping[str, str]] = {
    "length": {
        "millimetre": "0.001",
        "centimetre": "0.01",
        "metre": "1",
        "kilometre": "1000",
        "inch": "0.0254",
        "foot": "0.3048",
        "yard": "0.9144",
        "mile": "1609.344",
    },
    "area": {
        "square metre": "1",
        "hectare": "10000",
        "square kilometre": "1000000",
        "square foot": "0.09290304",
        "acre": "4046.8564224",
        "square mile": "2589988.110336",
    },
    "mass": {
        "milligram": "0.000001",
        "gram": "0.001",
        "kilogram": "1",
        "tonne": "1000",
        "ounce": "0.028349523125",
        "pound": "0.45359237",
        "ton": "907.18474",
    },
    "volume": {"millilitre": "0.001", "litre": "1", "cubic metre": "1000", "gallon": "3.785411784"},
    "time": {"second": "1", "minute": "60", "hour": "3600", "day": "86400", "week": "604800"},
    "long time": {"month": "1", "year": "12", "decade": "120", "century": "1200"},
    "speed": {"kilometre an hour": "1", "mile an hour": "1.609344"},
}
_WRITTEN = {
    **{"mm": "millimetre", "cm": "centimetre", "m": "metre", "km": "kilometre", "ft": "foot", "feet": "foot"},
    **{"inches": "inch", "yd": "yard", "mi": "mile", "ha": "hectare", "sq ft": "square foot", "sq m": "square metre"},
    **{"square feet": "square foot", "sq mi": "square mile", "sq km": "square kilometre", "m²": "square metre"},
    **{"km²": "square kilometre", "m³": "cubic metre", "mg": "milligram", "g": "gram", "kg": "kilogram"},
    **{"metric ton": "tonne", "metric tons": "tonne", "lb": "pound", "lbs": "pound", "oz": "ounce"},
    **{"ml": "millilitre", "km/h": "kilometre an hour", "kph": "kilometre an hour", "mph": "mile an hour"},
    **{"miles an hour": "mile an hour", "miles per hour": "mile an hour", "centuries": "century"},
    **{"kilometers per hour": "kilometre an hour", "kilometres per hour": "kilometre an hour"},
    **{"square meter": "square metre", "square kilometer": "square kilometre", "cubic meter": "cubic metre"},
    **{"millimeter": "millimetre", "centimeter": "centimetre", "meter": "metre", "kilometer": "kilometre"},
    **{"liter": "litre", "milliliter": "millilitre", "kilo": "kilogram"},
}
_UNITS = {unit: (kind, Fraction(factor)) for kind, units in _KINDS.items() for unit, factor in units.items()}
_NAMES = {**{unit: unit for unit in _UNITS}, **_WRITTEN}
_MONEY = ("pound",)
_ALL = {name: unit for name, unit in _NAMES.items() if name not in _MONEY}
_ALL |= {f"{name}s": unit for name, unit in _ALL.items() if len(name) > 3}
_MEASURE = re.compile(
    rf"[\s\u00a0\u202f-]?(?P<unit>{'|'.join(re.escape(name) for name in sorted(_ALL, key=len, reverse=True))})"
    r"(?![\w²³'’]|/\w)",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[MG]")
"""As letters alone they are millions, or names."""


def measure(text: str, at: int) -> tuple[str, int]:
    """The unit that stands right after a number, and where it ends (code points); "" where none does."""
    match = _MEASURE.match(text, at)
    if match is None or _CAPITALS.fullmatch(match["unit"]):
        return "", at
    return _ALL[match["unit"].lower()], match.end()


def is_measure(unit: str) -> bool:
    """Whether it is a unit of measure, as `measure` names it."""
    return unit in _UNITS


def factor(unit: str, other: str) -> Fraction | None:
    """How many of `unit` are one of `other`; None where they don't measure the same kind of thing.

    Months and years don't make an exact number of days.
    """
    mine, theirs = _UNITS.get(unit), _UNITS.get(other)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return None
    return theirs[1] / mine[1]
