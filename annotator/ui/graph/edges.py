"""The lines of the picture: curves that leave and arrive level, of which only the part in sight is drawn.

Scene coordinates, y down. Relations differ by stroke (plain, teeth, dots) and sign, not by colour alone; what waits for
a person's yes is dashed, as everywhere.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from math import asin, ceil, hypot, sin

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.model.picture import Line
from annotator.model.things import Relation
from annotator.ui.theme import Theme
from annotator.ui.words import RELATION_MARKS

TOOTH, HIGH = 5.0, 2.5
"""How long a tooth of a contradicting line is, and how far it stands out."""
KNOT = 8.0
"""Radius of the knot from which links leave that count only together."""
DIM = 0.22
"""What is left of what does not belong to the chosen one."""
_SAMPLES, _CHORDS = 64, 5


class Bend:
    """A curve from one point to another that lies to the right of it: a cubic that is level at both ends."""

    def __init__(self, start: QPointF, end: QPointF) -> None:
        self.start, self.end = start, end

    def at(self, t: float) -> QPointF:
        """The point at `t` from 0 to 1."""
        x = self.start.x() + (self.end.x() - self.start.x()) * (1.5 * t - 1.5 * t * t + t * t * t)
        y = self.start.y() + (self.end.y() - self.start.y()) * (3 - 2 * t) * t * t
        return QPointF(x, y)

    def part(self, top: float, bottom: float) -> tuple[float, float] | None:
        """From where to where (`t`) the curve lies between two heights; None where it does not."""
        y0, y1 = self.start.y(), self.end.y()
        if max(y0, y1) < top or min(y0, y1) > bottom:
            return None
        if abs(y1 - y0) < 1:
            return 0.0, 1.0
        ends = sorted(_level((limit - y0) / (y1 - y0)) for limit in (top, bottom))
        return ends[0], ends[1]

    def ends_in(self, rect: QRectF) -> bool:
        """Whether one of its ends is at a height of the rectangle."""
        return rect.top() < self.start.y() < rect.bottom() or rect.top() < self.end.y() < rect.bottom()

    def path(self, t0: float, t1: float) -> QPainterPath:
        """The curve between two of its points."""
        one, other, third = self.at(t0), self.at(t1), (t1 - t0) / 3
        path = QPainterPath(one)
        path.cubicTo(one + self._slope(t0) * third, other - self._slope(t1) * third, other)
        return path

    def teeth(self, t0: float, t1: float) -> QPainterPath:
        """The same way in small teeth, which stay where they are whatever part is drawn."""
        first, last = ceil(self.length_at(t0) / TOOTH), int(self.length_at(t1) / TOOTH)
        path = QPainterPath(self.at(t0))
        for tooth in range(first, last + 1):
            t = self._at_length(tooth * TOOTH)
            slope = self._slope(t)
            long = hypot(slope.x(), slope.y()) or 1.0
            side = HIGH if tooth % 2 else -HIGH
            path.lineTo(self.at(t) + QPointF(-slope.y() / long * side, slope.x() / long * side))
        path.lineTo(self.at(t1))
        return path

    def length_at(self, t: float) -> float:
        """How long the curve is up to `t`."""
        at = min(int(t * _SAMPLES), _SAMPLES - 1)
        share = t * _SAMPLES - at
        return self._lengths[at] + share * (self._lengths[at + 1] - self._lengths[at])

    def _at_length(self, length: float) -> float:
        at = min(max(bisect_left(self._lengths, length) - 1, 0), _SAMPLES - 1)
        step = self._lengths[at + 1] - self._lengths[at]
        return (at + ((length - self._lengths[at]) / step if step else 0.0)) / _SAMPLES

    def _slope(self, t: float) -> QPointF:
        wide, high = self.end.x() - self.start.x(), self.end.y() - self.start.y()
        return QPointF(wide * (1.5 - 3 * t + 3 * t * t), high * 6 * t * (1 - t))

    @cached_property
    def _lengths(self) -> list[float]:
        found, before = [0.0], self.start
        for sample in range(1, _SAMPLES + 1):
            here = self.at(sample / _SAMPLES)
            found.append(found[-1] + hypot(here.x() - before.x(), here.y() - before.y()))
            before = here
        return found


def _level(share: float) -> float:
    """Where (3 - 2t)t² is this share; shares outside 0 to 1 are cut."""
    return 0.5 - sin(asin(1 - 2 * min(max(share, 0.0), 1.0)) / 3)


def stroke(painter: QPainter, theme: Theme, bend: Bend, line: Line, rect: QRectF, *, lit: bool, scale: float) -> None:
    """Draws the part of a line that lies in `rect`; no line gets thinner than a pixel, of which `scale` make a unit.

    What is not `lit` is faint.
    """
    part = bend.part(rect.top() - 4, rect.bottom() + 4)
    if part is None:
        return
    t0, t1 = part
    color = QColor(theme.strokes[line.relation.value] if line.relation is not None else theme.edge)
    if not lit:
        color.setAlphaF(DIM)
    wide = max((2.0 if lit else 1.4) if line.relation is not None else 1.0, 1.0 / scale)
    pen = QPen(color, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if line.waits:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([4, 3])
    elif line.relation is Relation.CONTEXT:
        pen.setDashPattern([0.5, 2.5])
    if pen.style() is Qt.PenStyle.CustomDashLine:
        pen.setDashOffset(bend.length_at(t0) / wide)  # so that dashes do not crawl when it is scrolled
    painter.setPen(pen)
    teeth = line.relation is Relation.CONTRADICTS and scale > 0.3
    painter.drawPath(bend.teeth(t0, t1) if teeth else bend.path(t0, t1))


def chords(bend: Bend, rect: QRectF) -> list[QLineF]:
    """The part of a curve that lies in a rectangle, as a few straight lines: enough for one that only passes by."""
    part = bend.part(rect.top() - 4, rect.bottom() + 4)
    if part is None:
        return []
    t0, t1 = part
    points = [bend.at(t0 + (t1 - t0) * step / _CHORDS) for step in range(_CHORDS + 1)]
    return [QLineF(one, other) for one, other in pairwise(points)]


def sign(painter: QPainter, theme: Theme, at: QPointF, words: str, color: QColor, *, lit: bool) -> None:
    """A sign in a small circle; `at` is its middle."""
    painter.save()
    if not lit:
        painter.setOpacity(DIM)
    circle = QRectF(at.x() - KNOT, at.y() - KNOT, 2 * KNOT, 2 * KNOT)
    painter.setPen(QPen(color, 1.5))
    painter.setBrush(theme.base)
    painter.drawEllipse(circle)
    painter.setPen(theme.text)
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def mark_of(line: Line) -> str:
    """The sign of a line; none to a document."""
    return RELATION_MARKS[line.relation] if line.relation is not None else ""
