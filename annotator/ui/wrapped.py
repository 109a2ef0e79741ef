"""Words in a few lines, for those who paint their own text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption


def lines_of(text: str, font: QFont, width: int, most: int) -> list[str]:
    """The text in at most so many lines of `width` pixels; the last ends in an ellipsis where more follows."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        if len(found) == most - 1:
            rest = _utf16_from(text, start)
            found.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        found.append(_utf16_from(text, start, line.textLength()).rstrip())
    layout.endLayout()
    return found or [""]


def _utf16_from(text: str, start: int, length: int | None = None) -> str:
    """A part of the text by Qt's offsets, which count UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    end = len(raw) if length is None else (start + length) * 2
    return raw[start * 2 : end].decode("utf-16-le", "replace")
