"""The full view of the history: acts from the newest on, loaded as they are scrolled to, and what can be set back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTreeWidgetItem, QWidget

from annotator.ui.history.full import FullView, Rows
from annotator.ui.history.words import SOMEBODY, moment, summary, told, who
from annotator.ui.inspector.fields import ChoiceField
from annotator.ui.plain import button, label, one_line
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.operations.looking_back import Entry, Gone, Held, Line, Page

EVERYTHING, REMOVED = "", "removed"
_AT = Qt.ItemDataRole.UserRole + 1
NOTHING_GONE = "Nothing is removed."


@dataclass(frozen=True, slots=True)
class Row:
    """What a row stands for: an act, one change of one, or something that was removed."""

    entry: Entry | None = None
    line: Line | None = None
    gone: Gone | None = None


class HistoryView(FullView):
    """Acts, each with what it changed below it; or what was removed."""

    more_wanted = Signal()
    shown_wanted = Signal(str)
    """Another choice of whose acts, or what was removed."""
    thing_wanted = Signal(str)
    back_wanted = Signal(str)
    restore_wanted = Signal(str)
    erase_wanted = Signal(str, str, str)
    """A thing, what it is called, and its words."""
    hold_wanted = Signal()
    lift_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("history", "History", parent)
        self._rows: list[Row] = []
        self._held: Held | None = None
        self._writable = True
        self._more = False
        self.choice = ChoiceField("Show", [(EVERYTHING, "Everybody"), (REMOVED, "What was removed")], self)
        self.choice.setObjectName("history-choice")
        self.choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.held = label("", self, wrap=True)
        self.held.setObjectName("history-held")
        self.hold = button("Legal hold…", self, flat=True, name="history-hold")
        self.rows = Rows("history-rows", "Acts", ["When", "Who", "What"], [170, 190], self)
        self.rows.setRootIsDecorated(True)
        self.whole = label("", self, wrap=True)
        self.whole.setObjectName("history-whole")
        self.show_it = button("Show it (Enter)", self, name="history-show", says="Show what this act changed")
        self.back = button("Set back", self, name="history-back", says="Set back to what it was before")
        self.restore = button("Restore", self, name="history-restore")
        self.erase = button("Erase for good…", self, name="history-erase")
        row = QHBoxLayout()
        row.addWidget(label("Show", self, dim=True))
        row.addWidget(self.choice)
        row.addStretch(1)
        row.addWidget(self.held)
        row.addWidget(self.hold)
        foot = QHBoxLayout()
        for part in (self.show_it, self.back, self.restore, self.erase):
            foot.addWidget(part)
        foot.addStretch(1)
        self.inside.addLayout(row)
        self.inside.addWidget(self.rows, 1)
        self.inside.addWidget(self.whole)
        self.inside.addLayout(foot)
        self._connect()

    def _connect(self) -> None:
        self.choice.committed.connect(self.shown_wanted)
        self.rows.currentItemChanged.connect(lambda *_: self._tell())
        self.rows.itemExpanded.connect(self._fill_below)
        self.rows.opened.connect(self._lead)
        self.rows.verticalScrollBar().valueChanged.connect(lambda _: self._near_end())
        self.show_it.clicked.connect(self._lead)
        self.back.clicked.connect(self._set_back)
        self.restore.clicked.connect(self._restore)
        self.erase.clicked.connect(self._erase)
        self.hold.clicked.connect(
            lambda: (self.lift_wanted if self._held and self._held.why else self.hold_wanted).emit()
        )

    # what is shown

    def set_people(self, people: dict[str, str], me: str, chosen: str) -> None:
        """Who can be chosen: everybody, each person who wrote, or what was removed."""
        self.choice.clear()
        self.choice.addItem("Everybody", EVERYTHING)
        for person, name in sorted(people.items(), key=lambda item: (item[0] != me, item[1].casefold())):
            called = one_line(name, 40)
            mine = f"{called} (me)" if called else "Me"
            self.choice.addItem(f"Only: {mine if person == me else called or SOMEBODY}", person)
        self.choice.addItem("What was removed", REMOVED)
        self.choice.show_value(chosen)

    def begin(self, called: str, *, writable: bool) -> None:
        """Empties the rows; the first page follows."""
        self.title.set_whole(called)
        self._writable, self._more = writable, False
        self.rows.clear()  # first: while it goes, the row that is current changes
        self._rows.clear()
        self._tell()

    def add_page(self, page: Page) -> None:
        """Adds acts below those that are there."""
        self._more = page.following is not None
        for entry in page.entries:
            item = self._item([moment(entry.at), who(entry), summary(entry)], Row(entry=entry))
            if len(entry.lines) > 1:
                item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            self.rows.addTopLevelItem(item)
        number = self.rows.topLevelItemCount()
        more = "; older ones follow below" if self._more else ""
        self.summary.setText(f"{count(number, 'act')}{more}." if number else "Nothing was done yet.")
        self._settle()

    def show_removed(self, gone: tuple[Gone, ...]) -> None:
        """What was removed and can be restored."""
        for each in gone:
            words = f": “{one_line(each.words, 200)}”" if each.words else ""
            cells = [moment(each.at), who(each), f"{each.about}{words}"]
            self.rows.addTopLevelItem(self._item(cells, Row(gone=each)))
        told = f"{count(len(gone), 'thing')} removed. Removing only hides; what is erased for good is gone."
        self.summary.setText(told if gone else NOTHING_GONE)
        self._settle()

    def show_held(self, held: Held) -> None:
        """The legal hold, and how much was erased."""
        self._held = held
        erased = f"{count(held.erased, 'thing')} erased for good. " if held.erased else ""
        self.held.setText(f"{erased}Legal hold: {one_line(held.why, 120)}" if held.why else erased)
        self.hold.setText("Lift the hold" if held.why else "Legal hold…")
        self.hold.setEnabled(self._writable)
        self._tell()

    @property
    def chosen(self) -> str:
        """What names the row that is chosen: an act, a change, or a thing that was removed."""
        row = self._current
        return row.entry.id if row.entry else row.line.change if row.line else row.gone.thing if row.gone else ""

    def choose(self, name: str) -> None:
        """Goes to the act of that name, or to that change in one."""
        for at in range(self.rows.topLevelItemCount() if name else 0):
            item = self.rows.topLevelItem(at)
            entry = self._rows[int(item.data(0, _AT))].entry if item is not None else None
            changes = [line.change for line in entry.lines] if entry is not None else []
            if item is not None and entry is not None and name in (entry.id, *changes):
                self.rows.setCurrentItem(item)
                if name != entry.id:
                    item.setExpanded(True)
                    child = item.child(changes.index(name))
                    if child is not None:
                        self.rows.setCurrentItem(child)
                return

    def _item(self, cells: list[str], what: Row) -> QTreeWidgetItem:
        item = QTreeWidgetItem([one_line(cell, 400) for cell in cells])
        item.setData(0, _AT, len(self._rows))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, one_line(", ".join(cell for cell in cells if cell), 400))
        self._rows.append(what)
        return item

    def _settle(self) -> None:
        if self.rows.currentItem() is None and self.rows.topLevelItemCount():
            self.rows.setCurrentIndex(self.rows.model().index(0, 0))
        self._tell()

    def _fill_below(self, item: QTreeWidgetItem) -> None:
        entry = self._rows[int(item.data(0, _AT))].entry
        if item.childCount() or entry is None:
            return
        for line in entry.lines:
            item.addChild(self._item(["", "", told(line)], Row(line=line)))
        if entry.more:
            last = QTreeWidgetItem(["", "", f"and {count(entry.more, 'further change')}"])
            last.setFlags(Qt.ItemFlag.NoItemFlags)
            item.addChild(last)

    def _near_end(self) -> None:
        bar = self.rows.verticalScrollBar()
        if self._more and bar.value() >= bar.maximum() - bar.pageStep():
            self._more = False
            self.more_wanted.emit()

    # what can be done

    @property
    def _current(self) -> Row:
        item = self.rows.currentItem()
        at = item.data(0, _AT) if item is not None else None
        return self._rows[int(at)] if at is not None else Row()

    @property
    def line(self) -> Line | None:
        """The change that is chosen: a row below an act, or the only one of it."""
        current = self._current
        if current.entry is not None:
            return current.entry.lines[0] if len(current.entry.lines) == 1 else None
        return current.line

    @property
    def gone(self) -> Gone | None:
        """What was removed, where that is listed."""
        return self._current.gone

    def _tell(self) -> None:
        line, gone = self.line, self.gone
        removal = line is not None and line.field == "removed"
        back = line is not None and line.can_go_back and self._writable
        entry = self._current.entry
        self.show_it.setEnabled(line is not None or bool(entry and entry.lines))
        self.back.setVisible(gone is None)
        self.back.setEnabled(back)
        self.restore.setVisible(gone is not None)
        self.restore.setEnabled(self._writable)
        free = self._held is None or not self._held.why
        self.erase.setEnabled((line is not None or gone is not None) and self._writable and free)
        words = one_line(line.was_words, 40) if line is not None else ""
        if removal and line is not None:
            words = "Remove again" if line.was else "Restore"
        else:
            words = f"Set back to “{words}”" if back else "Set back"
        self.back.setText(words.replace("&", "&&"))
        if line is not None:
            self.whole.setText(told(line))
        elif gone is not None:
            self.whole.setText(f"{gone.about}: “{gone.words}”" if gone.words else gone.about)
        elif entry is not None and entry.lines:
            self.whole.setText("Open the row (→) to see each change of this act.")
        else:
            self.whole.setText("")

    def _lead(self) -> None:
        entry, line = self._current.entry, self.line
        found = line or (entry.lines[0] if entry is not None and entry.lines else None)
        if found is not None:
            self.thing_wanted.emit(found.thing)

    def _set_back(self) -> None:
        self.rows.setFocus()
        if self.line is not None:
            self.back_wanted.emit(self.line.change)

    def _restore(self) -> None:
        self.rows.setFocus()
        if self.gone is not None:
            self.restore_wanted.emit(self.gone.thing)

    def _erase(self) -> None:
        line, gone = self.line, self.gone
        if gone is not None:
            self.erase_wanted.emit(gone.thing, gone.about, gone.words)
        elif line is not None:
            self.erase_wanted.emit(line.thing, line.about, "")
