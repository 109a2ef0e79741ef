"""The annotated draft on paper: its pages, the claims marked and numbered, and how far the checking is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter

from annotator.anchoring.geometry import to_view
from annotator.anchoring.selection import line_at, rects_of
from annotator.engine.results import Pixels
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.pages import PageInfo, PageText
from annotator.model.places import Place
from annotator.ui.calls import Loaded
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.plain import one_line
from annotator.ui.review.items import dashed, to_review
from annotator.ui.theme import LIGHT
from annotator.ui.words import STATUS_MARKS, count

SCALE = 200 / 72
"""Pixels a point: sharp on paper, 15 MB a page."""
HEAD_SHARE = 0.035
"""Of the sheet's height, for the line at its head."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it is printed: `scale` pixels a point, the boxes of its text, numbers that stand beside it."""

    page: PageInfo
    scale: float
    chars: PageText
    taken: list[QRectF]

    def beside(self, place: Place, words: QRectF, width: float) -> QRectF:
        """Room of a width in the margin beside the line of a place, never on words; others there are stepped over."""
        line = words
        if place.spans:
            rects = rects_of(self.chars, *line_at(self.chars, place.spans[0].start))
            if rects:
                x0, y0, x1, y1 = to_view(rects[0], self.page, self.scale)
                line = QRectF(x0, y0, x1 - x0, y1 - y0)
        right = line.left() > self.page.width * self.scale * 0.45
        gap = 3 * self.scale
        room = QRectF(line.right() + gap if right else line.left() - gap - width, line.top(), width, line.height())
        first, within = room.left(), room.height() / 4  # lines of text overlap a little
        while any(room.adjusted(0, within, 0, -within).intersects(other) for other in self.taken):
            room.translate(width + gap if right else -width - gap, 0)
            if room.left() < gap or room.right() > self.page.width * self.scale - gap:  # the margin is full
                room.moveLeft(first)
                room.translate(0, within)
        self.taken.append(room)
        return room


