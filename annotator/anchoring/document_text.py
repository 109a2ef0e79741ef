"""The text of a whole document, in which quotes are found whatever their typesetting, across page breaks, too."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.anchoring.comparing import Skeleton, gaps_agree, is_letterlike, skeleton, skeleton_text
from annotator.anchoring.running import Edges, page_edges

CONTEXT = 64
"""Code points of context kept on either side of a place."""
_DASH = re.compile("[-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]+")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NOTE_MARK = re.compile(r"\.\d{1,3}(?:\s+[\"'(\[\u201c\u2018]?[A-Z]|\s*\n|\s*$)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one page's text."""

    page: int
    start: int
    end: int


Match = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a page that takes part in a stream of text."""

    page: int
    start: int
    end: int


class DocumentText:
    """The pages' texts of one extraction; each page is folded when first searched, and kept."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts: tuple[str, ...] = tuple(texts)
        self._bones: list[str | None] = [None] * len(self.texts)
        self._skeletons: dict[int, Skeleton] = {}
        self._parts: dict[tuple[int, int, int], str] = {}

    @cached_property
    def edges(self) -> list[Edges]:
        """For each page where its own words may begin and end, running lines left out."""
        return page_edges(self.texts)

    def find(self, quote: str, *, page: int | None = None, inside_words: bool = False) -> list[Match]:
        """Where the quote stands, in document order; case counts, typesetting doesn't. Never raises.

        `page` keeps matches that begin on that page. A match that would cut a word in two counts only if no other
        exists, one that would cut a number in two ("15" in "2015", "section 552" in "section 552a") never does;
        `inside_words` (for a find bar) lets all of them count.
        """
        wanted = skeleton(quote)
        if not wanted.text:
            return []
        ranked: list[tuple[int, Match]] = []
        seen: set[Match] = set()
        for rank, match in self._candidates(wanted, page):
            if match not in seen:
                seen.add(match)
                ranked.append((rank, match))
        best = (0, 1, 2) if inside_words else (0,) if any(rank == 0 for rank, _ in ranked) else (1,)
        kept = sorted((match for rank, match in ranked if rank in best), key=lambda match: _order(match))
        return _without_overlaps(kept)

    def quote(self, match: Match) -> str:
        """The exact text of a match, its runs joined by a line feed."""
        return "\n".join(self.texts[run.page][run.start : run.end] for run in match)

    def context(self, match: Match, length: int = CONTEXT) -> tuple[str, str]:
        """Up to `length` code points before and after a match, over page breaks, running lines left out."""
        first, last = match[0], match[-1]
        before = self.texts[first.page][: first.start]
        page = first.page - 1
        while len(before) < length and page >= 0:
            edges = self.edges[page]
            before = self.texts[page][edges.tops[-1] : edges.bottoms[-1]].rstrip("\n") + "\n" + before
            page -= 1
        after = self.texts[last.page][last.end :]
        page = last.page + 1
        while len(after) < length and page < len(self.texts):
            edges = self.edges[page]
            after = after.rstrip("\n") + "\n" + self.texts[page][edges.tops[-1] : edges.bottoms[-1]]
            page += 1
        return before[-length:], after[:length]

    def _candidates(self, wanted: Skeleton, page: int | None) -> Iterator[tuple[int, Match]]:
        pages = range(len(self.texts)) if page is None else (page,) if 0 <= page < len(self.texts) else ()
        for index in pages:
            if wanted.text in self._bone(index):
                piece = _Piece(index, 0, len(self.texts[index]))
                yield from _matches(wanted, self._skeleton(index), (piece,))
            if index + 1 < len(self.texts):
                yield from self._over_page_end(wanted, index)
        yield from self._over_many_pages(wanted, page)

    def _over_page_end(self, wanted: Skeleton, index: int) -> Iterator[tuple[int, Match]]:
        """Matches from one page into the next, with and without the running lines between them."""
        reach = len(wanted.text) - 1
        if not reach:
            return
        upper, lower = self.texts[index], self.texts[index + 1]
        for bottom in _variants(self.edges[index].bottoms):
            for top in _variants(self.edges[index + 1].tops):
                head = self._part(index, 0, bottom)[-reach:]
                if wanted.text not in head + self._part(index + 1, top, len(lower))[:reach]:
                    continue
                pieces = (_Piece(index, 0, bottom), _Piece(index + 1, top, len(lower)))
                joined = skeleton(upper[:bottom] + "\n" + lower[top:])
                yield from (found for found in _matches(wanted, joined, pieces) if len(found[1]) > 1)

    def _over_many_pages(self, wanted: Skeleton, page: int | None) -> Iterator[tuple[int, Match]]:
        """Matches over three pages or more: only where a page is shorter than the quote."""
        longest = len(wanted.text) - 2
        for kept in (0, 1, 2, None):
            if not any(index > 0 and len(self._body(index, kept)) <= longest for index in range(self._last)):
                continue
            stream = "".join(self._body(index, kept) for index in range(len(self.texts)))
            starts = [0]
            for index in range(len(self.texts)):
                starts.append(starts[-1] + len(self._body(index, kept)))
            at = stream.find(wanted.text)
            while at >= 0:
                first = bisect_right(starts, at) - 1
                last = bisect_right(starts, at + len(wanted.text) - 1) - 1
                if last - first > 1 and page in (None, first):
                    pieces = tuple(_Piece(index, *self._own(index, kept)) for index in range(first, last + 1))
                    text = "\n".join(self.texts[piece.page][piece.start : piece.end] for piece in pieces)
                    yield from (found for found in _matches(wanted, skeleton(text), pieces) if len(found[1]) > 1)
                at = stream.find(wanted.text, at + 1)

    @property
    def _last(self) -> int:
        return len(self.texts) - 1

    def _own(self, index: int, kept: int | None) -> tuple[int, int]:
        """A page without its running lines, but for the innermost `kept` at either end; None keeps all."""
        edges = self.edges[index]
        if kept is None:
            return 0, len(self.texts[index])
        return edges.tops[max(-1 - kept, -len(edges.tops))], edges.bottoms[max(-1 - kept, -len(edges.bottoms))]

    def _body(self, index: int, kept: int | None) -> str:
        return self._part(index, *self._own(index, kept))

    def _bone(self, index: int) -> str:
        bone = self._bones[index]
        if bone is None:
            bone = self._bones[index] = skeleton_text(self.texts[index])
        return bone

    def _part(self, index: int, start: int, end: int) -> str:
        text = self.texts[index]
        if start == 0 and end == len(text):
            return self._bone(index)
        key = (index, start, end)
        if key not in self._parts:
            self._parts[key] = skeleton_text(text[start:end])
        return self._parts[key]

    def _skeleton(self, index: int) -> Skeleton:
        if index not in self._skeletons:
            self._skeletons[index] = skeleton(self.texts[index])
        return self._skeletons[index]


