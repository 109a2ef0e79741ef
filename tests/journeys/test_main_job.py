"""A reporter's whole job: from two drops to what she hands over, with keys, mouse and drops only."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from annotator.engine.client import Engine, seal
from annotator.model.pages import Format
from annotator.model.resources import resource_path
from annotator.model.things import Document, Link, Relation, Role, Status
from annotator.store.project import Identity, Project
from annotator.ui.reader.pane import ReaderPane
from tests.journeys.conftest import project_of
from tests.person import Person, found

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier

RULE = "three weekly readings in a row, the board has seven days to declare a drought stage."
LAW = (
    "When the reading of any town well is below 38 metres above datum on three consecutive weekly readings, the board"
    " shall declare a drought stage within seven days of the third reading."
)
LAW_BEGINS = "When the reading of any town well is below\n38 metres above datum on three consecutive"
PRICE = "1.8 million crowns over five years"
AMOUNT = "take 420,000 cubic metres a year"
OTHER_AMOUNT = "draw 240,000 cubic metres of water a year"
QUEUE = "People bring jerry cans, prams and, in one case, a tin bath."


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, Path]:
    """The example's documents under names of their own."""
    given = {}
    for name in ("draft.md", "ordinance.pdf", "memo.docx", "courier.md"):
        given[name.partition(".")[0]] = Path(shutil.copy(resource_path("example") / name, tmp_path / name))
    text = given["draft"].with_suffix(".txt")
    given["draft"].rename(text)
    given["draft"] = text
    return given


def document(someone: Person, name: str) -> Document:
    return next(each for each in someone.graph.documents.values() if each.name == name)


def link(someone: Person, relation: Relation) -> Link:
    return next(each for each in someone.graph.links.values() if each.relation is relation)


