from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from annotator.bundle.bag import write_bundle
from annotator.bundle.bagging import library
from annotator.bundle.presets import Preset
from annotator.model.errors import Refused
from annotator.model.things import Handling, Status, Terms

from .conftest import Story

pytestmark = pytest.mark.logs("^bagit")
ORIGINAL = b"%PDF-1.7 as it came"


def pour(version: str, take: Callable[[bytes], object]) -> None:
    take(ORIGINAL)


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


PAGE = {
    *("index.html", "copies/Memo of the office.pdf", "copies/draft.pdf", "draft/draft (clean).docx"),
    "draft/draft (clean).pdf",
    "machine/annotations.jsonld",
}
WORKING = {
    "draft/draft (with annotations).pdf",
    "draft/draft (with comments).docx",
    "draft/draft (with footnotes).docx",
}
ORIGINALS = {"originals/Memo of the office.pdf"}
TABLES = {f"machine/{name}" for name in ("claims.csv", "links.csv", "documents.csv", "links.svg")}
MACHINE = {"ro-crate-metadata.json"}


@pytest.mark.parametrize(
    ("preset", "wanted"),
    [
        (None, PAGE | WORKING | ORIGINALS | TABLES | MACHINE),
        (Preset.ARCHIVE, PAGE | WORKING | ORIGINALS | TABLES | MACHINE),
        (Preset.LAWYER, PAGE | WORKING | ORIGINALS | TABLES | MACHINE),
        (Preset.EDITOR, PAGE | WORKING | ORIGINALS | TABLES),
        (Preset.PUBLIC, PAGE),
    ],
)
def test_each_has_its_parts_in_a_bag(told: Story, tmp_path: Path, preset: Preset | None, wanted: set[str]) -> None:
    steps: list[tuple[int, int]] = []
    made = write_bundle(
        tmp_path / "b", told.content(original=pour), preset=preset, progress=lambda *step: steps.append(step)
    )
    assert names(made.path / "data") == wanted
    assert names(made.path) == set(made.files)
    assert steps[-1] == (100, 100)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert library().Bag(str(made.path)).validate()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (made.path / manifest).read_text("utf-8").splitlines():
            digest, name = line.split("  ", 1)  # what sha256sum -c reads
            assert hashlib.sha256((made.path / name).read_bytes()).hexdigest() == digest
    assert hashlib.sha256((made.path / "tagmanifest-sha256.txt").read_bytes()).hexdigest() == made.digest
    assert "Bagging-Date: 2026-11-22" in (made.path / "bag-info.txt").read_text("utf-8")
    if wanted >= ORIGINALS:
        assert (made.path / "data/originals/Memo of the office.pdf").read_bytes() == ORIGINAL


def test_the_same_project_gives_the_same_bytes(told: Story, tmp_path: Path) -> None:
    content = told.content(original=pour)
    first, second = (write_bundle(tmp_path / name, content) for name in ("one.zip", "two.ZIP"))
    whole = write_bundle(tmp_path / "whole", content)
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.digest == second.digest == whole.digest
    with zipfile.ZipFile(first.path) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"evidence"}
        assert {name.split("/", 1)[1] for name in archive.namelist()} == names(whole.path)


def test_ids_are_not_those_of_the_project(told: Story, tmp_path: Path) -> None:
    made = write_bundle(tmp_path / "b", told.content(original=pour))
    text = b"".join((made.path / name).read_bytes() for name in made.files if not name.endswith(".docx"))
    for own in (*told.graph.claims, *told.graph.passages, *told.graph.links, *told.graph.documents):
        assert f'"{own}"'.encode() not in text


