from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from annotator.model.errors import NotFound, Refused, TooSlow
from annotator.model.things import Document, Role
from annotator.operations import editing, importing, preparing
from annotator.operations.parts import Together, parts_of
from annotator.operations.preparing import prepare
from annotator.operations.workspace import Workspace

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nThe pier was opened in June.\n"


def wave(path: Path, tone: int = 0) -> Path:
    """A tenth of a second of sound."""
    data = bytes([128 + tone]) * 800
    head = (
        b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    )
    path.write_bytes(head + b"data" + struct.pack("<I", len(data)) + data)
    return path


def letter(path: Path) -> Path:
    """An e-mail with two attachments that can be read and one that can't."""
    lines = ["From: a@example.org", "To: b@example.org", "Subject: Pier", "MIME-Version: 1.0"]
    lines += ["Content-Type: multipart/mixed; boundary=xx", "", "--xx", "Content-Type: text/plain", "", "See below."]
    for name, words in (("one.txt", "The first."), ("two.txt", "The second."), ("three.pptx", "PK\x03\x04")):
        lines += ["--xx", "Content-Type: application/octet-stream"]
        lines += [f'Content-Disposition: attachment; filename="{name}"', "", words]
    path.write_text("\r\n".join([*lines, "--xx--", ""]), "utf-8")
    return path


def _documents(ws: Workspace) -> dict[str, Document]:
    return {document.name: document for document in ws.graph().documents.values()}


@pytest.mark.parametrize("order", [("talk.vtt", "Talk.wav"), ("Talk.wav", "talk.vtt"), ("talk.en.vtt", "Talk.wav")])
def test_a_recording_belongs_to_the_transcript_added_with_it(
    ws: Workspace, tmp_path: Path, order: tuple[str, ...]
) -> None:
    for name in order:
        if name.endswith("vtt"):
            (tmp_path / name).write_text(VTT, "utf-8")
        else:
            wave(tmp_path / name)
    wave(tmp_path / "other.wav", 1)
    report = importing.add(ws, [tmp_path / name for name in (*order, "other.wav")])
    assert not report.refused
    documents = _documents(ws)
    transcript = next(one for name, one in documents.items() if name.endswith("vtt"))
    assert documents["Talk.wav"].part_of == transcript.id
    assert not documents["other.wav"].part_of
    assert [action.verb for action in ws.project.history()] == ["new", "add", "add", "add"]


def test_files_added_one_by_one_are_joined_too_if_they_came_together(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_text(VTT, "utf-8")
    together = Together()
    for path in (wave(tmp_path / "talk.wav"), tmp_path / "talk.vtt"):
        importing.adopt(ws, prepare(ws.engine, path), role=Role.SOURCE, together=together)
    documents = _documents(ws)
    assert documents["talk.wav"].part_of == documents["talk.vtt"].id
    editing.undo(ws)
    assert not _documents(ws)["talk.wav"].part_of


def test_belonging_is_set_by_hand_and_never_goes_round(ws: Workspace, draft: str, memo: str, tmp_path: Path) -> None:
    third = importing.add(ws, [wave(tmp_path / "a.wav")]).added[0].document
    editing.set_field(ws, memo, "part_of", "draft.txt")
    editing.set_field(ws, third, "part_of", memo[:12])
    assert parts_of(ws.graph(), draft) == (memo, third)
    with pytest.raises(Refused, match="belong to itself"):
        editing.set_field(ws, memo, "part_of", memo)
    with pytest.raises(Refused, match=r"'a\.wav' belongs to 'draft\.txt'"):
        editing.set_field(ws, draft, "part_of", third)
    with pytest.raises(NotFound):
        editing.set_field(ws, memo, "part_of", "nobody")
    editing.set_field(ws, memo, "part_of", "")
    assert parts_of(ws.graph(), draft) == ()


def test_an_e_mail_goes_and_comes_back_with_its_attachments(ws: Workspace, tmp_path: Path) -> None:
    report = importing.add(ws, [letter(tmp_path / "Letter.eml")])
    assert [one.name for one in report.added] == ["Letter.eml", "one.txt", "two.txt"]
    assert [name for name, _ in report.refused] == ["three.pptx"]
    mail, one, two = (added.document for added in report.added)
    editing.remove(ws, two)
    editing.remove(ws, mail)
    assert not ws.graph().documents
    editing.restore(ws, mail)
    assert set(ws.graph().documents) == {mail, one}
    editing.undo(ws)
    assert not ws.graph().documents
    editing.undo(ws)
    assert set(ws.graph().documents) == {mail, one}


def _mails(path: Path, wide: int, deep: int) -> Path:
    """An e-mail with so many e-mails in it, each of which has as many, so deep."""
    words = b"From: a@example.org\r\nSubject: s\r\n\r\nx\r\n"
    for level in range(deep):
        bound = f"b{level}".encode()
        head = b"From: a@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="
        # No message/rfc822, which would be shown inside: files of their own.
        part = b"\r\n--" + bound + b"\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; "
        files = (part + f'filename="{n}.eml"'.encode() + b"\r\n\r\n" + words for n in range(wide))
        words = head + bound + b"\r\n" + b"".join(files) + b"\r\n--" + bound + b"--\r\n"
    path.write_bytes(words)
    return path


def test_a_file_of_files_of_files_is_read_as_far_as_there_is_room(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "INSIDE_LIMIT", 4)
    before = sum(1 for _ in Path("/proc/self/fd").iterdir())
    report = importing.add(ws, [_mails(tmp_path / "bomb.eml", 3, 3)])
    assert len(report.added) == 5
    [(name, sentence)] = [one for one in report.refused if "not read" in one[1]]
    assert name == "bomb.eml"
    assert sentence.endswith("there are more than can be read. Save what you need on its own.")
    assert sum(1 for _ in Path("/proc/self/fd").iterdir()) <= before + 2 * 6, "readers may stay, files inside must not"


def test_after_some_that_took_too_long_no_more_are_read(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    real = preparing.Reading.of

    def slow(engine: Any, sealed: Any, **more: Any) -> Any:
        reading = real(engine, sealed, **more)
        if sealed.name != "bomb.eml" and reading.request is not None:
            tried.append(1)
            reading.request.settle(None, TooSlow("This document took too long and was stopped."))
        return reading

    monkeypatch.setattr(preparing.Reading, "of", slow)
    report = importing.add(ws, [_mails(tmp_path / "bomb.eml", 20, 1)])
    assert len(tried) == preparing.PATIENCE
    assert any("15 files inside 'bomb.eml' not read: too many others took too long" in why for _, why in report.refused)
