from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from annotator.bundle.annotations import write_annotations
from annotator.bundle.choosing import Choice
from annotator.bundle.drawing import draw, write_drawing
from annotator.bundle.tables import safe_cell, write_tables
from annotator.model.errors import Refused
from annotator.model.places import Place, Region
from annotator.model.things import Handling, Passage

from .conftest import Story

SVG = "{http://www.w3.org/2000/svg}"


def tables(story: Story, out: Path, **fields: Any) -> dict[str, list[dict[str, str]]]:
    made = write_tables(out, story.content(**fields))
    found = {}
    for name in made.files:
        raw = (made.path / name).read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        found[name] = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        ";=1",
        ",=1",
        "＝1",
        "＋1",
        "−1",
        "\n=1",
        "|calc",
        "%0a=1",
    ],
)
def test_no_cell_can_start_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")
    assert "\n" not in safe_cell(text)


def test_harmless_cells_stay_as_they_are() -> None:
    for text in ("", "The pier", "4 June = a Monday", "’=1’"):
        assert safe_cell(text) == text


def test_tables_hold_the_graph(told: Story, tmp_path: Path) -> None:
    found = tables(told, tmp_path / "t")
    assert set(found) == {"claims.csv", "documents.csv", "links.csv"}
    (claim,) = found["claims.csv"]
    assert (claim["claim"], claim["words"], claim["said by"]) == ("1", "The pier opened in June.", "the director")
    (link,) = found["links.csv"]
    assert (link["document"], link["quote"], link["page"]) == ("Memo of the office", "was opened on 4 June", "p. 1")
    assert (link["relation"], link["note"]) == ("supports", "see the log")
    draft, memo = found["documents.csv"]
    assert (draft["role"], memo["document"], memo["author"]) == ("draft", "Memo of the office", "")
    assert tables(told, tmp_path / "names", with_names=True)["documents.csv"][1]["author"] == "A. Marlowe"


@pytest.mark.parametrize(("handling", "words"), [("quote-only", True), ("paraphrase-only", False)])
def test_tables_and_annotations_obey_handling(told: Story, tmp_path: Path, handling: str, words: bool) -> None:
    from dataclasses import replace

    memo = told.graph.documents["doc2"]
    told.graph.documents["doc2"] = replace(memo, handling=Handling(handling))
    place = told.graph.passages["sp1"].place
    told.graph.passages["sp1"] = replace(
        told.graph.passages["sp1"], place=replace(place, before="The new pier"), translation="wurde eröffnet"
    )
    found = tables(told, tmp_path / "t")
    assert bool(found["links.csv"][0]["quote"]) is words
    assert found["documents.csv"][1]["sha256 of the original"] == ""
    write_annotations(tmp_path / "a.jsonld", told.content())
    text = (tmp_path / "a.jsonld").read_text("utf-8")
    assert "The new pier" not in text
    assert ("4 June" in text) is words
    assert ("wurde" in text) is words


def items(story: Story, out: Path) -> list[dict[str, Any]]:
    write_annotations(out, story.content())
    whole = json.loads(out.read_text("utf-8"))
    assert whole["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (whole["type"], whole["total"]) == ("AnnotationCollection", len(whole["first"]["items"]))
    found: list[dict[str, Any]] = whole["first"]["items"]
    return found


def test_annotations_select_page_quote_and_position(told: Story, tmp_path: Path) -> None:
    claim, link = items(told, tmp_path / "a.jsonld")
    assert claim["motivation"] == "highlighting"
    assert {"type": "SpecificResource", "purpose": "linking", "source": claim["id"]} in link["body"]
    (target,) = link["target"]
    quote, position = target["selector"]
    assert quote["value"] == position["value"] == "page=1"
    assert quote["conformsTo"] == "http://tools.ietf.org/rfc/rfc3778"
    assert quote["refinedBy"] == {"type": "TextQuoteSelector", "exact": "was opened\non 4 June"}
    assert position["refinedBy"] == {"type": "TextPositionSelector", "start": 13, "end": 33}


def test_a_region_is_a_part_of_its_page(told: Story, tmp_path: Path) -> None:
    version = told.graph.versions["ver2"]
    place = Place(version.sha256, version.extraction, region=Region(0, "1", (100.0, 600.0, 200.0, 700.0)))
    told.graph.passages["sp1"] = Passage("sp1", "doc2", place)
    _, link = items(told, tmp_path / "a.jsonld")
    assert link["target"][0]["selector"]["value"] == "page=1&viewrect=100,92,100,100"


def test_what_never_leaves_is_in_none_of_them(told: Story, tmp_path: Path) -> None:
    secret = told.document("ruth.pdf", "Ruth Hale said so.", title="Hale", handling=Handling.NEVER_LEAVES)
    told.link("claim1", secret, "Ruth Hale said", note="from Ruth")
    write_tables(tmp_path / "t", told.content())
    write_annotations(tmp_path / "a.jsonld", told.content())
    draw(tmp_path / "g.svg", Choice(told.content()))
    for path in [*(tmp_path / "t").iterdir(), tmp_path / "a.jsonld", tmp_path / "g.svg"]:
        text = path.read_text("utf-8").lower()
        assert "ruth" not in text
        assert "hale" not in text
        assert told.graph.versions["ver3"].sha256 not in text
    assert "1 link not shown" in (tmp_path / "g.svg").read_text("utf-8")


def test_the_drawing_says_everything_as_text(told: Story, tmp_path: Path) -> None:
    told.title = "The <harbour> & more"
    draw(tmp_path / "g.svg", Choice(told.content()))
    root = ElementTree.fromstring((tmp_path / "g.svg").read_bytes())
    words = " ".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
    for part in ("The <harbour> & more", "1  The pier opened in June.", "Memo of the office", "+", "○ open"):
        assert part in words
    assert "script" not in (tmp_path / "g.svg").read_text("utf-8")
    assert {"was opened on 4 June", "D1, p. 1"} <= {element.text for element in root.iter(f"{SVG}text")}
    links = [each for each in root.iter(f"{SVG}path") if each.get("fill") == "none" and each.get("stroke") != "#8a8a84"]
    assert len(links) == 1


def test_the_drawing_obeys_handling_and_joins_what_counts_together(told: Story, tmp_path: Path) -> None:
    note = told.document("note.pdf", "The crane stood still.", title="Note", handling=Handling.PARAPHRASE_ONLY)
    for words in ("The crane", "stood still"):
        told.link("claim1", note, words, together="t1")
    told.document("unused.pdf", "Nothing.", title="Unused")
    write_drawing(tmp_path / "g.svg", told.content())
    text = (tmp_path / "g.svg").read_text("utf-8")
    root = ElementTree.fromstring(text)
    assert "crane" not in text
    assert "Unused" not in text
    assert text.count("its words are not shown") == 2
    assert len(list(root.iter(f"{SVG}circle"))) == 1, "both leave from one knot"
    with pytest.raises(Refused, match="exists already"):
        write_drawing(tmp_path / "g.svg", told.content())
