from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotator.finding.vectors_wire import SIZE
from annotator.model.errors import Refused
from annotator.model.things import Role
from annotator.operations import editing, importing, interviews, marking, suggesting, workspace
from annotator.operations.meaning import ABSENT, FAILED, Meaning
from annotator.operations.searching import Sought
from annotator.operations.workspace import Workspace

CLAIM = "The harbour office closed for forty days after the storm."


def without_meaning(ws: Workspace) -> None:
    ws.meaning._why = ABSENT


def test_passages_come_from_sources_only_and_say_where_they_are(ws: Workspace, draft: str, memo: str) -> None:
    without_meaning(ws)
    found = suggesting.suggest(ws, CLAIM)
    assert {one["document"] for one in found} == {memo}
    assert set(found[0]) == {"document", "page", "start", "end", "text", "score"}
    assert "forty days" in found[0]["text"]
    version = ws.graph().versions[ws.graph().documents[memo].current]
    for one in found:
        assert ws.project.page_texts(version.extraction)[one["page"]][one["start"] : one["end"]] == one["text"]
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    editing.remove(ws, memo)
    assert suggesting.suggest(ws, CLAIM) == []
    editing.undo(ws)
    assert suggesting.suggest(ws, CLAIM, 1) == found[:1]


def test_a_claim_gives_its_words(ws: Workspace, draft: str, memo: str) -> None:
    claim = marking.claim(ws, draft, "The council spent 3.5 million on the new pier").claim
    assert suggesting.claim_words(ws.graph(), claim) == "The council spent 3.5 million on the new pier"


def test_names_before_a_claim_in_the_draft_help(ws: Workspace, folder: Path) -> None:
    without_meaning(ws)
    told = "The list names officers. {} resigned in the spring after a long inquiry. Others stayed."
    for name in ("Adams", "Becker", "Quist"):
        (folder / f"{name}.txt").write_text(told.format(name))
    importing.add(ws, [folder / f"{name}.txt" for name in ("Adams", "Becker", "Quist")])
    for name in ("Adams", "Quist"):
        story = folder / f"story of {name}.txt"
        story.write_text(f"Trouble at the port\n\nThe harbour was run by Lena {name}. She resigned after a year.")
        draft = importing.add(ws, [story], role=Role.DRAFT).added[0].document
        claim = marking.claim(ws, draft, "She resigned after a year").claim
        words = suggesting.claim_words(ws.graph(), claim)
        assert name in suggesting.suggest(ws, words, 1, claim=claim)[0]["text"]


def test_sentences_that_only_cite_an_act_come_after_what_it_says(ws: Workspace, folder: Path) -> None:
    without_meaning(ws)
    citing = "The term means a vessel under section {} of the Harbour and Coastal Navigation Act."
    (folder / "terms.txt").write_text("\n\n".join(map(citing.format, range(101, 106))))
    commands = "A port office shall make its records of crews available to another agency on request."
    (folder / "records.txt").write_text(commands)
    importing.add(ws, [folder / "terms.txt", folder / "records.txt"])
    claim = "The Harbour and Coastal Navigation Act limits the sharing of records of crews with another agency."
    assert " ".join(suggesting.suggest(ws, claim, 3)[0]["text"].split()) == commands
    named = suggesting.suggest(ws, "the Harbour and Coastal Navigation Act", 3)
    assert [one["text"].split()[-1] for one in named] == ["Act."] * 3


def test_a_document_or_a_kind_of_documents_is_looked_in_alone(ws: Workspace, memo: str, folder: Path) -> None:
    without_meaning(ws)
    (folder / "diary.txt").write_text("The harbour office was closed, wrote the pilot, for weeks after the storm.")
    diary = importing.add(ws, [folder / "diary.txt"]).added[0].document
    note = interviews.new_note(ws, interviewee="The pilot", date="2024-03-01", text="The storm closed the harbour.")
    everywhere = {one["document"] for one in suggesting.suggest(ws, CLAIM)}
    assert everywhere == {memo, diary, note.document}
    assert {one["document"] for one in suggesting.suggest(ws, CLAIM, documents={diary})} == {diary}
    assert {one["document"] for one in suggesting.suggest(ws, CLAIM, kind=Sought.NOTE)} == {note.document}
    assert suggesting.suggest(ws, CLAIM, kind=Sought.DRAFT) == []


