"""The picture without its window: boxes never overlap, lines end where they should, each state looks its own."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from annotator.model.picture import Column, Line, picture
from annotator.model.things import Relation
from annotator.ui.graph.canvas import LEAST, GraphCanvas
from annotator.ui.graph.choosing import Filters, draw
from annotator.ui.graph.edges import Bend, chords, sign, stroke
from annotator.ui.graph.nodes import Shape, outline, pen_of
from annotator.ui.graph.walking import Walk
from annotator.ui.theme import DARK, LIGHT, Theme
from annotator.ui.words import RELATION_MARKS
from tests.model.test_picture import _graph
from tests.ui.window.test_without_colour import alike, drawn

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 5), st.sampled_from(list(Relation))), max_size=30)


@pytest.fixture
def canvas(qtbot: Any) -> GraphCanvas:
    made = GraphCanvas(LIGHT)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    return made


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAIRS, st.integers(12, 40), st.integers(300, 2400), st.floats(0, 1), st.sampled_from([1.0, 0.4, 2.0]))
def test_no_box_ever_overlaps_another(
    canvas: GraphCanvas, links: list[tuple[int, int, Relation]], claims: int, width: int, at: float, zoom: float
) -> None:
    canvas.resize(width, 400)
    canvas.show_drawn(draw(_graph(links, claims, 6), Filters(), {}))
    canvas.zoom_by(zoom / canvas.scale_now)
    bar = canvas.verticalScrollBar()
    bar.setValue(round(bar.maximum() * at))
    made = picture(_graph(links, claims, 6))
    columns = [[canvas.item_of(node.id).box for node in made.column(column)] for column in Column]
    for boxes in columns:
        assert all(above.bottom() < below.top() for above, below in pairwise(boxes))
    for left, right in pairwise(columns):
        assert all(one.right() < other.left() for one in left for other in right)
    whole = canvas.sceneRect()
    assert all(whole.contains(box) for boxes in columns for box in boxes)


def test_documents_stay_in_sight_as_long_as_passages_of_theirs_are(canvas: GraphCanvas) -> None:
    links = [(claim, claim // 20, Relation.SUPPORTS) for claim in range(40)]
    canvas.show_drawn(draw(_graph(links, 40, 2), Filters(), {}))
    bar = canvas.verticalScrollBar()
    for value in (0, bar.maximum() // 5, bar.maximum()):
        bar.setValue(value)
        sight = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        homes = {f"d{claim // 20}" for claim in range(40) if sight.contains(canvas.item_of(f"p{claim}").box)}
        assert homes
        assert all(sight.contains(canvas.item_of(home).box) for home in homes)


def test_the_whole_of_hundreds_of_claims_fits_and_all_columns_fill_the_width(canvas: GraphCanvas) -> None:
    links = [(at % 300, at % 30, Relation.SUPPORTS) for at in range(900)]
    canvas.show_drawn(draw(_graph(links, 300, 30), Filters(), {}))
    canvas.whole()
    assert canvas.scale_now > LEAST
    assert canvas.verticalScrollBar().maximum() <= 4
    left, width = canvas.column_at(Column.DOCUMENTS)
    assert 0.9 * canvas.viewport().width() < left + width <= canvas.viewport().width()
    canvas.actual()
    assert canvas.verticalScrollBar().maximum() > 10_000
    assert canvas.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("end", [QPointF(100, 30), QPointF(100, 0), QPointF(100, -9_000), QPointF(100, 9_000)])
def test_the_part_in_sight_is_the_part_of_the_curve(end: QPointF) -> None:
    bend = Bend(QPointF(0, 0), end)
    assert (bend.at(0), bend.at(1)) == (bend.start, bend.end)
    assert bend.part(9_500, 9_600) is None
    top, bottom = sorted((end.y() * 0.4, end.y() * 0.6))
    t0, t1 = bend.part(top, bottom) or (0, 0)
    heights = [bend.at(t).y() for t in (t0, t1)]
    if abs(end.y()) > 1:
        assert sorted(heights) == pytest.approx([top, bottom], abs=0.01 * abs(end.y()))
    path = bend.path(t0, t1)
    for share in (0.25, 0.5, 0.75):
        t = t0 + (t1 - t0) * share
        found = path.pointAtPercent(path.percentAtLength(path.length() * share))
        assert abs(found.x() - bend.at(t).x()) < 12
    assert bend.length_at(1) == pytest.approx(bend.path(0, 1).length(), rel=0.02)
    lines = chords(bend, QRectF(0, top, 100, max(bottom - top, 1)))
    assert all(one.p2() == other.p1() for one, other in pairwise(lines))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_lines_and_outlines_differ_without_colour(theme: Theme, qapp: Any) -> None:
    shown = []
    for relation in Relation:
        for waits in (False, True):

            def paint(painter: QPainter, relation: Relation = relation, waits: bool = waits) -> None:
                bend, line = Bend(QPointF(6, 12), QPointF(120, 36)), Line("a", "b", relation, waits=waits)
                stroke(painter, theme, bend, line, QRectF(0, 0, 160, 48), lit=True, scale=1.0)
                sign(painter, theme, QPointF(140, 24), RELATION_MARKS[relation], theme.text, lit=True)

            shown.append((f"{relation} {waits}", drawn(theme, paint)))
    assert alike(shown) == []
    shapes = []
    for shape in (one for one in Shape if one is not Shape.NEEDS_NONE):
        for waits in (False, True):

            def frame(painter: QPainter, shape: Shape = shape, waits: bool = waits) -> None:
                painter.setPen(pen_of(theme, shape, waits=waits))
                painter.drawPath(outline(shape, QRectF(8, 6, 140, 36)))

            shapes.append((f"{shape} {waits}", drawn(theme, frame)))
    assert alike(shapes) == []


def test_keys_lead_along_columns_and_lines() -> None:
    from PySide6.QtCore import Qt

    key = Qt.Key
    links = [(0, 0, Relation.SUPPORTS), (1, 0, Relation.SUPPORTS), (0, 1, Relation.CONTEXT), (2, 1, Relation.SUPPORTS)]
    made = picture(_graph(links, 3, 2))
    walk = Walk(made)

    def go(here: str, *keys: tuple[Any, bool]) -> str:
        for one, narrow in keys:
            here = walk.go(one, here, 10, narrow=narrow)
        return here

    down, right, left = (key.Key_Down, False), (key.Key_Right, False), (key.Key_Left, False)
    assert go("c0", down, down, down) == "c2"
    assert go("c0", (key.Key_End, False)) == "c2"
    assert go("c2", (key.Key_PageUp, False)) == "c0"
    assert go("c0", right, left) == "c0", "back along the line she came"
    rests = {node.id for node in made.after("c0")}
    assert rests == {"p0", "p2"}
    first = go("c0", right)
    assert {first, go("c0", right, (key.Key_Down, True)), go("c0", right, (key.Key_Up, True))} == rests
    assert go("c0", right, right) in {"d0", "d1"}
    assert go("d1", left, left) in {"c0", "c2"}
    assert go("d1", right) == "d1"
