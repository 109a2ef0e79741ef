"""The first link: two drops, two selections, two keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from annotator.model.things import Relation, Role, Status


def test_two_drops_two_selections_two_keys(person: Any, files: dict[str, Path]) -> None:
    person.drop(person.window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    assert (Path(person.window.projects.open_now.path).name) == "bridge.annotator"
    person.drop(list(person.window.area.holders())[1], files["memo"])
    person.has(person.source, "voted to close")
    person.select(person.draft, "The council closed the bridge on 4 March 2024.")
    person.press(Qt.Key.Key_C)
    person.until(lambda: person.graph.claims)
    assert person.window.bench.linking.isVisible()
    assert person.window.bench.linking.words.whole.startswith("Linking: “The council closed the bridge")
    assert person.window.area.active_pane is person.draft
    person.select(person.source, "voted to close the bridge on 4 March 2024")
    person.press(Qt.Key.Key_S)
    person.until(lambda: person.graph.links)
    link = next(iter(person.graph.links.values()))
    assert link.relation is Relation.SUPPORTS
    assert person.graph.passages[link.passage].place.quote == "voted to close the bridge on 4 March 2024"
    assert person.said == "Linked to memo.txt, p. 1: supports."
    assert person.window.bench.linking.isVisible()
    assert [document.role for document in person.graph.documents.values()] == [Role.DRAFT, Role.SOURCE]
    person.until(lambda: person.window.overlay.drawing.curves)


def test_undo_in_the_status_line_takes_the_link_back(at_work: Any) -> None:
    at_work.select(at_work.draft, "Repairs will cost $3.5 million")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims)
    at_work.select(at_work.source, "repairs will cost $3.2 million")
    at_work.press(Qt.Key.Key_X)
    at_work.until(lambda: at_work.graph.links)
    assert at_work.window.status.undo.isVisible()
    at_work.click(at_work.window.status.undo)
    at_work.until(lambda: not at_work.graph.links)
    assert at_work.graph.claims
    at_work.ctrl(Qt.Key.Key_1)
    at_work.ctrl(Qt.Key.Key_Z, shift=True)
    at_work.until(lambda: at_work.graph.links)
    link = next(iter(at_work.graph.links.values()))
    assert link.relation is Relation.CONTRADICTS
    assert at_work.window.choice.item == link.id


def test_without_a_chosen_claim_one_key_marks_and_links(at_work: Any) -> None:
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.select(at_work.source, "Two people were slightly hurt")
    at_work.press(Qt.Key.Key_X)
    at_work.until(lambda: at_work.graph.links)
    assert len(at_work.graph.claims) == 1
    at_work.ctrl(Qt.Key.Key_Z)
    at_work.until(lambda: not at_work.graph.claims)


def test_without_claim_and_draft_selection_a_list_is_asked(at_work: Any) -> None:
    for words in ("Nobody was hurt", "The mayor said the inspection was late."):
        at_work.select(at_work.draft, words)
        at_work.press(Qt.Key.Key_C)
        at_work.until(lambda: at_work.window.choice.claim)
        at_work.press(Qt.Key.Key_Escape)
        at_work.until(lambda: not at_work.window.choice.claim)
    at_work.select(at_work.source, "Two people were slightly hurt")
    at_work.press(Qt.Key.Key_T)
    at_work.until(at_work.window.picks.isVisible)
    at_work.type("nobody")
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.graph.links)
    link = next(iter(at_work.graph.links.values()))
    assert at_work.graph.claims[link.claim].number == 1
    assert link.relation is Relation.CONTEXT
    assert at_work.window.focusWidget() is at_work.source.focusProxy()


def test_needs_none_asks_the_reason_in_the_window(at_work: Any) -> None:
    at_work.select(at_work.draft, "It rained for most of the week.")
    at_work.press(Qt.Key.Key_N)
    at_work.until(at_work.window.bench.reason.isVisible)
    at_work.type("seen by everybody")
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.graph.needs_none)
    mark = next(iter(at_work.graph.needs_none.values()))
    assert mark.reason == "seen by everybody"
    assert at_work.window.focusWidget() is at_work.draft.focusProxy()


def test_letters_type_in_fields_and_act_in_readers_only(at_work: Any) -> None:
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: len(at_work.graph.claims) == 1)
    at_work.click(at_work.window.claims.filter)
    at_work.type("cc s")
    assert at_work.window.claims.filter.text() == "cc s"
    at_work.select(at_work.draft, "The mayor said")
    at_work.ctrl(Qt.Key.Key_F)
    at_work.type("c")
    at_work.ctrl(Qt.Key.Key_1)
    at_work.show_tab(1)
    documents = at_work.window.documents.list
    at_work.click(documents.viewport(), documents.visualItemRect(documents.item(1)).center())
    at_work.press(Qt.Key.Key_C)
    at_work.ctrl(Qt.Key.Key_1)
    at_work.press(Qt.Key.Key_N)
    at_work.until(at_work.window.bench.reason.isVisible, "acts in readers")
    at_work.type("she said so on television")
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.graph.needs_none, "what was typed before is done by now")
    assert len(at_work.graph.claims) == 1


def test_delete_removes_and_selects_the_next(at_work: Any) -> None:
    for words in ("Nobody was hurt", "The mayor said the inspection was late.", "It rained"):
        at_work.select(at_work.draft, words)
        at_work.press(Qt.Key.Key_C)
        at_work.until(lambda words=words: words in at_work.quotes)
    order = list(at_work.graph.claims)
    at_work.click(at_work.window.claims.list.viewport(), at_work.window.claims.list.visualRect(
        at_work.window.claims.list.model().index(1)).center())  # fmt: skip
    assert at_work.window.choice.claim == order[1]
    at_work.press(Qt.Key.Key_Delete)
    at_work.until(lambda: len(at_work.graph.claims) == 2)
    at_work.until(lambda: at_work.window.choice.claim == order[2])
    at_work.ctrl(Qt.Key.Key_Z)
    at_work.until(lambda: len(at_work.graph.claims) == 3)
    assert at_work.window.choice.claim == order[1]


def test_status_and_note_are_edited_in_place(at_work: Any) -> None:
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims)
    details = at_work.window.inspector.claim
    at_work.click(details.note)
    at_work.type("ask the clinic")
    at_work.click(details.said_by)
    at_work.type("the mayor")
    at_work.ctrl(Qt.Key.Key_1)
    at_work.until(lambda: [c.note for c in at_work.graph.claims.values()] == ["ask the clinic"])
    at_work.until(lambda: [c.said_by for c in at_work.graph.claims.values()] == ["the mayor"])
    at_work.tab_to(details.status)
    at_work.press(Qt.Key.Key_Down)
    at_work.until(lambda: [c.status for c in at_work.graph.claims.values()] != [Status.OPEN])
