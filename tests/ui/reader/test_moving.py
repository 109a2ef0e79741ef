"""Moving through a document: scrolling, zooming, pages, back and forward, tabs, and standing where one stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.engine.client import seal
from annotator.model.pages import Format, PageInfo
from annotator.ui.reader import tiles
from annotator.ui.reader.tabs import LEAST, Tabs
from annotator.ui.reader.values import Location

PAGES = [[f"Page {number}", "Some words of it."] for number in range(1, 9)]


@pytest.fixture
def paper(read: Any, written: Any) -> Any:
    return read(written(PAGES))


@pytest.fixture
def pane(new_pane: Any, paper: Any, settled: Any) -> Any:
    made = new_pane()
    paper.show(made)
    settled(made)
    return made


def wheel(pane: Any, position: QPointF, notches: int) -> None:
    event = QWheelEvent(
        position,
        QPointF(pane.viewport().mapToGlobal(position)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane.viewport(), event)


@dataclass(frozen=True)
class Blank:
    """Ten thousand pages without text, as a pane is told of them."""

    sha256: str
    pages: tuple[PageInfo, ...]
    texts: tuple[str, ...]


def many_pages(count: int) -> bytes:
    """A PDF of empty pages, written by hand because that is fast."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>"
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count]
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))


def test_ten_thousand_pages_ask_only_for_what_is_in_sight(new_pane: Any, paper: Any, settled: Any) -> None:
    pages = tuple(PageInfo(index, str(index + 1), (0.0, 0.0, 420.0, 595.0)) for index in range(10_000))
    pane = new_pane()
    source = seal([many_pages(10_000)], Format.PDF)
    pane.show_document(paper.document, paper.version, Blank("e" * 64, pages, ("",) * 10_000), source)
    bar = pane.canvas.verticalScrollBar()
    for step in range(200):
        bar.setValue(bar.maximum() * step // 200)
        pane.viewport().repaint()
        QApplication.processEvents()
        assert pane.canvas.opened.tiles.flying <= 8
    bar.setValue(bar.maximum())
    settled(pane)
    assert pane.current_page == 9_999
    assert pane.canvas.opened.tiles.bytes_kept <= tiles.budget.pictures


def test_ctrl_wheel_zooms_at_the_pointer(pane: Any, settled: Any) -> None:
    position = QPointF(180.0, 260.0)
    before = pane.canvas.hit(position)
    zoom = pane.location().zoom
    for notches in (1, 1, 3, -2):
        wheel(pane, position, notches)
        after = pane.canvas.hit(position)
        assert after[0] == before[0]
        assert after[1:] == pytest.approx(before[1:], abs=1.0)
    assert pane.location().zoom == pytest.approx(zoom * 1.1**3)
    assert pane.location().fit == 0.0


def test_zooming_shows_the_old_picture_until_the_sharp_one_is_here(pane: Any, settled: Any) -> None:
    pane.zoom_in()
    wanted = pane.canvas.view.tiles_in_sight(0, pane.canvas.devicePixelRatioF())
    assert [pane.canvas.opened.tiles.get(tile) for tile in wanted] == [None]
    picture = pane.viewport().grab().toImage()
    rect = pane.canvas.view.rect(0, pane.canvas.opened.rects(0, 0, 6)[0]).toAlignedRect()
    inked = sum(
        picture.pixelColor(x, y).lightness() < 128
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
    )
    assert inked > 30
    settled(pane)


def test_large_zooms_are_made_of_tiles(pane: Any, settled: Any) -> None:
    pane.resize(1300, 900)
    pane.canvas.zoom_at(6.0)
    settled(pane)
    wanted = pane.canvas.view.tiles_in_sight(pane.current_page, pane.canvas.devicePixelRatioF())
    assert len(wanted) > 1
    assert all(tile.column >= 0 for tile in wanted)
    assert max(pane.canvas.opened.tiles.get(tile).image.width() for tile in wanted) <= tiles.TILE + 1


def test_fit_width_stays_fitted(pane: Any, settled: Any) -> None:
    pane.actual()
    assert pane.location().zoom == 1.0
    pane.fit_width()
    for width in (500, 900):
        pane.resize(width, 700)
        QApplication.processEvents()
        assert pane.canvas.view.page_rect(0).width() == pytest.approx(pane.viewport().width() - 36, abs=1)
        assert pane.canvas.horizontalScrollBar().maximum() == 0


def test_a_location_is_restored_exactly(pane: Any, new_pane: Any, paper: Any) -> None:
    pane.zoom_in()
    pane.canvas.scroll_to(0, 1717)
    here = pane.location()
    assert Location.from_value(here.to_value()) == here
    other = new_pane(width=333)
    paper.show(other)
    other.restore(here)
    other.resize(pane.size())
    QApplication.processEvents()
    assert other.location() == here
    pane.canvas.scroll_to(0, 0)
    pane.restore(here)
    assert pane.location() == here


def test_the_page_field_takes_labels_and_numbers(
    new_pane: Any, read: Any, written: Any, settled: Any, qtbot: Any
) -> None:
    pdf = written(PAGES)
    pdf.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": 3, "style": "D", "firstpagenum": 1}])
    pane = new_pane()
    read(pdf, "labels.pdf").show(pane)
    settled(pane)
    pane.focus_page_field()
    assert pane.header.field.hasFocus()
    QTest.keyClicks(pane.header.field, "ii")
    QTest.keyClick(pane.header.field, Qt.Key.Key_Return)
    assert pane.current_page == 1
    assert pane.canvas.hasFocus()
    assert (pane.header.field.text(), pane.header.count.text()) == ("ii", "(2 of 8)")
    pane.focus_page_field()
    QTest.keyClicks(pane.header.field, "1")
    QTest.keyClick(pane.header.field, Qt.Key.Key_Return)
    assert pane.current_page == 3, "a printed label goes before a number"
    pane.focus_page_field()
    QTest.keyClicks(pane.header.field, "99")
    QTest.keyClick(pane.header.field, Qt.Key.Key_Return)
    assert pane.current_page == 3
    assert pane.header.field.text() == "1"


def test_back_and_forward(pane: Any) -> None:
    assert not pane.can_go_back()
    start = pane.location()
    pane.go_to_page(3)
    third = pane.location()
    pane.go_to_page(6)
    last = pane.location()
    pane.back()
    assert pane.location() == third
    pane.back()
    assert pane.location() == start
    assert not pane.can_go_back()
    pane.forward()
    pane.forward()
    assert pane.location() == last
    assert not pane.can_go_forward()


def test_tabs_and_back_to_a_closed_document(pane: Any, read: Any, written: Any, settled: Any, qtbot: Any) -> None:
    first = pane.document_id
    pane.canvas.scroll_to(0, 900)
    here = pane.location()
    other = read(written([["Other"]]), "a & b <i>.pdf")
    with qtbot.waitSignal(pane.document_shown) as shown:
        other.show(pane)
    assert shown.args == [other.document.id]
    assert pane.documents() == [first, other.document.id]
    assert pane.tabs.tabText(1) == "a && b <i>.pdf"
    assert "<i>" not in pane.tabs.tabToolTip(1)
    pane.back()
    assert pane.location() == here
    QTest.mouseClick(pane.tabs, Qt.MouseButton.LeftButton, pos=pane.tabs.tabRect(1).center() - QPoint(10, 0))
    assert pane.document_id == other.document.id
    with qtbot.waitSignal(pane.document_closed) as closed:
        QTest.mouseClick(pane.tabs, Qt.MouseButton.MiddleButton, pos=pane.tabs.tabRect(0).center())
    assert closed.args == [first]
    with qtbot.waitSignal(pane.location_wanted) as wanted:
        pane.back()
    assert wanted.args == [here]
    pane.close_document()
    assert (pane.document_id, pane.location(), pane.page_count) == ("", None, 0)


def test_opening_to_go_somewhere_is_one_step_back(pane: Any, read: Any, written: Any) -> None:
    here = pane.location()
    read(written([["Other"], ["More"], ["Last"]]), "other.pdf").show(pane)
    pane.go_to_page(2)
    pane.back()
    assert pane.location() == here
    assert not pane.can_go_back()


def test_many_tabs_keep_enough_of_their_names(qtbot: Any) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    tabs = Tabs(holder)
    for number in range(8):
        tabs.put(str(number), f"8-usc-13{number}0 in the wording of {number}.pdf")
    tabs.setFixedWidth(360)
    with qtbot.waitExposed(holder):
        holder.show()
    least = LEAST * tabs.fontMetrics().averageCharWidth()
    assert all(tabs.tabRect(index).width() >= least for index in range(tabs.count()))
