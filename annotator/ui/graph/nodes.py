"""The boxes of the picture: a claim's outline tells its status, a document's has a folded corner; text as it is."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from annotator.model.picture import Column, Node
from annotator.model.things import Status
from annotator.ui.graph.edges import DIM
from annotator.ui.graph.words import Face
from annotator.ui.theme import Theme
from annotator.ui.wrapped import lines_of

PAD = 6.0
READABLE = 0.45
"""Below this many pixels a unit words are left out."""


class Shape(StrEnum):
    """What outline a node has."""

    OPEN = "open"
    CHECKED = "checked"
    DISPUTED = "disputed"
    CUT = "cut"
    NEEDS_NONE = "needs-none"
    PASSAGE = "passage"
    DOCUMENT = "document"


_BY_STATUS = {
    Status.OPEN: Shape.OPEN,
    Status.VERIFIED: Shape.CHECKED,
    Status.DISPUTED: Shape.DISPUTED,
    Status.CUT: Shape.CUT,
}


def shape_of(node: Node) -> Shape:
    """The outline of a node."""
    if node.needs_none:
        return Shape.NEEDS_NONE
    if node.status is not None:
        return _BY_STATUS[node.status]
    return Shape.DOCUMENT if node.column is Column.DOCUMENTS else Shape.PASSAGE


def outline(shape: Shape, rect: QRectF) -> QPainterPath:
    """Round where checked, pointed where disputed, with cut corners where cut, folded where a document."""
    path = QPainterPath()
    tip = min(rect.height() / 3, 14.0)
    if shape is Shape.CHECKED:
        path.addRoundedRect(rect, rect.height() / 2.2, rect.height() / 2.2)
    elif shape is Shape.DISPUTED:
        middle = rect.center().y()
        points = [
            *(QPointF(rect.left() + tip, rect.top()), QPointF(rect.right() - tip, rect.top())),
            *(QPointF(rect.right(), middle), QPointF(rect.right() - tip, rect.bottom())),
            *(QPointF(rect.left() + tip, rect.bottom()), QPointF(rect.left(), middle)),
        ]
        path.addPolygon(QPolygonF(points))
        path.closeSubpath()
    elif shape is Shape.CUT:
        points = [
            *(QPointF(rect.left() + tip, rect.top()), rect.topRight()),
            *(QPointF(rect.right(), rect.bottom() - tip), QPointF(rect.right() - tip, rect.bottom())),
            *(rect.bottomLeft(), QPointF(rect.left(), rect.top() + tip)),
        ]
        path.addPolygon(QPolygonF(points))
        path.closeSubpath()
    elif shape is Shape.DOCUMENT:
        points = [rect.topLeft(), QPointF(rect.right() - tip, rect.top()), QPointF(rect.right(), rect.top() + tip)]
        path.addPolygon(QPolygonF([*points, rect.bottomRight(), rect.bottomLeft()]))
        path.closeSubpath()
        path.moveTo(points[1])
        path.lineTo(rect.right() - tip, rect.top() + tip)
        path.lineTo(points[2])
    else:
        path.addRoundedRect(rect, 3.0 if shape is Shape.OPEN else 0.0, 3.0 if shape is Shape.OPEN else 0.0)
    return path


def pen_of(theme: Theme, shape: Shape, *, waits: bool) -> QPen:
    """The pen of an outline: dashed where a person has to decide."""
    color, wide = theme.edge, 1.0
    if shape is Shape.CHECKED:
        color, wide = theme.lines["supports"], 2.0
    elif shape is Shape.DISPUTED:
        color, wide = theme.disputed, 2.0
    elif shape is Shape.CUT:
        color = theme.muted
    pen = QPen(QColor(color), wide)
    if waits:
        pen.setColor(theme.text)
        pen.setWidthF(2.0)
        pen.setDashPattern([4, 3])
    return pen


class NodeItem(QGraphicsItem):
    """One thing. Its middle at the left edge is its position; `resize` says how large it is."""

    def __init__(self, node: Node, face: Face, theme: Theme) -> None:
        super().__init__()
        self.node, self.face, self.theme = node, face, theme
        self.shape_kind = shape_of(node)
        self.lit, self.current = True, False
        self._rect = QRectF()
        self._lines = 1
        self._font = QFont()
        self._cut: tuple[list[str], str] | None = None
        self.setCursor(Qt.CursorShape.ArrowCursor)  # the ground is dragged, not this

    @property
    def box(self) -> QRectF:
        """The box in scene coordinates."""
        return self._rect.translated(self.pos())

    def resize(self, width: float, height: float, lines: int, font: QFont) -> None:
        """Takes another size, with so many lines of words above the small line."""
        self.prepareGeometryChange()
        self._rect, self._lines, self._font, self._cut = QRectF(0, -height / 2, width, height), lines, font, None

    def boundingRect(self) -> QRectF:
        """The box with its frame."""
        return self._rect.adjusted(-3, -3, 3, 3)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Outline, words, the small line; from afar the outline alone."""
        theme, rect = self.theme, self._rect
        scale = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        painter.setOpacity(1.0 if self.lit else DIM + 0.1)
        if scale < READABLE:
            self._paint_afar(painter, scale)
            return
        path = outline(self.shape_kind, rect)
        if self.shape_kind is Shape.NEEDS_NONE:
            painter.fillRect(rect, theme.fills["claim"] if self.current else theme.fills["needs-none"])
        else:
            painter.setPen(pen_of(theme, self.shape_kind, waits=self.node.waits))
            painter.setBrush(theme.fills["claim"] if self.current else theme.raised)
            painter.drawPath(path)
        if self.current:
            painter.setPen(QPen(theme.accent, 3.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-1, -1, 1, 1))
        self._paint_words(painter)

    def _paint_afar(self, painter: QPainter, scale: float) -> None:
        """Too small for words: a bar in the colour of the outline, its shape where there is room for one."""
        theme, rect = self.theme, self._rect
        pen = pen_of(theme, self.shape_kind, waits=self.node.waits)
        ground = QColor(theme.accent if self.current else pen.color())
        if not self.current:
            ground.setAlphaF(0.12 if self.shape_kind is Shape.NEEDS_NONE else 0.3)
        painter.setBrush(ground)
        pen.setWidthF(max(pen.widthF(), 1.0 / scale) if self.current or rect.height() * scale > 6 else 0.0)
        painter.setPen(pen if pen.widthF() else Qt.PenStyle.NoPen)
        if rect.height() * scale > 6:
            painter.drawPath(outline(self.shape_kind, rect))
        else:
            painter.drawRect(rect)

    def _paint_words(self, painter: QPainter) -> None:
        theme = self.theme
        font = QFont(self._font)
        font.setStrikeOut(self.shape_kind is Shape.CUT)
        font.setBold(self.shape_kind is Shape.DOCUMENT)
        metrics = QFontMetricsF(self._font)
        indent = PAD + (8 if self.shape_kind in (Shape.CHECKED, Shape.DISPUTED, Shape.DOCUMENT) else 2)
        room = self._rect.adjusted(indent, 3, -indent, -3)
        if self._cut is None:
            words = lines_of(self.face.words, font, int(room.width()), self._lines)
            small = metrics.elidedText(self.face.small, Qt.TextElideMode.ElideRight, room.width())
            self._cut = words, small
        painter.setFont(font)
        quiet = (self.shape_kind is Shape.CUT or self.node.lost) and not self.current
        painter.setPen(theme.muted if quiet else theme.text)
        top = room.top() + metrics.ascent()
        for line in self._cut[0]:
            painter.drawText(QPointF(room.left(), top), line)
            top += metrics.lineSpacing()
        painter.setFont(self._font)
        painter.setPen(self._small_color())
        painter.drawText(QPointF(room.left(), room.bottom() - metrics.descent()), self._cut[1])

    def _small_color(self) -> QColor:
        if self.current:
            return self.theme.text
        if self.shape_kind is Shape.CHECKED:
            return self.theme.lines["supports"]
        return self.theme.disputed if self.shape_kind is Shape.DISPUTED else self.theme.muted


def height_of(lines: int, font: QFont) -> float:
    """How high a box with so many lines of words is."""
    return (lines + 1) * QFontMetricsF(font).lineSpacing() + 8
