"""Opening and making projects, what can go wrong then, and putting everything back as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from annotator.model.errors import ProjectBusy, ProjectDamaged, ProjectReadOnly, Refused
from annotator.model.graph import Graph
from annotator.model.things import Role
from annotator.ui import calls, first, state
from annotator.ui.damaged.damage import Damage
from annotator.ui.desk import Opened
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.panes.opener import Opener
from annotator.ui.plain import one_line
from annotator.ui.reader.values import Location
from annotator.ui.retiring import retire
from annotator.ui.state import PaneState, ProjectState, TabState

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

SAVE_MS = 2_000
FILTER = "Annotator projects (*.annotator);;All files (*)"


class Projects:
    """Which project the window shows."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.open_now: Opened | None = None
        self._after: list[tuple[list[Path], Role]] = []
        self._restoring = False
        self.damage = Damage(window)
        self._timer = QTimer(window)
        self._timer.setInterval(SAVE_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)
        window.desk.opened.connect(self._opened)
        window.desk.damage_found.connect(self._damaged)

    def ask_open(self) -> None:
        """Asks for a project; the window goes on meanwhile."""
        dialog = QFileDialog(self._window, "Open a project", str(state.documents_folder()), FILTER)
        dialog.setObjectName("open-dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.open(Path(chosen)))
        dialog.finished.connect(lambda: retire(dialog))
        dialog.open()

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Opens a project in this window."""
        if not self._window.troubles.may_leave("Open", lambda: self.open(path, read_only=read_only)):
            return
        self.keep()
        self._window.say(f"Opening {path.name} …")

        def failed(error: Refused) -> None:
            self._window.say("")
            self._refused(path, error, read_only=read_only)

        self._window.desk.open(path.absolute(), read_only=read_only, failed=failed)

    def begin(self, files: list[Path], role: Role) -> None:
        """Makes a project named after the first file, in the documents folder, and adds the files."""
        projects = [file for file in files if file.suffix == ".annotator"]
        if projects:
            self.open(projects[0])
            return
        if not self._window.troubles.may_leave("Go on", lambda: self.begin(files, role)):
            return
        self.keep()
        self._after.append((files, role))

        def failed(error: Refused) -> None:
            self._after.clear()
            retry = ("Retry", lambda: self.begin(files, role))
            self._window.messages.say(error.sentence, [retry], key="open", wrong=True, stays=True)

        self._window.desk.create(state.new_project_path(files[0].name), title=files[0].stem, failed=failed)

    def open_example(self) -> None:
        """Opens a fresh copy of the example."""
        if not self._window.troubles.may_leave("Open", self.open_example):
            return
        self.keep()
        self._window.say("Making a fresh copy of the example …")

        def failed(error: Refused) -> None:
            self._window.messages.say(error.sentence, key="open", wrong=True)

        self._window.desk.example(state.documents_folder(), failed=failed)

    def show_start(self) -> None:
        """Shows the start page; the project stays open behind it."""
        self._window.start.show_recent(state.recent_projects())
        self._window.show_page(start=True)

    def leave(self) -> None:
        """Shows that no project is open; whoever closed it has seen to the rest."""
        window = self._window
        self._timer.stop()
        self.open_now = None
        window.messages.clear()
        window.opener.forget_all()
        window.choice.release()
        window.area.lay_out([1, 1])
        window.take_graph(Graph(), None)
        window.setWindowTitle("Annotator")
        window.status.project.set_whole("")
        self.show_start()

    def keep_soon(self) -> None:
        """Keeps what is on the screen in a moment."""
        if self.open_now is not None and not self._restoring:
            self._timer.start()

    def keep(self) -> None:
        """Keeps what is on the screen now."""
        self._timer.stop()
        if self.open_now is None or self._restoring:
            return
        window = self._window
        kept = ProjectState(
            columns=[[_pane_state(window.opener, holder) for holder in column] for column in window.area.columns()],
            focus=list(window.area.holders()).index(window.area.active),
            chosen=window.choice.claim,
            sidebar=window.bench.sidebar.currentIndex(),
            sidebar_shown=not window.bench.sidebar.isHidden(),
            inspector_shown=window.bench.inspector_wanted,
            show_all=window.overlay.shows_all,
            sizes=window.bench.sizes(),
            views={document: list(view) for document, view in window.opener.views.items() if any(view)},
        )
        state.save_project(self.open_now.id, kept)

    def _opened(self, opened: Opened) -> None:
        window = self._window
        self.open_now = opened
        state.remember_recent(opened.path, opened.title or opened.path.stem, opened.id)
        self._restoring = True
        window.messages.clear()
        window.say("Open for reading only." if opened.read_only else "")
        window.opener.forget_all()
        window.choice.release()
        kept = state.load_project(opened.id)
        window.area.lay_out([len(column) for column in kept.columns])
        window.show_page(start=False)
        window.take_graph(opened.graph, None)
        self._put_back(kept, opened)
        self._restoring = False
        window.set_title(opened)
        for files, role in self._after:
            window.adding.add(files, role)
        self._after.clear()

    def _put_back(self, kept: ProjectState, opened: Opened) -> None:
        window, graph = self._window, opened.graph
        window.bench.sidebar.setVisible(kept.sidebar_shown)
        window.bench.inspector.setVisible(kept.inspector_shown)
        window.bench.set_sizes(kept.sizes)
        window.opener.views = {document: (view[0], view[1]) for document, view in kept.views.items()}
        window.overlay.set_show_all(kept.show_all)
        if kept.sidebar < window.bench.sidebar.count():
            window.bench.sidebar.setCurrentIndex(kept.sidebar)
        holders = list(window.area.holders())
        panes = [pane for column in kept.columns for pane in column]
        for holder, pane in zip(holders, panes, strict=False):
            tabs = [tab for tab in pane.tabs if tab.document in graph.documents]
            shown = pane.tabs[pane.current] if pane.tabs else None
            for tab in [tab for tab in tabs if tab is not shown] + [tab for tab in tabs if tab is shown]:
                self._put_tab(holder, tab)
        if first.never_shown(kept):
            self._show_first(opened)
        window.desk.drop_ahead()
        if kept.chosen in graph.claims:
            window.choice.choose(kept.chosen)
        window.area.activate(holders[min(kept.focus, len(holders) - 1)], focus=True)
        window.refresh()

    def _put_tab(self, holder: PaneHolder, tab: TabState) -> None:
        def restore(shown: PaneHolder) -> None:
            shown.pane.restore(Location(tab.document, tab.page, tab.y, tab.zoom, tab.fit, tab.x, tab.fit_height))

        self._window.opener.load_tab(tab.document, holder, tab.page, restore)

    def _show_first(self, opened: Opened) -> None:
        """A project opened here for the first time."""
        for document in first.documents(opened.graph):
            self._window.opener.open(document)

    def _refused(self, path: Path, error: Refused, *, read_only: bool) -> None:
        """Offers what can work: a file that a newer version wrote, or that is damaged, can't be read either."""
        name, another = one_line(path.name), ("Open another…", self.ask_open)
        reading = ("Open read-only", lambda: self.open(path, read_only=True))
        if isinstance(error, ProjectBusy) and not read_only:
            words = f"'{name}' is open in another window or on another computer. Read it here, or work on a copy of it."
            acts = [reading, ("Work on a copy", lambda: self._copy(path, _free_copy(path)))]
        elif isinstance(error, ProjectReadOnly) and not read_only:
            words = f"'{name}' can be read but not written where it is. Read it, or work on a copy in another folder."
            acts = [reading, ("Work on a copy…", lambda: self._ask_copy(path))]
        else:
            words = error.sentence if name in error.sentence else f"'{name}': {error.sentence}"
            acts = [another]
        if isinstance(error, ProjectDamaged):
            self.damage.tell(path, words, another, key="open")
            return
        self._window.messages.say(words, acts, key="open", wrong=True)

    def _ask_copy(self, path: Path) -> None:
        dialog = QFileDialog(self._window, "Work on a copy", str(state.documents_folder()), FILTER)
        dialog.setObjectName("copy-dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("annotator")
        # Nothing is ever replaced, so the dialog must not offer it only to be refused afterwards.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(_free_copy(state.documents_folder() / path.name).name)
        dialog.fileSelected.connect(lambda chosen: self._copy(path, Path(chosen)))
        dialog.finished.connect(lambda: retire(dialog))
        dialog.open()

    def _copy(self, path: Path, copy: Path) -> None:
        def failed(error: Refused) -> None:
            acts = [("Copy elsewhere…", lambda: self._ask_copy(path))]
            self._window.messages.say(error.sentence, acts, key="open", wrong=True)

        self._window.say(f"Copying {one_line(path.name, 60)} …")
        self._window.desk.run(lambda: calls.work_on_copy(path, copy), done=self.open, failed=failed)

    def _damaged(self, problems: list[str]) -> None:
        more = f" There are {len(problems)} such problems." if len(problems) > 1 else ""
        words = f"{problems[0]}{more} Keep a copy of the file; 'annotator doctor' lists what is wrong."
        if self.open_now is not None:
            self.damage.tell(self.open_now.path, words, ("Backups…", self._window.people.ask_backups), key="damage")


def _free_copy(path: Path) -> Path:
    """A name for a copy in the same folder that is still free."""
    count, copy = 2, path.with_name(f"{path.stem} (copy).annotator")
    while copy.exists():
        copy, count = path.with_name(f"{path.stem} (copy {count}).annotator"), count + 1
    return copy


def _pane_state(opener: Opener, holder: PaneHolder) -> PaneState:
    pane = holder.pane
    tabs = []
    for document in pane.documents():
        at = opener.location_of(holder, document)
        if at is None:
            tabs.append(TabState(document))
        else:
            tabs.append(TabState(document, at.page, at.y, at.zoom, at.fit, at.x, at.fit_height))
    shown = [tab.document for tab in tabs]
    return PaneState(tabs, shown.index(pane.document_id) if pane.document_id in shown else 0)
