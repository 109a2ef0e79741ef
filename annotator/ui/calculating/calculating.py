"""Between the window and the dialog of calculations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.errors import Refused
from annotator.ui.calculating import calls
from annotator.ui.calculating.card import formula_of
from annotator.ui.calculating.dialog import CalculationDialog
from annotator.ui.plain import one_line
from annotator.ui.retiring import retire
from annotator.ui.words import claim_quote

if TYPE_CHECKING:
    from annotator.operations.calculating import Sheet
    from annotator.ui.window import MainWindow


class Calculating:
    """Declares calculations, changes and removes them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: CalculationDialog | None = None
        self._asked = 0
        cards = window.inspector.calculations
        cards.change_wanted.connect(lambda one: self.ask(one))
        cards.remove_wanted.connect(window.linker.remove)
        window.inspector.calculation_wanted.connect(lambda: self.ask())

    def ask(self, known: str = "") -> None:
        """Asks how a figure of the chosen claim is worked out, or how one that was declared is from now on."""
        window, graph = self._window, self._window.choice.graph
        claim = graph.calculations[known].claim if known in graph.calculations else window.choice.claim
        if claim not in graph.claims:
            window.say("Choose a claim first.")
        elif window.can_write():
            window.desk.ask(calls.sheet, claim, done=lambda made: self._show(claim, made, known))

    def _show(self, claim: str, sheet: Sheet, known: str) -> None:
        graph = self._window.choice.graph
        if claim not in graph.claims or self.dialog is not None:
            return
        number = graph.claims[claim].number
        about = f"Claim {number}: “{one_line(claim_quote(graph, claim), 300)}”"
        dialog = self.dialog = CalculationDialog(self._window, about, sheet.results, sheet.numbers)
        if known in graph.calculations:
            dialog.fill_in(formula_of(graph.calculations[known]), graph.calculations[known].note)
        dialog.changed.connect(lambda: self._try_out(dialog))
        dialog.wanted.connect(lambda: self._save(dialog, claim, known))
        dialog.finished.connect(lambda _: self._gone(dialog))
        dialog.setModal(True)
        dialog.show()
        (dialog.rows if sheet.numbers and not known else dialog.expression).setFocus()
        self._try_out(dialog)

    def _try_out(self, dialog: CalculationDialog) -> None:
        self._asked += 1
        asked, expression = self._asked, dialog.expression.text()
        if not expression.strip() or not dialog.figure.count():
            return
        figures = {name: one.words for name, one in dialog.figures.items()}

        def tell(made: tuple[bool, str]) -> None:
            if asked == self._asked and self.dialog is dialog:
                dialog.tell(*made)

        self._window.desk.ask(
            calls.comes_to, str(dialog.figure.currentData()), expression, figures, done=tell, failed=lambda _: None
        )

    def _save(self, dialog: CalculationDialog, claim: str, known: str) -> None:
        if not dialog.save.isEnabled():
            return
        self._asked += 1
        figures = {name: (one.passage, one.words) for name, one in dialog.figures.items()}
        result, expression = str(dialog.figure.currentData()), dialog.expression.text().strip()

        def done(_: object) -> None:
            dialog.accept()
            self._window.choice.choose(claim)
            self._window.say(f"Kept how {one_line(result, 40)} is worked out.", undo=True)

        def failed(error: Refused) -> None:
            dialog.refuse(error.sentence)

        given = (claim, result, expression, figures, dialog.note.text().strip(), known)
        self._window.desk.act(calls.calculate, *given, done=done, failed=failed)

    def _gone(self, dialog: CalculationDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        retire(dialog)
