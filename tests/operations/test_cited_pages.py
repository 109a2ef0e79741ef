"""Of a source only the cited pages go out, with one before and one after; stopping leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pymupdf
import pytest

from annotator.model.errors import Refused
from annotator.model.things import Handling, Relation, Role
from annotator.operations import exporting, importing, linking, marking, workspace
from annotator.operations.verifying import verify_bundle
from annotator.operations.workspace import Workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "draft.md").write_text("The pier opened in June, the memo says.")
    with pymupdf.open() as pdf:
        for number in range(1, 13):
            words = "The pier opened in June." if number == 8 else "Nothing of it."
            pdf.new_page().insert_text((72, 100), f"Page {number}. {words}")
        pdf.save(tmp_path / "memo.pdf")
    with workspace.create(tmp_path / "p.annotator") as made:
        draft = importing.add(made, [tmp_path / "draft.md"], role=Role.DRAFT).added[0].document
        source = importing.add(made, [tmp_path / "memo.pdf"], handling=Handling.PUBLISH).added[0].document
        claim = marking.claim(made, draft, "The pier opened in June").claim
        linking.link(made, claim, source, "The pier opened in June", Relation.SUPPORTS)
        yield made


def test_the_copy_has_the_cited_page_and_its_neighbours(ws: Workspace, tmp_path: Path) -> None:
    made = exporting.export(ws, tmp_path / "out", format="bundle", preset="lawyer", cited_only=True)
    (name,) = [name for name in made.files if name.startswith("data/copies/") and "of 12" in name]
    assert "(pages 7–9 of 12)" in name
    with pymupdf.open(made.path / name) as copy:
        assert [page.get_text().split(".")[0] for page in copy] == ["Page 7", "Page 8", "Page 9"]
        assert [page.get_label() or str(page.number + 7) for page in copy] == ["7", "8", "9"]
        assert [len(list(page.annots())) for page in copy] == [0, 1, 0]
    (draft,) = [name for name in made.files if name.startswith("data/copies/") and "of 12" not in name]
    with pymupdf.open(made.path / draft) as copy:
        (link,) = [link for page in copy for link in page.get_links() if link["kind"] == pymupdf.LINK_GOTOR]
        assert link["page"] == 1, "the page in the copy, not in the original"
    forms = {name.rpartition("(")[2]: made.path / name for name in made.files if "/draft/" in name}
    with pymupdf.open(forms["clean).pdf"]) as clean, pymupdf.open(forms["with annotations).pdf"]) as marked:
        assert not [*clean[0].annots(), *clean[0].get_links()]
        (note,), (link,) = list(marked[0].annots()), marked[0].get_links()
        assert note.info["content"].startswith("Claim 1")
        assert (forms["clean).pdf"].parent / unquote(link["file"])).resolve().is_file()
        assert link["page"] == 1
    back = importing.add(ws, [forms["with comments).docx"], forms["with footnotes).docx"]]).added
    for added in back:
        version = ws.graph().versions[ws.graph().documents[added.document].current]
        said = " ".join(" ".join(ws.text_of(version.extraction).texts).split())
        assert "The pier opened in June" in said
    assert not any("originals/" in name and name.endswith(".pdf") for name in made.files), "it has all pages"
    assert any("Only the cited pages" in reason for _, reason in made.left_out)
    found = verify_bundle(made.path, made.digest)
    assert found.valid, found.problems


def test_stopping_while_copies_are_made_leaves_nothing(ws: Workspace, tmp_path: Path) -> None:
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 6

    with pytest.raises(Refused, match="Stopped"):
        exporting.export(ws, tmp_path / "out", format="pdf", cancelled=stop)
    assert not [path.name for path in tmp_path.iterdir() if "out" in path.name]
    assert exporting.export(ws, tmp_path / "out", format="pdf").files
