"""What a table's numbers are multiplied by, as its heading says: "(in thousands)", "$ millions", "in Mio. €"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from annotator.checking.number_words import MONEY
from annotator.checking.numbers import Quantity

_SIGN = r"(?:US\$|[$€£¥]|USD|EUR|GBP|CHF)"
_NAMED = rf"(?:{_SIGN}|(?:U\.?S\.?\s)?dollars?|euros?|pounds?(?:\ssterling)?)"
_MANY = r"(?P<many>thousands?|millions?|billions?|Tsd\.?|Tausend|Mio\.?|Millionen|Mrd\.?|Milliarden)"
_HEADING = re.compile(
    rf"(?:^|[\s(\[,;:])(?P<told>(?:(?P<before>{_NAMED})\s)?in\s(?:(?P<inside>{_NAMED})\s)?{_MANY}"
    rf"(?:\s(?:of\s)?(?P<after>{_NAMED}))?)(?=\s*(?:$|[)\];:,]|\bexcept\b))",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED = re.compile(
    rf"(?P<told>(?P<before>{_SIGN})\s?(?:\(?['’]?(?P<zeros>000)['’]?s?\)?|(?P<many>thousands?|millions?|billions?|m|mn|bn|k)))"
    r"(?=\s*(?:$|[)\];:,\t|]))",
    re.IGNORECASE | re.MULTILINE,
)
_ZEROS = re.compile(r"[(\[](?P<told>['’]?000['’]?s?(?:\somitted)?)[)\]]|(?P<short>\bTEUR\b|\bT€)", re.IGNORECASE)
_FACTORS = {"t": 1000, "k": 1000, "m": 10**6, "b": 10**9}
_LINE = 90
"""Letters: what is longer is no heading but a sentence, in which "in thousands" may mean anything."""
_ROW_END = re.compile(r"(?:[$€£]?\s?\(?\d[\d.,]*\)?%?\s+)+[$€£]?\s?\(?\d[\d.,]*\)?%?\s*$")
_NO_ROW = re.compile(r"[a-zäöü]{2,}[.!?](?:\s|$)|[.!?][\"”’]?\s*$")


@dataclass(frozen=True, slots=True)
class TableScale:
    """`factor` for each number of the table; `told` as its heading says it; `currency` as `Quantity.unit` has it."""

    factor: int
    told: str
    currency: str = ""


def table_scale(before: str) -> TableScale | None:
    """The scale told last in the text before a place of a table; None where none is told."""
    found: list[tuple[int, TableScale]] = []
    for pattern in (_HEADING, _SIGNED, _ZEROS):
        for match in pattern.finditer(before):
            start, end = before.rfind("\n", 0, match.start()) + 1, before.find("\n", match.end())
            line = before[start : end if end >= 0 else len(before)]
            if len(line) <= _LINE or before[match.end() : match.end() + 1] in (")", "]"):
                found.append((match.start(), _scale(match)))
    return max(found, key=lambda each: each[0])[1] if found else None


def _scale(match: re.Match[str]) -> TableScale:
    named = match.groupdict()
    if named.get("short"):
        return TableScale(1000, named["short"], "euro")
    money = next((each for key in ("before", "inside", "after") if (each := named.get(key))), "")
    words = money.lower().split()
    known = [MONEY[word.replace(".", "")] for word in words if word.replace(".", "") in MONEY]
    many = (named.get("many") or "thousand").lower()
    factor = 10**9 if many.startswith(("mrd", "milliard", "bn")) else _FACTORS[many[0]]
    told = named["told"] if named["told"].count("(") == named["told"].count(")") else named["told"].strip("()")
    return TableScale(factor, told, known[0] if known else "")


def is_row(words: str) -> bool:
    """Whether words are a row or a cell of a table rather than a sentence: digits make up much of them, or end them."""
    letters = sum(char.isalpha() for char in words)
    digits = sum(char.isdigit() for char in words)
    return (digits * 3 >= letters or _ROW_END.search(words) is not None) and digits > 0 and not _NO_ROW.search(words)


def scaled(found: Iterable[Quantity], scale: TableScale, claim: Sequence[Quantity]) -> Iterator[Quantity]:
    """The numbers of a row as the table's heading means them: as money where it, or the claim, speaks of money."""
    units = dict.fromkeys(one.unit for one in claim if one.kind == "money")
    for one in found:
        if one.kind not in ("number", "money", "year") or (one.unit and one.kind == "number"):
            continue
        # "1,234" can be read as a decimal, too: in thousands that would be 1,234 again, and hide what is wrong.
        value = max(one.values)
        step = Fraction(1) if value.denominator == 1 else one.step
        made = replace(one, values=(value * scale.factor,), step=step * scale.factor, between=None)
        if one.kind == "money":
            yield made
        elif scale.currency:
            yield replace(made, kind="money", unit=scale.currency)
        else:
            yield replace(made, kind="number")
            yield from (replace(made, kind="money", unit=unit) for unit in units)
