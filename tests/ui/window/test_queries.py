"""Queries: asked with Q, shown at the claim and in the list, answered, closed, opened again, undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from annotator.model.things import QueryType
from annotator.ui.queries.dialogs import AnswerDialog, AskDialog
from annotator.ui.queries.remarks import RemarksDialog
from tests.operations.test_comments import written
from tests.ui.window.conftest import DRAFT
from tests.ui.window.test_sharing import claim

Key = Qt.Key


def the_one(person: Any) -> Any:
    (query,) = person.graph.queries.values()
    return query


def back(person: Any) -> None:
    """What a window manager does, and the offscreen platform does not."""
    person.until(lambda: QApplication.activeModalWidget() is None, "the dialog to go")
    person.window.activateWindow()
    person.until(lambda: QApplication.activeWindow() is person.window, "the window again")


def ask(person: Any, words: str, whom: str = "", *, reply: bool = False) -> None:
    """Q where the focus is, then the dialog by keys."""
    person.press(Key.Key_Q)
    dialog = person.dialog(AskDialog)
    person.until(dialog.text.hasFocus, "the field of words")
    person.type(words)
    if reply:
        person.click(dialog.reply, dialog.reply.rect().topLeft() + dialog.reply.rect().center() / 4)
    dialog.whom.setFocus()
    person.type(whom)
    person.ctrl(Key.Key_Return)
    back(person)


def test_a_question_is_asked_answered_closed_and_opened_again(at_work: Any) -> None:
    of, window = claim(at_work), at_work.window
    ask(at_work, "Who counted them?", "Noor")
    at_work.until(lambda: at_work.graph.queries, "asked")
    query = the_one(at_work)
    assert (query.claim, query.text, query.whom, query.type) == (of, "Who counted them?", "Noor", QueryType.QUESTION)
    assert "1 open query" in window.inspector.title.text()
    (card,) = window.inspector.queries.cards
    assert any("question to Noor" in each.text() for each in card.findChildren(QLabel))

    at_work.click(card.findChildren(QPushButton)[0])
    dialog = at_work.dialog(AnswerDialog)
    at_work.type("The ward's register")
    at_work.click(dialog.foot.take)
    back(at_work)
    at_work.until(lambda: the_one(at_work).closed, "answered")
    assert the_one(at_work).answer == "The ward's register"
    assert "open query" not in window.inspector.title.text()

    (card,) = window.inspector.queries.cards
    at_work.click(card.findChildren(QPushButton)[0])
    at_work.until(lambda: not the_one(at_work).closed, "open again")
    window.focus_reader()
    for _ in range(3):
        at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: not at_work.graph.queries, "undone one by one")
    assert of in at_work.graph.claims


def test_words_are_marked_and_asked_about_in_one_act(at_work: Any) -> None:
    at_work.select(at_work.draft, "the inspection was late")
    ask(at_work, "How late, please?", "the mayor's office", reply=True)
    at_work.until(lambda: at_work.graph.queries, "asked")
    assert the_one(at_work).type is QueryType.REPLY_SOUGHT
    assert the_one(at_work).claim in at_work.graph.claims
    at_work.select(at_work.draft, "inspection")
    ask(at_work, "Which one?")
    at_work.until(lambda: len(at_work.graph.queries) == 2, "asked about the claim that stands there")
    assert len(at_work.graph.claims) == 1
    for _ in range(2):
        at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: not at_work.graph.queries and not at_work.graph.claims, "claim and query are undone in one")


def test_the_list_filters_puts_open_ones_first_and_acts(at_work: Any) -> None:
    window = at_work.window
    claim(at_work)
    for words, whom in (("Who counted them?", "Noor"), ("Is this libel?", "Ines")):
        ask(at_work, words, whom)
    at_work.until(lambda: len(at_work.graph.queries) == 2, "asked")
    at_work.ctrl(Key.Key_L, shift=True)
    view = window.queries.view
    at_work.until(view.isVisible, "the list")
    assert view.summary.text() == "2 open queries, 0 closed."
    view.filter.setFocus()
    at_work.type("ines")
    at_work.until(lambda: view.rows.topLevelItemCount() == 1, "filtered")
    at_work.click(view.close_it)
    at_work.until(lambda: view.summary.text().startswith("1 open query, 1 closed."), "closed")
    view.filter.clear()
    shown = [view.rows.topLevelItem(at).text(0) for at in range(2)]
    assert shown == ["open", "closed"]

    view.rows.setFocus()
    at_work.press(Key.Key_Delete)
    at_work.until(lambda: len(at_work.graph.queries) == 1, "removed")
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: len(at_work.graph.queries) == 2, "brought back while the list is open")
    at_work.press(Key.Key_Escape)
    at_work.until(lambda: window.bench.isVisible(), "the panes")


def test_comments_of_a_draft_that_comes_back_are_offered_and_taken_in(at_work: Any, tmp_path: Path) -> None:
    of, window = claim(at_work), at_work.window
    paragraphs = tuple(each.removeprefix("# ") for each in DRAFT.split("\n\n"))
    said = (("Ines Brandt", "Nobody was hurt", "Says who?"), ("Ines Brandt", "It rained", "Need we that?"))
    path = written(tmp_path / "bridge edited.docx", *said, paragraphs=paragraphs)
    at_work.drop(next(window.area.holders()), path)
    at_work.until(lambda: window.messages.message("comments"), "the offer")
    (take, *_) = window.messages.message("comments").acts
    at_work.click(take)
    dialog = at_work.dialog(RemarksDialog)
    assert dialog.take.text() == "Take in 1 comment", "one is at a claim"
    at_work.press(Key.Key_Down)
    assert dialog.at.currentText().startswith("A new claim")
    at_work.press(Key.Key_Space)
    assert dialog.take.text() == "Take in 2 comments"
    at_work.click(dialog.take)
    at_work.until(lambda: len(at_work.graph.queries) == 2, "taken in")
    asked = {at_work.graph.claims[query.claim].number: query.text for query in at_work.graph.queries.values()}
    assert asked == {1: "Says who?", 2: "Need we that?"}
    assert [query.text for query in at_work.graph.queries_of(of)] == ["Says who?"]
    back(at_work)
    window.queries.remarks.look_at(path)
    at_work.until(lambda: "came in before" in " ".join(window.messages.sentences), "they come in once")
