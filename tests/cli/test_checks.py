"""The check on the command line: flags, putting one aside, and taking it up again."""

from __future__ import annotations

from typing import Any


def test_a_flag_is_put_aside_and_taken_up_again(call: Any, case: Any) -> None:
    project = case.project
    claim = call("claim", project, "draft.txt", "--quote", "The council spent 3.5 million", "--json").json["id"]
    quote = ("--quote", "The council spent 2.9 million", "--relation", "supports")
    assert call("link", project, claim, "memo.txt", *quote).status == 0

    def numbers(*more: str) -> list[dict[str, Any]]:
        told = call("check", project, "--json", *more)
        assert told.status == 1
        return [one for one in told.json["findings"] if one["kind"] == "number"]

    (found,) = numbers()
    assert set(found) >= {"id", "kind", "claim", "link", "severity", "message", "draft", "source"}
    assert found["message"] == "The claim says 3.5 million, the passage 2.9 million."
    made = call("dismiss", project, found["id"][:8], "--reason", "With the tax.", "--json")
    assert (made.status, bool(made.json["changes"])) == (0, True)
    assert numbers() == []
    assert [one["dismissed"] for one in numbers("--dismissed")] == ["With the tax."]
    assert "(put aside: With the tax.)" in call("check", project, "--dismissed").out
    assert call("remove", project, found["id"]).status == 0
    assert len(numbers()) == 1
    assert call("dismiss", project, "ffffffff", "--reason", "why").status == 2
