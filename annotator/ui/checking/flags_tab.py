"""The tab of flags: what was noticed, how grave, and what can be done about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.findings import Finding, Severity
from annotator.model.graph import Graph
from annotator.ui.checking.words import SEVERITY_SIGNS, SEVERITY_WORDS, flag_line, gravest_first
from annotator.ui.picking import selecting_chooses
from annotator.ui.plain import button, label, one_line
from annotator.ui.words import count

EMPTY = "No flags. This is not a statement that the draft is right."
BUSY = "Checking …"
ID = Qt.ItemDataRole.UserRole + 1


class FlagsTab(QWidget):
    """A list with its switches; the reason for putting one aside is typed below it."""

    place_wanted = Signal(str)
    aside_wanted = Signal(str, str)
    back_wanted = Signal(str)
    check_wanted = Signal()
    filtered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flags-tab")
        self._findings: dict[str, Finding] = {}
        self._writable = True
        self.said = label("", self, wrap=True, dim=True)
        self.said.setObjectName("flags-said")
        self.mine = QCheckBox("Only of the chosen claim", self)
        self.aside_too = QCheckBox("Those put aside, too", self)
        self.list = QListWidget(self)
        self.list.setObjectName("flags-list")
        self.list.setAccessibleName("Flags")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        selecting_chooses(self.list)
        self.show_it = button("Show both places", self, name="flag-show", says="Show both places of the flag")
        self.aside = button("Put aside…", self, name="flag-aside", says="Put the flag aside")
        self.back = button("Take back", self, name="flag-back", says="Take the flag up again")
        self.again = button("Check again", self, flat=True, name="flags-check")
        self.reason = QLineEdit(self)
        self.reason.setObjectName("flag-reason")
        self.reason.setPlaceholderText("Why nothing is to be done about it (Enter)")
        self.reason.setAccessibleName("Why nothing is to be done about this flag")
        self.reason.hide()
        self._lay_out()
        self._connect()
        self.show_flags(Graph(), (), "", busy=False, failure="", writable=True)

    def _lay_out(self) -> None:
        switches = QVBoxLayout()
        switches.addWidget(self.mine)
        switches.addWidget(self.aside_too)
        acts = QVBoxLayout()
        for part in (self.show_it, self.aside, self.back):
            acts.addWidget(part)
        foot = QHBoxLayout()
        foot.addWidget(self.again)
        foot.addStretch(1)
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._side.addLayout(switches)
        self._side.addLayout(acts)
        self._side.addLayout(foot)
        self._side.addStretch(1)
        main = QVBoxLayout()
        main.addWidget(self.said)
        main.addWidget(self.list, 1)
        main.addWidget(self.reason)
        self._direction = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._direction.setContentsMargins(8, 6, 8, 6)
        self._direction.addLayout(main, 1)
        self._direction.addLayout(self._side)

    def _connect(self) -> None:
        self.list.itemClicked.connect(lambda _: self._with(self.place_wanted.emit))
        self.list.itemActivated.connect(lambda _: self._with(self.place_wanted.emit))
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        self.show_it.clicked.connect(lambda: self._with(self.place_wanted.emit))
        self.aside.clicked.connect(self._ask)
        self.back.clicked.connect(lambda: self._with(self.back_wanted.emit))
        self.again.clicked.connect(self.check_wanted)
        self.mine.toggled.connect(lambda _: self.filtered.emit())
        self.aside_too.toggled.connect(lambda _: self.filtered.emit())
        self.reason.returnPressed.connect(self._take)
        self.reason.installEventFilter(self)

    def set_wide(self, wide: bool) -> None:
        """In the drawer what can be done stands beside the list."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._direction.setDirection(across if wide else down)

    def show_flags(
        self, graph: Graph, findings: Sequence[Finding], claim: str, *, busy: bool, failure: str, writable: bool
    ) -> None:
        """Shows what a check noticed; `claim` is the chosen one, or empty."""
        kept = self.current
        self._writable = writable
        self.mine.setEnabled(claim in graph.claims)
        wanted = [one for one in findings if not self._mine_only or one.claim == claim]
        aside = sum(bool(one.dismissed) for one in wanted)
        shown = [one for one in wanted if self.aside_too.isChecked() or not one.dismissed]
        self._findings = {one.id: one for one in shown}
        self.list.blockSignals(True)
        self.list.clear()
        for one in sorted(gravest_first(shown), key=lambda one: bool(one.dismissed)):
            self.list.addItem(_row(graph, one))
            if kept is not None and one.id == kept.id:
                self.list.setCurrentRow(self.list.count() - 1)
        self.list.blockSignals(False)
        told = failure or _told([one for one in wanted if not one.dismissed], aside)
        self.said.setText(f"{BUSY} {told}" if busy and findings else BUSY if busy else told)
        self.list.setVisible(bool(shown))
        self.again.setEnabled(not busy)
        self._enable()

    @property
    def _mine_only(self) -> bool:
        return self.mine.isChecked() and self.mine.isEnabled()

    @property
    def current(self) -> Finding | None:
        """The flag that is chosen."""
        item = self.list.currentItem()
        return self._findings.get(str(item.data(ID))) if item is not None else None

    def _enable(self) -> None:
        one = self.current
        self.show_it.setEnabled(one is not None)
        self.aside.setVisible(one is None or not one.dismissed)
        self.aside.setEnabled(one is not None and self._writable)
        self.back.setVisible(one is not None and bool(one.dismissed))
        self.back.setEnabled(self._writable)
        if one is None:
            self.reason.hide()

    def _with(self, act: object) -> None:
        one = self.current
        if one is not None and callable(act):
            act(one.id)

    def _ask(self) -> None:
        self.reason.clear()
        self.reason.show()
        self.reason.setFocus()

    def _take(self) -> None:
        one, words = self.current, self.reason.text().strip()
        if one is not None and words:
            self.reason.hide()
            self.list.setFocus()
            self.aside_wanted.emit(one.id, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape in the field puts nothing aside."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.reason.hide()
            self.list.setFocus()
            return True
        return False


def _row(graph: Graph, one: Finding) -> QListWidgetItem:
    claim = graph.claims.get(one.claim)
    about = f"Claim {claim.number}, " if claim is not None else ""
    aside = f"\nPut aside: {one_line(one.dismissed, 200)}" if one.dismissed else ""
    item = QListWidgetItem(f"{SEVERITY_SIGNS[one.severity]} {about}{flag_line(one)}{aside}")
    item.setData(ID, one.id)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{about}{flag_line(one)}{one_line(aside)}")
    return item


def _told(findings: Sequence[Finding], aside: int) -> str:
    more = f" {count(aside, 'flag')} put aside." if aside else ""
    if not findings:
        return f"{EMPTY}{more}"
    by = Counter(one.severity for one in findings)
    parts = ", ".join(f"{by[each]:,} {SEVERITY_WORDS[each]}" for each in Severity if by[each])
    return f"{count(len(findings), 'flag')}: {parts}.{more}"
