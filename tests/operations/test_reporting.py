"""What goes out is looked through before: real files, the real engine."""

from __future__ import annotations

import json
from pathlib import Path

import pymupdf
import pytest

from annotator.cli.main import main
from annotator.model.reports import Trace
from annotator.model.things import Handling, Relation, Role
from annotator.operations import exporting, importing, linking, marking, workspace
from annotator.operations.reporting import warnings


def _source(path: Path) -> Path:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 100), "The pier opened in June.")
        page.insert_text((72, 140), "Informant Quillfeather")
        page.draw_rect((60, 120, 300, 150), fill=(0, 0, 0))
        pdf.set_metadata({"author": "Agnes Marlowe"})
        pdf.save(path)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "draft.md").write_text("The pier opened in June, the memo says.")
    with workspace.create(tmp_path / "p.annotator") as ws:
        draft = importing.add(ws, [tmp_path / "draft.md"], role=Role.DRAFT).added[0].document
        source = importing.add(ws, [_source(tmp_path / "memo.pdf")], handling=Handling.PUBLISH).added[0].document
        claim = marking.claim(ws, draft, "The pier opened in June")
        linking.link(ws, claim.claim, source, "The pier opened in June", Relation.SUPPORTS)
    return tmp_path / "p.annotator"


def test_a_failed_redaction_is_told_for_the_original_and_gone_from_the_copy(project: Path, tmp_path: Path) -> None:
    with workspace.open_workspace(project) as ws:
        found, unknown = warnings(ws, exporting.gather(ws), originals=True)
        assert not unknown
        told = {one.trace: one for one in found}
        assert told[Trace.COVERED_WORDS].sentence == (
            "P. 1: 21 letters under something opaque can be read by anybody: “Informant Quillfeather”. "
            "The original would go out with it."
        )
        assert told[Trace.COVERED_WORDS].stays
        copies, _ = warnings(ws, exporting.gather(ws), originals=False)
        assert {one.stays for one in copies} == {False}
        before: list[tuple[tuple[str, str], ...]] = []
        made = exporting.export(ws, tmp_path / "out", format="pdf", warn=lambda told: before.append(told))
        assert before == [made.warnings]
    for name in made.files:
        with pymupdf.open(made.path / name) as copy:
            assert not any("Quillfeather" in page.get_text() for page in copy)
    said = "1 page held words or parts of pictures that nobody sees: they are not in its copy."
    assert said in [reason for _, reason in made.left_out]


def test_the_command_line_tells_before_it_writes(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(project), str(tmp_path / "out"), "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)["warnings"]
    said = "It says of itself: “author: Agnes Marlowe”. The original would go out with it."
    assert said in [one["warning"] for one in told]
    assert "can be read by anybody" in err
