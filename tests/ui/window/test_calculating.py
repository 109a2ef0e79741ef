"""A calculation is declared by keys: numbers of the passages, what it comes to as it is typed; changed, removed."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt

from annotator.ui.calculating.dialog import NO_NUMBERS, CalculationDialog, letter
from tests.ui.window.scene import back
from tests.ui.window.test_line_by_line import COST
from tests.ui.window.test_sharing import command

Key = Qt.Key


def with_numbers(person: Any) -> None:
    """The claim on the costs, linked to a sentence with a number."""
    person.select(person.draft, COST)
    person.press(Key.Key_C)
    person.until(lambda: person.graph.claims, "a claim")
    person.select(person.source, "The engineer estimates that repairs will cost $3.2 million.")
    person.press(Key.Key_S)
    person.until(lambda: person.graph.links, "a link")


def asked(person: Any) -> Any:
    dialog = person.dialog(CalculationDialog)
    person.until(lambda: dialog.isVisible(), "the dialog")
    return dialog


def test_a_figure_is_worked_out_changed_and_removed(at_work: Any) -> None:
    window = at_work.window
    with_numbers(at_work)
    command(at_work, "calculation")
    dialog = asked(at_work)
    assert dialog.figure.currentData() == "$3.5 million"
    assert [dialog.rows.item(at).text()[:14] for at in range(dialog.rows.count())] == ["a:  $3.2 milli"]
    assert not dialog.save.isEnabled()
    assert dialog.rows.hasFocus()
    at_work.press(Key.Key_Return)
    at_work.until(dialog.expression.hasFocus, "its letter is in")
    at_work.type("* 1.1")
    at_work.until(lambda: "3,520,000" in dialog.told.text(), "worked out")
    assert dialog.told.text() == "= It comes to 3,520,000, rounded to $3.5 million."
    at_work.press(Key.Key_Return)
    at_work.until(lambda: at_work.graph.calculations, "kept")
    back(at_work)
    cards = window.inspector.calculations
    at_work.until(lambda: len(cards.cards) == 1, "its card")
    change, _ = cards.stops

    at_work.click(change)
    dialog = asked(at_work)
    assert dialog.expression.text() == "a * 1.1"
    dialog.expression.setFocus()
    dialog.expression.selectAll()
    at_work.type("a * 2")
    at_work.until(lambda: dialog.told.text() == "≠ It comes to 6,400,000, the claim says $3.5 million.", "does not fit")
    at_work.ctrl(Key.Key_Return)
    at_work.until(lambda: [_expression(one) for one in at_work.graph.calculations.values()] == ["a * 2"], "changed")
    back(at_work)
    at_work.until(lambda: "a * 2" in cards.cards[0].findChildren(type(window.inspector.title))[0].text(), "shown")
    at_work.click(cards.stops[1])
    at_work.until(lambda: not at_work.graph.calculations, "removed")
    assert cards.isHidden()
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: at_work.graph.calculations, "undone")


def _expression(one: Any) -> str:
    return str(json.loads(one.formula)["expression"])


def test_without_numbers_it_says_so(at_work: Any) -> None:
    command(at_work, "calculation")
    at_work.until(lambda: at_work.said == "Choose a claim first.", "told")
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Key.Key_C)
    at_work.until(lambda: at_work.graph.claims, "a claim")
    at_work.click(at_work.window.inspector.calculate)
    dialog = asked(at_work)
    assert NO_NUMBERS in [each.text() for each in dialog.findChildren(type(dialog.told))]
    assert dialog.told.text() == "The claim's words have no number."
    at_work.press(Key.Key_Escape)
    back(at_work)


def test_letters_go_on() -> None:
    assert [letter(at) for at in (0, 25, 26, 52)] == ["a", "z", "a1", "a2"]
