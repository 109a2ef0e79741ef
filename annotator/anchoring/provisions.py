"""Which provision of a statute or rule a place stands in, "5 U.S.C. 552a(b)(7)", read from the text of the pages.

Pure functions of the pages' texts: headings of sections, the numbering of their parts, the notes that follow a
section. Where the structure leaves a doubt the answer is the part that is certain, or nothing: a wrong provision is
worse than none. Offsets are Unicode code points into one page's text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.provision_lines import Line, german, lines_of
from annotator.anchoring.provisions_american import american
from annotator.anchoring.provisions_german import german_provisions


@dataclass(frozen=True, slots=True)
class Provision:
    """A part of a law: what stands before the section ("5 U.S.C."), the section, and the parts within it.

    `parts` are printed as the law prints them, from the outside in: ("(b)", "(7)"); in German law ("Abs. 2", "Satz 1").
    """

    law: str
    section: str
    parts: tuple[str, ...] = ()
    after: str = ""
    """What stands after everything: the German short name of the law, "PartG"."""

    def __str__(self) -> str:
        spaced = " " if self.parts and self.parts[0][:1].isalpha() else ""
        inner = " ".join(self.parts) if spaced else "".join(self.parts)
        return " ".join(word for word in (self.law, f"{self.section}{spaced}{inner}", self.after) if word)

    @property
    def key(self) -> tuple[str, ...]:
        """What is compared between versions: the section and its parts, without the law's name or how it is cited."""
        bare = re.sub(r"^(?:§|sec\.|section|art\.)\s*", "", self.section.lower())
        return (bare, *self.parts)


def provision_at(text: DocumentText, page: int, offset: int) -> str:
    """The provision at an offset of a page, "" where there is none or it isn't certain. Never raises."""
    found = provisions_of(text.texts).at(page, offset)
    return str(found) if found else ""


def provision_over(texts: tuple[str, ...], runs: Sequence[tuple[int, int, int]]) -> str:
    """The provision that holds all runs (page, start, end): what their provisions have in common, or ""."""
    if not runs:
        return ""
    found = provisions_of(texts).over((runs[0][0], runs[0][1]), (runs[-1][0], runs[-1][2] - 1))
    return str(found) if found else ""


@lru_cache(maxsize=6)
def provisions_of(texts: tuple[str, ...]) -> Provisions:
    """The provisions of a document's pages, read once and kept for the documents asked for last."""
    return Provisions(texts)


class Provisions:
    """The provisions of one extraction: from where on which one holds. Long texts take a while: not for a window's
    main thread (a section of 100 pages takes a few tenths of a second).
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._starts: list[tuple[int, int]] = []
        self._found: list[Provision | None] = []
        for page, offset, provision in _read(texts):
            if self._starts and (page, offset) <= self._starts[-1]:
                self._found[-1] = provision
                continue
            self._starts.append((page, offset))
            self._found.append(provision)

    def __bool__(self) -> bool:
        return any(self._found)

    def at(self, page: int, offset: int) -> Provision | None:
        """The provision at an offset of a page."""
        index = bisect_right(self._starts, (page, offset)) - 1
        return self._found[index] if index >= 0 else None

    def over(self, first: tuple[int, int], last: tuple[int, int]) -> Provision | None:
        """What holds all from one (page, offset) to another, both counted in: the innermost part around them."""
        low = bisect_right(self._starts, first) - 1
        high = bisect_right(self._starts, last) - 1
        if low < 0:
            return None
        common = self._found[low]
        for found in self._found[low + 1 : high + 1]:
            if common is None or found is None or (found.law, found.section) != (common.law, common.section):
                return None
            same = 0
            for mine, its in zip(common.parts, found.parts, strict=False):
                if mine != its:
                    break
                same += 1
            common = Provision(common.law, common.section, common.parts[:same], common.after)
        return common

    def each(self) -> Iterator[tuple[tuple[int, int], Provision | None]]:
        """From where on (page, offset) which provision holds, in document order."""
        yield from zip(self._starts, self._found, strict=True)


def _read(texts: Sequence[str]) -> Iterator[tuple[int, int, Provision | None]]:
    if not _MAYBE.search("\n".join(texts)):
        return
    lines: list[Line] = lines_of(texts)
    reader = german_provisions if german(texts) else american
    for line, offset, held in reader(lines):
        start = line.start + offset
        # What stands before a line's first word, as a space or a mark of Markdown, belongs to the line.
        while not offset and start and texts[line.page][start - 1] != "\n":
            start -= 1
        yield line.page, start, Provision(*held) if held else None


_MAYBE = re.compile(
    r"^[#\s\[*]*(?:\u00a7+\s*\d|sec(?:tion)?\.?\s+\d|art(?:ikel)?\.?\s*\d|\d+[A-Z]?-\d+)", re.IGNORECASE | re.MULTILINE
)
