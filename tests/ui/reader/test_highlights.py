"""Highlights on the screen: they cover their words and nothing else, whichever way the page is turned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.reader import painting
from annotator.ui.reader.values import Coverage, Highlight
from annotator.ui.theme import DARK, LIGHT, Theme

LINES = ["The council closed the bridge in March.", "Repairs will cost 3.5 million."]


def ink_and_ground(pane: Any, rect: Any) -> tuple[set[str], int]:
    """Names of the commonest colour, and how many pixels are much darker (or lighter) than it, inside a rectangle."""
    picture = pane.viewport().grab(rect.toAlignedRect().adjusted(1, 1, -1, -1)).toImage()
    counts: dict[str, int] = {}
    for y in range(picture.height()):
        for x in range(picture.width()):
            name = picture.pixelColor(x, y).name()
            counts[name] = counts.get(name, 0) + 1
    ground = max(counts, key=lambda name: counts[name])
    return {ground}, sum(count for name, count in counts.items() if name != ground)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("shift", [(0, 0), (30, 40)], ids=["origin", "shifted box"])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_fill_covers_the_words(
    rotation: int,
    shift: tuple[float, float],
    theme: Theme,
    new_pane: Any,
    read: Any,
    written: Any,
    settled: Any,
    place: Any,
) -> None:
    pane = new_pane(theme, height=1000)
    read(written([LINES], rotation=rotation, shift=shift)).show(pane)
    settled(pane)
    where = place(pane, "closed the bridge")
    pane.set_highlights([Highlight("p", "supports", where)])
    (rect,) = pane.canvas.view.rects(0, where.spans[0].rects)
    ground, inked = ink_and_ground(pane, rect)
    fill = theme.fills["supports"]
    expected = (max, min)[not theme.dark]
    mixed = [expected(a, b) for a, b in zip(fill.getRgb()[:3], theme.paper.getRgb()[:3], strict=True)]
    assert ground == {"#{:02x}{:02x}{:02x}".format(*mixed)}
    assert inked > 100
    (elsewhere,) = pane.canvas.view.rects(0, place(pane, "Repairs will cost").spans[0].rects)
    ground, inked = ink_and_ground(pane, elsewhere)
    assert ground == {theme.paper.name()}
    assert inked > 100


@pytest.fixture
def pane(new_pane: Any, read: Any, written: Any, settled: Any) -> Any:
    made = new_pane()
    read(written([LINES, ["Second page."], ["Third page, the end."]])).show(made)
    settled(made)
    return made


def test_clicking_activates_and_hovering_tells(pane: Any, place: Any, qtbot: Any) -> None:
    where = place(pane, "closed the bridge")
    pane.set_highlights([Highlight("wide", "claim", place(pane, LINES[0])), Highlight("narrow", "supports", where)])
    (rect,) = pane.canvas.view.rects(0, where.spans[0].rects)
    spot = rect.center().toPoint()
    with qtbot.waitSignal(pane.passage_hovered) as hovered:
        QTest.mouseMove(pane.viewport(), spot)
    assert hovered.args == ["narrow"]
    assert pane.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    with qtbot.waitSignal(pane.passage_activated) as activated:
        QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert activated.args == ["narrow"]


def test_dragging_over_a_highlight_selects_and_does_not_activate(pane: Any, place: Any, at: Any, drag: Any) -> None:
    pane.set_highlights([Highlight("p", "claim", place(pane, LINES[0]))])
    activated: list[str] = []
    pane.passage_activated.connect(activated.append)
    drag(pane, at(pane, "closed"), at(pane, "closed", end=True))
    assert pane.selection().text == "closed"
    assert activated == []


def test_marks_of_another_extraction_are_not_painted(pane: Any, place: Any) -> None:
    other = replace(place(pane, "closed the bridge"), extraction="f" * 64)
    pane.set_highlights([Highlight("p", "claim", other)])
    assert pane.anchor_of("p") is None
    assert list(pane.canvas.opened.marks.on(0)) == []


def test_anchors_in_sight_and_out_of_it(pane: Any, place: Any, settled: Any) -> None:
    where = place(pane, "closed the bridge")
    pane.set_highlights([Highlight("p", "claim", where)])
    assert pane.anchor_of("unknown") is None
    anchor = pane.anchor_of("p")
    assert anchor.visible
    assert anchor.rect == pane.canvas.view.rect(0, where.spans[0].rects[0])
    assert anchor.first == anchor.last == anchor.rect, "a line ends at the words"
    pane.go_to_page(2)
    anchor = pane.anchor_of("p")
    assert (anchor.side, anchor.page, anchor.label) == ("above", 0, "1")
    assert pane.viewport().rect().contains(anchor.rect.center().toPoint())
    settled(pane)
    pane.set_highlights([Highlight("q", "claim", place(pane, "Third page"))])
    pane.go_to_page(0)
    assert pane.anchor_of("q").side == "below"


def test_going_to_a_place_puts_it_at_a_third_and_outlines_it_for_a_second(
    pane: Any, place: Any, settled: Any, qtbot: Any
) -> None:
    pane.go_to_page(1)
    settled(pane)
    where = place(pane, "Second page")
    pane.go_to_page(0)
    settled(pane)
    pane.go_to(where)
    settled(pane)
    rect = pane.canvas.view.rect(1, where.spans[0].rects[0])
    assert abs(rect.top() - pane.viewport().height() / 3) <= 1
    outlined = pane.viewport().grab().toImage()
    corner = (int(rect.left()) - 4, int(rect.center().y()))
    assert outlined.pixelColor(*corner) == LIGHT.accent
    qtbot.waitUntil(lambda: pane.viewport().grab().toImage().pixelColor(*corner) != LIGHT.accent, timeout=3_000)


def test_the_strip_shows_states_beside_the_page(pane: Any) -> None:
    text = pane.canvas.opened.shown.texts[0]
    pane.set_coverage([Coverage(0, 0, text.index("\n"), "checked")])
    page = pane.canvas.view.page_rect(0)
    rect = pane.canvas.view.rect(0, pane.canvas.opened.rects(0, 0, 5)[0])
    color = pane.viewport().grab().toImage().pixelColor(int(page.left()) - 6, int(rect.center().y()))
    assert color == LIGHT.lines["supports"]
    pane.set_coverage([])
    color = pane.viewport().grab().toImage().pixelColor(int(page.left()) - 6, int(rect.center().y()))
    assert color == LIGHT.desk


def test_numbers_stand_in_the_order_of_the_text_whichever_is_chosen(
    new_pane: Any, read: Any, written: Any, settled: Any, place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood: dict[int | None, float] = {}
    draw = painting.inks.badge

    def seen(painter: Any, theme: Theme, highlight: Highlight, corner: Any, **how: Any) -> Any:
        stood[highlight.number] = corner.y()
        return draw(painter, theme, highlight, corner, **how)

    monkeypatch.setattr(painting.inks, "badge", seen)
    pane = new_pane(LIGHT)
    read(written([LINES])).show(pane)
    settled(pane)
    first, second = place(pane, "The council"), place(pane, "closed the bridge")
    for chosen in (1, 2):
        pane.set_highlights(
            [
                Highlight("a", "claim", first, number=1, chosen=chosen == 1),
                Highlight("b", "claim", second, number=2, chosen=chosen == 2),
            ]
        )
        pane.viewport().grab()
        assert stood[1] < stood[2]
