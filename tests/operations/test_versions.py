"""A draft in three versions, as text, as a Word document, as a PDF, and all the way back, without a window."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from docx import Document as WordDocument

from annotator.model.graph import Graph
from annotator.model.standing import Stands
from annotator.model.things import Relation, Role, Status
from annotator.operations import editing, importing, linking, marking, reading, replacing
from annotator.operations.workspace import Workspace, open_workspace

TITLE = "The wells of Harrow Green"
QUEUE = "People queue at the tap behind the church with jerry cans, prams and, in one case, a tin bath."
PRICE = "The company paid 1.8 million crowns for the right to pump, the contract of 4 March 2021 says."
LEVEL = "The water in the deepest well fell by 41 centimetres between May and September."
BOARD = "The board shall declare a drought stage when three readings in a row are below the mark."
MAYOR = "The mayor has never visited the pumping station, her office confirmed."
FAIR = "The summer fair was cancelled for the second year running, and nobody asked why."
CLOSING = "The next reading is due on the first Monday of the month."
NEW_LEVEL, NEW_PRICE = LEVEL.replace("41", "43"), PRICE.replace("1.8", "2.1")
NEW_BOARD = BOARD.replace("shall", "may")
FIRST = (TITLE, QUEUE, PRICE, LEVEL, BOARD, MAYOR, FAIR, CLOSING)
SECOND = (TITLE, MAYOR, QUEUE, PRICE, NEW_LEVEL, BOARD, FAIR, CLOSING)
THIRD = (TITLE, MAYOR, "It has not rained since.", QUEUE, NEW_PRICE, NEW_LEVEL, NEW_BOARD, CLOSING)
QUOTES = {"queue": QUEUE, "price": PRICE, "level": LEVEL, "board": BOARD, "mayor": MAYOR, "fair": FAIR}

U, M, E, GONE = Stands.UNCHANGED, Stands.MOVED, Stands.EDITED, Stands.GONE
IN_SECOND = {"queue": U, "price": U, "level": E, "board": U, "mayor": M, "fair": U}
IN_THIRD = {"queue": U, "price": E, "level": U, "board": E, "mayor": M, "fair": GONE}


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path, Path]:
    text, word, pdf = tmp_path / "wells.txt", tmp_path / "wells.docx", tmp_path / "wells.pdf"
    text.write_text("\n\n".join(FIRST) + "\n", encoding="utf-8")
    document = WordDocument()
    for paragraph in SECOND:
        document.add_paragraph(paragraph)
    document.save(str(word))
    made = pymupdf.open()
    for part in (THIRD[:4], THIRD[4:]):
        page = made.new_page(width=420, height=595)
        for number, paragraph in enumerate(part):
            page.insert_textbox((50, 50 + 70 * number, 370, 110 + 70 * number), paragraph, fontsize=11)
    made.save(pdf)
    return text, word, pdf


def standing(graph: Graph, marked: dict[str, str]) -> dict[str, Stands | None]:
    found = {name: graph.passages[passage].standing for name, passage in marked.items()}
    return {name: each.outcome if each else None for name, each in found.items()}


def test_three_versions_and_back(ws: Workspace, versions: tuple[Path, Path, Path], memo: str) -> None:
    text, word, pdf = versions
    draft = importing.add(ws, [text], role=Role.DRAFT).added[0].document
    marked = {name: marking.claim(ws, draft, quote, status=Status.VERIFIED).passage for name, quote in QUOTES.items()}
    for passage in marked.values():
        linking.link(ws, ws.graph().passages[passage].claim, memo, "forty days", Relation.SUPPORTS)
    none = marking.needs_none(ws, draft, CLOSING, "a plan").id
    first = ws.graph()

    def shown(name: str) -> tuple[Status, str]:
        claim = ws.graph().passages[marked[name]].claim
        return ws.graph().shown_status(claim), ws.graph().shown_reason(claim)

    replacing.replace(ws, draft, word)
    assert standing(ws.graph(), marked) == IN_SECOND
    assert shown("mayor") == (Status.VERIFIED, "")
    assert shown("level")[0] is Status.OPEN
    replacing.accept(ws, [marked["level"]])
    assert shown("level") == (Status.VERIFIED, "")
    second = ws.graph()

    done = replacing.replace(ws, draft, pdf)
    assert done.needs_a_person
    third = standing(ws.graph(), marked)
    assert third == IN_THIRD
    assert ws.graph().needs_none[none].place.page == 1
    assert {name for name in marked if shown(name)[0] is Status.OPEN} == {"price", "board", "fair"}
    (price,) = [claim for claim in reading.claims(ws) if "2.1 million" in claim["quote"]]
    assert (price["status"], price["standing"]) == ("open", "edited")
    with open_workspace(ws.project.path, read_only=True) as again:
        assert again.graph() == ws.graph()

    replacing.replace(ws, draft, word)
    assert ws.graph().passages == second.passages, "as it was accepted"
    replacing.replace(ws, draft, text)
    assert {name: each.place for name, each in ws.graph().passages.items()} == {
        name: each.place for name, each in first.passages.items()
    }
    assert set(standing(ws.graph(), marked).values()) <= {None, Stands.UNCHANGED}
    assert ws.graph().needs_none == first.needs_none
    assert {shown(name) for name in marked} == {(Status.VERIFIED, "")}

    for _ in range(5):
        editing.undo(ws)
    assert ws.graph().documents == first.documents
    assert (ws.graph().passages, ws.graph().needs_none) == (first.passages, first.needs_none)
    for _ in range(3):
        editing.redo(ws)
    assert standing(ws.graph(), marked) == third
