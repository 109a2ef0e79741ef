"""What a person types into a search field: every input is a valid query."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_PHRASE = re.compile(r"[\"\u201c\u201d\u201e]([^\"\u201c\u201d\u201e]*)[\"\u201c\u201d\u201e]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Groups of tokens: a group of several stands together in that order; `quoted` groups must be there."""

    groups: tuple[tuple[str, ...], ...]
    quoted: frozenset[tuple[str, ...]]

    @property
    def tokens(self) -> tuple[str, ...]:
        """All tokens, each once."""
        return tuple(dict.fromkeys(token for group in self.groups for token in group))


def wanted(words: str, tokens_of: Callable[[str], list[str]]) -> Wanted:
    """The query behind some words: phrases in double quotes, the rest word by word.

    A word that the index cuts in pieces ("it's", "552a(b)(3)", "long-standing") is a phrase of its own.
    """
    groups: list[tuple[str, ...]] = []
    quoted: set[tuple[str, ...]] = set()
    rest = []
    at = 0
    for found in _PHRASE.finditer(words):
        rest.append(words[at : found.start()])
        at = found.end()
        tokens = tuple(tokens_of(found[1]))
        if tokens:
            groups.append(tokens)
            quoted.add(tokens)
    rest.append(words[at:])
    for word in " ".join(rest).split():
        tokens = tuple(tokens_of(word))
        if tokens:
            groups.append(tokens)
    return Wanted(tuple(dict.fromkeys(groups)), frozenset(quoted))
