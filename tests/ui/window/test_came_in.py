"""The review after bringing in: it can wait; each change is kept, seen in the reader, or set back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from tests.ui.window.test_queries import back
from tests.ui.window.test_sharing import claim, command, hers, send, set_status

Key = Qt.Key


def rows(view: Any) -> list[tuple[str, str]]:
    items = [view.rows.topLevelItem(at) for at in range(view.rows.topLevelItemCount())]
    return [(item.text(2), item.text(3)) for item in items]


def test_what_came_in_is_kept_or_set_back_one_by_one(at_work: Any, tmp_path: Path) -> None:
    of, window = claim(at_work), at_work.window
    copy = tmp_path / "for Noor.annotator"
    send(at_work, copy)
    hers(copy, of)
    window.sharing.look_at(copy)
    at_work.until(lambda: window.sharing.dialog and window.sharing.dialog.isVisible(), "what would come in")
    at_work.click(window.sharing.dialog.bring)
    at_work.until(lambda: at_work.graph.claims[of].note, "came in")
    back(at_work)
    at_work.until(lambda: "Brought in" in " ".join(window.messages.sentences), "said")
    review = next(act for act in window.messages.message("share").acts if act.text() == "Review…")
    at_work.click(review)
    view = window.came_in.view
    at_work.until(lambda: len(rows(view)) == 2 and view.undo.isEnabled(), "what came in")
    assert "for Noor.annotator" in view.batch.currentText()
    assert rows(view)[0] == ("claim 1: note: The council says otherwise", "to look at")
    assert view.rows.topLevelItem(0).text(1) == "Noor Haddad"

    at_work.press(Key.Key_K)
    at_work.until(lambda: len(rows(view)) == 1, "kept, and out of the list")
    at_work.click(view.only)
    at_work.until(lambda: rows(view)[0][1] == "looked at", "listed again")
    view.rows.setFocus()
    at_work.press(Key.Key_Down)
    assert view.back.text() == "Set back to “open”"
    at_work.click(view.back)
    at_work.until(lambda: at_work.graph.claims[of].status == "open", "set back")
    at_work.until(lambda: "0 changes of 2" in view.summary.text(), "nothing waits")
    assert not view.undo.isEnabled()
    assert "edited since" in view.undo.toolTip()
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: at_work.graph.claims[of].status == "disputed", "undone")
    at_work.until(lambda: rows(view), "listed")
    at_work.press(Key.Key_Return)
    at_work.until(window.bench.isVisible, "seen in the reader")
    assert window.choice.claim == of

    command(at_work, "review what came in")
    at_work.until(view.isVisible, "it can wait")
    at_work.press(Key.Key_Escape)
    at_work.until(window.bench.isVisible, "the panes")


def test_both_sides_are_told_and_the_whole_is_undone(at_work: Any, tmp_path: Path) -> None:
    of, window = claim(at_work), at_work.window
    copy = tmp_path / "for Noor.annotator"
    send(at_work, copy)
    hers(copy, of)
    set_status(at_work, of, "cut")
    window.sharing.look_at(copy)
    at_work.until(lambda: window.sharing.dialog and window.sharing.dialog.isVisible(), "what would come in")
    at_work.click(window.sharing.dialog.bring)
    at_work.until(lambda: at_work.graph.claims[of].note, "came in")
    back(at_work)
    window.came_in.show()
    view = window.came_in.view
    at_work.until(lambda: len(rows(view)) == 2 and view.undo.isEnabled(), "what came in")
    view.rows.setCurrentItem(view.rows.topLevelItem(1))
    at_work.until(lambda: rows(view)[1][1] == "you see it differently", "told")
    said = view.whole.text().splitlines()
    assert said[:2] == ["claim 1: status: open → disputed", "“Nobody was hurt”"]
    assert [(each.split(", ")[0], each.rsplit(": ", 1)[1]) for each in sorted(said[2:])] == [
        ("Noor Haddad", "disputed (shows now)"),
        ("me", "cut"),
    ]
    assert view.settle.isVisible()

    at_work.click(view.undo)
    at_work.until(lambda: not at_work.graph.claims[of].note, "undone as a whole")
    assert at_work.graph.claims[of].status == "cut"
    at_work.until(lambda: "Nothing came in" in view.summary.text(), "the review is empty")
    assert not view.undo.isEnabled()