def test_what_can_t_be_asked_is_refused(ws: Workspace, memo: str) -> None:
    for words, limit in ((" ", 5), ("x", 0), ("x", 10**6), ("\udce9", 5)):
        with pytest.raises(Refused):
            suggesting.suggest(ws, words, limit)


def test_words_repeated_in_another_document_come_last(ws: Workspace, memo: str, folder: Path) -> None:
    without_meaning(ws)
    (folder / "copy.md").write_text((folder / "memo.md").read_text("utf-8") + "\nA copy.\n", encoding="utf-8")
    importing.add(ws, [folder / "copy.md"])
    found = suggesting.suggest(ws, CLAIM)
    texts = [" ".join(one["text"].split()) for one in found]
    assert texts[0] not in texts[1:2]
    assert len(set(texts)) < len(texts)


@pytest.mark.skipif(Meaning().why != "", reason="the sentence model is not installed")
def test_meaning_finds_other_words_and_goes_on_where_it_stopped(ws: Workspace, folder: Path) -> None:
    (folder / "law.txt").write_text(
        "The physician examined the child.\n\nParliament rejected the bill.\n\nThe vessel sank in rough seas.\n"
    )
    (folder / "more.txt").write_text("Rain fell for a week.\n\nThe bakery on Main Street burnt down.\n")
    importing.add(ws, [folder / "law.txt", folder / "more.txt"])
    steps = suggesting.read_on(ws)
    assert next(steps) == suggesting.HowFar(0, 2)
    assert next(one for one in steps if one.documents) == suggesting.HowFar(1, 2)
    steps.close()
    ws.meaning.close()
    ws.passages.close()  # as after a restart
    steps = suggesting.read_on(ws)
    assert {one.documents for one in steps} == {1}
    assert list(suggesting.read_on(ws)) == [], "all is read"
    assert suggesting.suggest(ws, "A doctor looked at a young patient.", 1)[0]["text"].startswith("The physician")
    assert suggesting.suggest(ws, "Sailors lost their ship.", 1)[0]["text"].startswith("The vessel")
    status = Path(f"/proc/{ws.meaning._process.pid}/status")
    if status.exists():
        assert "Seccomp:\t2" in status.read_text()


def test_where_the_process_ends_there_are_words_and_a_sentence(
    ws: Workspace, memo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.finding.meaning.installed", lambda: True)
    monkeypatch.setattr("annotator.operations.meaning.sys.executable", "/bin/false")
    assert suggesting.suggest(ws, CLAIM)
    assert ws.meaning.why == FAILED
    assert list(suggesting.read_on(ws)) == [], "and it is not tried again and again"


def test_erasing_takes_sentences_and_their_meaning_out_of_the_cache(ws: Workspace, folder: Path) -> None:
    without_meaning(ws)
    (folder / "secret.txt").write_text("The informant Zuckerhutstein met us twice.")
    document = importing.add(ws, [folder / "secret.txt"]).added[0].document
    assert suggesting.suggest(ws, "Zuckerhutstein")
    extraction = ws.graph().versions[ws.graph().documents[document].current].extraction
    ws.passages.sheets.sheet(extraction).write(0, b"Zuckerhutstein".ljust(SIZE, b"!"))
    editing.erase(ws, document)
    kept = [file for file in workspace.passages_folder(ws.project.id).rglob("*") if file.is_file()]
    assert all(b"zuckerhutstein" not in file.read_bytes().lower() for file in kept)
    assert not any(extraction in os.fspath(file) for file in kept)
