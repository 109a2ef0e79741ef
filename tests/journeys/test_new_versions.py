"""A draft in three versions, as text, as a Word document, as a PDF: nothing is lost, nothing taken for the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from docx import Document as WordDocument
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from annotator.model.standing import Stands
from annotator.model.things import Status
from tests.person import Person, one_line

Key = Qt.Key

TITLE = "The wells of Harrow Green"
QUEUE = "People queue at the tap behind the church with jerry cans, prams and, in one case, a tin bath."
PRICE = "The company paid 1.8 million crowns for the right to pump, the contract of 4 March 2021 says."
LEVEL = "The water in the deepest well fell by 41 centimetres between May and September."
BOARD = "The board shall declare a drought stage when three readings in a row are below the mark."
MAYOR = "The mayor has never visited the pumping station, her office confirmed."
FAIR = "The summer fair was cancelled for the second year running, and nobody asked why."
CLOSING = "The next reading is due on the first Monday of the month."

NEW_LEVEL = LEVEL.replace("41", "43")
NEW_PRICE = PRICE.replace("1.8 million", "2.1 million")
NEW_BOARD = BOARD.replace("shall", "may")
FIRST = (TITLE, QUEUE, PRICE, LEVEL, BOARD, MAYOR, FAIR, CLOSING)
SECOND = (TITLE, MAYOR, QUEUE, PRICE, NEW_LEVEL, BOARD, FAIR, CLOSING)
THIRD = (TITLE, MAYOR, "It has not rained since.", QUEUE, NEW_PRICE, NEW_LEVEL, NEW_BOARD, CLOSING)
MEMO = "The gauge shows a fall of 43 centimetres between May and September.\n\nThe price was 2.1 million crowns.\n"


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, Path]:
    """The draft as text, as a Word document and as a PDF, and a memo."""
    names = {"one": "wells.txt", "two": "wells 2.docx", "three": "wells final.pdf", "memo": "memo.txt"}
    made = {number: tmp_path / name for number, name in names.items()}
    made["one"].write_text("\n\n".join(FIRST) + "\n", "utf-8")
    made["memo"].write_text(MEMO, "utf-8")
    word = WordDocument()
    word.add_heading(SECOND[0], 1)
    for paragraph in SECOND[1:]:
        word.add_paragraph(paragraph)
    word.save(str(made["two"]))
    pdf = pymupdf.open()
    page = pdf.new_page(width=420, height=595)
    assert page.insert_textbox((60, 60, 360, 540), "\n\n".join(THIRD), fontsize=11) > 0
    pdf.save(made["three"])
    pdf.close()
    return made


def drop(someone: Person, file: Path, sentence: str) -> None:
    """Drops a newer draft on the draft and reads what became of the passages."""
    someone.drop(next(someone.window.area.holders()), file)
    someone.until(lambda: sentence in someone.window.messages.sentences, sentence)


def outcomes(someone: Person) -> dict[str, str]:
    """What waits for a decision, by the words that were marked."""
    things = [*someone.graph.passages.values(), *someone.graph.needs_none.values()]
    standing = {each.standing for each in things if each.standing is not None}
    return {one_line(each.was.quote): str(each.outcome) for each in standing if each.outcome != Stands.UNCHANGED}


def status_of(someone: Person, number: int) -> Status:
    claim = next(each for each in someone.graph.claims.values() if each.number == number)
    return Status(someone.graph.shown_status(claim.id))


def begin(someone: Person, papers: dict[str, Path]) -> None:
    """Five claims, one linked and checked; a sentence that needs no source."""
    someone.drop(someone.window.start.draft, papers["one"])
    someone.has(someone.draft, QUEUE)
    someone.drop(list(someone.window.area.holders())[1], papers["memo"])
    someone.has(someone.source, "The gauge shows")
    for number, words in enumerate((PRICE, LEVEL, BOARD, MAYOR, FAIR), 1):
        someone.select(someone.draft, words)
        someone.press(Key.Key_C)
        someone.until(lambda number=number: len(someone.graph.claims) == number, words)
        if words == LEVEL:
            someone.select(someone.source, "The gauge shows a fall of 43 centimetres")
            someone.press(Key.Key_S)
            someone.until(lambda: someone.graph.links, "a link")
            someone.tab_to(someone.window.inspector.claim.status)
            someone.press(Key.Key_Down)
            someone.until(lambda: status_of(someone, 2) is Status.VERIFIED, "checked")
            someone.ctrl(Key.Key_1)
    someone.select(someone.draft, QUEUE)
    someone.press(Key.Key_N)
    someone.until(someone.window.bench.reason.isVisible, "the question")
    someone.type("seen by the reporter")
    someone.press(Key.Key_Return)
    someone.until(lambda: someone.graph.needs_none, "marked")


def second(someone: Person, papers: dict[str, Path]) -> None:
    """As a Word document: a number edited, a paragraph moved; the check no longer holds until somebody says yes."""
    drop(someone, papers["two"], "Draft changed: 4 unchanged, 1 moved, 1 edited.")
    someone.has(someone.draft, NEW_LEVEL)
    assert outcomes(someone) == {LEVEL: "edited", MAYOR: "moved"}
    assert status_of(someone, 2) is Status.OPEN
    someone.press(Key.Key_F2)
    card = someone.window.bench.card
    someone.until(lambda: card.about.whole.endswith("A number differs: 41 → 43"), "what changed")
    someone.press(Key.Key_K)
    someone.until(lambda: outcomes(someone) == {MAYOR: "moved"}, "kept")
    assert status_of(someone, 2) is Status.VERIFIED
    someone.press(Key.Key_K)
    someone.until(lambda: not outcomes(someone), "kept, too")
    assert not someone.window.status.review.isVisible()


def third(someone: Person, papers: dict[str, Path]) -> None:
    """As a PDF: a number and a modal verb edited, a paragraph deleted."""
    drop(someone, papers["three"], "Draft changed: 3 unchanged, 2 edited, 1 not found.")
    someone.has(someone.draft, NEW_PRICE)
    assert outcomes(someone) == {PRICE: "edited", BOARD: "edited", FAIR: "gone"}
    assert status_of(someone, 2) is Status.VERIFIED, "what it says and rests on is as it was accepted"
    someone.click(someone.window.messages.message("replace").acts[0])
    card, listed = someone.window.bench.card, someone.window.bench.review.list
    someone.until(lambda: card.about.whole.endswith("A number differs: 1.8 → 2.1"), "the price")
    someone.press(Key.Key_K)
    someone.until(lambda: listed.count() == 2, "kept")
    someone.until(lambda: "shall → may" in card.about.whole, "the verb")
    someone.press(Key.Key_J)
    someone.until(lambda: "not found" in card.about.whole, "the deleted one")
    someone.press(Key.Key_G)
    someone.until(lambda: listed.count() == 1, "let go")
    assert len(someone.graph.claims) == 4
    someone.ctrl(Key.Key_Z)
    someone.until(lambda: listed.count() == 2, "brought back")
    assert outcomes(someone) == {BOARD: "edited", FAIR: "gone"}
    assert someone.window.status.review.text() == "2 to review"


def back_and_forth(someone: Person) -> None:
    """The first version is current again: all stands as it was marked; the last: as it was accepted."""
    someone.show_tab(1)
    rows = someone.window.documents.list
    someone.click(rows.viewport(), rows.visualItemRect(rows.item(0)).center())
    press(someone, "version-make-current", 1)
    someone.has(someone.draft, PRICE)
    assert not outcomes(someone)
    assert sorted(someone.quotes) == sorted(
        [*(PRICE, LEVEL, BOARD, MAYOR, FAIR), "The gauge shows a fall of 43 centimetres"]
    )
    assert not someone.window.status.review.isVisible()
    press(someone, "version-make-current", 0)
    someone.has(someone.draft, NEW_PRICE)
    someone.until(lambda: outcomes(someone) == {BOARD: "edited", FAIR: "gone"}, "as it was left")


def press(someone: Person, name: str, at: int) -> None:
    """Presses the button of one of the versions, the last received first."""
    shown: Any = someone.window.inspector.document.versions
    buttons = [each for each in shown.findChildren(QWidget) if each.objectName() == name and each.isVisible()]
    someone.click(buttons[at])


def test_three_versions_in_three_formats(open_window: Callable[..., Person], papers: dict[str, Path]) -> None:
    someone = open_window(1440, 900)
    begin(someone, papers)
    second(someone, papers)
    third(someone, papers)
    back_and_forth(someone)
