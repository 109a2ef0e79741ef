"""The lines of a law's pages as its structure is read from them, running lines left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.anchoring.running import page_edges

Held = tuple[str, str, tuple[str, ...], str]
"""Law, section, parts, and what stands after: the fields of a provision."""
_LEADING = re.compile(r"[\s#>*_|]*")
_SPACES = re.compile(r"\s+")
_NUMBERED = re.compile(r"\(\s?\w{1,5}\s?\)")
_HEADED = re.compile(r"(?:\u00a7|Sec\.|SEC\.|Art\.?|Artikel)\s*\d+\s?[A-Za-z]{0,2}\.?\s+[A-Z\u00c4\u00d6\u00dc]")
_GERMAN = re.compile(r"\b(?:der|die|das|und|des|ist|nicht|oder)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|or|to|shall|any)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words without space and marks of Markdown around them, and where they start.

    `apart` tells that the line surely begins a paragraph: its first word would have fitted into the line before.
    """

    page: int
    start: int
    text: str
    apart: bool
    running: bool = False


def lines_of(texts: Sequence[str]) -> list[Line]:
    """All lines with words; those that run through the document are marked, and nothing is apart because of them."""
    found: list[Line] = []
    every = Counter(_SPACES.sub(" ", line.strip()) for text in texts for line in text.split("\n"))
    before, blank = "", True
    for page, (text, edges) in enumerate(zip(texts, page_edges(texts), strict=True)):
        top, bottom = edges.tops[-1], edges.bottoms[-1]
        width = _width(text)
        at = 0
        for raw in text.split("\n"):
            start = at + len(_LEADING.match(raw)[0])  # type: ignore[index]  # it matches nothing, too
            words = raw[start - at :].rstrip()
            running = (at < top or at >= bottom) and not _own(raw, words, every)
            if words and running:
                found.append(Line(page, start, words, apart=False, running=True))
            elif words:
                first = words.split(None, 1)[0]
                fits = len(before.rstrip()) + 1 + len(first) < 0.82 * width
                found.append(Line(page, start, words, apart=blank or fits or raw.lstrip().startswith("#")))
                before, blank = raw, False
            elif not running:
                blank = True
            at += len(raw) + 1
    return found


def _own(raw: str, words: str, every: Counter[str]) -> bool:
    """Whether a line at a page's edge is no running head, though "Art 31" and "Art 35" look like one that counts."""
    if raw.lstrip().startswith("#") or _NUMBERED.match(words):
        return True
    return bool(_HEADED.match(words)) and every[_SPACES.sub(" ", raw.strip())] == 1


def german(texts: Sequence[str]) -> bool:
    """Whether the first words are German rather than English."""
    sample = "\n".join(texts[:6])[:12_000]
    return len(_GERMAN.findall(sample)) > len(_ENGLISH.findall(sample))


def _width(text: str) -> int:
    lengths = sorted(len(line.rstrip()) for line in text.split("\n") if line.strip())
    return lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)] if lengths else 0
