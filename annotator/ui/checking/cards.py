"""A card for each passage of a claim: its picture, its words held against the draft's, notes, flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.findings import Finding
from annotator.model.graph import Graph
from annotator.ui.checking.pictures import Shot
from annotator.ui.checking.words import SEVERITY_SIGNS, flag_line, gravest_first, verdict_words
from annotator.ui.plain import ElidedButton, label, one_line
from annotator.ui.reader import inks
from annotator.ui.reader.painting import paper_theme
from annotator.ui.review.items import state_words
from annotator.ui.review.wording import WordingView
from annotator.ui.theme import Theme
from annotator.ui.words import RELATION_MARKS, RELATION_WORDS, place_words, where

if TYPE_CHECKING:
    from annotator.operations.noticing.quoted import Quoted

QUOTED = 600
"""Letters of a passage that a card shows; the picture and the document have the rest."""


class PassagePicture(QWidget):
    """A part of a page, as wide as the card, the passage marked in it."""

    def __init__(self, theme: Theme, relation: str, says: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._relation = theme, relation
        self._shot: Shot | None = None
        self.setAccessibleName(says)
        self.hide()

    def set_theme(self, paper: Theme) -> None:
        """The theme of the pages is another."""
        self._theme = paper
        self.update()

    def show_shot(self, shot: Shot | None) -> None:
        """Shows a picture; none is no room."""
        self._shot = shot
        self._fit()
        self.setVisible(shot is not None)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as its picture at this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._shot is not None:
            image = self._shot.image
            self.setFixedHeight(max(round(self.width() * image.height() / max(image.width(), 1)), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, and on it what is linked."""
        if self._shot is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        wide, high = self.width(), self.height()
        painter.drawImage(QRectF(0, 0, wide, high), self._shot.image)
        paper = self._theme
        rects = [QRectF(m.x() * wide, m.y() * high, m.width() * wide, m.height() * high) for m in self._shot.marks]
        inks.fill(painter, paper, rects, paper.fills[self._relation])
        inks.frame(painter, rects, paper.lines[self._relation], 1.5)
        painter.setPen(self._theme.border)
        painter.drawRect(0, 0, wide - 1, high - 1)
        painter.end()


class PassageCard(QFrame):
    """One link of a claim, as a fact-checker reads it."""

    passage_wanted = Signal(str)

    def __init__(self, graph: Graph, link_id: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("check-card")
        link = graph.links[link_id]
        passage = graph.passages[link.passage]
        self.link, self.passage = link_id, passage
        led_to = where(graph, passage.document, passage.place)
        kind = label(f"{RELATION_MARKS[link.relation]} {RELATION_WORDS[link.relation]}", self)
        kind.setProperty("heading", True)
        self.setProperty("relation", link.relation.value)
        self.where = ElidedButton(self, name="link-where")
        self.where.set_whole(led_to, f"Go to {led_to}")
        self.picture = PassagePicture(paper_theme(theme, True), link.relation.value, f"Picture of {led_to}", self)
        self.quote = label(f"“{place_words(passage.place, QUOTED)}”{state_words(passage)}", self, wrap=True)
        self.quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._theme = theme
        head = QHBoxLayout()
        head.addWidget(kind)
        head.addWidget(self.where, 1)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(10, 8, 10, 8)
        self._inside.setSpacing(6)
        self._inside.addLayout(head)
        self._inside.addWidget(self.picture)
        self._inside.addWidget(self.quote)
        if passage.translation:
            by = f" (by {one_line(passage.translator, 60)})" if passage.translator else ""
            self._say(f"Translation{by}: “{one_line(passage.translation, QUOTED)}”")
        for name, note in (("Note on the link", link.note), ("Note on the passage", passage.note)):
            if note.strip():
                self._say(f"{name}: {one_line(note, QUOTED)}")
        self.where.clicked.connect(lambda: self.passage_wanted.emit(passage.id))

    def show_quoted(self, found: Sequence[Quoted]) -> None:
        """Shows the draft's quotations as this passage has them: the verdict in words, what differs marked."""
        for one in found:
            verdict = label(verdict_words(one), self, wrap=True)
            verdict.setProperty("heading", True)
            self._inside.addWidget(verdict)
            if one.words and one.differences:
                self._inside.addLayout(self._side_by_side(one))

    def _side_by_side(self, one: Quoted) -> QGridLayout:
        sides = QGridLayout()
        sides.setHorizontalSpacing(8)
        for row, (name, text, stretches) in enumerate(
            (
                ("Draft", one.quote, [each.old for each in one.differences]),
                ("Source", one.words, [each.new for each in one.differences]),
            )
        ):
            view = WordingView(name, old=False, parent=self, differing="differs")
            view.setObjectName("check-wording")
            view.set_theme(self._theme)
            view.show_wording(text, (0, len(text)), stretches)
            sides.addWidget(label(name, self, dim=True), row, 0, Qt.AlignmentFlag.AlignTop)
            sides.addWidget(view, row, 1)
        sides.setColumnStretch(1, 1)
        return sides

    def show_flags(self, flags: Sequence[Finding]) -> None:
        """Shows what was noticed about this link."""
        for one in gravest_first(flags):
            self._inside.addWidget(flag_label(one, self))

    def _say(self, words: str) -> None:
        self._inside.addWidget(label(words, self, wrap=True))


def flag_label(flag: Finding, parent: QWidget) -> QWidget:
    """A flag on one or a few lines: sign, kind, what was noticed."""
    words = label(f"{SEVERITY_SIGNS[flag.severity]} {flag_line(flag)}", parent, wrap=True)
    words.setObjectName("flag-line")
    words.setProperty("severity", flag.severity.value)
    return words
