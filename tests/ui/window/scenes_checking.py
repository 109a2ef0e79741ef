"""Scenes of the line check: suggestions, flags, what falls with a document, checking line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt

from annotator.ui.calculating.dialog import CalculationDialog
from annotator.ui.checking.falls import FallsDialog
from tests.person import Person
from tests.ui.window.scene import Files, Scene, back
from tests.ui.window.test_line_by_line import COST, HURT, go_to, link

Key = Qt.Key


def _worked_out(person: Person) -> Iterator[Scene]:
    """A figure is worked out, and its card beside the links."""
    window = person.window
    window.commands.actions["calculate"].trigger()
    dialog = person.dialog(CalculationDialog)
    dialog.expression.setFocus()
    person.type("a * 1.1")
    person.until(lambda: "3,520,000" in dialog.told.text(), "worked out")
    yield Scene("how a figure is worked out", dialog)
    person.press(Key.Key_Return)
    person.until(lambda: person.graph.calculations, "kept")
    back(person)
    yield Scene("a claim with a calculation", window)
    person.window.linker.remove(next(iter(person.graph.calculations)))
    person.until(lambda: not person.graph.calculations, "removed")


def checking(person: Person, files: Files, folder: Path) -> Iterator[Scene]:
    """The tabs beside the links, the dialog, then the full view with and without a claim."""
    window = person.window
    with files["draft"].open("a", encoding="utf-8") as draft:
        draft.write('\n"The railing fell on two people," he said.\n')
    person.drop(window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    person.drop(list(window.area.holders())[1], files["memo"])
    person.has(person.source, "voted to close")
    tabs = window.bench.inspector
    tabs.setCurrentIndex(2)
    person.until(lambda: not window.flags.busy, "checked")
    yield Scene("no flags", window)
    tabs.setCurrentIndex(1)
    yield Scene("no suggestions", window)
    tabs.setCurrentIndex(0)
    link(person, COST, "repairs will cost $3.2 million", Key.Key_S)
    yield from _worked_out(person)
    link(person, HURT, "Two people were slightly hurt", Key.Key_X)
    link(person, "The railing fell on two people", "Two people were slightly hurt when the railing fell", Key.Key_S)
    person.until(lambda: window.flags.findings and not window.flags.busy, "flags")
    tabs.setCurrentIndex(1)
    person.until(lambda: tabs.suggestions.list.count() and tabs.suggestions.picture.isVisible(), "suggestions")
    person.until(lambda: not window.status.bar.isVisible(), "nothing is under way")
    yield Scene("suggestions", window)
    tabs.setCurrentIndex(2)
    tabs.flags.list.setCurrentRow(0)
    tabs.flags.aside.click()
    yield Scene("a flag is put aside", window)
    person.press(Key.Key_Escape)
    memo = next(each.id for each in person.graph.documents.values() if "memo" in each.name)
    window.linker.remove(memo)
    dialog = person.dialog(FallsDialog)
    yield Scene("what falls with a document", dialog)
    dialog.reject()
    back(person)
    person.press(Key.Key_F7)
    view = window.strips.walking.view
    person.until(lambda: view.pane.document_id and view.sentence.text(), "the draft")
    yield Scene("line by line, no claim", window)
    go_to(person, HURT)
    person.until(lambda: view.cards and view.cards[0].picture.isVisible(), "the picture")
    person.press(Key.Key_V)
    yield Scene("line by line, why it is checked", window)
    person.press(Key.Key_Escape)
    person.press(Key.Key_J)
    go_to(person, "The railing fell on two people")
    person.until(lambda: view.cards and view.cards[0].picture.isVisible(), "the picture")
    yield Scene("line by line, a quotation", window)
