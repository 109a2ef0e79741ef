"""Interview notes: written beside the documents, kept with their terms, never lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.things import Document, Handling
from annotator.ui import state
from annotator.ui.interviews import NoteDialog
from tests.person import Person

WORDS = "The bridge was closed too late, she said. Nobody listened."


def _dialog(person: Person) -> NoteDialog:
    return person.dialog(NoteDialog)


def _fill(person: Person, dialog: NoteDialog, *, who: str = "Heron", words: str = WORDS) -> None:
    """Types whom and what, with the keyboard alone."""
    assert QApplication.focusWidget() is dialog.who
    person.type(who)
    person.tab_to(dialog.text)
    person.type(words)


def _notes(person: Person) -> list[Document]:
    return [each for each in person.graph.documents.values() if each.interviewee]


def _choose(person: Person, field: Any, words: str) -> None:
    field.setFocus()
    person.type(words)
    assert field.currentText() == words


def test_a_note_is_written_and_opens_beside_the_draft(at_work: Person) -> None:
    at_work.ctrl(Qt.Key.Key_I, shift=True)
    dialog = _dialog(at_work)
    assert "never leaves" in dialog.means.text()
    assert dialog.handling.currentData() == Handling.NEVER_LEAVES.value
    _fill(at_work, dialog)
    _choose(at_work, dialog.terms, "not for attribution")
    assert dialog.handling.currentData() == Handling.PARAPHRASE_ONLY.value
    assert "neither words nor name" in dialog.means.text()
    _choose(at_work, dialog.how, "phone")
    at_work.click(dialog.embargo)
    at_work.until(
        lambda: dialog.embargo.isChecked() or at_work.click(dialog.embargo, dialog.embargo.rect().center() / 4)
    )
    at_work.click(dialog.save)
    at_work.until(lambda: _notes(at_work), "the note")
    note = _notes(at_work)[0]
    assert (note.interviewee, note.how, note.terms) == ("Heron", "phone", "not-for-attribution")
    assert note.embargo == note.date
    assert "Heron" not in note.name
    at_work.has(at_work.source, "Nobody listened")
    at_work.show_tab(1)
    rows = at_work.window.documents.list
    shown = [rows.item(at).text() for at in range(rows.count())]
    assert any("Interview with Heron\n[not for attribution]\n[embargo until" in text for text in shown)
    details = at_work.window.inspector.document
    assert details.agreed.text().startswith("not for attribution, embargo until")
    assert details.fields["interviewee"].text() == "Heron"
    at_work.window.activateWindow()
    at_work.until(lambda: QApplication.activeWindow() is at_work.window)
    at_work.window.focus_reader()
    at_work.ctrl(Qt.Key.Key_Z)
    at_work.until(lambda: not _notes(at_work), "undone")


def test_terms_and_embargo_are_edited_in_the_inspector(at_work: Person) -> None:
    memo = next(each for each in at_work.graph.documents.values() if each.name == "memo.txt")
    at_work.open_from_panel("memo.txt")
    details = at_work.window.inspector.document
    assert not details.agreed.isVisible()
    assert not details.fields["interviewee"].isVisible()
    _choose(at_work, details.terms, "off the record")
    details.terms.activated.emit(details.terms.currentIndex())
    at_work.until(lambda: at_work.graph.documents[memo.id].terms == "off-the-record")
    assert at_work.graph.documents[memo.id].handling is Handling.NEVER_LEAVES
    assert details.agreed.text() == "off the record"
    details.fields["embargo"].setFocus()
    at_work.type("2999-01-01")
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.graph.documents[memo.id].embargo == "2999-01-01")
    assert details.agreed.text() == "off the record, embargo until 2999-01-01"


def test_what_was_typed_is_not_thrown_away(at_work: Person) -> None:
    at_work.ctrl(Qt.Key.Key_I, shift=True)
    dialog = _dialog(at_work)
    _fill(at_work, dialog)
    at_work.press(Qt.Key.Key_Escape)
    at_work.press(Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "not saved" in dialog.problem.text()
    at_work.click(dialog.discard)
    at_work.until(lambda: not dialog.isVisible())
    assert not _notes(at_work)


def test_a_refused_note_stays_to_be_mended(at_work: Person) -> None:
    at_work.ctrl(Qt.Key.Key_I, shift=True)
    dialog = _dialog(at_work)
    _fill(at_work, dialog, who=" ")
    at_work.ctrl(Qt.Key.Key_S)
    at_work.until(lambda: "alias" in dialog.problem.text())
    dialog.who.setFocus()
    at_work.type("A friend")
    at_work.ctrl(Qt.Key.Key_S)
    at_work.until(lambda: _notes(at_work))
    assert _notes(at_work)[0].interviewee == "A friend"


def test_closing_the_window_keeps_what_was_being_written(at_work: Person, open_window: Any) -> None:
    at_work.ctrl(Qt.Key.Key_I, shift=True)
    _fill(at_work, _dialog(at_work), who="")
    project = Path(at_work.window.projects.open_now.path)
    at_work.window.close()
    assert not list((state.state_folder() / "projects").glob("*note*")), "kept in the project"
    again = open_window()
    again.window.projects.open(project)
    again.until(lambda: again.window.has_bench and _notes(again), "the note")
    assert _notes(again)[0].interviewee == "somebody not yet named"
    assert _notes(again)[0].handling is Handling.NEVER_LEAVES


def test_the_words_of_a_note_are_changed(at_work: Person) -> None:
    at_work.ctrl(Qt.Key.Key_I, shift=True)
    _fill(at_work, _dialog(at_work))
    at_work.ctrl(Qt.Key.Key_S)
    at_work.until(lambda: _notes(at_work))
    at_work.has(at_work.source, "Nobody listened")
    at_work.window.activateWindow()
    at_work.click(at_work.window.inspector.document.words)
    dialog = _dialog(at_work)
    assert dialog.text.toPlainText() == WORDS
    assert not dialog.who.isVisible()
    QTest.keyClick(dialog.text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    at_work.type(" Not even he.")
    at_work.click(dialog.save)
    at_work.has(at_work.source, "Not even he.")
    assert len(_notes(at_work)) == 1


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Escape,)])
def test_an_empty_note_closes_at_once(at_work: Person, keys: tuple[Qt.Key, ...]) -> None:
    at_work.ctrl(Qt.Key.Key_I, shift=True)
    dialog = _dialog(at_work)
    for key in keys:
        at_work.press(key)
    at_work.until(lambda: not dialog.isVisible())


def _crash(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window goes without saving what is written in its dialogs."""
    monkeypatch.setattr(person.window.adding.notes._closing, "_run", lambda: None)
    person.window.close()


