"""Claims in draft order: number, words, status, what they rest on; a field to filter them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.graph import Graph
from annotator.model.things import Relation, Status
from annotator.ui.choice import Choice
from annotator.ui.claims.model import ROW_ROLE, ClaimsModel, Row, asked_words, summary, total_words
from annotator.ui.picking import selecting_chooses
from annotator.ui.plain import label
from annotator.ui.theme import Theme
from annotator.ui.words import RELATION_MARKS, STATUS_MARKS
from annotator.ui.wrapped import lines_of

EMPTY = "Select words in the draft and press C."
NUMBER_WIDTH, STATUS_WIDTH, PADDING, WORDS_LINES = 30, 20, 6, 3


class ClaimsDelegate(QStyledItemDelegate):
    """Paints a claim; text goes to the painter as it is."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As many lines of words as are needed, three at most, and the line of links."""
        row = index.data(ROW_ROLE)
        metrics = QFontMetrics(option.font)
        width = max(60, self._width(option) - NUMBER_WIDTH - STATUS_WIDTH - 2 * PADDING)
        lines = len(lines_of(row.quote, option.font, width, WORDS_LINES)) if isinstance(row, Row) else 1
        more = 1 + bool(row.reason) + bool(row.asked) if isinstance(row, Row) else 1
        return QSize(100, (lines + more) * metrics.lineSpacing() + 2 * PADDING + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Number, words, status mark, links."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, self.theme.fills["claim"] if chosen else self.theme.base)
        if chosen:
            bar = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
            painter.fillRect(bar, self.theme.lines["claim"])
        if row.review:
            pen = QPen(self.theme.text, 2)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            left = option.rect.left() + (5 if chosen else 1)  # beside the bar of the chosen one, not on it
            painter.drawLine(left, option.rect.top() + 4, left, option.rect.bottom() - 4)
        self._paint_row(painter, option, row)
        painter.setPen(self.theme.border)
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        metrics = QFontMetrics(option.font)
        rect = option.rect.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(self.theme.text)
        painter.drawText(
            QRect(rect.left(), rect.top(), NUMBER_WIDTH, metrics.height()), Qt.AlignmentFlag.AlignLeft, str(row.number)
        )
        status = QRect(rect.right() - STATUS_WIDTH, rect.top(), STATUS_WIDTH, metrics.height())
        painter.setPen(status_color(self.theme, row.status))
        painter.drawText(status, Qt.AlignmentFlag.AlignRight, STATUS_MARKS[row.status])
        words = QFont(option.font)
        words.setStrikeOut(row.status is Status.CUT)
        painter.setFont(words)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        quiet = (row.status is Status.CUT or row.lost) and not chosen
        painter.setPen(self.theme.muted if quiet else self.theme.text)
        width = rect.width() - NUMBER_WIDTH - STATUS_WIDTH
        top = rect.top()
        for line in lines_of(row.quote, option.font, max(60, width), WORDS_LINES):
            painter.drawText(
                QRect(rect.left() + NUMBER_WIDTH, top, width + 8, metrics.height()), Qt.AlignmentFlag.AlignLeft, line
            )
            top += metrics.lineSpacing()
        painter.setFont(option.font)
        below = QRect(rect.left() + NUMBER_WIDTH, top, width, metrics.height())
        if row.reason:
            painter.setPen(self.theme.text)
            why = metrics.elidedText(row.reason, Qt.TextElideMode.ElideRight, below.width() + STATUS_WIDTH)
            painter.drawText(below.adjusted(0, 0, STATUS_WIDTH, 0), Qt.AlignmentFlag.AlignLeft, why)
            below.translate(0, metrics.lineSpacing())
        self._paint_links(painter, row, below, chosen)

    def _paint_links(self, painter: QPainter, row: Row, line: QRect, chosen: bool) -> None:
        quiet = self.theme.text if chosen else self.theme.muted
        if row.asked:
            painter.setPen(self.theme.text)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, f"? {asked_words(row)}")
            line.translate(0, painter.fontMetrics().lineSpacing())
        if row.lost or not row.counts:
            painter.setPen(quiet)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, summary(row))
            return
        for relation, number in row.counts:
            text = f"{RELATION_MARKS[relation]} {number}"
            painter.setPen(self.theme.text if chosen else self.theme.lines[relation.value])
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, text)
            line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(text) + 12)

    def _width(self, option: QStyleOptionViewItem) -> int:
        view = self.parent()
        return view.viewport().width() if isinstance(view, QListView) else option.rect.width()


