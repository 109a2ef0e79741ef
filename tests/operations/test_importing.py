from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from annotator.model.errors import DiskFull, ProjectReadOnly, Refused
from annotator.model.things import Handling, Role
from annotator.operations import editing, importing, workspace
from annotator.operations.workspace import Workspace


def test_one_action_holds_document_version_content_and_extraction(ws: Workspace, folder: Path) -> None:
    before = len(ws.project.history())
    added = importing.add(ws, [folder / "draft.txt"], role=Role.DRAFT, handling=Handling.QUOTE_ONLY).added[0]
    actions = ws.project.history()[before:]
    assert [action.verb for action in actions] == ["add"]
    graph = ws.graph()
    document = graph.documents[added.document]
    version = graph.versions[document.current]
    assert (document.name, document.role, document.handling) == ("draft.txt", Role.DRAFT, Handling.QUOTE_ONLY)
    assert version.sha256 == hashlib.sha256((folder / "draft.txt").read_bytes()).hexdigest() == added.sha256
    assert b"".join(ws.project.content(version.sha256)) == (folder / "draft.txt").read_bytes()
    extraction = ws.project.extraction(version.extraction)
    assert b"".join(ws.project.content(extraction.frozen)).startswith(b"%PDF-")
    assert "forty days after the storm" in " ".join("\n".join(extraction.texts).split())
    assert (added.pages, added.characters) == (len(extraction.texts), sum(map(len, extraction.texts)))
    editing.undo(ws)
    assert not ws.graph().documents
    editing.redo(ws)
    assert ws.graph().documents[added.document] == document


def test_one_bad_file_does_not_stop_the_others(ws: Workspace, folder: Path) -> None:
    (folder / "zero.pdf").write_bytes(b"%PDF-1.4\nnothing more")
    report = importing.add(
        ws, [folder / "absent.txt", folder / "draft.txt", folder / "zero.pdf", folder, folder / "memo.md"]
    )
    assert [added.name for added in report.added] == ["draft.txt", "memo.md"]
    assert [name for name, _ in report.refused] == ["absent.txt", "zero.pdf", folder.name]
    assert all(reason.endswith(".") and len(reason) > 20 for _, reason in report.refused)
    assert len(ws.graph().documents) == 2


def test_the_same_bytes_give_the_existing_document_and_a_warning(ws: Workspace, folder: Path) -> None:
    (folder / "copy.txt").write_bytes((folder / "draft.txt").read_bytes())
    first, again = importing.add(ws, [folder / "draft.txt", folder / "copy.txt"], role=Role.DRAFT).added
    assert again.document == first.document
    assert again.existed
    assert "already here as 'draft.txt'" in again.warnings[0]
    later = importing.add(ws, [folder / "copy.txt"], role=Role.SOURCE, handling=Handling.NEVER_LEAVES).added[0]
    assert later.document == first.document
    assert "stays a draft" in " ".join(later.warnings)
    assert "unset" in " ".join(later.warnings)
    assert len(ws.graph().documents) == 1


def test_bytes_of_a_removed_document_bring_it_back(ws: Workspace, draft: str, folder: Path) -> None:
    editing.remove(ws, draft)
    assert not ws.graph().documents
    again = importing.add(ws, [folder / "draft.txt"], role=Role.DRAFT).added[0]
    assert again.document == draft
    assert "it is back" in again.warnings[0]
    assert draft in ws.graph().documents


def test_a_taken_name_gets_a_number(ws: Workspace, folder: Path) -> None:
    for number in range(3):
        (folder / str(number)).mkdir()
        (folder / str(number) / "same.txt").write_text(f"Text number {number}.")
    report = importing.add(ws, [folder / str(number) / "same.txt" for number in range(3)])
    assert [added.name for added in report.added] == ["same.txt", "same (2).txt", "same (3).txt"]


def test_odd_file_names_are_kept_readable(ws: Workspace, folder: Path) -> None:
    odd = os.fsencode(folder) + b"/caf\xe9\nnew.txt"
    Path(os.fsdecode(odd)).write_text("Some words.")
    assert importing.add(ws, [Path(os.fsdecode(odd))]).added[0].name == "caf\ufffd new.txt"


def test_a_password_opens_and_is_kept_nowhere(ws: Workspace, make_pdf: Callable[..., Path], tmp_path: Path) -> None:
    secret = "  pass word ä "
    locked = make_pdf("locked.pdf", [[(50, 50, "The sealed figure is 41.")]], password=secret)
    refused = importing.add(ws, [locked], passwords=["wrong", secret.strip()]).refused
    assert refused[0][0] == "locked.pdf"
    assert "password" in refused[0][1]
    added = importing.add(ws, [locked], passwords=["wrong", secret]).added[0]
    assert "encrypted" in " ".join(added.warnings).lower()
    version = ws.graph().versions[ws.graph().documents[added.document].current]
    assert version.encrypted
    assert "The sealed figure is 41." in workspace.texts(ws, version.extraction)[0]
    assert b"".join(ws.project.content(version.sha256)) == locked.read_bytes()
    shown = workspace.sealed_content(ws, version.id)
    try:
        info = ws.engine.wait(ws.engine.open(shown).info())
        assert info.page_count == 1
    finally:
        shown.close()
    assert secret.encode() not in ws.project.path.read_bytes()


