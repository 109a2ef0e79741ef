"""Pictures of pages: what is kept, what is asked of the engine, what failed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from annotator.engine.client import Look, Pixels, Reader, Request, Urgency
from annotator.model.errors import Refused, TooSlow, WorkerLost
from annotator.model.pages import PageInfo

WHOLE = 4_200_000
"""A page of at most this many device pixels is one picture; a larger one is made of tiles."""
TILE = 1024
"""Side of a tile in device pixels."""
TRIES = 3
MEGABYTES = 256
"""What reading may take unless the person sets another budget."""


ITSELF = 96
"""Megabytes that a document's two processes take beside what they keep: their own, and a scan in colour being drawn."""


class Budget:
    """Memory for reading one document, as the person set it: beside what its processes need for themselves, three
    eighths for pictures of pages that are kept here, as much for decoded scans that its process keeps for another zoom,
    the rest for the strip of small pages and for where words stand.
    """

    def __init__(self) -> None:
        self.megabytes = MEGABYTES

    @property
    def _kept(self) -> int:
        return max(self.megabytes - ITSELF, 32)

    @property
    def pictures(self) -> int:
        """Bytes of pages' pictures, those on screen included."""
        return self._kept * 1024 * 1024 * 3 // 8

    @property
    def decoded(self) -> int:
        """Megabytes of decoded pictures that a document's process keeps."""
        return self._kept * 3 // 8

    @property
    def thumbs(self) -> int:
        """Bytes of small pages."""
        return self._kept * 1024 * 1024 // 8

    @property
    def words(self) -> int:
        """Bytes of the boxes of characters."""
        return self._kept * 1024 * 1024 // 8


