"""Passages for any words: selected in the draft or a source, or typed; linked with a key, and looked for in a part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from annotator.model.things import Relation
from annotator.operations.meaning import Meaning
from annotator.ui.checking.marked_rows import BODY, HEAD
from tests.ui.window.scene import back
from tests.ui.window.test_line_by_line import COST, HURT

Key = Qt.Key


def bodies(tab: Any) -> list[str]:
    return [tab.list.item(at).data(BODY) for at in range(tab.list.count())]


def listed(person: Any, words: str) -> None:
    """Waits for passages of these words, with the keys on them."""
    tab = person.window.bench.inspector.suggestions
    person.until(lambda: tab.field.text() == words and tab.list.count() and tab.list.hasFocus(), f"passages: {words}")


def test_words_of_the_draft_become_a_claim_with_its_link_in_one_act(at_work: Any) -> None:
    window, tab = at_work.window, at_work.window.bench.inspector.suggestions
    at_work.select(at_work.draft, HURT)
    at_work.press(Key.Key_F)
    listed(at_work, HURT)
    assert "The first link marks “Nobody was hurt” as a claim." in tab.said.text()
    assert "hurt when the railing fell" in bodies(tab)[0]
    assert bool(tab.model.text()) == bool(Meaning().why)
    assert not at_work.graph.claims
    at_work.press(Key.Key_X)
    at_work.until(lambda: "may bear on claim 1, best first" in tab.said.text(), "the claim it is now")
    assert tab.list.hasFocus()
    (claim,), (link,) = at_work.graph.claims.values(), at_work.graph.links.values()
    assert (link.claim, link.relation, window.choice.claim) == (claim.id, Relation.CONTRADICTS, claim.id)
    assert at_work.said == "Claim 1 marked and linked to memo.txt, p. 1: contradicts."
    assert "linked: contradicts" in tab.list.item(0).data(HEAD)
    at_work.press(Key.Key_T)
    at_work.until(lambda: len(at_work.graph.links) == 2, "another link of the same claim")
    assert len(at_work.graph.claims) == 1
    for left in (1, 0):
        at_work.ctrl(Key.Key_Z)
        at_work.until(lambda left=left: len(at_work.graph.links) == left, "undone")
    assert not at_work.graph.claims, "claim and link went in one step"


def test_any_words_in_one_source_link_to_a_claim_of_the_list(at_work: Any, tmp_path: Path) -> None:
    window, tab = at_work.window, at_work.window.bench.inspector.suggestions
    (tmp_path / "diary.txt").write_text("The engineer wrote: the repairs are dear, millions for a bridge.", "utf-8")
    at_work.drop(list(window.area.holders())[1], tmp_path / "diary.txt")
    at_work.until(lambda: len(at_work.graph.documents) == 3, "the diary")
    at_work.select(at_work.draft, COST)
    at_work.press(Key.Key_C)
    at_work.until(lambda: at_work.graph.claims, "a claim")
    (claim,) = at_work.graph.claims
    window.choice.release()
    at_work.select(at_work.source, "voted to close the bridge")
    canvas = at_work.source.canvas
    canvas.customContextMenuRequested.emit(canvas.rect().center())
    menu = canvas.findChild(QMenu, "pages-menu")
    offered = next(each for each in menu.actions() if each.text() == "Find support for the selection")
    menu.close()
    back(at_work)
    offered.trigger()
    listed(at_work, "voted to close the bridge")
    assert "you are asked which one" in tab.said.text()

    tab.field.setFocus()
    at_work.ctrl(Key.Key_A)
    at_work.type("repairs by the engineer")
    at_work.press(Key.Key_Return)
    listed(at_work, "repairs by the engineer")
    assert {"memo.txt", "diary.txt"} == {tab.list.item(at).data(HEAD).split(",")[0] for at in range(tab.list.count())}
    tab.where.setCurrentIndex(tab.where.findText("diary.txt"))
    at_work.until(lambda: len(bodies(tab)) == 1 and "dear" in bodies(tab)[0], "the diary alone")
    tab.list.setFocus()
    at_work.press(Key.Key_S)
    at_work.until(window.picks.isVisible, "which claim?")
    at_work.press(Key.Key_Return)
    at_work.until(lambda: at_work.graph.links, "linked")
    assert [each.claim for each in at_work.graph.links.values()] == [claim]
    at_work.until(lambda: "Links go to claim 1." in tab.said.text(), "words stay")
    assert tab.field.text() == "repairs by the engineer"

    window.choice.release()
    window.choice.choose(claim)
    tab.field.setFocus()
    tab.field.clear()
    at_work.press(Key.Key_Return)
    at_work.until(lambda: tab.field.text() == COST and tab.list.count(), "the chosen claim's again")
    assert "claim 1, best first" in tab.said.text()

    tab.field.setFocus()
    at_work.type(" again")
    at_work.ctrl(Key.Key_1)
    at_work.press(Key.Key_F)
    at_work.until(lambda: tab.field.text() == COST and tab.list.count() and tab.list.hasFocus(), "keys on the passages")