def status_color(theme: Theme, status: Status) -> QColor:
    """Blue where checked, orange where disputed; never the only sign."""
    if status is Status.VERIFIED:
        return theme.lines[Relation.SUPPORTS.value]
    if status is Status.DISPUTED:
        return theme.disputed
    return theme.muted if status is Status.CUT else theme.text


class ClaimsPanel(QWidget):
    """The list, its filter, and what stands there while it is empty."""

    claim_wanted = Signal(str)

    def __init__(self, choice: Choice, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._model = ClaimsModel(self)
        self._moving = False
        self.filter = QLineEdit(self)
        self.filter.setObjectName("claims-filter")
        self.filter.setPlaceholderText("Filter claims")
        self.filter.setAccessibleName("Filter claims")
        self.filter.setClearButtonEnabled(True)
        self.list = QListView(self)
        self.list.setObjectName("claims-list")
        self.list.setAccessibleName("Claims")
        self.list.setUniformItemSizes(False)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setModel(self._model)
        self._delegate = ClaimsDelegate(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.empty = label(EMPTY, self, wrap=True, dim=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setMargin(16)
        self.count = label("", self, dim=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.setSpacing(4)
        for widget in (self.filter, self.list, self.empty, self.count):
            inside.addWidget(widget, 1 if widget in (self.list, self.empty) else 0)
        self.filter.textChanged.connect(self._filter)
        self.list.selectionModel().currentChanged.connect(self._chosen_here)
        selecting_chooses(self.list)
        self.list.activated.connect(self._wanted)
        self.list.clicked.connect(self._wanted)
        self.list.viewport().installEventFilter(self)
        choice.changed.connect(self._show_choice)
        self._show_empty()

    def claim_at(self, at: QPoint) -> str:
        """The claim at a point of the list; empty where none is."""
        row = self._model.row(self.list.indexAt(at).row())
        return row.claim if row is not None else ""

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self._delegate.theme = theme
        self.list.viewport().update()

    def set_graph(self, graph: Graph) -> None:
        """Shows another graph's claims."""
        self._moving = True
        self._model.set_graph(graph)
        self._moving = False
        self._show_empty()
        self._show_choice()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Heights depend on the width."""
        if event.type() == QEvent.Type.Resize:
            self.list.scheduleDelayedItemsLayout()
        return False

    def _filter(self, words: str) -> None:
        self._moving = True
        self._model.set_filter(words)
        self._moving = False
        self._show_empty()
        self._show_choice()

    def _show_empty(self) -> None:
        shown, total = self._model.rowCount(), self._model.total
        self.empty.setText(EMPTY if not total else "No claim has these words.")
        self.empty.setVisible(shown == 0)
        self.list.setVisible(shown > 0)
        self.filter.setEnabled(total > 0)
        self.count.setText(total_words(shown, total) if total else "")

    def _show_choice(self) -> None:
        self._moving = True
        at = self._model.row_of(self._choice.claim)
        if at < 0:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
        elif self.list.currentIndex().row() != at:
            index = self._model.index(at)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)
        self._moving = False
        self.list.viewport().update()

    def _chosen_here(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row is not None and not self._moving:
            self._choice.choose(row.claim)

    def _wanted(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row is not None:
            self._choice.choose(row.claim)
            self.claim_wanted.emit(row.claim)
