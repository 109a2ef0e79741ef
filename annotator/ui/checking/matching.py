"""Which words of a passage are words of a claim, for marking them. No widgets."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[.,'\u2019-][^\W_]+)*")
_SHORT = frozenset(
    {"the", "and", "for", "that", "with", "was", "were", "are", "his", "her", "its", "has", "had", "not"}
)
_LEAST = 3
_STEM = 4
"""Letters that two forms of a word share at least: "repair" and "repairs"."""
_ENDING = 3
"""Letters by which two forms may differ at their ends."""


def matching(text: str, words: str) -> list[tuple[int, int]]:
    """Stretches of a text (code points) that are words of others, in any form; common small words don't count."""
    wanted = {match[0].casefold() for match in _WORD.finditer(words)}
    wanted = {word for word in wanted if _counts(word)}
    found = []
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        if _counts(word) and any(_alike(word, other) for other in wanted):
            found.append(match.span())
    return found


def _counts(word: str) -> bool:
    return any(char.isdigit() for char in word) or (len(word) >= _LEAST and word not in _SHORT)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if any(char.isdigit() for char in one + other) or min(len(one), len(other)) < _STEM:
        return False
    shared = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared >= _STEM and max(len(one), len(other)) - shared <= _ENDING
