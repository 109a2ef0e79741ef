"""The dialogs of sharing: what goes into a copy, what would come in, and what two people see differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.withheld import Sending
from annotator.ui.accessibility import announcer
from annotator.ui.history.words import SOMEBODY, moment, whose
from annotator.ui.plain import button, label, one_line
from annotator.ui.retiring import retire
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.operations.sharing import Alike, Merged, Open

_SHOWN = 100
"""How many pairs are shown at once; the others come as these are decided."""
_CHOICES = (
    (
        "quotes",
        "The words of sources that never leave: quotes with their context and notes, but no more of them",
        False,
    ),
    ("history", "The history, with what was removed or replaced", True),
    ("names", "People's names", True),
    ("private_notes", "Notes marked as private", False),
)


ERASING = (
    "All of it comes in, or nothing. With it something is erased for good, from this project and from all its backups "
    "on this computer. That can't be undone."
)


class SendDialog(QDialog):
    """What goes into a copy, and what stays, before it is written."""

    asked = Signal(object)
    """What was chosen (a `Sending`): say what it comes to."""
    wanted = Signal(object, bool)
    """What was chosen, and whether only changes are sent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("send-dialog")
        self.setWindowTitle("Send a copy")
        self.resize(620, 360)
        self.choices: dict[str, QCheckBox] = {}
        self.told = label("", self, wrap=True)
        self.told.setObjectName("send-told")
        self.whole = button("Write a copy…", self, name="send-whole", says="Write a copy: choose where to")
        self.changes = button(
            "Only what is new…", self, name="send-changes", says="Write only what is new since a copy that was sent"
        )
        self.away = button("Cancel", self, name="send-cancel", says="Cancel sending")
        self.whole.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(label("A clean file for a colleague. Sources that never leave stay here.", self, wrap=True))
        for name, words, on in _CHOICES:
            box = QCheckBox(words, self)
            box.setChecked(on)
            box.toggled.connect(self._ask)
            self.choices[name] = box
            layout.addWidget(box)
        layout.addWidget(self.told)
        layout.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.changes)
        foot.addStretch(1)
        foot.addWidget(self.away)
        foot.addWidget(self.whole)
        layout.addLayout(foot)
        self.whole.clicked.connect(lambda: self.wanted.emit(self.sending, False))
        self.changes.clicked.connect(lambda: self.wanted.emit(self.sending, True))
        self.away.clicked.connect(self.reject)

    @property
    def sending(self) -> Sending:
        """What was chosen."""
        return Sending(**{name: box.isChecked() for name, box in self.choices.items()})

    def _ask(self, *_: object) -> None:
        self.asked.emit(self.sending)

    def begin(self) -> None:
        """Asks for the first time, once somebody listens."""
        self._ask()

    def say(self, sentence: str) -> None:
        """What goes and what stays."""
        self.told.setText(sentence)
        announcer().announce(self.told, sentence)


class BringDialog(QDialog):
    """What would come in, by person and document, before anything does."""

    def __init__(self, parent: QWidget, name: str, merged: Merged) -> None:
        super().__init__(parent)
        self.setObjectName("bring-dialog")
        self.setWindowTitle(f"Bring in changes from {one_line(name, 60)}")
        self.resize(820, 520)
        self.rows = QTreeWidget(self)
        self.rows.setObjectName("bring-rows")
        self.rows.setAccessibleName("What would come in")
        self.rows.setHeaderLabels(["What", "Done", "When"])
        self.rows.setUniformRowHeights(True)
        self.rows.setAlternatingRowColors(False)
        self._fill(merged)
        self.bring = button("Bring in", self, name="bring-in", says="Bring all of this in")
        self.bring.setDefault(True)
        self.away = button("Cancel", self, name="bring-cancel", says="Leave the project as it is")
        self.bring.clicked.connect(self.accept)
        self.away.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label(_summary(merged), self, wrap=True))
        layout.addWidget(self.rows, 1)
        words = "All of it comes in, or nothing. A backup is made first, and Undo of the merge goes back to it."
        if merged.erased:
            words = ERASING
        layout.addWidget(label(words, self, wrap=True, dim=True))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.away)
        foot.addWidget(self.bring)
        layout.addLayout(foot)
        self.bring.setFocus()

    def _fill(self, merged: Merged) -> None:
        """By person, and of each by document; what hangs on none stands beside the documents."""
        people: dict[str, QTreeWidgetItem] = {}
        documents: dict[tuple[str, str], QTreeWidgetItem] = {}
        things: Counter[str] = Counter()
        differing = {one.thing for one in merged.disagreements}
        for deed in merged.deeds:
            who = deed.person or SOMEBODY
            things[who] += 1
            if who not in people:
                people[who] = _row(one_line(who, 80), "", "")
                self.rows.addTopLevelItem(people[who])
            above = documents.get((who, deed.document), people[who])
            if deed.document and above is people[who]:
                above = documents[who, deed.document] = _row(one_line(deed.document, 120), "", "")
                people[who].addChild(above)
            words = f": “{one_line(deed.words, 200)}”" if deed.words else ""
            clash = "you see it differently; " if deed.thing in differing else ""
            done = clash + one_line(deed.done, 300)
            if deed.about == deed.document:
                _put(above, 1, done)
                _put(above, 2, moment(deed.at))
            else:
                above.addChild(_row(one_line(deed.about, 120) + words, done, deed.at))
        for who, item in people.items():
            _put(item, 1, count(things[who], "thing"))
        for item in (*people.values(), *documents.values()):
            item.setExpanded(True)
        for column, width in enumerate((400, 270, 120)):
            self.rows.setColumnWidth(column, width)


def _row(what: str, done: str, at: str) -> QTreeWidgetItem:
    row = QTreeWidgetItem([what, "", moment(at)])
    _put(row, 1, done)
    return row


