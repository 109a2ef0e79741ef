"""What is blacked out of a document in exports: each with its words and why, to be shown or taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.things import Blackout
from annotator.ui.inspector.fields import LineField
from annotator.ui.plain import ElidedLabel, button, in_order, label, one_line
from annotator.ui.retiring import retire
from annotator.ui.words import count

FEW = 3
"""Rows that are always shown: the fields below must not be far away."""


class BlackoutsList(QWidget):
    """A row for each; nothing where there is none."""

    show_wanted = Signal(str)
    back_wanted = Signal(str)
    reason_given = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("blackouts-list")
        self._of = ""
        self._wide = self._all = False
        self._rows: dict[str, tuple[QWidget, LineField]] = {}
        self._shown: object = None
        self._again: Callable[[], None] = lambda: None
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 4)
        self._inside.setSpacing(2)
        self.heading = label("", self, dim=True, wrap=True)
        self.heading.setObjectName("blackouts-heading")
        self._inside.addWidget(self.heading)
        self.all = button("", self, flat=True, name="blackouts-all")
        self.all.clicked.connect(self._show_all)

    def show_blackouts(self, graph: Graph, document: str, *, read_only: bool) -> None:
        """Shows those of a document, the first few."""
        if document != self._of:
            self.commit()
            self._of, self._all = document, False
        found = graph.blackouts_in(document)
        what = (found, read_only, self._all)
        if what == self._shown:
            return
        self.commit()
        self._shown = what
        self._again = partial(self.show_blackouts, graph, document, read_only=read_only)
        self.heading.setText(f"{count(len(found), 'place')} blacked out in exports" if found else "")
        self.setVisible(bool(found))
        self.all.setText(f"All {count(len(found), 'place')}")
        self.all.setVisible(not self._all and len(found) > FEW)
        for row, _ in self._rows.values():
            row.hide()
            self._inside.removeWidget(row)
            retire(row)
        told = _told_apart([words_of(each) for each in found])
        shown = zip(found, told, strict=True) if self._all else zip(found[:FEW], told, strict=False)
        self._rows = {each.id: self._row(each, words, read_only) for each, words in shown}
        for row, _ in self._rows.values():
            self._inside.addWidget(row)
        self._inside.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        stops = [stop for row, reason in self._rows.values() for stop in (reason, *row.findChildren(QPushButton))]
        in_order(self, *stops, self.all)

    def commit(self) -> None:
        """Saves a reason that is being typed."""
        for _, reason in self._rows.values():
            reason.commit()

    def set_wide(self, wide: bool) -> None:
        """In the drawer, which is wide and low, buttons stand beside the words."""
        self._wide, self._shown = wide, None
        self._again()

    def _show_all(self) -> None:
        self._all = True
        self._again()

    def _row(self, one: Blackout, words: str, read_only: bool) -> tuple[QWidget, LineField]:
        row = QWidget(self)
        across = QBoxLayout.Direction.LeftToRight if self._wide else QBoxLayout.Direction.TopToBottom
        outside = QBoxLayout(across, row)
        outside.setContentsMargins(0, 0, 0, 2)
        outside.setSpacing(2)
        outside.addWidget(ElidedLabel(words, row), 1)
        reason = LineField(f"Why: {words}", row, hint="Why (is not exported)")
        reason.setObjectName("blackout-reason")
        reason.show_value(one.reason)
        reason.setReadOnly(read_only)
        reason.committed.connect(lambda value: self.reason_given.emit(one.id, value))
        outside.addWidget(reason, 1)
        inside = QHBoxLayout()
        inside.setSpacing(0)
        outside.addLayout(inside)
        for title, signal in (("Show", self.show_wanted), ("Take back", self.back_wanted)):
            made = button(title, row, flat=True, name=f"blackout-{title.casefold().replace(' ', '-')}")
            made.setAccessibleName(f"{title}: {words}")
            made.setEnabled(not (read_only and signal is self.back_wanted))
            made.clicked.connect(lambda _=False, told=signal: told.emit(one.id))
            inside.addWidget(made)
        inside.addStretch(1)
        return row, reason


def words_of(one: Blackout) -> str:
    """Where a black-out stands and what it covers: "p. 3: “the words”", "p. 3: a region, not found"."""
    words = f"“{one_line(one.place.quote, 120)}”" if one.place.spans else "a region"
    state = ", not found in this version" if one.lost else ", edited: review it" if one.waits else ""
    return f"{one_line(one.place.whereabouts)}: {words}{state}"


def _told_apart(words: Sequence[str]) -> list[str]:
    """Each with a number behind it where others say the same."""
    number, seen, told = Counter(words), Counter[str](), []
    for each in words:
        seen[each] += 1
        told.append(f"{each} ({seen[each]} of {number[each]})" if number[each] > 1 else each)
    return told
