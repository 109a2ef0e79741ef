"""Rows of lists, for those who do not see them: what selects a row makes it the current one, too."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection
from PySide6.QtWidgets import QAbstractItemView


def selecting_chooses(view: QAbstractItemView) -> None:
    """A screen reader selects rows; keys and mouse also make them current, which is what the program goes by."""

    def selected(now: QItemSelection, _: QItemSelection) -> None:
        rows = now.indexes()
        if rows and rows[0] != view.currentIndex() and not view.signalsBlocked():
            view.setCurrentIndex(rows[0])

    view.selectionModel().selectionChanged.connect(selected)
