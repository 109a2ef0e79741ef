"""The numbering of a section's parts, "(a)(1)(A)(i)": which enumerators open a part, and which are references.

Every enumerator at the beginning of a line may be the next part of a level that is open, the first of a deeper one,
or no part at all (a reference that a line break put there). The cheapest reading of the whole section is sought, and
where another reading costs hardly more, only what both agree on is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

PART = r"\(\s?([A-Za-z]{1,5}(?:[-\u2010-\u2014]\d{1,2})?|\d{1,3}[A-Z]{0,2}(?:[-\u2010-\u2014]\d{1,2})?)\s?\)"
_GROUP = re.compile(rf"(?:{PART}[ \t]*)+")
_ONE = re.compile(PART)
_ROMAN = re.compile(r"(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
_LABELS = (
    "section|sections|subsection|subsections|paragraph|paragraphs|subparagraph|subparagraphs|clause|clauses|subclause"
    "|subclauses|item|items|title|chapter|part|sec\\.|secs\\.|\u00a7+"
)
_REFERS = re.compile(
    rf"(?:\b(?:{_LABELS})|\u00a7|(?<![;,.:])\s(?:and|or|through|under|than))\s*$"
    rf"|(?:\b(?:{_LABELS})|\u00a7)\s*[\w\u2010-\u2014-]*(?:\.\d+)*(?:\s?\([\w ]{{1,6}}\))*"
    r"(?:,|\s(?:and|or|through))?\s*$",
    re.IGNORECASE,
)
_REFERRED = re.compile(
    rf"\s*(?:(?:of|under)\s+(?:(?:this|such|that|the)\s+)?(?:{_LABELS}|act)(?:\b|\s|$)|,\s*(?:and\s|or\s)?\(|(?:and|or|through)\s+\()",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(r"[A-Za-z\d)\]]\s*$")
_LEFT_OUT = re.compile(r"\b(?:repealed|omitted|transferred|reserved|deleted|struck)\b", re.IGNORECASE)

ORDERS: tuple[tuple[str, ...], ...] = (
    ("a", "1", "A", "i", "I", "aa", "AA", "aaa", "AAA"),
    ("a", "1", "i", "A", "1", "i"),
    ("1", "a", "i", "A", "I"),
)
"""Styles from the outermost level: the United States Code's, the Code of Federal Regulations', and (1)(a)(i)."""
MARGIN = 1.5
"""A reading that costs at most this much more than the cheapest may be the right one."""
_WIDTH = 32
_REACH = 9.0
_LEAVE = 0.01

Ordinal = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Level:
    """One open level: its rank in the order of styles, the style, which part is open, and how it is printed."""

    rank: int
    style: str
    ordinal: Ordinal
    printed: str


State = tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Enumerator:
    """One or more enumerators at the beginning of a line, "(1)(A)".

    `apart` tells that the line surely begins a paragraph; `refers` that the words around read like a reference;
    `runs_on` that the words before end without punctuation; `repeated` that the same line stood before, as the head
    of a column that goes on with a part does, `copied` that it is too long for chance; `skipped` that parts are said
    to be left out before.
    """

    tokens: tuple[str, ...]
    apart: bool
    refers: bool = False
    runs_on: bool = False
    repeated: bool = False
    copied: bool = False
    skipped: bool = False

    @property
    def ignoring(self) -> float:
        """What it costs to read it as no numbering."""
        if self.refers:
            return 1.0 if self.apart else 0.2
        return 5.0 if self.apart else 1.5 if self.runs_on else 3.5

    @property
    def taking(self) -> float:
        """What it costs to read it as numbering."""
        if self.refers:
            return 1.0 if self.apart else 4.0
        return 0.0 if self.apart else 1.5 if self.runs_on else 0.4


def enumerators(line: str) -> tuple[tuple[str, ...], int]:
    """The enumerators a line begins with, and how many code points they take; none: ((), 0)."""
    found = _GROUP.match(line)
    if not found:
        return (), 0
    tokens, end = [], 0
    for one in _ONE.finditer(line, 0, found.end()):
        if not readings(one[1]):
            break
        tokens.append(one[1])
        end = one.end()
    return tuple(tokens), end


def refers(before: str, after: str) -> bool:
    """Whether an enumerator between these words reads like a reference, "paragraph (2) of this section"."""
    return bool(_REFERS.search(before[-80:]) or _REFERRED.match(after))


def runs_on(before: str) -> bool:
    """Whether the words end without punctuation and without a joining "and" or "or" after one."""
    return bool(_RUNS_ON.search(before)) and not re.search(r"[;,.:]\s*(?:and|or)\s*$", before)


def left_out(words: str) -> bool:
    """Whether the words say that parts were repealed or left out."""
    return bool(_LEFT_OUT.search(words))


@lru_cache(maxsize=2000)
def readings(token: str) -> tuple[tuple[str, Ordinal], ...]:
    """What an enumerator can be: style and ordinal ("i" is the ninth letter, and one)."""
    bare = re.sub("[\u2010-\u2014]", "-", token)
    base, _, added = bare.partition("-")
    extra = int(added) if added else 0
    number = re.fullmatch(r"(\d+)([A-Z]*)", base)
    if number:
        suffix = number[2]
        return (("1", (int(number[1]), extra or (ord(suffix[0]) - 64 if suffix else 0))),)
    low = base.lower()
    if base not in (low, base.upper()):
        return ()
    upper = base != low
    found: list[tuple[str, Ordinal]] = []
    if len(set(low)) == 1 and len(low) <= 3:
        letter = ord(low[0]) - 96
        name = ("A" if upper else "a") * len(low)
        found.append((name, (letter, extra)))
        if len(low) == 2:
            found.append(("A" if upper else "a", (26 + letter, extra)))
    if _ROMAN.fullmatch(low):
        found.append(("I" if upper else "i", (_roman(low), extra)))
    return tuple(found)


def follows(level: Level, token: str) -> bool:
    """Whether the token is the next part of an open level."""
    return any(style == level.style and _next(level.ordinal, ordinal) for style, ordinal in readings(token))


def certain_paths(found: Sequence[Enumerator]) -> list[State]:
    """For each enumerator what is open after it, as far as it is certain. Never raises."""
    if not found:
        return []
    usual = _Lattice(found, ORDERS[0])
    if usual.cost <= 2 + 0.6 * len(found):
        return usual.certain()
    others = [_Lattice(found, order) for order in ORDERS[1:]]
    return min((usual, *others), key=lambda lattice: lattice.cost).certain()


class _Lattice:
    """All readings worth keeping, with the cost of the cheapest way to each and from each to the end."""

    def __init__(self, found: Sequence[Enumerator], order: tuple[str, ...]) -> None:
        self._order = order
        self._layers: list[dict[State, float]] = [{(): 0.0}]
        self._ways: list[list[tuple[State, State, float]]] = []
        for one in found:
            self._step(one)
        self.cost = min(self._layers[-1].values())

    def _step(self, one: Enumerator) -> None:
        after: dict[State, float] = {}
        ways: list[tuple[State, State, float]] = []
        for state, cost in self._layers[-1].items():
            for there, price in self._choices(state, one):
                ways.append((state, there, price))
                if cost + price < after.get(there, float("inf")):
                    after[there] = cost + price
        least = min(after.values())
        near = [item for item in after.items() if item[1] <= least + _REACH]
        kept = dict(sorted(near, key=lambda item: item[1])[:_WIDTH])
        self._ways.append([way for way in ways if way[1] in kept])
        self._layers.append(kept)

    def _choices(self, state: State, one: Enumerator) -> Iterator[tuple[State, float]]:
        goes_on = one.repeated and any(level.printed == one.tokens[0] for level in state)
        yield state, 0.2 if goes_on or one.copied else one.ignoring
        for there, price in self._taken(state, one.tokens[0], one.skipped):
            total = one.taking + price
            for token in one.tokens[1:]:
                inner = min(self._opened(there, token), key=lambda way: way[1], default=None)
                if inner is None:
                    total += 1.0  # "(1) (B) of the Act": the rest is no numbering
                    break
                there, price = inner
                total += price
            yield there, total

    def _taken(self, state: State, token: str, skipped: bool) -> Iterator[tuple[State, float]]:
        for depth, level in enumerate(state):
            for style, ordinal in readings(token):
                if style != level.style:
                    continue
                here = (*state[:depth], Level(level.rank, style, ordinal, token))
                if _next(level.ordinal, ordinal):
                    yield here, _LEAVE * (len(state) - depth - 1)
                elif level.ordinal < ordinal and ordinal[0] - level.ordinal[0] <= 12:
                    yield here, 0.3 if skipped else 3.0 + 0.1 * (ordinal[0] - level.ordinal[0])
        yield from self._opened(state, token)

    def _opened(self, state: State, token: str) -> Iterator[tuple[State, float]]:
        top = state[-1].rank if state else -1
        for style, ordinal in readings(token):
            if ordinal not in ((1, 0), (1, 1)):
                continue
            for rank in range(top + 1, len(self._order)):
                if self._order[rank] == style:
                    price = 0.4 * rank if not state else 1.2 * (rank - top - 1)
                    yield (*state, Level(rank, style, ordinal, token)), price
                    break

    def certain(self) -> list[State]:
        """After each enumerator, what all readings near the cheapest have in common."""
        onward: dict[State, float] = dict.fromkeys(self._layers[-1], 0.0)
        paths: list[State] = []
        for number in range(len(self._ways), 0, -1):
            layer = self._layers[number]
            close = [state for state, cost in layer.items() if cost + onward.get(state, 1e9) <= self.cost + MARGIN]
            best = min(close, key=lambda state: layer[state] + onward[state])
            paths.append(_without_gaps(_common(best, close)))
            earlier: dict[State, float] = {}
            for state, there, price in self._ways[number - 1]:
                total = price + onward.get(there, 1e9)
                if total < earlier.get(state, float("inf")):
                    earlier[state] = total
            onward = earlier
        return paths[::-1]


def _common(best: State, others: Sequence[State]) -> State:
    kept = len(best)
    for other in others:
        same = 0
        for mine, its in zip(best, other, strict=False):
            if mine.printed != its.printed:
                break
            same += 1
        # A shallower reading agrees with all of what it has, and denies the rest.
        kept = min(kept, same)
    return best[:kept]


def _without_gaps(path: State) -> State:
    """As far as no level is left out: "(6)(vi)" is what a lost "(B)" leaves behind."""
    for index in range(1, len(path)):
        if path[index].rank > path[index - 1].rank + 1:
            return path[:index]
    return path


def _next(open_part: Ordinal, other: Ordinal) -> bool:
    return other in ((open_part[0] + 1, 0), (open_part[0], open_part[1] + 1), (open_part[0] + 1, 1))


def _roman(letters: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in letters]
    return sum(
        -value if any(later > value for later in values[index + 1 :]) else value for index, value in enumerate(values)
    )
