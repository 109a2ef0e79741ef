"""Rows of a list with a heading and words below it, some of them marked: plain text, never markup."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

HEAD, BODY, MARKS = (Qt.ItemDataRole.UserRole + number for number in (2, 3, 4))
_MARGIN, _BETWEEN, _MOST_LINES = 6, 2, 4


class MarkedRows(QStyledItemDelegate):
    """Paints heading and words; what is marked is bold and underlined."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        self.initStyleOption(option, index)
        option.text = ""
        widget = option.widget
        style = widget.style() if isinstance(widget, QWidget) else None
        if style is not None:
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        rect = option.rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.save()
        painter.setClipRect(option.rect)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        metrics = option.fontMetrics
        head = metrics.elidedText(str(index.data(HEAD)), Qt.TextElideMode.ElideMiddle, rect.width() - 8)
        painter.drawText(QRect(rect.left(), rect.top(), rect.width(), metrics.lineSpacing()), 0, head)
        top = rect.top() + metrics.lineSpacing() + _BETWEEN
        _laid(index, option.font, rect.width()).draw(painter, QPointF(rect.left(), top))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as its words at the list's width."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else 300
        laid = _laid(index, option.font, width - 2 * _MARGIN)
        height = option.fontMetrics.lineSpacing() + _BETWEEN + laid.boundingRect().height() + 2 * _MARGIN
        return QSize(width, round(height))


def _laid(index: QModelIndex | QPersistentModelIndex, font: QFont, width: int) -> QTextLayout:
    text = str(index.data(BODY))
    layout = QTextLayout(text, font)
    wrap = QTextOption()
    wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(wrap)
    layout.setFormats([_mark(text, start, end) for start, end in _stretches(index.data(MARKS))])
    layout.beginLayout()
    height = 0.0
    for _ in range(_MOST_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 40))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


def _stretches(marks: object) -> Sequence[tuple[int, int]]:
    return marks if isinstance(marks, (list, tuple)) else ()


def _mark(text: str, start: int, end: int) -> QTextLayout.FormatRange:
    """Qt counts in UTF-16."""
    made = QTextLayout.FormatRange()
    made.start = len(text[:start].encode("utf-16-le")) // 2
    made.length = len(text[start:end].encode("utf-16-le")) // 2
    shown = QTextCharFormat()
    shown.setFontWeight(QFont.Weight.Bold)
    shown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    made.format = shown
    return made
