"""One thing to review, below the pages: old and new wording side by side, and what can be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.accessibility import announcer
from annotator.ui.plain import ElidedLabel, button, label, one_line
from annotator.ui.review.items import OUTCOME_MARKS, ToReview, about_words
from annotator.ui.review.wording import WordingView
from annotator.ui.theme import Theme
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.operations.wordings import Wording

GONE = "Not found in this version. Select the words where it stands now and press Place here, or let it go."
SAME = "The words are the same; something beside them is not."
MOVED = "The same words stand elsewhere."
_TELLING = {
    "number": "a number",
    "date": "a date",
    "name": "a name",
    "negation": "a negation or condition",
    "modal": "a word like shall or may",
    "marks": "the style of a quotation mark or dash",
}
MOST_NAMED = 3


class ReviewCard(QFrame):
    """Shows one item; its buttons and keys say what is to become of it."""

    keep_wanted = Signal()
    place_wanted = Signal()
    let_go_wanted = Signal()
    all_moved_wanted = Signal()
    step_wanted = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review-card")
        self.title = label("", self)
        self.title.setProperty("heading", True)
        self.about = ElidedLabel("", self)
        self.number = label("", self, dim=True)
        self.previous = button("Previous", self, flat=True, name="review-previous", says="Previous thing to review")
        self.next = button("Next", self, flat=True, name="review-next", says="Next thing to review")
        self.away = button("Close (Esc)", self, flat=True, name="review-close", says="Close the review")
        self.old_label, self.new_label = ElidedLabel("Before", self), ElidedLabel("Now", self)
        for words in (self.old_label, self.new_label):
            words.setProperty("dim", True)
        self.old = WordingView("Before", old=True, parent=self)
        self.new = WordingView("Now", old=False, parent=self)
        self.old.setObjectName("review-old")
        self.new.setObjectName("review-new")
        self.keep = button("Keep (K)", self, name="review-keep")
        self.place = button("Place here (P)", self, name="review-place")
        self.let_go = button("Let go (G)", self, name="review-let-go")
        self.all_moved = button("", self, name="review-all-moved")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._lay_out()
        self.set_theme(theme)
        for pressed, told in (
            (self.keep, self.keep_wanted),
            (self.place, self.place_wanted),
            (self.let_go, self.let_go_wanted),
            (self.all_moved, self.all_moved_wanted),
            (self.away, self.left),
        ):
            pressed.clicked.connect(told)
        self.previous.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.next.clicked.connect(lambda: self.step_wanted.emit(1))
        for view in (self.old, self.new):
            view.installEventFilter(self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget, stretch in ((self.title, 0), (self.about, 1), (self.number, 0)):
            head.addWidget(widget, stretch)
        for pressed in (self.previous, self.next, self.away):
            head.addWidget(pressed)
        sides = QGridLayout()
        sides.setHorizontalSpacing(10)
        sides.setVerticalSpacing(2)
        for column, (words, view) in enumerate(((self.old_label, self.old), (self.new_label, self.new))):
            sides.addWidget(words, 0, column)
            sides.addWidget(view, 1, column)
            sides.setColumnStretch(column, 1)
        foot = QHBoxLayout()
        for pressed in (self.keep, self.place, self.let_go):
            foot.addWidget(pressed)
        foot.addStretch(1)
        foot.addWidget(self.all_moved)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(10, 6, 10, 8)
        inside.setSpacing(6)
        inside.addLayout(head)
        inside.addLayout(sides)
        inside.addLayout(foot)

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self.old.set_theme(theme)
        self.new.set_theme(theme)

    def show_item(self, item: ToReview, at: int, of: int, moved: int, versions: tuple[str, str]) -> None:
        """Shows an item, the `at`th `of` so many; its wording follows. `versions` are what both sides are called."""
        self.title.setText(f"{OUTCOME_MARKS[item.outcome]} {one_line(item.about, 60)}")
        self.about.set_whole(about_words(item))
        self.number.setText(f"{at + 1:,} of {of:,}")
        self.old_label.set_whole(f"Before: {versions[0]}, {one_line(item.was.whereabouts)}")
        where = f", {one_line(item.place.whereabouts)}" if item.found else ""
        self.new_label.set_whole(f"Now: {versions[1]}{where}")
        self.keep.setVisible(item.found)
        self.all_moved.setText(f"Keep all {count(moved, 'moved passage')}")
        self.all_moved.setVisible(moved > 1)
        for pressed in (self.previous, self.next):
            pressed.setEnabled(of > 1)

    def show_wording(self, item: ToReview, wording: Wording) -> None:
        """Shows both wordings of the item."""
        old, new = wording.old, wording.new
        self.old.show_wording(old.text, (old.start, old.end), [each.old for each in wording.differences])
        if new is None:
            self.new.show_sentence(GONE)
        else:
            self.new.show_wording(new.text, (new.start, new.end), [each.new for each in wording.differences])
            self.about.set_whole(f"{about_words(item)}. {_first_up(what_changed(wording) or self._same(item))}")
        told = GONE if new is None else self.about.whole
        announcer().announce(self, f"{one_line(item.about, 60)}: {told}")
        self.updateGeometry()

    def set_writable(self, writable: bool) -> None:
        """Whether anything can be decided here."""
        for pressed in (self.keep, self.place, self.let_go, self.all_moved):
            pressed.setEnabled(writable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves; what is to be reviewed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The fields, too, let Escape through."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False

    @staticmethod
    def _same(item: ToReview) -> str:
        return MOVED if item.outcome == "moved" else SAME


def what_changed(wording: Wording) -> str:
    """The changes that tell most, in words: "a number differs: 41 → 43"; empty where none is known."""
    new = wording.new
    if new is None or not wording.differences:
        return ""
    told = [each for each in wording.differences if each.telling]
    said = []
    for each in told[:MOST_NAMED]:
        old, now = (
            one_line(text.strip(" ,;:"), 40)
            for text in (wording.old.text[slice(*each.old)], new.text[slice(*each.new)])
        )
        what = _TELLING.get(each.telling, "words")
        said.append(
            f"{what} differs: {old} → {now}"
            if old and now
            else f"{what} {'came in' if now else 'is gone'}: {now or old}"
        )
    rest = len(wording.differences) - len(said)
    if rest:
        said.append(f"{'words differ in' if not said else 'and'} {count(rest, 'other place' if said else 'place')}")
    return "; ".join(said)


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]
