"""Two people, two windows, two files: work apart, clash on a status, share, bring in both ways, settle, end equal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QTreeWidget

from annotator.model.things import Kind, Status
from annotator.store.project import Identity, Project
from annotator.ui import calls
from annotator.ui.sharing.dialogs import BringDialog, SendDialog, SettleDialog

Key = Qt.Key
NOOR = Identity("5d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c22", "Noor Haddad")


def command(person: Any, words: str) -> None:
    person.window.activateWindow()
    person.until(person.window.isActiveWindow, "in front")
    person.ctrl(Key.Key_A, shift=True)
    person.until(person.window.picks.isVisible, "all commands")
    person.type(words)
    person.press(Key.Key_Return)


def claim(person: Any) -> str:
    person.select(person.draft, "Nobody was hurt")
    person.press(Key.Key_C)
    person.until(lambda: person.graph.claims, "marked")
    return str(next(iter(person.graph.claims)))


def set_status(person: Any, of: str, status: str) -> None:
    person.window.desk.act(calls.set_field, of, "status", status)
    person.until(lambda: person.graph.claims[of].status == status, status)


def send(person: Any, out: Path) -> None:
    command(person, "send a copy")
    dialog = person.dialog(SendDialog)
    person.until(lambda: dialog.told.text(), "told what goes")
    person.click(dialog.whole)
    person.answer_file_dialog(out)
    person.until(lambda: out.exists() and person.window.messages.message("share"), "written")


def choose(person: Any, path: Path) -> None:
    """Types a file's path where one is to be opened."""
    asking = person.dialog(QFileDialog)
    field = asking.findChild(QLineEdit, "fileNameEdit")
    field.setFocus()
    field.selectAll()
    person.qtbot.keyClicks(field, str(path))
    person.press(Key.Key_Return)
    person.until(lambda: not isinstance(QApplication.activeModalWidget(), QFileDialog), "chosen")


def hers(path: Path, of: str) -> None:
    """What Noor does with her copy, on her computer."""
    with Project.open(path, who=NOOR) as project:
        with project.act("set") as pen:
            pen.set(of, "status", "disputed")
        with project.act("set") as pen:
            pen.set(of, "note", "The council says otherwise")


def test_a_copy_goes_comes_back_and_what_differs_is_settled(at_work: Any, tmp_path: Path) -> None:
    of = claim(at_work)
    copy = tmp_path / "for Noor.annotator"
    send(at_work, copy)
    hers(copy, of)
    set_status(at_work, of, "cut")
    before = at_work.graph
    command(at_work, "bring in changes")
    choose(at_work, copy)
    dialog = at_work.dialog(BringDialog)
    rows = dialog.findChild(QTreeWidget, "bring-rows")
    assert rows.topLevelItem(0).text(0) == "Noor Haddad"
    (document,) = (rows.topLevelItem(0).child(at) for at in range(rows.topLevelItem(0).childCount()))
    assert document.text(0) == "bridge.md"
    assert document.child(0).text(0) == "claim 1: “Nobody was hurt”"
    told = "you see it differently; status: disputed; note: The council says otherwise"
    assert document.child(0).text(1) == told
    assert at_work.graph == before, "looking changes nothing"
    at_work.click(dialog.bring)
    at_work.until(lambda: at_work.graph.claims[of].note, "came in")
    assert at_work.graph.claims[of].status is Status.DISPUTED
    at_work.until(lambda: "1 disagreement" in " ".join(at_work.window.messages.sentences), "said")
    settle = next(act for act in at_work.window.messages.message("share").acts if act.text() == "Settle…")
    at_work.click(settle)
    at_work.until(lambda: isinstance(at_work.window.sharing.dialog, SettleDialog), "the dialog")
    cards = at_work.window.sharing.dialog
    at_work.until(lambda: len(cards.findChildren(QPushButton, "settle-take")) == 2, "both sides")
    told = " ".join(each.text() for each in cards.findChildren(QLabel))
    assert "Noor Haddad" in told
    assert "(shows now)" in told
    assert "“Nobody was hurt” cut me, " in told, "what it is about, and whose is whose"
    mine = next(each for each in cards.findChildren(QPushButton, "settle-take") if "cut" in each.accessibleName())
    at_work.click(mine)
    at_work.until(lambda: at_work.graph.claims[of].status is Status.CUT, "settled")
    at_work.until(lambda: "Nothing is left" in cards.head.text(), "none left")
    at_work.click(cards.away)
    at_work.until(lambda: at_work.window.sharing.dialog is None, "closed")


