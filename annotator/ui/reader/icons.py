"""Small drawn signs for the reader's buttons, in the theme's text colour and sharp at any pixel ratio."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

Draw = Callable[[QPainter], None]


def _lines(*points: tuple[float, float]) -> Draw:
    polygon = QPolygonF([QPointF(x, y) for x, y in points])
    return lambda painter: painter.drawPolyline(polygon)


def _search(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(7, 7), 4, 4)
    painter.drawLine(QPointF(10, 10), QPointF(13.5, 13.5))


def _fit(painter: QPainter) -> None:
    painter.drawLine(QPointF(1.5, 2.5), QPointF(1.5, 13.5))
    painter.drawLine(QPointF(14.5, 2.5), QPointF(14.5, 13.5))
    painter.drawLine(QPointF(4, 8), QPointF(12, 8))
    painter.drawPolyline(QPolygonF([QPointF(6, 6), QPointF(4, 8), QPointF(6, 10)]))
    painter.drawPolyline(QPolygonF([QPointF(10, 6), QPointF(12, 8), QPointF(10, 10)]))


def _cross(painter: QPainter) -> None:
    painter.drawLine(QPointF(4.5, 4.5), QPointF(11.5, 11.5))
    painter.drawLine(QPointF(11.5, 4.5), QPointF(4.5, 11.5))


def _plus(painter: QPainter) -> None:
    painter.drawLine(QPointF(8, 3.5), QPointF(8, 12.5))
    painter.drawLine(QPointF(3.5, 8), QPointF(12.5, 8))


def _strip(painter: QPainter) -> None:
    painter.drawRect(QRectF(2, 3, 12, 10))
    painter.drawLine(QPointF(6.5, 3), QPointF(6.5, 13))


SIGNS: dict[str, Draw] = {
    "back": _lines((9.5, 3.5), (5, 8), (9.5, 12.5)),
    "forward": _lines((6.5, 3.5), (11, 8), (6.5, 12.5)),
    "up": _lines((3.5, 10), (8, 5.5), (12.5, 10)),
    "down": _lines((3.5, 6), (8, 10.5), (12.5, 6)),
    "plus": _plus,
    "minus": _lines((3.5, 8), (12.5, 8)),
    "fit": _fit,
    "find": _search,
    "close": _cross,
    "strip": _strip,
}


_DRAWN: dict[tuple[str, int, int], QIcon] = {}


def icon(sign: str, color: QColor, faded: QColor) -> QIcon:
    """One of `SIGNS`, drawn once for pixel ratios 1 to 3; `faded` is its colour where it can't be used."""
    key = (sign, color.rgba(), faded.rgba())
    if key not in _DRAWN:
        app = QCoreApplication.instance()
        if not _DRAWN and app is not None:
            app.aboutToQuit.connect(_DRAWN.clear)  # pictures must not outlive it
        _DRAWN[key] = _drawn(sign, color, faded)
    return _DRAWN[key]


def _drawn(sign: str, color: QColor, faded: QColor) -> QIcon:
    made = QIcon()
    for ratio in (1, 2, 3):
        for mode, ink in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, faded)):
            pixmap = QPixmap(16 * ratio, 16 * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            pen = QPen(ink, 1.6)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            SIGNS[sign](painter)
            painter.end()
            made.addPixmap(pixmap, mode)
    return made
