"""What the strokes and outlines of the picture mean: samples with words, in as many lines as are needed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model.picture import Line
from annotator.model.things import Relation, Status
from annotator.ui.graph.edges import KNOT, Bend, sign, stroke
from annotator.ui.graph.nodes import Shape, outline, pen_of
from annotator.ui.graph.words import NO_SOURCE
from annotator.ui.theme import LIGHT, Theme
from annotator.ui.words import RELATION_MARKS, RELATION_WORDS, STATUS_MARKS, STATUS_WORDS

_SAMPLE, _AFTER, _BETWEEN = 34, 6, 16
_REVIEW, _KNOT = "review", "together"
_SHAPES = {
    Status.OPEN: Shape.OPEN,
    Status.VERIFIED: Shape.CHECKED,
    Status.DISPUTED: Shape.DISPUTED,
    Status.CUT: Shape.CUT,
}


def entries() -> list[tuple[Relation | Shape | str, str]]:
    """What is explained, in order, with its words."""
    found: list[tuple[Relation | Shape | str, str]] = [(one, RELATION_WORDS[one]) for one in Relation]
    found += [(_KNOT, "only together"), (_REVIEW, "to review")]
    found += [(_SHAPES[one], f"{STATUS_MARKS[one]} {STATUS_WORDS[one]}") for one in Status]
    return [*found, (Shape.NEEDS_NONE, f"· {NO_SOURCE}")]


class Legend(QWidget):
    """Reads itself aloud as one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("graph-legend")
        self._theme = LIGHT
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        marks = [f"{RELATION_MARKS[one]} {words}" if isinstance(one, Relation) else words for one, words in entries()]
        self.setAccessibleName(f"Signs of the graph: {', '.join(marks)}")

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self._theme = theme
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """So many lines as are needed."""
        return round(self._places(width)[-1][1].bottom()) + 2

    def sizeHint(self) -> QSize:
        """For a usual window."""
        return QSize(600, self.heightForWidth(1200))

    def minimumSizeHint(self) -> QSize:
        """What a layout takes for the least whatever the width; that for the width it asks for, too."""
        return QSize(200, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sample by sample."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (what, words), (_, rect) in zip(entries(), self._places(self.width()), strict=True):
            self._draw(painter, what, QRectF(rect.left(), rect.top() + 2, _SAMPLE, rect.height() - 4))
            painter.setPen(self._theme.text)
            painter.drawText(rect.adjusted(_SAMPLE + _AFTER, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)

    def _draw(self, painter: QPainter, what: Relation | Shape | str, box: QRectF) -> None:
        theme, middle = self._theme, box.center().y()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if isinstance(what, Shape):
            if what is Shape.NEEDS_NONE:
                painter.fillRect(box, theme.fills["needs-none"])
                return
            painter.setPen(pen_of(theme, what, waits=False))
            painter.drawPath(outline(what, box))
        elif what == _REVIEW:
            painter.setPen(pen_of(theme, Shape.OPEN, waits=True))
            painter.drawPath(outline(Shape.OPEN, box))
        elif what == _KNOT:
            sign(painter, theme, QPointF(box.center().x(), middle), "&", theme.strokes["supports"], lit=True)
        else:
            relation = Relation(what)
            bend = Bend(QPointF(box.left(), middle), QPointF(box.right() - 2 * KNOT, middle))
            stroke(painter, theme, bend, Line("", "", relation), QRectF(self.rect()), lit=True, scale=1.0)
            at = QPointF(box.right() - KNOT, middle)
            sign(painter, theme, at, RELATION_MARKS[relation], theme.strokes[relation.value], lit=True)

    def _places(self, width: int) -> list[tuple[str, QRectF]]:
        metrics, found = self.fontMetrics(), list[tuple[str, QRectF]]()
        high = max(metrics.height(), 2 * KNOT) + 6
        x = y = 0.0
        for _, words in entries():
            wide = _SAMPLE + _AFTER + metrics.horizontalAdvance(words) + 2
            if x and x + wide > width:
                x, y = 0.0, y + high
            found.append((words, QRectF(x, y, wide, high)))
            x += wide + _BETWEEN
        return found