def select_by_keys(someone: Person, pane: ReaderPane, words: str) -> None:
    """Leads the caret to words and selects them, with arrows only."""
    page, start, end = found(pane.canvas.opened.shown.texts, words) or (0, 0, 0)
    someone.press(Key.Key_Home, Qt.KeyboardModifier.ControlModifier)

    def head() -> tuple[int, int]:
        return pane.canvas.opened.selecting.head or (-1, -1)

    def step(key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        before = head()
        someone.press(key, modifier)
        someone.until(lambda: head() != before, f"the caret to leave {before}")

    text = pane.canvas.opened.shown.texts[page]
    line = text.rfind("\n", 0, start) + 1
    while head() < (page, line):
        step(Key.Key_Down)
    if head() != (page, line):
        step(Key.Key_Home)
    while head() < (page, start):
        step(Key.Key_Right)
    assert head() == (page, start)
    while head() < (page, end):
        far = text.find("\n", head()[1], end) > 0
        step(Key.Key_Down if far and head()[1] == text.rfind("\n", 0, head()[1]) + 1 else Key.Key_Right, SHIFT)
    assert head() == (page, end)


def begin(someone: Person, papers: dict[str, Path]) -> None:
    """First start, the draft and three sources, all dropped."""
    assert someone.window.start.isVisible()
    someone.drop(someone.window.start.draft, papers["draft"])
    someone.has(someone.draft, AMOUNT)
    someone.drop(list(someone.window.area.holders())[1], papers["ordinance"])
    someone.has(someone.source, "A drought stage is not prevented")
    someone.show_tab(1)
    someone.drop(someone.window.documents, papers["memo"], papers["courier"])
    someone.until(lambda: len(someone.graph.documents) == 4, "all documents")
    assert {each.role for each in someone.graph.documents.values()} == {Role.DRAFT, Role.SOURCE}


def mark_and_link(someone: Person) -> None:
    """One link across two columns with the mouse; another with the keyboard alone."""
    someone.select(someone.draft, RULE)
    someone.press(Key.Key_C)
    someone.until(lambda: len(someone.graph.claims) == 1, "a claim")
    someone.select(someone.source, LAW_BEGINS)
    someone.press(Key.Key_S)
    someone.until(lambda: someone.graph.links, "a link")
    assert someone.said == "Linked to ordinance.pdf, § 8(1), p. 42: supports."
    place = someone.graph.passages[link(someone, Relation.SUPPORTS).passage].place
    assert [span.page for span in place.spans] == [1, 1], "a span for each column"
    left, right = (max(rect[0] for rect in span.rects) for span in place.spans)
    assert right - left > 150
    assert place.quote == LAW_BEGINS

    courier = document(someone, "courier.md").id
    someone.open_from_panel("courier.md")
    someone.until(lambda: someone.source.document_id == courier, "the article")
    someone.select(someone.draft, AMOUNT)
    someone.press(Key.Key_C)
    someone.until(lambda: len(someone.graph.claims) == 2, "another claim")
    someone.press(Key.Key_F6)
    assert someone.window.area.active_pane is someone.source
    select_by_keys(someone, someone.source, OTHER_AMOUNT)
    someone.press(Key.Key_X)
    someone.until(lambda: len(someone.graph.links) == 2, "a link made by keys")
    assert " ".join(someone.quotes[-1].split()) == OTHER_AMOUNT
    assert link(someone, Relation.CONTRADICTS)


def edit_in_the_inspector(someone: Person) -> None:
    """Note, status and relation of what is chosen; a sentence that needs no source."""
    claim = someone.window.choice.claim
    details = someone.window.inspector.claim
    someone.click(details.note)
    someone.type("ask which figure was signed")
    someone.click(details.said_by)
    someone.until(lambda: someone.graph.claims[claim].note == "ask which figure was signed", "the note")
    someone.tab_to(details.status)
    someone.press(Key.Key_Down)
    someone.until(lambda: someone.graph.claims[claim].status is Status.VERIFIED, "the status")
    card = next(iter(someone.window.inspector._cards.values()))
    someone.tab_to(card.relation)
    someone.press(Key.Key_Down)
    made = card.link
    someone.until(lambda: someone.graph.links[made].relation is Relation.CONTEXT, "the relation")
    someone.press(Key.Key_Up)
    someone.until(lambda: someone.graph.links[made].relation is Relation.CONTRADICTS, "the relation again")
    someone.select(someone.draft, QUEUE)
    someone.press(Key.Key_N)
    someone.until(someone.window.bench.reason.isVisible, "the question")
    someone.type("seen by the reporter")
    someone.press(Key.Key_Return)
    someone.until(lambda: someone.graph.needs_none, "the mark")


def find_zoom_and_follow(someone: Person) -> None:
    """Find in page, zoom, fit width, follow, back; the line goes along in the same frame."""
    someone.ctrl(Key.Key_1)
    someone.ctrl(Key.Key_F)
    someone.type("drought stage")
    someone.until(lambda: re.match(r"\d+ of 3 hits", someone.draft.find_bar.state.text()), "hits")
    someone.press(Key.Key_Return)
    someone.press(Key.Key_Escape)
    assert not someone.draft.find_bar.isVisible()
    fitted = someone.draft.location().zoom
    someone.ctrl(Key.Key_Plus)
    assert someone.draft.location().zoom > fitted
    someone.ctrl(Key.Key_9)
    assert someone.draft.location().zoom == pytest.approx(fitted)

    someone.show_tab(0)
    rows = someone.window.claims.list
    someone.click(rows.viewport(), rows.visualRect(rows.model().index(1)).center())
    claim = someone.window.choice.claim
    assert [each.relation for each in someone.graph.links_of(claim)] == [Relation.SUPPORTS]
    someone.ctrl(Key.Key_1)
    someone.press(Key.Key_Return)
    law = document(someone, "ordinance.pdf").id
    someone.until(lambda: someone.source.document_id == law and someone.source.current_page == 1, "the other end")
    someone.until(lambda: someone.window.focusWidget() is someone.source.focusProxy(), "the other pane")
    lines_follow(someone)
    someone.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    someone.until(lambda: someone.window.focusWidget() is someone.draft.focusProxy(), "back")


def first_line(someone: Person, pane: ReaderPane, passage: str) -> QRectF:
    """The first line of a passage, where the lines between panes are drawn."""
    span = someone.graph.passages[passage].place.spans[0]
    corner = pane.viewport().mapTo(someone.window.area, QPoint(0, 0))
    return pane.canvas.view.rect(span.page, span.rects[0]).translated(QPointF(corner))


def lines_follow(someone: Person) -> None:
    overlay = someone.window.overlay
    someone.until(lambda: len(overlay.drawing.curves) == 1, "a line")
    before = overlay.drawing.curves[0]
    port, bar = someone.source.viewport(), someone.source.canvas.verticalScrollBar()
    was = bar.value()
    someone.wheel(port, -1)
    assert bar.value() != was
    after = overlay.drawing.curves[0]
    assert after.end.y() == pytest.approx(before.end.y() - (bar.value() - was), abs=1)
    assert after.start == before.start
    (made,) = someone.graph.links_of(someone.window.choice.claim)
    (marked,) = someone.graph.passages_of(made.claim)
    for point, pane, passage in (
        (after.start, someone.draft, marked.id),
        (after.end, someone.source, made.passage),
    ):
        line = first_line(someone, pane, passage)
        assert point.y() == pytest.approx(line.center().y(), abs=2), "a line ends at the words"
        assert line.left() - 2 <= point.x() <= line.right() + 2


def remove_undo_redo(someone: Person) -> None:
    """Delete, undo and redo by keys."""
    before = set(someone.graph.links)
    someone.press(Key.Key_Delete)
    someone.until(lambda: set(someone.graph.links) != before, "removed")
    after = set(someone.graph.links)
    someone.ctrl(Key.Key_1)
    someone.ctrl(Key.Key_Z)
    someone.until(lambda: set(someone.graph.links) == before, "undone")
    someone.ctrl(Key.Key_Z, shift=True)
    someone.until(lambda: set(someone.graph.links) == after, "redone")
    someone.ctrl(Key.Key_Z)
    someone.until(lambda: set(someone.graph.links) == before, "undone again")


def search(someone: Person) -> None:
    """The search panel finds words of the Word document and goes there."""
    someone.ctrl(Key.Key_F, shift=True)
    someone.type('"further 1.5 to"')
    hits = someone.window.search.list
    someone.until(lambda: hits.count() == 1, "a hit")
    someone.click(hits.viewport(), hits.visualItemRect(hits.item(0)).center())
    memo = document(someone, "memo.docx").id
    someone.until(lambda: someone.source.document_id == memo, "the memo")


def newer_draft(someone: Person, draft: Path) -> None:
    """A newer draft on the draft: one claim carries over, the other's wording changed and is kept on a look."""
    newer = draft.with_name("draft 2.txt")
    newer.write_text(draft.read_text("utf-8").replace("420,000", "240,000"), "utf-8")
    someone.drop(next(someone.window.area.holders()), newer)
    someone.until(lambda: someone.window.messages.message("replace"), "what became of the marks")
    message = someone.window.messages.message("replace")
    assert message.words.text() == "Draft changed: 2 unchanged, 1 edited."
    someone.click(message.acts[0])
    review = someone.window.bench.review
    someone.until(review.isVisible, "the list")
    card = someone.window.bench.card
    someone.until(lambda: card.about.whole.endswith("A number differs: 420,000 → 240,000"), "what changed")
    someone.press(Key.Key_K)
    someone.until(lambda: not any(each.waits for each in someone.graph.passages.values()), "kept")
    assert len(someone.graph.claims) == len(someone.graph.links) == 2


def reopen(someone: Person, open_window: Callable[..., Person]) -> Person:
    """Closes the window; another shows everything as it was, and what was done can still be undone."""
    someone.ctrl(Key.Key_2)
    someone.ctrl(Key.Key_Plus)
    someone.ctrl(Key.Key_1)
    someone.wheel(someone.draft.viewport(), -30)
    stood = [pane.location() for pane in (someone.draft, someone.source)]
    assert (stood[0].page, stood[0].y) > (0, 0.5)  # a draft that is shorter than two windows ends in its first page
    before, chosen = someone.graph, someone.window.choice.claim
    path = project_of(someone)
    someone.ctrl(Key.Key_Q)
    someone.until(lambda: not someone.window.isVisible(), "closed")
    assert not [each for each in path.parent.iterdir() if each.name.startswith(path.stem) and each != path]

    again = open_window(1440, 900)
    recent = again.window.start.recent
    again.click(recent.viewport(), recent.visualItemRect(recent.item(0)).center())
    again.has(again.draft, "take 240,000 cubic metres a year")
    again.has(again.source, "I advise against signing")
    for pane, was in zip((again.draft, again.source), stood, strict=True):
        again.until(lambda pane=pane, was=was: pane.location().page == was.page, "the page")
        assert (pane.location().zoom, pane.location().fit) == (was.zoom, was.fit)
        assert pane.location().y == pytest.approx(was.y, abs=0.02)
    assert again.graph == before
    assert again.window.choice.claim == chosen
    again.ctrl(Key.Key_1)
    again.ctrl(Key.Key_Z)
    again.until(lambda: any(each.waits for each in again.graph.passages.values()), "undone from the record")
    again.ctrl(Key.Key_Z, shift=True)
    again.until(lambda: not any(each.waits for each in again.graph.passages.values()), "redone")
    return again


def exported(someone: Person, out: Path) -> None:
    """Answers the dialog and waits for what it was about."""
    someone.answer_file_dialog(out)
    someone.until(lambda: out.name in " ".join(someone.window.messages.sentences), "exported")
    assert out.exists()


def export(someone: Person, folder: Path) -> None:
    """The page and the copies by the list of commands, the draft on paper."""
    page, copies = folder / "handed over.html", folder / "copies"
    someone.ctrl(Key.Key_A, shift=True)
    someone.until(someone.window.picks.isVisible, "all commands")
    someone.type("export page")
    someone.press(Key.Key_Return)
    exported(someone, page)
    text = page.read_text("utf-8")
    words = " ".join(html.unescape(re.sub("<(style|script).*?</\\1>|<[^>]*>", "", text, flags=re.DOTALL)).split())
    assert re.search(r"\+ supports Source \d, § 8\(1\), p. 42", words)
    assert " ".join(LAW_BEGINS.split()) in words
    assert re.search(r"× contradicts Source \d, p. 1", words)
    assert "ordinance.pdf" not in words
    assert OTHER_AMOUNT in words
    assert text.count("<script") == 1, "our own, whose hash the policy names"
    someone.ctrl(Key.Key_A, shift=True)
    someone.until(someone.window.picks.isVisible, "all commands")
    someone.type("annotated copies")
    someone.press(Key.Key_Return)
    exported(someone, copies)
    assert len(list(copies.glob("*.pdf"))) >= 3


def print_draft(someone: Person, out: Path) -> None:
    """Ctrl+P, and a PDF as the printer."""
    someone.print_to(out)
    someone.until(lambda: someone.said.startswith("Printed: "), "printed")
    engine = Engine()
    engine.start()
    try:
        with_pages = seal([out.read_bytes()], Format.PDF)
        reader = engine.open(with_pages)
        assert engine.wait(reader.info()).page_count == len(someone.draft.canvas.opened.pages)
        assert "2 claims" in engine.wait(reader.chars(0)).text
        reader.close()
        with_pages.close()
    finally:
        engine.close()


def test_the_whole_job(open_window: Callable[..., Person], papers: dict[str, Path], tmp_path: Path) -> None:
    someone = open_window(1440, 900)
    begin(someone, papers)
    mark_and_link(someone)
    edit_in_the_inspector(someone)
    find_zoom_and_follow(someone)
    remove_undo_redo(someone)
    search(someone)
    newer_draft(someone, papers["draft"])
    again = reopen(someone, open_window)
    export(again, tmp_path)
    print_draft(again, tmp_path / "printed.pdf")
    path = project_of(again)
    again.ctrl(Key.Key_Q)
    again.until(lambda: not again.window.isVisible(), "closed")
    the_record_is_whole(path)


def the_record_is_whole(path: Path) -> None:
    """Edits of a field name the changes they replaced."""
    with Project.open(path, read_only=True, who=Identity("00000000-0000-4000-8000-000000000000")) as project:
        claims = project.graph().claims
        noted = next(each.id for each in claims.values() if each.note)
        relations = [
            change
            for each in project.graph().links.values()
            for change in project.changes_of(each.id)
            if change.field == "relation" and each.claim == noted
        ]
        assert [change.replaces for change in relations] == [(), (relations[0].id,), (relations[1].id,)]
        assert any(len(each.place.spans) == 2 for each in project.graph().passages.values())