def _reopened(open_window: Any, path: Path) -> Person:
    again = open_window()
    again.window.projects.open(path)
    again.has(again.draft, "closed the bridge")
    return again


def test_what_was_typed_outlives_a_crash(at_work: Person, open_window: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path, project = at_work.window.projects.open_now.path, at_work.window.projects.open_now.id
    at_work.ctrl(Qt.Key.Key_I, shift=True)
    dialog = _dialog(at_work)
    _fill(at_work, dialog)
    _choose(at_work, dialog.terms, "off the record")
    at_work.until(lambda: state.load_note_draft(project, "").get("terms") == "off-the-record", "it is kept")
    (file,) = (state.state_folder() / "projects").glob("*note*")
    assert file.stat().st_mode & 0o077 == 0, "for this person only"
    _crash(at_work, monkeypatch)
    again = _reopened(open_window, path)
    assert not _notes(again)
    again.until(lambda: again.window.messages.message("note "), "the offer")
    again.click(again.window.messages.message("note ").acts[0])
    dialog = _dialog(again)
    assert (dialog.who.text(), dialog.text.toPlainText()) == ("Heron", WORDS)
    assert dialog.handling.currentData() == Handling.NEVER_LEAVES.value
    again.click(dialog.save)
    again.until(lambda: _notes(again), "the note")
    assert not list((state.state_folder() / "projects").glob("*note*"))


def test_a_discarded_note_is_not_offered_again(at_work: Person) -> None:
    project = at_work.window.projects.open_now.id
    at_work.ctrl(Qt.Key.Key_I, shift=True)
    dialog = _dialog(at_work)
    _fill(at_work, dialog)
    at_work.until(lambda: state.load_note_draft(project, ""), "it is kept")
    at_work.click(dialog.cancel)
    at_work.click(dialog.discard)
    at_work.until(lambda: not state.load_note_draft(project, ""), "it is gone")
