"""The annotated draft on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt

from annotator.anchoring.geometry import to_view
from annotator.anchoring.selection import rects_of
from annotator.engine.client import Engine, seal
from annotator.model.pages import Format
from annotator.ui.printing import Sheet


def test_the_draft_prints_with_its_claims(at_work: Any, tmp_path: Path) -> None:
    at_work.select(at_work.draft, "Nobody was hurt when the railing fell.")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims)
    out = tmp_path / "draft.pdf"
    at_work.print_to(out)
    at_work.until(lambda: at_work.said == "Printed: 1 page.", "printed")
    engine = Engine()
    engine.start()
    try:
        source = seal([out.read_bytes()], Format.PDF)
        reader = engine.open(source)
        assert engine.wait(reader.info()).page_count == 1
        words = " ".join(engine.wait(reader.chars(0)).text.split())
        picture = engine.wait(reader.render(0, 1.0))
        reader.close()
        source.close()
    finally:
        engine.close()
    assert re.search(r"bridge\.md, version of \d{4}-\d\d-\d\d .*1 claim, [1-9]\d* sentences open\.", words), words
    assert "p. 1 of 1" in words
    pixels = memoryview(picture.buffer).cast("B")
    yellow = sum(
        pixels[at + 2] > 240 and pixels[at + 1] > 225 and pixels[at] < 200 for at in range(0, len(pixels), 4 * 7)
    )
    assert yellow > 50, "the claim is tinted"


def test_numbers_stand_beside_the_text_not_on_it(at_work: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, words in enumerate(("The council closed", "4 March 2024", "Repairs will cost", "The mayor said"), 1):
        at_work.select(at_work.draft, words)
        at_work.press(Qt.Key.Key_C)
        at_work.until(lambda number=number: len(at_work.graph.claims) == number)
    rooms: list[tuple[Sheet, QRectF]] = []
    real = Sheet.beside

    def beside(self: Sheet, *given: Any) -> QRectF:
        rooms.append((self, real(self, *given)))
        return rooms[-1][1]

    monkeypatch.setattr(Sheet, "beside", beside)
    at_work.print_to(tmp_path / "draft.pdf")
    at_work.until(lambda: at_work.said == "Printed: 1 page.", "printed")
    assert len(rooms) == 4
    for sheet, room in rooms:
        lines = [to_view(rect, sheet.page, sheet.scale) for rect in rects_of(sheet.chars, 0, len(sheet.chars.text))]
        assert not any(room.intersects(QRectF(x0, y0, x1 - x0, y1 - y0)) for x0, y0, x1, y1 in lines)
        assert room.left() > 0
    inked = [room.adjusted(0, room.height() / 4, 0, -room.height() / 4) for _, room in rooms]  # as high as digits
    assert not any(one.intersects(other) for at, one in enumerate(inked) for other in inked[at + 1 :])
