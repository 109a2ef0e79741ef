"""Sources are read for meaning while nothing else is done, and an act comes in between."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from annotator.operations.meaning import Meaning


@pytest.mark.skipif(Meaning().why != "", reason="the sentence model is not installed")
def test_sources_are_read_for_meaning_while_nothing_else_is_done(at_work: Any) -> None:
    reading = at_work.window.for_meaning
    told: list[tuple[int, int]] = []
    reading.told.connect(lambda done, total: told.append((done, total)))
    assert reading.quiet.isActive(), "it waits for a quiet moment"
    reading.quiet.start(0)
    at_work.until(lambda: (0, 1) in told, "it begins")
    assert at_work.window.bench.inspector.suggestions.model.text() == "Reading 1 of 1 document for meaning."
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims, "a claim is marked meanwhile")
    at_work.until(lambda: (1, 1) in told, "it ends")
    assert at_work.window.bench.inspector.suggestions.model.text() == ""
    assert not reading.quiet.isActive()
