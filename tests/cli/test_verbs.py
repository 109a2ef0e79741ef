from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from annotator.cli.verbs import read_passwords
from annotator.model.errors import Refused
from annotator.operations.workspace import open_workspace


def _refused(told: Any) -> str:
    assert (told.status, told.out) == (2, "")
    assert told.err.endswith(".\n")
    return str(told.err)


def test_editing_verbs_give_their_changes(call: Any, case: Any) -> None:
    project, link = case.project, case.link["id"]
    for words in (
        ("set", project, link, "relation", "contradicts"),
        ("set", project, case.claim["id"], "status", "verified"),
        ("set", project, "memo.txt", "handling", "never-leaves"),
        ("remove", project, link),
        ("restore", project, link),
        ("undo", project),
        ("redo", project),
    ):
        told = call(*words, "--json")
        assert (told.status, set(told.json)) == (0, {"changes"})
        assert all(len(change) == 36 for change in told.json["changes"])
        assert told.json["changes"]
    assert call("set", project, link, "relation", "contradicts", "--json").json == {"changes": []}
    made = call("needs-none", project, case.draft, "--quote", "Nobody disputes the fog", "--reason", "known", "--json")
    assert set(made.json) == {"id"}
    assert link in call("erase", project, link, "--json").json["erased"]
    assert call("claims", project, "--json").json[0]["links"] == []
    with open_workspace(project) as ws:
        assert ws.project.rebuild_differences() == []


def test_undo_takes_back_the_last_act_only(call: Any, case: Any) -> None:
    call("undo", case.project)
    assert call("claims", case.project, "--json").json[0]["links"] == []
    call("undo", case.project)
    assert call("claims", case.project, "--json").json == []
    call("redo", case.project)
    call("redo", case.project)
    assert len(call("claims", case.project, "--json").json[0]["links"]) == 1
    assert "nothing to redo" in _refused(call("redo", case.project))


def test_refusals_change_nothing(call: Any, case: Any) -> None:
    before = case.project.read_bytes()
    project, draft, claim = case.project, case.draft, case.claim["id"]
    for words, part in (
        (("claim", project, draft, "--quote", "words that are nowhere"), "not in 'draft.txt'"),
        (("claim", project, draft, "--quote", "The pier opened in June."), "2 times"),
        (("claim", project, draft, "--quote", "The pier opened in June.", "--nth", "3"), "only 2 times"),
        (("claim", project, "memo.txt", "--quote", "forty"), "is a source"),
        (("claim", project, "absent.txt", "--quote", "forty"), "absent.txt"),
        (("link", project, claim, draft, "--quote", "fog", "--relation", "context"), "another document"),
        (("link", project, draft, "memo.txt", "--quote", "May", "--relation", "context"), "a claim is needed"),
        (("set", project, claim, "status", "done"), "open, verified, disputed, cut"),
        (("set", project, claim, "colour", "red"), "said_by"),
        (("remove", project, project.name), project.name),
        (("restore", project, claim), "not removed"),
        (("erase", project, "zz"), "zz"),
        (("text", project, draft, "--page", "7"), "no page 7"),
        (("search", project, " "), "no words"),
        (("place", project, case.claim["passage"]), "accept, let-go"),
        (("place", project, case.claim["passage"], "accept"), "nothing to accept"),
        (("export", project, case.folder / "memo.txt", "--format", "html"), "exists already"),
        (("export", project, case.folder / "new", "--format", "doc"), "html, pdf"),
        (("export", project, case.folder / "new", "--preset", "court"), "editor, lawyer, public, archive"),
        (("batch", project, case.folder / "absent.jsonl"), "not there"),
    ):
        assert part in _refused(call(*words))
    assert case.project.read_bytes() == before


def test_add_prints_its_json_when_everything_is_refused(call: Any, case: Any) -> None:
    told = call("add", case.project, case.folder / "none.txt", "--json")
    assert told.status == 2
    assert told.json == {"added": [], "refused": [{"name": "none.txt", "reason": told.err.strip()}]}
    again = call("add", case.project, case.folder / "memo.txt", "--json")
    assert (again.status, again.json["added"][0]["id"]) == (0, case.memo)
    assert "already here" in again.json["added"][0]["warnings"][0]


