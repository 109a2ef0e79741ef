"""The first case's own draft and statute, once through the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.person import Person

CASE = Path(__file__).parents[3] / "shared" / "corpus" / "first-case" / "derived"
DRAFT, STATUTE = CASE / "seed-article.docx", CASE / "5-usc-552a.two-column.pdf"
CLAIM = "the agency is bound to protect the confidentiality of personal data"
LAW = "(iii) matches performed, by an agency (or component\nthereof) which performs as its principal function any"


@pytest.mark.skipif(not DRAFT.exists() or not STATUTE.exists(), reason="the first case's documents are not here")
def test_the_first_case_in_the_window(person: Person) -> None:
    person.drop(person.window.start.draft, DRAFT)
    person.has(person.draft, CLAIM)
    person.drop(list(person.window.area.holders())[1], STATUTE)
    person.has(person.source, LAW)
    person.select(person.draft, CLAIM)
    person.press(Qt.Key.Key_C)
    person.until(lambda: person.graph.claims, "a claim")
    person.select(person.source, LAW)
    person.press(Qt.Key.Key_S)
    person.until(lambda: person.graph.links, "a link")
    link = next(iter(person.graph.links.values()))
    place = person.graph.passages[link.passage].place
    assert place.quote == LAW
    assert [span.page for span in place.spans] == [0, 0], "a span for each column"
    person.ctrl(Qt.Key.Key_1)
    person.press(Qt.Key.Key_Return)
    person.until(lambda: person.window.focusWidget() is person.source.focusProxy(), "the statute")
    person.until(lambda: person.window.overlay.drawing.curves, "a line")
    person.ctrl(Qt.Key.Key_Z)
    person.until(lambda: not person.graph.links, "undone")
    person.ctrl(Qt.Key.Key_Z, shift=True)
    person.until(lambda: person.graph.links, "redone")
