"""Two versions scroll in step: what belongs together stands at the same height, whatever came between."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from annotator.ui.reader.canvas import PageCanvas
from annotator.ui.reader.pane import ReaderPane

Spot = tuple[int, int]
_NEAR = 12
"""Knots on either side of the middle that are looked at closely."""


class AlignedStep(QObject):
    """Where one pane moves, the other follows, so that the text at a third of the height is the same in both.

    `knots` are pairs of spots (page and offset) that belong together, rising on both sides.
    """

    def __init__(self, old: ReaderPane, new: ReaderPane, parent: QObject) -> None:
        super().__init__(parent)
        self._panes = (old, new)
        self._knots: Sequence[tuple[Spot, Spot]] = ()
        self._spots: tuple[list[Spot], list[Spot]] = ([], [])
        self._moving = False
        self._leader = 1
        self._wanted: tuple[int, Spot] | None = None
        # Boxes that arrive move nothing by themselves: the other pane is set right once they are there.
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self._stand)
        for side, pane in enumerate(self._panes):
            pane.canvas.moved.connect(lambda side=side: self._moved(side))
            pane.canvas.text_changed.connect(self._again.start)

    def set_knots(self, knots: Sequence[tuple[Spot, Spot]]) -> None:
        """Takes what belongs together."""
        self._knots = knots
        self._spots = ([knot[0] for knot in knots], [knot[1] for knot in knots])
        self._follow(self._leader)

    def lead(self, side: int) -> None:
        """The other pane follows this one (0: the old, 1: the new) from now on."""
        self._leader = side

    def stand_at(self, spot: Spot, side: int) -> None:
        """Has a spot of one side at a third of the height, and the other pane beside it, also once boxes are here."""
        self._wanted = (side, spot)
        self._stand()

    def _stand(self) -> None:
        if self._wanted is None:
            self._follow(self._leader)
            return
        side, spot = self._wanted
        canvas = self._panes[side].canvas
        if canvas.opened is None:
            return
        if canvas.opened.words.get(spot[0]) is not None:
            self._wanted = None
        self._moving = True
        canvas.scroll_to(canvas.view.x, round(height_of(canvas, spot) - canvas.view.height / 3))
        self._moving = False
        self._follow(side)

    def _moved(self, side: int) -> None:
        if self._moving:
            return
        self._leader, self._wanted = side, None
        self._follow(side)

    def _follow(self, side: int) -> None:
        one, other = self._panes[side].canvas, self._panes[1 - side].canvas
        if self._moving or one.opened is None or other.opened is None or not self._knots:
            return
        middle = one.view.y + one.view.height / 3
        pairs = self._heights(side, middle)
        target = counterpart(pairs, middle) - other.view.height / 3
        self._moving = True
        other.scroll_to(other.view.x, round(target))
        self._moving = False

    def _heights(self, side: int, middle: float) -> list[tuple[float, float]]:
        """Heights of the knots around a height, in pixels from each document's beginning, rising on both sides."""
        one, other = self._panes[side].canvas, self._panes[1 - side].canvas
        page = one.view.layout.page_at(round(middle))
        mine, theirs = self._spots[side], self._spots[1 - side]
        # On the page itself boxes tell heights; elsewhere the offset's share of the page's text does.
        low, high = bisect_left(mine, (page, 0)), bisect_right(mine, (page + 1, 0))
        inside = range(low, high)
        if len(inside) > 4 * _NEAR:
            at = bisect_left(inside, middle, key=lambda index: height_of(one, mine[index]))
            inside = inside[max(at - _NEAR, 0) : at + _NEAR]
        wanted = range(max(inside.start - 1, 0), min(inside.stop + 1, len(mine)))
        found: list[tuple[float, float]] = []
        for index in wanted:
            pair = height_of(one, mine[index]), height_of(other, theirs[index])
            if not found or (pair[0] > found[-1][0] and pair[1] > found[-1][1]):
                found.append(pair)
        return found


def height_of(canvas: PageCanvas, spot: Spot) -> float:
    """How far below the beginning of the document a spot stands, in pixels at the present zoom."""
    opened, layout = canvas.opened, canvas.view.layout
    page = min(spot[0], layout.count - 1)
    size = len(opened.shown.texts[page]) if opened else 1
    rect = opened.line_rect(page, min(spot[1], max(size - 1, 0))) if opened and size else None
    if rect is not None:
        return canvas.view.rect(page, rect).top() + canvas.view.y
    return layout.top(page) + layout.size(page)[1] * spot[1] / max(size, 1)


def counterpart(pairs: Sequence[tuple[float, float]], at: float) -> float:
    """Where a height in one document belongs in the other: between the two nearest pairs, in proportion.

    Before the first and behind the last pair the distance stays.
    """
    if not pairs:
        return at
    index = bisect_right(pairs, (at, float("inf"))) - 1
    if index < 0:
        return pairs[0][1] + at - pairs[0][0]
    one, other = pairs[index]
    if index + 1 == len(pairs):
        return other + at - one
    next_one, next_other = pairs[index + 1]
    return other + (at - one) / (next_one - one) * (next_other - other)
