"""History: who did what, set back, restored, erased for good, held; long ones are loaded as they are scrolled to."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from annotator.model.things import Status
from annotator.operations import looking_back
from annotator.ui import calls
from annotator.ui.history.dialogs import EraseDialog, HoldDialog
from tests.ui.window.test_queries import back
from tests.ui.window.test_sharing import claim, set_status

Key = Qt.Key


def lines(view: Any) -> list[str]:
    return [view.rows.topLevelItem(at).text(2) for at in range(view.rows.topLevelItemCount())]


def choose(view: Any, words: str) -> None:
    at = next(at for at, line in enumerate(lines(view)) if words in line)
    view.rows.setCurrentItem(view.rows.topLevelItem(at))


def show(person: Any, of: str = "") -> Any:
    person.window.history.show(of)
    view = person.window.history.view
    person.until(lambda: view.rows.topLevelItemCount(), "acts")
    return view


def test_a_field_is_set_back_and_what_was_removed_restored(at_work: Any) -> None:
    of = claim(at_work)
    set_status(at_work, of, "disputed")
    set_status(at_work, of, "cut")
    at_work.ctrl(Key.Key_H, shift=True)
    view = at_work.window.history.view
    at_work.until(lambda: view.rows.topLevelItemCount() > 4, "acts")
    assert lines(view)[0] == "changed: claim 1, status: disputed → cut"
    assert view.rows.topLevelItem(0).text(1) == "me"
    assert view.rows.hasFocus()
    at_work.click(view.back)
    at_work.until(lambda: at_work.graph.claims[of].status is Status.DISPUTED, "set back")
    at_work.until(lambda: lines(view) and "cut → disputed" in lines(view)[0], "a further change")
    assert view.rows.currentIndex().row() == 1, "the row she stands at is the same"
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: at_work.graph.claims[of].status is Status.CUT, "undone while the view is open")

    at_work.window.desk.act(calls.remove, of)
    at_work.until(lambda: of not in at_work.graph.claims, "removed")
    view.choice.setCurrentIndex(view.choice.count() - 1)
    view.choice.activated.emit(view.choice.count() - 1)
    at_work.until(lambda: any("claim 1: “Nobody was hurt”" in line for line in lines(view)), "what was removed")
    choose(view, "claim 1:")
    at_work.click(view.restore)
    at_work.until(lambda: of in at_work.graph.claims, "restored")
    at_work.press(Key.Key_Escape)
    at_work.until(at_work.window.bench.isVisible, "the panes")


def test_of_a_claim_from_its_menu_and_enter_shows_it(at_work: Any) -> None:
    of, window = claim(at_work), at_work.window
    set_status(at_work, of, "disputed")
    rows = window.claims.list
    rows.customContextMenuRequested.emit(rows.visualRect(rows.currentIndex()).center())
    menu = next(each for each in window.claims.findChildren(QMenu) if each.isVisible())
    next(each for each in menu.actions() if each.text() == "History").trigger()
    menu.close()
    view = window.history.view
    at_work.until(lambda: len(lines(view)) == 2, "only what was done to it")
    assert view.title.whole.startswith("History of claim 1")
    at_work.until(lambda: QApplication.activePopupWidget() is None, "the menu to go")
    back(at_work)
    view.rows.setFocus()
    at_work.press(Key.Key_Return)
    at_work.until(window.bench.isVisible, "the panes")
    assert window.choice.claim == of


def test_erasing_asks_first_and_a_hold_refuses_it(at_work: Any) -> None:
    of = claim(at_work)
    view = show(at_work, of)
    at_work.until(view.hold.isEnabled, "the hold")
    at_work.click(view.hold)
    dialog = at_work.dialog(HoldDialog)
    at_work.type("letter of the lawyers")
    at_work.press(Key.Key_Return)
    back(at_work)
    at_work.until(lambda: "letter of the lawyers" in view.held.text(), "held")
    assert not view.erase.isEnabled()
    at_work.click(view.hold)
    at_work.until(lambda: "Legal hold" not in view.held.text(), "lifted")

    at_work.until(lambda: any("claim 1" in line for line in lines(view)), "acts")
    choose(view, "claim 1")
    view.rows.currentItem().setExpanded(True)
    view.rows.setCurrentItem(view.rows.currentItem().child(0))
    at_work.until(view.erase.isEnabled, "free to erase")
    at_work.click(view.erase)
    dialog = at_work.dialog(EraseDialog)
    at_work.press(Key.Key_Return)
    back(at_work)
    assert of in at_work.graph.claims, "Enter does not erase"
    at_work.click(view.erase)
    dialog = at_work.dialog(EraseDialog)
    at_work.click(dialog.erase)
    back(at_work)
    at_work.until(lambda: of not in at_work.graph.claims, "erased")
    at_work.until(lambda: "erased for good" in view.held.text(), "counted")


def test_older_acts_come_as_they_are_scrolled_to(at_work: Any) -> None:
    of = claim(at_work)

    def many(ws: Any) -> None:
        ws.project._connection.execute("PRAGMA synchronous = OFF")  # nobody's work is lost with it
        for number in range(2 * looking_back.PAGE):
            with ws.project.act("set") as pen:
                pen.set(of, "note", f"note {number}")

    at_work.window.desk.act(many)
    view = show(at_work)
    at_work.until(lambda: view.rows.topLevelItemCount() == looking_back.PAGE, "a page")
    view.rows.setFocus()
    at_work.ctrl(Key.Key_End)
    at_work.press(Key.Key_End)
    at_work.until(lambda: view.rows.topLevelItemCount() == 2 * looking_back.PAGE, "the next page")
    at_work.press(Key.Key_End)
    at_work.until(lambda: lines(view)[-1].startswith("made: the project"), "the beginning")
    assert len(set(lines(view))) > 2 * looking_back.PAGE
