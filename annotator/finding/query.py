"""What a person types into a search field: every input is a valid query."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_QUOTES = '"\u201c\u201d\u201e'
_PIECE = re.compile(
    rf"(?P<without>(?<!\S)[-\u2212](?=\S))?"
    rf"(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>[^\s{_QUOTES}]+))"
)
OPEN = "*"
"""At the end of a group's last token: any word that begins so."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Groups of tokens: a group of several stands together in that order; `quoted` groups must be there.

    The last token of a group may end in `OPEN`. Pages with one of the groups in `without` are left out.
    """

    groups: tuple[tuple[str, ...], ...]
    quoted: frozenset[tuple[str, ...]]
    without: tuple[tuple[str, ...], ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """All tokens, each once."""
        return tuple(dict.fromkeys(token for group in self.groups for token in group))


def wanted(words: str, tokens_of: Callable[[str], list[str]]) -> Wanted:
    """The query behind some words: phrases in double quotes, word*, -without, the rest word by word.

    A word that the index cuts in pieces ("it's", "552a(b)(3)", "long-standing") is a phrase of its own. Where there is
    nothing but what should be left out, that is what is looked for.
    """
    groups: list[tuple[str, ...]] = []
    quoted: set[tuple[str, ...]] = set()
    without: list[tuple[str, ...]] = []
    for found in _PIECE.finditer(words):
        phrase = found["phrase"]
        said = found["word"] if phrase is None else phrase
        tokens = tuple(tokens_of(said))
        if not tokens:
            continue
        if phrase is None and said.rstrip(".,;:!?)").endswith("*") and len(tokens[-1]) > 1:
            tokens = (*tokens[:-1], tokens[-1] + OPEN)
        if found["without"]:
            without.append(tokens)
            continue
        groups.append(tokens)
        if phrase is not None:
            quoted.add(tokens)
    if not groups:
        groups, without = without, []
    return Wanted(tuple(dict.fromkeys(groups)), frozenset(quoted), tuple(dict.fromkeys(without)))
