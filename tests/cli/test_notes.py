from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from annotator.__main__ import VERBS as DOOR
from annotator.cli.catalogue import VERBS as CATALOGUE

WORDS = "The council spent 2.9 million, she said.\r\nNobody asked.\r\n"


def test_a_note_comes_in_as_a_document(call: Any, case: Any, tmp_path: Path) -> None:
    words = tmp_path / "typed.txt"
    words.write_bytes(WORDS.encode("utf-8-sig"))
    given = ("--with", "Heron", "--date", "2026-11-22", "--how", "phone", "--terms", "not-for-attribution")
    told = call("note", case.project, *given, "--embargo", "2999-01-01", "--text-file", words, "--json")
    assert told.status == 0
    assert set(told.json) == {"id", "name", "role", "sha256", "pages", "characters", "warnings"}
    assert (told.json["name"], told.json["role"]) == ("Interview 2026-11-22.txt", "source")
    listed = call("documents", case.project, "--json").json[-1]
    kept = {"interviewee": "Heron", "how": "phone", "terms": "not-for-attribution", "embargo": "2999-01-01"}
    assert {key: listed[key] for key in kept} == kept
    assert (listed["handling"], listed["title"], listed["part_of"]) == ("paraphrase-only", "Interview with Heron", "")
    assert "she said.\nNobody" in call("text", case.project, told.json["id"], "--json").json["pages"][0]["text"]
    assert call("search", case.project, "Nobody asked", "--json").json[0]["document"] == told.json["id"]


def test_a_note_is_of_today_and_stays_here_unless_said_otherwise(call: Any, case: Any) -> None:
    told = call("note", case.project, "--with", "Heron", "--text", "A few words.", "--json")
    listed = call("documents", case.project, "--json").json[-1]
    assert (listed["date"], listed["handling"]) == (date.today().isoformat(), "never-leaves")
    assert told.json["name"] == f"Interview {date.today().isoformat()}.txt"
    freely = ("--text", "Other words.", "--handling", "publish")
    assert call("note", case.project, "--with", "Heron", *freely, "--json").status == 0
    assert call("documents", case.project, "--json").json[-1]["handling"] == "publish"


def test_the_program_knows_the_verb_and_reads_standard_input(program: Any, case: Any) -> None:
    given = ("--with", "Heron", "--text-file", "-", "--json")
    told = program("note", case.project, *given, stdin="Für später.\n".encode())
    assert (told.status, told.json["characters"] > 0) == (0, True)


def test_every_verb_is_known_at_the_door() -> None:
    assert set(CATALOGUE) | {"new", "batch", "verify", "forget"} <= set(DOOR)


def test_a_note_needs_words_in_utf_8(call: Any, case: Any, tmp_path: Path) -> None:
    odd = tmp_path / "odd.txt"
    odd.write_bytes(b"\xff\xfe\x00")
    for words, says in (
        ((), "Give the words of the note"),
        (("--text-file", odd), "not UTF-8"),
        (("--text-file", tmp_path / "absent.txt"), "not there"),
        (("--text", " "), "no words yet"),
        (("--text", "x", "--embargo", "soon"), "takes"),
    ):
        told = call("note", case.project, "--with", "Heron", *words)
        assert (told.status, told.out) == (2, "")
        assert says in told.err
    assert len(call("documents", case.project, "--json").json) == 2


def test_cells_and_times_stand_where_pages_would(call: Any, case: Any, tmp_path: Path) -> None:
    (tmp_path / "costs.csv").write_text("item,amount\npier,2.9 million\nfog,none\n", "utf-8")
    (tmp_path / "talk.vtt").write_text("WEBVTT\n\n00:12:05.000 --> 00:12:09.000\nThe pier was late.\n", "utf-8")
    assert call("add", case.project, tmp_path / "costs.csv", tmp_path / "talk.vtt").status == 0
    claim = case.claim["id"]
    for name, quote, where in (("costs.csv", "2.9 million", "B2"), ("talk.vtt", "The pier was late", "00:12:05")):
        link = call("link", case.project, claim, name, "--quote", quote, "--relation", "context", "--json").json
        assert link["label"].endswith(where)
        shown = call("claims", case.project, "--json").json[0]["links"][-1]
        assert shown["label"] == link["label"]
        assert f"({link['label']})" in call("claims", case.project).out
        hits = call("search", case.project, f'"{quote}"', "--json").json
        assert link["label"] in {hit["label"] for hit in hits if hit["document"] != case.memo}
        text = call("search", case.project, f'"{quote}"').out
        assert link["label"] in text
        assert f"p. {link['label']}" not in text
