"""Flags and suggestions beside the links: both places, put aside with a reason, linked by a key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from annotator.model.things import Relation
from annotator.ui.checking.flags_tab import EMPTY
from annotator.ui.checking.marked_rows import BODY, HEAD, MARKS
from annotator.ui.checking.matching import matching
from tests.ui.window.test_line_by_line import COST, HURT, link

Key = Qt.Key


def show(person: Any, number: int) -> None:
    """Clicks one of the inspector's tabs, from 0."""
    bar = person.window.bench.inspector.tabBar()
    person.click(bar, bar.tabRect(number).center())


def rows(listed: Any) -> list[str]:
    return [listed.item(at).text() for at in range(listed.count())]


def test_a_flag_shows_both_places_is_put_aside_with_a_reason_and_taken_back(at_work: Any) -> None:
    window = at_work.window
    tab = window.bench.inspector.flags
    at_work.until(lambda: not window.flags.busy, "checked")
    assert tab.said.text() == EMPTY
    link(at_work, COST, "repairs will cost $3.2 million", Key.Key_S)
    at_work.until(lambda: any("3.2" in each.message for each in window.flags.findings), "the number is noticed")
    window.choice.release()
    show(at_work, 2)
    at = next(at for at, row in enumerate(rows(tab.list)) if "number" in row)
    assert rows(tab.list)[at].startswith("‼ Claim 1, grave, number:")

    at_work.click(tab.list.viewport(), tab.list.visualItemRect(tab.list.item(at)).center())
    at_work.until(lambda: window.choice.claim, "its claim is chosen")
    opened = at_work.draft.canvas, at_work.source.canvas
    at_work.until(lambda: all(each._outlined is not None for each in opened), "both places are outlined")
    assert "3.5" in at_work.draft.canvas._outlined.quote
    assert "3.2" in at_work.source.canvas._outlined.quote

    tab.list.setFocus()
    tab.list.setCurrentRow(at)
    many = len(window.flags.of())
    at_work.click(tab.aside)
    at_work.type("The engineer gave a newer figure")
    at_work.press(Key.Key_Return)
    at_work.until(lambda: len(window.flags.of()) == many - 1, "put aside")
    assert not any("number" in row for row in rows(tab.list))
    assert "1 flag put aside" in tab.said.text()
    at_work.click(tab.aside_too, tab.aside_too.rect().topLeft() + tab.aside_too.rect().center() / 4)
    (aside,) = [at for at, row in enumerate(rows(tab.list)) if "Put aside: The engineer gave" in row]
    tab.list.setCurrentRow(aside)
    at_work.click(tab.back)
    at_work.until(lambda: len(window.flags.of()) == many, "taken back")


def test_a_suggestion_is_previewed_opened_and_linked_with_a_key(at_work: Any) -> None:
    window = at_work.window
    tab = window.bench.inspector.suggestions
    show(at_work, 1)
    assert "Choose a claim" in tab.said.text()
    at_work.select(at_work.draft, HURT + " when the railing fell")
    at_work.press(Key.Key_C)
    at_work.until(lambda: tab.list.count(), "passages")
    first = tab.list.item(0)
    assert "hurt when the railing fell" in first.data(BODY)
    marked = [first.data(BODY)[start:end] for start, end in first.data(MARKS)]
    assert "hurt" in marked
    assert "railing" in marked
    assert "slightly" not in marked
    at_work.until(lambda: tab.picture.isVisible(), "the preview")
    at_work.until(lambda: not window.status.bar.isVisible(), "nothing is under way")

    tab.list.setFocus()
    at_work.press(Key.Key_X)
    at_work.until(lambda: at_work.graph.links, "linked")
    (made,) = at_work.graph.links.values()
    assert made.relation is Relation.CONTRADICTS
    assert "Linked to memo.txt, p. 1: contradicts." in at_work.said
    at_work.until(lambda: "linked: contradicts" in tab.list.item(0).data(HEAD), "said in its row")
    tab.list.setFocus()
    at_work.press(Key.Key_Return)
    at_work.until(lambda: window.area.active_pane is at_work.source, "opened")


def test_words_match_in_any_form_and_small_words_do_not() -> None:
    text = "The repairs were costed at $3.2 million and the repair crews left."
    found = [text[start:end] for start, end in matching(text, "Repair of the bridge will cost 3.2 million")]
    assert found == ["repairs", "costed", "3.2", "million", "repair"]
    assert not matching("It was 2025.", "It was 2024.")
