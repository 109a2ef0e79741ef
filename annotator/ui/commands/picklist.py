"""A list to type into, over the window: all commands, claims, documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.ui.accessibility import announcer
from annotator.ui.plain import label, one_line, step_inside

WIDTH, HEIGHT = 560, 380


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: its words, a few more at its end, what picking it gives."""

    words: str
    more: str
    value: Any
    enabled: bool = True


class PickList(QFrame):
    """Typing filters, arrows move, Enter picks, Escape leaves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("pick-list")
        self._entries: Sequence[Entry] = ()
        self._picked: Callable[[Any], None] | None = None
        self._came_from: QWidget | None = None
        self.title = label("", self)
        self.field = QLineEdit(self)
        self.field.setObjectName("pick-field")
        self.list = QListWidget(self)
        self.list.setObjectName("pick-rows")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys in the field move in it
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(10, 8, 10, 10)
        for widget in (self.title, self.field, self.list):
            inside.addWidget(widget)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._pick)
        self.list.currentItemChanged.connect(lambda item, _: self._tell(item))
        self.hide()

    def ask(
        self, title: str, entries: Sequence[Entry], picked: Callable[[Any], None], hint: str = "Type to filter"
    ) -> None:
        """Shows the list; `picked` gets the value of the row that is taken."""
        window = self._over
        if not self.isVisible():
            self._came_from = window.window().focusWidget()
        self._entries, self._picked = entries, picked
        self.title.setText(one_line(title))
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(one_line(title))
        self.list.setAccessibleName(one_line(title))
        self.field.clear()
        self._filter("")
        width, height = min(WIDTH, window.width() - 40), min(HEIGHT, window.height() - 80)
        self.setGeometry((window.width() - width) // 2, 60, width, height)
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        """Goes away; the focus returns to where it was."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, following: bool, /) -> bool:
        """Tab stays in the field; Escape leaves it."""
        return step_inside(self, following)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move in the list while the cursor stays in the field."""
        if (
            event.type() == QEvent.Type.FocusOut
            and self.isVisible()
            and not self.isAncestorOf(self.window().focusWidget() or self)
        ):
            self.hide()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.list.currentItem())
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            row = self.list.currentRow() + step[Qt.Key(event.key())]
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
        else:
            return False
        return True

    def _tell(self, item: QListWidgetItem | None) -> None:
        """The keys stay in the field, so the list does not tell its rows itself."""
        if item is not None and self.isVisible():
            enabled = bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
            announcer().announce(self.list, item.text() if enabled else f"{item.text()}, not now")

    def _filter(self, words: str) -> None:
        wanted = words.casefold().split()
        self.list.clear()
        for number, entry in enumerate(self._entries):
            text = one_line(entry.words, 300)
            if all(word in f"{text} {entry.more}".casefold() for word in wanted):
                item = QListWidgetItem(f"{text}    {entry.more}" if entry.more else text)
                item.setData(Qt.ItemDataRole.UserRole, number)  # a number: items hold nothing of Python's
                if not entry.enabled:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        picked = self._picked
        value = self._entries[int(item.data(Qt.ItemDataRole.UserRole))].value
        self.leave()
        if picked is not None:
            picked(value)
