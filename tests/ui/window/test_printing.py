"""The annotated draft on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from annotator.engine.client import Engine, seal
from annotator.model.pages import Format


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
