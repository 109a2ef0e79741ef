"""Above the pages: what is read, on which page, how large."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.model.pages import PageInfo, Recognised
from annotator.ui.plain import ElidedLabel, in_order, label, one_line, tip
from annotator.ui.reader.buttons import SignButton
from annotator.ui.reader.values import Shown
from annotator.ui.theme import Theme

_NARROW = 520
"""Pixels; in a narrower header words are cut short."""


def machine_words(shown: Shown, page: int) -> str:
    """How a page's text came to be, empty unless a machine read it."""
    recognised: Sequence[Recognised] = getattr(shown, "recognised", ())
    found = next((each for each in recognised if each.page == page), None)
    if found is None:
        return ""
    return f"read by machine, {found.confidence} % sure" if shown.texts[page] else "read by machine, no words found"


class PageField(QLineEdit):
    """Where a page's number or printed label is typed."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives it up."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """All of it is selected, ready to be typed over."""
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed and not entered is forgotten."""
        super().focusOutEvent(event)
        self.deselect()


def page_of(typed: str, pages: Sequence[PageInfo]) -> int | None:
    """Index of the page meant by a printed label, else by its number counted from 1; None if there is none.

    Labels win, since they are what a citation names; where they are missing they are the numbers anyway.
    """
    words = typed.strip().casefold()
    for page in pages:
        if page.label.strip().casefold() == words and words:
            return page.index
    if words.isdecimal() and 1 <= int(words) <= len(pages):
        return int(words) - 1
    return None


def no_such_page(typed: str, pages: Sequence[PageInfo]) -> str:
    """What is said of a page that is not there."""
    last, first = pages[-1].label or str(len(pages)), pages[0].label or "1"
    named = f" (printed {one_line(first, 12)} to {one_line(last, 12)})" if last != str(len(pages)) else ""
    return f"There is no page “{one_line(typed, 24)}”. The pages are 1 to {len(pages):,}{named}."


class Header(QWidget):
    """Title, note, page and zoom of the document shown."""

    back = Signal()
    forward = Signal()
    page_wanted = Signal(int)
    zoom_in = Signal()
    zoom_out = Signal()
    fit = Signal()
    find_wanted = Signal()
    close_wanted = Signal()
    pages_wanted = Signal()
    strip_wanted = Signal()
    no_page = Signal(str)

    def show_provision(self, words: str) -> None:
        """The provision of a law that she stands in, before the page; "" where there is none."""
        self.provision.setText(one_line(words, 48) + (", " if words else ""))
        self.provision.setVisible(bool(words))

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages: Sequence[PageInfo] = ()
        self._shown = -1
        self.title = ElidedLabel("", self)
        self.title.setObjectName("reader-title")
        self.note = label("", self, dim=True)
        self.machine = label("", self, dim=True)
        self.machine.setObjectName("reader-machine")
        self.machine.hide()
        self.provision = label("", self)
        self.provision.setObjectName("reader-provision")
        self.provision.hide()
        self.field = PageField(self)
        self.field.setFixedWidth(max(48, self.fontMetrics().horizontalAdvance("0000") + 14))
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setAccessibleName("Page")
        self.field.returnPressed.connect(self._go)
        self.field.left.connect(self._give_up)
        self.field.editingFinished.connect(self._restore)
        self.count = label("", self)
        self.percent = label("", self)
        self.percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("100 %"))
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.strip_button = SignButton("strip", "Outline and pages", self.strip_wanted.emit, self)
        self.back_button = SignButton("back", "Back", self.back.emit, self)
        self.forward_button = SignButton("forward", "Forward", self.forward.emit, self)
        smaller = SignButton("minus", "Smaller", self.zoom_out.emit, self)
        larger = SignButton("plus", "Larger", self.zoom_in.emit, self)
        fit = SignButton("fit", "Fit the width", self.fit.emit, self)
        find = SignButton("find", "Find in this document", self.find_wanted.emit, self)
        self.close_button = SignButton("close", "Close this document", self.close_wanted.emit, self)
        around = (self.strip_button, self.back_button, self.forward_button)
        self._buttons = (*around, smaller, larger, fit, find, self.close_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        row.addWidget(self.strip_button)
        row.addWidget(self.back_button)
        row.addWidget(self.forward_button)
        row.addSpacing(4)
        row.addWidget(self.title, 1)
        row.addWidget(self.note)
        row.addWidget(self.machine)
        row.addWidget(self.provision)
        row.addSpacing(6)
        for widget in (self.field, self.count, smaller, self.percent, larger, fit, find, self.close_button):
            row.addWidget(widget)
        in_order(*around, self.field, smaller, larger, fit, find, self.close_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the title needs it more than the zoom."""
        super().resizeEvent(event)
        letters = self.fontMetrics().averageCharWidth()
        self.percent.setVisible(self.width() > 9 * 28 + self.field.width() + 14 * letters)

    def set_theme(self, theme: Theme) -> None:
        """Signs in the theme's colours."""
        for button in self._buttons:
            button.set_theme(theme)

    def show_document(self, title: str, note: str, pages: Sequence[PageInfo]) -> None:
        """Another document."""
        self._pages = pages
        self._shown = -1
        self.title.set_whole(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def show_page(self, index: int) -> None:
        """Another page is current: its printed label, and its number where that differs."""
        if index == self._shown or not 0 <= index < len(self._pages):
            return
        self._shown = index
        self._restore()
        number = f"{index + 1:,} of {len(self._pages):,}".replace(",", "\u2009")
        plain = self._label() == str(index + 1)
        self.count.setText(f"of {len(self._pages):,}".replace(",", "\u2009") if plain else f"({number})")

    def show_machine(self, words: str) -> None:
        """How the current page's text came to be, where a machine read it; shorter where there is little room."""
        shown = words.replace("read by machine, ", "OCR, ") if self.width() < _NARROW else words
        if shown != self.machine.text():
            self.machine.setText(shown)
            tip(self.machine, words)
            self.machine.setAccessibleName(words)
            self.machine.setVisible(bool(shown))

    def show_zoom(self, zoom: float) -> None:
        """The zoom in percent."""
        self.percent.setText(f"{zoom * 100:.0f} %")
        self.percent.setAccessibleName(f"Zoom {zoom * 100:.0f} %")

    def _label(self) -> str:
        return self._pages[self._shown].label or str(self._shown + 1)

    def _restore(self) -> None:
        if 0 <= self._shown < len(self._pages):
            self.field.setText(self._label())
            if self.field.hasFocus():
                self.field.selectAll()

    def _go(self) -> None:
        found = page_of(self.field.text(), self._pages)
        if found is None:
            sentence = no_such_page(self.field.text(), self._pages)
            self.field.setAccessibleDescription(sentence)
            self.no_page.emit(sentence)
            self._restore()
            return
        self.field.setAccessibleDescription("")
        self.page_wanted.emit(found)
        self.pages_wanted.emit()

    def _give_up(self) -> None:
        self._restore()
        self.pages_wanted.emit()
