"""The graph in the window, with real keys and mouse: chosen there and elsewhere, opened, filtered, exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.things import Handling
from annotator.ui.graph.view import EMPTY, NONE, NOTHING
from annotator.ui.handover import suggested, with_ending
from tests.person import one_line
from tests.ui.window.test_line_by_line import COST, HURT, link

Key = Qt.Key


def shown(person: Any) -> Any:
    """Opens the picture with its key and waits for it."""
    person.ctrl(Key.Key_1)
    view = person.window.picturing.view
    person.press(Key.Key_F5)
    person.until(lambda: view.isVisible() and view.drawn is not None, "the picture")
    return view


def claim_of(person: Any, words: str) -> str:
    passages = person.graph.passages.values()
    return next(each.claim for each in passages if each.claim and one_line(each.place.quote) == words)


def middle_of(view: Any, thing: str) -> QPoint:
    """Where a thing's box is in sight."""
    canvas = view.canvas
    point = canvas.mapFromScene(canvas.item_of(thing).box.center())
    assert canvas.viewport().rect().contains(point), "a person can only press what she sees"
    return point


@pytest.fixture
def linked(at_work: Any) -> Any:
    """Two claims, the second with two links."""
    link(at_work, COST, "repairs will cost $3.2 million", Key.Key_S)
    link(at_work, HURT, "Two people were slightly hurt", Key.Key_X)
    at_work.select(at_work.source, "The council voted")
    at_work.press(Key.Key_T)
    at_work.until(lambda: len(at_work.graph.links) == 3, "three links")
    return at_work


def test_it_is_walked_through_and_things_are_opened(linked: Any) -> None:
    person, window = linked, linked.window
    cost, hurt = claim_of(person, COST), claim_of(person, HURT)
    view = shown(person)
    person.until(lambda: view.canvas.hasFocus() and view.current, "what was chosen in the panes is chosen here")
    assert view.current == next(each.passage for each in person.graph.links_of(hurt) if each.relation == "context")
    person.press(Key.Key_Left)
    assert view.current == window.choice.claim == hurt
    assert "Contradicts: 1 passage, context: 1 passage" in view.told.text()
    assert not view.canvas.item_of(cost).lit
    person.press(Key.Key_Up)
    assert view.current == window.choice.claim == cost
    person.press(Key.Key_Right)
    passage = person.graph.links_of(cost)[0].passage
    assert view.current == passage
    assert window.choice.item == person.graph.links_of(cost)[0].id
    person.press(Key.Key_Right)
    assert view.current == window.choice.document == person.graph.passages[passage].document
    person.press(Key.Key_Left)
    assert view.current == passage
    person.press(Key.Key_Return)
    person.until(lambda: not view.isVisible() and person.source.canvas.hasFocus(), "the passage in its pane")
    person.until(lambda: person.source.anchor_of(passage) and person.source.anchor_of(passage).visible, "in sight")
    window.choice.choose(hurt)
    person.press(Key.Key_F5)
    person.until(lambda: view.isVisible() and view.current == hurt, "in step")
    person.press(Key.Key_Escape)
    person.until(lambda: not view.isVisible(), "the panes again")


def test_the_mouse_chooses_opens_and_enlarges(linked: Any) -> None:
    person, window = linked, linked.window
    cost = claim_of(person, COST)
    view = shown(person)
    port = view.canvas.viewport()
    person.until(lambda: view.canvas.item_of(cost) and view.current, "drawn")
    person.click(port, middle_of(view, cost))
    assert view.current == window.choice.claim == cost
    scale = view.canvas.scale_now
    at = QPointF(middle_of(view, cost))
    none = Qt.MouseButton.NoButton
    wheel = QWheelEvent(
        at, QPointF(port.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120),
        none, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, wheel)
    assert view.canvas.scale_now > scale
    person.ctrl(Key.Key_Minus)
    assert view.canvas.scale_now == pytest.approx(scale)
    person.ctrl(Key.Key_9)
    assert view.canvas.verticalScrollBar().maximum() <= 4
    person.ctrl(Key.Key_0)
    edge = QPoint(port.width() - 4, port.height() - 4)
    person.click(port, edge)
    assert view.current == ""
    assert view.told.text() == NOTHING
    QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=middle_of(view, cost))
    person.until(lambda: not view.isVisible() and person.draft.canvas.hasFocus(), "the claim in the draft")
    assert window.choice.claim == cost


