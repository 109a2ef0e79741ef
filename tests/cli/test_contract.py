"""The contract: keys, statuses, one sentence for each refusal; the main job as a program from outside."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

_PLACE = {"page", "label", "start", "end", "spans", "quote"}


def test_the_main_job_from_outside(program: Any, files: Path) -> None:
    project = files / "story.annotator"
    new = program("new", project, "--title", "Harbour", "--json")
    assert (new.status, set(new.json), new.json["path"]) == (0, {"id", "path"}, str(project))

    added = program("add", project, files / "draft.txt", "--as", "draft", "--json")
    assert (added.status, set(added.json), added.err) == (0, {"added", "refused"}, "")
    keys = {"id", "name", "role", "sha256", "pages", "characters", "warnings"}
    assert set(added.json["added"][0]) == keys
    draft = added.json["added"][0]["id"]
    some = program("add", project, files / "memo.txt", files / "absent.txt", "--handling", "quote-only", "--json")
    assert some.status == 1
    assert set(some.json["refused"][0]) == {"name", "reason"}
    assert some.json["refused"][0]["name"] == "absent.txt"

    documents = program("documents", project, "--json").json
    assert set(documents[0]) == {
        *("id", "name", "role", "handling", "title", "author", "date", "received", "address", "versions"),
        *("part_of", "interviewee", "how", "terms", "embargo", "in_force"),
    }
    assert set(documents[0]["versions"][0]) == {"sha256", "pages", "received", "current"}
    assert [document["handling"] for document in documents] == ["publish", "quote-only"]

    quote = "Its director said that"
    claim = program("claim", project, draft, "--quote", quote, "--status", "disputed", "--json").json
    assert set(claim) == {"id", "number", "passage", *_PLACE}
    page = program("text", project, "draft.txt", "--page", claim["page"], "--json").json["pages"]
    assert set(page[0]) == {"index", "label", "text"}
    assert page[0]["text"][claim["start"] : claim["end"]].split() == quote.split()
    assert set(claim["spans"][0]) == {"page", "label", "start", "end"}

    link = program(
        *("link", project, claim["id"][:14], "memo.txt", "--quote", "as § 12 orders"),
        *("--relation", "context", "--note", "see", "--json"),
    ).json
    assert set(link) == {"id", "claim", "passage", "relation", *_PLACE}
    assert (link["claim"], link["relation"]) == (claim["id"], "context")

    claims = program("claims", project, "--json").json
    of_both = {"id", "quote", "document", "page", "label", "standing"}
    assert set(claims[0]) == {*of_both, "number", "status", "reason", "links"}
    assert set(claims[0]["links"][0]) == {*of_both, "relation", "note", "read_by_machine", "provision"}
    assert (claims[0]["status"], claims[0]["links"][0]["note"]) == ("disputed", "see")
    hits = program("search", project, "forty days", "--limit", "3", "--json").json
    assert set(hits[0]) == {"document", "page", "label", "start", "end", "snippet", "score"}

    export = program("export", project, files / "out.html", "--format", "html", "--json")
    assert export.status == 0
    assert set(export.json) == {"path", "files", "left_out", "digest", "warnings", "asked"}
    assert (files / "out.html").is_file()
    the_record_is_told(program, files, project, link["id"])


def the_record_is_told(program: Any, files: Path, project: Path, link: str) -> None:
    """Who did what; that the file is whole; and that nothing of this computer is in it or beside it."""
    history = program("history", project, "--json").json
    assert set(history[0]) == {"id", "verb", "person", "at", "summary"}
    assert [action["verb"] for action in history] == ["new", "add", "add", "claim", "link"]
    assert [action["verb"] for action in program("history", project, "--of", link, "--json").json] == ["link"]

    doctor = program("doctor", project, "--json")
    assert (doctor.status, set(doctor.json)) == (0, {"confinement", "ocr", "meaning", "integrity", "chain", "repaired"})
    raw = project.read_bytes()
    assert str(files).encode() not in raw
    assert sorted(path.name for path in files.iterdir()) == ["draft.txt", "memo.txt", "out.html", "story.annotator"]


def _refused(told: Any) -> str:
    assert told.status == 2
    assert told.out == ""
    assert "Traceback" not in told.err
    sentence: str = told.err.strip()
    assert sentence
    assert sentence.endswith((".", "`"))
    return sentence


def test_bad_projects_are_refused_and_left_as_they_are(call: Any, tmp_path: Path) -> None:
    good = tmp_path / "good.annotator"
    call("new", good)
    (tmp_path / "bad.annotator").write_bytes(b"not a database" * 99)
    (tmp_path / "empty.annotator").touch()
    (tmp_path / "folder.annotator").mkdir()
    newer = tmp_path / "newer.annotator"
    newer.write_bytes(good.read_bytes())
    with sqlite3.connect(newer) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    foreign = tmp_path / "foreign.annotator"
    with sqlite3.connect(foreign) as database:
        database.execute("CREATE TABLE t (x)")
    database.close()
    cut = tmp_path / "cut.annotator"
    cut.write_bytes(good.read_bytes()[:-8192])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for name in ("absent", "bad", "empty", "folder", "newer", "foreign", "cut"):
        sentence = _refused(call("undo", tmp_path / f"{name}.annotator", "--json"))
        assert str(tmp_path) not in sentence
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    _refused(call("new", good))
    _refused(call("new", tmp_path / "no" / "folder.annotator"))


@pytest.mark.parametrize(
    "words",
    [
        ("claims",),
        ("claims", "p.annotator", "more"),
        ("text", "p.annotator", "d", "--page", "one"),
        ("link", "p.annotator", "c", "d", "--quote", "q"),
        ("add", "p.annotator"),
        ("claim", "p.annotator", "d", "--quote"),
        ("claim", "p.annotator", "d", "--quote", "q", "--status", "checked"),
        ("dismiss", "p.annotator"),
        ("merge", "p.annotator", "other"),
        ("export", "p.annotator", "out"),
    ],
)
def test_wrong_use_is_one_sentence(call: Any, tmp_path: Path, words: tuple[str, ...]) -> None:
    call("new", tmp_path / "p.annotator")
    sentence = _refused(call(*(str(tmp_path / word) if word.endswith(".annotator") else word for word in words)))
    assert "\n" not in sentence


def test_help_lists_what_works(program: Any) -> None:
    told = program("--help")
    assert told.status == 0
    for verb in ("needs-none", "batch", "doctor", "replace", "verify", "share", "merge", "settle", "suggest", "check"):
        assert verb in told.out
    assert "docx" in program("export", "--help").out
    assert program("--version").out.startswith("annotator ")


def test_a_batch_reads_standard_input_and_answers_in_any_locale(program: Any, files: Path) -> None:
    project = files / "p.annotator"
    program("new", project)
    program("add", project, files / "draft.txt", "--as", "draft")
    lines = [{"do": "claim", "document": "draft.txt", "quote": "Nobody disputes the fog"}, {"do": "claims"}]
    told = program(
        "batch",
        project,
        "-",
        stdin="".join(json.dumps(line) + "\n" for line in lines).encode(),
        LC_ALL="C",
        PYTHONUTF8="0",
    )
    assert (told.status, told.err) == (0, "")
    answers = [json.loads(line) for line in told.out.splitlines()]
    assert answers[0]["number"] == 1
    assert answers[1][0]["id"] == answers[0]["id"]


def test_file_names_that_are_no_utf8(program: Any, files: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(files) + b"/caf\xe9\n\xff.annotator"))
    assert program("new", odd, "--json").status == 0
    text = Path(os.fsdecode(os.fsencode(files) + b"/no\xe9te.txt"))
    text.write_text("Some words stand here.")
    added = program("add", odd, text, "--json")
    assert (added.status, added.json["added"][0]["name"]) == (0, "no\ufffdte.txt")
    assert len(program("documents", odd, "--json").json) == 1
