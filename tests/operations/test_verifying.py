"""Every quote of a bundle is looked up on its page, in the untouched original and in the annotated copy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from annotator.model.errors import NotConfined
from annotator.model.things import Handling, Relation, Role
from annotator.operations import editing, example, exporting, importing, linking, marking, verifying, workspace
from annotator.operations.exporting import Exported
from annotator.operations.workspace import Workspace
from tests.bundle.tampering import rewrite


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    folder = tmp_path_factory.mktemp("made")
    with workspace.open_workspace(example.make_example(folder / "e.annotator"), read_only=True) as ws:
        yield exporting.export(ws, folder / "out", format="bundle", preset="lawyer")


@pytest.fixture
def bundle(made: Exported, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.path, tmp_path / "copy"))


def _originals(bundle: Path, ending: str) -> Path:
    (found,) = (bundle / "data/originals").glob(f"*{ending}")
    return found


def test_all_quotes_stand_in_originals_of_each_kind(made: Exported) -> None:
    found = verifying.verify_bundle(made.path, made.digest)
    assert found.problems == ()
    assert found.notes == (
        "Of 28 quotes, 28 stand on their pages: 17 in the untouched originals, 11 in the annotated copies alone.",
    )


def test_a_zip_is_looked_into_in_the_same_way(made: Exported, tmp_path: Path) -> None:
    with workspace.open_workspace(example.make_example(tmp_path / "e.annotator"), read_only=True) as ws:
        packed = exporting.export(ws, tmp_path / "out.zip", format="bundle", preset="lawyer")
    found = verifying.verify_bundle(packed.path, packed.digest)
    assert (found.problems, len(found.notes)) == ((), 1)
    assert "17 in the untouched originals" in found.notes[0]


@pytest.mark.parametrize(("ending", "old", "new"), [(".md", b"240,000", b"260,000")])
def test_a_quote_changed_in_an_original_is_found(bundle: Path, ending: str, old: bytes, new: bytes) -> None:
    original = _originals(bundle, ending)
    assert old in original.read_bytes()
    original.write_bytes(original.read_bytes().replace(old, new))
    rewrite(bundle)
    found = verifying.verify_bundle(bundle)
    assert not found.valid
    assert all("is not on page" in problem and original.name in problem for problem in found.problems)


def test_a_page_put_before_the_pages_of_a_pdf_is_found(bundle: Path) -> None:
    original = _originals(bundle, ".pdf")
    with pymupdf.open(original) as pdf:
        pdf.new_page(0)
        data = pdf.tobytes()
    original.write_bytes(data)
    rewrite(bundle)
    found = verifying.verify_bundle(bundle)
    assert any(f"of 'data/originals/{original.name}'" in problem for problem in found.problems)


def test_a_file_without_pages_of_its_own_may_break_them_elsewhere(bundle: Path) -> None:
    """Fonts of this computer decide where such a page ends: the words count, the page is told."""
    original = _originals(bundle, ".md")
    original.write_bytes(b"A line.\n\n" * 200 + original.read_bytes())
    rewrite(bundle)
    found = verifying.verify_bundle(bundle)
    assert found.valid
    assert any("but on another page here" in note for note in found.notes)
    assert not any("17 in the untouched originals" in note for note in found.notes)


def test_an_original_that_is_no_such_file_is_found(bundle: Path) -> None:
    original = _originals(bundle, ".pdf")
    original.write_bytes(b"%PDF-1.7 no pages")
    rewrite(bundle)
    found = verifying.verify_bundle(bundle)
    assert any("could not be looked up" in problem for problem in found.problems)


@pytest.mark.parametrize(
    ("old", "new"), [("../originals/", "../../../"), ("../originals/", "../origins/"), ("page=1", "page=900")]
)
def test_annotations_that_lead_elsewhere_are_found(bundle: Path, old: str, new: str) -> None:
    file = bundle / "data/machine/annotations.jsonld"
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    rewrite(bundle)
    assert not verifying.verify_bundle(bundle).valid


def _pdf(path: Path, words: str, **fields: str | int) -> Path:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        if words:
            page.insert_text((72, 72), words)
        else:
            page.draw_rect(pymupdf.Rect(100, 100, 200, 200), fill=(0, 0, 1))
        pdf.save(path, **fields)
    return path


def test_what_could_not_be_looked_up_is_told(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "draft.txt").write_text("The pier opened in June. The mayor knew. It was locked.", "utf-8")
    draft = importing.add(ws, [folder / "draft.txt"], role=Role.DRAFT).added[0].document
    locked = _pdf(folder / "locked.pdf", "The gate was locked.", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="word")
    quoted = _pdf(folder / "quoted.pdf", "The mayor was told.")
    sources = [
        importing.add(ws, [path], role=Role.SOURCE, handling=handling, passwords=["word"]).added[0].document
        for path, handling in ((locked, Handling.PUBLISH), (quoted, Handling.QUOTE_ONLY))
    ]
    editing.set_field(ws, draft, "handling", "publish")
    for claim, source, words in (
        ("It was locked", sources[0], "The gate was locked"),
        ("The mayor knew", sources[1], "The mayor was told"),
    ):
        linking.link(ws, marking.claim(ws, draft, claim).claim, source, words, Relation.SUPPORTS)
    made = exporting.export(ws, tmp_path / "out", format="bundle", preset="lawyer")
    found = verifying.verify_bundle(made.path, made.digest)
    assert found.valid
    said = " ".join(found.notes)
    assert "'data/originals/Source 1.pdf' needs a password" in said
    assert "1 quote from documents that are not here" in said
    assert "Of 4 quotes, 3 stand on their pages: 0 in the untouched originals, 3 in the annotated copies alone." in said


def test_without_a_lock_nothing_is_read_and_that_is_told(made: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(*, unconfined: bool) -> None:
        raise NotConfined("No lock.")

    monkeypatch.setattr(verifying, "new_engine", unlocked)
    found = verifying.verify_bundle(made.path, made.digest)
    assert found.valid
    assert found.notes == (
        "The quotes could not be looked up on their pages: this computer can't lock what reads the files.",
    )


def test_the_annotations_name_an_original_that_is_there(made: Exported) -> None:
    items = json.loads((made.path / "data/machine/annotations.jsonld").read_text("utf-8"))["first"]["items"]
    sources = [target["source"] for item in items if item["motivation"] == "linking" for target in item["target"]]
    assert all(source["via"].startswith("../originals/") for source in sources)
    assert all(source["id"].startswith("../copies/") for source in sources)
