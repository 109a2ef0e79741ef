"""The backups that this computer keeps of the open project: listed, made, saved as a project of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import Refused
from annotator.ui import state
from annotator.ui.accessibility import announcer
from annotator.ui.handing.dialog import size_words
from annotator.ui.history.full import roomy
from annotator.ui.history.words import moment
from annotator.ui.people import calls
from annotator.ui.plain import button, label, one_line
from annotator.ui.retiring import retire

if TYPE_CHECKING:
    from annotator.operations.backups import Backup
    from annotator.ui.people.calls import Kept
    from annotator.ui.window import MainWindow

BEFORE = {
    "merge": "before changes were brought in",
    "upgrade": "before a newer Annotator opened it",
    "repair": "before a repair",
    "asked": "made by hand",
}
NONE = "There is no backup of this project on this computer yet."
ABOUT = (
    "A backup is made before changes are brought in, before a newer Annotator brings the file up to date, and before a "
    "repair. Backups stay on this computer, and never leave it by themselves."
)


class BackupsDialog(QDialog):
    """The backups of a project, newest first, and how many of them stay."""

    make_wanted = Signal()
    save_wanted = Signal(object)
    """The path of the backup to be saved."""
    keep_wanted = Signal(int)
    """So many of each project from now on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("backups-dialog")
        self.setWindowTitle("Backups of this project")
        roomy(self, 80, 22)
        self.rows = QListWidget(self)
        self.rows.setAccessibleName("Backups, newest first")
        self.none = label(NONE, self, wrap=True, dim=True)
        self.problem = label("", self, wrap=True)
        self.problem.hide()
        self.kept = QSpinBox(self)
        self.kept.setRange(1, 99)
        self.kept.setKeyboardTracking(False)
        self.kept.setAccessibleName("How many backups are kept of each project")
        self.make = button("Make one now", self, name="backups-make")
        self.save = button("Save a copy…", self, name="backups-save", says="Save the chosen backup as a project")
        self.away = button("Close", self, name="backups-close", says="Close the list of backups")
        for each in (self.make, self.save, self.away):
            each.setAutoDefault(False)  # Enter on a backup saves it, in the number it only takes the number
        inside = QVBoxLayout(self)
        inside.setSpacing(8)
        inside.addWidget(label(ABOUT, self, wrap=True))
        inside.addWidget(self.rows, 1)
        inside.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        keeping = QHBoxLayout()
        asked = label("Kept of each project:", self)
        asked.setBuddy(self.kept)
        keeping.addWidget(asked)
        keeping.addWidget(self.kept)
        keeping.addWidget(label("at most: the oldest goes when another is made", self, dim=True), 1)
        inside.addLayout(keeping)
        inside.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addWidget(self.make)
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self.away)
        inside.addLayout(foot)
        self.make.clicked.connect(self.make_wanted)
        self.save.clicked.connect(self._save)
        # Queued: the key that chose it would press the default button of the file dialog, too.
        self.rows.itemActivated.connect(lambda _: self._save(), Qt.ConnectionType.QueuedConnection)
        self.rows.currentItemChanged.connect(lambda now, _: self.save.setEnabled(now is not None))
        self.kept.valueChanged.connect(self.keep_wanted)
        self.away.clicked.connect(self.reject)

    def show_kept(self, kept: Kept) -> None:
        """Lists the backups; the newest is chosen."""
        self.rows.clear()
        for backup in kept.backups:
            item = QListWidgetItem(_row(backup))
            item.setData(Qt.ItemDataRole.UserRole, backup.path)
            self.rows.addItem(item)
        self.rows.setVisible(bool(kept.backups))
        self.none.setVisible(not kept.backups)
        self.save.setEnabled(bool(kept.backups))
        if kept.backups:
            self.rows.setCurrentRow(0)
        self.kept.blockSignals(True)
        self.kept.setValue(kept.how_many)
        self.kept.blockSignals(False)

    def say(self, sentence: str) -> None:
        """What was done, or why it was refused."""
        self.problem.setText(sentence)
        self.problem.show()
        announcer().announce(self.problem, sentence, urgent=True)

    def _save(self) -> None:
        item = self.rows.currentItem()
        if item is not None:
            self.save_wanted.emit(item.data(Qt.ItemDataRole.UserRole))


def _row(backup: Backup) -> str:
    why = BEFORE.get(backup.before, one_line(backup.before, 40))
    return f"{moment(backup.at.isoformat())}, {why} ({size_words(backup.size)})"


class Backups:
    """Between the dialog and the desk."""

    def __init__(self, window: MainWindow, dialog: BackupsDialog) -> None:
        self._window, self.dialog = window, dialog
        dialog.make_wanted.connect(self._make)
        dialog.save_wanted.connect(self._where)
        dialog.keep_wanted.connect(lambda many: self._ask(calls.keep_backups, many))

    def _ask(self, fn: Callable[..., Kept], *args: object, said: str = "") -> None:
        def done(kept: Kept) -> None:
            if self.dialog.isVisible():
                self.dialog.show_kept(kept)
                if said:
                    self.dialog.say(said)

        self._window.desk.ask(fn, *args, done=done, failed=self._no)

    def _no(self, error: Refused) -> None:
        if self.dialog.isVisible():
            self.dialog.say(error.sentence)
        else:
            self._window.messages.say(error.sentence, key="backups", wrong=True)

    def _make(self) -> None:
        self._ask(calls.make_backup, said="A backup was made.")

    def _where(self, backup: Path) -> None:
        opened = self._window.projects.open_now
        if opened is None:
            return
        asking = QFileDialog(self.dialog, "Save the backup as", str(state.documents_folder()))
        asking.setObjectName("backups-files")
        asking.setNameFilter("Annotator projects (*.annotator)")
        asking.setDefaultSuffix("annotator")
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.setOption(QFileDialog.Option.DontConfirmOverwrite)
        asking.setFileMode(QFileDialog.FileMode.AnyFile)
        asking.selectFile(f"{opened.path.stem} backup.annotator")
        asking.fileSelected.connect(lambda name: self._save(backup, Path(name)))
        asking.finished.connect(lambda: retire(asking))
        asking.open()

    def _save(self, backup: Path, out: Path) -> None:
        name = one_line(out.name, 60)
        self._ask(calls.save_backup, backup, out, said=f"Saved as '{name}'. Open it like any project.")
