"""HTML of ours laid out in portions, so that long documents take time by their length and not by its square.

MuPDF walks the whole of a document for each page that it draws. So a long one is cut into portions between blocks. The
next portion begins with the block that runs over the end of the last full page, below a space that puts it where it
stood: its first pages repeat the last ones, which is checked, and are left out. So pages are as full as in one portion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.engine.worker import meanings
from annotator.engine.worker.blocks import blocks
from annotator.engine.worker.mupdf import lib, open_html

PAGE_SIZE = (480.0, 680.0)
"""In points: a column of some seventy letters, which is readable at the width of half a window."""
FONT_SIZE = 11
PORTION = 64 * 1024
"""Letters of HTML that are laid out at once."""
_MOST = 64 * PORTION
"""The same where a single block runs over all its pages."""
_SPACE = 50.0
"""Points of space above a block whose place below it is measured."""
_BACK = 8
"""So many blocks further up a place to go on is looked for."""
_NAME = re.compile("<[a-z0-9]+")
_HEADING = re.compile("<h([1-6])(?=[ >])")
_NEAR = 0.02
"""Points by which a block may be off its place."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid-out document and what it was made of; pages `first` to before `last` count."""

    document: Any
    html: str
    first: int
    last: int

    def outline(self, above: list[int]) -> Iterator[tuple[int, str, int]]:
        """Headings of the pages that count: level, words, page from 0; `above` are the headings that the next is below.

        MuPDF knows of none before this portion; the levels that the headings themselves have tell.
        """
        entries = self.document.get_toc(simple=True)
        ranks = [int(rank) for rank in _HEADING.findall(self.html)]
        for number, (level, words, page) in enumerate(entries):
            if self.first < page <= self.last:
                rank = ranks[number] if len(ranks) == len(entries) else level
                while above and above[-1] >= rank:
                    above.pop()
                above.append(rank)
                yield len(above), words, page - 1


@dataclass(frozen=True, slots=True)
class _Start:
    """The block that a portion begins with, how much space is above it (points), how many pages are repeated."""

    block: int
    space: float = 0.0
    repeated: int = 0
    top: float = 0.0
    """Where on its page the block begins."""


@dataclass(frozen=True, slots=True)
class _Before:
    """A portion of which all pages but the last count, if the next goes on with block `end` rightly."""

    laid: Laid
    end: int


def laid_out(html: bytes, pictures: Mapping[str, bytes]) -> Iterator[Laid]:
    """A whole page of HTML (`made.page`), all in one where it is short."""
    if len(html) <= 2 * PORTION:
        yield _layout(html.decode("utf-8"), pictures)
        return
    yield from _Portions(html.decode("utf-8"), pictures).laid_out()


def _layout(html: str, pictures: Mapping[str, bytes]) -> Laid:
    """All pages of it."""
    document = open_html(html.encode("utf-8"), {name: data for name, data in pictures.items() if name in html})
    lib.fz_layout_document(document.this, *PAGE_SIZE, FONT_SIZE)  # PyMuPDF's own loads the outline each time
    return Laid(document, html, 0, document.page_count)


class _Portions:
    """A long document on its way."""

    def __init__(self, html: str, pictures: Mapping[str, bytes]) -> None:
        head, _, rest = html.partition("<body>")
        body, _, self._foot = rest.rpartition("</body>")
        self._head = head + "<body>"
        self._blocks = list(blocks(body, PORTION))
        self._pictures = pictures

    def laid_out(self) -> Iterator[Laid]:
        """Each portion once the one after it is known to go on where it ends."""
        start, before, size = _Start(0), None, PORTION
        while True:
            end = self._end(start.block, size)
            laid = replace(self._layout(start, end), first=start.repeated)
            if before is not None:
                if not _goes_on(before.laid, laid, start):
                    # Rather a page that is not full than words twice or never.
                    yield before.laid
                    start, before = _Start(before.end), None
                    continue
                yield replace(before.laid, last=before.laid.last - 1)
                before = None
            if end == len(self._blocks):
                yield laid
                return
            following = self._following(laid, start, end)
            if following is not None:
                before, start, size = _Before(laid, end), following, PORTION
            elif size < _MOST:
                size *= 2
            else:
                yield laid
                start, size = _Start(end), PORTION

    def _end(self, block: int, size: int) -> int:
        """One past the last block of a portion of `size` letters."""
        while block < len(self._blocks) and size > 0:
            size -= len(self._blocks[block]) + 40
            block += 1
        return block

    def _layout(self, start: _Start, end: int) -> Laid:
        named = [_named(self._blocks[number], number) for number in range(start.block, end)]
        above = f'<div style="padding-top: {start.space:.4f}pt"></div>' if start.space else ""
        return _layout("".join((self._head, above, *named, self._foot)), self._pictures)

    def _following(self, laid: Laid, start: _Start, end: int) -> _Start | None:
        """What the next portion begins with: a block above the last page, on which its words may go on."""
        last = laid.last - 1
        low, high = start.block, end - 1
        while low < high:
            middle = (low + high + 1) // 2
            if _place(laid.document, middle)[0] < last:
                low = middle
            else:
                high = middle - 1
        for block in range(low, max(low - _BACK, start.block), -1):
            page, top = _place(laid.document, block)
            alone = self._layout(_Start(block, _SPACE), block + 1)
            space = _SPACE + top - _place(alone.document, block)[1]
            if page >= 0 and space >= 0:
                return _Start(block, space, last - page, top)
        return None


def _named(block: str, number: int) -> str:
    """The block with a name that its place can be asked by."""
    named = _NAME.match(block)
    end = named.end() if named else 0
    return f'{block[:end]} id="b{number}"{block[end:]}'


def _place(document: Any, block: int) -> tuple[int, float]:
    """A block's page, -1 where it is not found, and how far down it begins, in points."""
    where, _, top = lib.fz_resolve_link(document.this, f"#b{block}")
    return int(where.page), float(top)


def _goes_on(before: Laid, laid: Laid, start: _Start) -> bool:
    """Whether the new portion repeats the end of the one before, and goes on with its last page."""
    page, top = _place(laid.document, start.block)
    if page != 0 or abs(top - start.top) > _NEAR or laid.last <= start.repeated:
        return False
    repeated, following = (_text(laid.document[start.repeated + by]) for by in (-1, 0))
    whole, begun = (_text(before.document[before.last + by]) for by in (-2, -1))
    return whole.endswith(repeated) and following.startswith(begun)


def _text(page: Any) -> str:
    return meanings.plain_text(page).strip()
