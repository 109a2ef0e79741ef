"""Where a line to a passage ends in a pane."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from annotator.model.places import Place, Rect
from annotator.ui.reader.values import Anchor
from annotator.ui.reader.view import View


def anchor_in(view: View, passage: str, place: Place) -> Anchor | None:
    """Where a passage's place is, or at which edge it went out of sight. None for a place without rectangles."""
    lines: list[tuple[int, str, Rect]] = [
        (span.page, span.label, rect) for span in place.spans for rect in span.rects if span.page < view.layout.count
    ]
    if place.region and place.region.page < view.layout.count:
        lines.append((place.region.page, place.region.label, place.region.rect))
    if not lines:
        return None
    window = QRectF(0, 0, view.width, view.height)
    rects = [view.rect(page, rect) for page, _, rect in lines]
    seen = [index for index, rect in enumerate(rects) if rect.bottom() > 0 and rect.top() < view.height]
    if seen:
        clipped = [_inside(rects[index], window) for index in seen]
        whole = QRectF(clipped[0])
        for rect in clipped[1:]:
            whole = whole.united(rect)
        page, label, _ = lines[seen[0]]
        return Anchor(passage, whole, "", page, label, clipped[0], clipped[-1])
    page, label, _ = lines[0]
    side = "above" if rects[0].top() < 0 else "below"
    flat = _inside(rects[0], window)
    return Anchor(passage, flat, side, page, label, flat, flat)


def _inside(rect: QRectF, window: QRectF) -> QRectF:
    """The part of a rectangle in a window; what lies beside it becomes flat at the window's edge."""

    def held(point: QPointF) -> QPointF:
        return QPointF(
            min(max(point.x(), window.left()), window.right()), min(max(point.y(), window.top()), window.bottom())
        )

    return QRectF(held(rect.topLeft()), held(rect.bottomRight()))
