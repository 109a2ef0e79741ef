"""Where the named parts of a file, cells or times, stand in the text of its frozen pages."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from annotator.engine.worker.forms.made import Named

_UNSEEN = re.compile("[\\s\u00ad\u200b\u200c\u200d\u200e\u200f\u2060-\u2064\ufeff\ufffd]")
_SEEN = re.compile(r"\S+")


class Fragment(NamedTuple):
    """Page index, first code point and one past the last on that page, name."""

    page: int
    start: int
    end: int
    name: str


def fragments(named: Iterable[Named], texts: Iterable[str]) -> tuple[Fragment, ...]:
    """The parts found in the pages' texts, each where it follows the one before; one on two pages gives one for each.

    Words are compared without spaces, since lines break anywhere; a part whose words are not found next is left out.
    """
    letters: list[str] = []
    firsts: list[int] = []
    at_in_page = array("I")
    total = 0
    for each in texts:
        firsts.append(total)
        for run in _SEEN.finditer(each):
            words, start = run[0], run.start()
            if words.isascii():
                letters.append(words)
                at_in_page.extend(range(start, start + len(words)))
                total += len(words)
                continue
            for at, char in enumerate(words, start):
                plain = _plain(char)
                letters.append(plain)
                at_in_page.extend([at] * len(plain))
                total += len(plain)
    text = "".join(letters)
    found: list[Fragment] = []
    at = 0
    for part in named:
        words = "".join(part.words.split()) if part.words.isascii() else _plain(part.words)
        start = text.find(words, at) if words else -1
        if start < 0:
            continue
        at = start + len(words)
        page = bisect_right(firsts, start) - 1
        while True:  # a part may go on over several pages
            end = min(at, firsts[page + 1] if page + 1 < len(firsts) else at)
            if start < end:
                found.append(Fragment(page, at_in_page[start], at_in_page[end - 1] + 1, part.name))
            if end == at:
                break
            start, page = end, page + 1
    return tuple(found)


def _plain(words: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", words))
