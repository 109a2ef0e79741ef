"""The review of what came in from others, which can wait: each change is kept, or set back by a further one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QTreeWidgetItem, QWidget

from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.ui.history import calls
from annotator.ui.history.full import FullView, Rows
from annotator.ui.history.words import moment, told, who, whose
from annotator.ui.inspector.fields import ChoiceField
from annotator.ui.plain import button, escaped_tip, label, one_line
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.operations.came_in import Batch, Came, View
    from annotator.operations.looking_back import Entry, Line
    from annotator.ui.window import MainWindow

NOTHING = "Nothing came in from others on this computer, or it was undone."
WAITS, KEPT, CLASH = "to look at", "looked at", "you see it differently"
EDITED = "The project was edited since, so it can't be undone as a whole. Set single changes back."
LATER = "Something came in after it, so it can't be undone as a whole. Set single changes back."
_AT = Qt.ItemDataRole.UserRole + 1


class CameInView(FullView):
    """A row for each change: when, whose, before and after; those that wait for a look first in sight."""

    batch_wanted = Signal(int)
    more_wanted = Signal()
    thing_wanted = Signal(str)
    keep_wanted = Signal(list)
    back_wanted = Signal(str, str, bool)
    """A change, its thing, and whether the thing is new."""
    settle_wanted = Signal()
    undo_merge_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("came-in", "What came in", parent)
        self._found: list[tuple[Entry, Line]] = []
        self._looked: set[str] = set()
        self._differing: dict[tuple[str, str], tuple[View, ...]] = {}
        self._graph = Graph()
        self._writable = self._more = False
        self.batch = ChoiceField("From", [], self)
        self.batch.setObjectName("came-in-batch")
        self.only = QCheckBox("Only what waits for a look", self)
        self.only.setChecked(True)
        self.rows = Rows("review-rows", "What came in", ["When", "Who", "What", "State"], [150, 170, 640], self)
        self.whole = label("", self, wrap=True)
        self.whole.setObjectName("came-in-whole")
        self.show_it = button("Show it (Enter)", self, name="came-in-show", says="Show it in the reader")
        self.keep = button("Keep (K)", self, name="came-in-keep", says="Keep this change")
        self.back = button("Set back", self, name="came-in-back", says="Set back by a further change")
        self.settle = button("Settle…", self, name="came-in-settle", says="Settle what you see differently")
        self.all = button("Keep all that is listed", self, name="came-in-all")
        self.undo = button("Undo the merge", self, name="came-in-undo", says="Undo all that came in with this file")
        row = QHBoxLayout()
        row.addWidget(label("From", self, dim=True))
        row.addWidget(self.batch, 1)
        row.addWidget(self.only)
        foot = QHBoxLayout()
        for part in (self.show_it, self.keep, self.back, self.settle):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.undo)
        foot.addWidget(self.all)
        self.inside.addLayout(row)
        self.inside.addWidget(self.rows, 1)
        self.inside.addWidget(self.whole)
        self.inside.addLayout(foot)
        self._connect()

    def _connect(self) -> None:
        self.batch.committed.connect(lambda at: self.batch_wanted.emit(int(at)))
        self.only.toggled.connect(lambda _: self._list())
        self.rows.currentItemChanged.connect(lambda *_: self._tell())
        self.rows.opened.connect(self._lead)
        self.rows.verticalScrollBar().valueChanged.connect(lambda _: self._near_end())
        self.show_it.clicked.connect(self._lead)
        self.keep.clicked.connect(self._keep)
        self.back.clicked.connect(self._set_back)
        self.settle.clicked.connect(self.settle_wanted)
        self.undo.clicked.connect(self._undo_merge)
        self.all.clicked.connect(lambda: self.keep_wanted.emit([line.change for _, line in self._listed()]))
        letter = QShortcut(QKeySequence("K"), self.rows)
        letter.setContext(Qt.ShortcutContext.WidgetShortcut)
        letter.activated.connect(self._keep)

    def show_batches(self, found: tuple[Batch, ...], chosen: int, undoable: str) -> None:
        """The files that something came in with; `undoable` names the backup by which the last can be undone."""
        self.batch.clear()
        for at, batch in enumerate(found):
            more = f", {batch.more:,} more not listed" if batch.more else ""
            words = f"{one_line(batch.name, 80)}, brought in {moment(batch.at)}: {count(len(batch.acts), 'act')}{more}"
            self.batch.addItem(words, str(at))
        self.batch.show_value(str(chosen))
        self.batch.setEnabled(bool(found))
        if not found:
            self.summary.setText(NOTHING)
        can = bool(undoable) and chosen < len(found) and found[chosen].backup == undoable
        self.undo.setEnabled(can and self._writable)
        self.undo.setToolTip(escaped_tip("" if can or not found else LATER if chosen else EDITED))

    def begin(self, graph: Graph, *, writable: bool) -> None:
        """Empties the rows; the first page follows."""
        self._graph, self._writable, self._more = graph, writable, False
        self._found.clear()
        self._differing.clear()
        self._list()

    def add_page(self, came: Came) -> None:
        """Adds changes below those that are there."""
        self._more = came.following is not None
        self._looked = set(came.looked)
        self._differing.update(came.differing)
        self._found += [(entry, line) for entry in came.entries for line in entry.lines]
        self._list()

    def _listed(self) -> list[tuple[Entry, Line]]:
        only = self.only.isChecked()
        return [(entry, line) for entry, line in self._found if not (only and line.change in self._looked)]

    def _list(self) -> None:
        at = max(0, self.rows.currentIndex().row())
        listed = self._listed()
        self.rows.blockSignals(True)
        self.rows.clear()
        for number, (entry, line) in enumerate(listed):
            cells = [moment(entry.at), who(entry), one_line(told(line), 400), self._state(line)]
            item = QTreeWidgetItem(cells)
            item.setData(0, _AT, number)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(cells))
            self.rows.addTopLevelItem(item)
        if listed:
            self.rows.setCurrentIndex(self.rows.model().index(min(at, len(listed) - 1), 0))
        self.rows.blockSignals(False)
        waits = sum(line.change not in self._looked for _, line in self._found)
        more = "; more follow below" if self._more else ""
        if self._found:
            self.summary.setText(f"{count(waits, 'change')} of {len(self._found):,} to look at{more}.")
        self.all.setEnabled(bool(listed) and self._writable)
        self._tell()

    def _state(self, line: Line) -> str:
        if (line.thing, line.field) in self._differing:
            return CLASH
        return KEPT if line.change in self._looked else WAITS

    @property
    def current(self) -> tuple[Entry, Line] | None:
        """The change that is chosen."""
        at, listed = self.rows.currentIndex().row(), self._listed()
        return listed[at] if 0 <= at < len(listed) else None

    def _tell(self) -> None:
        current = self.current
        line = current[1] if current else None
        new = line is not None and line.field == "kind"
        there = line is not None and any(line.thing in table for table in _tables(self._graph))
        back = self._writable and line is not None and (there if new else line.can_go_back)
        self.show_it.setEnabled(there)
        self.keep.setEnabled(line is not None and self._writable and line.change not in self._looked)
        self.back.setEnabled(back)
        words = "Remove it" if new else f"Set back to “{one_line(line.was_words, 40)}”" if line and back else "Set back"
        if line is not None and line.field == "removed" and back:
            words = "Remove again" if line.was else "Restore"
        self.back.setText(words.replace("&", "&&"))
        self.whole.setText(self._whole(line) if line is not None else "")
        sides = self._differing.get((line.thing, line.field), ()) if line is not None else ()
        self.settle.setVisible(bool(sides))

    def _whole(self, line: Line) -> str:
        """A change with the words it is about and, where people disagree, what each of them says."""
        words = one_line(line.words, 300) if line.field != "kind" else ""
        parts = [told(line), *([f"“{words}”"] if words else [])]
        for side in self._differing.get((line.thing, line.field), ()):
            now = " (shows now)" if side.shows else ""
            parts.append(f"{whose(side.name, mine=side.mine)}, {moment(side.at)}: {one_line(side.words, 300)}{now}")
        return "\n".join(parts)

    def _near_end(self) -> None:
        bar = self.rows.verticalScrollBar()
        if self._more and bar.value() >= bar.maximum() - bar.pageStep():
            self._more = False
            self.more_wanted.emit()

    def _lead(self) -> None:
        if self.current is not None:
            self.thing_wanted.emit(self.current[1].thing)

    def _undo_merge(self) -> None:
        self.rows.setFocus()
        self.undo_merge_wanted.emit()

    def _keep(self) -> None:
        self.rows.setFocus()
        if self.keep.isEnabled() and self.current is not None:
            self.keep_wanted.emit([self.current[1].change])

    def _set_back(self) -> None:
        self.rows.setFocus()
        if self.current is not None:
            line = self.current[1]
            self.back_wanted.emit(line.change, line.thing, line.field == "kind")


def _tables(graph: Graph) -> tuple[dict[str, object], ...]:
    tables = (graph.claims, graph.links, graph.passages, graph.documents, graph.queries, graph.needs_none)
    return tuple(dict(table) for table in (*tables, graph.blackouts))


class CameIn:
    """Opens the review, and does what is decided in it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._view: CameInView | None = None
        self._batch = self._asked = 0
        self._following: tuple[int, str] | None = None
        window.desk.graph_changed.connect(lambda *_: self._refresh())

    @property
    def view(self) -> CameInView:
        """The full view."""
        if self._view is None:
            window = self._window
            self._view = view = CameInView()
            view.left.connect(window.history.leave)
            view.undo_wanted.connect(window.linker.undo)
            view.redo_wanted.connect(window.linker.redo)
            view.batch_wanted.connect(self._choose)
            view.more_wanted.connect(lambda: self._ask_page(self._following) if self._following else None)
            view.thing_wanted.connect(window.history.show_thing)
            view.keep_wanted.connect(self._keep)
            view.back_wanted.connect(self._turn_back)
            view.settle_wanted.connect(window.sharing.ask_settle)
            view.undo_merge_wanted.connect(self._undo_merge)
        return self._view

    def show(self) -> None:
        """What came in last."""
        self._batch = 0
        view = self.view
        self._window.show_page(full=view)
        self._load()
        view.rows.setFocus()

    def _choose(self, batch: int) -> None:
        self._batch = batch
        self._load()

    def _load(self) -> None:
        self._asked += 1
        asked, view = self._asked, self.view
        view.begin(self._window.choice.graph, writable=self._window.can_write())

        def show(known: tuple[tuple[Batch, ...], str]) -> None:
            found, undoable = known
            if asked == self._asked:
                view.show_batches(found, self._batch, undoable)
                if found:
                    self._ask_page(None)

        self._window.desk.ask(calls.batches, done=show, failed=self._no)

    def _ask_page(self, before: tuple[int, str] | None) -> None:
        asked = self._asked

        def show(came: Came) -> None:
            if asked == self._asked:
                self._following = came.following
                self.view.add_page(came)

        self._window.desk.ask(calls.came_in, self._batch, before, done=show, failed=self._no)

    def _keep(self, changes: list[str]) -> None:
        self._window.desk.ask(calls.keep, changes, done=lambda _: self._refresh(), failed=self._no)

    def _turn_back(self, change: str, thing: str, new: bool) -> None:
        say: Callable[[object], None] = lambda _: self._window.say("Set back; others will see it.", undo=True)  # noqa: E731
        self._window.desk.act(calls.turn_back, change, thing, new, done=say, failed=self._no)

    def _undo_merge(self) -> None:
        self._batch = 0
        self._window.sharing.undo_merge()

    def _refresh(self) -> None:
        if self._view is not None and self._view.isVisible():
            self._load()

    def _no(self, error: Refused) -> None:
        self._window.messages.say(error.sentence, key="came-in", wrong=True)