budget = Budget()
"""The one budget of this window; read whenever something is kept."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A tile's pixels; `buffer` is what `image` may still look into. `scale` is what the engine really used."""

    image: QImage
    scale: float
    buffer: bytes


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture: a page at a scale (device pixels for a point); `column` -1 is the whole page."""

    page: int
    scale: float
    column: int = -1
    row: int = -1


def tiles_of(page: PageInfo, scale: float, view: tuple[float, float, float, float]) -> list[Tile]:
    """Tiles of a page that a view (device pixels relative to the page's corner) needs, nearest its middle first."""
    width, height = ceil(page.width * scale), ceil(page.height * scale)
    if width * height <= WHOLE:
        return [Tile(page.index, scale)]
    x0, y0, x1, y1 = max(view[0], 0), max(view[1], 0), min(view[2], width), min(view[3], height)
    columns = range(int(x0 // TILE), ceil(x1 / TILE))
    rows = range(int(y0 // TILE), ceil(y1 / TILE))
    middle = ((x0 + x1) / 2 / TILE - 0.5, (y0 + y1) / 2 / TILE - 0.5)
    found = [Tile(page.index, scale, column, row) for row in rows for column in columns]
    return sorted(found, key=lambda tile: (tile.column - middle[0]) ** 2 + (tile.row - middle[1]) ** 2)


def clip_of(tile: Tile, page: PageInfo) -> tuple[float, float, float, float] | None:
    """The part of the shown page (points, y down) a tile covers; None for all of it."""
    if tile.column < 0:
        return None
    x0, y0 = tile.column * TILE / tile.scale, tile.row * TILE / tile.scale
    x1 = min((tile.column + 1) * TILE / tile.scale, page.width)
    y1 = min((tile.row + 1) * TILE / tile.scale, page.height)
    return (x0, y0, x1, y1)


def bytes_of(tile: Tile, page: PageInfo) -> int:
    """What a tile's picture takes at most."""
    if tile.column >= 0:
        return 4 * TILE * TILE
    return 4 * ceil(page.width * tile.scale) * ceil(page.height * tile.scale)


class TileStore(QObject):
    """Pictures of one document's pages, least recently used thrown away first.

    `arrived` carries a page whose picture changed, `page_failed` a page that can't be shown and the sentence why.
    """

    arrived = Signal(int)
    page_failed = Signal(int, str)
    asked = Signal()

    def __init__(
        self, reader: Reader, pages: Sequence[PageInfo], pictures: Callable[[], Reader], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._picture_reader = pictures
        self._as_picture: set[int] = set()
        self._too_slow: set[int] = set()
        self._pages = pages
        self._look = Look()
        self.kept: set[int] = set()
        """Pages that are one picture: they stayed light on dark paper."""
        self._images: OrderedDict[Tile, Picture] = OrderedDict()
        self._by_page: dict[int, list[Tile]] = {}
        self._bytes = 0
        self._flying: dict[Tile, Request[Pixels]] = {}
        self._visible: tuple[Tile, ...] = ()
        self._soon: tuple[Tile, ...] = ()
        self._lost: dict[int, int] = {}
        self.failures: dict[int, str] = {}
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self._ask)

    @property
    def bytes_kept(self) -> int:
        """Size of all pictures kept."""
        return self._bytes

    @property
    def flying(self) -> int:
        """Requests on their way."""
        return len(self._flying)

    def get(self, tile: Tile) -> Picture | None:
        """The picture of a tile if it is here."""
        picture = self._images.get(tile)
        if picture is not None:
            self._images.move_to_end(tile)
        return picture

    def stand_ins(self, page: int, scale: float) -> Iterator[tuple[Tile, Picture]]:
        """Pictures of a page at other scales, the best last: shown until the sharp ones arrive."""
        others = [tile for tile in self._by_page.get(page, ()) if tile.scale != scale]
        for tile in sorted(others, key=lambda tile: -abs(tile.scale - scale)):
            yield tile, self._images[tile]

    def want(self, visible: Iterable[Tile], soon: Iterable[Tile]) -> None:
        """Say what is on screen and what will be next; requests for anything else are dropped."""
        self._visible = tuple(visible)
        self._soon = tuple(self._fitting(soon))
        wanted = {*self._visible, *self._soon}
        for tile in [tile for tile in self._flying if tile not in wanted]:
            self._flying.pop(tile).drop()
        self._trim()
        self._ask()

    def _fitting(self, soon: Iterable[Tile]) -> Iterator[Tile]:
        """As much of what will be next as there is room for: more would push out what was drawn ahead before it."""
        room = budget.pictures - sum(bytes_of(tile, self._pages[tile.page]) for tile in self._visible)
        for tile in soon:
            room -= bytes_of(tile, self._pages[tile.page])
            if room < 0:
                return
            yield tile

    def take_budget(self) -> None:
        """The budget is another: what is too much goes at once, also in the document's process with its next page."""
        self._look = replace(self._look, keep=budget.decoded)
        self.want(self._visible, self._soon)

    def set_look(self, pages: Sequence[PageInfo], look: Look) -> None:
        """Pages turned, or drawn in other colours: all pictures are thrown away."""
        if look != self._look:
            self.clear()
            self._pages, self._look = pages, look

    def can_be_picture(self, page: int) -> bool:
        """Whether a page that failed was too slow for MuPDF, so that PDFium may try."""
        return page in self._too_slow and page not in self._as_picture

    def open_as_picture(self, page: int) -> None:
        """From now on PDFium draws this page."""
        self._as_picture.add(page)

    def retry(self, page: int) -> None:
        """Ask for a page that failed once more."""
        self.failures.pop(page, None)
        self._lost.pop(page, None)
        self._ask()

    def clear(self) -> None:
        """Throw all pictures away; what is wanted is asked for anew."""
        self.close()
        self._images.clear()
        self._by_page.clear()
        self._bytes = 0
        self.kept.clear()

    def forget(self, pages: Set[int]) -> None:
        """Throw the pictures of these pages away, also those on their way."""
        for tile in [tile for tile in self._flying if tile.page in pages]:
            self._flying.pop(tile).drop()
        for tile in [tile for tile in self._images if tile.page in pages]:
            self._remove(tile)

    def close(self) -> None:
        """Drop all requests."""
        for request in self._flying.values():
            request.drop()
        self._flying.clear()
        self._again.stop()

    def _ask(self) -> None:
        if not self._send(self._visible, Urgency.SCREEN) and not any(tile in self._flying for tile in self._visible):
            self._send(self._soon, Urgency.SOON)

    def _send(self, tiles: Iterable[Tile], urgency: Urgency) -> bool:
        sent = False
        for tile in tiles:
            if tile in self._images or tile in self._flying or tile.page in self.failures:
                continue
            clip = clip_of(tile, self._pages[tile.page])
            reader = self._picture_reader() if tile.page in self._as_picture else self._reader
            request = reader.render(tile.page, tile.scale, clip=clip, look=self._look, urgency=urgency)
            self._flying[tile] = request
            self._follow(request, tile)
            sent = True
        if sent:
            self.asked.emit()
        return sent

    def _follow(self, request: Request[Pixels], tile: Tile) -> None:
        request.then(lambda pixels: self._take(tile, pixels), lambda error: self._fail(tile, error))

    def _take(self, tile: Tile, pixels: Pixels) -> None:
        self._flying.pop(tile, None)
        self._lost.pop(tile.page, None)
        image = QImage(pixels.buffer, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB32)
        if pixels.kept:
            self.kept.add(tile.page)
        self._forget_worse(tile)
        self._images[tile] = Picture(image, pixels.scale, pixels.buffer)
        self._by_page.setdefault(tile.page, []).append(tile)
        self._bytes += image.sizeInBytes()
        self._trim()
        self._again.start()
        self.arrived.emit(tile.page)

    def _forget_worse(self, tile: Tile) -> None:
        """Once all of a page is here at the scale wanted, its other pictures only cost memory."""
        needed = [other for other in self._visible if other.page == tile.page]
        if tile in needed and all(other in self._images or other == tile for other in needed):
            for other in [other for other in self._by_page.get(tile.page, ()) if other.scale != tile.scale]:
                self._remove(other)

    def _fail(self, tile: Tile, error: Refused) -> None:
        self._flying.pop(tile, None)
        self._lost[tile.page] = self._lost.get(tile.page, 0) + 1
        if isinstance(error, WorkerLost) and self._lost[tile.page] < TRIES:
            self._again.start()
            return
        self.failures[tile.page] = error.sentence
        if isinstance(error, TooSlow):
            self._too_slow.add(tile.page)
        self._again.start()
        self.page_failed.emit(tile.page, error.sentence)

    def _trim(self) -> None:
        if self._bytes <= budget.pictures:
            return
        keep = {*self._visible, *self._soon}
        for tile in list(self._images):
            if self._bytes <= budget.pictures:
                return
            if tile not in keep:
                self._remove(tile)

    def _remove(self, tile: Tile) -> None:
        self._bytes -= self._images.pop(tile).image.sizeInBytes()
        self._by_page[tile.page].remove(tile)
        if not self._by_page[tile.page]:
            del self._by_page[tile.page]
