"""Whole sentences shaded by how they stand, all but the current one dimmed: while a draft is checked line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath

from annotator.anchoring.document_text import Run
from annotator.ui.reader import inks

if TYPE_CHECKING:
    from annotator.ui.reader.painting import Scene

_FILLS = {
    "claim-without-source": "claim",
    "partly-linked": "claim",
    "linked": "supports",
    "checked": "supports",
    "contradicted": "contradicts",
    "needs-none": "needs-none",
}
_HATCHED = frozenset({"linked", "partly-linked"})
"""Half-way: hatched, so that they are told from what is done without their colour."""
_VEIL = 140
"""How much of what is dimmed is covered, of 255."""


def fill(painter: QPainter, scene: Scene, page: int) -> None:
    """The sentences of a page, under their words."""
    if scene.opened.lit is None:
        return
    for state in scene.opened.coverage.get(page, ()):
        kind = _FILLS.get(state.state)
        if kind is None:
            continue
        rects = scene.view.rects(page, scene.opened.rects(page, state.start, state.end))
        color = scene.paper.fills[kind]
        if state.state in _HATCHED:
            for rect in rects:
                painter.fillRect(rect, QBrush(color.darker(115), Qt.BrushStyle.BDiagPattern))
        else:
            inks.fill(painter, scene.paper, rects, color)


def veil(painter: QPainter, scene: Scene, page: int, rect: QRectF) -> None:
    """Dims a page but for the sentence that is lit, which has a frame."""
    lit = scene.opened.lit
    if lit is None:
        return
    rects = [each for run in lit if run.page == page for each in _rects(scene, run)]
    whole = QPainterPath()
    whole.addRect(rect)
    color = QColor(scene.paper.paper)
    color.setAlpha(_VEIL)
    hole = inks.outline_of(rects, 3.0) if rects else QPainterPath()
    painter.fillPath(whole.subtracted(hole), color)
    if rects:
        inks.frame(painter, rects, scene.paper.accent, 2.0, slack=3.0)


def _rects(scene: Scene, run: Run) -> list[QRectF]:
    return scene.view.rects(run.page, scene.opened.rects(run.page, run.start, run.end))
