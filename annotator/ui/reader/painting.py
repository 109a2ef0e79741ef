"""Painting what is in sight: pages, highlights, hits, selection, caret, the strip of the line check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model.places import Place
from annotator.ui.reader import changes, inks, shading
from annotator.ui.reader.marks import Piece
from annotator.ui.reader.opened import OpenDocument
from annotator.ui.reader.selecting import Spot
from annotator.ui.reader.tiles import TILE, Picture, Tile
from annotator.ui.reader.values import Coverage, HighlightKind
from annotator.ui.reader.view import View
from annotator.ui.theme import LIGHT, Theme

STRIP = 6
"""Width of the line-check strip in pixels."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What one painting shows. `paper` is the theme pages are drawn in, `caret` a spot or None."""

    opened: OpenDocument
    view: View
    theme: Theme
    paper: Theme
    ratio: float
    caret: Spot | None
    outlined: Place | None
    patient: bool
    """Whether pages that are still to come say so."""

    def on(self, page: int) -> Scene:
        """The same for one page: those that are one picture stay light."""
        kept = self.paper.dark and page in self.opened.tiles.kept
        return replace(self, paper=LIGHT) if kept else self


def paper_theme(theme: Theme, dark_pages: bool) -> Theme:
    """The theme for what is drawn on pages: light where pages are shown as they are."""
    return theme if theme.dark and dark_pages else LIGHT


