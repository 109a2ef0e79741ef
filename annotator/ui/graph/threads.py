"""All lines of the picture: which lie in sight, which stand out, and the knots that join what counts only together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from annotator.model.picture import Column, Line, Picture
from annotator.ui.graph.edges import DIM, KNOT, Bend, chords, mark_of, sign, stroke
from annotator.ui.graph.nodes import READABLE, NodeItem
from annotator.ui.theme import Theme

FEW = 120
"""Up to so many lines all are drawn in full while nothing is chosen."""
STEM = 34.0
"""How far from a claim its links that count only together are joined."""


@dataclass(slots=True)
class _Thread:
    line: Line
    start: NodeItem
    end: NodeItem
    away: QPointF
    """From the middle of the claim's right edge to where the line begins: at its knot, where it has one."""
    bend: Bend
    lit: bool = True


@dataclass(slots=True)
class _Knot:
    at: QPointF
    stem: QPointF
    relation: str
    start: str
    lit: bool = True


class Threads:
    """Lines are drawn under the boxes, those that stand out last."""

    def __init__(self) -> None:
        self._threads: list[_Thread] = []
        self._knots: list[_Knot] = []
        self._lit: frozenset[str] | None = None
        self._few = True

    def lay_out(self, made: Picture, items: Mapping[str, NodeItem]) -> None:
        """Takes the lines of a picture whose boxes are in their places."""
        self._threads, self._knots, self._few = [], [], len(made.lines) <= FEW
        for claim in made.column(Column.CLAIMS):
            self._knots += _knots(made, items[claim.id])
        knots = {(knot.start, index): knot for index, knot in _numbered(self._knots)}
        for line in made.lines:
            start, end = items[line.start], items[line.end]
            middle = QPointF(start.box.right(), start.pos().y())
            away = QPointF(0, 0)
            if line.together:
                groups = _groups(made, line.start)
                away = knots[line.start, groups.index(line.together)].at + QPointF(KNOT, 0) - middle
            self._threads.append(_Thread(line, start, end, away, _bend(start, end, away)))
        self.light(self._lit)

    def light(self, lit: frozenset[str] | None) -> None:
        """Lets lines between these things stand out; None: all."""
        self._lit = lit
        for thread in self._threads:
            thread.lit = lit is None or (thread.line.start in lit and thread.line.end in lit)
        for knot in self._knots:
            knot.lit = lit is None or knot.start in lit
        self._threads.sort(key=lambda one: (one.lit, one.line.relation is not None))

    def draw(self, painter: QPainter, theme: Theme, rect: QRectF, scale: float, font: QFont) -> None:
        """Draws what goes through a rectangle, with the signs near the boxes in it."""
        seen: list[_Thread] = []
        passed: dict[int, list[QLineF]] = {}
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for thread in self._threads:
            bend = thread.bend
            if thread.line.relation is None and bend.end.y() != thread.end.pos().y():  # documents move with the view
                bend = thread.bend = _bend(thread.start, thread.end, thread.away)
            high, low = bend.start.y(), bend.end.y()
            if (high > rect.bottom() and low > rect.bottom()) or (high < rect.top() and low < rect.top()):
                continue
            # What only passes by is faint, also while nothing is chosen; hundreds of such lines are drawn at once.
            passing = not bend.ends_in(rect)
            if passing and (not thread.lit or (self._lit is None and not self._few)):
                color = theme.strokes[thread.line.relation.value] if thread.line.relation else theme.edge
                passed.setdefault(color.rgb(), []).extend(chords(bend, rect))
                continue
            stroke(painter, theme, bend, thread.line, rect, lit=thread.lit, scale=scale)
            if thread.line.relation is not None:
                seen.append(thread)
        for rgb, lines in passed.items():
            color = QColor.fromRgb(rgb)
            color.setAlphaF(DIM)
            pen = QPen(color, 1)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLines(lines)
        if scale < READABLE:
            return
        painter.setFont(font)
        for knot in self._knots:
            if rect.top() - KNOT < knot.at.y() < rect.bottom() + KNOT:
                self._draw_knot(painter, theme, knot)
        for thread in seen:
            if rect.top() < thread.end.pos().y() < rect.bottom():
                at = QPointF(thread.bend.end.x() - KNOT - 5, thread.bend.end.y())
                color = theme.strokes[thread.line.relation.value] if thread.line.relation else theme.edge
                sign(painter, theme, at, mark_of(thread.line), color, lit=thread.lit)

    def _draw_knot(self, painter: QPainter, theme: Theme, knot: _Knot) -> None:
        color = QColor(theme.strokes[knot.relation])
        pen = QPen(color, 3)
        if not knot.lit:
            color.setAlphaF(DIM)
            pen.setColor(color)
        painter.setPen(pen)
        painter.drawLine(knot.stem, knot.at)
        sign(painter, theme, knot.at, "&", theme.strokes[knot.relation], lit=knot.lit)


def _bend(start: NodeItem, end: NodeItem, away: QPointF) -> Bend:
    return Bend(QPointF(start.box.right(), start.pos().y()) + away, QPointF(end.box.left(), end.pos().y()))


def _groups(made: Picture, claim: str) -> list[str]:
    return list(dict.fromkeys(line.together for line in made.leaving(claim) if line.together))


def _knots(made: Picture, item: NodeItem) -> list[_Knot]:
    """One for each group of a claim's links that count only together, one below the other."""
    groups = _groups(made, item.node.id)
    stem = QPointF(item.box.right(), item.pos().y())
    found = []
    for at, group in enumerate(groups):
        line = next(one for one in made.leaving(item.node.id) if one.together == group)
        relation = line.relation.value if line.relation is not None else "context"
        middle = stem + QPointF(STEM - 2 * KNOT, (2 * KNOT + 2) * (at - (len(groups) - 1) / 2))
        found.append(_Knot(middle, stem, relation, item.node.id))
    return found


def _numbered(knots: list[_Knot]) -> list[tuple[int, _Knot]]:
    """Each knot with which of its claim's it is."""
    counts: dict[str, int] = {}
    found = []
    for knot in knots:
        at = counts.get(knot.start, 0)
        counts[knot.start] = at + 1
        found.append((at, knot))
    return found
