"""Small pictures of pages, drawn when nothing else is to be done, in a process that no page waits for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from annotator.engine.client import Look, Pixels, Reader, Request, Urgency
from annotator.model.pages import PageInfo
from annotator.ui.reader.layout import turned
from annotator.ui.reader.tiles import budget

AT_ONCE = 1
"""Requests on their way: the next one is for what is in sight by then."""


class Thumbs(QObject):
    """Small pages of one document at one width. `arrived` carries the page."""

    arrived = Signal(int)
    changed = Signal()
    asked = Signal()

    def __init__(self, reader: Callable[[], Reader], pages: Sequence[PageInfo], parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self._plain = self._pages = pages
        self._look = Look()
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._bytes = 0
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._flying: dict[int, Request[Pixels]] = {}
        self._failed: set[int] = set()
        self._box = (0, 0)
        # What a painting wants is asked for when all of it was said.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    @property
    def flying(self) -> int:
        """Requests on their way."""
        return len(self._flying)

    @property
    def pages(self) -> Sequence[PageInfo]:
        """The pages as they are shown, turned."""
        return self._pages

    def get(self, page: int, width: int, height: int) -> QImage | None:
        """A page within a box of device pixels; asked for where it is not here."""
        if (width, height) != self._box:
            self.clear()
            self._box = (width, height)
        image = self._images.get(page)
        if image is not None:
            self._images.move_to_end(page)
        elif page not in self._flying and page not in self._failed:
            self._wanted[page] = None
            self._wanted.move_to_end(page)
            self._soon.start()
        return image

    def look_at(self, pages: Sequence[int]) -> None:
        """Nothing else is in sight any more: what was wanted beside these is forgotten."""
        sight = set(pages)
        for page in [page for page in self._wanted if page not in sight]:
            del self._wanted[page]

    def set_look(self, look: Look) -> None:
        """Turned, or in other colours."""
        if look != self._look:
            self.clear()
            self._pages, self._look = turned(self._plain, look.quarter), look
            self.changed.emit()

    def clear(self) -> None:
        """Throw everything away and drop all requests."""
        for request in self._flying.values():
            request.drop()
        self._flying.clear()
        self._images.clear()
        self._wanted.clear()
        self._bytes = 0
        self._soon.stop()

    def _ask(self) -> None:
        while self._wanted and len(self._flying) < AT_ONCE:
            page = next(iter(self._wanted))
            del self._wanted[page]
            info = self._pages[page]
            scale = min(self._box[0] / max(info.width, 1.0), self._box[1] / max(info.height, 1.0))
            look = replace(self._look, keep=8)
            request = self._reader().render(page, scale, look=look, urgency=Urgency.IDLE)
            self._flying[page] = request
            self._follow(request, page)
            self.asked.emit()

    def _follow(self, request: Request[Pixels], page: int) -> None:
        request.then(lambda pixels: self._take(page, pixels), lambda _: self._fail(page))

    def _take(self, page: int, pixels: Pixels) -> None:
        self._flying.pop(page, None)
        image = QImage(pixels.buffer, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB32).copy()
        self._images[page] = image
        self._bytes += image.sizeInBytes()
        self.trim()
        self._soon.start()
        self.arrived.emit(page)

    def trim(self) -> None:
        """Throw away what was not seen for longest as far as the budget asks for it."""
        while self._bytes > budget.thumbs and len(self._images) > 1:
            self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()

    def _fail(self, page: int) -> None:
        """A page too slow for the strip keeps its number only."""
        self._flying.pop(page, None)
        self._failed.add(page)
        self._soon.start()
