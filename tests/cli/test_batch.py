from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator.operations.workspace import open_workspace


def _batch(call: Any, case: Any, *lines: object) -> tuple[int, list[Any]]:
    file: Path = case.folder / "requests.jsonl"
    file.write_text(
        "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines),
        encoding="utf-8",
    )
    told = call("batch", case.project, file)
    assert told.err == ""
    return told.status, [json.loads(line) for line in told.out.splitlines()]


def test_any_verb_under_its_long_names(call: Any, case: Any) -> None:
    (case.folder / "third.txt").write_text("A third document about the pier.")
    status, answers = _batch(
        call,
        case,
        {"do": "add", "files": [str(case.folder / "third.txt")], "as": "source", "handling": "quote-only"},
        {"do": "claim", "document": "draft.txt", "quote": "The pier opened in June.", "nth": 2, "status": "open"},
        {"do": "link", "claim": case.claim["id"], "document": "third.txt", "quote": "the pier", "relation": "context"},
        {"do": "set", "id": case.claim["id"], "field": "note", "value": "a note"},
        {"do": "needs-none", "document": "draft.txt", "quote": "Nobody disputes the fog", "reason": "known"},
        {"do": "search", "words": "third document", "limit": 1},
        {"do": "text", "document": "third.txt", "page": 0},
        {"do": "remove", "id": case.link["id"]},
        {"do": "restore", "id": case.link["id"]},
        {"do": "undo"},
        {"do": "redo"},
        {"do": "documents"},
        {"do": "claims"},
        {"do": "history", "of": case.claim["id"]},
        {"do": "replace", "document": "draft.txt", "file": str(case.folder / "draft.txt"), "dry-run": True},
        {"do": "export", "out": str(case.folder / "o.html"), "format": "html", "with_names": False},
        {"do": "place", "passage": case.link["passage"], "quote": "harbour office"},
        {"do": "erase", "id": "third.txt"},
        {"do": "doctor"},
    )
    assert [answer for answer in answers if "error" in answer] == []
    assert (status, len(answers)) == (0, 19)
    assert answers[0]["added"][0]["name"] == "third.txt"
    assert answers[1]["number"] == 2
    assert answers[5][0]["page"] == 0
    assert [claim["number"] for claim in answers[12]] == [1, 2]
    with open_workspace(case.project) as ws:
        assert ws.project.rebuild_differences() == []


def test_a_line_that_fails_does_not_stop_the_others(call: Any, case: Any) -> None:
    bad: list[object] = [
        "no json",
        "[1, 2]",
        '"text"',
        "{" * 100_000,
        {"document": "draft.txt"},
        {"do": "merge", "other": "x"},
        {"do": "batch", "file": "x"},
        {"do": ["claim"]},
        {"do": "claim", "document": "draft.txt"},
        {"do": "claim", "document": "draft.txt", "quote": 7},
        {"do": "claim", "document": "draft.txt", "quote": "fog", "nth": True},
        {"do": "claim", "document": "draft.txt", "quote": "fog", "colour": "red"},
        {"do": "claim", "document": "draft.txt", "quote": "fog", "status": "done"},
        {"do": "claim", "document": "draft.txt", "quote": "\ud800"},
        {"do": "add", "files": []},
        {"do": "replace", "document": "draft.txt", "file": "x", "force": "yes"},
    ]
    bad = [json.dumps(line) if isinstance(line, dict) else line for line in bad]
    status, answers = _batch(call, case, *bad, "", {"do": "claim", "document": "draft.txt", "quote": "fog"})
    assert status == 1
    assert len(answers) == len(bad) + 1
    for answer in answers[:-1]:
        assert list(answer) == ["error"]
        assert answer["error"].endswith(".")
    assert answers[-1]["number"] == 2


def test_add_in_a_batch_gives_its_json_even_if_all_is_refused(call: Any, case: Any) -> None:
    status, answers = _batch(call, case, {"do": "add", "files": [str(case.folder / "absent.txt")]})
    assert status == 1
    assert answers[0]["added"] == []
    assert answers[0]["refused"][0]["name"] == "absent.txt"


def test_a_project_open_elsewhere_is_read(call: Any, case: Any) -> None:
    with open_workspace(case.project):
        status, answers = _batch(call, case, {"do": "claims"}, {"do": "undo"})
    assert status == 1
    assert len(answers[0]) == 1
    assert "error" in answers[1]
