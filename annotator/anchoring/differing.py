"""Two wordings compared word by word, for a person who reads both side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from annotator.anchoring.comparing import same, skeleton_text
from annotator.anchoring.telling import kind_of, looks_german, telling
from annotator.anchoring.wording import same_wording

_LETTER = r"[^\W_]"
_JOINING = r"['\u2019.,]|[-\u2010\u2011]|[-\u2010\u00ad][ \t]*\r?\n[ \t]*|\u00ad"
_TOKEN = re.compile(rf"{_LETTER}+(?:(?:{_JOINING}){_LETTER}+)*|[^\s\u00ad\u200b]")
_CLOSES = "[\"'\u201d\u2019)\\]*_]*"
_BEGINS = re.compile(rf"(?:^|(?:\w{{4}}{_CLOSES}\.|[!?:;\u2026\n]){_CLOSES})[\s\"'\u201c\u2018\u201e(\[*_#>|-]*$")
_MOST = 4_000_000
"""Pairs of words that are compared; beyond that everything between the equal beginning and end is one difference."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two wordings differ: code points into either; an empty stretch shows where the other has something more.

    `telling` is "negation", "modal", "date", "number" or "name", the gravest of what differs; "marks" where only the
    style of marks does; or empty.
    """

    old: tuple[int, int]
    new: tuple[int, int]
    telling: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    key: str


def differing(old: str, new: str) -> tuple[Difference, ...]:
    """Where two wordings differ, word by word, in sequence. Where lines break is no difference. Never raises.

    Marks in another style (quotes straight and curly, dashes long and short) are told only where nothing else differs:
    then they are why the wording counts as edited, and `telling` is "marks".
    """
    mine, theirs = _tokens(old), _tokens(new)
    return _worded(old, new, mine, theirs) or _restyled(mine, theirs)


def _restyled(mine: Sequence[_Token], theirs: Sequence[_Token]) -> tuple[Difference, ...]:
    """Of wordings with the same words: the marks, and words with marks in them, whose style differs."""
    return tuple(
        Difference((one.start, one.end), (other.start, other.end), "marks")
        for one, other in zip(mine, theirs, strict=False)
        if one.text != other.text and not same_wording(one.text, other.text)
    )


def _worded(old: str, new: str, mine: Sequence[_Token], theirs: Sequence[_Token]) -> tuple[Difference, ...]:
    first = _alike(mine, theirs)
    last = _alike(mine[first:][::-1], theirs[first:][::-1])
    stretches = _between(mine[first : len(mine) - last], theirs[first : len(theirs) - last])
    german = looks_german(old + " " + new)
    found = []
    for (one, one_end), (other, other_end) in _readable(stretches, mine[first:]):
        here, there = (first + one, first + one_end), (first + other, first + other_end)
        words = [token.text for token in mine[slice(*here)]], [token.text for token in theirs[slice(*there)]]
        kinds = _kinds(old, mine, here, german) | _kinds(new, theirs, there, german)
        found.append(Difference(_span(old, mine, *here), _span(new, theirs, *there), telling(*words, kinds)))
    return tuple(found)


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        key = skeleton_text(match[0]) or "-"
        found.append(_Token(match.start(), match.end(), match[0], key))
    return found


def _equal(one: _Token, other: _Token) -> bool:
    return one.key == other.key and (one.text == other.text or same(one.text, other.text))


def _alike(mine: Sequence[_Token], theirs: Sequence[_Token]) -> int:
    """How many words two sequences begin with alike."""
    count = 0
    for one, other in zip(mine, theirs, strict=False):
        if not _equal(one, other):
            break
        count += 1
    return count


def _between(mine: Sequence[_Token], theirs: Sequence[_Token]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The stretches of words that differ, those that follow each other joined."""
    if not mine and not theirs:
        return []
    if len(mine) * len(theirs) > _MOST:
        return [((0, len(mine)), (0, len(theirs)))]
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []

    def add(one: tuple[int, int], other: tuple[int, int]) -> None:
        if found and found[-1][0][1] == one[0] and found[-1][1][1] == other[0]:
            found[-1] = (found[-1][0][0], one[1]), (found[-1][1][0], other[1])
        else:
            found.append((one, other))

    for code in Indel.opcodes([token.key for token in mine], [token.key for token in theirs]):
        one, other = (code.src_start, code.src_end), (code.dest_start, code.dest_end)
        if code.tag != "equal":
            add(one, other)
            continue
        for at in range(one[1] - one[0]):
            here, there = one[0] + at, other[0] + at
            if not _equal(mine[here], theirs[there]):
                add((here, here + 1), (there, there + 1))
    return found


def _readable(
    stretches: Sequence[tuple[tuple[int, int], tuple[int, int]]], mine: Sequence[_Token]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Differences with nothing but one short word or a mark between them are shown as one."""
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for one, other in stretches:
        if found:
            (start, end), (new_start, new_end) = found[-1]
            between = mine[end : one[0]]
            wide = min(end - start, new_end - new_start, one[1] - one[0], other[1] - other[0]) > 0
            if wide and len(between) == 1 and len(between[0].text) <= 3:
                found[-1] = (start, one[1]), (new_start, other[1])
                continue
        found.append((one, other))
    return found


def _kinds(text: str, tokens: Sequence[_Token], within: tuple[int, int], german: bool) -> dict[str, str]:
    found = {}
    for token in tokens[slice(*within)]:
        begins = _BEGINS.search(text, max(0, token.start - 12), token.start) is not None
        found[token.text] = kind_of(token.text, begins=begins, german=german)
    near = tokens[max(0, within[0] - 2) : within[1] + 2]
    if any(kind_of(token.text) == "date" for token in near):
        return {word: "date" if kind == "number" and word.isdecimal() else kind for word, kind in found.items()}
    return found


def _span(text: str, tokens: Sequence[_Token], start: int, end: int) -> tuple[int, int]:
    if start < end:
        return tokens[start].start, tokens[end - 1].end
    here = tokens[start - 1].end if start else 0
    return here, here