def test_the_crate_names_every_file(told: Story, tmp_path: Path) -> None:
    made = write_bundle(tmp_path / "b", told.content(original=pour))
    crate = json.loads((made.path / "data/ro-crate-metadata.json").read_text("utf-8"))
    by_id = {entity["@id"]: entity for entity in crate["@graph"]}
    assert by_id["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert by_id["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    parts = {part["@id"] for part in by_id["./"]["hasPart"]}
    assert {unquote(part) for part in parts} == names(made.path / "data") - {"ro-crate-metadata.json"}
    memo = by_id["originals/Memo%20of%20the%20office.pdf"]
    assert memo["sha256"] == hashlib.sha256(ORIGINAL).hexdigest()
    assert memo["name"] == "Memo of the office"


@pytest.mark.parametrize("after", range(0, 100, 9))
def test_one_that_is_stopped_leaves_nothing(told: Story, tmp_path: Path, after: int) -> None:
    calls = 0

    def stop(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if done >= after:
            raise Refused("Stopped.")

    with pytest.raises(Refused, match="Stopped"):
        write_bundle(tmp_path / ("b.zip" if after % 2 else "b"), told.content(original=pour), progress=stop)
    assert calls
    assert list(tmp_path.iterdir()) == []


def test_one_that_fails_leaves_nothing(told: Story, tmp_path: Path) -> None:
    def broken(version: str, take: Callable[[bytes], object]) -> None:
        take(b"half of it")
        raise OSError("the disk")

    with pytest.raises(Refused):
        write_bundle(tmp_path / "b", told.content(original=broken))
    assert list(tmp_path.iterdir()) == []
    told.renderer.broken = {"ver1"}
    with pytest.raises(Refused):
        write_bundle(tmp_path / "b", told.content(original=pour))
    assert list(tmp_path.iterdir()) == []


def test_off_the_record_and_embargo_stop_an_export_with_a_sentence(story: Story, tmp_path: Path) -> None:
    draft = story.document("draft.txt", "The pier opened in June.", role="draft")
    note = story.document("Call.txt", "It was me.", terms=Terms.OFF_THE_RECORD, interviewee="Ruth", title="Ruth Hale")
    claim = story.claim(draft, "The pier opened")
    story.link(claim, note, "It was me")
    content = story.content()
    with pytest.raises(Refused, match="Claim 1 rests on 'Interview, off the record', which is off the record"):
        write_bundle(tmp_path / "b", content)
    story.graph.documents[note] = type(content.graph.documents[note])(
        note, "report.pdf", content.graph.documents[note].role, Handling.PUBLISH, current="ver2", embargo="2026-12-24"
    )
    with pytest.raises(Refused, match="embargo until 2026-12-24"):
        write_bundle(tmp_path / "b", story.content())
    assert list(tmp_path.iterdir()) == []
    story.graph.claims[claim] = type(story.graph.claims[claim])(claim, 1, status=Status.CUT)
    made = write_bundle(tmp_path / "b", story.content())
    assert "under an embargo" in made.left_out[0].reason


def test_originals_that_hold_more_than_may_go_stay(told: Story, tmp_path: Path) -> None:
    told.document("list.csv", "Ruth Hale", handling=Handling.NEVER_LEAVES, part_of="doc2")
    made = write_bundle(tmp_path / "b", told.content(original=pour))
    assert not [name for name in made.files if "originals" in name]
    assert any("came with it" in item.reason for item in made.left_out)


def test_originals_that_name_this_computer_stay(told: Story, tmp_path: Path) -> None:
    import zlib

    packed = b"%PDF-1.7\n1 0 obj<<>>stream\r\n" + zlib.compress(b"x" * 9999 + b"/home/agnes/") + b"\nendstream"
    for at, data in enumerate((packed, b"C:/HOME/AGNES/x", "/home/agnes/".encode("utf-16-le"))):

        def written(version: str, take: Callable[[bytes], object], data: bytes = data) -> None:
            for start in range(0, len(data), 7):
                take(data[start : start + 7])

        content = told.content(original=written, private=(b"/home/agnes/",))
        made = write_bundle(tmp_path / f"b{at}", content)
        assert not [name for name in made.files if "originals" in name]
        assert any("home folder" in item.reason for item in made.left_out)
    made = write_bundle(tmp_path / "free", told.content(original=pour, private=(b"/home/agnes/",)))
    assert [name for name in made.files if "originals" in name]
