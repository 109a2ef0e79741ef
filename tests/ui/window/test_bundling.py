"""The evidence bundle from the key to the digest: what goes is seen first, what nobody decided about is asked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from annotator.model.things import Handling
from annotator.operations.verifying import verify_bundle
from annotator.ui import calls
from annotator.ui.handing.dialog import NOTHING_HIDDEN, WORKING_OUT, BundleDialog, size_words
from annotator.ui.inspector.fields import ChoiceField

Key = Qt.Key


def linked(person: Any) -> None:
    """A claim and a link."""
    person.select(person.draft, "Nobody was hurt")
    person.press(Key.Key_C)
    person.until(lambda: person.graph.claims, "marked")
    person.select(person.source, "The council voted")
    person.press(Key.Key_S)
    person.until(lambda: person.graph.links, "linked")


def asked(person: Any) -> BundleDialog:
    person.ctrl(Key.Key_E, shift=True)
    dialog: BundleDialog = person.dialog(BundleDialog)
    person.until(lambda: dialog.told.text() not in ("", WORKING_OUT), "looked at")
    return dialog


def words(dialog: BundleDialog) -> str:
    return "\n".join(each.text() for each in dialog.inside.findChildren(QLabel) if each.isVisible())


def test_what_nobody_decided_about_is_asked_then_the_bundle_is_written(at_work: Any, tmp_path: Path) -> None:
    linked(at_work)
    dialog = asked(at_work)
    assert dialog.told.text() == "Say first what may become of 1 document."
    assert not dialog.go.isEnabled()
    (choice,) = dialog.inside.findChildren(ChoiceField)
    choice.setFocus()
    for _ in range(2):
        at_work.press(Key.Key_Down)
    at_work.until(lambda: dialog.go.isEnabled(), "decided")
    (source,) = [each for each in at_work.graph.documents.values() if each.role == "source"]
    assert source.handling is not Handling.UNSET
    # What goes is shown by an answer of its own, and labels that just came are not shown yet.
    at_work.until(lambda: "Originals, untouched" in words(dialog) or "left out" in words(dialog), "shown")
    at_work.until(lambda: NOTHING_HIDDEN in words(dialog), "looked through")
    dialog.packed.setFocus()
    at_work.press(Key.Key_Down)
    at_work.click(dialog.go)
    at_work.answer_file_dialog(tmp_path / "for the editor")
    out = tmp_path / "for the editor.zip"
    at_work.until(lambda: at_work.window.messages.message("export"), "exported")
    assert zipfile.is_zipfile(out)
    message = at_work.window.messages.message("export")
    copy = next(act for act in message.acts if act.text() == "Copy digest")
    at_work.click(copy)
    digest = QGuiApplication.clipboard().text()
    assert verify_bundle(out, digest).valid
    assert at_work.window.bundling.dialog is None


def test_the_public_gets_nothing_of_what_nobody_decided_about(at_work: Any) -> None:
    linked(at_work)
    dialog = asked(at_work)
    public = next(each for each in dialog.readers.buttons() if each.text() == "Public")
    at_work.click(public)
    at_work.until(lambda: dialog.go.isEnabled() and "the public gets nothing of them" in words(dialog), "may go on")
    assert "Nobody has said yet what may become of it" in words(dialog)
    assert "Originals" not in words(dialog)
    dialog.asked.disconnect()  # nobody answers any more
    at_work.click(next(each for each in dialog.readers.buttons() if each.text() == "Editor"))
    assert dialog.told.text() == WORKING_OUT
    assert not dialog.go.isEnabled()
    at_work.press(Key.Key_Escape)
    at_work.until(lambda: at_work.window.bundling.dialog is None, "gone")


def test_why_nothing_can_go_is_said_before_anything_is_chosen(at_work: Any) -> None:
    linked(at_work)
    draft = next(each for each in at_work.graph.documents.values() if each.role == "draft")
    at_work.window.desk.act(calls.set_field, draft.id, "handling", "never-leaves")
    at_work.until(lambda: at_work.graph.documents[draft.id].handling is Handling.NEVER_LEAVES, "set")
    dialog = asked(at_work)
    at_work.until(lambda: "can't be exported" in dialog.told.text(), "refused")
    assert not dialog.go.isEnabled()
    at_work.press(Key.Key_Escape)


def test_sizes_in_words() -> None:
    told = {0: "about 1 KB", 1499: "about 1 KB", 999_400: "about 999 KB", 3_200_000: "about 3.2 MB"}
    assert {size: size_words(size) for size in told} == told
