"""Questions before something is gone for good, and the reason of a legal hold."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.ui.history.full import roomy
from annotator.ui.plain import button, label, one_line
from annotator.ui.words import count

_GOES = (
    "It is taken out of this file and of this computer's search index, and the backups of this project on this "
    "computer are destroyed, since they have it still. Nothing brings it back, no undo and no colleague's copy. "
    "Copies that were sent have it until your changes are brought in there."
)


class EraseDialog(QDialog):
    """Says what goes, and that nothing brings it back; Enter does not erase."""

    def __init__(self, parent: QWidget, about: str, words: str, more: int) -> None:
        super().__init__(parent)
        self.setObjectName("erase-dialog")
        self.setWindowTitle("Erase for good")
        roomy(self, 72, 14)
        with_it = f", with {count(more, 'thing')} that belong to it or rest on it" if more else ""
        title = label(f"Erase {one_line(about, 120)} for good{with_it}?", self, wrap=True)
        title.setProperty("heading", True)
        self.erase = button("Erase for good", self, name="erase-yes")
        self.away = button("Cancel", self, name="erase-no", says="Keep it")
        self.away.setDefault(True)
        inside = QVBoxLayout(self)
        inside.addWidget(title)
        if words:
            inside.addWidget(label(f"“{one_line(words, 300)}”", self, wrap=True))
        inside.addWidget(label(_GOES, self, wrap=True))
        inside.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.erase)
        foot.addStretch(1)
        foot.addWidget(self.away)
        inside.addLayout(foot)
        self.erase.clicked.connect(self.accept)
        self.away.clicked.connect(self.reject)
        self.away.setFocus()


class HoldDialog(QDialog):
    """Why nothing may be erased from now on."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hold-dialog")
        self.setWindowTitle("Legal hold")
        roomy(self, 66, 12)
        self.why = QLineEdit(self)
        self.why.setAccessibleName("The reason of the hold")
        self.why.setPlaceholderText("As: letter of the council's lawyers, 4 March 2024")
        self.take = button("Set the hold", self, name="hold-set")
        self.take.setDefault(True)
        self.take.setEnabled(False)
        self.away = button("Cancel", self, name="hold-cancel", says="Set no hold")
        words = (
            "While a project is under a legal hold nothing can be erased from it for good. Removing only hides, "
            "and goes on. The hold goes with copies, and can be lifted here."
        )
        inside = QVBoxLayout(self)
        inside.addWidget(label(words, self, wrap=True))
        inside.addWidget(self.why)
        inside.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.away)
        foot.addWidget(self.take)
        inside.addLayout(foot)
        self.why.textChanged.connect(lambda words: self.take.setEnabled(bool(words.strip())))
        self.take.clicked.connect(self._done)
        self.away.clicked.connect(self.reject)
        self.why.setFocus()

    def _done(self) -> None:
        self.wanted.emit(self.why.text().strip())
        self.accept()