def test_quotes_may_begin_with_a_dash_or_look_like_an_option(call: Any, case: Any) -> None:
    (case.folder / "dash.txt").write_text("He said it\n\n--page two was torn out. -- And so on.\n")
    call("add", case.project, case.folder / "dash.txt", "--as", "draft")
    told = call("claim", case.project, "dash.txt", "--quote", "--page two was torn out", "--json")
    assert (told.status, told.json["quote"]) == (0, "--page two was torn out")
    assert call("set", case.project, told.json["id"], "note", "-5 degrees").status == 0
    assert call("set", case.project, told.json["id"], "note", "").status == 0


def test_text_for_people_names_what_it_counts(call: Any, case: Any) -> None:
    assert "no ship was turned away" in call("claims", case.project).out
    assert "+ supports" in call("claims", case.project).out
    assert "memo.txt" in call("documents", case.project).out
    assert "forty days" in call("text", case.project, "memo.txt").out
    assert "No hits in 2 documents." in call("search", case.project, "zeppelin").out
    assert "memo.txt" in call("search", case.project, "forty").out
    assert "claim" in call("history", case.project).out
    told = call("doctor").out
    assert "Documents are read in a locked process" in told
    assert "Pages as pictures are read in a locked process" in told
    assert "Tesseract" in told
    assert "SHA-256" in call("export", case.project, case.folder / "o", "--format", "pdf").out


def test_replace_tells_what_became_of_each_passage(call: Any, case: Any) -> None:
    newer = case.folder / "newer.txt"
    newer.write_text((case.folder / "draft.txt").read_text().replace("turned away", "sent away"))
    dry = call("replace", case.project, "draft.txt", newer, "--dry-run", "--json")
    assert dry.status == 1
    (passage,) = dry.json["passages"]
    assert set(passage) == {"id", "outcome", "score", "page", "start", "end", "old", "new"}
    assert (passage["id"], passage["outcome"]) == (case.claim["passage"], "edited")
    assert (passage["old"].split()[-2:], passage["new"].split()[-2:]) == (["turned", "away"], ["sent", "away"])
    assert len(call("documents", case.project, "--json").json[0]["versions"]) == 1
    told = call("replace", case.project, "draft.txt", newer)
    assert told.status == 1
    assert "1 edited" in told.out
    assert "sent away" in told.out
    (shown,) = call("claims", case.project, "--json").json
    assert (shown["standing"], shown["reason"] != "") == ("edited", True)
    accepted = call("place", case.project, passage["id"], "accept", "--json")
    assert (accepted.status, len(accepted.json["changes"])) == (0, 1)
    assert call("claims", case.project, "--json").json[0]["standing"] == ""
    assert call("undo", case.project).status == 0
    assert len(call("claims", case.project, "--json").json[0]["links"]) == 1
    placed = call("place", case.project, passage["id"], "--quote", "no ship was sent away", "--json")
    assert (placed.status, len(placed.json["changes"])) == (0, 1)
    assert call("claims", case.project, "--json").json[0]["quote"].split()[-2:] == ["sent", "away"]
    other = case.folder / "other.txt"
    other.write_text("Nothing of what was said before stands here any more, not one sentence.")
    assert "--force" in _refused(call("replace", case.project, "draft.txt", other))


def test_reading_works_and_writing_is_refused_while_the_project_is_open_elsewhere(call: Any, case: Any) -> None:
    with open_workspace(case.project):
        assert call("claims", case.project).status == 0
        assert call("search", case.project, "fog").status == 0
        assert call("export", case.project, case.folder / "o.html", "--format", "html").status == 0
        assert call("doctor", case.project).status == 0
        for words in (("undo", case.project), ("claim", case.project, case.draft, "--quote", "fog")):
            assert "in use" in _refused(call(*words)) or "open" in _refused(call(*words))
    assert call("undo", case.project).status == 0


