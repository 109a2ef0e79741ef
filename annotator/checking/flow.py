"""The pages of a document as one text, with the way back to its pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.anchoring.document_text import Run
from annotator.anchoring.running import page_edges

_NUMBERED = re.compile(r"^[ \t]*(\d{1,2})(?=[ \t]*$|[ \t]+\S)", re.MULTILINE)
_NUMBERED_LINES = 15


@dataclass(frozen=True, slots=True)
class Flow:
    """The pages of a document as one text, running lines left out. Offsets are code points."""

    text: str
    starts: tuple[int, ...]
    pieces: tuple[Run, ...]

    def at(self, page: int, offset: int) -> int:
        """A page's offset in the text."""
        piece = self.pieces[page]
        return self.starts[page] + min(max(offset, piece.start), piece.end) - piece.start

    def runs(self, start: int, end: int) -> tuple[Run, ...]:
        """A stretch of the text as runs on its pages."""
        found = []
        for number in range(max(0, bisect_right(self.starts, start) - 1), len(self.pieces)):
            piece, shift = self.pieces[number], self.starts[number]
            if shift >= end:
                break
            first, last = max(start - shift, 0), min(end - shift, piece.end - piece.start)
            words = self.text[shift + first : shift + last]
            if words.strip():
                first += len(words) - len(words.lstrip())
                last -= len(words) - len(words.rstrip())
                found.append(Run(piece.page, piece.start + first, piece.start + last))
        return tuple(found)


def flow_of(texts: Sequence[str]) -> Flow:
    """The text of all pages, joined by line feeds."""
    parts: list[str] = []
    starts: list[int] = []
    pieces: list[Run] = []
    length = 0
    for page, (text, edges) in enumerate(zip(texts, page_edges(texts), strict=True)):
        start, end = edges.tops[-1], edges.bottoms[-1]
        end = start + len(text[start:end].rstrip("\n"))
        starts.append(length)
        pieces.append(Run(page, start, end))
        parts.append(text[start:end])
        length += end - start + 1
    return Flow("\n".join(parts), tuple(starts), tuple(pieces))


def unnumbered(text: str) -> str:
    """The text with spaces for the line numbers of court papers, so that they stand in no sentence. As long as before.

    Numbers at the beginning of lines, or alone in them, that count from 1 through at least 15 lines.
    """
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    last = 0
    for line in _NUMBERED.finditer(text):
        number = int(line[1])
        if number == 1 or (run and number == last + 1):
            if number == 1:
                found += run if len(run) >= _NUMBERED_LINES else []
                run = []
            run.append(line.span(1))
            last = number
    found += run if len(run) >= _NUMBERED_LINES else []
    if not found:
        return text
    parts, at = [], 0
    for start, end in found:
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])
