"""Regions in another version: there only where the page is certainly the same one and shows the same.

Which page it is, its words say: most of them are on one page of the other version and on no other page. A page without
words is the same only where its whole picture is, and no other page's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace as changed

from annotator.anchoring.geometry import to_view
from annotator.engine.client import Reader
from annotator.engine.results import Pixels
from annotator.model.errors import Refused
from annotator.model.pages import PageInfo
from annotator.model.places import Place, Rect, Region
from annotator.operations.targets import Target
from annotator.operations.workspace import Workspace, sealed_extraction, wait

_WORD = re.compile(r"\w+")
_FEW = 12
"""Below so many words a page is not told from others by its words."""
_MOST, _ANOTHER = 0.6, 0.3
"""The share of a page's runs of words that the same page has at least, and another one at most."""
_NEAR = 20
"""Pages without words that are compared, on either side of the one with the same number."""
_SHARP, _COARSE = 2.0, 0.5
"""Pixels a point at which a region, and a whole page, are compared."""
_LONGEST = 2_000
_SIZE = 8
"""Bytes before the pixels: width and height."""


def region_in(ws: Workspace, was: Place, target: Target) -> Place | None:
    """The region in another text, unchanged; None where that is not certain. Raises what the engine raises."""
    region = was.region
    versions = ws.project.graph(with_removed=True).versions.values()
    version = next((one for one in versions if one.sha256 == was.version), None)
    if region is None or version is None or not ws.project.has_extraction(was.extraction):
        return None
    old_pages, old_texts = ws.project.page_infos(was.extraction), ws.project.page_texts(was.extraction)
    if not 0 <= region.page < len(old_pages):
        return None
    new_pages, new_texts = target.extraction.pages, target.extraction.texts
    with ExitStack() as stack:
        source = stack.enter_context(closing(sealed_extraction(ws, version, was.extraction)))
        old = _Drawing(ws, stack.enter_context(closing(ws.engine.open(source))), old_pages)
        new = _Drawing(ws, stack.enter_context(target.reading()), new_pages)
        page = _page_by_words(old_texts, region.page, new_texts)
        if page is None:
            page = _page_by_picture(old, old_texts, region.page, new, new_texts)
        if page is None or not _alike(old_pages[region.page], new_pages[page]):
            return None
        before, after = old.region(region.page, region.rect), new.region(page, region.rect)
    if before is None or before != after or _blank(before):
        return None
    there = Region(page, new_pages[page].label, region.rect)
    return changed(was, version=target.version, extraction=target.extraction.sha256, region=there)


def _alike(one: PageInfo, other: PageInfo) -> bool:
    return (one.box, one.rotation) == (other.box, other.rotation)


def _page_by_words(old: Sequence[str], page: int, new: Sequence[str]) -> int | None:
    """The page of the new text that has most of a page's words, if no other has many, and they are no other page's."""
    mine = _runs(old[page])
    if len(mine) < _FEW:
        return None
    found = _only(mine, [_runs(text) for text in new])
    if found is None:
        return None
    back = _only(_runs(new[found]), [_runs(text) for text in old])
    return found if back == page else None


def _only(mine: set[tuple[str, ...]], others: Sequence[set[tuple[str, ...]]]) -> int | None:
    shares = [len(mine & other) / max(len(mine), len(other), 1) for other in others]
    ranked = sorted(range(len(shares)), key=lambda number: -shares[number])
    if not ranked or shares[ranked[0]] < _MOST or any(shares[number] > _ANOTHER for number in ranked[1:2]):
        return None
    return ranked[0]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def _page_by_picture(
    old: _Drawing, old_texts: Sequence[str], page: int, new: _Drawing, new_texts: Sequence[str]
) -> int | None:
    """The page whose whole picture is the same, where pages have few words: if there is but one of it in both."""
    mine = old.whole(page)
    if mine is None or _blank(mine):
        return None

    def same(drawing: _Drawing, texts: Sequence[str]) -> list[int]:
        near = range(max(0, page - _NEAR), min(len(texts), page + _NEAR + 1))
        return [each for each in near if len(_runs(texts[each])) < _FEW and drawing.whole(each) == mine]

    found = same(new, new_texts)
    return found[0] if len(found) == 1 and same(old, old_texts) == [page] else None


def _blank(picture: bytes) -> bool:
    """Whether a picture is all of one colour: nothing there tells it from another place."""
    return picture[_SIZE:] == picture[_SIZE : _SIZE + 4] * ((len(picture) - _SIZE) // 4)


class _Drawing:
    """Pages of one text, drawn to be compared."""

    def __init__(self, ws: Workspace, reader: Reader, pages: Sequence[PageInfo]) -> None:
        self._ws, self._reader, self._pages = ws, reader, pages

    def whole(self, page: int) -> bytes | None:
        """A page's picture; None where it can't be drawn."""
        return self._drawn(lambda: wait(self._ws.engine, self._reader.render(page, _COARSE)))

    def region(self, page: int, rect: Rect) -> bytes | None:
        """The picture of a region (user space); None where it can't be drawn."""
        clip = to_view(rect, self._pages[page])
        scale = min(_SHARP, _LONGEST / max(clip[2] - clip[0], clip[3] - clip[1], 1.0))
        return self._drawn(lambda: wait(self._ws.engine, self._reader.render(page, scale, clip=clip)))

    def _drawn(self, draw: Callable[[], Pixels]) -> bytes | None:
        try:
            pixels = draw()
        except Refused:
            return None
        size = pixels.width.to_bytes(4, "big") + pixels.height.to_bytes(4, "big")
        wide = pixels.width * 4
        rows = [bytes(pixels.buffer[at : at + wide]) for at in range(0, pixels.stride * pixels.height, pixels.stride)]
        return size + b"".join(rows)
