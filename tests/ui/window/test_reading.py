"""Reading in the whole window: commands, keys, panes in step, addresses, what is kept for the next time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.ui import state
from annotator.ui.outside import AddressDialog
from annotator.ui.reader.tiles import MEGABYTES, budget

ADDRESS = "https://example.org/a/b?c=1&d=2"


def paper(path: Path, pages: int) -> Path:
    pdf = pymupdf.open()
    for number in range(pages):
        page = pdf.new_page(width=420, height=595)
        page.insert_text((60, 80), f"Page {number + 1} of the report.")
    page = pdf[0]
    page.insert_text((60, 120), "See page nine")
    page.insert_link(
        {
            "kind": pymupdf.LINK_GOTO,
            "from": pymupdf.Rect(58, 108, 140, 124),
            "page": min(8, pages - 1),
            "to": pymupdf.Point(60, 80),
        }
    )
    page.insert_text((60, 150), "Their site")
    page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(58, 138, 140, 154), "uri": ADDRESS})
    note = page.add_text_annot((300, 100), "Ask <b>the clerk</b>.")
    note.set_info(title="Mara")
    note.update()
    pdf.save(path)
    return path


@pytest.fixture
def reading(person: Any, tmp_path: Path) -> Any:
    """A person with a long draft on the left and a longer report on the right, where the focus is."""
    person.drop(person.window.start.draft, paper(tmp_path / "draft.pdf", 12))
    person.has(person.draft, "Page 1 of the report")
    person.drop(list(person.window.area.holders())[1], paper(tmp_path / "report.pdf", 30))
    person.has(person.source, "Page 30 of the report")
    person.window.area.go(2)
    opened = person.source.canvas.opened
    person.until(lambda: opened.beside.knows(0) and opened.words.get(0) is not None, "links and their words")
    yield person
    budget.megabytes = MEGABYTES


def command(person: Any, words: str) -> None:
    """Runs a command from the list of all commands."""
    person.ctrl(Qt.Key.Key_A, shift=True)
    person.type(words)
    person.press(Qt.Key.Key_Return)


def test_links_and_notes_are_reached_by_keys(reading: Any) -> None:
    reading.press(Qt.Key.Key_L)
    rows = reading.window.picks.list
    shown = [rows.item(row).text() for row in range(rows.count())]
    assert "See page nine" in shown[1]
    assert "To p. 9 of 30" in shown[1]
    assert ADDRESS in shown[2]
    assert "Note by Mara: Ask <b>the clerk</b>." in shown[0]
    reading.type("nine")
    reading.press(Qt.Key.Key_Return)
    assert reading.source.current_page == 8
    QTest.keyClick(reading.source.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert reading.source.current_page == 0
    reading.press(Qt.Key.Key_L)
    reading.type("clerk")
    reading.press(Qt.Key.Key_Return)
    assert reading.window.messages.sentences == ["Note by Mara: Ask <b>the clerk</b>."]


def test_an_address_is_opened_only_when_the_person_says_so(reading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    view, port = reading.source.canvas.view, reading.source.viewport()
    spot = view.rect(0, (70, 595 - 146, 71, 595 - 145)).center().toPoint()
    for button, expected in (("stay", []), ("take", []), ("go", [ADDRESS])):
        reading.click(port, spot)
        dialog = reading.dialog(AddressDialog)
        assert dialog.shown.toPlainText() == ADDRESS
        reading.click(getattr(dialog, button))
        reading._back_from(dialog)
        assert opened == expected
    assert QGuiApplication.clipboard().text() == ADDRESS
    reading.click(port, spot)
    dialog = reading.dialog(AddressDialog)
    reading.press(Qt.Key.Key_Return)
    reading._back_from(dialog)
    assert opened == [ADDRESS], "Enter alone must not leave the document"


def test_a_document_stays_as_she_turned_it(reading: Any, tmp_path: Path) -> None:
    reading.ctrl(Qt.Key.Key_R)
    reading.ctrl(Qt.Key.Key_7)
    reading.ctrl(Qt.Key.Key_8)
    assert reading.source.canvas.view.quarter == 1
    window = reading.window
    window.area.go(1)
    document = reading.source.document_id
    window.opener.open(document, next(window.area.holders()))
    reading.until(lambda: reading.draft.document_id == document, "the report on the left")
    assert reading.draft.canvas.view.quarter == 1
    assert reading.draft.canvas.view.layout.spread == 1
    QTest.keyClick(
        reading.draft.canvas, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert reading.source.canvas.view.quarter == 0, "turned in one pane, turned in both"
    reading.ctrl(Qt.Key.Key_R)
    window.projects.keep()
    kept = state.load_project(window.projects.open_now.id)
    assert kept.views == {document: [1, 1]}
    assert any(tab.fit_height > 0 for column in kept.columns for pane in column for tab in pane.tabs)


def test_panes_scroll_in_step_and_keep_their_distance(reading: Any) -> None:
    reading.source.go_to_page(5)
    command(reading, "Scroll panes in step")
    draft, source = reading.draft.canvas, reading.source.canvas
    apart = source.view.progress - draft.view.progress
    assert apart > 4
    for _ in range(8):
        reading.wheel(reading.source.viewport(), -1)
    assert draft.view.progress > 0.3
    assert source.view.progress - draft.view.progress == pytest.approx(apart, abs=0.05)
    for _ in range(5):
        reading.wheel(reading.draft.viewport(), 1)
    assert source.view.progress - draft.view.progress == pytest.approx(apart, abs=0.05)
    before = draft.view.progress
    reading.source.go_to_page(20)
    assert draft.view.progress == before, "a jump is one pane's own"
    reading.wheel(reading.source.viewport(), -1)
    assert draft.view.progress > before
    command(reading, "Scroll panes in step")
    before = draft.view.progress
    reading.wheel(reading.source.viewport(), -3)
    assert draft.view.progress == before


def test_the_strip_comes_and_goes_with_f4(reading: Any) -> None:
    reading.press(Qt.Key.Key_F4)
    strip = reading.source.strip
    assert strip.isVisible()
    assert strip.tabs.tabText(strip.tabs.currentIndex()) == "Pages", "there is no outline"
    assert QApplication.focusWidget() is strip.pages
    reading.press(Qt.Key.Key_PageDown)
    reading.press(Qt.Key.Key_Return)
    assert reading.source.current_page > 0
    reading.press(Qt.Key.Key_F4)
    assert strip.isHidden()
    assert QApplication.focusWidget() is reading.source.canvas


def test_a_click_into_the_strip_makes_its_pane_the_one_that_keys_go_to(reading: Any) -> None:
    reading.press(Qt.Key.Key_F4)
    reading.window.area.go(1)
    assert reading.window.area.active_pane is reading.draft
    pages = reading.source.strip.pages
    reading.click(pages.viewport(), pages.visualRect(pages.model().index(1, 0)).center())
    assert reading.window.area.active_pane is reading.source
    assert reading.source.current_page == 1
    reading.ctrl(Qt.Key.Key_R)
    assert reading.source.canvas.view.quarter == 1
    assert reading.draft.canvas.view.quarter == 0


def test_the_right_button_offers_what_fits_the_pages(reading: Any) -> None:
    port = reading.source.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(90, 90), port.mapToGlobal(QPoint(90, 90)))
    QApplication.sendEvent(port, event)
    menu = reading.source.canvas.findChild(QMenu, "pages-menu")
    assert menu.isVisible()
    action = reading.window.commands.actions["turn-right"]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert reading.source.canvas.view.quarter == 1
    reading.until(lambda: reading.source.canvas.findChild(QMenu, "pages-menu") is None, "the menu to go")


def test_memory_and_dark_pages_are_chosen_and_kept(reading: Any) -> None:
    command(reading, "Memory for reading")
    reading.type("512")
    reading.press(Qt.Key.Key_Return)
    assert budget.megabytes == 512
    assert state.load_settings()["reader_memory"] == 512
    assert reading.window.commands.actions["dark-pages"].isChecked()
    command(reading, "Dark colours on pages")
    assert state.load_settings()["dark_pages"] is False
    assert not reading.source.canvas.dark_pages


def test_four_panes_are_usable_and_f6_goes_through(reading: Any) -> None:
    for words in ("Split pane to the right", "Split pane below"):
        command(reading, words)
    panes = [holder.pane for holder in reading.window.area.holders()]
    assert len(panes) == 4
    document = reading.source.document_id
    for holder in reading.window.area.holders():
        reading.window.opener.open(document, holder)
    reading.until(lambda: all(pane.document_id == document for pane in panes))
    assert all(pane.viewport().width() >= 150 and pane.viewport().height() >= 80 for pane in panes)
    reading.window.area.go(1)
    for pane in panes[1:]:  # then come the panels, then the first pane again
        reading.press(Qt.Key.Key_F6)
        assert QApplication.focusWidget() is pane.canvas
    command(reading, "Close pane")
    assert len(list(reading.window.area.holders())) == 3


def test_tabs_are_moved_closed_and_scrolled_through(reading: Any, tmp_path: Path) -> None:
    holder = list(reading.window.area.holders())[1]
    for number, about in enumerate(("alder", "birch", "cedar", "hazel", "maple", "willow")):
        name = f"a rather long name of a paper about the {about}"
        reading.drop(holder, paper(tmp_path / f"{name}.pdf", 2 + number))
        reading.until(lambda name=name: any(name in each.name for each in reading.graph.documents.values()), name)
        reading.open_from_panel(name)
        reading.until(lambda number=number: len(reading.source.documents()) == number + 2, name)
    tabs = reading.source.tabs
    back = next(child for child in tabs.children() if child.objectName() == "ScrollLeftButton")
    assert tabs.count() == 7
    assert back.isVisible(), "more tabs than fit can be scrolled to"
    reading.source.restore(reading.source.location())
    first, second = tabs.documents()[:2]
    while not tabs.tabRect(0).intersects(tabs.rect()):
        reading.click(back)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(0).center())
    assert reading.source.document_id == first
    start, end = tabs.tabRect(0).center(), QPoint(tabs.tabRect(1).right() - 4, tabs.tabRect(1).center().y())
    QTest.mousePress(tabs, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(tabs, start + (end - start) * step / 8)
    QTest.mouseRelease(tabs, Qt.MouseButton.LeftButton, pos=end)
    assert tabs.documents()[:2] == [second, first]
    QTest.mouseClick(tabs, Qt.MouseButton.MiddleButton, pos=tabs.tabRect(1).center())
    assert first not in tabs.documents()
