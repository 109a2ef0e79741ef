"""The differing words of a quotation and its source, judged: a negation, a number, other words, or marks only."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum

from annotator.anchoring.differing import Difference, differing
from annotator.anchoring.telling import kind_of
from annotator.checking.numbers import quantities

_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\n\s*(?=[^\W\d_])|\u00ad")
_LIMITS = frozenset(("only", "nur", "sofern", "soweit"))
"""Words that limit, and negate nothing."""
_NOT = re.compile(r".*n['\u2019]t|cannot", re.IGNORECASE)
_AGAINST = ("un", "in", "im", "il", "ir", "non", "dis", "mis", "nicht", "miss")
_SIGNS = frozenset("-\u2212$\u20ac\u00a3\u00a5%\u2030")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_MIXED = re.compile(r"(?=.*[^\W\d_])\d.*")
_NOTE_MARK = re.compile(
    r"(?<=[a-z]{2})([.,;:!?'\"]{0,2})\d{1,3}(?!\w|[.,]\d)|()\[\d{1,3}\]|()[\u00b9\u00b2\u00b3\u2070-\u2079]+"
)
_QUOTES = frozenset("'\"")


class Kind(StrEnum):
    """What one difference is, the gravest first."""

    NEGATION = "negation"
    NUMBER = "number"
    WORDS = "words"
    CASE = "case"
    """Capitals only."""
    MARKS = "marks"
    """Punctuation only."""
    QUOTES = "quotes"
    """Quotation marks within the quotation that one side has and the other lacks."""


def judged(quote: str, source: str) -> list[tuple[Difference, Kind]]:
    """Where a quotation and its source differ, word by word, and what each difference is.

    Both with one kind of quotation mark only (`quotes_text.one_mark`). Where lines break is no difference.
    """
    found = []
    for one in differing(quote, source):
        kind = kind_of_difference(quote[slice(*one.old)], source[slice(*one.new)])
        if kind in (Kind.MARKS, None) and _sign(quote, one.old) != _sign(source, one.new):
            kind = Kind.NUMBER
        if kind is not None:
            found.append((one, kind))
    return found


def _sign(text: str, stretch: tuple[int, int]) -> str:
    """A minus, currency or percent sign in a stretch, where a number stands beside it."""
    words = text[slice(*stretch)]
    found = "".join(char for char in words if char in _SIGNS).replace("\u2212", "-")
    around = text[max(0, stretch[0] - 2) : stretch[0]] + words + text[stretch[1] : stretch[1] + 2]
    return found if any(char.isdigit() for char in around) else ""


def kind_of_difference(mine: str, theirs: str) -> Kind | None:
    """What the difference between two stretches of words is; None where there is none but how words are broken."""
    if not any(char.isdigit() for char in mine):
        # The mark of a footnote in the source: "the data.3 It", "data[12]".
        theirs = _NOTE_MARK.sub(r"\1", theirs)
    old, new = _words(mine), _words(theirs)
    if "".join(old) == "".join(new):
        return _of_marks(mine, theirs, cased="".join(_words(mine, True)) == "".join(_words(theirs, True)))
    if _negations(old) != _negations(new) or _opposite(old, new):
        return Kind.NEGATION
    if _numbers(mine, old) != _numbers(theirs, new):
        return Kind.NUMBER
    return Kind.WORDS


def _of_marks(mine: str, theirs: str, *, cased: bool) -> Kind | None:
    if not cased:
        return Kind.CASE
    marks = [Counter(char for char in text if not char.isalnum() and not char.isspace()) for text in (mine, theirs)]
    differ = (marks[0] - marks[1]) + (marks[1] - marks[0])
    if not differ:
        return None
    return Kind.QUOTES if set(differ) <= _QUOTES else Kind.MARKS


def _words(text: str, cased: bool = False) -> list[str]:
    text = _BROKEN.sub("", text).replace("\u2019", "'")
    return _WORD.findall(text if cased else text.casefold())


def _negations(words: list[str]) -> int:
    """How many words negate: "do not" as much as "don't"."""
    return sum(
        _NOT.fullmatch(word) is not None or (word not in _LIMITS and kind_of(word) == "negation") for word in words
    )


def _opposite(old: list[str], new: list[str]) -> bool:
    """Whether a word became its opposite by what it begins with: lawful, unlawful."""
    mine, theirs = set(old) - set(new), set(new) - set(old)
    return any(
        (len(one) > 3 and (prefix + one in theirs))
        or (len(one) > 5 and one.startswith(prefix) and one[len(prefix) :] in theirs)
        for one in mine
        for prefix in _AGAINST
    )


def _numbers(text: str, words: list[str]) -> tuple[object, ...]:
    """What numbers a stretch gives, by their values: "3" is "three"; as they are written where none can be read."""
    told = [word for word in words if kind_of(word) in ("number", "date") or any(map(str.isdigit, word))]
    if not told:
        return ()
    values = tuple(sorted((tuple(one.values), one.kind == "percent") for one in quantities(text)))
    digits = tuple(word for word in told if any(map(str.isdigit, word)))
    mixed = tuple(word for word in digits if _MIXED.fullmatch(word) and not _ORDINAL.fullmatch(word))
    return (*values, *mixed) if values and len(values) >= len(digits) else tuple(told)
