"""Comments of a DOCX or ODT that came back: what each would become, before any is taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.things import Role
from annotator.ui import state
from annotator.ui.history.full import Rows, roomy
from annotator.ui.plain import button, label, one_line
from annotator.ui.queries import calls
from annotator.ui.retiring import retire
from annotator.ui.words import claim_quote, count

if TYPE_CHECKING:
    from annotator.operations.comments import Looked, Remark, Taken
    from annotator.ui.window import MainWindow

FILES = "Documents with comments (*.docx *.odt *.fodt)"
NEW = "new"
"""Stands in a row for a claim that is to be marked."""
CHECK, AT = Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.UserRole + 1


class RemarksDialog(QDialog):
    """A row for each comment: take it or not, and at which claim."""

    wanted = Signal()

    def __init__(self, parent: QWidget, name: str, looked: Looked, graph: Graph) -> None:
        super().__init__(parent)
        self.setObjectName("remarks-dialog")
        self.setWindowTitle(f"Comments in {one_line(name, 60)}")
        roomy(self, 122, 30)
        self._graph, self._remarks, self._filling = graph, looked.remarks, False
        headers, widths = ["Comment", "On the words", "Becomes"], [340, 200, 100]
        self.rows = Rows("remarks-rows", "Comments", headers, widths, self)
        self.whole = label("", self, wrap=True)
        self.whole.setObjectName("remark-whole")
        self.at = QComboBox(self)
        self.at.setAccessibleName("Take the chosen comment in at")
        self.at.setAccessibleDescription("Take the chosen comment in at")
        self.at.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.at.setMinimumContentsLength(30)
        self.take = button("Take in", self, name="remarks-take")
        self.take.setDefault(True)
        self.away = button("Cancel", self, name="remarks-cancel", says="Leave the comments out")
        choose = QVBoxLayout()
        named = label("Take the chosen one in at", self, dim=True)
        named.setBuddy(self.at)
        choose.addWidget(named)
        choose.addWidget(self.at)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.away)
        foot.addWidget(self.take)
        inside = QVBoxLayout(self)
        inside.addWidget(label(told(looked), self, wrap=True))
        inside.addWidget(self.rows, 1)
        inside.addWidget(self.whole)
        inside.addLayout(choose)
        inside.addLayout(foot)
        for at, remark in enumerate(self._remarks):
            self.rows.addTopLevelItem(self._row(at, remark))
        self.rows.currentItemChanged.connect(lambda *_: self._show())
        self.rows.itemChanged.connect(lambda *_: self._count())
        self.at.activated.connect(self._chosen)
        self.take.clicked.connect(self.wanted)
        self.away.clicked.connect(self.reject)
        self.rows.setCurrentIndex(self.rows.model().index(0, 0))
        self._count()
        self.rows.setFocus()

    @property
    def going(self) -> list[tuple[Remark, str]]:
        """What was chosen: comments, each with the claim it goes to, empty where one is marked or was found."""
        found = []
        for at, remark in enumerate(self._remarks):
            item = self._item(at)
            if item.checkState(0) is Qt.CheckState.Checked:
                goes = str(item.data(0, AT))
                found.append((remark, "" if goes == NEW else goes))
        return found

    def _item(self, at: int) -> QTreeWidgetItem:
        item = self.rows.topLevelItem(at)
        assert item is not None
        return item

    def _row(self, at: int, remark: Remark) -> QTreeWidgetItem:
        goes = remark.claim or (NEW if remark.match else "")
        item = QTreeWidgetItem([_said(remark), one_line(remark.words, 80), ""])
        item.setCheckState(0, Qt.CheckState.Checked if remark.claim else Qt.CheckState.Unchecked)
        self._put(item, remark, goes)
        return item

    def _put(self, item: QTreeWidgetItem, remark: Remark, goes: str) -> None:
        item.setData(0, AT, goes)
        item.setText(2, self._becomes(goes))
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if goes else flags)
        says = f"{_said(remark)}, on {one_line(remark.words, 80)}: {self._becomes(goes)}"
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, says)

    def _becomes(self, goes: str) -> str:
        if goes == NEW:
            return "a new claim with a query"
        return f"a query at claim {self._graph.claims[goes].number}" if goes else "no claim there: choose one"

    def _show(self) -> None:
        at = self.rows.currentIndex().row()
        self.at.clear()
        self.at.setEnabled(0 <= at < len(self._remarks))
        if not self.at.isEnabled():
            self.whole.setText("")
            return
        remark = self._remarks[at]
        why = f"\n{remark.why}" if remark.why else ""
        when = f", {remark.when}" if remark.when else ""
        self.whole.setText(f"{one_line(remark.author, 80) or 'Somebody'}{when}\n{remark.text}{why}")
        if not remark.claim and not remark.match:
            self.at.addItem("Choose a claim…", "")
        if remark.match:
            self.at.addItem(f"A new claim: “{one_line(remark.words, 50)}”", NEW)
        for claim in self._graph.claims.values():
            self.at.addItem(f"Claim {claim.number}: “{claim_quote(self._graph, claim.id, 50)}”", claim.id)
        self.at.setCurrentIndex(max(0, self.at.findData(self._item(at).data(0, AT))))

    def _chosen(self, _: int) -> None:
        at, goes = self.rows.currentIndex().row(), str(self.at.currentData())
        item = self._item(at)
        self._put(item, self._remarks[at], goes)
        item.setCheckState(0, Qt.CheckState.Checked if goes else Qt.CheckState.Unchecked)

    def _count(self) -> None:
        number = len(self.going)
        self.take.setEnabled(number > 0)
        self.take.setText(f"Take in {count(number, 'comment')}" if number else "Take in")


def _said(remark: Remark) -> str:
    """Who said what, in one line."""
    return one_line(f"{remark.author}: {remark.text}" if remark.author else remark.text, 160)


def told(looked: Looked) -> str:
    """What there is, in a sentence or two."""
    remarks = looked.remarks
    placed = sum(bool(each.claim) for each in remarks)
    parts = [f"{count(len(remarks), 'comment')}: {placed:,} at claims, {len(remarks) - placed:,} where no claim is."]
    if looked.known:
        parts.append(f"{count(looked.known, 'comment')} came in before.")
    if looked.ours:
        parts.append(f"{count(looked.ours, 'comment')} by Annotator left out.")
    return " ".join(parts)


class Remarks:
    """From a file, or the draft that was just taken in, to queries."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: RemarksDialog | None = None

    def ask(self) -> None:
        """Which file came back."""
        asking = QFileDialog(self._window, "Take in comments from", str(state.documents_folder()), FILES)
        asking.setObjectName("comments-files")
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.fileSelected.connect(lambda name: self.look_at(Path(name)))
        asking.finished.connect(lambda: retire(asking))
        asking.open()

    def look_at(self, path: Path) -> None:
        """What the file's comments come to."""
        title = f"Reading the comments in {one_line(path.name, 60)}"

        def show(looked: Looked) -> None:
            self._window.status.rest()
            self._show(path.name, looked)

        self._window.desk.long(title, calls.look_at_comments, path, done=show, failed=self._no)

    def offer(self, document: str) -> None:
        """After a draft came in as a new version: offers its comments, where it has some that are new."""
        graph = self._window.choice.graph
        found = graph.documents.get(document)
        version = graph.versions.get(found.current) if found else None
        if found is None or version is None or found.role is not Role.DRAFT or version.format not in ("docx", "odt"):
            return

        def offered(looked: Looked) -> None:
            if looked.remarks:
                words = f"The new draft has {count(len(looked.remarks), 'comment')}."
                acts = [("Take in as queries…", lambda: self._show(found.name, looked))]
                self._window.messages.say(words, acts, key="comments")

        self._window.desk.ask(calls.comments_in, document, done=offered, failed=lambda _: None)

    def _show(self, name: str, looked: Looked) -> None:
        if not looked.remarks:
            parts = [f"No comment in '{one_line(name, 60)}' is new."]
            parts += [f"{count(looked.known, 'comment')} came in before."] if looked.known else []
            parts += [f"{count(looked.ours, 'comment')} by Annotator left out."] if looked.ours else []
            self._window.messages.say(" ".join(parts), key="comments")
            return
        dialog = RemarksDialog(self._window, name, looked, self._window.choice.graph)
        dialog.wanted.connect(lambda: self._take(dialog))
        dialog.finished.connect(lambda _: self._gone(dialog))
        self.dialog = dialog
        dialog.setModal(True)
        dialog.show()

    def _take(self, dialog: RemarksDialog) -> None:
        window = self._window

        def done(made: Taken) -> None:
            window.status.rest()
            marked = f", {count(len(made.claims), 'claim')} marked" if made.claims else ""
            taken = count(len(made.queries), "comment")
            acts = [("All queries", window.queries.show), ("Undo", window.linker.undo)]
            window.messages.say(f"{taken} taken in as queries{marked}.", acts, key="comments")

        going = dialog.going
        dialog.accept()
        window.desk.act(calls.take_comments, going, done=done, failed=self._no)

    def _gone(self, dialog: RemarksDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        retire(dialog)

    def _no(self, error: Refused) -> None:
        self._window.status.rest()
        self._window.messages.say(error.sentence, key="comments", wrong=True)
