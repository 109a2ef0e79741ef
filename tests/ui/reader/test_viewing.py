"""How a document is shown: turned, in pairs, fitted, dark, as a picture; its links, notes, outline and small pages."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.reader.layout import PageLayout, Spread, turned
from annotator.ui.reader.values import Highlight
from annotator.ui.theme import DARK, LIGHT

ADDRESS = "https://example.org/a?b=1"
_SPEC = importlib.util.spec_from_file_location("failures", Path(__file__).with_name("test_failures.py"))
_failures = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_failures)


@pytest.fixture(scope="module")
def report(read: Any, written: Any) -> Any:
    """Twelve pages with links, notes, an outline, Roman numbers on the first four, and a picture on the first."""
    pdf = written([[f"Page {number} begins.", "The council closed the bridge."] for number in range(1, 13)])
    page = pdf[0]
    page.insert_text((72, 400), "See page nine")
    page.insert_link(
        {"kind": pymupdf.LINK_GOTO, "from": pymupdf.Rect(70, 388, 150, 404), "page": 8, "to": pymupdf.Point(72, 80)}
    )
    page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(200, 388, 300, 404), "uri": ADDRESS})
    page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(200, 420, 300, 436), "uri": "file:///etc/passwd"})
    note = page.add_text_annot((330, 300), "Is this <b>true</b>?")
    note.set_info(title="Mara")
    note.update()
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 10, 10))
    picture.set_rect(picture.irect, (10, 120, 200))
    page.insert_image(pymupdf.Rect(72, 200, 172, 300), pixmap=picture)
    pdf[1].insert_image(pdf[1].rect, pixmap=picture)
    pdf.set_toc([[1, "One", 1], [2, "One and a half", 3], [1, "Nine <i>", 9]])
    pdf.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": 4, "style": "D", "firstpagenum": 1}])
    return read(pdf, "report.pdf")


@pytest.fixture
def pane(new_pane: Any, report: Any, settled: Any) -> Any:
    made = new_pane()
    report.show(made)
    settled(made)
    return made


def beside(pane: Any, qtbot: Any) -> None:
    """Waits for links and notes of what is in sight."""
    qtbot.waitUntil(lambda: all(pane.canvas.opened.beside.knows(page) for page in pane.canvas.view.visible))


def on_page(pane: Any, page: int, x: float, y: float) -> QPoint:
    """Where a point (user space) stands in the viewport."""
    return pane.canvas.view.rect(page, (x, y, x, y)).topLeft().toPoint()


# --- turned, in pairs, fitted -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_pages_keep_selection_and_highlights_on_the_words(
    pane: Any, place: Any, at: Any, drag: Any, pixel: Any, settled: Any, quarters: int
) -> None:
    pane.turn(quarters)
    settled(pane)
    pane.go_to_page(0)
    settled(pane)
    start = pane.canvas.opened.shown.texts[0].index("closed")
    rect = pane.canvas.view.rects(0, pane.canvas.opened.rects(0, start, start + 6))[0]
    assert (rect.height() > rect.width()) == (quarters in (1, 3))
    ends = {
        1: (rect.center().x(), rect.top() + 1, rect.center().x(), rect.bottom() - 1),
        2: (rect.right() - 1, rect.center().y(), rect.left() + 1, rect.center().y()),
        3: (rect.center().x(), rect.bottom() - 1, rect.center().x(), rect.top() + 1),
    }[quarters]
    pane.canvas.scroll_to(0, max(int(pane.canvas.view.y + rect.top() - 200), 0))
    moved = pane.canvas.view.rects(0, pane.canvas.opened.rects(0, start, start + 6))[0].top() - rect.top()
    drag(pane, QPointF(ends[0], ends[1] + moved).toPoint(), QPointF(ends[2], ends[3] + moved).toPoint())
    assert pane.selection().text == "closed"
    pane.clear_selection()
    pane.set_highlights([Highlight("p", "supports", place(pane, "closed"))])
    settled(pane)
    shown = pane.canvas.view.rects(0, pane.canvas.opened.rects(0, start, start + 6))[0]
    inside = {
        pixel(pane, shown.left() + shown.width() * part / 9, shown.top() + shown.height() * part / 9).name()
        for part in range(1, 9)
    }
    assert LIGHT.fills["supports"].name() in inside
    anchor = pane.anchor_of("p")
    assert anchor.visible
    assert anchor.rect.intersects(shown)


def test_turning_keeps_the_page_and_can_be_taken_back(pane: Any, settled: Any) -> None:
    told: list[tuple[str, int, int]] = []
    pane.view_changed.connect(lambda *what: told.append(what))
    pane.go_to_page(6)
    for _ in range(4):
        pane.turn(1)
        assert pane.current_page == 6
    assert [quarter for _, quarter, _ in told] == [1, 2, 3, 0]
    settled(pane)


def test_two_pages_a_row_and_the_cover_alone(pane: Any, settled: Any, at: Any, drag: Any) -> None:
    pane.resize(1000, 700)
    pane.lay_pages(Spread.TWO)
    settled(pane)
    view = pane.canvas.view
    first, second = view.page_rect(0), view.page_rect(1)
    assert first.top() == second.top()
    assert first.right() < second.left() < first.right() + 20
    assert view.page_rect(2).top() > first.bottom()
    start = at(pane, "closed", page=1)
    drag(pane, start, at(pane, "closed", page=1, end=True))
    assert pane.selection().match[0].page == 1
    assert pane.selection().text == "closed"
    pane.lay_pages(Spread.COVER)
    settled(pane)
    assert view.page_rect(1).top() > view.page_rect(0).bottom()
    assert view.page_rect(1).top() == view.page_rect(2).top()
    assert view.page_rect(0).left() == view.page_rect(2).left(), "a cover stands on the right"
    pane.go_to_page(9)
    assert pane.current_page == 9


def test_fitted_pages_stay_fitted(pane: Any, settled: Any) -> None:
    pane.go_to_page(3)
    pane.fit_page()
    for size in ((600, 700), (900, 400), (380, 800)):
        pane.resize(*size)
        rect = pane.canvas.view.page_rect(3)
        view = pane.canvas.view
        assert rect.height() <= view.height
        assert rect.width() <= view.width
        assert rect.top() >= 0
        assert rect.height() > view.height - 40 or rect.width() > view.width - 60
    kept = pane.location()
    assert kept.fit_height > 0
    pane.actual()
    pane.restore(kept)
    assert pane.canvas.view.page_rect(3).height() <= pane.canvas.view.height


def test_rows_are_found_by_height_like_single_pages() -> None:
    from annotator.model.pages import PageInfo

    pages = [PageInfo(index, "", (0, 0, 100 + 10 * (index % 3), 150 - 5 * (index % 4))) for index in range(11)]
    for spread in Spread:
        for quarter in range(4):
            layout = PageLayout(turned(pages, quarter), spread)
            layout.arrange(1.3, 500)
            for index in range(11):
                x, y = layout.left(index) + 2, layout.top(index) + 2
                assert layout.nearest(y, x) == index
                assert index in layout.between(y, y)
                assert layout.first_beside(index) == layout.page_at(y)
            assert list(layout.between(0, layout.height)) == list(range(11))
            assert list(layout.between(layout.height, layout.height + 50)) == []


# --- links and notes --------------------------------------------------------------------------------------------------


def test_a_click_follows_a_link_and_back_returns(pane: Any, qtbot: Any, settled: Any) -> None:
    beside(pane, qtbot)
    spot = on_page(pane, 0, 100, 595 - 396)
    QTest.mouseMove(pane.viewport(), spot)
    assert "To p. 5 (9 of 12)" in pane.viewport().toolTip()
    assert pane.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert pane.current_page == 8
    pane.back()
    assert pane.current_page == 0
    pane.forward()
    assert pane.current_page == 8


def test_links_are_found_on_turned_pages(pane: Any, qtbot: Any, settled: Any) -> None:
    pane.turn(1)
    settled(pane)
    beside(pane, qtbot)
    spot = on_page(pane, 0, 100, 595 - 396)
    pane.canvas.scroll_to(0, pane.canvas.view.y + spot.y() - 200)
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=on_page(pane, 0, 100, 595 - 396))
    assert pane.current_page == 8


def test_addresses_are_asked_about_and_files_never_opened(pane: Any, qtbot: Any) -> None:
    beside(pane, qtbot)
    wanted: list[str] = []
    said: list[str] = []
    pane.address_wanted.connect(wanted.append)
    pane.said.connect(said.append)
    web, local = on_page(pane, 0, 250, 595 - 396), on_page(pane, 0, 250, 595 - 428)
    QTest.mouseMove(pane.viewport(), web)
    assert "https://example.org/a?b=1" in pane.viewport().toolTip()
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=web)
    assert wanted == [ADDRESS]
    QTest.mouseMove(pane.viewport(), local)
    assert "Not followed" in pane.viewport().toolTip()
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=local)
    assert wanted == [ADDRESS]
    assert "not followed" in said[0]


def test_dragging_over_a_link_selects_and_does_not_follow(pane: Any, qtbot: Any, drag: Any) -> None:
    beside(pane, qtbot)
    drag(pane, on_page(pane, 0, 73, 595 - 396), on_page(pane, 0, 140, 595 - 396))
    assert pane.selection() is not None
    assert pane.current_page == 0


def test_notes_are_told_as_plain_text(pane: Any, qtbot: Any) -> None:
    beside(pane, qtbot)
    QTest.mouseMove(pane.viewport(), on_page(pane, 0, 338, 595 - 310))
    assert "Note by Mara: Is this &lt;b&gt;true&lt;/b&gt;?" in pane.viewport().toolTip()


# --- dark pages -------------------------------------------------------------------------------------------------------


def test_dark_pages_keep_pictures_true(new_pane: Any, report: Any, settled: Any, pixel: Any, place: Any) -> None:
    pane = new_pane(DARK)
    report.show(pane)
    settled(pane)
    middle = on_page(pane, 0, 122, 595 - 250)
    assert pixel(pane, middle.x(), middle.y()).getRgb()[:3] == (10, 120, 200)
    paper = on_page(pane, 0, 300, 595 - 350)
    assert pixel(pane, paper.x(), paper.y()).lightness() < 45
    pane.go_to_page(1)
    settled(pane)
    assert 1 in pane.canvas.opened.tiles.kept
    pane.set_dark_pages(False)
    settled(pane)
    pane.go_to_page(2)
    settled(pane)
    paper = on_page(pane, 2, 300, 595 - 300)
    assert pixel(pane, paper.x(), paper.y()).name() == "#ffffff"


# --- page labels, outline, small pages --------------------------------------------------------------------------------


def test_a_page_is_gone_to_by_label_or_number_and_a_wrong_one_is_told(pane: Any) -> None:
    said: list[str] = []
    pane.said.connect(said.append)
    for typed, page in (("iii", 2), ("1", 4), ("12", 11)):
        pane.focus_page_field()
        QTest.keyClicks(pane.header.field, typed)
        QTest.keyClick(pane.header.field, Qt.Key.Key_Return)
        assert pane.current_page == page
    assert pane.header.count.text() == "(12 of 12)"
    pane.focus_page_field()
    QTest.keyClicks(pane.header.field, "xx")
    QTest.keyClick(pane.header.field, Qt.Key.Key_Return)
    assert pane.current_page == 11
    assert said == ["There is no page “xx”. The pages are 1 to 12 (printed i to 8)."]


def test_the_outline_leads_there_by_keys(pane: Any, qtbot: Any) -> None:
    assert pane.strip.isHidden()
    pane.toggle_strip()
    contents = pane.strip.contents
    assert QApplication.focusWidget() is contents
    shown = contents.model().index(1, 0)
    assert shown.data() == "Nine <i>"
    assert "p. 5 (9 of 12)" in shown.data(Qt.ItemDataRole.AccessibleTextRole)
    for _ in range(3):
        QTest.keyClick(contents, Qt.Key.Key_Down)
    QTest.keyClick(contents, Qt.Key.Key_Return)
    assert pane.current_page == 8
    pane.back()
    assert pane.current_page == 0
    QTest.keyClick(contents, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is pane.canvas
    pane.toggle_strip()
    pane.toggle_strip()
    assert pane.strip.isHidden()


def test_small_pages_are_drawn_only_where_they_are_seen(pane: Any, qtbot: Any, settled: Any) -> None:
    pane.toggle_strip()
    assert not pane.canvas.opened.thumbs._images
    QTest.keyClick(pane.strip.tabs, Qt.Key.Key_Right)
    pages = pane.strip.pages
    qtbot.waitUntil(lambda: pages.isVisible() and len(pane.canvas.opened.thumbs._images) >= 2)
    assert pages.model().index(0, 0).data() == "i (1)"
    assert pages.model().index(5, 0).data() == "2 (6)"
    qtbot.waitUntil(lambda: not pane.canvas.opened.thumbs.flying)
    assert max(pane.canvas.opened.thumbs._images) <= pages.in_sight().stop
    pages.setFocus()
    QTest.keyClick(pages, Qt.Key.Key_End)
    QTest.keyClick(pages, Qt.Key.Key_Return)
    assert pane.current_page == 11
    QTest.mouseClick(
        pages.viewport(), Qt.MouseButton.LeftButton, pos=pages.visualRect(pages.model().index(10, 0)).center()
    )
    assert pane.current_page == 10


# --- as a picture -----------------------------------------------------------------------------------------------------


@pytest.mark.timeout(90)
def test_a_page_too_slow_for_mupdf_is_drawn_by_pdfium(new_pane: Any, read: Any, settled: Any, qtbot: Any) -> None:
    pane = new_pane()
    read(_failures.bomb(fan=8), "slow.pdf").show(pane)
    with qtbot.waitSignal(pane.failed, timeout=12_000):
        pass
    notice = pane.canvas.notices.on(0)
    assert notice.picture.isVisible()
    QTest.mouseClick(notice.picture, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.canvas.opened.tiles.bytes_kept > 0, timeout=20_000)
    settled(pane)
    assert pane.canvas.notices.on(0) is None
    assert pane.canvas.opened.tiles.failures == {}
    pane.fit_page()
    settled(pane)
    picture = pane.viewport().grab().toImage()
    rect = pane.canvas.view.page_rect(0)
    down = int(rect.top() + rect.height() * 700 / 900)
    ink = {picture.pixelColor(x, down).name() for x in range(int(rect.left()) + 2, int(rect.right()) - 2)}
    assert len(ink) > 1, "the page is blank"


HANGING = Path(__file__).parents[4] / "shared" / "corpus" / "hostile" / "hang" / "pdf.js__bug1978317.pdf"


@pytest.mark.skipif(not HANGING.is_file(), reason="needs a file with which reading links does not end, from the corpus")
def test_a_page_of_endless_links_holds_up_nothing(new_pane: Any, read: Any, settled: Any, qtbot: Any) -> None:
    pane = new_pane()
    failures: list[str] = []
    pane.failed.connect(failures.append)
    read(HANGING.read_bytes(), "hang.pdf").show(pane)
    settled(pane)
    beside = pane.canvas.opened.beside
    qtbot.waitUntil(lambda: bool(beside._flying) or beside.knows(0))
    pane.zoom_in()
    settled(pane)
    qtbot.waitUntil(lambda: beside.knows(0), timeout=15_000)
    assert failures == []


@pytest.mark.parametrize("density", ["1", "1.25", "1.5", "2"])
def test_the_screen_shows_the_engines_very_pixels(written: Any, tmp_path: Path, density: str) -> None:
    path = tmp_path / "page.pdf"
    written([["Words that are sharp at any density."] * 8]).save(path)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("density_probe.py")), str(path)],
        env=os.environ | {"QT_SCALE_FACTOR": density},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    ratio, other, ink = (float(part) for part in done.stdout.split())
    assert ratio == float(density)
    assert ink > 50
    assert other == 0


def test_another_density_asks_for_pages_anew(pane: Any) -> None:
    pane.canvas._asking.stop()
    QApplication.sendEvent(pane.canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert pane.canvas._asking.isActive()
