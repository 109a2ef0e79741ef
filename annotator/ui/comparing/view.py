"""The full view: two versions in two panes, what differs in a list beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QSplitter, QVBoxLayout, QWidget

from annotator.model.things import Version
from annotator.ui.accessibility import announcer
from annotator.ui.comparing.in_step import AlignedStep
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.inspector.fields import ChoiceField
from annotator.ui.picking import selecting_chooses
from annotator.ui.plain import ElidedLabel, button, label, one_line
from annotator.ui.reader.changes import SIGNS, Change
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.theme import Theme
from annotator.ui.words import count, received_words

if TYPE_CHECKING:
    from annotator.operations.comparing import Compared, Difference

NONE = "The words of both versions are the same."
UNTOUCHED = "No difference touches a claim."
_TELLING = {"number": "a number", "date": "a date", "name": "a name", "negation": "a negation", "modal": "shall or may"}
SIDE = 250


class CompareView(QWidget):
    """Old on the left, new on the right; Escape leaves."""

    left = Signal()
    versions_wanted = Signal(str, str)
    recoloured = Signal()

    def __init__(self, bridge: EngineBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparing")
        self.title = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle)
        self.title.setProperty("heading", True)
        self.summary = label("", self, wrap=True)
        self.summary.setObjectName("comparing-summary")
        self.only = QCheckBox("Only the differences that touch a claim", self)
        self.previous = button("Previous (Shift+F8)", self, flat=True, name="difference-previous")
        self.previous.setAccessibleName("Previous difference")
        self.next = button("Next (F8)", self, flat=True, name="difference-next", says="Next difference")
        self.away = button("Close (Esc)", self, flat=True, name="comparing-close", says="Close the comparison")
        self.list = QListWidget(self)
        self.list.setObjectName("differences")
        self.list.setAccessibleName("Differences")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.old, self.new = ReaderPane(bridge, theme, self), ReaderPane(bridge, theme, self)
        self.old_version, self.new_version = ChoiceField("Old version", [], self), ChoiceField("New version", [], self)
        self.step = AlignedStep(self.old, self.new, self)
        self._compared: Compared | None = None
        self._shown: Sequence[Difference] = ()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.away)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 4)
        foot.setSpacing(16)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.only)
        foot.addWidget(self.previous)
        foot.addWidget(self.next)
        across = QSplitter(Qt.Orientation.Horizontal, self)
        across.setChildrenCollapsible(False)
        across.setObjectName("compared-panes")
        across.addWidget(self.list)
        for name, pane, choice in (("Before", self.old, self.old_version), ("After", self.new, self.new_version)):
            side = QWidget(across)
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            row = QHBoxLayout()
            row.setContentsMargins(8, 2, 8, 2)
            row.addWidget(label(name, side, dim=True))
            row.addWidget(choice, 1)
            column.addLayout(row)
            column.addWidget(pane, 1)
            across.addWidget(side)
        across.setSizes([SIDE, 10_000, 10_000])
        for at in (1, 2):
            across.setStretchFactor(at, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addLayout(foot)
        inside.addWidget(across, 1)

    def _connect(self) -> None:
        self.away.clicked.connect(self.left)
        self.next.clicked.connect(lambda: self.go(1))
        self.previous.clicked.connect(lambda: self.go(-1))
        self.only.toggled.connect(lambda _: self._list_anew())
        self.list.currentRowChanged.connect(self._show_row)
        selecting_chooses(self.list)
        self.list.installEventFilter(self)
        for choice in (self.old_version, self.new_version):
            choice.committed.connect(self._ask_versions)
        for pane in (self.old, self.new):
            pane.header.close_button.hide()
            pane.tabs.hide()
            pane.tabs.installEventFilter(self)

    # what is compared

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        for pane in (self.old, self.new):
            pane.set_theme(theme)

    def show_versions(self, name: str, versions: Sequence[Version], old: str, new: str) -> None:
        """Says what is about to be compared; the differences come later."""
        self.title.set_whole(f"Comparing versions of {one_line(name)}")
        for choice, chosen in ((self.old_version, old), (self.new_version, new)):
            choice.clear()
            for number, version in enumerate(versions, 1):
                choice.addItem(f"{number} of {len(versions)}: {received_words(version)}", version.id)
            choice.show_value(chosen)
        self._compared = None
        self.summary.setText("Comparing …")
        self._shown = ()
        self.list.clear()
        self._enable()

    def show_differences(self, compared: Compared) -> None:
        """Lists and marks what differs, and goes to the first."""
        self._compared = compared
        if not compared.touching and self.only.isChecked():
            self.only.setChecked(False)
        self.only.setEnabled(bool(compared.touching))
        self.step.set_knots(compared.knots)
        self._list_anew()

    @property
    def shown(self) -> Sequence[Difference]:
        """The differences listed."""
        return self._shown

    @property
    def current(self) -> Difference | None:
        """The one she stands at."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def go(self, by: int) -> None:
        """To the next difference, or back; stops at either end."""
        row = min(max(self.list.currentRow() + by, 0), self.list.count() - 1)
        if row >= 0:
            self.list.setCurrentRow(row)

    def clear(self) -> None:
        """Lets go of both documents."""
        for pane in (self.old, self.new):
            for document in pane.documents():
                pane.close_document(document)
        self._compared, self._shown = None, ()
        self.list.clear()

    def _list_anew(self) -> None:
        compared = self._compared
        if compared is None:
            return
        before = self.current
        self._shown = compared.touching if self.only.isChecked() else compared.differences
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([item_words(each) for each in self._shown])
        self.list.blockSignals(False)
        all_of, touching = len(compared.differences), len(compared.touching)
        told = f"{touching:,} {'touches' if touching == 1 else 'touch'} a claim" if touching else UNTOUCHED
        self.summary.setText(f"{count(all_of, 'difference')}. {told.rstrip('.')}." if all_of else NONE)
        announcer().announce(self.summary, self.summary.text())
        self._enable()
        at = next((row for row, each in enumerate(self._shown) if each is before), 0)
        self.list.setCurrentRow(at if self._shown else -1)
        self.mark()

    def _enable(self) -> None:
        row, many = self.list.currentRow(), len(self._shown)
        self.previous.setEnabled(row > 0)
        self.next.setEnabled(0 <= row < many - 1)

    def _show_row(self, row: int) -> None:
        self._enable()
        self.mark()
        if 0 <= row < len(self._shown):
            self._go_to(self._shown[row])
            if not self.list.hasFocus():  # it tells its rows itself
                announcer().announce(self.list, item_words(self._shown[row]))

    def _go_to(self, difference: Difference) -> None:
        stretch = difference.stretch
        marks = stretch.marks_new or stretch.new
        side, pane, run = (1, self.new, marks[0]) if marks else (0, self.old, (stretch.marks_old or stretch.old)[0])
        self.step.lead(side)
        self.step.stand_at((run.page, run.start), side)
        pane.canvas.words_of(run.page)

    def mark(self) -> None:
        """Marks what is listed in both panes."""
        current = self.current
        for old, pane in ((True, self.old), (False, self.new)):
            pane.set_changes([change for each in self._shown for change in changes_of(each, each is current, old=old)])

    def _ask_versions(self, _: str) -> None:
        old, new = str(self.old_version.currentData()), str(self.new_version.currentData())
        self.versions_wanted.emit(old, new)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves, wherever in the view the keys go."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The window went dark or light."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.recoloured.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Panes of one document need no tabs; Enter in the list goes to the page."""
        if watched in (self.old.tabs, self.new.tabs) and event.type() == QEvent.Type.Show:
            watched.hide()
        elif watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter:
                self.new.setFocus(Qt.FocusReason.OtherFocusReason)
            return enter
        return False


def item_words(difference: Difference) -> str:
    """A difference in the list: sign and kind, the words, the page, the claims it touches."""
    stretch = difference.stretch
    runs = stretch.new or stretch.old
    kind = stretch.kind.value
    if kind == "changed":
        was, now = (f"“{one_line(each, 70)}”" if each else "nothing" for each in (difference.old, difference.new))
        words = f"{was} \N{RIGHTWARDS ARROW} {now}"
    else:
        words = f"“{one_line(difference.new or difference.old, 110)}”"
    telling = f" ({_TELLING[stretch.telling]} differs)" if stretch.telling in _TELLING else ""
    claims = difference.claims
    touches = f", touches claim{'s' if len(claims) > 1 else ''} {', '.join(map(str, claims))}" if claims else ""
    return f"{SIGNS[kind]} {kind}{telling}, p. {runs[0].page + 1}{touches}\n{words}"


def changes_of(difference: Difference, current: bool, *, old: bool) -> list[Change]:
    """What is marked of a difference in one of the panes."""
    stretch = difference.stretch
    kind = stretch.kind.value
    whole, marks = (stretch.old, stretch.marks_old) if old else (stretch.new, stretch.marks_new)
    if kind == "changed":
        inner = "deleted" if old else "inserted"
        around = [Change(run.page, run.start, run.end, "changed", current) for run in whole]
        return around + [Change(run.page, run.start, run.end, inner, current) for run in marks]
    return [Change(run.page, run.start, run.end, kind, current) for run in whole]