def test_an_empty_password_is_no_password(ws: Workspace, make_pdf: Callable[..., Path]) -> None:
    locked = make_pdf("open.pdf", [[(50, 50, "Anybody may read this.")]], password="")
    added = importing.add(ws, [locked]).added[0]
    assert added.characters > 10


def test_prepare_touches_no_project_and_may_be_closed(ws: Workspace, folder: Path) -> None:
    engine = workspace.new_engine()
    try:
        pages: list[tuple[int, int]] = []
        before = set(Path("/proc/self/fd").iterdir())
        prepared = importing.prepare(
            engine, folder / "draft.txt", progress=lambda done, total: pages.append((done, total))
        )
        assert prepared.extraction is not None
        prepared.close()
        prepared.close()
        assert len(set(Path("/proc/self/fd").iterdir()) - before) <= 3  # the warm parent and its worker
        again = importing.prepare(engine, folder / "draft.txt")
        added = importing.adopt(ws, again, role=Role.DRAFT)
        assert again.closed
        assert ws.graph().documents[added.document].name == "draft.txt"
        with pytest.raises(Refused, match=r"absent\.pdf"):
            importing.prepare(engine, folder / "absent.pdf")
    finally:
        engine.close()


def test_a_pdf_without_text_is_told(ws: Workspace, make_pdf: Callable[..., Path]) -> None:
    blank = make_pdf("blank.pdf", [[]])
    assert any("without text" in warning for warning in importing.add(ws, [blank]).added[0].warnings)


def test_stopping_leaves_the_project_whole(ws: Workspace, folder: Path) -> None:
    calls: list[int] = []

    def cancelled() -> bool:
        calls.append(1)
        return len(calls) > 1

    with pytest.raises(Refused, match="Stopped"):
        importing.add(ws, [folder / "draft.txt", folder / "memo.md"], cancelled=cancelled)
    assert len(ws.graph().documents) <= 1


def test_a_project_open_for_reading_takes_nothing(ws: Workspace, folder: Path) -> None:
    with workspace.open_workspace(ws.project.path, read_only=True) as other:
        assert other.graph().documents == {}
        with pytest.raises(ProjectReadOnly):
            importing.add(other, [folder / "draft.txt"])


def test_a_disk_that_fills_up_keeps_what_was_added_and_tells_the_rest(
    ws: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = ws.project.put_content

    def full(pen: Any, sha256: str, size: int, source: Any, *, media: str) -> None:
        if media == "text/markdown":
            raise DiskFull("The disk is full.")
        put(pen, sha256, size, source, media=media)

    monkeypatch.setattr(ws.project, "put_content", full)
    report = importing.add(ws, [folder / "draft.txt", folder / "memo.md"])
    assert [added.name for added in report.added] == ["draft.txt"]
    assert report.refused == (("memo.md", "'memo.md': The disk is full."),)
    assert [document.name for document in ws.graph().documents.values()] == ["draft.txt"]


def test_attachments_become_documents_that_know_what_they_came_with(ws: Workspace, folder: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@x.invalid", "The levels", "Tue, 02 Jan 2024 10:00:00 +0000"
    mail.set_content("See attached.")
    mail.add_attachment("The level fell by 4.2 metres.", filename="../../x/levels.txt")
    mail.add_attachment(b"\x7fELF\x00\x00", maintype="application", subtype="octet-stream", filename="run\u202etxt.exe")
    path = folder / "letter.eml"
    path.write_bytes(mail.as_bytes())
    report = importing.add(ws, [path], handling=Handling.QUOTE_ONLY)
    assert [added.name for added in report.added] == ["letter.eml", "levels.txt"]
    assert [name for name, _ in report.refused] == ["run txt.exe"]
    letter, levels = (ws.graph().documents[added.document] for added in report.added)
    assert (letter.title, letter.date, letter.part_of) == ("The levels", "2024-01-02", "")
    assert (levels.part_of, levels.handling) == (letter.id, Handling.QUOTE_ONLY)
    assert "4.2 metres" in ws.project.page_texts(ws.graph().versions[levels.current].extraction)[0]
    again = importing.add(ws, [path])
    assert again.added[0].existed
    assert len(ws.graph().documents) == 2
    editing.undo(ws)
    assert ws.graph().documents == {}
    editing.redo(ws)
    assert len(ws.graph().documents) == 2
    assert ws.project.rebuild_differences() == []