def _matches(wanted: Skeleton, text: Skeleton, pieces: tuple[_Piece, ...]) -> Iterator[tuple[int, Match]]:
    """Matches of the quote in a stream of pieces joined by line feeds, with how badly each cuts words."""
    length = len(wanted.text)
    at = text.text.find(wanted.text)
    while at >= 0:
        if all(gaps_agree(wanted, index, text, at + index) for index in range(1, length)):
            ends = _edges_of(wanted, text, at)
            if ends is not None:
                yield _rank(text, at, at + length), _runs(text.source, ends, pieces)
        at = text.text.find(wanted.text, at + 1)


def _edges_of(wanted: Skeleton, text: Skeleton, at: int) -> tuple[int, int] | None:
    """Start and end in the text's source; dashes at the quote's own edges must be there, too."""
    last = at + len(wanted.text)
    start, end = text.starts[at], text.ends[last - 1]
    before = len(_DASH.findall(wanted.gap(0)))
    if before:
        gap = text.ends[at - 1] if at else 0
        dashes = list(_DASH.finditer(text.source, gap, start))
        if len(dashes) < before:
            return None
        start = dashes[-before].start()
    after = len(_DASH.findall(wanted.gap(len(wanted.text))))
    if after:
        gap = text.starts[last] if last < len(text.text) else len(text.source)
        dashes = list(_DASH.finditer(text.source, end, gap))
        if len(dashes) < after:
            return None
        end = dashes[after - 1].end()
    return start, end


