"""Nothing is told by colour alone: with all ink made black, each state still looks different from every other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem

from annotator.model.things import Relation, Status
from annotator.ui.bars import Message
from annotator.ui.claims.model import ROW_ROLE, Row
from annotator.ui.claims.panel import ClaimsDelegate
from annotator.ui.lines.chip import Chip
from annotator.ui.lines.layout import ChipAt, Curve, Drawing
from annotator.ui.looks import style_sheet
from annotator.ui.reader import changes, inks
from annotator.ui.reader.values import Highlight, HighlightKind
from annotator.ui.review.items import OUTCOME_MARKS, OUTCOME_WORDS
from annotator.ui.review.wording import WordingView
from annotator.ui.theme import DARK, LIGHT, Theme, apply_theme
from annotator.ui.words import RELATION_MARKS, STATUS_MARKS
from tests.ui.window.test_contrast import contrast

LEAST = 6
"""Pixels in which two states differ at least: the dot of "context" is small."""
INK = 2.5
"""What stands out less from its ground is no ink but a fill, and counts for nothing here."""
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def ink(image: QImage) -> frozenset[int]:
    """Where there is ink, whatever its colour."""
    rows = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(rows.constBits()).cast("B").cast("I").tolist()
    ground = QColor(max(set(pixels), key=pixels.count))
    black = {each for each in set(pixels) if contrast(QColor(each), ground) >= INK}
    return frozenset(at for at, each in enumerate(pixels) if each in black)


def drawn(theme: Theme, paint: Callable[[QPainter], object], width: int = 160, height: int = 48) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(theme.paper)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def alike(shown: Iterable[tuple[str, QImage]]) -> list[str]:
    """Pairs of states that could not be told apart."""
    inked = [(name, ink(image)) for name, image in shown]
    return [f"{one} and {two}" for (one, a), (two, b) in combinations(inked, 2) if len(a ^ b) < LEAST]


@THEMES
def test_highlights_of_every_kind_to_review_and_chosen(theme: Theme, qapp: Any) -> None:
    words = [QRectF(40, 14, 100, 16)]
    shown = []
    for kind in HighlightKind:
        for review in (False, True):
            for chosen in (False, True):
                number = 3 if kind is HighlightKind.CLAIM else None
                made = Highlight("p", kind, None, chosen, review, number)  # type: ignore[arg-type]

                def paint(painter: QPainter, made: Highlight = made) -> None:
                    inks.fill(painter, theme, words, theme.fills[made.kind])
                    inks.mark(painter, theme, made, words)
                    inks.badge(painter, theme, made, QPointF(36, 14), leftward=True)

                shown.append((f"{kind}{' review' * review}{' chosen' * chosen}", drawn(theme, paint)))
    assert alike(shown) == []


@THEMES
def test_the_strip_of_the_line_check(theme: Theme) -> None:
    states = (
        "", "claim-without-source", "partly-linked", "linked", "checked", "contradicted", "needs-none",
    )  # fmt: skip
    rect = QRectF(8, 6, 6, 30)
    assert alike((s, drawn(theme, lambda p, s=s: inks.coverage_mark(p, theme, s, rect), 24)) for s in states) == []


@THEMES
def test_what_differs_between_versions(theme: Theme, qapp: Any) -> None:
    rect = QRectF(20, 10, 100, 18)
    kinds = ("inserted", "deleted", "moved", "changed")
    lines = [(k, drawn(theme, lambda p, k=k: changes._line(p, k, rect, changes._color(theme, k)))) for k in kinds]
    assert alike(lines) == []
    assert len({changes.SIGNS[kind] for kind in kinds}) == len(kinds)


@THEMES
def test_rows_of_claims(theme: Theme, qtbot: Any) -> None:
    rows = [Row("c", 1, "It rained.", each, (), False, "") for each in Status]
    rows += [Row("c", 1, "It rained.", Status.OPEN, ((each, 1),), False, "") for each in Relation]
    rows += [Row("c", 1, "It rained.", Status.OPEN, (), True, "")]
    rows += [Row("c", 1, "It rained.", Status.OPEN, (), False, "", review=True)]
    rows += [Row("c", 1, "It rained.", Status.OPEN, (), False, "", review=True, reason="its words were edited")]
    view, model = QListView(), QStandardItemModel()
    qtbot.addWidget(view)
    delegate = ClaimsDelegate(theme, view)
    shown = []
    for chosen in (False, True):
        for at, row in enumerate(rows):
            item = QStandardItem()
            item.setData(row, ROW_ROLE)
            model.appendRow(item)
            option = QStyleOptionViewItem()
            option.rect = QRect(0, 0, 220, 90)
            option.font = view.font()
            if chosen:
                option.state |= QStyle.StateFlag.State_Selected
            index = model.index(model.rowCount() - 1, 0)
            image = drawn(theme, lambda p, o=option, i=index: delegate.paint(p, o, i), 220, 92)
            shown.append((f"{at}{' chosen' * chosen} {row.status}", image))
    assert alike(shown) == []


@THEMES
def test_lines_and_chips_across_the_panes(theme: Theme, person: Any, qtbot: Any) -> None:
    person.window.need_bench()
    overlay = person.window.overlay
    overlay.set_theme(theme)
    overlay.resize(200, 60)
    lines, chips = [], []
    for relation, mark in RELATION_MARKS.items():
        for review in (False, True):
            name = f"{relation.value}{' review' * review}"
            ends = QPointF(6, 20), QPointF(190, 40)
            overlay.drawing = Drawing((Curve(*ends, relation.value, mark, True, review),), ())
            lines.append((name, drawn(theme, lambda p: overlay.render(p, QPointF(0, 0).toPoint()), 200, 60)))
            chip = Chip(overlay.parentWidget(), theme)
            chip.show_at(ChipAt(f"{mark} p. 14 ↓", QRectF(0, 0, 90, 22), "p", relation.value, review))
            chips.append((name, chip.grab().toImage()))
    assert alike(lines) == []
    assert alike(chips) == []


@THEMES
def test_old_and_new_wording(theme: Theme, qtbot: Any) -> None:
    apply_theme(theme)
    shown = []
    for old, differs in ((True, [(5, 8)]), (False, [(5, 8)]), (False, [])):
        view = WordingView("Words", old=old)
        qtbot.addWidget(view)
        view.set_theme(theme)
        view.resize(220, 60)
        view.show_wording("cost 3.5 million", (0, 16), differs)
        shown.append((f"old {old} {differs}", view.grab().toImage()))
    apply_theme(LIGHT)
    assert alike(shown) == []


@THEMES
def test_messages_of_what_is_wrong(theme: Theme, qtbot: Any) -> None:
    apply_theme(theme)
    shown = []
    for wrong in (False, True):
        message = Message("The disk is full.", [], wrong=wrong)
        qtbot.addWidget(message)
        message.setStyleSheet(style_sheet(theme))
        message.resize(300, 40)
        shown.append((f"wrong {wrong}", message.grab().toImage()))
    apply_theme(LIGHT)
    assert alike(shown) == []


def test_words_and_marks_are_each_their_own() -> None:
    for marks in (RELATION_MARKS, STATUS_MARKS, OUTCOME_MARKS, OUTCOME_WORDS):
        assert len(set(marks.values())) == len(marks)


@THEMES
def test_hits_the_one_she_stands_at_the_others_and_a_selection(
    theme: Theme, new_pane: Any, read: Any, written: Any, settled: Any, qtbot: Any
) -> None:
    pane = new_pane(theme)
    read(written([["The river rose.", "The river rose.", "The river rose."]])).show(pane)
    settled(pane)
    pane.open_find()
    pane.find_bar.field.setText("river")
    qtbot.waitUntil(lambda: pane.canvas.opened.finder.current is not None)
    pane.find_bar.field.clearFocus()
    opened = pane.canvas.opened
    hits = [run for run, _ in opened.finder.on(0)]
    (current,) = opened.finder.current
    grabbed = []
    for run in sorted(hits, key=lambda run: run != current):
        (rect,) = pane.canvas.view.rects(0, opened.rects(0, run.start, run.end))
        corner = rect.toAlignedRect().topLeft()
        whole = QRect(corner.x() - 4, corner.y() - 4, rect.toAlignedRect().width() + 8, 30)
        grabbed.append(pane.viewport().grab(whole).toImage())
    frame = QLineF(0, 0, grabbed[0].width(), 0).length()
    one, other = (len(ink(image)) for image in grabbed[:2])
    assert one - other > frame, "the hit she stands at has a frame"
