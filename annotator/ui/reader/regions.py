"""Selecting a rectangle of a page, for pictures and scans without text: with the mouse or with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen

from annotator.anchoring.geometry import from_view, to_view
from annotator.model.places import Rect, Region

if TYPE_CHECKING:
    from annotator.ui.reader.canvas import PageCanvas

STEP, FINE = 12.0, 1.0
"""Points that a key moves a rectangle by; with Ctrl."""
LEAST = 6.0
"""Points: the least width and height."""
HINT = (
    "Drag a rectangle, or move it with the arrow keys and size it with Shift and arrows. Enter takes it, Esc gives up."
)

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Regions(QObject):
    """A rectangle being placed on one canvas; `rect` in points of the page as shown, y down."""

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.page = -1
        self.rect: Rect = (0.0, 0.0, 0.0, 0.0)

    @property
    def active(self) -> bool:
        """Whether a rectangle is being placed."""
        return self.page >= 0

    def begin(self) -> bool:
        """A rectangle in the middle of what is in sight, or the one that is selected; False without a document."""
        opened = self._canvas.opened
        if opened is None:
            return False
        region = opened.selecting.region
        view = self._canvas.view
        if region is not None:
            self.page = region.page
            self.rect = to_view(region.rect, view.layout.pages[region.page])
        else:
            self.page = self._canvas.current_page
            shown, scale = view.page_rect(self.page), view.layout.scale
            seen = shown.intersected(QRectF(0, 0, view.width, view.height)).translated(-shown.topLeft())
            middle, width, height = seen.center() / scale, seen.width() / scale / 2, seen.height() / scale / 4
            self.rect = (
                middle.x() - width / 2, middle.y() - height / 2, middle.x() + width / 2, middle.y() + height / 2,
            )  # fmt: skip
        self._canvas.pointer.region_wanted = True
        self._show()
        return True

    def end(self) -> None:
        """No rectangle is being placed."""
        self.page = -1
        self._canvas.pointer.region_wanted = False
        self._canvas.shape_pointer(Qt.CursorShape.IBeamCursor)
        self._canvas.viewport().update()

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key is this one's rather than a command's."""
        taken = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        return self.active and (event.key() in taken or event.key() in _WAYS)

    def key(self, event: QKeyEvent) -> bool:
        """Arrows move, with Shift they size, with Ctrl finely; Enter takes the rectangle, Escape gives up."""
        if not self.active:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif (way := _WAYS.get(Qt.Key(event.key()))) is not None:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            by = FINE if fine else STEP
            self._change(way[0] * by, way[1] * by, size=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            return False
        return True

    def accept(self) -> None:
        """The rectangle is selected."""
        opened = self._canvas.opened
        page = self.page
        if opened is not None and page >= 0:
            rect = from_view(self.rect, self._canvas.view.layout.pages[page])
            self.end()
            opened.selecting.put_region(Region(page, opened.pages[page].label, within(rect, opened.pages[page].box)))

    def paint(self, painter: QPainter) -> None:
        """The rectangle, dashed while it is not taken."""
        if self.active and not self._canvas.pointer.selecting:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            for color, style in ((self._canvas.paper.paper, Qt.PenStyle.SolidLine), (self._canvas.paper.accent, None)):
                pen = QPen(color, 2)
                if style is None:
                    pen.setDashPattern([4, 3])
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self._shown())

    def _shown(self) -> QRectF:
        view = self._canvas.view
        corner, scale = view.page_rect(self.page).topLeft(), view.layout.scale
        x0, y0, x1, y1 = (edge * scale for edge in self.rect)
        return QRectF(corner.x() + x0, corner.y() + y0, x1 - x0, y1 - y0)

    def _change(self, dx: float, dy: float, *, size: bool) -> None:
        page = self._canvas.view.layout.pages[self.page]
        x0, y0, x1, y1 = self.rect
        if size:
            x1 = min(max(x1 + dx, x0 + LEAST), page.width)
            y1 = min(max(y1 + dy, y0 + LEAST), page.height)
        else:
            dx = min(max(dx, -x0), page.width - x1)
            dy = min(max(dy, -y0), page.height - y1)
            x0, y0, x1, y1 = x0 + dx, y0 + dy, x1 + dx, y1 + dy
        self.rect = (x0, y0, x1, y1)
        self._show()

    def _show(self) -> None:
        self._canvas.scroll_to(*self._canvas.view.scroll_into(self._shown()))
        self._canvas.region_moved.emit()
        self._canvas.viewport().update()


def within(rect: Rect, box: Rect) -> Rect:
    """A rectangle of user space, cut at a page's box."""
    return (max(rect[0], box[0]), max(rect[1], box[1]), min(rect[2], box[2]), min(rect[3], box[3]))