def test_it_is_filtered_listed_and_follows_what_is_undone(linked: Any) -> None:
    person = linked
    cost, hurt = claim_of(person, COST), claim_of(person, HURT)
    view = shown(person)

    def claims() -> set[str]:
        return {node.id for node in view.drawn.picture.nodes if node.column == 0}

    person.until(lambda: claims() == {cost, hurt}, "both")
    person.ctrl(Key.Key_F)
    assert view.bar.words.hasFocus()
    person.type("hurt")
    person.until(lambda: claims() == {hurt}, "one")
    person.type(" zebra")
    person.until(lambda: view.empty.isVisible() and view.empty.text() == NONE, "none")
    person.click(view.bar.clear_all)
    person.until(lambda: claims() == {cost, hurt}, "both again")
    person.until(lambda: view.canvas.isVisible(), "the picture again")
    view.canvas.setFocus()
    person.click(view.canvas.viewport(), middle_of(view, cost))
    person.click(view.bar.around)
    person.until(lambda: claims() == {cost}, "only what belongs to it")
    person.click(view.bar.around)
    person.until(lambda: claims() == {cost, hurt}, "all")
    person.click(view.as_list)
    person.until(lambda: view.list.hasFocus(), "the list")
    rows = view.list
    assert [rows.topLevelItem(at).childCount() for at in range(rows.topLevelItemCount())] == [1, 2]
    person.press(Key.Key_Down)
    assert view.current == person.graph.links_of(cost)[0].passage
    before = len(view.drawn.picture.lines)
    person.ctrl(Key.Key_Z)
    person.until(lambda: len(person.graph.links) == 2, "undone")
    person.until(lambda: len(view.drawn.picture.lines) < before, "drawn anew")
    assert rows.topLevelItem(1).childCount() == 1
    person.press(Key.Key_Escape)
    person.until(lambda: not view.isVisible(), "the panes")


def test_it_is_exported_by_the_rules_of_every_export(linked: Any, tmp_path: Path) -> None:
    person, window = linked, linked.window
    memo = next(each.id for each in person.graph.documents.values() if "memo" in each.name)
    window.linker.edit(memo, "handling", Handling.NEVER_LEAVES.value)
    person.until(lambda: person.graph.documents[memo].handling is Handling.NEVER_LEAVES, "it stays")
    view = shown(person)
    person.until(lambda: view.export.isEnabled(), "something to export")
    person.click(view.export)
    out = tmp_path / "graph"
    person.answer_file_dialog(out)
    made = out.with_name("graph.svg")
    person.until(made.exists, "written")
    person.until(lambda: window.messages.message("export"), "told")
    text = made.read_text("utf-8")
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert COST.split()[0] in text
    assert "slightly hurt" not in text
    assert "memo" not in text.lower()
    assert "Left out, shortened or with words blacked out: memo.txt." in window.messages.sentences[0]


def test_an_empty_project_says_what_to_do(at_work: Any) -> None:
    view = shown(at_work)
    assert view.empty.isVisible()
    assert view.empty.text() == EMPTY
    assert not view.export.isEnabled()
    at_work.press(Key.Key_Escape)
    at_work.until(lambda: not view.isVisible(), "the panes")


def test_names_of_exports(tmp_path: Path) -> None:
    assert with_ending("svg", tmp_path / "a") == tmp_path / "a.svg"
    assert with_ending("svg", tmp_path / "a.zip") == tmp_path / "a.zip"
    assert with_ending("html", tmp_path / "a.htm") == tmp_path / "a.htm"
    assert with_ending("pdf", tmp_path / "a") == tmp_path / "a"
    (tmp_path / "story graph.svg").touch()
    assert suggested("svg", "story", tmp_path) == tmp_path / "story graph (2).svg"
