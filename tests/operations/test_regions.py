"""Regions in a newer version: there where the page is certainly the same one and shows the same, else gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from annotator.model.places import Place, Region
from annotator.model.standing import Stands
from annotator.model.things import Relation, Role
from annotator.operations import importing, linking, marking, replacing
from annotator.operations.workspace import Workspace, current_version, document_of

WORDS = [
    "The director wrote on the fourth of May that the harbour would stay open through the summer months.",
    "Engineers measured the pier twice and found that its northern end had sunk by eleven centimetres.",
    "A list of all ships that were turned away during the storm is kept at the office of the port.",
]
RED, BLUE = (0.8, 0.1, 0.1), (0.1, 0.1, 0.8)
Drawn = list[tuple[str, tuple[float, float, float] | None]]
Make = Callable[[str, Drawn], Path]


@pytest.fixture
def drawn(tmp_path: Path) -> Make:
    """Makes a PDF: each page its words and, at a fixed spot, a picture in a colour."""

    def make(name: str, pages: Drawn) -> Path:
        document = pymupdf.open()
        for words, colour in pages:
            page = document.new_page(width=400, height=500)
            page.insert_textbox((40, 40, 360, 160), words, fontsize=10)
            if colour is not None:
                page.draw_rect((100, 250, 300, 400), color=colour, width=3)
                page.draw_line((100, 250), (300, 400), color=colour)
        document.save(tmp_path / name)
        return tmp_path / name

    return make


def region_on(ws: Workspace, draft: str, source: Path, page: int) -> tuple[str, str]:
    """A link to the picture on a page; the document and the passage."""
    document = importing.add(ws, [source], role=Role.SOURCE).added[0].document
    version = current_version(ws.graph(), document_of(ws.graph(), document))
    place = Place(version.sha256, version.extraction, region=Region(page, str(page + 1), (90, 90, 310, 260)))
    claim = marking.claim(ws, draft, "Nobody disputes the fog").claim
    return document, linking.link_at(ws, claim, document, place, Relation.CONTEXT).passage


def test_it_goes_with_its_page(ws: Workspace, draft: str, drawn: Make) -> None:
    document, passage = region_on(ws, draft, drawn("a.pdf", [(WORDS[0], RED), (WORDS[1], RED)]), 1)
    newer = drawn("b.pdf", [(WORDS[2], RED), (WORDS[0], RED), (f"{WORDS[1]} Nobody was hurt.", RED)])
    (row,) = replacing.replace(ws, document, newer, force=True).passages
    assert (row.outcome, row.page) == ("unchanged", 2)
    found = ws.graph().passages[passage]
    version = current_version(ws.graph(), document_of(ws.graph(), document))
    assert found.place == Place(version.sha256, version.extraction, region=Region(2, "3", (90, 90, 310, 260)))
    assert found.standing is not None
    assert found.standing.outcome is Stands.UNCHANGED


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([(WORDS[0], RED), (WORDS[1], BLUE)], id="another picture"),
        pytest.param([(WORDS[0], RED), (WORDS[1], None)], id="no picture"),
        pytest.param([(WORDS[0], RED), (WORDS[2], RED)], id="another page"),
        pytest.param([(WORDS[1], RED), (WORDS[1], RED)], id="two such pages"),
        pytest.param([(WORDS[0], RED)], id="no such page"),
    ],
)
def test_it_is_gone_where_that_is_not_certain(ws: Workspace, draft: str, drawn: Make, pages: Drawn) -> None:
    document, passage = region_on(ws, draft, drawn("a.pdf", [(WORDS[0], RED), (WORDS[1], RED)]), 1)
    (row,) = replacing.replace(ws, document, drawn("b.pdf", pages), force=True).passages
    assert (row.outcome, row.page, row.new) == ("gone", None, "")
    assert ws.graph().passages[passage].lost


def test_pages_without_words_are_told_by_their_pictures(ws: Workspace, draft: str, drawn: Make) -> None:
    document, passage = region_on(ws, draft, drawn("a.pdf", [("", RED), ("", BLUE), ("", None)]), 1)
    replacing.replace(ws, document, drawn("b.pdf", [("", None), ("", RED), ("", BLUE)]), force=True)
    region = ws.graph().passages[passage].place.region
    assert region is not None
    assert region.page == 2
    replacing.replace(ws, document, drawn("c.pdf", [("", BLUE), ("", RED), ("", BLUE)]), force=True)
    assert ws.graph().passages[passage].lost


def test_an_empty_spot_is_nowhere_else(ws: Workspace, draft: str, drawn: Make) -> None:
    document, passage = region_on(ws, draft, drawn("a.pdf", [(WORDS[0], RED), (WORDS[1], None)]), 1)
    replacing.replace(ws, document, drawn("b.pdf", [(WORDS[1], None)]), force=True)
    assert ws.graph().passages[passage].lost
