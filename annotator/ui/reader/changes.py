"""What differs from another version, on the pages: underlined, struck or dotted, and a bar with a sign beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from annotator.ui.reader import inks
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.reader.painting import Scene

SIGNS = {
    "inserted": "+",
    "deleted": "\N{MINUS SIGN}",
    "changed": "\N{ALMOST EQUAL TO}",
    "moved": "\N{RIGHTWARDS ARROW}",
}
WORDS = {"inserted": "inserted", "deleted": "deleted", "changed": "in a changed sentence", "moved": "moved"}
_COLORS = {"inserted": "supports", "deleted": "contradicts", "moved": "context", "changed": "context"}
BAR = 4
"""Width of the bar beside what differs, in pixels."""


@dataclass(frozen=True, slots=True)
class Change:
    """Words that differ: code points of a page; `kind` is "inserted", "deleted" or "moved".

    `kind` "changed" is the sentence around them, which has a bar beside it and no mark of its own. `current` is the one
    she stands at.
    """

    page: int
    start: int
    end: int
    kind: str
    current: bool = False


class Changes:
    """The changes of one document, by page."""

    def __init__(self) -> None:
        self._pages: dict[int, list[Change]] = {}

    def set(self, changes: Iterable[Change]) -> None:
        """Takes others in place of those that are here."""
        self._pages = {}
        for change in changes:
            self._pages.setdefault(change.page, []).append(change)

    def on(self, page: int) -> Sequence[Change]:
        """Those of one page."""
        return self._pages.get(page, ())


def fill(painter: QPainter, scene: Scene, page: int) -> None:
    """What the page's text shows through."""
    for change in scene.opened.changes.on(page):
        if change.kind != "changed":
            rects = scene.view.rects(page, scene.opened.rects(page, change.start, change.end))
            inks.fill(painter, scene.paper, rects, scene.paper.fills[_COLORS[change.kind]])


def over(painter: QPainter, scene: Scene, page: int, rect: QRectF) -> None:
    """Lines, frames and bars on top."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for change in scene.opened.changes.on(page):
        rects = scene.view.rects(page, scene.opened.rects(page, change.start, change.end))
        if not rects:
            continue
        color = _color(scene.paper, change.kind)
        for line in rects:
            _line(painter, change.kind, line, color)
        if change.kind == "changed" or not _within(scene, page, change):
            _bar(painter, scene, change, rect, rects)


def described(changes: Iterable[Change], text: str) -> list[str]:
    """The changes of a page in words, for a screen reader."""
    return [
        f"{WORDS[change.kind]}: {' '.join(text[change.start : change.end].split())[:80]}"
        for change in changes
        if change.kind != "changed"
    ]


def _within(scene: Scene, page: int, change: Change) -> bool:
    """Whether a changed sentence around it has the bar already."""
    return any(
        each.kind == "changed" and each.start <= change.start and change.end <= each.end
        for each in scene.opened.changes.on(page)
    )


def _color(theme: Theme, kind: str) -> QColor:
    return theme.lines[_COLORS[kind]]


def _line(painter: QPainter, kind: str, rect: QRectF, color: QColor) -> None:
    """Two lines below what came, one through what went, dots below what moved."""
    pen = QPen(color, 1.6)
    if kind == "deleted":
        painter.setPen(pen)
        painter.drawLine(QLineF(rect.left(), rect.center().y(), rect.right(), rect.center().y()))
    elif kind == "inserted":
        pen.setWidthF(1.1)
        painter.setPen(pen)
        for y in (rect.bottom() - 2.2, rect.bottom()):
            painter.drawLine(QLineF(rect.left(), y, rect.right(), y))
    elif kind == "moved":
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.1, 2.2])
        painter.setPen(pen)
        painter.drawLine(QLineF(rect.left(), rect.bottom(), rect.right(), rect.bottom()))


def _bar(painter: QPainter, scene: Scene, change: Change, page: QRectF, rects: Sequence[QRectF]) -> None:
    """Beside the column's edge in the page's margin, with the sign of what happened at its top."""
    whole = rects[0]
    for each in rects[1:]:
        whole = whole.united(each)
    line = scene.opened.line_rect(change.page, change.start)
    left = min(whole.left(), scene.view.rect(change.page, line).left()) if line else whole.left()
    x = max(left - 14, page.left() + 2)
    color = scene.paper.accent if change.current else _color(scene.paper, change.kind)
    # The one she stands at has a wider bar, not only another colour.
    width = 2 * BAR if change.current else BAR
    painter.fillRect(QRectF(x + BAR - width, whole.top(), width, whole.height()), color)
    font = QFont(painter.font())
    font.setPixelSize(12)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(color)
    sign = QRectF(x + BAR - width - 14, whole.top() - 1, 12, 14)
    painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, SIGNS[change.kind])
