from __future__ import annotations

from pathlib import Path
from typing import Any


def test_export_tamper_verify(call: Any, program: Any, case: Any) -> None:
    out = case.folder / "bag"
    made = call("export", case.project, out, "--json").json
    assert set(made) == {"path", "files", "left_out", "digest", "warnings", "asked"}
    assert {"bagit.txt", "manifest-sha256.txt", "data/index.html", "data/machine/claims.csv"} <= set(made["files"])
    alone = program("verify", out, "--json")
    assert (alone.status, alone.json) == (0, {"valid": True, "digest": made["digest"], "problems": []})
    assert "--digest" in alone.err
    known = call("verify", out, "--digest", made["digest"])
    assert known.status == 0
    assert known.err == (
        "Of 2 quotes, 2 stand on their pages: 1 in the untouched originals, 1 in the annotated copies alone.\n"
    )
    assert known.out == f"Nothing was altered.\nSHA-256 {made['digest']}\n"
    page = out / "data/index.html"
    page.write_bytes(page.read_bytes() + b" ")
    found = call("verify", out, "--json")
    assert (found.status, found.json["valid"]) == (1, False)
    assert found.json["problems"][0] == "'data/index.html' was altered: it is not what manifest-sha256.txt says."
    assert call("verify", out).status == 1


def test_a_preset_as_a_zip(call: Any, case: Any) -> None:
    made = call("export", case.project, case.folder / "b.zip", "--preset", "public", "--json").json
    assert not [name for name in made["files"] if name.endswith((".csv", ".svg")) or "originals" in name]
    assert call("verify", case.folder / "b.zip", "--digest", made["digest"], "--json").json["valid"]


def test_what_is_no_bundle_is_refused(call: Any, case: Any, tmp_path: Path) -> None:
    for path in (tmp_path / "absent", case.folder / "memo.txt", case.folder):
        told = call("verify", path, "--json")
        assert (told.status, told.out) == (2, "")
        assert told.err.strip().endswith(".")


def test_sources_that_nobody_said_anything_about_are_named(call: Any, case: Any) -> None:
    memo = next(one for one in call("documents", case.project, "--json").json if one["role"] == "source")
    call("set", case.project, memo["id"], "handling", "unset")
    made = call("export", case.project, case.folder / "page.html", "--format", "html", "--json")
    assert made.json["asked"] == [{"id": memo["id"], "document": memo["name"]}]
    assert f"Nobody has said what may become of '{memo['name']}'" in made.err
    assert f"'{memo['name']}' has no title, so it is called 'Source 1'" in made.err
    public = call("export", case.project, case.folder / "public", "--preset", "public", "--json").json
    assert public["asked"] == []
    assert memo["name"] in {one["document"] for one in public["left_out"]}


def test_a_link_is_made_with_its_handling(call: Any, case: Any) -> None:
    claim = call("claims", case.project, "--json").json[0]
    call("set", case.project, claim["links"][0]["id"], "handling", "never-leaves")
    made = call("export", case.project, case.folder / "page.html", "--format", "html", "--json").json
    assert [one["reason"] for one in made["left_out"]] == ["The link of claim 1 to it never leaves this computer."]
    kept = call("link", case.project, "--help").out
    assert "--handling {unset,publish" in kept
