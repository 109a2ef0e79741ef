"""Handing over: the page, annotated copies, the printed draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from annotator.model.errors import Refused
from annotator.ui import calls, state
from annotator.ui.outside import open_outside
from annotator.ui.plain import one_line
from annotator.ui.retiring import retire
from annotator.ui.words import count, left_words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from annotator.operations.exporting import Exported
    from annotator.ui.printing import DraftPrinter
    from annotator.ui.window import MainWindow

ENDINGS = {"html": ".html", "pdf": "", "svg": ".svg"}
NAMED = {"html": "", "pdf": " annotated copies", "svg": " graph"}
"""What is put behind the project's name."""
FILTERS = {"html": "Pages (*.html)", "svg": "Drawings (*.svg)"}
TITLES = {
    "html": "Export one page that opens anywhere",
    "pdf": "Export annotated copies into a folder",
    "svg": "Export the graph as a drawing for others",
}


def with_ending(kind: str, out: Path) -> Path:
    """`out` with the ending that other programs know such a file by; a ZIP stays one."""
    known = (ENDINGS[kind], ".zip", *((".htm",) if kind == "html" else ()))
    return out if not ENDINGS[kind] or out.suffix.lower() in known else out.with_name(out.name + ENDINGS[kind])


def suggested(kind: str, stem: str, folder: Path) -> Path:
    """A name in `folder` that is still free, as nothing is ever replaced."""
    name = stem + NAMED[kind]
    tried = folder / f"{name}{ENDINGS[kind]}"
    number = 2
    while tried.exists():
        tried = folder / f"{name} ({number}){ENDINGS[kind]}"
        number += 1
    return tried


class Handover:
    """Asks where to, then works in the background."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.printing: DraftPrinter | None = None

    def ask_export(self, kind: str) -> None:
        """Asks for a new file or folder."""
        opened = self._window.projects.open_now
        if opened is None:
            return
        folder = state.documents_folder()
        dialog = QFileDialog(self._window, TITLES[kind], str(folder))
        dialog.setObjectName("export-dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        # Nothing is ever replaced, so the dialog must not offer it only to be refused afterwards.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        if kind in FILTERS:
            dialog.setNameFilter(FILTERS[kind])
        dialog.selectFile(suggested(kind, opened.path.stem, folder).name)
        dialog.fileSelected.connect(lambda chosen: self.export(kind, with_ending(kind, Path(chosen))))
        dialog.finished.connect(lambda: retire(dialog))
        dialog.open()

    def export(self, kind: str, out: Path) -> None:
        """Writes to `out`, which must not exist."""
        window = self._window

        def done(made: Exported) -> None:
            window.status.rest()
            window.say("")
            acts = [("Open", lambda: open_outside(made.path))]
            lines = [f"{one_line(name, 90)}: {sentence}" for name, sentence in made.warnings[:5]]
            words = f"Exported to {one_line(str(made.path))}.{left_words(made.left_out)}"
            window.messages.say(words, acts, key="export", lines=lines)

        def failed(error: Refused) -> None:
            window.status.rest()
            window.messages.say(
                error.sentence, [("Export elsewhere…", lambda: self.ask_export(kind))], key="export", wrong=True
            )

        window.desk.long(f"Exporting {one_line(out.name, 60)}", calls.export, out, kind, done=done, failed=failed)

    def ask_print(self) -> None:
        """Shows the print dialog for the draft."""
        draft = self._draft()
        if not draft:
            self._window.say("There is no draft to print. Drop one on the left pane.")
            return
        if any(one.waits for one in self._window.choice.graph.blackouts_in(draft)):
            self._window.say("A place that is to be blacked out of the draft is to be reviewed first (F2).")
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._window)
        dialog.setObjectName("print-dialog")
        dialog.setModal(True)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(lambda: retire(dialog))
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Prints the draft with its claims marked."""
        from annotator.ui.printing import DraftPrinter, head_line

        window, draft = self._window, self._draft()
        opened = window.projects.open_now
        if opened is None or not draft:
            return
        version = window.choice.graph.documents[draft].current
        title = opened.title or opened.path.stem

        def known(loaded: calls.Loaded, head: tuple[int, str, str]) -> None:
            graph = window.choice.graph
            job = DraftPrinter(window.bridge, graph, draft, loaded, head_line(graph, draft, *head), printer)
            self.printing = job
            job.progress.connect(lambda done, total: window.status.work("Printing the draft", done, total))
            black = len(graph.blackouts_in(draft))
            job.done.connect(lambda pages: self._printed(pages, black))
            job.failed.connect(self._print_failed)
            job.start()

        def loaded(made: calls.Loaded) -> None:
            window.desk.ask(calls.printed_head, draft, title, done=lambda head: known(made, head))

        window.desk.ask(calls.load, version, done=loaded)

    def cancel(self) -> None:
        """Ends printing that is under way."""
        if self.printing is not None:
            self.printing.cancel()

    def _printed(self, pages: int, black: int) -> None:
        self._window.status.rest()
        also = f" {count(black, 'place')} blacked out." if black else ""
        self._window.say(f"Printed: {count(pages, 'page')}.{also}")
        self._let_go()

    def _print_failed(self, sentence: str) -> None:
        self._window.status.rest()
        self._let_go()
        self._window.messages.say(sentence, [("Print again…", self.ask_print)], key="print", wrong=True)

    def _let_go(self) -> None:
        # One of its own signals is under way.
        job, self.printing = self.printing, None
        if job is not None:
            retire(job)

    def _draft(self) -> str:
        drafts = self._window.choice.graph.drafts()
        shown = [draft.id for draft in drafts if draft.id == self._window.area.active_pane.document_id]
        return (shown or [draft.id for draft in drafts] or [""])[0]
