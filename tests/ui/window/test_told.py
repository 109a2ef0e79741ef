"""What a screen reader is told as things happen, and what it finds when it asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from annotator.ui import accessibility
from tests.person import Person
from tests.ui.window.test_by_keyboard import find
from tests.ui.window.test_review import COST, HURT, decide, mark, newer
from tests.ui.window.walking import name_of, shown

Key = Qt.Key


@pytest.fixture
def told() -> Iterator[list[str]]:
    """Sentences as they are said; urgent ones begin with "!"."""
    accessibility.install()
    QAccessible.setActive(True)
    heard: list[str] = []

    def hear(words: str, urgent: bool) -> None:
        heard.append(f"!{words}" if urgent else words)

    accessibility.announcer().told.connect(hear)
    yield heard
    accessibility.announcer().told.disconnect(hear)
    QAccessible.setActive(False)


def test_a_claim_chosen_a_link_made_a_status_and_hits(at_work: Person, told: list[str]) -> None:
    at_work.ctrl(Key.Key_1)
    at_work.ctrl(Key.Key_F)
    at_work.type("Nobody was hurt")
    at_work.until(lambda: "1 of 1 hit" in told, "the count")
    assert len([each for each in told if "hit" in each]) == 1
    at_work.press(Key.Key_Escape)
    at_work.until(lambda: at_work.draft.selection() is not None, "a selection")
    at_work.press(Key.Key_C)
    at_work.until(lambda: "Claim 1 marked." in told)
    assert "Claim 1 chosen: Nobody was hurt" in told
    find(at_work, 2, "slightly hurt")
    at_work.press(Key.Key_X)
    at_work.until(lambda: "Linked to memo.txt, p. 1: contradicts." in told)
    told.clear()
    at_work.window.choice.release()
    assert told == ["No claim chosen"]
    at_work.window.choice.choose(next(iter(at_work.graph.claims)))
    at_work.tab_to(at_work.window.inspector.claim.status)
    at_work.press(Key.Key_Down)
    at_work.until(lambda: "Claim 1 is checked" in told, f"{told}")
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: "Claim 1 is open" in told, f"{told}")


def test_what_the_list_tells_itself_is_not_told_twice(at_work: Person, told: list[str]) -> None:
    mark(at_work, HURT, COST)
    rows = at_work.window.claims.list
    at_work.tab_to(rows)
    told.clear()
    at_work.press(Key.Key_Up)
    assert at_work.graph.claims[at_work.window.choice.claim].number == 2
    assert told == []
    row = QAccessible.queryAccessibleInterface(rows).child(0)
    assert row.text(QAccessible.Text.Name) == "2. Repairs will cost $3.5 million"
    assert row.text(QAccessible.Text.Description) == "open, no links"


def test_a_row_selected_by_a_screen_reader_is_chosen(at_work: Person, told: list[str]) -> None:
    mark(at_work, HURT, COST)
    assert at_work.graph.claims[at_work.window.choice.claim].number == 2
    rows = at_work.window.claims.list
    QAccessible.queryAccessibleInterface(rows).selectionInterface().clear()
    second = QAccessible.queryAccessibleInterface(rows).child(1)
    assert QAccessible.queryAccessibleInterface(rows).selectionInterface().select(second)
    assert at_work.graph.claims[at_work.window.choice.claim].number == 1


def test_rows_of_a_list_to_type_into_are_told(at_work: Person, told: list[str]) -> None:
    at_work.ctrl(Key.Key_A, shift=True)
    told.clear()
    at_work.type("larger")
    assert told[-1].startswith("Larger")
    at_work.ctrl(Key.Key_A)
    at_work.type("review: ")
    at_work.press(Key.Key_Down)
    assert told[-1] == "Review: previous Shift+J, not now"
    at_work.press(Key.Key_Escape)


def test_pages_turned(at_work: Person, told: list[str], tmp_path: Path) -> None:
    book = pymupdf.open()
    for number in range(4):
        book.new_page(width=420, height=595).insert_text((72, 90), f"Survey of part {number + 1}.")
    book.save(tmp_path / "survey.pdf")
    at_work.drop(list(at_work.window.area.holders())[1], tmp_path / "survey.pdf")
    at_work.until(lambda: len(at_work.graph.documents) == 3, "the survey")
    at_work.open_from_panel("survey")
    at_work.has(at_work.source, "Survey of part 1")
    at_work.ctrl(Key.Key_2)
    at_work.until(lambda: at_work.source.canvas.opened.words.get(0) is not None, "words")
    at_work.until(lambda: "survey.pdf, page 1 of 4" in told, f"{told}")
    at_work.press(Key.Key_PageDown)
    at_work.press(Key.Key_PageDown)
    at_work.until(lambda: any(each.startswith("page ") for each in told), f"{told}")
    told.clear()
    at_work.ctrl(Key.Key_L)
    at_work.type("4")
    at_work.press(Key.Key_Return)
    at_work.until(lambda: "page 4 of 4" in told, f"{told}")
    assert name_of(at_work.source.canvas) == "survey.pdf, page 4 of 4"


def test_a_new_version_what_became_of_claims_and_the_review(at_work: Person, told: list[str], files: Any) -> None:
    mark(at_work, COST)
    details = at_work.window.inspector.claim
    at_work.tab_to(details.status)
    at_work.press(Key.Key_Down)
    at_work.until(lambda: "Claim 1 is checked" in told, f"{told}")
    told.clear()
    at_work.drop(next(at_work.window.area.holders()), newer(files, ("$3.5 million", "$3.2 million")))
    at_work.until(lambda: at_work.window.messages.message("replace"), "a message")
    assert "Draft changed: 1 edited." in told
    reason = at_work.graph.shown_reason(next(iter(at_work.graph.claims)))
    assert f"Claim 1 is open: {reason}" in told
    assert "1 passage to review" in told
    decide(at_work, at_work.window.messages.message("replace"), "Review")
    at_work.until(lambda: any("3.5 → 3.2" in each for each in told), f"{told}")
    at_work.press(Key.Key_K)
    at_work.until(lambda: any(each.startswith("Kept as it is now.") for each in told), f"{told}")


def test_messages_searches_and_what_is_wrong(at_work: Person, told: list[str], tmp_path: Path) -> None:
    window = at_work.window
    window.messages.say("The disk is full.", key="disk", wrong=True)
    assert told[-1] == "!The disk is full."
    at_work.ctrl(Key.Key_F, shift=True)
    at_work.type("bridge")
    at_work.until(lambda: any("hits in 2 documents" in each for each in told), f"{told}")
    window.search.field.setText("zebra")
    at_work.until(lambda: "No hits in 2 documents." in told, f"{told}")
    at_work.ctrl(Key.Key_2)
    at_work.ctrl(Key.Key_L)
    at_work.type("99")
    at_work.press(Key.Key_Return)
    assert told[-1].startswith("There is no page “99”")


def test_words_that_are_cut_short_are_read_whole(at_work: Person) -> None:
    mark(at_work, HURT)
    words = [each for each in shown(at_work.window) if isinstance(each, QLabel) and "…" in each.text()]
    at_work.window.resize(900, 700)
    bar = at_work.window.bench.linking.words
    at_work.until(lambda: bar.width() < 700, "less room")
    assert name_of(bar) == f"Linking: “{HURT}” (claim 1)"
    assert all("…" not in name_of(each) for each in words)
