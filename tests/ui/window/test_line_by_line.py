"""The draft is checked line by line: F7, cards, V, a reason where something contradicts, D, N, J, K, undo, going on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from annotator.checking.coverage import Coverage
from annotator.model.things import Status
from annotator.ui import state
from annotator.ui.checking.falls import FallsDialog
from annotator.ui.queries.dialogs import AskDialog
from tests.person import one_line
from tests.ui.window.test_line_check import states
from tests.ui.window.test_queries import back

Key = Qt.Key
CLOSED, COST, HURT = "closed the bridge on 4 March 2024", "Repairs will cost $3.5 million", "Nobody was hurt"


def link(person: Any, words: str, passage: str, key: Key) -> None:
    """Marks words of the draft and links a passage of the memo to them."""
    person.ctrl(Key.Key_1)
    person.window.choice.release()
    person.select(person.draft, words)
    person.press(Key.Key_C)
    person.until(lambda: words in person.quotes, "marked")
    before = len(person.graph.links)
    person.select(person.source, passage)
    person.press(key)
    person.until(lambda: len(person.graph.links) > before, "linked")


def status_of(person: Any, words: str) -> Status:
    claims = {one_line(each.place.quote): each.claim for each in person.graph.passages.values() if each.claim}
    return Status(person.graph.claims[claims[words]].status)


def go_to(person: Any, words: str) -> None:
    """Back to the first sentence with K, then with J to the one with these words."""
    view = person.window.strips.walking.view
    for key in [Key.Key_K] * 8 + [Key.Key_J] * 8:
        if words in view.sentence.text():
            return
        person.press(key)
    raise AssertionError(f"never at {words}")


def test_the_draft_is_checked_line_by_line(at_work: Any) -> None:
    window = at_work.window
    link(at_work, CLOSED, "voted to close the bridge on 4 March 2024", Key.Key_S)
    link(at_work, COST, "repairs will cost $3.2 million", Key.Key_S)
    link(at_work, HURT, "Two people were slightly hurt", Key.Key_X)
    at_work.until(lambda: window.flags.findings and not window.flags.busy, "flags")

    at_work.press(Key.Key_F7)
    view = window.strips.walking.view
    at_work.until(view.isVisible, "the view")
    at_work.until(lambda: view.pane.document_id and view.sentence.text(), "the draft")
    go_to(at_work, "closed the bridge")
    (card,) = view.cards
    at_work.until(card.picture.isVisible, "the picture of the passage")
    assert card.picture.height() > 40
    assert "4 March 2024" in card.quote.text()
    assert card.where.whole == "memo.txt, p. 1"
    lit = view.pane.canvas.opened
    assert "closed" in lit.shown.texts[lit.lit[0].page][lit.lit[0].start : lit.lit[0].end]

    # V checks and goes on; the next sentence has a number that differs from the memo's, which is said at its card.
    at_work.press(Key.Key_V)
    at_work.until(lambda: status_of(at_work, CLOSED) is Status.VERIFIED, "checked")
    at_work.until(lambda: "Repairs will cost" in view.sentence.text(), "the next sentence")
    told = " ".join(each.text() for each in view.findChildren(QLabel, "flag-line"))
    assert "number" in told
    assert "3.2" in told
    at_work.press(Key.Key_D)
    at_work.until(lambda: status_of(at_work, COST) is Status.DISPUTED, "disputed")
    assert "Repairs will cost" in view.sentence.text(), "it stays in front"

    # What a passage contradicts is checked with a reason only, and the reason is kept.
    at_work.press(Key.Key_J)
    at_work.until(lambda: HURT in view.sentence.text() and view.cards, "the contradicted one")
    at_work.press(Key.Key_V)
    at_work.until(view.reason.isVisible, "why?")
    assert status_of(at_work, HURT) is Status.OPEN
    at_work.press(Key.Key_Return)
    assert status_of(at_work, HURT) is Status.OPEN
    assert "a reason is needed" in at_work.said
    at_work.press(Key.Key_V)
    at_work.type("The register of the ward says otherwise")
    at_work.press(Key.Key_Return)
    at_work.until(lambda: status_of(at_work, HURT) is Status.VERIFIED, "checked with a reason")
    graph = at_work.graph
    kept = [each.note for each in graph.claims.values()] + [each.reason for each in graph.dismissals.values()]
    assert any("The register of the ward" in each for each in kept)
    at_work.until(lambda: "The mayor said" in view.sentence.text(), "on")
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: status_of(at_work, HURT) is Status.OPEN, "undone")
    at_work.until(lambda: HURT in view.sentence.text(), "and shown")

    ask_and_need_none(at_work)
    leave_and_go_on(at_work)


def ask_and_need_none(at_work: Any) -> None:
    """A sentence without a claim: asked about, then marked as needing none."""
    window, view = at_work.window, at_work.window.strips.walking.view
    at_work.press(Key.Key_J)
    at_work.press(Key.Key_V)
    assert "Nothing in this sentence" in at_work.said
    at_work.press(Key.Key_Q)
    dialog = at_work.dialog(AskDialog)
    at_work.press(Key.Key_Escape)
    at_work.until(lambda: not dialog.isVisible() and QApplication.activeModalWidget() is None, "gone")
    window.activateWindow()
    at_work.until(lambda: QApplication.activeWindow() is window, "the window again")
    view.take_focus()
    at_work.press(Key.Key_J)
    at_work.press(Key.Key_N)
    at_work.type("weather")
    at_work.press(Key.Key_Return)
    at_work.until(lambda: states(at_work)[-1] is Coverage.NEEDS_NONE, "needs none")


def leave_and_go_on(at_work: Any) -> None:
    """It goes on where it was left, after Esc, and from what this computer keeps."""
    window, view = at_work.window, at_work.window.strips.walking.view
    go_to(at_work, "Repairs will cost")
    at_work.press(Key.Key_Escape)
    at_work.until(window.bench.isVisible, "the panes")
    at_work.until(lambda: at_work.draft.selection() is not None, "the sentence is selected")
    assert "Repairs will cost" in at_work.draft.selection().text
    kept_at = state.load_line_check(window.desk.project)
    window.strips.walking.stand = None
    at_work.press(Key.Key_F7)
    at_work.until(lambda: "Repairs will cost" in view.sentence.text(), "where it was left")
    assert kept_at == state.load_line_check(window.desk.project)


def test_it_is_told_what_falls_with_a_document_and_asked_before_it_is_removed(at_work: Any) -> None:
    window = at_work.window
    link(at_work, CLOSED, "voted to close the bridge on 4 March 2024", Key.Key_S)
    memo = next(each.id for each in at_work.graph.documents.values() if "memo" in each.name)
    window.choice.show_document(memo)
    at_work.click(window.inspector.document.falls)
    dialog = at_work.dialog(FallsDialog)
    assert dialog.said.text() == "1 claim loses all support."
    assert "Claim 1 loses all support" in dialog.list.item(0).text()
    assert not dialog.remove.isVisible()
    at_work.press(Key.Key_Return)
    back(at_work)
    assert at_work.graph.claims[window.choice.claim].number == 1

    window.choice.show_document(memo)
    at_work.click(window.inspector.document.remove)
    dialog = at_work.dialog(FallsDialog)
    at_work.press(Key.Key_Escape)
    back(at_work)
    assert memo in at_work.graph.documents
    at_work.click(window.inspector.document.remove)
    dialog = at_work.dialog(FallsDialog)
    at_work.click(dialog.remove)
    at_work.until(lambda: memo not in at_work.graph.documents, "removed")
    back(at_work)
