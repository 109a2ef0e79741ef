"""Pages as a screen reader sees them: a document with the text of the page, the caret and what is selected."""

from __future__ import annotations

import weakref
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QAccessibleWidget, QPlainTextEdit
from shiboken6 import VoidPtr, isValid

from annotator.anchoring.reading import Reading
from annotator.ui.plain import one_line
from annotator.ui.reader import changes
from annotator.ui.reader.canvas import PageCanvas
from annotator.ui.reader.values import Highlight, HighlightKind

_KINDS = {
    HighlightKind.CLAIM: "claim",
    HighlightKind.SUPPORTS: "supports a claim",
    HighlightKind.CONTRADICTS: "contradicts a claim",
    HighlightKind.CONTEXT: "context of a claim",
    HighlightKind.NEEDS_NONE: "needs no source",
    HighlightKind.BLACK: "blacked out in exports",
}
MOST_MARKS = 12
"""Marks of a page that its description names."""


NOTHING = VoidPtr(0)


class PageMirror(QObject):
    """The text of the page with the caret, in reading order, in a hidden editor whose interface Qt knows how to read.

    Qt's own interface for text has functions that Python can't provide, so that of an editor is lent.
    """

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.page = -1
        self._reading: Reading | None = None
        self.editor = QPlainTextEdit(canvas)
        self.editor.setReadOnly(True)
        self.editor.hide()
        canvas.text_changed.connect(self.follow)
        self.follow()

    def text(self) -> QAccessibleTextInterface | None:
        """The lent interface."""
        found = QAccessible.queryAccessibleInterface(self.editor)
        return found.textInterface() if found is not None else None

    def follow(self) -> None:
        """Text, caret and selection as they are on the pages now; tells the screen reader what moved."""
        opened = self._canvas.opened
        head = opened.selecting.head if opened else None
        page = head[0] if head else self._canvas.current_page if opened else -1
        reading = opened.reading(page) if opened and 0 <= page < len(opened.pages) else None
        if page != self.page or reading is not self._reading:
            self.page, self._reading = page, reading
            self.editor.setPlainText(reading.text if reading else "")
        if opened is None or reading is None or head is None:
            return
        anchor = opened.selecting.anchor
        stop = _units(reading, head[1])
        start = _units(reading, anchor[1]) if anchor and anchor[0] == page else stop
        if anchor and anchor[0] != page:
            start = 0 if anchor[0] < page else len(reading.text)
        cursor = self.editor.textCursor()
        if (cursor.anchor(), cursor.position()) == (start, stop):
            return
        cursor.setPosition(start)
        cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(self._canvas, stop))
        if start != stop:
            event = QAccessibleTextSelectionEvent(self._canvas, min(start, stop), max(start, stop))
            QAccessible.updateAccessibility(event)


class AccessiblePages(QAccessibleWidget):
    """One canvas: role document, the title and page as name, its marks as description, the page's text."""

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.Document)
        self._canvas = weakref.ref(canvas)
        self._mirror: PageMirror | None = None

    def text(self, kind: QAccessible.Text) -> str:
        """Name, description and value."""
        canvas = self._canvas()
        if canvas is None or not isValid(canvas):
            return ""
        if kind == QAccessible.Text.Name:
            return canvas.accessibleName()
        if kind == QAccessible.Text.Description:
            return described(canvas)
        return ""

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        """The text's interface, made when a screen reader first asks; of the others what every widget has."""
        canvas = self._canvas()
        if kind == QAccessible.InterfaceType.TextInterface and canvas is not None and isValid(canvas):
            if self._mirror is None or not isValid(self._mirror):
                self._mirror = PageMirror(canvas)
            lent = self._mirror.text()
            if lent is not None:
                return lent
        found = super().interface_cast(kind)
        return NOTHING if found is None else found  # None would end the process: PySide can't make a pointer of it


def described(canvas: PageCanvas) -> str:
    """The marks of the pages in sight: kind, the claim's number, and the words."""
    opened = canvas.opened
    if opened is None:
        return ""
    found: dict[str, Highlight] = {}
    for page in canvas.view.visible:
        for piece in opened.marks.on(page):
            found[piece.highlight.passage] = piece.highlight
    differing = [
        words
        for page in canvas.view.visible
        for words in changes.described(opened.changes.on(page), opened.shown.texts[page])
    ]
    if differing:
        more = f"; and {len(differing) - MOST_MARKS} more" if len(differing) > MOST_MARKS else ""
        return f"Differs from the other version: {'; '.join(differing[:MOST_MARKS])}{more}"
    names = [mark_words(each) for each in list(found.values())[:MOST_MARKS]]
    if len(found) > MOST_MARKS:
        names.append(f"and {len(found) - MOST_MARKS} more")
    return f"Marked here: {'; '.join(names)}" if names else ""


def mark_words(highlight: Highlight) -> str:
    """A mark in words."""
    kind = _KINDS[HighlightKind(highlight.kind)]
    number = f" {highlight.number}" if highlight.number is not None else ""
    words = one_line(highlight.place.quote, 80) if highlight.place.spans else "a region"
    return f"{kind}{number}: {words}{', chosen' if highlight.chosen else ''}"


def _units(reading: Reading, offset: int) -> int:
    """Where an offset stands in the page's text as Qt counts: in UTF-16 units."""
    return len(reading.text[: reading.point(offset)].encode("utf-16-le", "surrogatepass")) // 2
