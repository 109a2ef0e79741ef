"""Negations, and what must or only may be done: words of a claim that its passages have the other way round.

A word is negated where "not", "never", "without", "denied" and the like stand before it in its clause. Only the
sentences of a passage that speak of the same are held against the claim; where none does, nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from annotator.anchoring.sentences import sentences
from annotator.checking.negations_words import (
    CLAUSE,
    CONTRACTED,
    CUES,
    FREE,
    IRREGULAR,
    NO_CUE,
    NO_HEAD,
    OBLIGED,
    SMALL,
    SOFT,
    UNTIL,
)

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[,;:()\u2013\u2014]")
_REACH = 2
"""Words with a meaning after one that negates; further on, what it negates can't be told."""
_BESIDE = 4
"""Words with a meaning on both sides of one that is negated, some of which both texts must share."""
_ENDS = re.compile(r"(?:ingly|edly|ation|ions?|ings?|ment|ness|ally|ed|es|ly|s|e|en|te|ten)$")
_SHARED = 2
_SURELY = 0.7
"""From how much of the claim on one such word is enough."""
_SAME = 0.85
"""From how many shared words on two sentences are the same but for one that negates."""
_ALIKE = 0.5
"""How much of the claim a sentence must say to be held against it."""


class Turned(StrEnum):
    """How a claim and a sentence of a passage differ."""

    NEGATED = "negated"
    """The claim negates what the passage says without."""
    DROPPED = "dropped"
    """The passage negates what the claim says without."""
    OBLIGED = "obliged"
    """The claim says that something must be, the passage that it may."""
    FREED = "freed"


