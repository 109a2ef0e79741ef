from __future__ import annotations

import html
import re
from pathlib import Path

import pymupdf
import pytest

from annotator.model.errors import Refused
from annotator.model.things import Relation
from annotator.operations import editing, exporting, linking, marking
from annotator.operations.workspace import Workspace


@pytest.fixture
def story(ws: Workspace, draft: str, memo: str) -> Workspace:
    claim = marking.claim(ws, draft, "The council spent 3.5 million on the new pier")
    linking.link(ws, claim.claim, memo, "The council spent 2.9 million", Relation.CONTRADICTS, note="another figure")
    editing.set_field(ws, memo, "author", "Agnes Marlowe")
    return ws


def test_the_page_holds_claims_quotes_notes_and_pictures(story: Workspace, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made = exporting.export(story, tmp_path / "out.html", progress=lambda done, total: told.append((done, total)))
    page = made.path.read_text(encoding="utf-8")
    assert made.files == ("out.html",)
    assert "The council spent 2.9 million" in page
    assert "another figure" in page
    assert "data:image/png;base64," in page
    assert page.count("<script") == 1  # our own, named in the policy by its hash
    assert not re.search(r"https?://(?!www\.w3\.org)", page)
    assert re.fullmatch("[0-9a-f]{64}", made.digest)
    assert told
    words = " ".join(html.unescape(re.sub("<style.*?</style>|<[^>]*>", "", page, flags=re.DOTALL)).split())
    assert "× contradicts Source 1, p. 1" in words
    assert re.search(r"\d of \d sentences", words)


def test_copies_have_real_highlights_and_no_names(story: Workspace, tmp_path: Path) -> None:
    made = exporting.export(story, tmp_path / "copies", format="pdf")
    assert len(made.files) == 2
    contents = []
    for name in made.files:
        with pymupdf.open(made.path / name) as document:
            for page in document:
                for annotation in page.annots():
                    contents.append(annotation.info["content"])
                    assert annotation.type[1] == "Highlight"
                    assert annotation.info["title"] == ""
    assert any("another figure" in content for content in contents)
    assert all(b"Marlowe" not in (made.path / name).read_bytes() for name in made.files)


def test_what_never_leaves_stays(story: Workspace, memo: str, tmp_path: Path) -> None:
    editing.set_field(story, memo, "handling", "never-leaves")
    made = exporting.export(story, tmp_path / "out.html")
    page = made.path.read_text(encoding="utf-8")
    for of_the_memo in ("2.9 million", "another figure", "memo", "Marlowe"):
        assert of_the_memo not in page
    assert [document for document, _ in made.left_out] == ["memo.md"]


def test_what_can_not_be_exported_is_refused_and_leaves_nothing(story: Workspace, tmp_path: Path) -> None:
    (tmp_path / "there.html").write_text("mine")
    before = sorted(tmp_path.iterdir())
    for out, form in (("there.html", "html"), ("new", "epub"), ("no/such/folder.html", "html")):
        with pytest.raises(Refused):
            exporting.export(story, tmp_path / out, format=form)
    with pytest.raises(Refused, match="Presets"):
        exporting.export(story, tmp_path / "new", preset="lawyer", format="html")
    for asked in (1, 4, 8):  # before anything, and while copies and pictures are waited for
        left = iter(range(1, asked))
        with pytest.raises(Refused, match=r"Stopped\. Nothing was exported\."):
            exporting.export(story, tmp_path / "new", format="bundle", cancelled=lambda left=left: next(left, 0) == 0)
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "there.html").read_text() == "mine"
