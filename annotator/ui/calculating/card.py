"""The calculations of the chosen claim, above its links."""

from __future__ import annotations

import json
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.formulas import Formula, read_formula
from annotator.model.graph import Graph
from annotator.model.things import Calculation
from annotator.ui.plain import button, label, one_line
from annotator.ui.retiring import retire


class ClaimCalculations(QWidget):
    """A card for each calculation of a claim; nothing where none was declared."""

    change_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Calculation, ...] = ()
        self._read_only = False
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(6)
        self.cards: list[QFrame] = []
        self.hide()

    def show_claim(self, graph: Graph, claim: str, *, read_only: bool) -> None:
        """Shows what was declared for a claim."""
        found = graph.calculations_of(claim)
        if (found, read_only) != (self._shown, self._read_only):
            self._shown, self._read_only = found, read_only
            for card in self.cards:
                self._inside.removeWidget(card)
                card.hide()
                card.setParent(None)
                retire(card)
            self.cards = [self._card(one) for one in found]
        self.setVisible(bool(found))

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return tuple(each for card in self.cards for each in card.findChildren(QWidget, "calculation-act"))

    def _card(self, one: Calculation) -> QFrame:
        card = QFrame(self)
        card.setObjectName("calculation-card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 6, 8, 6)
        inside.setSpacing(4)
        formula = formula_of(one)
        head = QHBoxLayout()
        head.addWidget(label(words_of(formula), card, wrap=True), 1)
        for title, signal in (("Change…", self.change_wanted), ("Remove", self.remove_wanted)):
            says = f"{title.rstrip('…')} the calculation of {one_line(formula.result, 40)}"
            made = button(title, card, flat=True, name="calculation-act", says=says)
            made.setEnabled(not self._read_only)
            made.clicked.connect(partial(signal.emit, one.id))
            head.addWidget(made)
        inside.addLayout(head)
        if one.note.strip():
            inside.addWidget(label(one_line(one.note, 300), card, wrap=True, dim=True))
        self._inside.addWidget(card)
        return card


def formula_of(one: Calculation) -> Formula:
    """What was declared."""
    return read_formula(json.loads(one.formula))


def words_of(formula: Formula) -> str:
    """A calculation in a line: "17 percent = (b - a) / a, where a is 1,200, b is 1,407"."""
    where = ", ".join(f"{name} is {one_line(one.words, 40)}" for name, one in formula.figures.items())
    return f"{one_line(formula.result, 40)} = {one_line(formula.expression, 200)}{f', where {where}' if where else ''}"
