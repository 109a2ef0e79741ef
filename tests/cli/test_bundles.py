from __future__ import annotations

from pathlib import Path
from typing import Any


def test_export_tamper_verify(call: Any, program: Any, case: Any) -> None:
    out = case.folder / "bag"
    made = call("export", case.project, out, "--json").json
    assert set(made) == {"path", "files", "left_out", "digest"}
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
