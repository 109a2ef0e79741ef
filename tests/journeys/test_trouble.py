"""Documents that are heavy, or never done, while the window is in use."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.engine.conftest import assemble
from tests.engine.test_living import children_of, cpu_of, state_of
from tests.person import Person

Key = Qt.Key

DRAFT = """# The bridge

The council closed the bridge on 4 March 2024.

Nobody was hurt when the railing fell. The mayor said the inspection was late.
"""
MEMO = """MEMO

The council voted to close the bridge on 4 March 2024.

Two people were slightly hurt when the railing fell.
"""


def slow_to_draw(times: int) -> bytes:
    """A page whose words are read at once, but which is shaded from edge to edge as often as asked for."""
    words = "BT /F 18 Tf 40 40 Td (Slowly, slowly the page appears.) Tj ET"
    content = "/S sh\n" * times + words
    return assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Contents 4 0 R "
            "/Resources << /Shading << /S 5 0 R >> /Font << /F 6 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            "<< /ShadingType 3 /ColorSpace /DeviceRGB /Coords [300 300 0 300 300 600] /Extend [true true] "
            "/Function << /FunctionType 2 /Domain [0 1] /C0 [1 1 1] /C1 [0.6 0.8 1] /N 1.3 >> >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


@pytest.fixture
def at_work(person: Person, tmp_path: Path) -> Person:
    """A draft and a memo in two panes, linked once."""
    draft, memo = tmp_path / "bridge.md", tmp_path / "memo.txt"
    draft.write_text(DRAFT, "utf-8")
    memo.write_text(MEMO, "utf-8")
    person.drop(person.window.start.draft, draft)
    person.has(person.draft, "closed the bridge")
    person.drop(list(person.window.area.holders())[1], memo)
    person.has(person.source, "voted to close")
    person.select(person.draft, "The council closed the bridge")
    person.press(Key.Key_C)
    person.until(lambda: person.graph.claims, "a claim")
    person.select(person.source, "voted to close the bridge")
    person.press(Key.Key_S)
    person.until(lambda: person.graph.links, "a link")
    return person


def third_pane(someone: Person, file: Path) -> Any:
    """Splits the pane of the sources and opens a new document there with keys."""
    known = set(someone.graph.documents)
    someone.drop(list(someone.window.area.holders())[1], file)
    someone.until(lambda: len(someone.graph.documents) > len(known), "the document")
    (new,) = set(someone.graph.documents) - known
    someone.ctrl(Key.Key_2)
    someone.ctrl(Key.Key_Backslash)
    someone.ctrl(Key.Key_3)
    pane = list(someone.window.area.holders())[2].pane
    assert someone.window.area.active_pane is pane
    someone.open_from_panel(file.name)
    someone.until(lambda: pane.document_id == new, "opened in the third pane")
    return pane


def busy_worker(someone: Person, before: dict[int, int]) -> int:
    """The worker that the new document got, a new or a spare one, once it has worked a while."""
    parent = someone.window.bridge.engine.parent_pid
    found: list[int] = []

    def working() -> bool:
        found[:] = [pid for pid in children_of(parent) if cpu_of(pid) > before.get(pid, 0) + 30]
        return bool(found)

    someone.until(working, "a worker that works", patience=3)  # of processor time, of which others may have most
    return found[0]


def test_a_killed_worker_comes_back_by_itself(at_work: Person, tmp_path: Path) -> None:
    heavy = tmp_path / "heavy.pdf"
    heavy.write_bytes(slow_to_draw(400))
    worked = {pid: cpu_of(pid) for pid in children_of(at_work.window.bridge.engine.parent_pid)}
    pane = third_pane(at_work, heavy)
    before = at_work.graph
    worker = busy_worker(at_work, worked)
    tiles = pane.canvas.opened.tiles
    wanted = pane.canvas.view.tiles_in_sight(0, pane.canvas.devicePixelRatioF())
    assert wanted
    assert any(tiles.get(tile) is None for tile in wanted), "it is in the middle of the page"
    assert state_of(worker) == "R"
    os.kill(worker, signal.SIGKILL)
    at_work.select(at_work.draft, "Nobody was hurt when the railing fell.")
    at_work.press(Key.Key_C)
    at_work.until(lambda: len(at_work.graph.claims) == 2, "marking goes on")
    at_work.until(lambda: all(tiles.get(tile) is not None for tile in wanted), "the page came back")
    assert worker not in children_of(at_work.window.bridge.engine.parent_pid)
    assert at_work.window.messages.sentences == []
    assert not pane.canvas.notices.any
    assert set(before.links) == set(at_work.graph.links)
    assert set(before.claims) < set(at_work.graph.claims)


def test_a_document_that_hangs_ends_in_a_sentence_while_the_others_go_on(at_work: Person, tmp_path: Path) -> None:
    endless = tmp_path / "endless.pdf"
    endless.write_bytes(slow_to_draw(200_000))
    pane = third_pane(at_work, endless)
    began = time.monotonic()
    at_work.select(at_work.draft, "Nobody was hurt when the railing fell.")
    at_work.press(Key.Key_C)
    at_work.until(lambda: len(at_work.graph.claims) == 2, "marking goes on")
    at_work.select(at_work.source, "Two people were slightly hurt")
    at_work.press(Key.Key_X)
    at_work.until(lambda: len(at_work.graph.links) == 2, "linking goes on")
    note = at_work.window.inspector.claim.note
    at_work.click(note)
    at_work.type("ask the clinic")
    assert note.toPlainText() == "ask the clinic"
    assert pane.canvas.notices.on(0) is None, "all this while it hung"
    at_work.until(lambda: pane.canvas.notices.on(0), "a sentence")
    assert time.monotonic() - began < 10
    notice = pane.canvas.notices.on(0)
    assert notice.words.text() == "This page took too long and was stopped. Your work is safe."
    assert notice.isVisible()
    at_work.ctrl(Key.Key_1)
    at_work.until(lambda: "ask the clinic" in [each.note for each in at_work.graph.claims.values()], "the note")
