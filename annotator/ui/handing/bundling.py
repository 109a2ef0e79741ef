"""Opens the dialog, keeps it told, and has the bundle written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from annotator.model.errors import Refused
from annotator.ui import calls, state
from annotator.ui.handing.dialog import BundleDialog
from annotator.ui.handing.wanted import Wanted, hidden_in, outlook_of, write
from annotator.ui.outside import open_outside
from annotator.ui.plain import one_line
from annotator.ui.retiring import retire
from annotator.ui.words import left_words

if TYPE_CHECKING:
    from annotator.operations.exporting import Exported
    from annotator.operations.outlook import Outlook
    from annotator.ui.window import MainWindow


def free_place(folder: Path, stem: str, *, zipped: bool) -> Path:
    """A name in `folder` that is still free, as nothing is ever replaced."""
    ending = ".zip" if zipped else ""
    tried = folder / f"{stem} evidence{ending}"
    number = 2
    while tried.exists():
        tried = folder / f"{stem} evidence ({number}){ending}"
        number += 1
    return tried


class Bundling:
    """The export of a whole bundle, from the key to the digest."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: BundleDialog | None = None
        self._asked = 0

    def ask(self) -> None:
        """Shows the dialog."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        dialog = self.dialog = BundleDialog(self._window)
        dialog.asked.connect(self._look)
        dialog.decided.connect(self._decide)
        dialog.wanted.connect(self._where)
        dialog.finished.connect(self._gone)
        dialog.setModal(True)
        dialog.show()
        dialog.begin()

    def _gone(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            retire(dialog)

    def _look(self, wanted: Wanted) -> None:
        self._asked += 1
        number = self._asked

        def current() -> bool:
            return self.dialog is not None and number == self._asked

        def show(outlook: Outlook) -> None:
            if self.dialog is not None and current():
                self.dialog.show_outlook(outlook)
                if outlook.parts:
                    self._window.desk.in_pieces(hidden_in, wanted, wanted=current, done=told)

        def told(found: tuple[tuple[str, str], ...]) -> None:
            if self.dialog is not None and current():
                self.dialog.show_hidden(found)

        def failed(error: Refused) -> None:
            if self.dialog is not None and current():
                self.dialog.say(error.sentence)

        self._window.desk.ask(outlook_of, wanted, done=show, failed=failed)

    def _decide(self, document: str, handling: str) -> None:
        def again(_: object) -> None:
            if self.dialog is not None:
                self.dialog.begin()

        self._window.desk.act(calls.set_field, document, "handling", handling, done=again)

    def _where(self, wanted: Wanted) -> None:
        opened = self._window.projects.open_now
        if opened is None or self.dialog is None:
            return
        folder = state.documents_folder()
        asking = QFileDialog(self.dialog, "Export evidence bundle", str(folder))
        asking.setObjectName("export-dialog")
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.setFileMode(QFileDialog.FileMode.AnyFile)
        # Nothing is ever replaced, so the dialog must not offer it only to be refused afterwards.
        asking.setOption(QFileDialog.Option.DontConfirmOverwrite)
        asking.selectFile(free_place(folder, opened.path.stem, zipped=wanted.zipped).name)

        def chosen(name: str) -> None:
            out = Path(name)
            if wanted.zipped and out.suffix.lower() != ".zip":
                out = out.with_name(f"{out.name}.zip")
            if self.dialog is not None:
                self.dialog.accept()
            self.export(out, wanted)

        asking.fileSelected.connect(chosen)
        asking.finished.connect(lambda: retire(asking))
        asking.open()

    def export(self, out: Path, wanted: Wanted) -> None:
        """Writes the bundle to `out`, which must not exist."""
        window = self._window

        def done(made: Exported) -> None:
            window.status.rest()
            window.say("")
            digest = made.digest
            acts = [
                ("Open", lambda: open_outside(made.path)),
                ("Copy digest", lambda: QGuiApplication.clipboard().setText(digest)),
            ]
            left = left_words(made.left_out)
            window.messages.say(
                f"Exported to {one_line(str(made.path))}.{left} Tell its reader the digest by another way, as by "
                f"telephone: {digest[:8]}…{digest[-8:]}",
                acts,
                key="export",
            )

        def failed(error: Refused) -> None:
            window.status.rest()
            window.messages.say(error.sentence, [("Export again…", self.ask)], key="export", wrong=True)

        title = f"Exporting {one_line(out.name, 60)}"
        window.desk.long(title, write, out, wanted, done=done, failed=failed)
