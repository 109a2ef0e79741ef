"""Places that are no plain run of words: regions of a page, ends that were moved, several ranges. By keys and mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from annotator.model.things import Relation, Status

Key, Mod = Qt.Key, Qt.KeyboardModifier
SHIFT = Mod.ShiftModifier


@pytest.fixture
def with_scan(person: Any, files: dict[str, Path], tmp_path: Path) -> Any:
    """A person with her draft on the left and a picture without words on the right."""
    pdf = pymupdf.open()
    for _ in range(2):
        page = pdf.new_page(width=400, height=500)
        page.draw_rect(pymupdf.Rect(100, 150, 300, 350), color=(0, 0, 0), fill=(0.2, 0.5, 0.3))
    scan = tmp_path / "photo.pdf"
    scan.write_bytes(pdf.tobytes())
    person.drop(person.window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    person.drop(list(person.window.area.holders())[1], scan)
    person.until(lambda: person.source.page_count == 2, "the photo")
    return person


def mark(person: Any, words: str) -> None:
    known = len(person.graph.claims)
    person.select(person.draft, words)
    person.press(Key.Key_C)
    person.until(lambda: len(person.graph.claims) > known, "a claim")


def place_region(person: Any) -> None:
    person.ctrl(Key.Key_2)
    person.press(Key.Key_R)
    assert person.source.canvas.regions.active
    before = person.source.canvas.regions.rect
    person.press(Key.Key_Up)
    person.press(Key.Key_Left)
    moved = person.source.canvas.regions.rect
    assert moved == pytest.approx(tuple(edge - 12 for edge in before))
    person.press(Key.Key_Down, SHIFT)
    person.press(Key.Key_Right, SHIFT)
    assert person.source.canvas.regions.rect == pytest.approx((*moved[:2], moved[2] + 12, moved[3] + 12))
    person.press(Key.Key_Return)
    assert not person.source.canvas.regions.active


def test_a_region_is_linked_by_keys_alone_followed_and_undone(with_scan: Any) -> None:
    person = with_scan
    mark(person, "Nobody was hurt")
    place_region(person)
    assert person.source.selection().region is not None
    person.press(Key.Key_X)
    person.until(lambda: person.graph.links, "a link")
    link = next(iter(person.graph.links.values()))
    place = person.graph.passages[link.passage].place
    assert link.relation is Relation.CONTRADICTS
    assert place.region is not None
    assert not place.spans
    assert person.said == "Linked to photo.pdf, p. 1: contradicts."
    person.until(lambda: person.source.canvas.opened.marks.of(link.passage), "its mark")
    middle = person.source.canvas.view.rect(0, place.region.rect).center()
    assert person.source.canvas.passage_at(middle) == link.passage
    person.ctrl(Key.Key_Z)
    person.until(lambda: not person.graph.links)
    person.ctrl(Key.Key_Z, shift=True)
    person.until(lambda: person.graph.links)
    assert person.graph.passages[link.passage].place == place


def test_escape_gives_a_region_up(with_scan: Any) -> None:
    person = with_scan
    person.ctrl(Key.Key_2)
    person.press(Key.Key_R)
    person.press(Key.Key_Escape)
    assert not person.source.canvas.regions.active
    assert person.source.selection() is None
    person.press(Key.Key_Down)  # the caret's again
    assert not person.source.canvas.pointer.region_wanted


def test_a_region_by_mouse_is_a_claim_and_is_there_after_reopening(with_scan: Any, open_window: Any) -> None:
    person = with_scan
    person.ctrl(Key.Key_1)
    person.press(Key.Key_R)
    port = person.draft.viewport()
    begin, stop = QPoint(60, 80), QPoint(220, 160)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(port, (begin + stop) / 2)
    QTest.mouseMove(port, stop)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=stop)
    region = person.draft.selection().region
    assert region is not None
    person.press(Key.Key_C)
    person.until(lambda: person.graph.claims, "a claim")
    assert "[region of p. 1]" in person.window.bench.linking.words.whole
    number = next(iter(person.graph.claims.values())).number
    assert number == 1
    path = person.window.projects.open_now.path
    person.window.close()
    again = open_window()
    again.window.projects.open(path)
    again.until(lambda: again.graph.claims, "the claim again")
    passage = next(iter(again.graph.passages.values()))
    assert passage.place.region.rect == pytest.approx(region.rect, abs=0.02)
    again.until(lambda: again.draft.canvas.opened and again.draft.canvas.opened.marks.of(passage.id), "its mark")


def linked(person: Any) -> Any:
    mark(person, "Nobody was hurt")
    person.select(person.source, "Two people were slightly hurt")
    person.press(Key.Key_X)
    person.until(lambda: person.graph.links, "a link")
    return next(iter(person.graph.links.values()))


def test_ends_are_moved_by_keys_and_undone(at_work: Any) -> None:
    link = linked(at_work)
    claim = at_work.graph.claims[link.claim]
    at_work.press(Key.Key_E)
    at_work.until(lambda: at_work.source.canvas.handles.active, "moving ends")
    for _ in range(3):
        at_work.press(Key.Key_Right, Mod.ControlModifier)
    at_work.press(Key.Key_Left)
    at_work.press(Key.Key_Return)
    quote = "Two people were slightly hurt when the"
    at_work.until(lambda: at_work.graph.passages[link.passage].place.quote == quote, "the longer quote")
    assert at_work.graph.links[link.id].passage == link.passage
    assert at_work.graph.claims[claim.id] == claim
    assert at_work.said == "The passage's ends are moved."
    at_work.press(Key.Key_E)
    at_work.press(Key.Key_E)
    at_work.press(Key.Key_Right, Mod.ControlModifier)
    at_work.press(Key.Key_Return)
    at_work.until(
        lambda: at_work.graph.passages[link.passage].place.quote == quote.removeprefix("Two "), "its beginning"
    )
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: at_work.graph.passages[link.passage].place.quote == quote)
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: at_work.graph.passages[link.passage].place.quote == "Two people were slightly hurt")


def test_escape_leaves_the_ends_where_they_were(at_work: Any) -> None:
    link = linked(at_work)
    at_work.press(Key.Key_E)
    at_work.press(Key.Key_Right, Mod.ControlModifier)
    at_work.press(Key.Key_Escape)
    assert not at_work.source.canvas.handles.active
    assert at_work.source.selection() is None
    assert at_work.graph.passages[link.passage].place.quote == "Two people were slightly hurt"
    assert at_work.window.choice.claim == link.claim


def test_an_end_is_dragged_by_its_handle(at_work: Any) -> None:
    link = linked(at_work)
    canvas, port = at_work.source.canvas, at_work.source.viewport()
    at_work.until(
        lambda: canvas.opened.marks.of(link.passage) and canvas.opened.marks.of(link.passage).chosen, "chosen"
    )
    span = at_work.graph.passages[link.passage].place.spans[0]
    edge = canvas.caret_view_rect((span.page, span.end))
    to = canvas.caret_view_rect((span.page, span.end + len(" when the")))
    knob = QPointF(edge.center().x(), edge.bottom()).toPoint()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=knob)
    QTest.mouseMove(port, knob + QPoint(10, 0))
    QTest.mouseMove(port, to.center().toPoint())
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=to.center().toPoint())
    wanted = "Two people were slightly hurt when the"
    at_work.until(lambda: at_work.graph.passages[link.passage].place.quote == wanted, "the longer quote")
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: at_work.graph.passages[link.passage].place.quote == "Two people were slightly hurt")


def test_moving_ends_takes_a_check_back(at_work: Any) -> None:
    link = linked(at_work)
    at_work.window.linker.edit(link.claim, "status", Status.VERIFIED.value)
    at_work.until(lambda: at_work.graph.shown_status(link.claim) is Status.VERIFIED)
    at_work.ctrl(Key.Key_2)
    at_work.press(Key.Key_E)
    for _ in range(2):
        at_work.press(Key.Key_Right, Mod.ControlModifier)
    at_work.press(Key.Key_Return)
    at_work.until(lambda: at_work.graph.shown_status(link.claim) is Status.OPEN, "open again")
    assert at_work.graph.shown_reason(link.claim).endswith("was placed at other words.")
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: at_work.graph.shown_status(link.claim) is Status.VERIFIED, "checked as before")
