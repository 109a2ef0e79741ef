"""Pictures of passages with the lines around them, drawn by the documents' own processes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage

from annotator.anchoring.geometry import to_view
from annotator.engine.client import Look, Pixels, Reader, Request
from annotator.model.pages import PageInfo
from annotator.model.places import Place, Rect
from annotator.ui.checking import calls
from annotator.ui.desk import Desk
from annotator.ui.engine_bridge import EngineBridge

LINES = 2
"""Lines of text shown above and below a passage."""
TALLEST = 0.45
"""The most of a page's height that is shown."""
LEAST = 11.0
"""Points that a line is taken for where its rectangle is lower."""
SCALE = 1.6
"""Pixels a point, times the screen's density: sharp at the width of a card on a large screen."""
MOST_READERS = 3
MOST_PICTURES = 40


@dataclass(frozen=True, slots=True)
class Shot:
    """A part of a page: its picture, and where the passage stands in it, as fractions of its width and height."""

    image: QImage
    marks: tuple[QRectF, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    version: str
    place: Place
    look: Look
    ratio: float


def clip_of(place: Place, page: PageInfo) -> tuple[Rect, tuple[Rect, ...]] | None:
    """The part of its first page that shows a place (points as shown, y down), and the place's rectangles there."""
    rects = tuple(rect for span in place.spans if span.page == page.index for rect in span.rects)
    if not rects and place.region is not None and place.region.page == page.index:
        rects = (place.region.rect,)
    if not rects:
        return None
    shown = tuple(to_view(rect, page) for rect in rects)
    line = max(min(rect[3] - rect[1] for rect in shown), LEAST)
    around = LINES * 1.4 * line
    top = max(min(rect[1] for rect in shown) - around, 0.0)
    bottom = min(max(rect[3] for rect in shown) + around, page.height, top + TALLEST * page.height)
    return (0.0, top, page.width, bottom), shown


class Pictures(QObject):
    """Draws what was asked for last first come; readers of few documents at a time are kept."""

    def __init__(self, desk: Desk, bridge: EngineBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge = desk, bridge
        self._readers: OrderedDict[str, tuple[Reader, Sequence[PageInfo]]] = OrderedDict()
        self._shots: OrderedDict[_Wish, Shot] = OrderedDict()
        self._flying: list[Request[Pixels]] = []
        self._turn = 0

    def want(self, version: str, place: Place, look: Look, ratio: float, done: Callable[[Shot | None], None]) -> None:
        """`done` gets the picture, or None where there is none; nothing any more once `drop` was called."""
        wish = _Wish(version, place, look, ratio)
        if wish in self._shots:
            self._shots.move_to_end(wish)
            done(self._shots[wish])
        elif version in self._readers:
            self._draw(wish, done)
        else:
            turn = self._turn

            def opened(made: calls.Drawn) -> None:
                if turn == self._turn:
                    if version not in self._readers:
                        self._readers[version] = (self._bridge.open(made.source), made.pages)
                    self._draw(wish, done)
                made.source.close()

            self._desk.ask(calls.drawn, version, done=opened, failed=lambda _: done(None))

    def drop(self) -> None:
        """What is under way is not wanted any more."""
        self._turn += 1
        for request in self._flying:
            request.drop()
        self._flying.clear()
        while len(self._readers) > MOST_READERS:
            self._readers.popitem(last=False)[1][0].close()

    def close(self) -> None:
        """Lets go of everything."""
        self.drop()
        while self._readers:
            self._readers.popitem()[1][0].close()
        self._shots.clear()

    def _draw(self, wish: _Wish, done: Callable[[Shot | None], None]) -> None:
        self._readers.move_to_end(wish.version)
        reader, pages = self._readers[wish.version]
        index = wish.place.page
        found = clip_of(wish.place, pages[index]) if 0 <= index < len(pages) else None
        if found is None:
            done(None)
            return
        clip, marks = found
        request = reader.render(index, SCALE * wish.ratio, clip=clip, look=wish.look)
        self._flying.append(request)
        request.then(partial(self._take, wish, clip, marks, done), lambda _: done(None))
        self._bridge.soon()

    def _take(
        self, wish: _Wish, clip: Rect, marks: Sequence[Rect], done: Callable[[Shot | None], None], pixels: Pixels
    ) -> None:
        image = QImage(pixels.buffer, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB32).copy()
        wide, high = clip[2] - clip[0], clip[3] - clip[1]
        stand = tuple(
            QRectF((x0 - clip[0]) / wide, (y0 - clip[1]) / high, (x1 - x0) / wide, (y1 - y0) / high)
            for x0, y0, x1, y1 in marks
        )
        self._shots[wish] = shot = Shot(image, stand)
        while len(self._shots) > MOST_PICTURES:
            self._shots.popitem(last=False)
        done(shot)