@dataclass(frozen=True, slots=True)
class Opposite:
    """Where a claim has the opposite: `claim` and `passage` are stretches (code points) of both texts.

    They begin with the word that negates, where there is one. `sure` where both say nearly the same but for that.
    """

    kind: Turned
    claim: tuple[int, int]
    passage: tuple[int, int]
    sure: bool


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    stem: str
    cue: tuple[int, int, int] | None
    """The word that negates it, and how many words with a meaning lie between."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: tuple[_Word, ...]
    stems: frozenset[str]
    duties: tuple[tuple[int, int, str, bool], ...]
    """Words of duty (True) and of freedom, with what follows on each."""
    span: tuple[int, int]
    cues: tuple[tuple[int, int], ...]
    soft: frozenset[str]
    """Words in it that may say as much as a negation."""

    def shown(self) -> tuple[int, int]:
        """Its last negation with the word after it; all of it where there is none."""
        if not self.cues:
            return self.span
        start, end = self.cues[-1]
        return start, next((word.end for word in self.words if word.start >= end), end)

    def against(self, stem: str) -> bool:
        """Whether anything in it but this word may negate."""
        return bool(self.cues) or bool(self.soft - {stem})


def opposites(claim: str, passage: str) -> tuple[Opposite, ...]:
    """Where a claim says the opposite of a passage, once for each of its sentences at most."""
    if claim == passage:
        return ()
    theirs = [one for one in _read(passage) if one.stems]
    found = []
    for mine in _read(claim):
        like = [(len(mine.stems & one.stems) / len(mine.stems), one) for one in theirs] if mine.stems else []
        best = max((share for share, _ in like), default=0.0)
        if best < _ALIKE:
            continue
        held = [_opposite(mine, one) for share, one in like if share >= 0.8 * best]
        # Where another sentence says it as the claim does, that is what the claim speaks of.
        if all(held) and held[0] is not None:
            found.append(held[0])
    return tuple(found)


def _read(text: str) -> tuple[_Sentence, ...]:
    return tuple(_sentence(text, start, end) for start, end in sentences(text))


def _sentence(text: str, first: int, last: int) -> _Sentence:
    soft = frozenset(_stem(match.group().lower()) for match in SOFT.finditer(text, first, last))
    skipped = [match.span() for match in NO_CUE.finditer(text, first, last)]
    words: list[_Word] = []
    duties: list[tuple[int, int, str, bool]] = []
    cue: tuple[int, int] | None = None
    duty: tuple[int, int, bool] | None = None
    since = 0
    cues: list[tuple[int, int]] = []
    for match in _WORD.finditer(text, first, last):
        low = match.group().lower().replace("\u2019", "'")
        start, end = match.span()
        if low in CLAUSE:
            cue, duty = None, None
        elif _negates(text, match, low) and not any(a <= start < b for a, b in skipped):
            # A negation of a negation is none.
            cue, since = (None, 0) if cue is not None and since == 0 else ((start, end), 0)
            cues.append((start, end))
            if NO_HEAD.match(text, end) or UNTIL.match(text, end):
                cue = None
            duty = None
        elif low in OBLIGED or low in FREE:
            duty = (start, end, low in OBLIGED) if cue is None else None
        elif low not in SMALL and (stem := _stem(low)):
            if duty is not None:
                duties.append((duty[0], end, stem, duty[2]))
                duty = None
            if cue and since == 0 and match.group()[0].isupper():
                cue = None
            words.append(_Word(start, end, stem, (*cue, since) if cue and since < _REACH else None))
            since += not low.endswith("ly")
    stems = frozenset(word.stem for word in words)
    return _Sentence(tuple(words), stems, tuple(duties), (first, last), tuple(cues), soft)


def _negates(text: str, match: re.Match[str], low: str) -> bool:
    if CONTRACTED.match(low):
        return True
    if low not in CUES:
        return False
    # "No Way Out" is a name.
    return not (
        match.group()[0].isupper() and re.match(r"\s[A-Z]", text[match.end() : match.end() + 2]) and low != "never"
    )


def _opposite(mine: _Sentence, theirs: _Sentence) -> Opposite | None:
    """The first word that one of two sentences negates and the other has without; None where none is, or some agree."""
    shared = len(mine.stems & theirs.stems)
    if shared >= _SAME * max(len(mine.stems), len(theirs.stems)) and len(mine.cues) % 2 != len(theirs.cues) % 2:
        more = len(mine.cues) > len(theirs.cues)
        return Opposite(Turned.NEGATED if more else Turned.DROPPED, mine.shown(), theirs.shown(), sure=True)
    near = shared >= _SURELY * len(mine.stems)
    if (found := _only_in_one(mine, theirs, near=near)) is not None:
        word, cue, other = found
        return Opposite(Turned.NEGATED, (cue[0], word.end), (other.start, other.end), near and cue[2] == 0)
    if (found := _only_in_one(theirs, mine, near=near)) is not None:
        word, cue, other = found
        return Opposite(Turned.DROPPED, (other.start, other.end), (cue[0], word.end), near and cue[2] == 0)
    for start, end, stem, must in mine.duties:
        for first, last, same, duty in theirs.duties:
            if stem == same and must is not duty:
                return Opposite(Turned.OBLIGED if must else Turned.FREED, (start, end), (first, last), near)
    return None


def _only_in_one(one: _Sentence, other: _Sentence, *, near: bool) -> tuple[_Word, tuple[int, int, int], _Word] | None:
    """A word that the one sentence negates and the other has, in words that are alike."""
    for at, word in enumerate(one.words):
        if word.cue is None or other.against(word.stem):
            continue
        for place, same in enumerate(other.words):
            if same.stem == word.stem and len(_beside(one, at) & _beside(other, place)) >= (1 if near else _SHARED):
                return word, word.cue, same
    return None


def _beside(sentence: _Sentence, at: int) -> set[str]:
    around = (*sentence.words[max(0, at - _BESIDE) : at], *sentence.words[at + 1 : at + 1 + _BESIDE])
    return {word.stem for word in around}


def _stem(word: str) -> str:
    """What forms of a word have in common, as far as letters tell."""
    word = IRREGULAR.get(word, word)
    if word.isdigit():
        return word
    if len(word) < 2:
        return ""
    bare = _ENDS.sub("", word) if len(word) > 4 else word
    bare = bare if len(bare) > 2 else word
    if len(bare) > 3 and bare[-1] == bare[-2]:
        bare = bare[:-1]
    return bare[:-1] + "i" if bare.endswith("y") and len(bare) > 3 else bare
