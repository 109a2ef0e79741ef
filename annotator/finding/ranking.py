"""Which sentences bear on a claim: what full text and meaning brought up, put in order.

A sentence's score is a weighted sum of shares between 0 and 1. The weights are whole numbers, fitted on half of the
documents of the set that `tests/benchmarks/suggesting.py` prints, and nothing else of it is known here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Key = tuple[str, int]
"""Extraction and number of a sentence."""

WEIGHTS = {"words": 3, "said": 6, "around": 5, "nearby": 6, "numbers": 3, "meaning": 6, "document": 5}
"""`words` is BM25; `said`, `around` and `nearby` are the share of the claim's words (the rare count more) that stand in
the sentence, in it and its two neighbours, and within four sentences; `document` is the meaning of the document's
nearest sentence."""
_WHOLE = sum(WEIGHTS.values())
_K1, _B, _USUAL = 1.2, 0.75, 12.0
_NEAR, _FAR = 1, 4
_REFINED = 50
"""So many of the best are looked at with what stands around them."""
_NUMBER = re.compile(r"\d(?:[\d.,\u202f\u00a0']*\d)?")
_SEPARATORS = re.compile(r"[,\u202f\u00a0']")


def numbers_in(text: str) -> frozenset[str]:
    """The figures of a text, without what groups their digits."""
    return frozenset(_SEPARATORS.sub("", found) for found in _NUMBER.findall(text))


@dataclass(frozen=True)
class Asked:
    """A claim: the weight of each of its words, its figures, and words that it is helped by without having them.

    `total` is what its own words weigh.
    """

    own: Mapping[str, float]
    numbers: frozenset[str]
    hints: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    total: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", {**self.hints, **self.own})
        object.__setattr__(self, "total", sum(self.own.values()) or 1.0)


@dataclass
class Read:
    """What the sentences say, and their words as they are compared; both are empty beyond a document's ends."""

    text: Callable[[Key], str]
    compared: Callable[[Key], Sequence[str]]
    _known: dict[Key, Counter[str]] = field(default_factory=dict)

    def words(self, key: Key) -> Counter[str]:
        """The words of a sentence, as they are compared, with how often each stands there."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Counter(self.compared(key))
        return known


def ranked(asked: Asked, read: Read, keys: Sequence[Key], meanings: Mapping[Key, float]) -> list[tuple[Key, float]]:
    """The sentences with their scores, from 0 to 1, best first. `meanings` are cosines, as far as they are known."""
    nearest: dict[str, float] = {}
    for key, cosine in meanings.items():
        nearest[key[0]] = max(nearest.get(key[0], 0.0), cosine)
    scores: dict[Key, float] = {}
    for key in keys:
        scores[key] = (
            WEIGHTS["words"] * _bm25(asked, read.words(key))
            + WEIGHTS["said"] * _share(asked, read, key, 0)
            + WEIGHTS["numbers"] * _numbers(asked, read.text(key))
            + WEIGHTS["meaning"] * max(meanings.get(key, 0.0), 0.0)
            + WEIGHTS["document"] * nearest.get(key[0], 0.0)
        )
    order = sorted(keys, key=lambda key: (-scores[key], key))
    for key in order[:_REFINED]:
        scores[key] += WEIGHTS["around"] * _share(asked, read, key, _NEAR)
        scores[key] += WEIGHTS["nearby"] * _share(asked, read, key, _FAR)
    order = sorted(order[:_REFINED], key=lambda key: (-scores[key], key)) + order[_REFINED:]
    return [(key, min(scores[key] / _WHOLE, 1.0)) for key in order]


def _bm25(asked: Asked, words: Counter[str]) -> float:
    length = _K1 * (1 - _B + _B * words.total() / _USUAL)
    found = 0.0
    for word in asked.weights.keys() & words.keys():
        found += asked.weights[word] * words[word] * (_K1 + 1) / (words[word] + length)
    return found / asked.total


def _share(asked: Asked, read: Read, key: Key, reach: int) -> float:
    extraction, number = key
    near: set[str] = set()
    for other in range(max(0, number - reach), number + reach + 1):
        near |= read.words((extraction, other)).keys()
    return sum(map(asked.weights.__getitem__, asked.weights.keys() & near)) / asked.total


def _numbers(asked: Asked, text: str) -> float:
    return len(asked.numbers & numbers_in(text)) / len(asked.numbers) if asked.numbers else 0.0
