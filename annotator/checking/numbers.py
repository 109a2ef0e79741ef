"""Numbers as people write them: read from text, with unit, scale, currency and bounds, and compared.

Reading one too few hides a difference, so everything that may be a number is read; comparing never says that two
are the same where it can't tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from annotator.checking.measures import is_measure, measure
from annotator.checking.number_labels import is_label
from annotator.checking.number_words import (
    COUNTED,
    LETTERS,
    MANY,
    MONEY,
    ORDINALS,
    PARTS,
    SAME_UNITS,
    SCALES,
    SMALL,
    STOPWORDS,
    TENS,
    VULGAR,
)

_PREFIX = r"(?:US\$|[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|JPY)(?=\s?\d))"
_DIGITS = r"\d{1,3}(?:[,\u202f\u00a0\u2009]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)*"
_WORDS = "|".join(sorted([*SMALL, *SCALES, *PARTS, *(f"{word}s" for word in PARTS), "a", "an"], key=len, reverse=True))
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_NUMERAL = re.compile(
    rf"(?P<money>{_PREFIX})?\s?(?P<sign>(?<![\w)])[-\u2212])?(?P<digits>{_DIGITS})"
    rf"(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])?(?P<ordinal>(?:st|nd|rd|th)\b)?(?!\d)"
    rf"(?:[\s\u00a0-]?(?P<scale>(?:{_SCALE})\b)|(?P<letter>\s?(?:k|mn?|mio|bn|mrd|tn)\b\.?))?",
    re.IGNORECASE,
)
_SPELLED = re.compile(rf"\b(?:{_WORDS})\b(?:(?:[\s-]|\s+and\s+)(?:{_WORDS})\b)*", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b(?:(?:{'|'.join(TENS)})-)?(?:{'|'.join(ORDINALS)})\b", re.IGNORECASE)
_AFTER = re.compile(
    r"\s?(?P<percent>%|per\s?cent\b|percentage points?\b|prozent\b|pct\b)|"
    r"[\s\u00a0-](?P<unit>(?:square |cubic )?[^\W\d_]{2,})(?P<more>(?:[\s\u00a0-][^\W\d_]{2,}){0,2})",
    re.IGNORECASE,
)
_MORE = (
    r"longer than|older than|taller than|larger than|more than|over|above|at least|upwards? of|"
    r"exceed(?:s|ed|ing)?|no fewer than|no less than|greater than|in excess of|minimum of|mehr als|"
    r"über|mindestens|surpass(?:es|ed|ing)?|well over|higher than|beyond|past|topp(?:ed|ing)|after"
)
_LESS = (
    r"shorter than|younger than|smaller than|less than|under|below|fewer than|at most|up to|"
    r"no more than|almost|nearly|close to|just short of|a maximum of|lower than|weniger als|unter|"
    r"höchstens|fast|before"
)
_ABOUT = r"about|around|approximately|roughly|some|circa|ca\.?|an estimated|estimated|etwa|rund|near"
_BOUND = re.compile(
    rf"\b(?:(?P<more>{_MORE})|(?P<less>{_LESS})|(?P<about>{_ABOUT}))\s+(?:the |a |an |of |{_PREFIX})?$", re.IGNORECASE
)
_INCLUSIVE = re.compile(r"least|most|maximum|minimum|up to|no (?:more|less|fewer)|upwards?|mindestens|höchstens")
_ONE_OF = re.compile(r"one (?:of|another|day|could|can|would|should|may|might|must)\b", re.IGNORECASE)
_PLUS = re.compile(r"^\+|^\s+(?:or more|and more|and over|or higher)\b", re.IGNORECASE)
_STRETCH = re.compile(r"\s?[-\u2010-\u2014]\s?|\s(?:to|and|bis|und)\s", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|zwischen)\s(?:the\s)?\S{0,3}$", re.IGNORECASE)
_OF = re.compile(r"\sof\s")
_FROM = re.compile(r"\bfrom\s[$€£]?$", re.IGNORECASE)
_MILLIONS = re.compile(r"m\s[a-z]{3,}", re.ASCII)
_FRACTION = re.compile(r"(?<![\d/.,])(\d{1,2})[/\u2044](\d{1,3})(?=(?:rds?|ths?)?\sof\b)")
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|"
    "sept?|oct|nov|dec|januar|februar|märz|mai|juni|juli|oktober|dezember"
)
_DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s)?(?:{_MONTHS})\b|\b(?:{_MONTHS})\.?\s(?:,\s)?\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s?(?:%|percent))"
    r"|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b",
    re.IGNORECASE,
)


class Bound(StrEnum):
    """What words before a number make of it."""

    EXACT = "exactly"
    MORE = "more than"
    AT_LEAST = "at least"
    LESS = "less than"
    AT_MOST = "at most"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: `values` are all ways to read it, in plain units, `step` the unit of its last digit.

    `kind` is "money", "percent", "ordinal", "year" or "number"; `unit` the currency, or the word that follows in
    small letters, or a unit of measure. `between` are the ends of the stretch that the number is one end of ("10 to
    20"); `converted` says that it was written in another unit. `start` and `end` count code points of the text.
    """

    start: int
    end: int
    values: tuple[Fraction, ...]
    step: Fraction
    kind: str = "number"
    unit: str = ""
    bound: Bound = Bound.EXACT
    between: tuple[Fraction, Fraction] | None = None
    converted: bool = False