def _rank(text: Skeleton, start: int, end: int) -> int:
    """0 if the match ends where words end, 1 if it cuts a word, 2 if it cuts a number."""
    return max(_cut(text, start), _cut(text, end))


def _cut(text: Skeleton, at: int) -> int:
    if at <= 0 or at >= len(text.text):
        return 0
    left, right = text.text[at - 1], text.text[at]
    if text.starts[at] < text.ends[at - 1]:
        return 1
    touching = "" in text.readings(at)
    if is_letterlike(left) and is_letterlike(right) and touching:
        broken = text.starts[at] > text.ends[at - 1]
        in_number = not broken and any(char.isdigit() for char in _token(text, at))
        return 2 if in_number or not (right.isalnum() and left.isalnum()) else 1
    if not touching:
        return 0
    if left.isdigit() and right in ".," and _tight_digit(text, at + 1):
        return _point_cut(text, at, at)
    if left in ".," and right.isdigit() and at >= 2 and _tight_digit(text, at - 1, backwards=True):
        return _point_cut(text, at, at - 1)
    return 0


def _point_cut(text: Skeleton, at: int, point: int) -> int:
    """A cut beside a point or comma between two digits: a decimal, thousands, a list or a footnote's mark."""
    source, where = text.source, text.starts[point]
    if text.text[point] == ",":
        thousands = re.match(r",\d{3}(?!\d)", source[where : where + 5])
        return 2 if thousands else 1
    year = _YEAR.search(source[max(0, where - 4) : where])
    if at == point and year and _NOTE_MARK.match(source[where : where + 12]):
        return 0
    return 2


def _tight_digit(text: Skeleton, at: int, *, backwards: bool = False) -> bool:
    """Whether a digit stands at `at` with nothing between it and the point (or, backwards, between point and it)."""
    if not 0 <= at < len(text.text):
        return False
    if backwards:
        return text.text[at - 1].isdigit() and text.starts[at] == text.ends[at - 1]
    return text.text[at].isdigit() and text.starts[at] == text.ends[at - 1]


def _token(text: Skeleton, at: int) -> str:
    """The letters and digits around a cut, as far as nothing stands between them (at most 24 each way)."""
    start = at
    while start > 0 and at - start < 24 and is_letterlike(text.text[start - 1]):
        start -= 1
        if start and text.starts[start] > text.ends[start - 1]:
            break
    end = at
    while end < len(text.text) and end - at < 24 and is_letterlike(text.text[end]):
        end += 1
        if end < len(text.text) and text.starts[end] > text.ends[end - 1]:
            break
    return text.text[start:end]


def _runs(source: str, ends: tuple[int, int], pieces: tuple[_Piece, ...]) -> Match:
    """Offsets in joined pieces as runs on their pages, without the spaces at each run's edges."""
    runs: list[Run] = []
    shift = 0
    for piece in pieces:
        length = piece.end - piece.start
        start, end = max(ends[0] - shift, 0), min(ends[1] - shift, length)
        if start < end:
            words = source[shift + start : shift + end]
            start += len(words) - len(words.lstrip())
            end -= len(words) - len(words.rstrip())
            if start < end:
                runs.append(Run(piece.page, piece.start + start, piece.start + end))
        shift += length + 1
    return tuple(runs)


def _variants(offsets: tuple[int, ...]) -> tuple[int, ...]:
    """No running line left out, all of them, and all but the innermost two, which are the likeliest mistakes."""
    return tuple(dict.fromkeys((offsets[-1], *offsets[-3:-1], offsets[0])))


def _order(match: Match) -> tuple[int, int, int, int]:
    return match[0].page, match[0].start, match[-1].page, match[-1].end


def _without_overlaps(matches: list[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in matches:
        if kept and (kept[-1][-1].page, kept[-1][-1].end) > (match[0].page, match[0].start):
            continue
        kept.append(match)
    return kept
