"""The lines drawn over all panes; clicks go through to what is below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import cos, radians, sin

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.model.graph import Graph
from annotator.ui.choice import Choice
from annotator.ui.lines.chip import Chip
from annotator.ui.lines.layout import ChipAt, Curve, Drawing, End, Thread, draw
from annotator.ui.panes.area import PaneArea
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.plain import one_line
from annotator.ui.retiring import retire
from annotator.ui.review.items import dashed
from annotator.ui.theme import Theme
from annotator.ui.words import RELATION_MARKS, document_name

MARGIN = 12
_SOLID, _ROUND, _JOINED = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin


class LinesOverlay(QWidget):
    """Follows every scroll, zoom and resize of the panes; shows the chosen claim's links, one more on hovering."""

    passage_wanted = Signal(str)

    def __init__(self, area: PaneArea, choice: Choice, theme: Theme) -> None:
        super().__init__(area)
        self.setObjectName("lines")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        self._choice = choice
        self._theme = theme
        self._graph = Graph()
        self._hovered = ""
        self._all = False
        self._chips: list[Chip] = []
        self.drawing = Drawing((), ())
        area.installEventFilter(self)
        area.viewport_changed.connect(self.refresh)
        area.pane_added.connect(self._watch)
        choice.changed.connect(self.refresh)
        for holder in area.holders():
            self._watch(holder)

    @property
    def shows_all(self) -> bool:
        """Whether the links of all claims in sight are drawn."""
        return self._all

    def set_show_all(self, on: bool) -> None:
        """Draws the links of all claims in sight, or only the chosen one's."""
        self._all = on
        self.refresh()

    def set_graph(self, graph: Graph) -> None:
        """Draws from another graph."""
        self._graph = graph
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draws in another theme."""
        self._theme = theme
        for chip in self._chips:
            chip.set_theme(theme)
        self.update()

    def refresh(self) -> None:
        """Finds all ends anew and repaints what changed."""
        before = self._bounds()
        self.setGeometry(self._area.rect())
        self.drawing = self._draw()
        self._place_chips()
        self.update(before.united(self._bounds()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays as large as the panes together."""
        if watched is self._area and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.refresh()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Each line with a casing, so that it stands out from text and pictures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for curve in sorted(self.drawing.curves, key=lambda curve: curve.strong):
            path = horizontal_curve(curve.start, curve.end)
            shown = zigzag(path) if curve.relation == "contradicts" else path
            casing = QColor(self._theme.base)
            casing.setAlpha(230)
            painter.setPen(QPen(casing, 4, _SOLID, _ROUND, _JOINED))
            painter.drawPath(shown)
            color = QColor(self._theme.strokes[curve.relation])
            pen = QPen(color, 2, _SOLID, _ROUND, _JOINED)
            if curve.review:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([4, 3])
            elif curve.relation == "context":
                pen.setDashPattern([0.5, 2.5])
            painter.setPen(pen)
            painter.drawPath(shown)
            self._paint_mark(painter, path.pointAtPercent(0.5), curve.mark, color)

    def _paint_mark(self, painter: QPainter, at: QPointF, mark: str, color: QColor) -> None:
        circle = QRectF(at.x() - 8, at.y() - 8, 16, 16)
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(self._theme.base)
        painter.drawEllipse(circle)
        painter.setPen(QPen(self._theme.text, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, mark)

    def _watch(self, holder: PaneHolder) -> None:
        holder.pane.passage_hovered.connect(self._hover)

    def _hover(self, passage: str) -> None:
        if passage != self._hovered:
            self._hovered = passage
            self.refresh()

    def _draw(self) -> Drawing:
        metrics = QFontMetricsF(self.font())
        curves: list[Curve] = []
        chips: list[ChipAt] = []
        for claim in self._claims():
            chosen = claim == self._choice.claim
            threads = list(self._threads(claim, only_in_sight=not chosen))
            drawn = draw(threads, metrics.horizontalAdvance)
            curves.extend(drawn.curves)
            chips.extend(drawn.chips)
        return Drawing(tuple(curves), tuple(chips))

    def _claims(self) -> Iterable[str]:
        """The chosen claim first, then the hovered one or all."""
        found = dict.fromkeys([self._choice.claim] if self._choice.claim else [])
        passage = self._graph.passages.get(self._hovered)
        if passage is not None and passage.claim:
            found[passage.claim] = None
        elif passage is not None:
            found.update(dict.fromkeys(link.claim for link in self._graph.links_to(passage.id)))
        if self._all:
            found.update(dict.fromkeys(self._graph.claims))
        return [claim for claim in found if claim in self._graph.claims]

    def _threads(self, claim: str, *, only_in_sight: bool) -> Iterable[Thread]:
        here = self._first([passage.id for passage in self._graph.passages_of(claim)])
        if here is None or (only_in_sight and here.side):
            return
        for link in self._graph.links_of(claim):
            passage = self._graph.passages.get(link.passage)
            if passage is None or passage.lost:
                continue
            there = self._first([passage.id])
            if there is None:
                view = self._view(self._closed_goes_to(here))
                there = End(passage.id, view, view, "closed", one_line(passage.place.whereabouts, 40))
            if only_in_sight and there.side:
                continue
            name = document_name(self._graph, passage.document)
            review = dashed(passage) or dashed(self._graph.passages[here.passage])
            kind, mark = link.relation.value, RELATION_MARKS[link.relation]
            yield Thread(link.id, kind, mark, here, there, name, not only_in_sight, review)

    def _first(self, passages: list[str]) -> End | None:
        """The end that is in sight, else one that is in a pane at all."""
        found = None
        for holder in self._area.recent():
            for passage in passages:
                anchor = holder.pane.anchor_of(passage)
                if anchor is None:
                    continue
                offset = QPointF(holder.pane.viewport().mapTo(self._area, QPoint(0, 0)))
                rect = (anchor.rect if anchor.side else anchor.first).translated(offset)
                named = self._graph.passages[passage].place.fragment if passage in self._graph.passages else ""
                label = one_line(named or f"p. {anchor.label or anchor.page + 1}", 40)
                end = End(passage, rect, self._view(holder), anchor.side, label)
                if anchor.visible:
                    return end
                found = found or end
        return found

    def _closed_goes_to(self, claim: End) -> PaneHolder:
        """The pane a closed document would open in: not the claim's own."""
        views = [(holder, self._view(holder)) for holder in self._area.holders()]
        others = [holder for holder, view in views if view.topLeft() != claim.view.topLeft()]
        return others[0] if others else views[0][0]

    def _view(self, holder: PaneHolder) -> QRectF:
        viewport = holder.pane.viewport()
        return QRectF(QRect(viewport.mapTo(self._area, QPoint(0, 0)), viewport.size()))

    def _place_chips(self) -> None:
        while len(self._chips) > len(self.drawing.chips):
            retire(self._chips.pop())
        while len(self._chips) < len(self.drawing.chips):
            chip = Chip(self._area, self._theme)
            chip.clicked.connect(self._follow(chip))
            self._chips.append(chip)
        for chip, at in zip(self._chips, self.drawing.chips, strict=True):
            chip.show_at(at)

    def _follow(self, chip: Chip) -> Callable[[], None]:
        def follow() -> None:
            if chip.passage:
                self.passage_wanted.emit(chip.passage)

        return follow

    def _bounds(self) -> QRect:
        found = QRectF()
        for curve in self.drawing.curves:
            found = found.united(QRectF(curve.start, curve.end).normalized().adjusted(-1, -1, 1, 1))
        return found.toAlignedRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN) if not found.isNull() else QRect()


def horizontal_curve(start: QPointF, end: QPointF) -> QPainterPath:
    """Leaves and arrives horizontally."""
    path = QPainterPath(start)
    reach = max(24.0, abs(end.x() - start.x()) / 2)
    toward = reach if end.x() >= start.x() else -reach
    path.cubicTo(QPointF(start.x() + toward, start.y()), QPointF(end.x() - toward, end.y()), end)
    return path


def zigzag(path: QPainterPath, step: float = 5.0, height: float = 2.5) -> QPainterPath:
    """The same way in small teeth, so that contradicting is told without colour."""
    length = path.length()
    made = QPainterPath(path.pointAtPercent(0))
    count = max(2, int(length / step))
    for tooth in range(1, count):
        share = path.percentAtLength(length * tooth / count)
        at, angle = path.pointAtPercent(share), path.angleAtPercent(share)
        side = height if tooth % 2 else -height
        across = radians(angle + 90)
        made.lineTo(at + QPointF(side * cos(across), -side * sin(across)))
    made.lineTo(path.pointAtPercent(1))
    return made
