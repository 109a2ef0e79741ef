"""The picture itself: scrolled, enlarged, walked through by keys; what belongs to the chosen thing stands out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QToolTip, QWidget

from annotator.model.picture import Column
from annotator.ui.accessibility import READ, announcer
from annotator.ui.graph.choosing import Drawn
from annotator.ui.graph.heads import Heads
from annotator.ui.graph.nodes import NodeItem
from annotator.ui.graph.placing import Placing
from annotator.ui.graph.threads import Threads
from annotator.ui.graph.walking import Walk
from annotator.ui.plain import escaped_tip
from annotator.ui.theme import Theme

LEAST, MOST, STEP = 0.002, 3.0, 1.2
"""Pixels a unit at the least and at the most, and what one notch of the wheel does."""


class GraphCanvas(QGraphicsView):
    """`chosen` tells what a person chose here, `opened` what she wants opened (ids)."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._items: dict[str, NodeItem] = {}
        self._drawn: Drawn | None = None
        self._walk = Walk(None)
        self._current = ""
        self._threads = Threads()
        self._placing = Placing()
        self._pressed: QPoint | None = None
        super().__init__(parent)
        self.setObjectName("graph-canvas")
        self.setAccessibleName("The graph")
        self.setProperty(READ, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setScene(QGraphicsScene(self))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        # The columns share the width: it must not change with what stands in them.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        # Lines go through everything: what is scrolled in changes what is drawn elsewhere.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self._theme = theme
        self.heads = Heads(self)
        self.set_theme(theme)

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The id of the thing she stands at; empty where none."""
        return self._current

    @property
    def scale_now(self) -> float:
        """Pixels a unit."""
        return self.transform().m11()

    def item_of(self, thing: str) -> NodeItem | None:
        """The box of a thing."""
        return self._items.get(thing)

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self._theme = theme
        self.setBackgroundBrush(theme.base)
        for item in self._items.values():
            item.theme = theme
        self.heads.set_theme(theme)
        self.viewport().update()

    def show_drawn(self, drawn: Drawn) -> None:
        """Shows a picture; what she stands at stays, where it is still there."""
        self._drawn = drawn
        self._walk = Walk(drawn.picture)
        self.scene().clear()
        self._items = {node.id: NodeItem(node, drawn.faces[node.id], self._theme) for node in drawn.picture.nodes}
        for item in self._items.values():
            self.scene().addItem(item)
        self._lay_out()
        self.choose(self._current if self._current in self._items else "", reveal=False)

    def forget(self) -> None:
        """Nothing of what was shown stays."""
        self._drawn, self._items, self._current, self._walk = None, {}, "", Walk(None)
        self._threads, self._placing = Threads(), Placing()
        self.scene().clear()

    def choose(self, thing: str, *, reveal: bool = True) -> None:
        """Stands at a thing: all that belongs to it stands out, the rest fades. Says nothing to anybody."""
        thing = thing if thing in self._items else ""
        self._current = thing
        lit = self._drawn.picture.beside(thing) if self._drawn is not None and thing else None
        for name, item in self._items.items():
            item.lit, item.current = lit is None or name in lit, name == thing
            item.setZValue(2 if item.current else 1 if item.lit else 0)
        self._threads.light(lit)
        self.setAccessibleDescription(self._items[thing].face.told if thing else "")
        if thing and reveal:
            self._reveal(self._items[thing])
        self.viewport().update()

    def _reveal(self, item: NodeItem) -> None:
        box = self._placing.home(item)
        self.ensureVisible(box, 20, round(box.height() * self.scale_now))
        self._settle()

    # --- where everything is -----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        if self._drawn is None:
            return
        # Where all is smaller the columns are as much wider, so that they share the window at any size.
        room = round(self.viewport().width() / min(self.scale_now, 1.0))
        self.setSceneRect(self._placing.lay_out(self._drawn.picture, self._items, room, self.font()))
        self._threads.lay_out(self._drawn.picture, self._items)
        self._settle()
        self.heads.show_columns(self._drawn.picture)

    def _settle(self) -> None:
        """Documents stay in sight as long as passages of theirs are."""
        sight = self.mapToScene(self.viewport().rect()).boundingRect()
        self._placing.settle(sight)
        self.heads.update()

    def column_at(self, column: Column) -> tuple[float, float]:
        """Where a column begins and how wide it is, in pixels of the viewport."""
        left, width = self._placing.columns.get(column, (0.0, 0.0))
        return self.mapFromScene(QPointF(left, 0)).x(), width * self.scale_now

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width."""
        super().resizeEvent(event)
        high = self.heads.sizeHint().height()
        self.setViewportMargins(0, high, 0, 0)
        frame = self.viewport().geometry()
        self.heads.setGeometry(QRect(frame.left(), frame.top() - high, frame.width(), high))
        top = self.verticalScrollBar().value()
        self._lay_out()
        self.verticalScrollBar().setValue(top)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What follows the view follows."""
        super().scrollContentsBy(dx, dy)
        if self._items:
            self._settle()

    def changeEvent(self, event: QEvent) -> None:
        """Text of another size needs other boxes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_out()

    # --- larger, smaller ---------------------------------------------------------------------------------------------

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller; what stands under the pointer, else in the middle, stays at its height."""
        self._zoom_to(min(max(self.scale_now * factor, LEAST), MOST))

    def actual(self) -> None:
        """As large as text is, all three columns in sight."""
        self._zoom_to(1.0)

    def whole(self) -> None:
        """All of it from top to bottom, however small."""
        high = self.sceneRect().height()
        if high:
            self._zoom_to(max(min(self.viewport().height() / high, 1.0), LEAST))

    def _zoom_to(self, scale: float) -> None:
        port = self.viewport()
        pointer = port.mapFromGlobal(QCursor.pos())
        at = pointer if port.underMouse() and port.rect().contains(pointer) else port.rect().center()
        held = self.mapToScene(at).y()
        self.resetTransform()
        self.scale(scale, scale)
        self._lay_out()
        self.verticalScrollBar().setValue(round(held * scale - at.y()))
        self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it enlarges."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)

    # --- mouse and keys ----------------------------------------------------------------------------------------------

    def thing_at(self, at: QPoint) -> str:
        """The id of what is at a point of the viewport; empty where nothing is."""
        spot = self.mapToScene(at)
        return next((name for name, item in self._items.items() if item.box.contains(spot)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses what is under the pointer."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            if thing := self.thing_at(self._pressed):
                self._take(thing, reveal=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click beside everything lets all stand out again; a drag only moved the picture."""
        super().mouseReleaseEvent(event)
        at, pressed = event.position().toPoint(), self._pressed
        self._pressed = None
        if pressed is not None and not self.thing_at(pressed) and (at - pressed).manhattanLength() < 4:
            self.choose("", reveal=False)
            self.chosen.emit("")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens what is under the pointer."""
        if thing := self.thing_at(event.position().toPoint()):
            self._take(thing, reveal=False)
            self.opened.emit(thing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along columns and lines, with Shift only to what belongs to where she came from."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.opened.emit(self._current)
            return
        if self._items and self._walk.knows(event.key()):
            sight = self.mapToScene(self.viewport().rect()).boundingRect()
            first = next((name for name, item in self._items.items() if sight.intersects(item.box)), "")
            page = max(1, int(sight.height() / self._placing.row) - 1)
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            found = self._walk.go(event.key(), self._current or first, page, narrow=shift, stay=not self._current)
            if found and found != self._current:
                self._take(found)
            return
        event.ignore() if event.key() == Qt.Key.Key_Escape else super().keyPressEvent(event)

    def _take(self, thing: str, *, reveal: bool = True) -> None:
        """A person chose it here."""
        self.choose(thing, reveal=reveal)
        announcer().announce(self, self._items[thing].face.told)
        self.chosen.emit(thing)

    def viewportEvent(self, event: QEvent) -> bool:
        """The whole words of what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            thing = self.thing_at(event.pos())
            words = self._items[thing].face.told if thing else ""
            QToolTip.showText(event.globalPos(), escaped_tip(words), self.viewport())
            return True
        return super().viewportEvent(event)

    # --- painting ----------------------------------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The ground, and on it the lines that go through what is in sight."""
        painter.fillRect(rect, self._theme.base)
        self._threads.draw(painter, self._theme, QRectF(rect), self.scale_now, self.font())
