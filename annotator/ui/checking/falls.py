"""What falls if a document falls: the claims that would lose all support, or some; asked for, and before removing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.things import Role
from annotator.ui.picking import selecting_chooses
from annotator.ui.plain import button, label, one_line
from annotator.ui.retiring import retire
from annotator.ui.words import claim_quote, count, document_name

if TYPE_CHECKING:
    from annotator.checking.independence import Falls
    from annotator.ui.window import MainWindow

ID = Qt.ItemDataRole.UserRole + 1
NOTHING = "No claim rests on it, so none would lose support."
JOINT = "What came with the document falls with it, and links that support only together fall together."


class FallsDialog(QDialog):
    """The claims in a list; with `removing` it asks whether to go on."""

    claim_wanted = Signal(str)
    remove_wanted = Signal()

    def __init__(self, parent: QWidget, graph: Graph, document: str, falls: Falls, *, removing: bool) -> None:
        super().__init__(parent)
        self.setObjectName("falls-dialog")
        self.setWindowTitle("Remove a document" if removing else "What falls with a document")
        name = one_line(document_name(graph, document), 80)
        head = label(f"If “{name}” {'is removed' if removing else 'falls'}", self, wrap=True)
        head.setProperty("heading", True)
        self.said = label(told(falls), self, wrap=True)
        self.said.setObjectName("falls-said")
        self.list = QListWidget(self)
        self.list.setObjectName("falls-list")
        self.list.setAccessibleName("Claims that lose support")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        selecting_chooses(self.list)
        for claims, words in ((falls.fall, "loses all support"), (falls.weaken, "keeps other support")):
            for claim in claims:
                number = graph.claims[claim].number
                item = QListWidgetItem(f"Claim {number} {words}: “{claim_quote(graph, claim, 160)}”")
                item.setData(ID, claim)
                self.list.addItem(item)
        self.list.setVisible(self.list.count() > 0)
        self.show_it = button("Show the claim", self, name="falls-show")
        self.remove = button("Remove all the same", self, name="falls-remove", says="Remove the document all the same")
        self.remove.setVisible(removing)
        self.away = button("Keep it" if removing else "Close", self, name="falls-close")
        foot = QHBoxLayout()
        foot.addWidget(self.show_it)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        foot.addWidget(self.away)
        inside = QVBoxLayout(self)
        for part in (head, self.said, self.list, label(JOINT, self, wrap=True, dim=True)):
            inside.addWidget(part)
        inside.addLayout(foot)
        self.resize(560, 380 if self.list.count() else 160)
        self.away.clicked.connect(self.reject)
        self.remove.clicked.connect(self._remove)
        self.show_it.clicked.connect(self._show)
        self.list.itemActivated.connect(lambda _: self._show())
        self.list.setCurrentRow(0)
        self.show_it.setEnabled(self.list.count() > 0)
        (self.away if removing or not self.list.count() else self.list).setFocus()

    def _show(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.accept()
            self.claim_wanted.emit(str(item.data(ID)))

    def _remove(self) -> None:
        self.accept()
        self.remove_wanted.emit()


def told(falls: Falls) -> str:
    """How many claims lose what: "2 claims lose all support. 1 claim loses some, and keeps other support."."""
    if not falls.fall and not falls.weaken:
        return NOTHING
    all_of, some = len(falls.fall), len(falls.weaken)
    parts = [f"{count(all_of, 'claim')} {'loses' if all_of == 1 else 'lose'} all support."] if all_of else []
    if some:
        verb = "loses some, and keeps" if some == 1 else "lose some, and keep"
        parts.append(f"{count(some, 'claim')} {verb} other support.")
    return " ".join(parts)


class Falling(QObject):
    """Shows the dialog; asks before a document goes on which claims rest."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: FallsDialog | None = None
        window.documents.falls_wanted.connect(self.show)
        window.inspector.document.falls_wanted.connect(self.show)
        window.linker.ask_first = self.ask_before_removing

    def show(self, document: str) -> None:
        """What falls with a document."""
        falls = self._falls(document)
        if falls is not None:
            self._open(document, falls, removing=False)

    def ask_before_removing(self, document: str) -> bool:
        """Whether it is asked first, since claims rest on it."""
        falls = self._falls(document)
        if falls is None or not (falls.fall or falls.weaken):
            return False
        self._open(document, falls, removing=True)
        return True

    def _falls(self, document: str) -> Falls | None:
        from annotator.operations.falling import what_falls  # for those who ask only

        graph = self._window.choice.graph
        known = graph.documents.get(document)
        return what_falls(graph, document) if known is not None and known.role is Role.SOURCE else None

    def _open(self, document: str, falls: Falls, *, removing: bool) -> None:
        window = self._window
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = dialog = FallsDialog(window, window.choice.graph, document, falls, removing=removing)
        dialog.claim_wanted.connect(self._show_claim)
        dialog.remove_wanted.connect(lambda: window.linker.remove(document, sure=True))
        dialog.finished.connect(lambda _: self._gone(dialog))
        dialog.setModal(True)
        dialog.show()

    def _show_claim(self, claim: str) -> None:
        self._window.choice.choose(claim)
        self._window.navigator.show_claim(claim, focus=True)

    def _gone(self, dialog: FallsDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        retire(dialog)
