"""A project that was begun before Qt was there; a long document whose other pages come a moment later."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import Qt

from annotator.ui import calls
from annotator.ui.hand import Hand

LONG = [f"Section {number} of the inquiry. The level fell by {number} millimetres." for number in range(1, 61)]
WIDE = 50
"""This page of the long document is wider and shorter than the others."""


@pytest.fixture
def long_pdf(tmp_path: Path) -> Path:
    """Sixty pages, one of them of another size."""
    made = pymupdf.open()
    for number, words in enumerate(LONG):
        width, height = (700, 400) if number == WIDE else (400, 600)
        made.new_page(width=width, height=height).insert_text((40, 80), words, fontsize=9)
    path = tmp_path / "inquiry.pdf"
    made.save(path)
    return path


def closed(one: Any) -> Path:
    """Closes the window; where its project is."""
    path: Path = one.window.projects.open_now.path
    one.ctrl(Qt.Key.Key_Q)
    one.until(lambda: not one.window.isVisible(), "closed")
    return path


def begun(path: Path) -> Hand:
    hand = Hand()
    hand.begin(path)
    return hand


def held() -> int:
    """How many documents' bytes this process holds."""
    links = []
    for each in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the listing's own
            links.append(str(each.readlink()))
    return sum(link.startswith("/memfd:annotator") for link in links)


def until_begun(one: Any, hand: Hand) -> None:
    """Whatever was begun is ready: nothing is left in the thread."""
    idle = threading.Event()
    hand.run_last(idle.set)
    one.until(idle.is_set, "the thread is done")


def test_what_was_begun_is_shown_and_every_tab_keeps_its_place(
    open_window: Callable[..., Any], files: dict[str, Path], tmp_path: Path
) -> None:
    one = open_window()
    one.drop(one.window.start.draft, files["draft"])
    one.has(one.draft, "closed the bridge")
    holder = list(one.window.area.holders())[1]
    notes = tmp_path / "notes.txt"
    notes.write_text("The clerk was told of it in May.", "utf-8")
    one.drop(holder, files["memo"])
    one.has(one.source, "voted to close")
    one.drop(holder, notes)
    one.until(lambda: len(one.graph.documents) == 3, "three documents")
    by_name = {document.name: document.id for document in one.graph.documents.values()}
    one.window.opener.open(by_name["notes.txt"], holder)
    one.has(one.source, "told of it in May")
    one.window.opener.open(by_name["memo.txt"], holder)
    one.has(one.source, "voted to close")
    tabs = holder.pane.documents()
    path = closed(one)

    hand = begun(path)
    two = open_window(hand=hand)
    until_begun(two, hand)
    two.window.projects.open(path)
    two.has(two.draft, "closed the bridge")
    two.until(lambda: set(two.source.documents()) == set(tabs), "both tabs")
    two.has(two.source, "voted to close")
    two.press(Qt.Key.Key_F6)
    assert two.window.can_write()


def test_what_nobody_asked_for_is_let_go_of(open_window: Callable[..., Any], files: dict[str, Path]) -> None:
    one = open_window()
    one.drop(one.window.start.draft, files["draft"])
    one.has(one.draft, "closed the bridge")
    path = closed(one)
    before = held()
    hand = begun(path)
    two = open_window(hand=hand)
    until_begun(two, hand)
    assert held() == before + 1, "the draft's bytes"
    assert path.with_name(f".{path.name}.open").exists()
    two.window.need_bench()
    two.window.close()
    assert held() == before
    assert not path.with_name(f".{path.name}.open").exists()


def test_a_project_that_is_open_elsewhere_is_refused_as_ever(
    open_window: Callable[..., Any], files: dict[str, Path]
) -> None:
    one = open_window()
    one.drop(one.window.start.draft, files["draft"])
    one.has(one.draft, "closed the bridge")
    path = one.window.projects.open_now.path
    hand = begun(path)
    two = open_window(hand=hand)
    two.window.projects.open(path)
    two.until(lambda: "is open in another window" in " ".join(two.window.messages.sentences), "the refusal")


def test_other_pages_of_a_long_document_come_later_and_nothing_moves(
    open_window: Callable[..., Any], long_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "SHORT", 10)
    monkeypatch.setattr(calls, "NEAR", 2)
    loads: list[Any] = []
    rest = calls.load_rest
    monkeypatch.setattr(calls, "load_rest", lambda *asked: loads.append(asked) or rest(*asked))
    one = open_window()
    one.drop(one.window.start.draft, long_pdf)
    one.until(lambda: one.draft.page_count == len(LONG), "all pages, most of them guessed")
    one.until(lambda: loads and one.draft.canvas.opened.shown.whole, "the rest")
    one.has(one.draft, "Section 58")
    one.draft.go_to_page(WIDE)
    one.until(lambda: WIDE in one.draft.canvas.view.visible)
    width, height = one.draft.canvas.view.layout.size(WIDE)
    assert width > height, "its own size"
    one.select(one.draft, "The level fell by 58 millimetres")
    assert one.draft.selection().text == "The level fell by 58 millimetres"
    one.draft.go_to_page(30)
    one.until(lambda: one.draft.current_page == 30)
    before = one.draft.location()
    path = closed(one)

    hand = begun(path)
    two = open_window(hand=hand)
    until_begun(two, hand)
    two.window.projects.open(path)
    opened = two.draft.canvas.opened
    assert opened is not None, "shown at once"
    assert not opened.shown.whole
    assert two.draft.current_page == 30
    assert opened.shown.texts[30] == LONG[30] + "\n"
    assert opened.shown.texts[WIDE] == ""
    two.until(lambda: opened.shown.whole, "the rest")
    after = two.draft.location()
    assert (after.page, after.zoom, after.fit) == (before.page, before.zoom, before.fit)
    assert abs(after.y - before.y) < 0.02
    assert opened.shown.texts[WIDE] == LONG[WIDE] + "\n"
