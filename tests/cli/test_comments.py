from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.operations.test_comments import written


def test_comments_come_in_as_queries_and_those_without_a_claim_need_a_person(
    call: Any, case: Any, tmp_path: Path
) -> None:
    said = (("Ines", "3.5 million", "Says who?"), ("Ines", "Nobody disputes", "I do."))
    call("claim", case.project, "draft.txt", "--quote", "The council spent 3.5 million on the new pier")
    path = written(tmp_path / "back.docx", *said)
    told = call("comments", case.project, path, "--dry-run", "--json")
    assert (told.status, set(told.json)) == (1, {"asked", "left", "ours", "known"})
    assert [row["text"] for row in told.json["asked"]] == ["Says who?"]
    assert [set(row) for row in told.json["left"]] == [{"author", "text", "words", "why"}]
    assert call("queries", case.project, "--json").json == [], "a dry run changes nothing"
    made = call("comments", case.project, path, "--mark", "--json")
    assert (made.status, made.json["left"]) == (0, [])
    listed = {row["id"]: row["number"] for row in call("queries", case.project, "--json").json}
    assert listed == {row["id"]: row["number"] for row in made.json["asked"]}
    assert call("comments", case.project, path, "--json").json["known"] == 2
    assert call("comments", case.project, tmp_path / "absent.docx").status == 2
