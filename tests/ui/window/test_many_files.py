"""Several files at once, long names, notices, and empty panes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit

from annotator.model.things import Role
from annotator.ui.accessibility import announcer
from tests.person import Person

LONG = "Minutes of the extraordinary meeting of the committee for bridges and culverts, fourth of March, final.txt"


def test_several_files_are_counted(at_work: Person, tmp_path: Path) -> None:
    files = [tmp_path / f"report {number}.txt" for number in range(1, 6)]
    for file in files:
        file.write_text(f"This is {file.stem}.")
    at_work.drop(at_work.window.documents, *files)
    sentence = "5 documents added. The last: report 5.txt added: 1 page."
    at_work.until(lambda: at_work.said == sentence, sentence)
    alone = tmp_path / LONG
    alone.write_text("Those present agreed.")
    at_work.drop(at_work.window.documents, alone)
    at_work.until(lambda: len(at_work.graph.documents) == 8, "one more")
    at_work.until(
        lambda: at_work.said == "Minutes of the extraordi…rth of March, final.txt added: 1 page.", "cut inside"
    )


def test_two_drops_end_in_one_summary_and_what_was_refused_stays_listed(at_work: Person, tmp_path: Path) -> None:
    good = [tmp_path / f"report {number}.txt" for number in range(1, 8)]
    for file in good:
        file.write_text(f"This is {file.stem}.")
    bad = [tmp_path / "program.exe", tmp_path / "empty.txt"]
    bad[0].write_bytes(b"MZ\x00\x01" * 99)
    bad[1].write_bytes(b"")
    told: list[str] = []
    announcer().told.connect(lambda words, _: told.append(words))
    at_work.drop(at_work.window.documents, *good[:3], bad[0])
    at_work.drop(at_work.window.documents, bad[1], *good[3:])
    sentence = "7 documents added, 2 refused, see above. The last: report 7.txt added: 1 page."
    at_work.until(lambda: at_work.said == sentence, sentence)
    assert [each for each in told if " added" in each and "not added" not in each] == [sentence]
    at_work.until(lambda: at_work.window.messages.message("refused"), "what was refused")
    lines = at_work.window.messages.message("refused").words.text().split("\n")
    assert lines[0] == "2 files not added:"
    assert "program.exe" in lines[1]
    assert "empty.txt" in lines[2]
    assert all(len(line) > 30 for line in lines[1:]), "with reasons"
    at_work.click(at_work.window.messages.message("refused").away)
    at_work.drop(at_work.window.documents, bad[0])
    at_work.until(lambda: at_work.window.messages.message("refused"), "the next")
    assert "empty.txt" not in at_work.window.messages.message("refused").words.text()


def test_a_long_title_leaves_room_for_what_rests_on_it(at_work: Person, tmp_path: Path) -> None:
    alone = tmp_path / LONG
    alone.write_text("Those present agreed.")
    at_work.drop(at_work.window.documents, alone)
    at_work.until(lambda: len(at_work.graph.documents) == 3, "added")
    at_work.show_tab(1)
    rows = at_work.window.documents.list
    heights = {rows.visualItemRect(rows.item(row)).height() for row in range(rows.count())}
    assert len(heights) == 1, "each has its line for the title and its line for the links"
    (row,) = [rows.item(row) for row in range(rows.count()) if rows.item(row).text().startswith("Minutes")]
    assert row.text() == f"{LONG}\n0 links rest on it"
    assert LONG in row.toolTip()
    assert heights.pop() >= 2 * rows.fontMetrics().height()


def test_what_was_said_of_a_document_goes_when_adding_it_is_undone(at_work: Person, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_bytes("The café was closed.".encode("latin-1"))
    at_work.drop(at_work.window.documents, old)
    at_work.until(lambda: any("old.txt: " in each for each in at_work.window.messages.sentences), "the warning")
    at_work.click(at_work.window.status.undo)
    at_work.until(lambda: len(at_work.graph.documents) == 2, "undone")
    at_work.until(lambda: not any("old.txt" in each for each in at_work.window.messages.sentences), "its notice, too")


def test_a_click_on_an_empty_pane_asks_for_files(person: Person, files: dict[str, Path]) -> None:
    person.drop(person.window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    person.click(person.draft.viewport())
    assert not [each for each in person.window.findChildren(QFileDialog) if each.isVisible()], "this one is not empty"
    person.click(person.source.viewport())
    dialog = person.dialog(QFileDialog)
    person.click(dialog.findChild(QLineEdit, "fileNameEdit"))
    person.ctrl(Qt.Key.Key_A)
    person.type(str(files["memo"]))
    person.click(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Open))
    person.window.activateWindow()
    person.has(person.source, "voted to close")
    assert [each.role for each in person.graph.documents.values()] == [Role.DRAFT, Role.SOURCE]
