"""How highlights look: fills that the text shows through, and a mark for each kind, never colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPainter, QPainterPath, QPen, QPolygonF

from annotator.ui.reader.values import Highlight, HighlightKind
from annotator.ui.theme import Theme

GLYPHS = {"supports": "+", "contradicts": "×", "context": "•", "claim": "", "needs-none": "–", "black": "■"}
ZIGZAG = 2.0
"""Height of half a zigzag's tooth, in pixels."""


def fill(painter: QPainter, theme: Theme, rects: Sequence[QRectF], color: QColor) -> None:
    """Fill under the text: the page's ink stays darker (or, on dark paper, lighter) than the fill."""
    modes = QPainter.CompositionMode
    painter.setCompositionMode(modes.CompositionMode_Lighten if theme.dark else modes.CompositionMode_Multiply)
    for rect in rects:
        painter.fillRect(rect, color)
    painter.setCompositionMode(modes.CompositionMode_SourceOver)


def mark(painter: QPainter, theme: Theme, highlight: Highlight, rects: Sequence[QRectF]) -> None:
    """The edge that names the kind without its colour: underline, solid, zigzag, dotted; frame when chosen."""
    color = theme.lines[highlight.kind]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if highlight.kind == HighlightKind.BLACK:
        hatch(painter, rects, color, dashed=highlight.review)
    for rect in rects if highlight.kind != HighlightKind.BLACK else ():
        line = QLineF(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if highlight.kind == HighlightKind.CONTRADICTS and not highlight.review:
            painter.setPen(QPen(color, 1.4))
            painter.drawPolyline(zigzag(line))
        else:
            painter.setPen(pen_of(highlight, color))
            painter.drawLine(line)
    if highlight.chosen:
        frame(painter, rects, color, 2.0, dashed=highlight.review)


def hatch(painter: QPainter, rects: Sequence[QRectF], color: QColor, *, dashed: bool) -> None:
    """Slanting lines in a frame: what is blacked out in exports, its words readable still."""
    thin = QColor(color)
    thin.setAlphaF(0.4)
    for rect in rects:
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(thin, 1.0))
        at = rect.left() - rect.height()
        while at < rect.right():
            painter.drawLine(QPointF(at, rect.bottom()), QPointF(at + rect.height(), rect.top()))
            at += 7
        painter.restore()
    frame(painter, rects, color, 1.2, slack=0.5, dashed=dashed)


def pen_of(highlight: Highlight, color: QColor) -> QPen:
    """Solid, dotted for context, dashed only for what is to be reviewed."""
    pen = QPen(color, 1.6 if highlight.kind == HighlightKind.CLAIM else 1.4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if highlight.review:
        pen.setDashPattern([4, 3])
    elif highlight.kind in (HighlightKind.CONTEXT, HighlightKind.NEEDS_NONE):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.1, 2.2])
    return pen


def zigzag(line: QLineF) -> QPolygonF:
    """A level line as teeth."""
    steps = max(int(line.length() / (2 * ZIGZAG)), 1)
    width = line.length() / steps
    return QPolygonF(
        [QPointF(line.x1() + step * width, line.y1() + (ZIGZAG if step % 2 else 0)) for step in range(steps + 1)]
    )


def outline_of(rects: Sequence[QRectF], slack: float) -> QPainterPath:
    """One shape around lines of text; gaps between neighbouring lines are closed."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    # Sideways only: above and below stand the words of other lines.
    for rect in rects:
        path.addRect(rect.adjusted(-slack, 0, slack, 0))
    for above, below in pairwise(rects):
        left, right = max(above.left(), below.left()), min(above.right(), below.right())
        gap = below.top() - above.bottom()
        if right > left and 0 < gap < above.height():
            path.addRect(QRectF(left - slack, above.bottom(), right - left + 2 * slack, gap))
    return path.simplified()


def frame(
    painter: QPainter, rects: Sequence[QRectF], color: QColor, width: float, *, slack: float = 2.0, dashed: bool = False
) -> None:
    """A frame around lines of text."""
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dashed:
        pen.setDashPattern([4, 3])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline_of(rects, slack))


def badge_font() -> QFont:
    """Bold, a little smaller than the system's text, and no smaller than 11 pixels."""
    font = QGuiApplication.font()
    font.setPixelSize(max(11, round(QFontInfo(font).pixelSize() * 0.85)))
    font.setBold(True)
    return font


def badge_height() -> int:
    """Height of a badge in pixels."""
    return badge_font().pixelSize() + 3


def badge(painter: QPainter, theme: Theme, highlight: Highlight, corner: QPointF, *, leftward: bool) -> QRectF:
    """The claim's number with the kind's sign, small, beside a line; returns what it covers.

    `corner` is where its upper right (leftward) or upper left corner stands.
    """
    text = GLYPHS.get(highlight.kind, "") + (str(highlight.number) if highlight.number is not None else "")
    if not text:
        return QRectF()
    painter.setFont(badge_font())
    width = painter.fontMetrics().horizontalAdvance(text) + 6
    rect = QRectF(corner.x() - (width if leftward else 0), corner.y(), width, badge_height())
    color = theme.lines[highlight.kind]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(color, 1.0))
    painter.setBrush(color if highlight.chosen else theme.fills[highlight.kind])
    painter.drawRoundedRect(rect, 3, 3)
    painter.setPen(theme.paper if highlight.chosen else theme.text)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    return rect


def coverage_mark(painter: QPainter, theme: Theme, state: str, rect: QRectF) -> None:
    """One sentence in the line-check strip: hollow, half, diagonal, solid, crossed, a dot; blank if not looked at."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    ink = theme.lines["contradicts"] if state == "contradicted" else theme.lines["supports"]
    edge = QPen(ink, 1.0)
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(edge)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state == "claim-without-source":
        painter.setPen(QPen(theme.disputed, 1.0))
        painter.drawRect(inner)
    elif state == "partly-linked":
        painter.drawRect(inner)
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width() / 2, rect.height()), ink)
    elif state == "linked":
        painter.drawRect(inner)
        _diagonals(painter, inner)
    elif state == "checked":
        painter.fillRect(rect, ink)
    elif state == "contradicted":
        painter.drawRect(inner)
        _crosses(painter, inner)
    elif state == "needs-none":
        painter.setBrush(theme.muted)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(rect.center(), 2.0, 2.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _diagonals(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(QPen(painter.pen().color(), 1.8))  # thinner ones are lost in so narrow a strip
    y = rect.top() + rect.width()
    while y <= rect.bottom():
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y - rect.width()))
        y += 4


def _crosses(painter: QPainter, rect: QRectF) -> None:
    y = rect.top() + 1
    if rect.height() < rect.width() + 1:
        painter.drawLine(rect.topLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomLeft())
    while y + rect.width() <= rect.bottom():
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y + rect.width()))
        painter.drawLine(QPointF(rect.right(), y), QPointF(rect.left(), y + rect.width()))
        y += rect.width() + 4
