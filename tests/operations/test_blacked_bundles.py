"""What is blacked out is in no byte of anything that is exported, and what is left can still be looked up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import docx
import pymupdf
import pytest

from annotator.bundle.masking import MARK
from annotator.model.errors import Refused
from annotator.model.things import Handling, Kind, Relation, Role, Status
from annotator.operations import (
    blacking,
    editing,
    exporting,
    importing,
    linking,
    marking,
    queries,
    replacing,
    verifying,
    workspace,
)
from annotator.operations.checks import check
from annotator.operations.outlook import outlook
from annotator.operations.workspace import Workspace
from tests.bundle.unpacking import everything

DRAFT = """The order of the harbour

The order was signed by an inspector in May. The pier cost 300 more than the gate.
The clerk said “it was zqclerkson who opened the gate at night”.
My friend Zqinformant told me of the fog.
"""
ORDER = (
    "The order was signed by Inspector Zqmarlowe on",
    "Zqfriday night, said the pilot.",
    "The gate cost 4711 euros.",
)
MINUTES = "The clerk said it was zqclerkson who opened the gate that night, and the pier cost 5011 euros.\n"
BLACK = (
    "zqmarlowe",
    "zqfriday",
    "zqclerkson",
    "zqinformant",
    "4711",
    "zqreason",
    "zqtranslated",
    "zqold",
    "zqfilename",
)
SEEN = ("said the pilot", "fog", "the pier cost")
PRESETS = ("editor", "lawyer", "public", "archive")


def _pdf(path: Path) -> Path:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=400, height=500)
        for at, line in enumerate(ORDER):
            page.insert_text((50, 100 + 14 * at), line, fontsize=11)
        pdf.new_page(width=400, height=500).insert_text((50, 100), "The fog came in the morning.", fontsize=11)
        pdf.save(path)
    return path


def _minutes(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph(MINUTES)
    document.save(str(path))
    return path


def _add(ws: Workspace, path: Path, role: Role = Role.SOURCE) -> str:
    return importing.add(ws, [path], role=role, handling=Handling.PUBLISH).added[0].document


def _tell(ws: Workspace, folder: Path) -> None:
    (folder / "draft.md").write_text(DRAFT, encoding="utf-8")
    draft = _add(ws, folder / "draft.md", Role.DRAFT)
    order, minutes = _add(ws, _pdf(folder / "zqfilename.pdf")), _add(ws, _minutes(folder / "minutes.docx"))
    editing.set_field(ws, order, "title", "Order of Inspector Zqmarlowe")
    blacking.black(ws, order, "Inspector Zqmarlowe on Zqfriday", reason="zqreason")
    blacking.black(ws, order, "4711")
    blacking.black(ws, minutes, "zqclerkson")
    blacking.black(ws, draft, "My friend Zqinformant")
    signed = marking.claim(ws, draft, "The order was signed by an inspector").claim
    link = linking.link(ws, signed, order, "\n".join(ORDER[:2]).replace("\n", " "), Relation.SUPPORTS)
    editing.set_field(ws, link.passage, "translation", "zqtranslated words")
    editing.set_field(ws, link.link, "note", "He is inspector zqmarlowe, of course")
    queries.ask(ws, signed, "Who is Inspector Zqmarlowe on Zqfriday?")
    cost = marking.claim(ws, draft, "The pier cost 300 more than the gate").claim
    gate = linking.link(ws, cost, order, "The gate cost 4711 euros", Relation.SUPPORTS)
    pier = linking.link(ws, cost, minutes, "the pier cost 5011 euros", Relation.SUPPORTS)
    figures = {
        "a": {"passage": gate.passage, "start": 14, "words": "4711"},
        "b": {"passage": pier.passage, "start": 14, "words": "5011"},
    }
    with ws.project.act("edit") as pen:
        formula = {"result": "300", "expression": "b - a", "figures": figures}
        pen.new(Kind.CALCULATION, {"claim": cost, "formula": formula})
    said = marking.claim(ws, draft, "it was zqclerkson who opened the gate at night").claim
    editing.set_field(ws, said, "type", "quotation")
    linking.link(ws, said, minutes, "it was zqclerkson who opened the gate that night", Relation.SUPPORTS)
    blacking.black(ws, draft, "zqclerkson")
    fog = marking.claim(ws, draft, "My friend Zqinformant told me of the fog").claim
    linking.link(ws, fog, order, "The fog came in the morning", Relation.SUPPORTS)
    editing.set_field(ws, fog, "status", Status.VERIFIED.value)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("blacked")
    with workspace.create(folder / "story.annotator", title="The order") as ws:
        _tell(ws, folder)
        yield ws


def _found(path: Path) -> list[str]:
    held = everything(path)
    assert [word for word in SEEN if word.encode() not in held.replace(b"\n", b" ")] == []
    return [word for word in BLACK if word.encode() in held]


@pytest.mark.parametrize("preset", PRESETS)
def test_no_byte_of_a_bundle_has_what_is_blacked_out(seeded: Workspace, tmp_path: Path, preset: str) -> None:
    made = exporting.export(seeded, tmp_path / "out", format="bundle", preset=preset)
    assert _found(made.path) == []
    page = (made.path / "data/index.html").read_text(encoding="utf-8")
    assert MARK in page
    assert not (made.path / "data/originals").exists()
    told = dict(made.left_out)
    assert told["minutes.docx"].startswith("1 place blacked out in all that goes out of it. Its original is left out")
    assert "2 places blacked out" in page
    for version in seeded.graph().versions.values():
        assert version.sha256[:12].encode() not in everything(made.path), "with all other words at hand a hash tells"
    if preset not in ("lawyer", "public"):
        return
    found = verifying.verify_bundle(made.path, made.digest)
    assert found.problems == ()
    assert "have words blacked out" in " ".join(found.notes)


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "csv", "jsonld", "svg"])
def test_no_byte_of_a_part_has_what_is_blacked_out(seeded: Workspace, tmp_path: Path, form: str) -> None:
    made = exporting.export(seeded, tmp_path / "out", format=form)
    held = everything(made.path)
    assert [word for word in BLACK if word.encode() in held] == []
    if form != "pdf":
        assert MARK.encode() in held


def test_flags_and_wordings_would_tell(seeded: Workspace) -> None:
    """So that finding none of it says something."""
    told = " ".join(finding.message for finding in check(seeded).findings).lower()
    assert "zqinformant" in told


def test_copies_are_black_where_the_words_were(seeded: Workspace, tmp_path: Path) -> None:
    made = exporting.export(seeded, tmp_path / "out", format="pdf")
    (path,) = (each for each in made.path.iterdir() if "Order" in each.name)
    with pymupdf.open(path) as pdf, pymupdf.open(seeded.project.path.parent / "zqfilename.pdf") as original:
        text = " ".join(pdf[0].get_text().split())
        assert "The order was signed by" in text
        assert "said the pilot. The gate cost euros." in text
        assert pdf[1].get_text() == original[1].get_text()
        for words in ("Inspector Zqmarlowe on", "Zqfriday", "4711"):
            (box,) = original[0].search_for(words)
            pixels = pdf[0].get_pixmap(
                dpi=100, clip=pymupdf.Rect(box.x0 + 1, box.y0 + 1, box.x1 - 1, box.y1 - 1), annots=False
            )
            assert max(pixels.samples) < 50, words


def test_claims_keep_their_status_and_quotes_a_mark(seeded: Workspace, tmp_path: Path) -> None:
    made = exporting.export(seeded, tmp_path / "out.jsonld", format="jsonld")
    items = json.loads(made.path.read_text(encoding="utf-8"))["first"]["items"]
    exact = [
        selector["refinedBy"]["exact"]
        for item in items
        for target in item["target"]
        for selector in target["selector"]
        if "exact" in selector["refinedBy"]
    ]
    assert f"{MARK} told me of the fog" in exact
    assert f"The gate cost {MARK} euros" in exact
    (fog,) = (item for item in items if f'"exact": "{MARK} told me' in json.dumps(item["target"]))
    assert "verified" in [body["value"] for body in fog["body"]]


def test_a_name_that_is_black_here_and_readable_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(
        "ANNA LIND paid. Will Lind say so? lind.anna@x.org will, lind.\n", encoding="utf-8"
    )
    (tmp_path / "memo.txt").write_text("Anna Lind and Will paid 4711 crowns. Anna will not say.\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text("Ferry lists: 4711, 47110, Annabel.\n", encoding="utf-8")
    with workspace.create(tmp_path / "story.annotator", title="Who paid") as ws:
        draft = _add(ws, tmp_path / "draft.md", Role.DRAFT)
        memo, other = _add(ws, tmp_path / "memo.txt"), _add(ws, tmp_path / "other.txt")
        claim = marking.claim(ws, draft, "LIND paid").claim
        linking.link(ws, claim, memo, "not say", Relation.SUPPORTS)
        link = linking.link(ws, claim, other, "lists: 4711", Relation.SUPPORTS).link
        assert outlook(ws, "lawyer").readable == ()
        blacking.black(ws, memo, "Anna Lind and Will paid 4711")
        told = (
            ("draft.md", "Blacked out elsewhere, and readable in it: “LIND” at 2 places, “ANNA” at 1 place."),
            ("memo.txt", "Blacked out elsewhere, and readable in it: “Anna” at 1 place."),
            ("other.txt", "Blacked out elsewhere, and readable in it: “4711” at 1 place."),
        )
        assert outlook(ws, "lawyer").readable == told
        heard: list[tuple[tuple[str, str], ...]] = []
        exporting.export(ws, tmp_path / "out.html", warn=heard.append)
        assert heard == [told]
        assert exporting.export(ws, tmp_path / "out.svg", format="svg").warnings == told
        editing.set_field(ws, link, "handling", "never-leaves")
        assert outlook(ws, "lawyer").readable == told[:2]


def test_nothing_is_exported_while_one_stands_nowhere(tmp_path: Path) -> None:
    with workspace.create(tmp_path / "story.annotator", title="The order") as ws:
        _tell(ws, tmp_path)
        (minutes,) = (one.id for one in ws.graph().documents.values() if one.name == "minutes.docx")
        document = docx.Document()
        document.add_paragraph(MINUTES.replace("zqclerkson", "somebody") * 3)
        document.save(str(tmp_path / "minutes.docx"))
        replacing.replace(ws, minutes, tmp_path / "minutes.docx", force=True)
        (one,) = ws.graph().blackouts_in(minutes)
        assert one.waits
        with pytest.raises(Refused, match=r"is to be blacked out of 'minutes\.docx' was .*, so nothing was exported"):
            exporting.export(ws, tmp_path / "out.html")
        assert "blacked out of 'minutes.docx'" in outlook(ws, "lawyer").refusal
        (draft,) = ws.graph().drafts()
        (tmp_path / "draft.md").write_text(DRAFT.replace("My friend Zqinformant", "Some"), encoding="utf-8")
        replacing.replace(ws, draft.id, tmp_path / "draft.md", force=True)
        with pytest.raises(Refused, match=r"is to be blacked out of 'draft\.md' was not found in its current version"):
            exporting.export(ws, tmp_path / "out.html")
        editing.undo(ws)
        assert not (tmp_path / "out.html").exists()
        editing.remove(ws, one.id)
        exporting.export(ws, tmp_path / "out.html")
        editing.restore(ws, one.id)
        editing.set_field(ws, minutes, "handling", "never-leaves")
        assert b"zqclerkson" not in everything(exporting.export(ws, tmp_path / "other.html").path)
