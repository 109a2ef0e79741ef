"""What was said of one link holds wherever its passage could go out, though the document may."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.bundle.bag import write_bundle
from annotator.bundle.choosing import Choice
from annotator.bundle.presets import Preset
from annotator.bundle.viewing import Viewer
from annotator.model.things import Handling

from .conftest import Story

pytestmark = pytest.mark.logs("^bagit")
SECRET = "the keys were lost"


def pour(version: str, take: Callable[[bytes], object]) -> None:
    take(b"%PDF-1.7 of " + version.encode())


@pytest.fixture
def both(story: Story) -> Story:
    """A claim with one link that may go out and a second, alone on its document, that the tests make stricter."""
    draft = story.document("d.txt", "The pier opened in June.", role="draft", title="Story")
    memo = story.document("a.pdf", "The pier opened.", title="Open memo")
    other = story.document("b.pdf", f"Then {SECRET} again.", title="Other memo", address="https://other.example/")
    claim = story.claim(draft, "The pier opened")
    story.link(claim, memo, "pier opened")
    story.link(claim, other, SECRET, note="noted so")
    return story


def stricter(story: Story, handling: Handling) -> None:
    story.graph.links["link2"] = replace(story.graph.links["link2"], handling=handling)


def all_bytes(story: Story, folder: Path, preset: Preset | None) -> bytes:
    made = write_bundle(folder / "b", story.content(original=pour), preset=preset)
    found = [*(name.encode() for name in made.files)]
    for name in made.files:
        found.append((made.path / name).read_bytes())
        if name.endswith(".docx"):
            with zipfile.ZipFile(made.path / name) as packed:
                found += [packed.read(part) for part in packed.namelist()]
    return b"\n".join(found)


@pytest.mark.parametrize("preset", [None, *Preset])
def test_one_that_never_leaves_is_not_in_the_export(both: Story, tmp_path: Path, preset: Preset | None) -> None:
    assert SECRET.encode() in all_bytes(both, tmp_path, preset)
    stricter(both, Handling.NEVER_LEAVES)
    (tmp_path / "again").mkdir()
    found = all_bytes(both, tmp_path / "again", preset)
    for word in (SECRET, "Other memo", "noted so", "other.example", f"{0xAB003:064x}", "of ver3"):
        assert word.encode() not in found, word
    choice = Choice(both.content())
    assert choice.withheld_links == 1
    assert [(one.document, one.reason) for one in choice.left_out()] == [
        ("Other memo", "The link of claim 1 to it never leaves this computer.")
    ]


def test_one_to_be_paraphrased_goes_out_without_words_picture_and_file(both: Story, tmp_path: Path) -> None:
    stricter(both, Handling.PARAPHRASE_ONLY)
    found = all_bytes(both, tmp_path, Preset.LAWYER)
    assert b"Other memo" in found
    for word in (SECRET, "other.example", f"{0xAB003:064x}", "of ver3"):
        assert word.encode() not in found, word
    assert not any(version == "ver3" for version, *_ in both.renderer.pictures)
    (tmp_path / "public").mkdir()
    assert b"Other memo" not in all_bytes(both, tmp_path / "public", Preset.PUBLIC)


def test_one_to_be_quoted_goes_out_as_words_and_pictured_alone(both: Story, tmp_path: Path) -> None:
    stricter(both, Handling.QUOTE_ONLY)
    found = all_bytes(both, tmp_path, Preset.LAWYER)
    assert SECRET.encode() in found
    assert f"{0xAB003:064x}".encode() not in found
    assert b"of ver3" not in found
    page = Viewer(both.content(), Choice(both.content())).page()
    quoted = next(one for group in page.drafts[0].claims[0].groups for one in group if one.title == "Other memo")
    assert quoted.hidden == "This passage may only be quoted: its pages are not shown."
    assert quoted.figures
    for figure in quoted.figures:
        figure.draw()
    assert not any(version == "ver3" for version, *_ in both.renderer.pictures)
    assert {(version, page) for version, page, _ in both.renderer.alone} == {("ver3", 0)}


def test_one_can_not_let_out_what_its_document_does_not(both: Story) -> None:
    both.graph.documents["doc3"] = replace(both.graph.documents["doc3"], handling=Handling.PARAPHRASE_ONLY)
    stricter(both, Handling.PUBLISH)
    choice = Choice(both.content())
    shown = choice.links(choice.claims[0])[1]
    assert (shown.words, shown.pages) == (False, False)
    assert len(choice.left_out()) == 1