def quantities(text: str) -> tuple[Quantity, ...]:
    """All numbers of a text that count or measure, in order, in digits and in words; days of dates are none."""
    days = [match.span() for match in _DAY.finditer(text)]
    found = sorted([*_in_digits(text), *_fractions(text), *_in_words(text)], key=lambda one: (one.start, -one.end))
    kept: list[Quantity] = []
    for one in found:
        if any(start < one.end and one.start < end for start, end in days):
            continue
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(_joined(text, kept))


def _joined(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Numbers with what they share with the next: "3 to 5 million", "10 to 20 percent"; "a third of a million".

    Dashes and words between two numbers make a stretch of them.
    """
    last: Quantity | None = None
    for one in found:
        if last is not None:
            between = text[last.end : one.start]
            scaled = one.values[0] >= 1000 and not any(map(str.isdigit, text[one.start : one.end]))
            if scaled and 0 < last.values[0] < 1 and _OF.fullmatch(between):
                values = tuple(last.values[0] * value for value in one.values)
                last = replace(one, start=last.start, values=values, step=one.step * last.values[0])
                continue
            if _STRETCH.fullmatch(between) and (between.strip() != "and" or _BETWEEN.search(text[: last.start])):
                last, one = _stretched(text, *_shared(text, last, one))
            yield last
        last = one
    if last is not None:
        yield last


def _shared(text: str, low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    match = _NUMERAL.match(text, high.start)
    scale = _scale(match) if match is not None else 1
    if scale > 1 and low.values[0] < 1000 and low.kind in ("number", "money"):
        low = replace(low, values=tuple(value * scale for value in low.values), step=low.step * scale)
    if low.kind == "number" and high.kind in ("number", "money", "percent", "points"):
        low = replace(low, kind=high.kind, unit=high.unit if high.kind != "number" else low.unit or high.unit)
    elif low.kind == "money" and high.kind == "number":
        high = replace(high, kind="money", unit=low.unit)
    return low, high


def _stretched(text: str, low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    """Two numbers that a dash or word makes a stretch of; "from 10 to 20" may be a change, "21-19" a score."""
    ends = low.values[0], high.values[0]
    if low.kind != high.kind or ends[0] >= ends[1] or _FROM.search(text, max(0, low.start - 10), low.start):
        return low, high
    unit = low.unit or high.unit
    return replace(low, between=ends, unit=unit), replace(high, between=ends)


def _in_digits(text: str) -> Iterator[Quantity]:
    for match in _NUMERAL.finditer(text):
        start, end = match.start("digits"), match.end()
        before = text[start - 1 : start]
        if before and (before.isalpha() or before in "_/") and match["money"] is None:
            continue
        if match["money"] is None and is_label(text, match):
            yield Quantity(
                start, match.end("digits"), tuple(v for v, _ in _readings(match["digits"])), Fraction(1), "label"
            )
            continue
        scale = _scale(match)
        metres = _in_metres(text, match)
        if metres:
            scale, end = 1, match.end("digits")
        readings = _readings(match["digits"])
        if match["vulgar"]:
            readings = [(value + Fraction(*VULGAR[match["vulgar"]]), Fraction(1, 8)) for value, _ in readings]
        sign = -1 if match["sign"] else 1
        values = tuple(sign * value * scale for value, _ in readings)
        step = min(step for _, step in readings) * scale
        kind, unit, end = _kind(text, None if metres else match, end)
        if match["ordinal"]:
            kind, unit = "ordinal", ""
        elif kind == "number" and not match["scale"] and _is_year(match["digits"]) and not _counts(unit, text, start):
            kind, unit = "year", ""
        first = match.start("money") if match["money"] else start
        yield Quantity(first, end, values, step, kind, unit, _bound(text, first, end))


def _scale(match: re.Match[str]) -> int:
    """What the number is multiplied by."""
    if match["scale"]:
        return SCALES[match["scale"].lower()]
    return LETTERS[match["letter"].strip(" .").lower()] if match["letter"] else 1


def _readings(digits: str) -> list[tuple[Fraction, Fraction]]:
    """Values with the step of their last digit: "1.234" is read as a decimal and as one thousand and some."""
    plain = re.sub(r"[\u202f\u00a0\u2009]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        found = [_decimal(plain.replace(",", ""))]
        if plain.count(",") == 1 and "." not in plain:
            found.append(_decimal(plain.replace(",", ".")))
        return found
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        found = [_decimal(plain.replace(".", "").replace(",", "."))]
        if plain.count(".") == 1 and "," not in plain:
            found.insert(0, _decimal(plain))
        return found
    if re.fullmatch(r"\d+,\d+", plain):
        return [_decimal(plain.replace(",", "."))]
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return [_decimal(plain)]
    whole = re.sub(r"\D", "", plain)  # numbers of versions, times, dates with dots
    return [_decimal(whole)]


def _decimal(digits: str) -> tuple[Fraction, Fraction]:
    places = len(digits.partition(".")[2])
    return Fraction(digits), Fraction(1, 10**places)


def _fractions(text: str) -> Iterator[Quantity]:
    """Parts of something, as "2/3 of the votes"; without "of", a stroke between two numbers is often something else."""
    for match in _FRACTION.finditer(text):
        if 0 < int(match[1]) < int(match[2]):
            value = Fraction(int(match[1]), int(match[2]))
            yield Quantity(*match.span(), (value,), Fraction(1, 1000), bound=_bound(text, match.start(), match.end()))


def _in_words(text: str) -> Iterator[Quantity]:
    for match in _SPELLED.finditer(text):
        value = spelled(match.group())
        if value is None or _ONE_OF.match(text, match.start()) or _titled(text, match):
            continue
        kind, unit, end = _kind(text, None, match.end())
        step = _step_of_words(match.group())
        yield Quantity(match.start(), end, (value,), step, kind, unit, _bound(text, match.start(), end))
    for match in _ORDINAL.finditer(text):
        words = match.group().lower().split("-")
        value = Fraction(ORDINALS[words[-1]] + (SMALL[words[0]] if len(words) > 1 else 0))
        yield Quantity(match.start(), match.end(), (value,), Fraction(1), "ordinal", "", Bound.EXACT)


def _titled(text: str, match: re.Match[str]) -> bool:
    """Whether the words are part of a name: capitalised before another capital, as in "Half Girlfriend"."""
    words = match.group()
    return words[0].isupper() and " " not in words and bool(re.match(r"\s[A-Z]", text[match.end() : match.end() + 2]))


def spelled(words: str) -> Fraction | None:
    """The value of a number in English words; None where they are none, as "a" alone, or "one another"."""
    parts = [part for part in re.split(r"[\s-]+", words.lower()) if part != "and"]
    if all(part in ("a", "an") for part in parts):
        return None
    total, current, seen = Fraction(0), Fraction(0), False
    for at, part in enumerate(parts):
        bare = part[:-1] if part.endswith("s") and part[:-1] in PARTS else part
        if part in ("a", "an"):
            # "a hundred", "a third", but "a one-year contract"
            if at + 1 < len(parts) and parts[at + 1] not in SMALL:
                current = current or Fraction(1)
        elif part in SMALL:
            current += SMALL[part]
            seen = True
        elif bare in PARTS and at and parts[at - 1] in ("a", "an") and seen:
            current += Fraction(1, PARTS[bare])  # "three and a half"
        elif bare in PARTS and at:
            current = (current or Fraction(1)) / PARTS[bare]
            seen = True
        elif bare == "half":
            current += Fraction(1, 2)
            seen = True
        elif part in SCALES:
            factor, seen = SCALES[part], True
            if factor == 100 or part.startswith("dozen"):
                current = (current or Fraction(1)) * factor
            else:
                total += (current or Fraction(1)) * factor
                current = Fraction(0)
        else:
            return None
    return total + current if seen else None


def _step_of_words(words: str) -> Fraction:
    factor = 1
    for part in re.split(r"[\s-]+", words.lower()):
        if part in SCALES and SCALES[part] >= 1000:
            factor = SCALES[part]
        elif part in SMALL:
            factor = factor if part == words.lower().split()[0] else 1
    return Fraction(max(1, factor))


def _kind(text: str, match: re.Match[str] | None, end: int) -> tuple[str, str, int]:
    """What is counted: kind, unit, and where the number with its unit ends."""
    if match is not None and match["money"]:
        return "money", MONEY[match["money"].lower()], end
    unit, past = measure(text, end)
    if unit and not (match and match["money"]):
        return "number", unit, past
    after = _AFTER.match(text, end)
    if after is None:
        return "number", "", end
    if after["percent"]:
        kind = "points" if "point" in after["percent"].lower() else "percent"
        return kind, "", after.end()
    word = after["unit"].lower()
    if word in MONEY:
        return "money", MONEY[word], after.end()
    words = [
        SAME_UNITS.get(_stem(each), _stem(each))
        for each in [word, *re.split(r"[\s\u00a0-]+", after["more"].lower())]
        if each and each not in STOPWORDS
    ]
    counted = [each for each in words if each in COUNTED]
    return "number", counted[0] if counted else words[0] if words else "", end


def _stem(word: str) -> str:
    for ending, stem in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            return word[: -len(ending)] + stem
    return word


def _in_metres(text: str, match: re.Match[str]) -> bool:
    """Whether an "m" after digits means metres: "100 m", "a 3m wall", but not "$5m" or "2.4m people"."""
    after = match.end("digits")
    if match["money"] or not match["letter"] or match["letter"].strip() not in ("m", "M"):
        return False
    return _MILLIONS.match(text, after) is None or text[after + 2 :].split(None, 1)[0].strip(".,;") not in MANY


def _is_year(digits: str) -> bool:
    return bool(re.fullmatch(r"1[5-9]\d\d|20[0-3]\d", digits))


def _counts(unit: str, text: str, start: int) -> bool:
    """Whether four digits count something rather than name a year."""
    if _bound(text, start, start) not in (Bound.EXACT, Bound.ABOUT) and not re.search(
        r"\b(?:after|before)\s+(?:the )?$", text[:start], re.IGNORECASE
    ):
        return True
    return unit in COUNTED or is_measure(unit)


def _bound(text: str, start: int, end: int) -> Bound:
    before = _BOUND.search(text, max(0, start - 30), start)
    if before is not None:
        words = (before["more"] or before["less"] or "").lower()
        inclusive = _INCLUSIVE.search(words) is not None
        if before["more"]:
            return Bound.AT_LEAST if inclusive else Bound.MORE
        if before["less"]:
            return Bound.AT_MOST if inclusive else Bound.LESS
        return Bound.ABOUT
    return Bound.AT_LEAST if _PLUS.match(text, end) or _PLUS.match(text[end : end + 12]) else Bound.EXACT
