"""Lines from the chosen claim to what it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from annotator.ui.lines.layout import LIMIT, End, Thread, draw
from annotator.ui.lines.overlay import horizontal_curve, zigzag

LONG = "\n\n".join(f"Paragraph {number}: the river rose by {number} centimetres that day." for number in range(1, 300))
LEFT, RIGHT = QRectF(0, 0, 400, 600), QRectF(424, 0, 500, 600)


def thread(number: int = 0, side: str = "", *, claim: str = "") -> Thread:
    here = End("p0", QRectF(50, 100, 200, 12), LEFT, claim)
    there = End(f"p{number + 1}", QRectF(500, 40 + 10 * number, 150, 12), RIGHT, side, "p. 14")
    return Thread(f"l{number}", "supports", "+", here, there, "Memo")


def width(text: str) -> float:
    return 7.0 * len(text)


def test_a_line_goes_from_nearest_edge_to_nearest_edge() -> None:
    (curve,) = draw([thread()], width).curves
    assert curve.start == QPointF(250, 106)
    assert curve.end == QPointF(500, 46)
    path = horizontal_curve(curve.start, curve.end)
    assert path.angleAtPercent(0) % 360 == pytest.approx(0, abs=1)
    assert path.angleAtPercent(1) % 360 == pytest.approx(0, abs=1)


def test_ends_out_of_sight_become_chips_that_do_not_overlap() -> None:
    drawn = draw([thread(0, "below"), thread(1, "below"), thread(2, "above"), thread(3, "closed")], width)
    assert [chip.text for chip in drawn.chips] == ["+ p. 14 ↓", "+ p. 14 ↓", "+ p. 14 ↑", "+ Memo"]
    rects = [chip.rect for chip in drawn.chips]
    assert all(RIGHT.contains(rect) for rect in rects)
    assert not any(one.intersects(two) for at, one in enumerate(rects) for two in rects[at + 1 :])


def test_at_most_twelve_then_how_many_more() -> None:
    drawn = draw([thread(number) for number in range(17)], width)
    assert len(drawn.curves) == LIMIT == 12
    assert [chip.text for chip in drawn.chips] == ["+5"]


def test_contradicting_is_told_by_shape() -> None:
    straight = QPainterPath(QPointF(0, 0))
    straight.lineTo(200, 0)
    teeth = zigzag(straight)
    assert teeth.boundingRect().height() > 4
    assert teeth.currentPosition() == QPointF(200, 0)


def test_lines_follow_scrolling_zooming_and_chips_lead_there(at_work: Any, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text(LONG, "utf-8")
    at_work.drop(at_work.window.documents, long)
    at_work.until(lambda: len(at_work.graph.documents) == 3, "the document")
    documents = {each.name: each.id for each in at_work.graph.documents.values()}
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims)
    at_work.select(at_work.source, "Two people were slightly hurt")
    at_work.press(Qt.Key.Key_X)
    at_work.until(lambda: len(at_work.graph.links) == 1)
    at_work.open_from_panel("long.txt")
    at_work.until(lambda: at_work.source.document_id == documents["long.txt"], "it is shown")
    at_work.select(at_work.source, "the river rose by 9 centimetres")
    at_work.press(Qt.Key.Key_S)
    at_work.until(lambda: len(at_work.graph.links) == 2)
    overlay = at_work.window.overlay
    at_work.until(lambda: [chip.text for chip in overlay.drawing.chips] == ["× memo.txt"], "the closed document's chip")
    (line,) = [curve for curve in overlay.drawing.curves if curve.relation == "supports"]
    port = at_work.source.viewport()
    bar = at_work.source.canvas.verticalScrollBar()
    stood = bar.value()
    at_work.wheel(port, -1)
    assert bar.value() > stood
    (moved,) = [curve for curve in overlay.drawing.curves if curve.relation == "supports"]
    assert moved.end.y() == pytest.approx(line.end.y() - (bar.value() - stood), abs=1), "in the same frame"
    assert moved.start == line.start
    at_work.ctrl(Qt.Key.Key_2)
    at_work.ctrl(Qt.Key.Key_Plus)
    (zoomed,) = [curve for curve in overlay.drawing.curves if curve.relation == "supports"]
    assert zoomed.end != moved.end
    at_work.wheel_until(port, lambda: bar.value() == bar.maximum(), lambda: QRectF(0, port.height(), 1, 1))
    texts = [chip.text for chip in overlay.drawing.chips]
    assert "+ p. 1 ↑" in texts
    assert at_work.window.area.childAt(port.mapTo(at_work.window.area, QPoint(200, 200))) is port, "clicks go through"
    at_work.click(next(chip for chip in overlay._chips if chip.words == "+ p. 1 ↑"))
    at_work.until(lambda: "+ p. 1 ↑" not in [chip.text for chip in overlay.drawing.chips], "gone there")
    at_work.click(next(chip for chip in overlay._chips if chip.words == "× memo.txt"))
    at_work.has(at_work.source, "slightly hurt")
    at_work.until(lambda: [chip.words for chip in overlay._chips] == ["+ long.txt"], "the other one is closed now")
    assert [chip.geometry() for chip in overlay._chips] == [chip.rect.toRect() for chip in overlay.drawing.chips]
    assert at_work.window.focusWidget() is at_work.source.focusProxy()
    at_work.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    at_work.has(at_work.source, "Paragraph 200")
