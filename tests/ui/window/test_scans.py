"""Scans are read in the background: said while it goes on, taken in as a step, selected and linked like any words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.engine.ocr import reading
from annotator.model.errors import NotConfined
from annotator.operations import recognising
from tests.operations.test_recognising import ORDER, pictured
from tests.person import Person

SCAN = "Section 12 orders forty days.\nThe surveyor was not asked."


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine nobody waits for what gives way to everything else."""
    monkeypatch.setattr(reading, "PRIORITY", 0)


@pytest.fixture
def scan(tmp_path: Path) -> Callable[..., Path]:
    def make(*pages: str, name: str = "annex.pdf") -> Path:
        document = pymupdf.open()
        for text in pages:
            page = document.new_page(width=400, height=300)
            page.insert_image(page.rect, pixmap=pictured(text))
        document.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Reading waits until this is set, or until it is cancelled."""
    opened = threading.Event()
    real = recognising.read

    def wait(engine: Any, task: Any, *, quiet: bool, progress: Any, cancelled: Callable[[], bool]) -> Any:
        progress(2, 12)
        while not opened.wait(0.02) and not cancelled():
            pass
        return real(engine, task, quiet=quiet, progress=progress, cancelled=cancelled)

    monkeypatch.setattr(recognising, "read", wait)
    return opened


def add(at_work: Person, path: Path) -> None:
    at_work.drop(list(at_work.window.area.holders())[1], path)
    at_work.until(lambda: any(each.name == path.name for each in at_work.graph.documents.values()), "the document")


def show(at_work: Person, name: str) -> None:
    at_work.open_from_panel(name)
    at_work.until(lambda: at_work.graph.documents[at_work.source.document_id].name == name, name)


def test_a_scan_is_read_shown_and_linked(at_work: Person, scan: Callable[..., Path], gate: threading.Event) -> None:
    add(at_work, scan(SCAN))
    show(at_work, "annex.pdf")
    status = at_work.window.status
    at_work.until(lambda: status.under_way.whole == "Reading scan 'annex.pdf' (OCR): page 3 of 12", "progress")
    at_work.until(status.cancel.isVisible, "Cancel")
    assert at_work.source.canvas.opened.shown.texts == ("",)
    header = at_work.source.header
    assert header.machine.text() == ""
    gate.set()
    at_work.has(at_work.source, "forty days")
    at_work.until(lambda: "1 page read by machine (OCR)" in at_work.said, "what became of it")
    at_work.until(lambda: not status.bar.isVisible(), "rest")
    assert "% sure" in header.machine.text()
    assert "read by machine" in at_work.source.canvas.accessibleName()
    at_work.select(at_work.draft, "It rained for most of the week.")
    at_work.select(at_work.source, "orders forty days.")
    at_work.press(Qt.Key.Key_S)
    at_work.until(lambda: at_work.graph.links, "the link")
    assert "orders forty days." in at_work.quotes
    card = next(iter(at_work.window.inspector._cards.values()))
    at_work.until(card.machine.isVisible, "who read it")
    sure = header.machine.text().removeprefix("OCR, ").removeprefix("read by machine, ")
    assert card.machine.text() == f"Read by machine (OCR), {sure}: compare with the page."
    # A step of its own, below the link's.
    at_work.ctrl(Qt.Key.Key_Z)
    at_work.until(lambda: not at_work.graph.links, "the link is gone")
    at_work.ctrl(Qt.Key.Key_Z)
    at_work.until(lambda: at_work.source.canvas.opened.shown.texts == ("",), "the text is gone")
    assert header.machine.text() == ""
    at_work.ctrl(Qt.Key.Key_Z, shift=True)
    at_work.has(at_work.source, "forty days")


def test_cancel_stops_it_and_says_so(at_work: Person, scan: Callable[..., Path], gate: threading.Event) -> None:
    add(at_work, scan(ORDER, ORDER))
    status = at_work.window.status
    at_work.until(status.cancel.isVisible, "Cancel")
    at_work.click(status.cancel)
    at_work.until(lambda: not at_work.window.scans.recogniser.busy, "the end")
    assert "Cancelled" in at_work.said
    assert not status.bar.isVisible()
    show(at_work, "annex.pdf")
    assert at_work.source.canvas.opened.shown.texts == ("", "")


def test_search_offers_to_read_what_has_no_text(
    at_work: Person, scan: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    look = at_work.window.scans.look
    monkeypatch.setattr(at_work.window.scans, "look", lambda document: None)
    add(at_work, scan(SCAN))
    monkeypatch.setattr(at_work.window.scans, "look", look)
    panel = at_work.window.search
    at_work.ctrl(Qt.Key.Key_F, shift=True)
    at_work.until(lambda: QApplication.focusWidget() is panel.field, "the field")
    at_work.type("surveyor")
    at_work.until(panel.read.isVisible, "the offer")
    assert panel.said.text() == "No hits in 3 documents. 1 has no readable text."
    at_work.tab_to(panel.read)
    at_work.press(Qt.Key.Key_Space)
    at_work.until(lambda: "1 page read by machine (OCR)" in at_work.said, "it was read")
    assert not panel.read.isVisible()
    at_work.click(panel.field)
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: panel.list.count() == 1, "the hit")


def test_without_tesseract_the_window_says_so_and_works(
    at_work: Person, scan: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising.finding, "find", lambda: None)
    add(at_work, scan(SCAN))
    at_work.until(
        lambda: any("no Tesseract on this computer" in each for each in at_work.window.messages.sentences), "why not"
    )
    show(at_work, "annex.pdf")
    assert at_work.source.canvas.opened.shown.texts == ("",)


def test_where_tesseract_can_not_be_locked_the_window_says_so_once(
    at_work: Person, scan: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked_out(*_: Any, **__: Any) -> Any:
        raise NotConfined("This computer can't lock the process that reads scans.")

    monkeypatch.setattr(reading, "start", locked_out)
    told: list[str] = []
    real = at_work.window.messages.say

    def heard(words: str, *rest: Any, **named: Any) -> Any:
        told.append(words)
        return real(words, *rest, **named)

    monkeypatch.setattr(at_work.window.messages, "say", heard)
    add(at_work, scan(SCAN))
    at_work.until(lambda: told, "why not")
    add(at_work, scan(ORDER, name="other.pdf"))
    at_work.until(lambda: not at_work.window.scans.recogniser.busy, "the second one's end")
    assert told == ["This computer can't lock the process that reads scans."]


def test_a_scan_as_a_new_version_is_read(at_work: Person, scan: Callable[..., Path]) -> None:
    memo = next(each for each in at_work.graph.documents.values() if each.name == "memo.txt")
    at_work.window.versions.take(memo.id, scan(SCAN), force=True)
    at_work.has(at_work.source, "forty days")
    assert at_work.source.document_id == memo.id


def test_the_window_can_go_while_a_scan_is_read(
    at_work: Person, scan: Callable[..., Path], gate: threading.Event
) -> None:
    add(at_work, scan(ORDER))
    at_work.until(at_work.window.status.cancel.isVisible, "Cancel")
    at_work.window.close()
    assert not any(thread.name == "scans" for thread in threading.enumerate())
