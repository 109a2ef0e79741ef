"""How a figure of a claim is worked out: the figure, the numbers of the linked passages, and what is done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.checking.calculating import CalculationError, names_in
from annotator.model.formulas import LONGEST, Formula
from annotator.ui.accessibility import announcer
from annotator.ui.history.full import roomy
from annotator.ui.inspector.fields import ChoiceField
from annotator.ui.plain import button, label, one_line

if TYPE_CHECKING:
    from annotator.operations.calculating import Number

HOW = "Enter on a number puts its letter in. Use + - * / and brackets: (b - a) / a is a change, also in percent."
NO_NUMBERS = "No passage that this claim is linked to has a number. Link one that has first."
AROUND = 60
"""Code points around a number; where there are as many, there is more."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def letter(at: int) -> str:
    """The name of a number by its place in the list: a, b, … z, a1, b1."""
    return _LETTERS[at % 26] + (str(at // 26) if at >= 26 else "")


class CalculationDialog(QDialog):
    """What is typed is worked out as it is typed; whether it fits is said, and saved either way."""

    changed = Signal()
    wanted = Signal()

    def __init__(self, parent: QWidget, about: str, results: Sequence[str], numbers: Sequence[Number]) -> None:
        super().__init__(parent)
        self.setObjectName("calculation-dialog")
        self.setWindowTitle("How a figure is worked out")
        roomy(self, 88, 26)
        self._numbers = tuple(numbers)
        self.figure = ChoiceField("Figure of the claim", [(words, one_line(words, 60)) for words in results], self)
        self.rows = QListWidget(self)
        self.rows.setAccessibleName("Numbers of the passages it is linked to")
        self.rows.setWordWrap(True)
        for at, one in enumerate(self._numbers):
            words = one_line(one.words, 60)
            cut = ["…" if len(part) >= AROUND else "" for part in (one.before, one.after)]
            around = f"{cut[0]}{one_line(one.before)} {words} {one_line(one.after)}{cut[1]}"
            item = QListWidgetItem(f"{letter(at)}:  {words}     {around}  {one_line(one.where, 80)}")
            item.setData(Qt.ItemDataRole.UserRole, letter(at))
            self.rows.addItem(item)
        self.expression = QLineEdit(self)
        self.expression.setMaxLength(LONGEST)
        self.expression.setAccessibleName("Calculation")
        self.expression.setPlaceholderText("(b - a) / a")
        self.note = QLineEdit(self)
        self.note.setMaxLength(1_000)
        self.note.setAccessibleName("Note on the calculation")
        self.told = label("", self, wrap=True)
        self.told.setObjectName("calculation-told")
        self.save = button("Save", self, name="calculation-save")
        self.away = button("Cancel", self, name="calculation-cancel", says="Leave the calculations as they are")
        self._lay_out(about)
        for each in (self.save, self.away):
            each.setAutoDefault(False)  # Enter on a number puts its letter in
        self.rows.itemActivated.connect(self._put)
        self.figure.activated.connect(lambda _: self.changed.emit())
        self.expression.textChanged.connect(lambda _: self._typed())
        self.expression.returnPressed.connect(self.wanted)
        self.save.clicked.connect(self.wanted)
        self.away.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.wanted)
        if self._numbers:
            self.rows.setCurrentRow(0)
        self._typed()

    def _lay_out(self, about: str) -> None:
        inside = QVBoxLayout(self)
        inside.setSpacing(8)
        inside.addWidget(label(about, self, wrap=True))
        fields = QFormLayout()
        for words, field in (("Figure", self.figure), ("Calculation", self.expression), ("Note", self.note)):
            named = label(words, self, dim=True)
            named.setBuddy(field)
            fields.addRow(named, field)
        inside.addWidget(label(HOW if self._numbers else NO_NUMBERS, self, wrap=True, dim=True))
        inside.addWidget(self.rows, 1)
        inside.addLayout(fields)
        inside.addWidget(self.told)
        foot = QHBoxLayout()
        foot.addWidget(label("Ctrl+Enter: Save", self, dim=True), 1)
        foot.addWidget(self.away)
        foot.addWidget(self.save)
        inside.addLayout(foot)

    def fill_in(self, formula: Formula, note: str) -> None:
        """Shows one that was declared; its names become those of the list."""
        names = {name: at for name, one in formula.figures.items() if (at := self._find(one.passage, one.words)) >= 0}
        self.figure.show_value(formula.result)
        self.expression.setText(_renamed(formula.expression, {name: letter(at) for name, at in names.items()}))
        self.note.setText(note)

    def _find(self, passage: str, words: str) -> int:
        return next((at for at, one in enumerate(self._numbers) if (one.passage, one.words) == (passage, words)), -1)

    @property
    def figures(self) -> Mapping[str, Number]:
        """The numbers that the calculation names. Empty where it can't be read."""
        try:
            names = names_in(self.expression.text())
        except CalculationError:
            return {}
        known = {letter(at): one for at, one in enumerate(self._numbers)}
        return {name: known[name] for name in names if name in known}

    def tell(self, fits: bool, sentence: str) -> None:
        """What it comes to."""
        sign = "=" if fits else "≠"
        self.told.setText(f"{sign} {sentence}")
        announcer().announce(self.told, sentence)

    def refuse(self, sentence: str) -> None:
        """Why it was not saved."""
        self.told.setText(sentence)
        announcer().announce(self.told, sentence, urgent=True)

    def _typed(self) -> None:
        typed = bool(self.expression.text().strip())
        self.save.setEnabled(typed and bool(self.figure.count()))
        if not typed:
            self.told.setText("" if self.figure.count() else "The claim's words have no number.")
        self.changed.emit()

    def _put(self, item: QListWidgetItem) -> None:
        text, at = self.expression.text(), self.expression.cursorPosition()
        room = " " if text[:at].strip() and not text[:at].endswith((" ", "(")) else ""  # "b -c" reads badly
        self.expression.insert(f"{room}{item.data(Qt.ItemDataRole.UserRole)} ")
        self.expression.setFocus()


def _renamed(expression: str, names: Mapping[str, str]) -> str:
    found, word = "", ""
    for char in f"{expression}\n":
        if char.isalnum() or char == "_":
            word += char
            continue
        found += names.get(word, word) + char
        word = ""
    return found.rstrip("\n")