class DraftPrinter(QObject):
    """Asks the engine for one page after another and paints each when it arrives."""

    progress = Signal(int, int)
    done = Signal(int)
    failed = Signal(str)

    def __init__(
        self,
        bridge: EngineBridge,
        graph: Graph,
        draft: str,
        loaded: Loaded,
        head: tuple[str, str],
        printer: QPrinter,
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._graph = graph
        self._draft = draft
        self._loaded = loaded
        self._printer = printer
        self._head = head
        self._reader = bridge.open(loaded.source)
        self._painter = QPainter()
        self._over = False

    def start(self) -> None:
        """Begins; `done` or `failed` follows."""
        self._printer.setDocName(" ".join(self._head))
        if not self._painter.begin(self._printer):
            self._end()
            self.failed.emit("The printer did not start. Choose another, or print to a PDF.")
            return
        self._ask(0)

    def cancel(self) -> None:
        """Leaves it."""
        if not self._over:
            self._printer.abort()
            self._end()
            self.failed.emit("Printing was cancelled.")

    def _ask(self, index: int) -> None:
        pages = self._loaded.pages
        if index >= len(pages):
            self._end()
            self.done.emit(len(pages))
            return
        self.progress.emit(index, len(pages))
        request = self._reader.render(index, SCALE)
        request.then(self._arrived(index), self._refused)
        self._bridge.soon()

    def _arrived(self, index: int) -> Callable[[Pixels], None]:
        def arrived(pixels: Pixels) -> None:
            if self._over:
                return
            if index:
                self._printer.newPage()
            image = QImage(pixels.buffer, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB32).copy()
            request = self._reader.chars(index)
            request.then(lambda chars: self._finish(image, index, pixels.scale, chars), self._refused)
            self._bridge.soon()

        return arrived

    def _finish(self, image: QImage, index: int, scale: float, chars: PageText) -> None:
        if self._over:
            return
        self._mark(image, Sheet(self._loaded.pages[index], scale, chars, []))
        self._paint(image, index)
        self._ask(index + 1)

    def _refused(self, error: Refused) -> None:
        if not self._over:
            self._printer.abort()
            self._end()
            self.failed.emit(error.sentence)

    def _end(self) -> None:
        self._over = True
        if self._painter.isActive():
            self._painter.end()
        self._reader.close()
        self._loaded.source.close()

    def _mark(self, image: QImage, sheet: Sheet) -> None:
        """Claims tinted and underlined, their numbers in the margin; marks 'needs no source' dotted."""
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for claim in self._graph.claims.values():
            for passage in self._graph.passages_of(claim.id):
                if passage.document == self._draft and not passage.lost:
                    words = f"{claim.number} {STATUS_MARKS[self._graph.shown_status(claim.id)]}"
                    fill, review = LIGHT.fills["claim"], dashed(passage)
                    self._mark_place(painter, passage.place, sheet, fill, words, review)
        for mark in self._graph.needs_none.values():
            if mark.document == self._draft:
                fill = LIGHT.fills["needs-none"]
                self._mark_place(painter, mark.place, sheet, fill, "–", dashed(mark))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for one in self._graph.blackouts_in(self._draft):
            self._black_out(painter, one.place, sheet)
        painter.end()

    def _black_out(self, painter: QPainter, place: Place, sheet: Sheet) -> None:
        """The pixels themselves become black, with a little around: ink may reach out of a letter's box."""
        rects = [rect for span in place.spans if span.page == sheet.page.index for rect in span.rects]
        if place.region is not None and place.region.page == sheet.page.index:
            rects.append(place.region.rect)
        for rect in rects:
            x0, y0, x1, y1 = to_view(rect, sheet.page, sheet.scale)
            around = QRectF(x0, y0, x1 - x0, y1 - y0).adjusted(-1, -1, 1, 1).toAlignedRect()
            painter.fillRect(around, QColor("#000000"))

    def _mark_place(
        self, painter: QPainter, place: Place, sheet: Sheet, fill: QColor, words: str, review: bool
    ) -> None:
        page, scale = sheet.page, sheet.scale
        if place.extraction != self._loaded.sha256:
            return
        rects = [to_view(rect, page, scale) for span in place.spans if span.page == page.index for rect in span.rects]
        shown = [QRectF(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in rects]
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for rect in shown:
            painter.fillRect(rect, fill)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        pen = QPen(LIGHT.lines["claim"], max(1.0, 0.7 * scale))
        if review:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        for rect in shown:
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if shown and place.page == page.index:
            font = QFont(painter.font())
            font.setPixelSize(max(8, int(9 * scale)))
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(LIGHT.text)
            width = painter.fontMetrics().horizontalAdvance(words) + 2 * scale
            painter.drawText(sheet.beside(place, shown[0], width), Qt.AlignmentFlag.AlignCenter, words)

    def _paint(self, image: QImage, index: int) -> None:
        sheet = QRectF(self._painter.viewport())
        head = sheet.height() * HEAD_SHARE
        font = QFont(self._painter.font())
        font.setPixelSize(max(6, int(head * 0.34)))
        self._painter.setFont(font)
        self._painter.setPen(QColor("#000000"))
        page = f"p. {one_line(self._loaded.pages[index].label) or index + 1} of {len(self._loaded.pages)}"
        metrics = self._painter.fontMetrics()
        line = QRectF(sheet.left(), sheet.top(), sheet.width(), head * 0.44)
        room = int(sheet.width() - metrics.horizontalAdvance(page) - head)
        # Two lines, so that a long name takes nothing away from what is counted.
        for words in self._head:
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room)
            self._painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            if words is self._head[0]:
                self._painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, page)
            line.translate(0, line.height())
        below = sheet.adjusted(0, head, 0, 0)
        share = min(below.width() / image.width(), below.height() / image.height())
        width, height = image.width() * share, image.height() * share
        self._painter.drawImage(QRectF(below.left() + (below.width() - width) / 2, below.top(), width, height), image)


def head_line(graph: Graph, draft: str, open_sentences: int, title: str, name: str) -> tuple[str, str]:
    """Document (`name`) and version; what is still open: never a count without what it counts."""
    version = graph.versions[graph.documents[draft].current]
    received = f" of {version.received[:10]}" if version.received else ""
    # With all but a few words at hand, a hash tells what these are.
    told = "" if graph.blackouts_in(draft) else f" ({version.sha256[:8]})"
    waiting = sum(each.document == draft for each in to_review(graph))
    review = f" {count(waiting, 'passage')} to review (dashed)." if waiting else ""
    return (
        f"{one_line(title)}: {one_line(name)}, version{received}{told}.",
        f"{count(len(graph.claims), 'claim')}, {count(open_sentences, 'sentence')} open.{review}",
    )
