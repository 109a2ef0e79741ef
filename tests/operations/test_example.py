from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.model.errors import Refused
from annotator.model.resources import resource_path
from annotator.operations import example
from annotator.operations.workspace import open_workspace

STORY: dict[str, Any] = {
    "title": "Harbour",
    "documents": [
        {"file": "draft.txt", "role": "draft", "title": "The harbour"},
        {"file": "memo.md", "role": "source", "author": "The office", "date": "2024-05-04", "handling": "quote-only"},
    ],
    "claims": [
        {
            "document": "draft.txt",
            "quote": "The pier opened in June.",
            "nth": 2,
            "type": "fact",
            "status": "disputed",
            "links": [
                {"document": "memo.md", "quote": "closed for forty days", "relation": "context", "note": "of May"},
            ],
        },
        {"document": "draft.txt", "quote": "no ship was turned away", "type": "quotation", "said_by": "the director"},
    ],
    "needs_none": [{"document": "draft.txt", "quote": "Nobody disputes the fog", "reason": "common knowledge"}],
}


@pytest.fixture
def told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story of ours in place of the one that is shipped."""
    (folder / "story.json").write_text(json.dumps(STORY), encoding="utf-8")

    def instead(*parts: str) -> Path:
        return folder if parts == ("example",) else resource_path(*parts)

    monkeypatch.setattr(example, "resource_path", instead)
    return folder


def test_a_story_becomes_a_project(told: Path, tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    path = example.make_example(into)
    assert path == into / "Example.annotator"
    assert example.make_example(into) == into / "Example (2).annotator"
    with open_workspace(path) as ws:
        graph = ws.graph()
        assert ws.project.title == "Harbour"
        assert [(one.name, one.role, one.handling) for one in graph.documents.values()] == [
            ("draft.txt", "draft", "publish"),
            ("memo.md", "source", "quote-only"),
        ]
        assert sorted((claim.type, claim.said_by, claim.status) for claim in graph.claims.values()) == [
            ("fact", "", "disputed"),
            ("quotation", "the director", "open"),
        ]
        assert [(link.relation, link.note) for link in graph.links.values()] == [("context", "of May")]
        assert len(graph.needs_none) == 1
        assert example.unfound(ws) == []
        assert ws.project.rebuild_differences() == []


def test_the_job_without_a_window(told: Path, tmp_path: Path) -> None:
    done = example.headless(tmp_path / "new" / "folder")
    assert done["problems"] == []
    assert (done["documents"], done["claims"], done["links"]) == (2, 2, 1)
    page = Path(done["page"]).read_text(encoding="utf-8")
    assert "no ship was turned away" in page
    assert Path(done["project"]).parent == Path(done["page"]).parent == tmp_path / "new" / "folder"


def test_a_story_that_is_not_true_to_its_documents_leaves_nothing(told: Path, tmp_path: Path) -> None:
    broken = {**STORY, "needs_none": [{"document": "draft.txt", "quote": "words nowhere", "reason": "none"}]}
    (told / "story.json").write_text(json.dumps(broken))
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(Refused):
        example.make_example(into)
    assert list(into.iterdir()) == []


def test_the_shipped_example_holds(tmp_path: Path) -> None:
    done = example.headless(tmp_path)
    assert done["problems"] == []
    assert done["claims"] >= 4
    assert done["links"] >= 3
