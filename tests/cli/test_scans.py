"""Scans from the command line: read when they are added, or later, with a word about how sure the machine is."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from annotator.cli import scans
from annotator.engine.worker import ocr_probes
from annotator.operations import recognising
from tests.cli.conftest import Call
from tests.operations.test_recognising import ORDER, pictured
from tests.operations.test_scripts import GREEK
from tests.operations.test_scripts import scan as written_scan


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A project and a scan of two pages."""
    document = pymupdf.open()
    for _ in range(2):
        page = document.new_page(width=400, height=300)
        page.insert_image(page.rect, pixmap=pictured(ORDER))
    document.save(tmp_path / "annex.pdf")
    return tmp_path / "story.annotator", tmp_path / "annex.pdf"


def test_scans_are_read_when_they_are_added(call: Call, files: tuple[Path, Path]) -> None:
    project, scan = files
    call("new", project)
    added = call("add", project, scan, "--json")
    assert added.status == 0
    (one,) = added.json["added"]
    assert one["characters"] == 2 * (len(ORDER) + 1)
    (warning,) = one["warnings"]
    assert warning.startswith("2 pages were read by machine (OCR), ")
    assert warning.endswith(" % sure.")
    text = call("text", project, one["id"], "--page", "1", "--json").json
    assert text["pages"][0]["text"] == ORDER + "\n"
    assert call("search", project, "Geschäftsführer", "--json").json[0]["document"] == one["id"]
    assert call("ocr", project, "--json").json == {"read": []}
    assert call("add", project, scan, "--json").json["added"][0]["warnings"] != [warning], "it was there already"


def test_claims_say_which_words_a_machine_read(call: Call, files: tuple[Path, Path], tmp_path: Path) -> None:
    project, scan = files
    draft = tmp_path / "draft.txt"
    draft.write_text("The order was signed.\n", "utf-8")
    call("new", project)
    call("add", project, draft, "--as", "draft")
    (one,) = call("add", project, scan, "--json").json["added"]
    sure = one["warnings"][0].split(", ")[1]
    claim = call("claim", project, "draft.txt", "--quote", "order was signed", "--json").json["id"]
    call("link", project, claim, one["id"], "--quote", "Geschäftsführer", "--nth", "1", "--relation", "supports")
    call("link", project, claim, one["id"], "--quote", "Geschäftsführer", "--nth", "2", "--relation", "context")
    (found,) = call("claims", project, "--json").json
    assert [f"{link['read_by_machine']} % sure." for link in found["links"]] == [sure, sure]
    assert f"read by machine (OCR), {sure}"[:-1] in call("claims", project).out


def test_a_new_version_that_is_a_scan_is_read_and_its_passages_are_found_again(
    call: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    project, _ = files
    (tmp_path / "order.txt").write_text(f"Order\n\n{ORDER}\n", "utf-8")
    (tmp_path / "draft.txt").write_text("The order was signed.\n", "utf-8")
    call("new", project)
    call("add", project, tmp_path / "draft.txt", "--as", "draft")
    call("add", project, tmp_path / "order.txt")
    claim = call("claim", project, "draft.txt", "--quote", "order was signed", "--json").json["id"]
    call("link", project, claim, "order.txt", "--quote", "Geschäftsführer", "--relation", "supports")
    document = pymupdf.open()
    page = document.new_page(width=400, height=300)
    page.insert_image(page.rect, pixmap=pictured(ORDER))
    document.save(tmp_path / "one.pdf")
    done = call("replace", project, "order.txt", tmp_path / "one.pdf", "--force", "--json")
    assert "1 page was read by machine (OCR)" in done.err
    assert (done.status, [row["outcome"] for row in done.json["passages"]]) == (0, ["moved"])
    (link,) = call("claims", project, "--json").json[0]["links"]
    assert (link["quote"], link["read_by_machine"] > 60) == ("Geschäftsführer", True)
    text = call("text", project, link["document"], "--json").json["pages"][link["page"]]["text"]
    row = done.json["passages"][0]
    assert text[row["start"] : row["end"]] == "Geschäftsführer"


def test_adding_does_not_go_on_for_ever(call: Call, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "ADDING", -1.0)
    project, scan = files
    call("new", project)
    added = call("add", project, scan, "--json")
    assert added.json["added"][0]["characters"] == 0
    assert "Some scans are still to be read: `annotator ocr PROJECT`" in added.err
    monkeypatch.undo()
    (done,) = call("ocr", project, "--json").json["read"]
    assert done["pages"] == [0, 1]


def test_scans_are_read_later(call: Call, files: tuple[Path, Path]) -> None:
    project, scan = files
    call("new", project)
    (one,) = call("add", project, scan, "--no-ocr", "--json").json["added"]
    assert one["characters"] == 0
    assert any("without text" in warning for warning in one["warnings"])
    read = call("ocr", project, one["id"], "--page", "1", "--languages", "deu+eng", "--json")
    assert read.status == 0
    (done,) = read.json["read"]
    assert (done["document"], done["name"], done["pages"], done["failed"]) == (one["id"], "annex.pdf", [1], [])
    assert done["confidence"] > 80
    told = call("ocr", project)
    assert "annex.pdf: 1 page read by machine (OCR), " in told.out
    assert "No page had to be read" in call("ocr", project).out
    assert [action["verb"] for action in call("history", project, "--json").json][-2:] == ["ocr", "ocr"]
    assert call("undo", project).status == 0
    assert call("text", project, one["id"], "--page", "0", "--json").json["pages"][0]["text"] == ""


def test_one_scan_that_can_not_be_read_leaves_the_others_theirs(
    call: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    project, good = files
    call("new", project)
    call("add", project, written_scan(tmp_path / "greek.pdf", GREEK), good, "--no-ocr")
    told = call("ocr", project, "--json")
    assert told.status == 1
    assert [one["name"] for one in told.json["read"]] == ["annex.pdf"]
    assert "'greek.pdf': The machine could make no text" in told.err


def test_what_is_refused(call: Call, files: tuple[Path, Path]) -> None:
    project, scan = files
    call("new", project)
    call("add", project, scan, "--no-ocr")
    assert "needs the document" in call("ocr", project, "--page", "1").err
    assert "no page 9" in call("ocr", project, "annex.pdf", "--page", "9").err
    told = call("ocr", project, "annex.pdf", "--languages", "xyz")
    assert (told.status, "no language 'xyz'" in told.err) == (2, True)


def test_without_tesseract_files_are_added_and_it_is_said(
    call: Call, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising.finding, "find", lambda: None)
    project, scan = files
    call("new", project)
    added = call("add", project, scan, "--json")
    assert added.status == 0
    assert any("without text" in warning for warning in added.json["added"][0]["warnings"])
    assert "no Tesseract" in added.err
    assert call("ocr", project).status == 2
    doctor = call("doctor", "--json").json["ocr"]
    assert doctor["available"] is False
    assert "no Tesseract" in doctor["sentence"]


def test_the_doctor_says_what_reads_and_that_it_is_locked(call: Call) -> None:
    told = call("doctor", "--json").json["ocr"]
    assert told["available"]
    assert told["holds"]
    assert told["program"] == "Tesseract"
    assert {"eng", "deu"} <= set(told["languages"])
    assert all(told["refused"].values())
    assert len(told["refused"]) == len(ocr_probes.NAMED)