def _put(row: QTreeWidgetItem, column: int, words: str) -> None:
    row.setText(column, words)
    says = ", ".join(filter(None, (row.text(at) for at in range(row.columnCount()))))
    row.setData(0, Qt.ItemDataRole.AccessibleTextRole, says)


def things_by_fate(merged: Merged) -> str:
    """What came or would come in, as "2 things new, 1 changed, 1 removed"; empty for nothing to be seen."""
    found = Counter(deed.what for deed in {deed.thing: deed for deed in merged.deeds}.values())
    parts = [f"{count(number, 'thing')} {what}" for what, number in sorted(found.items(), key=lambda one: -one[1])]
    return ", ".join(parts)


def _summary(merged: Merged) -> str:
    fates = things_by_fate(merged)
    told = f"Would come in: {fates}." if fates else "Only the record of what was done would come in."
    if merged.disagreements:
        told += f" {count(len(merged.disagreements), 'disagreement')} to settle afterwards."
    return f"{told} {count(merged.erased, 'thing')} erased for good." if merged.erased else told


class SettleDialog(QDialog):
    """All disagreements, one after the other: both sides, who and when; each is settled by a choice.

    Below them what two people may have made of one thing: shown as one, or said to be two.
    """

    chosen = Signal(str, str, object)
    """A thing, its field, and the value it is to have."""
    looked = Signal(str)
    """Show this thing in the reader."""
    joined = Signal(str, str)
    """These two are one: the one that stays, and the other."""
    parted = Signal(str)
    """This one is none but itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settle-dialog")
        self.setWindowTitle("Settle disagreements")
        self.resize(640, 460)
        self.head = label("", self, wrap=True)
        self._inside = QWidget(self)
        QVBoxLayout(self._inside).setContentsMargins(0, 0, 8, 0)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._inside)
        self.away = button("Later", self, name="settle-later", says="Settle the rest later")
        self.away.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.away)
        layout = QVBoxLayout(self)
        layout.addWidget(self.head)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    def show_open(self, open_now: Sequence[Open], pairs: Sequence[Alike] = ()) -> None:
        """The disagreements there are now, and what may be one."""
        layout = self._inside.layout()
        assert isinstance(layout, QVBoxLayout)
        while (item := layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                retire(widget)
        found = [count(len(open_now), "disagreement")] if open_now else []
        if pairs:
            found.append(f"{count(len(pairs), 'pair')} that may be one thing")
        words = f"{' and '.join(found)}. What you choose is one more change, which others will see."
        self.head.setText(words if found else "Nothing is left to settle.")
        self.away.setText("Later" if found else "Close")
        for one in open_now:
            layout.addWidget(self._card(one))
        for pair in pairs[:_SHOWN]:
            layout.addWidget(self._pair(pair))
        layout.addStretch(1)
        announcer().announce(self.head, self.head.text())

    def _card(self, one: Open) -> QWidget:
        card = QWidget(self._inside)
        card.setObjectName("settle-card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(0, 8, 0, 8)
        head = QHBoxLayout()
        title = label(f"{one_line(one.about, 100)}: {one.field_words}", card, wrap=True)
        title.setProperty("heading", True)
        head.addWidget(title, 1)
        look = button("Look", card, flat=True, name="settle-look", says=f"Show {one_line(one.about, 60)}")
        look.clicked.connect(partial(self.looked.emit, one.thing))
        head.addWidget(look)
        layout.addLayout(head)
        if one.words:
            layout.addWidget(label(f"“{one_line(one.words, 300)}”", card, wrap=True))
        for side in one.sides:
            row = QHBoxLayout()
            words = one_line(side.words, 300)
            who = f"{whose(side.person, mine=side.mine)}, {moment(side.at)}"
            shown = " (shows now)" if side.words == one.shown else ""
            row.addWidget(_two_lines(words + shown, who, card), 1)
            take = button("Take this", card, name="settle-take", says=f"Take {words} for {one.about}")
            take.clicked.connect(partial(self.chosen.emit, one.thing, one.field, side.value))
            row.addWidget(take)
            layout.addLayout(row)
        return card

    def _pair(self, pair: Alike) -> QWidget:
        card = QWidget(self._inside)
        card.setObjectName("alike-card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(0, 8, 0, 8)
        names = [one_line(name, 80) for name in pair.about]
        head = QHBoxLayout()
        both = " and ".join(dict.fromkeys(names))
        title = label(f"{both}: {pair.reason}", card, wrap=True)
        title.setProperty("heading", True)
        head.addWidget(title, 1)
        look = button("Look", card, flat=True, name="alike-look", says=f"Show {names[0]}")
        look.clicked.connect(partial(self.looked.emit, pair.one))
        head.addWidget(look)
        layout.addLayout(head)
        for words in dict.fromkeys(pair.words if pair.kind != "document" else ()):
            layout.addWidget(label(f"“{one_line(words, 300)}”", card, wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        if pair.kind in ("document", "claim"):
            part = button("These are two", card, name="alike-part", says=f"{both} are two")
            part.clicked.connect(partial(self.parted.emit, pair.other))
            row.addWidget(part)
        join = button("Show as one", card, name="alike-join", says=f"Show {both} as one")
        join.clicked.connect(partial(self.joined.emit, pair.one, pair.other))
        row.addWidget(join)
        layout.addLayout(row)
        return card


def _two_lines(words: str, below: str, parent: QWidget) -> QWidget:
    held = QWidget(parent)
    layout = QVBoxLayout(held)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    parts: tuple[QLabel, QLabel] = (label(words, held, wrap=True), label(below, held, wrap=True, dim=True))
    for part in parts:
        layout.addWidget(part)
    return held
