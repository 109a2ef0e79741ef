"""Where the named parts of a file, cells or times, stand in the text of its frozen pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from annotator.engine.worker.forms.made import Named
from annotator.engine.worker.texts import text_of

_UNSEEN = re.compile("[\\s\u00ad\u200b\u200c\u200d\u200e\u200f\u2060-\u2064\ufeff\ufffd]")


class Fragment(NamedTuple):
    """Page index, first code point and one past the last on that page, name."""

    page: int
    start: int
    end: int
    name: str


def fragments(named: Iterable[Named], pdf: Any) -> tuple[Fragment, ...]:
    """The parts that are found, each where it follows the one before; a part on two pages gives one for each.

    Words are compared without spaces, since lines break anywhere; a part whose words are not found next is left out.
    """
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for index, page in enumerate(pdf):
        for at, char in enumerate(text_of(page)):
            for letter in _plain(char):
                letters.append(letter)
                places.append((index, at))
    text = "".join(letters)
    found: list[Fragment] = []
    at = 0
    for part in named:
        words = _plain(part.words)
        start = text.find(words, at) if words else -1
        if start < 0:
            continue
        at = start + len(words)
        found += _by_page(part.name, places[start:at])
    return tuple(found)


def _plain(words: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", words))


def _by_page(name: str, places: list[tuple[int, int]]) -> list[Fragment]:
    pages: dict[int, tuple[int, int]] = {}
    for page, at in places:
        start, _ = pages.get(page, (at, at))
        pages[page] = (start, at + 1)
    return [Fragment(page, start, end, name) for page, (start, end) in pages.items()]
