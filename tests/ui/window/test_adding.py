"""What comes in otherwise than as one file: pasted, attached, beside a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage

from annotator.model.formats import FORMATS, endings
from annotator.model.pages import Format
from annotator.model.things import Document
from annotator.ui.adding import FILTER
from tests.operations.test_parts import VTT, letter, wave
from tests.person import Person


@pytest.fixture(autouse=True)
def _clean_clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def _named(person: Person, name: str) -> Document | None:
    return next((each for each in person.graph.documents.values() if re.fullmatch(name, each.name)), None)


def _rows(person: Person) -> list[str]:
    rows = person.window.documents.list
    return [rows.item(at).text() for at in range(rows.count())]


def _picture() -> QImage:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    return image


def test_a_pasted_picture_becomes_a_source(at_work: Person) -> None:
    QGuiApplication.clipboard().setImage(_picture())
    at_work.window.focus_reader()
    at_work.ctrl(Qt.Key.Key_V)
    at_work.until(lambda: _named(at_work, r"Clipboard \d{4}-\d\d-\d\d \d\d\.\d\d\.png"), "the picture")
    document = _named(at_work, r"Clipboard .*\.png")
    assert document is not None
    assert at_work.graph.versions[document.current].format == Format.PICTURE


def test_bytes_of_a_picture_are_taken_as_they_are(at_work: Person) -> None:
    mime = QMimeData()
    mime.setData("image/png", b"\x89PNG\r\n\x1a\n and no more")
    QGuiApplication.clipboard().setMimeData(mime)
    at_work.window.focus_reader()
    at_work.ctrl(Qt.Key.Key_V)
    # Nothing in this process decodes it: the locked one refuses.
    at_work.until(lambda: any("Clipboard" in each for each in at_work.window.messages.sentences), "a refusal")
    assert len(at_work.graph.documents) == 2


def test_pasted_text_is_asked_about_and_an_address_is_only_text(at_work: Person) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/secret.pdf")])
    mime.setText("https://example.org/secret.pdf")
    mime.setHtml('<img src="https://example.org/x.png">see')
    QGuiApplication.clipboard().setMimeData(mime)
    at_work.window.focus_reader()
    at_work.ctrl(Qt.Key.Key_V)
    message = at_work.window.messages.message("paste")
    assert message is not None
    assert "30 characters" in message.words.text()
    assert len(at_work.graph.documents) == 2
    at_work.click(message.acts[0])
    at_work.until(lambda: _named(at_work, r"Clipboard .*\.txt"), "the text")
    document = _named(at_work, r"Clipboard .*\.txt")
    assert document is not None
    at_work.open_from_panel("Clipboard")
    at_work.has(at_work.source, "https://example.org/secret.pdf")


def test_pasted_text_can_become_a_note(at_work: Person) -> None:
    QGuiApplication.clipboard().setText("She said it was known in May.")
    at_work.window.focus_reader()
    at_work.ctrl(Qt.Key.Key_V)
    message = at_work.window.messages.message("paste")
    assert message is not None
    at_work.click(message.acts[1])
    assert at_work.window.adding.notes._open[""].text.toPlainText() == "She said it was known in May."


def test_copied_files_are_added_and_fields_keep_their_paste(at_work: Person, tmp_path: Path) -> None:
    (tmp_path / "third.txt").write_text("Something else again.", "utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "third.txt"))])
    QGuiApplication.clipboard().setMimeData(mime)
    at_work.show_tab(2)
    at_work.window.search.field.setFocus()
    at_work.ctrl(Qt.Key.Key_V)
    assert len(at_work.graph.documents) == 2
    at_work.window.search.field.clear()
    at_work.window.focus_reader()
    at_work.ctrl(Qt.Key.Key_V)
    at_work.until(lambda: _named(at_work, "third.txt"), "the file")


def test_a_letter_stands_above_its_attachments_and_takes_them_along(at_work: Person, tmp_path: Path) -> None:
    at_work.drop(at_work.window.documents, letter(tmp_path / "Letter.eml"))
    at_work.until(lambda: len(at_work.graph.documents) == 5, "the letter")
    at_work.until(lambda: at_work.said.startswith("Letter.eml added"), "told")
    assert at_work.said == "Letter.eml added: 1 page, with 2 attachments; 1 could not be opened."
    assert any("three.pptx" in each for each in at_work.window.messages.sentences)
    at_work.show_tab(1)
    rows = _rows(at_work)
    mail = next(at for at, text in enumerate(rows) if text.startswith("Pier"))
    assert [row.split("\n")[0].strip("\N{NO-BREAK SPACE}") for row in rows[mail + 1 : mail + 3]] == [
        "↳ one.txt",
        "↳ two.txt",
    ]
    at_work.open_from_panel("one.txt")
    at_work.has(at_work.source, "The first.")
    owner = at_work.window.inspector.document.owner
    assert owner.text() == "came with 'Letter.eml'"
    at_work.click(owner)
    at_work.has(at_work.source, "See below.")
    assert at_work.window.inspector.document.name.text() == "Letter.eml"
    at_work.click(at_work.window.inspector.document.remove)
    at_work.until(lambda: len(at_work.graph.documents) == 2, "removed")
    assert at_work.said == "Letter.eml and 2 documents that came with it removed."
    at_work.window.focus_reader()
    at_work.ctrl(Qt.Key.Key_Z)
    at_work.until(lambda: len(at_work.graph.documents) == 5, "back")


def test_a_recording_comes_in_below_its_transcript(at_work: Person, tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_text(VTT, "utf-8")
    at_work.drop(at_work.window.documents, wave(tmp_path / "talk.wav"), tmp_path / "talk.vtt")
    at_work.until(lambda: len(at_work.graph.documents) == 4)
    recording, transcript = _named(at_work, "talk.wav"), _named(at_work, "talk.vtt")
    assert recording is not None
    assert transcript is not None
    assert recording.part_of == transcript.id


def test_what_a_document_belongs_to_is_set_by_hand(at_work: Person) -> None:
    memo = _named(at_work, "memo.txt")
    draft = _named(at_work, "bridge.md")
    assert memo is not None
    assert draft is not None
    at_work.open_from_panel("memo.txt")
    at_work.window.commands.actions["belongs"].trigger()
    picks = at_work.window.picks
    assert [picks.list.item(at).text() for at in range(picks.list.count())] == [
        "Nothing: it stands on its own    now",
        "bridge.md",
    ]
    at_work.type("bridge")
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.graph.documents[memo.id].part_of == draft.id)
    at_work.open_from_panel("bridge.md")
    at_work.window.commands.actions["belongs"].trigger()
    assert picks.list.count() == 1  # not below what belongs to it
    picks.leave()


def test_dialogs_and_the_readme_name_all_that_can_be_added() -> None:
    for ending in endings():
        assert f"*.{ending}" in FILTER
    readme = " ".join((Path(__file__).parents[3] / "README.md").read_text("utf-8").split())
    for words, some in FORMATS:
        assert words in readme, words
        assert all(f"`.{ending}`" in readme for ending in some), some


def test_a_file_that_is_still_read_does_not_go_into_another_project(at_work: Person, tmp_path: Path) -> None:
    late = tmp_path / "late.txt"
    late.write_text("Only for the story that was open. " * 400, "utf-8")
    window = at_work.window
    first = window.projects.open_now.path
    other = tmp_path / "other.annotator"
    at_work.drop(window.documents, late)
    assert window.adding.importer.busy
    window.desk.create(other)  # asked for before the file is read: the thread of the project does it first
    at_work.until(lambda: window.projects.open_now.path == other, "the other project")
    at_work.until(lambda: not window.adding.importer.busy, "read")
    window.desk.settle()
    assert not at_work.graph.documents
    window.projects.open(first)
    at_work.until(lambda: window.projects.open_now.path == first and at_work.graph.documents, "the first again")