def test_passwords_lose_their_line_end_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "passwords"
    file.write_bytes("  two spaces \r\n\n\U0001f511\nlast\t".encode())
    assert read_passwords(str(file)) == ("  two spaces ", "", "\U0001f511", "last\t")
    file.write_bytes("\ufeffmarked\n".encode())
    assert read_passwords(str(file)) == ("\ufeffmarked", "marked")
    assert read_passwords(None) == ()
    file.write_bytes(b"caf\xe9\n")
    for name in (str(file), str(tmp_path), str(tmp_path / "absent")):
        with pytest.raises(Refused):
            read_passwords(name)
    read, write = os.pipe()
    os.write(write, b"through a pipe\n")
    os.close(write)
    assert read_passwords(f"/dev/fd/{read}") == ("through a pipe",)
    os.close(read)


def test_a_password_file_opens_an_encrypted_document(call: Any, case: Any) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((50, 50), "The sealed figure is 41.")
    locked = case.folder / "locked.pdf"
    document.save(locked, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=" x ", owner_pw="o")
    assert "password" in call("add", case.project, locked).err
    (case.folder / "pw").write_bytes(b"nope\n x \n")
    told = call("add", case.project, locked, "--password-file", case.folder / "pw", "--json")
    assert told.status == 0
    assert "encrypted" in told.json["added"][0]["warnings"][0]
    assert "41" in call("text", case.project, "locked.pdf").out


def test_what_falls_with_a_document_is_told(call: Any, case: Any) -> None:
    (claim,) = call("claims", case.project, "--json").json
    told = call("falls", case.project, "memo.txt", "--json")
    assert (told.status, told.json) == (0, {"fall": [claim["id"]], "weaken": []})
    assert call("falls", case.project, "memo.txt").out == "claim 1 would have no support left.\n"
    assert call("remove", case.project, claim["links"][0]["id"]).status == 0
    assert call("falls", case.project, "memo.txt").out == "No claim rests on it.\n"


def test_an_unforeseen_error_is_a_sentence(call: Any, case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.operations import reading

    def broken(*_: object) -> None:
        raise KeyError("words of a source")

    monkeypatch.setattr(reading, "claims", broken)
    told = call("claims", case.project)
    assert told.status == 2
    assert "KeyError" in told.err
    assert "words of a source" not in told.err


def test_a_place_is_blacked_out_listed_and_taken_back(call: Any, case: Any) -> None:
    quote = "2.9 million"
    made = call("black", case.project, "memo.txt", "--quote", quote, "--reason", "not agreed", "--json").json
    (row,) = made["blacked"]
    assert (row["quote"], row["region"], made["elsewhere"]) == (quote, None, 0)
    (listed,) = call("blacked", case.project, "--json").json
    assert (listed["id"], listed["reason"], listed["standing"]) == (row["id"], "not agreed", "")
    region = call("black", case.project, "memo.txt", "--page", "0", "--region", "10,10,50,20", "--json").json
    assert region["blacked"][0]["region"][0] == 0
    assert "a region" in call("blacked", case.project, "memo.txt").out
    for words in (("--page", "0"), ("--region", "1,2"), ("--quote", quote, "--region", "1,2,3,4")):
        _refused(call("black", case.project, "memo.txt", *words))
    assert call("remove", case.project, row["id"], "--json").json["changes"]
    assert len(call("blacked", case.project, "--json").json) == 1


def test_backups_are_listed_made_and_saved(call: Any, case: Any, tmp_path: Path) -> None:
    told = call("backups", case.project)
    assert told.status == 0
    assert "There is no backup" in told.out
    made = call("backups", case.project, "--make", "--keep", 3, "--json").json
    assert made["kept"] == 3
    assert [(one["before"], one["size"] > 0) for one in made["backups"]] == [("asked", True)]
    out = tmp_path / "before.annotator"
    assert call("backups", case.project, "--save", 1, "--out", out).status == 0
    assert call("documents", out, "--json").json == call("documents", case.project, "--json").json
    for wrong, says in (
        (("--save", 2, "--out", tmp_path / "x.annotator"), "no backup 2"),
        (("--save", 1, "--out", out), "of this name already"),
        (("--save", 1), "--out"),
        (("--keep", 0), "Between 1 and 99"),
    ):
        told = call("backups", case.project, *wrong)
        assert (told.status, told.out) == (2, "")
        assert says in told.err
