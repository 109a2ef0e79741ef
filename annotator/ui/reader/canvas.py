"""The pages with their input: mouse, wheel, keyboard, focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from annotator.anchoring.parts import Part
from annotator.anchoring.reading import Reading
from annotator.anchoring.selection import edge_position, is_over_text, position_at
from annotator.engine.client import PageLink
from annotator.model.pages import PageText
from annotator.ui.plain import tip
from annotator.ui.reader import painting
from annotator.ui.reader.area import PageArea
from annotator.ui.reader.beside import breakable, note_words, where_to
from annotator.ui.reader.caret import Caret
from annotator.ui.reader.handles import Handles
from annotator.ui.reader.opened import OpenDocument
from annotator.ui.reader.pointer import Pointer
from annotator.ui.reader.regions import Regions
from annotator.ui.reader.selecting import Spot
from annotator.ui.reader.view import Hit
from annotator.ui.reader.zooming import WHEEL
from annotator.ui.theme import Theme


class PageCanvas(PageArea):
    """Continuous pages of one document."""

    passage_activated = Signal(str)
    passage_hovered = Signal(str)
    focused = Signal()
    copy_wanted = Signal()
    escaped = Signal()
    link_activated = Signal(object)
    ends_moved = Signal(str)
    region_moved = Signal()
    text_changed = Signal()
    """The words, the caret or the selection are others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.caret = Caret(self)
        self.pointer = Pointer(self)
        self.regions = Regions(self)
        self.handles = Handles(self)
        self.can_adjust = False
        """Whether passages can be changed, so that the chosen ones have handles."""
        self._reveal_later: Spot | None = None
        self._pressed_link: tuple[PageLink, QPointF] | None = None
        self._pointed_words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sheet.left.connect(self.pointer.leave)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Pages")

    def show_opened(self, opened: OpenDocument | None) -> None:
        """Show a document's pages where it was left, or nothing."""
        self.caret.forget()
        self.pointer.forget()
        self.handles.forget()
        if self.regions.active:
            self.regions.end()
        if self.opened:
            self.opened.words.arrived.disconnect(self._words_arrived)
            self.opened.words.missing.disconnect(self._words_missing)
            self.opened.selecting.changed.disconnect(self._selected)
        if opened:
            opened.words.arrived.connect(self._words_arrived)
            opened.words.missing.connect(self._words_missing)
            opened.selecting.changed.connect(self._selected)
        super().show_opened(opened)
        self.text_changed.emit()
        self.shape_pointer(Qt.CursorShape.ArrowCursor)

    def _selected(self) -> None:
        self.viewport().update()
        self.text_changed.emit()

    # words

    def hit(self, position: QPointF) -> Hit | None:
        """The page nearest to a position, and the point on it in user space."""
        return self.view.hit(position) if self.opened else None

    def words_of(self, page: int) -> PageText | None:
        """A page's boxes; asks for them where they are not here yet."""
        if self.opened is None:
            return None
        found = self.opened.words.get(page)
        if found is None:
            self.opened.words.need(page)
        return found

    def reading(self, page: int) -> Reading | None:
        """A page's reading order; asks for its boxes where they are not here yet."""
        return self.opened.reading(page) if self.words_of(page) is not None and self.opened else None

    def waiting_for_words(self) -> bool:
        """Whether boxes of a page in sight are still to come."""
        words = self.opened.words if self.opened else None
        pages = self.view.visible
        return words is not None and any(not words.get(page) and page not in words.failures for page in pages)

    def spot_at(self, position: QPointF) -> Spot | None:
        """The spot nearest to a position; None while its page's boxes are not here."""
        hit = self.hit(position)
        reading = self.reading(hit[0]) if hit else None
        return (hit[0], position_at(reading, hit[1], hit[2])) if hit and reading else None

    def first_spot(self) -> Spot | None:
        """The first words in sight; None where no page in sight has words that are here."""
        if self.opened is None:
            return None
        for page in self.view.visible:
            reading = self.reading(page)
            if reading is None or not reading.text.strip():
                continue
            rect = self.view.page_rect(page)
            corner = self.view.hit(QPointF(rect.left() + 1, max(rect.top(), 8.0)))
            if corner is not None:
                top = edge_position(reading, "right", part=Part.BODY)
                return page, position_at(reading, corner[1], corner[2]) if rect.top() < 0 else top
        return None

    def caret_view_rect(self, spot: Spot | None) -> QRectF:
        """Where a spot's caret stands in the viewport; null while its page's boxes are not here."""
        rect = self.opened.caret_rect(spot) if self.opened and spot else None
        return QRectF() if rect is None or spot is None else self.view.rect(spot[0], rect)

    def caret_spot(self) -> Spot | None:
        """Where the caret is to be painted."""
        return self.opened.selecting.head if self.opened and self.caret.shown and self.hasFocus() else None

    def reveal(self, spot: Spot) -> None:
        """Scroll as little as needed to have a spot in sight; its page first while its words are still to come."""
        if self.opened is None:
            return
        if self.opened.caret_rect(spot) is None:
            self._reveal_later = spot
            self.words_of(spot[0])
            if spot[0] not in self.view.visible:
                self.go_to_page(spot[0])
            return
        self._reveal_later = None
        self.scroll_to(*self.view.scroll_into(self.caret_view_rect(spot)))

    def passage_at(self, position: QPointF) -> str:
        """The highlight under a position."""
        hit = self.hit(position)
        return self.opened.marks.at(*hit) if self.opened and hit else ""

    def link_at(self, position: QPointF) -> PageLink | None:
        """The link under a position."""
        hit = self.hit(position)
        return self.opened.beside.link_at(*hit) if self.opened and hit else None

    def _point(self, position: QPointF) -> None:
        """Frame the link under the pointer and say where it leads, or what the note there says."""
        hit = self.hit(position)
        if self.opened is None or hit is None:
            return
        beside = self.opened.beside
        link, note = beside.link_at(*hit), beside.note_at(*hit)
        words = where_to(link, self.opened.pages) if link else note_words(note) if note else ""
        if not words and self.opened.coverage:
            words = painting.strip_words(self.opened, self.view, position)
        if words != self._pointed_words:
            self._pointed_words = words
            tip(self.viewport(), breakable(words))
        pointed = (hit[0], link.rect) if link else None
        if pointed != beside.pointed:
            beside.pointed = pointed
            self.viewport().update()
        if link and not self.pointer.region_wanted:
            self.shape_pointer(Qt.CursorShape.PointingHandCursor)

    def is_over_text(self, position: QPointF) -> bool:
        """Whether a position is on a line of text."""
        hit = self.hit(position)
        reading = self.opened.reading(hit[0]) if self.opened and hit else None
        return reading is not None and hit is not None and is_over_text(reading, hit[1], hit[2])

    def shape_pointer(self, shape: Qt.CursorShape) -> None:
        """The pointer's shape over the pages."""
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def _words_arrived(self, page: int) -> None:
        self.pointer.resolve()
        self.caret.go_on()
        self.text_changed.emit()
        if self._reveal_later and self._reveal_later[0] == page:
            self.reveal(self._reveal_later)
        if page in self.view.visible:
            self.viewport().update()

    def _words_missing(self, page: int, sentence: str) -> None:
        self.caret.go_on()
        if page in self.view.visible:
            self.failed.emit(sentence)

    # input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select."""
        if event.button() == Qt.MouseButton.LeftButton and not self.handles.press(event):
            link = self.link_at(event.position())
            self._pressed_link = (link, event.position()) if link else None
            self.pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pointer.double(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select on, or tell what is hovered."""
        if self.handles.move(event):
            return
        self.pointer.move(event)
        if not self.pointer.selecting:
            self._point(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End of selecting, or a click: on a link, unless words are selected or marked there."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.handles.release(event):
            return
        self.pointer.release(event)
        pressed, self._pressed_link = self._pressed_link, None
        if pressed is None or self.opened is None or (event.position() - pressed[1]).manhattanLength() >= 4:
            return
        if self.opened.selecting.empty and not self.passage_at(event.position()):
            self.link_activated.emit(pressed[0])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom at the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / 120
            if notches:
                self.zoom_at(self.view.zooming.zoom * WHEEL**notches, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Caret, copy, the page's text, Escape; anything else is the window's."""
        if self.opened is None:
            event.ignore()
        elif self.regions.key(event) or self.handles.key(event):
            pass
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_page()
        elif event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self._escape(event)
        elif not self.caret.key(event):
            event.ignore()

    def _select_page(self) -> None:
        """All words of the current page."""
        if self.opened:
            page = self.current_page
            reading = self.reading(page)
            first, last = 0, len(self.opened.shown.texts[page])
            if reading is not None:
                first, last = reading.offset(0), reading.offset(len(reading.text), end=True)
            self.opened.selecting.adding = False
            self.opened.selecting.put((page, first), (page, last))

    def _escape(self, event: QKeyEvent) -> None:
        """Clear the selection, else hide the caret, else leave the key to the window."""
        if self.opened and not self.opened.selecting.empty:
            self.opened.selecting.collapse()
        elif self.caret.shown:
            self.caret.forget()
            self.viewport().update()
        else:
            event.ignore()
            self.escaped.emit()

    def event(self, event: QEvent) -> bool:
        """Keys of a rectangle being placed, or of ends being moved, come here before any command's."""
        mine = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if mine and isinstance(event, QKeyEvent) and (self.regions.wants(event) or self.handles.wants(event)):
            event.accept()
            return True
        return super().event(event)

    def paint_tools(self, painter: QPainter) -> None:
        """Handles and rectangles."""
        self.handles.paint(painter)
        self.regions.paint(painter)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the window which pane keys go to."""
        super().focusInEvent(event)
        self.viewport().update()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Pages are asked for once they can be seen."""
        super().showEvent(event)
        self.ask_soon(0)