def paint(painter: QPainter, scene: Scene) -> None:
    """Everything in sight, pages first, what lies on them above."""
    whole = scene
    for page in whole.view.visible:
        scene = whole.on(page)
        rect = scene.view.page_rect(page)
        if rect.right() < 0 or rect.left() > scene.view.width:
            continue
        painter.fillRect(rect, scene.paper.paper)
        _picture(painter, scene, page, rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(scene.theme.border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        _fills(painter, scene, page)
        painter.restore()
        _over(painter, scene, page, rect)


def _picture(painter: QPainter, scene: Scene, page: int, rect: QRectF) -> None:
    """The sharp picture as far as it is here, over whatever else is known of the page."""
    ratio, scale = scene.ratio, scene.view.layout.scale * scene.ratio
    corner = QPointF(round(rect.left() * ratio), round(rect.top() * ratio))
    wanted = scene.view.tiles_in_sight(page, ratio)
    sharp = [(tile, picture) for tile in wanted if (picture := scene.opened.tiles.get(tile)) is not None]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.scale(1 / ratio, 1 / ratio)
    clip = QRectF(corner.x(), corner.y(), round(rect.width() * ratio), round(rect.height() * ratio))
    painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
    if len(sharp) < len(wanted):
        some = False
        for tile, picture in scene.opened.tiles.stand_ins(page, scale):
            _draw(painter, tile, picture, corner, scale)
            some = True
        if not some and not sharp and scene.patient and page not in scene.opened.tiles.failures:
            painter.save()
            painter.scale(ratio, ratio)
            painter.setPen(scene.paper.muted)
            painter.drawText(_in_sight(rect, scene.view), Qt.AlignmentFlag.AlignCenter, "Loading …")
            painter.restore()
    for tile, picture in sharp:
        _draw(painter, tile, picture, corner, scale)
    painter.restore()


def _draw(painter: QPainter, tile: Tile, picture: Picture, corner: QPointF, scale: float) -> None:
    """One picture in device pixels: as it is where the scale is right, stretched where not."""
    x, y = max(tile.column, 0) * TILE, max(tile.row, 0) * TILE
    if tile.scale == scale == picture.scale:
        painter.drawImage(QPointF(corner.x() + x, corner.y() + y), picture.image)
        return
    factor, grown = scale / tile.scale, scale / picture.scale
    size = picture.image.size()
    target = QRectF(corner.x() + x * factor, corner.y() + y * factor, size.width() * grown, size.height() * grown)
    painter.drawImage(target, picture.image)


def _in_sight(rect: QRectF, view: View) -> QRectF:
    return rect.intersected(QRectF(0, 0, view.width, view.height))


def _fills(painter: QPainter, scene: Scene, page: int) -> None:
    """What the page's text shows through."""
    opened, view, paper = scene.opened, scene.view, scene.paper
    shading.fill(painter, scene, page)
    for piece in opened.marks.on(page):
        if piece.highlight.kind != HighlightKind.BLACK:  # it may lie on what other marks say
            inks.fill(painter, paper, view.rects(page, piece.rects), paper.fills[piece.highlight.kind])
    changes.fill(painter, scene, page)
    for run, hit in opened.finder.on(page):
        color = paper.find_current if hit is opened.finder.current else paper.find
        inks.fill(painter, paper, view.rects(page, opened.rects(page, run.start, run.end)), color)
    selecting = opened.selecting
    for start, end in selecting.on(page):
        inks.fill(painter, paper, view.rects(page, opened.rects(page, start, end)), paper.selection)
    if selecting.region and selecting.region.page == page:
        rect = view.rect(page, selecting.region.rect)
        inks.fill(painter, paper, [rect], paper.selection)
        inks.frame(painter, [rect], paper.accent, 1.5, slack=0.0)


def _over(painter: QPainter, scene: Scene, page: int, rect: QRectF) -> None:
    """What is drawn on top: edges, numbers, frames, the strip, the caret."""
    opened, view, paper = scene.opened, scene.view, scene.paper
    _strip(painter, scene, page, rect)
    changes.over(painter, scene, page, rect)
    taken: list[QRectF] = []
    for piece in opened.marks.on(page):
        rects = view.rects(page, piece.rects)
        inks.mark(painter, paper, piece.highlight, rects)
    # In the text's order, not that of drawing: numbers that make room for each other stand one below the other.
    for piece in sorted((each for each in opened.marks.on(page) if each.first), key=lambda each: each.start):
        _badge(painter, scene, page, piece, rect, taken)
    shading.veil(painter, scene, page, rect)
    current = opened.finder.current
    for run in current or ():
        if run.page == page:
            rects = view.rects(page, opened.rects(page, run.start, run.end))
            inks.frame(painter, rects, paper.text, 1.2, slack=1.0)
    link = opened.beside.pointed
    if link and link[0] == page:
        inks.frame(painter, [view.rect(page, link[1])], paper.accent, 1.5, slack=2.0)
    if scene.outlined:
        _outline(painter, scene, page, scene.outlined)
    if scene.caret and scene.caret[0] == page:
        _caret(painter, scene, scene.caret)


def _badge(painter: QPainter, scene: Scene, page: int, piece: Piece, rect: QRectF, taken: list[QRectF]) -> None:
    """A number in the margin of the line's column, moved down where another stands already."""
    words = scene.view.rect(page, piece.rects[0])
    line = scene.opened.line_rect(page, piece.start) if piece.start >= 0 else None
    column = scene.view.rect(page, line) if line else words
    leftward = not _right_hand(column, rect)
    # Beside the column where there is room, else at the page's edge; never on the words.
    x = max(column.left() - 8, rect.left() + 22) if leftward else min(column.right() + 8, rect.right() - 22)
    height = inks.badge_height()
    corner = QPointF(x, words.center().y() - height / 2)
    while any(abs(other.top() - corner.y()) <= height and abs(other.center().x() - x) < 40 for other in taken):
        corner.setY(corner.y() + height + 1)
    covered = inks.badge(painter, scene.paper, piece.highlight, corner, leftward=leftward)
    if not covered.isEmpty():
        taken.append(covered)


def _right_hand(line: QRectF, page: QRectF) -> bool:
    """Whether a line stands in a right-hand column."""
    return line.left() > page.center().x() - 0.05 * page.width()


def _strip(painter: QPainter, scene: Scene, page: int, rect: QRectF) -> None:
    """The line check beside the page."""
    for state, where in strip_of(scene.opened, scene.view, page, rect):
        inks.coverage_mark(painter, scene.theme, state.state, where)


def strip_of(opened: OpenDocument, view: View, page: int, rect: QRectF) -> Iterator[tuple[Coverage, QRectF]]:
    """The sentences of a page with their stretch of the strip: left of it, or right for those of a right-hand column.

    Where sentences share a line they share its height, in the order they are read.
    """
    for state in opened.coverage.get(page, ()):
        rects = view.rects(page, opened.rects(page, state.start, state.end))
        first, last = opened.line_rect(page, state.start), opened.line_rect(page, max(state.end - 1, state.start))
        if not rects or first is None or last is None:
            continue
        begins, ends = view.rect(page, first), view.rect(page, last)
        top = begins.top() + begins.height() * (rects[0].left() - begins.left()) / max(begins.width(), 1.0)
        bottom = ends.top() + ends.height() * (rects[-1].right() - ends.left()) / max(ends.width(), 1.0)
        x = rect.right() + 3 if _right_hand(begins, rect) else rect.left() - 3 - STRIP
        yield state, QRectF(x, top, STRIP, max(bottom - top - 1, 4.0))


def strip_words(opened: OpenDocument, view: View, position: QPointF) -> str:
    """What the strip says under a position of the viewport; empty beside it."""
    for page in view.visible:
        for state, where in strip_of(opened, view, page, view.page_rect(page)):
            if where.adjusted(-2, 0, 2, 1).contains(position):
                return state.words
    return ""


def _outline(painter: QPainter, scene: Scene, page: int, place: Place) -> None:
    parts = [span.rects for span in place.spans if span.page == page and span.rects]
    if place.region and place.region.page == page:
        parts.append((place.region.rect,))
    for rects in parts:
        inks.frame(painter, scene.view.rects(page, rects), scene.paper.accent, 3.0, slack=4.0)


def _caret(painter: QPainter, scene: Scene, spot: Spot) -> None:
    shown = scene.opened.caret_rect(spot)
    if shown is None:
        return
    rect = scene.view.rect(spot[0], shown)
    if rect.width() <= rect.height():
        rect = QRectF(rect.center().x() - 1, rect.top(), 2, rect.height())
    else:
        rect = QRectF(rect.left(), rect.center().y() - 1, rect.width(), 2)
    painter.fillRect(rect, scene.paper.text)


def focus_frame(painter: QPainter, rect: QRect, color: QColor) -> None:
    """Shows that keys go to these pages."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(color, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -1))


def hint(painter: QPainter, rect: QRect, theme: Theme, words: str) -> None:
    """What an empty pane says."""
    painter.setPen(theme.muted)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(QRectF(rect.adjusted(24, 24, -24, -24)), int(flags), words)
