"""Who I am: asked where a file is new here; private notes; a project is forgotten on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import Qt

from annotator.operations import backups, identity
from annotator.store.project import Project
from annotator.ui import state
from annotator.ui.inspector.fields import PrivateBox
from annotator.ui.people.backups import NONE, BackupsDialog
from annotator.ui.people.dialogs import ForgetDialog, WhoDialog
from tests.ui.window.test_queries import back
from tests.ui.window.test_sharing import NOOR, claim, command

Key = Qt.Key


def test_a_file_from_another_computer_asks_who_i_am(person: Any, tmp_path: Path) -> None:
    path, window = tmp_path / "hers.annotator", person.window
    with Project.create(path, who=NOOR) as project, project.act("set") as pen:
        pen.set(project.id, "title", "The bridge")
    window.projects.open(path)
    person.until(lambda: window.messages.message("who"), "the question")
    (say,) = window.messages.message("who").acts
    person.click(say)
    dialog = person.dialog(WhoDialog)
    (her,) = dialog.others
    assert "Noor Haddad" in her.text()
    her.setFocus()
    person.press(Key.Key_Space)
    assert dialog.name.text() == "Noor Haddad"
    person.click(dialog.take)
    back(person)
    person.until(lambda: not window.messages.message("who"), "answered")
    window.desk.act(lambda ws: _title(ws, "The bridge, again"))
    found: list[set[str]] = []
    window.desk.ask(lambda ws: {action.person for action in ws.project.history()}, done=found.append)
    person.until(lambda: found, "the history")
    assert found == [{NOOR.person}], "one person on two computers"
    window.projects.open(path)
    assert not window.messages.message("who"), "asked once"


def _title(ws: Any, title: str) -> None:
    with ws.project.act("set") as pen:
        pen.set(ws.project.id, "title", title)


def test_a_name_is_given_from_the_menu(at_work: Any) -> None:
    command(at_work, "who i am")
    dialog = at_work.dialog(WhoDialog)
    at_work.type("Ada  Winter")
    at_work.press(Key.Key_Return)
    back(at_work)
    claim(at_work)
    found: list[Any] = []
    at_work.window.desk.ask(lambda ws: list(ws.project.people().values()), done=found.append)
    at_work.until(lambda: found, "asked")
    assert found == [["Ada Winter"]]
    del dialog


def test_a_note_stays_with_me(at_work: Any) -> None:
    of = claim(at_work)
    box = at_work.window.inspector.claim.findChild(PrivateBox)
    assert not box.isVisible(), "there is no note"
    at_work.window.linker.edit(of, "note", "She told me so")
    at_work.until(box.isVisible, "a note")
    box.setFocus()
    at_work.press(Key.Key_Space)
    at_work.until(lambda: at_work.graph.claims[of].private, "private")
    at_work.window.focus_reader()
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: not at_work.graph.claims[of].private and not box.isChecked(), "undone")


def test_this_computer_forgets_a_project_and_the_file_stays(at_work: Any) -> None:
    claim(at_work)
    window = at_work.window
    opened = window.projects.open_now
    window.search_project()
    at_work.type("bridge")
    at_work.until(lambda: window.search.list.count() > 0, "the search index")
    window.projects.keep()
    at_work.window.focus_reader()
    command(at_work, "forget this project")
    dialog = at_work.dialog(ForgetDialog)
    at_work.click(dialog.forget)
    back(at_work)
    at_work.until(lambda: window.messages.message("forget"), "forgotten")
    assert "has forgotten" in " ".join(window.messages.sentences)
    assert window.start.isVisible()
    assert opened.path.exists()
    assert state.recent_projects() == []
    kept = [
        file
        for folder in (
            platformdirs.user_cache_path("annotator"),
            state.state_folder(),
            identity._file(opened.id).parent,
        )
        for file in folder.rglob("*")
        if opened.id in str(file)
    ]
    assert kept == []
    window.projects.open(opened.path)
    at_work.until(lambda: at_work.graph.claims, "it opens again")


def test_backups_are_made_and_saved(at_work: Any, tmp_path: Path) -> None:
    claim(at_work)
    command(at_work, "backups")
    dialog = at_work.dialog(BackupsDialog)
    assert dialog.none.isVisible()
    assert dialog.none.text() == NONE
    assert not dialog.save.isEnabled()
    at_work.click(dialog.make)
    at_work.until(lambda: dialog.rows.count() == 1, "the backup")
    assert "made by hand" in dialog.rows.item(0).text()
    assert dialog.problem.text() == "A backup was made."
    dialog.kept.setFocus()
    dialog.kept.selectAll()
    at_work.type("7")
    at_work.press(Key.Key_Return)
    at_work.until(lambda: backups.how_many() == 7, "the number")
    dialog.rows.setFocus()
    at_work.press(Key.Key_Return)
    at_work.answer_file_dialog(tmp_path / "before.annotator")
    at_work.until(lambda: "before.annotator" in dialog.problem.text(), "it is saved")
    with Project.open(tmp_path / "before.annotator", read_only=True) as project:
        assert len(project.graph().claims) == 1
    at_work.click(dialog.away)
    back(at_work)
    command(at_work, "backups")
    dialog = at_work.dialog(BackupsDialog)
    assert dialog.rows.count() == 1
    assert dialog.kept.value() == 7
    at_work.press(Key.Key_Escape)
    back(at_work)