def test_a_merge_is_undone_as_a_whole(at_work: Any, tmp_path: Path) -> None:
    of = claim(at_work)
    copy = tmp_path / "copy.annotator"
    send(at_work, copy)
    hers(copy, of)
    at_work.window.sharing.look_at(copy)
    at_work.click(at_work.dialog(BringDialog).bring)
    at_work.until(lambda: at_work.graph.claims[of].note, "came in")
    undo = next(act for act in at_work.window.messages.message("share").acts if act.text() == "Undo the merge")
    at_work.click(undo)
    at_work.until(lambda: not at_work.graph.claims[of].note, "undone")
    assert at_work.graph.claims[of].status is Status.OPEN


def test_what_two_marked_is_offered_as_one(at_work: Any, tmp_path: Path) -> None:
    of = claim(at_work)
    copy = tmp_path / "copy.annotator"
    send(at_work, copy)
    with Project.open(copy, who=NOOR) as project:
        (passage,) = project.graph().passages_of(of)
        with project.act("claim") as pen:
            again = pen.new(Kind.CLAIM, {})
            pen.new(Kind.PASSAGE, {"document": passage.document, "place": passage.place, "claim": again})
    at_work.window.sharing.look_at(copy)
    at_work.click(at_work.dialog(BringDialog).bring)
    at_work.until(lambda: "1 pair may be one thing" in " ".join(at_work.window.messages.sentences), "said")
    settle = next(act for act in at_work.window.messages.message("share").acts if act.text() == "Settle…")
    at_work.click(settle)
    at_work.until(lambda: isinstance(at_work.window.sharing.dialog, SettleDialog), "the dialog")
    cards = at_work.window.sharing.dialog
    at_work.until(lambda: cards.findChild(QPushButton, "alike-join"), "the pair")
    assert "The same words are marked twice." in " ".join(each.text() for each in cards.findChildren(QLabel))
    at_work.click(cards.findChild(QPushButton, "alike-part"))
    at_work.until(lambda: "Nothing is left" in cards.head.text(), "kept apart")
    assert set(at_work.graph.claims) == {of, again}
    at_work.window.linker.undo()
    at_work.window.sharing.ask_settle()
    cards = at_work.dialog(SettleDialog)
    at_work.until(lambda: cards.findChild(QPushButton, "alike-join"), "the pair again")
    at_work.click(cards.findChild(QPushButton, "alike-join"))
    at_work.until(lambda: set(at_work.graph.claims) == {of}, "one")
    at_work.click(cards.away)


def test_a_damaged_or_foreign_file_ends_in_a_sentence(at_work: Any, tmp_path: Path) -> None:
    claim(at_work)
    bad = tmp_path / "bad.annotator"
    bad.write_bytes(b"no project at all")
    at_work.window.sharing.look_at(bad)
    at_work.until(lambda: at_work.window.messages.message("share"), "said")
    with Project.create(tmp_path / "else.annotator", who=NOOR):
        pass
    at_work.window.sharing.look_at(tmp_path / "else.annotator")
    at_work.until(lambda: "does not stem" in " ".join(at_work.window.messages.sentences), "asked")
    (all_the_same,) = at_work.window.messages.message("share").acts
    at_work.click(all_the_same)
    at_work.until(lambda: isinstance(at_work.window.sharing.dialog, BringDialog), "looked at")
    at_work.press(Key.Key_Escape)


def test_two_windows_end_with_equal_histories(open_window: Callable[..., Any], at_work: Any, tmp_path: Path) -> None:
    of = claim(at_work)
    copy = tmp_path / "for Noor.annotator"
    send(at_work, copy)
    other = open_window()
    other.window.projects.open(copy)
    other.until(lambda: other.graph.claims, "her copy is open")
    set_status(other, of, "disputed")
    set_status(at_work, of, "verified")
    back = tmp_path / "back.annotator"
    send(other, back)
    at_work.window.sharing.look_at(back)
    at_work.click(at_work.dialog(BringDialog).bring)
    at_work.until(lambda: at_work.graph.claims[of].status is Status.DISPUTED, "came in")
    again = tmp_path / "again.annotator"
    send(at_work, again)
    other.window.sharing.look_at(again)
    other.click(other.dialog(BringDialog).bring)
    other.until(lambda: "Brought in" in " ".join(other.window.messages.sentences), "came in")
    found: list[list[str]] = []
    for person in (at_work, other):
        person.window.desk.ask(lambda ws: [action.id for action in ws.project.history()], done=found.append)
    at_work.until(lambda: len(found) == 2, "histories")
    assert sorted(found[0]) == sorted(found[1])
    assert other.graph.claims == at_work.graph.claims
