"""Where the boxes stand: three columns over the width there is, rows as the picture has them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from annotator.model.picture import Column, Picture
from annotator.ui.graph.nodes import NodeItem, height_of

MARGIN, BETWEEN = 14.0, 12.0
"""Around the picture, and between two rows, at least."""
FEW = 150
"""Rows up to which each box has two lines of words."""
LETTERS = 22
"""A column is at least so many letters wide."""


class Placing:
    """Scene units are pixels at the usual size."""

    def __init__(self) -> None:
        self.columns: dict[Column, tuple[float, float]] = {}
        self.row = 1.0
        self._documents: list[tuple[NodeItem, float, float, float]] = []

    def lay_out(self, made: Picture, items: Mapping[str, NodeItem], room: int, font: QFont) -> QRectF:
        """Puts every box in its place, in a width of `room` if that is enough; answers how large all is."""
        least = LETTERS * QFontMetricsF(font).averageCharWidth()
        gap = max(64.0, room * 0.08)
        side = max(least, (room - 2 * MARGIN - 2 * gap) / 3)
        self.columns = {column: (MARGIN + at * (side + gap), side) for at, column in enumerate(Column)}
        two = 2 if made.rows <= FEW else 1
        self.row = height_of(two, font) + BETWEEN
        for column in Column:
            nodes = made.column(column)
            apart = min((below.row - above.row for above, below in pairwise(nodes)), default=1.0)
            # Documents move with the view, to within a row of each other.
            roomy = apart * self.row >= height_of(2, font) + BETWEEN and column is not Column.DOCUMENTS
            lines = 2 if roomy else two
            for node in nodes:
                item = items[node.id]
                item.resize(side, height_of(lines, font), lines, font)
                item.setPos(self._at(column, node.row))
        self._documents = [
            (items[node.id], self._y(node.row), self._y(before[0].row), self._y(before[-1].row))
            for node in made.column(Column.DOCUMENTS)
            if (before := made.before(node.id))
        ]
        width = MARGIN * 2 + 3 * side + 2 * gap
        return QRectF(0, 0, width, made.rows * self.row + 2 * MARGIN)

    def home(self, item: NodeItem) -> QRectF:
        """Where a box stands when nothing moves it, in scene coordinates."""
        return item.box.translated(QPointF(0, self._y(item.node.row) - item.pos().y()))

    def settle(self, sight: QRectF) -> None:
        """Moves documents beside those of their passages that are in sight."""
        for item, home, top, bottom in self._documents:
            half = item.box.height() / 2 + 4
            wanted = min(max(home, sight.top() + half), sight.bottom() - half)
            item.setPos(item.pos().x(), min(max(wanted, top), bottom))

    def _at(self, column: Column, row: float) -> QPointF:
        return QPointF(self.columns[column][0], self._y(row))

    def _y(self, row: float) -> float:
        return MARGIN + (row + 0.5) * self.row
