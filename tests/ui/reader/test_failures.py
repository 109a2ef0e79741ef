"""What goes wrong in a document stays in its pane: killed workers, pages that hang, words that changed."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.engine.reader import SCREEN_LIMIT


def bomb(fan: int = 10, depth: int = 5) -> bytes:
    """A PDF whose first page draws a form that draws a form …: text takes a moment, drawing takes minutes.

    Its second page is plain.
    """
    drawn = b"/X Do " * fan
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 900]/Contents 4 0 R/Resources<</XObject<</X 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 900]>>",
    ]
    for level in range(depth):
        last = level == depth - 1
        content = b"0 0 m 400 400 l S" if last else drawn
        inner = b"" if last else b"/XObject<</X %d 0 R>>" % (7 + level)
        parts.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 400 900]/Resources<<%s>>/Length %d>>stream\n%s\nendstream"
            % (inner, len(content), content)
        )
    out, offsets = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(parts) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    return out + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(out))


def grandchildren() -> list[int]:
    """Processes of the warm parent: the workers."""
    found = []
    for listing in Path("/proc/self/task").glob("*/children"):
        for parent in listing.read_text().split():
            for inner in Path(f"/proc/{parent}/task").glob("*/children"):
                found += [int(pid) for pid in inner.read_text().split()]
    return found


@pytest.mark.timeout(90)
def test_a_page_that_hangs_says_so_in_its_pane_while_another_goes_on(
    new_pane: Any, read: Any, written: Any, settled: Any, qtbot: Any
) -> None:
    hanging, other = new_pane(), new_pane()
    slow = read(bomb(), "slow.pdf")
    quick = read(written([[f"Page {number}"] for number in range(6)]), "quick.pdf")
    slow.show(hanging)
    qtbot.waitUntil(lambda: hanging.canvas.opened.tiles.flying > 0)
    quick.show(other)
    settled(other)
    assert hanging.canvas.notices.on(0) is None
    other.go_to_page(4)
    settled(other)
    assert hanging.canvas.notices.on(0) is None, "the other pane only went on once the page was stopped"
    with qtbot.waitSignal(hanging.failed, timeout=int(SCREEN_LIMIT * 1000) + 2_000) as failed:
        pass
    assert failed.args == ["This page took too long and was stopped. Your work is safe."]
    notice = hanging.canvas.notices.on(0)
    assert notice.words.text() == failed.args[0]
    assert notice.words.textFormat() == Qt.TextFormat.PlainText
    assert notice.isVisible()
    hanging.go_to_page(1)
    settled(hanging)
    assert hanging.canvas.opened.tiles.failures.keys() == {0}
    hanging.go_to_page(0)
    QTest.mouseClick(hanging.canvas.notices.on(0).button, Qt.MouseButton.LeftButton)
    assert hanging.canvas.notices.on(0) is None
    qtbot.waitUntil(lambda: hanging.canvas.opened.tiles.flying > 0)


def test_a_worker_killed_while_it_draws_is_not_noticed(new_pane: Any, read: Any, settled: Any, qtbot: Any) -> None:
    pane = new_pane()
    failures: list[str] = []
    pane.failed.connect(failures.append)
    read(bomb(fan=5), "busy.pdf").show(pane)
    qtbot.waitUntil(lambda: pane.canvas.opened.tiles.flying > 0 and bool(grandchildren()))
    assert pane.canvas.opened.tiles.bytes_kept == 0, "it was drawn before it could be killed"
    for worker in grandchildren():  # which of them draws is nobody's business, and those made ahead die, too
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    settled(pane)
    assert failures == []
    assert pane.canvas.opened.tiles.bytes_kept > 0
    assert pane.canvas.notices.any is False


def test_words_read_differently_than_at_import_cannot_be_selected(
    new_pane: Any, read: Any, written: Any, qtbot: Any
) -> None:
    pane = new_pane()
    paper = read(written([["The true words."]]), "changed.pdf")
    other = replace(paper.extraction, texts=("The other words.",))
    with qtbot.waitSignal(pane.failed, timeout=10_000) as failed:
        replace(paper, extraction=other).show(pane)
    assert "can't be selected" in failed.args[0]
    assert pane.canvas.opened.words.get(0) is None
    pane.canvas.opened.selecting.put((0, 0), (0, 9))
    refusals: list[str] = []
    pane.when_place(lambda place: refusals.append("made a place"), refusals.append)
    assert refusals == failed.args
