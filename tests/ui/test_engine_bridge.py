"""The engine under Qt's event loop: answers arrive, nothing is left of it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from annotator.engine.client import Pixels, seal
from annotator.model.pages import Format
from annotator.ui.engine_bridge import EngineBridge


def descriptors() -> dict[str, str]:
    """What is open, by descriptor."""
    found = {}
    for link in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            found[link.name] = str(link.readlink())
    return found


@pytest.mark.own_parent  # a warm one that is kept for the next test keeps its socket
def test_answers_arrive_and_closing_leaves_nothing(qtbot: Any) -> None:
    before = descriptors()
    pdf = pymupdf.open()
    pdf.new_page(width=100, height=50)
    made = EngineBridge()
    made.start()
    source = seal([pdf.tobytes()], Format.PDF)
    reader = made.open(source)
    source.close()
    answers: list[Pixels] = []
    reader.render(0, 2.0).then(answers.append)
    made.soon()
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert (answers[0].width, answers[0].height) == (200, 100)
    made.close()
    made.close()
    made.start()
    made.soon()
    made.deleteLater()
    assert descriptors().keys() == before.keys()


def test_a_refusal_arrives_as_a_sentence(bridge: EngineBridge, qtbot: Any) -> None:
    source = seal([b"no PDF at all"], Format.PDF)
    reader = bridge.open(source)
    source.close()
    errors: list[str] = []
    reader.render(0, 1.0).then(None, lambda error: errors.append(error.sentence))
    bridge.soon()
    qtbot.waitUntil(lambda: bool(errors), timeout=10_000)
    assert errors[0].endswith((".", "?"))
    reader.close()
