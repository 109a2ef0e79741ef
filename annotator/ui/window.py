"""The window: the start page at once, what an open project needs soon after; behaviour is the parts' own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.resources import resource_path
from annotator.ui import state
from annotator.ui.accessibility import show_focus
from annotator.ui.bars import MessageBar
from annotator.ui.collecting import Collector
from annotator.ui.commands.actions import Commands
from annotator.ui.commands.table import When
from annotator.ui.looks import style_sheet
from annotator.ui.plain import one_line
from annotator.ui.start.page import StartPage
from annotator.ui.status import StatusLine
from annotator.ui.theme import DARK, LIGHT, Theme, apply_theme, system_theme
from annotator.ui.troubles import Troubles
from annotator.ui.warming import after_first_paint, getting_ready

if TYPE_CHECKING:
    from annotator.engine.client import Engine
    from annotator.model.graph import Graph
    from annotator.model.outcomes import Outcome
    from annotator.ui.acting import Acting
    from annotator.ui.adding import Adding
    from annotator.ui.bench import Bench
    from annotator.ui.blacking import Blacking
    from annotator.ui.calculating.calculating import Calculating
    from annotator.ui.checking.flags import Flags
    from annotator.ui.checking.strips import Strips
    from annotator.ui.choice import Choice
    from annotator.ui.claims.panel import ClaimsPanel
    from annotator.ui.commands.picklist import PickList
    from annotator.ui.comparing.comparing import Comparing
    from annotator.ui.desk import Desk, Opened
    from annotator.ui.documents.panel import DocumentsPanel
    from annotator.ui.engine_bridge import EngineBridge
    from annotator.ui.graph.picturing import Picturing
    from annotator.ui.hand import Hand
    from annotator.ui.handing.bundling import Bundling
    from annotator.ui.handover import Handover
    from annotator.ui.history.came_in import CameIn
    from annotator.ui.history.history import History
    from annotator.ui.inspector.panel import Inspector
    from annotator.ui.lines.overlay import LinesOverlay
    from annotator.ui.linking.act_bar import ActBar
    from annotator.ui.linking.linker import Linker
    from annotator.ui.panes.area import PaneArea
    from annotator.ui.panes.navigator import Navigator
    from annotator.ui.panes.opener import Opener
    from annotator.ui.people.people import People
    from annotator.ui.projects import Projects
    from annotator.ui.queries.queries import Queries
    from annotator.ui.reading import Reading
    from annotator.ui.recognising import Scans
    from annotator.ui.review.reviewing import Reviewing
    from annotator.ui.review.seeking import Seeking
    from annotator.ui.search.meaning import ReadingForMeaning
    from annotator.ui.search.panel import SearchPanel
    from annotator.ui.sharing.sharing import Sharing
    from annotator.ui.versions import Versions
    from annotator.ui.watching.drafts import Watching


class MainWindow(QMainWindow):
    """One project at a time; a start page while there is none.

    What is declared here is built after the first paint, or when first asked for: whichever comes first.
    """

    bridge: EngineBridge
    picks: PickList
    desk: Desk
    choice: Choice
    area: PaneArea
    opener: Opener
    navigator: Navigator
    linker: Linker
    claims: ClaimsPanel
    documents: DocumentsPanel
    search: SearchPanel
    inspector: Inspector
    overlay: LinesOverlay
    act_bar: ActBar
    bench: Bench
    projects: Projects
    adding: Adding
    scans: Scans
    acting: Acting
    blacking: Blacking
    comparing: Comparing
    handover: Handover
    bundling: Bundling
    sharing: Sharing
    queries: Queries
    calculating: Calculating
    history: History
    came_in: CameIn
    people: People
    picturing: Picturing
    reading: Reading
    reviewing: Reviewing
    seeking: Seeking
    strips: Strips
    flags: Flags
    for_meaning: ReadingForMeaning
    versions: Versions
    watching: Watching

    def __init__(self, engine: Engine | None = None, hand: Hand | None = None) -> None:
        """`engine` and `hand` were started already, before Qt was there; the window's bridge and desk close them."""
        super().__init__()
        self._engine = engine
        self.hand = hand
        self.setObjectName("window")
        self.setWindowTitle("Annotator")
        self.setWindowIcon(QIcon(str(resource_path("icons", "annotator.svg"))))
        self._closed = self._fitting = False
        self._portions: Iterator[None] | None = None
        self.has_bench = False
        """Whether what an open project needs is built."""
        self.collector = Collector(self)
        self._dark = state.load_settings().get("dark")
        self.theme = system_theme() if self._dark is None else DARK if self._dark else LIGHT
        self._apply_looks()
        self.start = StartPage(self.theme)
        self.messages = MessageBar()
        self.status = StatusLine()
        self.commands: Commands = Commands(self)
        self.troubles = Troubles(self)
        self._lay_out()
        self._connect()
        self.start.show_recent(state.recent_projects())
        self.commands.actions["dark"].setChecked(self.theme.dark)
        self.enable()
        _restore_geometry(self)
        self._steps = getting_ready(self)
        after_first_paint(self, self._warm)

    # --- the start page -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self.messages)  # below, so that pages never move under a hand that is selecting
        inside.addWidget(self.status)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        """The lambdas look a part up when it is wanted, not now."""
        start = self.start
        start.files_dropped.connect(lambda files, role: self.projects.begin(files, role))
        start.files_wanted.connect(lambda role: self.adding.ask_files(role))
        start.open_wanted.connect(lambda: self.projects.ask_open())
        start.example_wanted.connect(lambda: self.projects.open_example())
        start.recent_wanted.connect(lambda path: self.projects.open(path))
        self.messages.focus_left.connect(self.focus_reader)
        self.status.undo_wanted.connect(lambda: self.linker.undo())
        self.status.review_wanted.connect(lambda: self.reviewing.show())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        show_focus()

    # --- what an open project needs -------------------------------------------------------------------------------

    if not TYPE_CHECKING:  # a checker would let every name pass

        def __getattr__(self, name: str) -> Any:
            """Makes what is declared above when it is first asked for."""
            if name in MainWindow.__annotations__:
                self._make(name)
            if name in self.__dict__:
                return self.__dict__[name]
            raise AttributeError(f"The window has no {name!r}, or not yet.")

    def _make(self, name: str) -> None:
        if name == "picks":
            from annotator.ui.commands.picklist import PickList

            self.picks = PickList(self)
        elif name == "bridge":
            from annotator.ui.confined import say_lacking
            from annotator.ui.engine_bridge import EngineBridge

            self.bridge = EngineBridge(self._engine, parent=self)
            self.bridge.lacking.connect(lambda nets: say_lacking(self.messages, nets))
        else:
            self.need_bench()

    def need_bench(self) -> None:
        """Builds what an open project needs, or the rest of it; may be called often."""
        while not self.has_bench and not self._fitting:
            self.fit_more()

    def fit_more(self) -> None:
        """Builds one portion of it."""
        if self._portions is None:
            from annotator.ui import fitting

            self._portions = fitting.portions(self)
        self._fitting = True
        try:
            ended = next(self._portions, self) is self
        except BaseException:
            self._portions = None
            raise
        finally:
            self._fitting = False
        if ended:
            self._stack.addWidget(self.bench)
            self.has_bench = True
            self.enable()
            if self._closed:
                self._let_go()

    def _warm(self) -> None:
        """A step of getting ready, then the turn of whatever the person does, and so on."""
        if not self._closed and next(self._steps, self) is None:
            QTimer.singleShot(0, self, self._warm)

    # --- what others ask of it ------------------------------------------------------------------------------------

    def say(self, sentence: str, undo: bool = False) -> None:
        """Shows a sentence in the status line."""
        self.status.say(sentence, undo)

    def can_write(self) -> bool:
        """Whether a project is open that can be changed."""
        return self.has_bench and self.projects.open_now is not None and not self.projects.open_now.read_only

    def show_page(self, *, start: bool = False, full: QWidget | None = None) -> None:
        """Shows the start page, a full view in place of the panes, or the panes."""
        shown = full or (self.start if start else self.bench)
        if self._stack.indexOf(shown) < 0:
            self._stack.addWidget(shown)
        self._stack.setCurrentWidget(shown)
        self.enable()

    def set_title(self, opened: Opened) -> None:
        """The project's name in the title and the status line."""
        more = " (read-only)" if opened.read_only else ""
        name = one_line(opened.title or opened.path.stem)
        self.setWindowTitle(f"{name}{more} – Annotator")
        self.status.project.set_whole(f"{opened.path.name}{more}")

    def take_graph(self, graph: Graph, outcome: Outcome | None) -> None:
        """Hands a changed graph to every panel."""
        self.choice.take_graph(graph)
        self.claims.set_graph(graph)
        self.documents.set_graph(graph)
        self.search.set_graph(graph)
        self.inspector.set_graph(graph, read_only=not self.can_write())
        self.opener.take_graph(graph)
        self.overlay.set_graph(graph)
        self.reviewing.take_graph(graph)
        self.show_choice()

    def refresh(self) -> None:
        """Checks of menus and lines, after panels came or went."""
        self.commands.actions["dark"].setChecked(self.theme.dark)
        if self.has_bench:
            for name, shown in (
                ("sidebar", not self.bench.sidebar.isHidden()),
                ("links", self.bench.inspector_wanted),
                ("show-all", self.overlay.shows_all),
            ):
                self.commands.actions[name].setChecked(shown)
            self.overlay.refresh()
            self.projects.keep_soon()

    def focus_reader(self) -> None:
        """Puts the focus back into the pane used last."""
        if self.has_bench:
            self.area.activate(self.area.active, focus=True)

    def search_project(self) -> None:
        """Opens the search with what is selected."""
        selection = self.area.active_pane.selection()
        self.bench.show_panel(self.search)
        self.search.begin(selection.text if selection is not None else "")

    def toggle_dark(self) -> None:
        """Dark colours, or light ones; from now on whatever the system asks for."""
        self._dark = not self.theme.dark
        state.save_settings({**state.load_settings(), "dark": self._dark})
        self._show_theme(DARK if self._dark else LIGHT)

    def _follow_system(self) -> None:
        """The system went dark or light while we run."""
        if self._dark is None:
            self._show_theme(system_theme())

    def _show_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._apply_looks()
        more = (self.area, self.claims, self.overlay, self.bench, self.strips) if self.has_bench else ()
        for part in (self.start, *more):
            part.set_theme(theme)
        self.refresh()

    def _apply_looks(self) -> None:
        apply_theme(self.theme)
        self.setStyleSheet(style_sheet(self.theme))

    # --- what the panels tell -------------------------------------------------------------------------------------

    def show_choice(self) -> None:
        """Shows the claim that links go to."""
        from annotator.ui.linking.linker import chosen_words

        if self.choice.claim in self.choice.graph.claims:
            self.bench.linking.show_linking(*chosen_words(self.choice))
        else:
            self.bench.linking.rest()

    def enable(self) -> None:
        """Enables the commands that can be used now."""
        holds = _holding(self, self._stack.currentWidget())
        self.commands.enable(lambda when: holds[when])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keeps everything, then lets go of the project, the threads and the engine."""
        if not self._closed:
            if self._portions is not None:
                self.need_bench()  # what is half built could not be let go of
            if self.has_bench:
                self.inspector.commit()
                if not self.troubles.may_leave("Close", self.close, wait=True):
                    event.ignore()
                    return
                self.projects.keep()
            self._closed = True
            geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
            state.save_settings({**state.load_settings(), "geometry": geometry})
            self._let_go()
        super().closeEvent(event)

    def _let_go(self) -> None:
        if self.has_bench:
            self.handover.cancel()
            self.comparing.close()
            self.strips.close()
            self.adding.importer.close()
            self.versions.replacer.close()
            self.scans.recogniser.close()
            self.watching.close()
            self.desk.close()
            for holder in self.area.holders():
                for document in holder.pane.documents():
                    holder.pane.close_document(document)
        if "bridge" in self.__dict__:
            self.bridge.close()
        self.collector.stop()


def _holding(window: MainWindow, shown: QWidget | None) -> dict[When, bool]:
    """What holds now of what commands may need; `shown` is what stands in the window."""
    opened = window.has_bench and shown is window.bench and window.projects.open_now is not None
    return {
        When.ALWAYS: True,
        When.COMPARING: window.has_bench and window.comparing.active,
        When.WALKING: window.has_bench and window.strips.walked,
        When.GRAPH: window.has_bench and window.picturing.active,
        When.PROJECT: opened,
        When.WRITABLE: opened and window.can_write(),
        When.DOCUMENT: opened and bool(window.area.active_pane.document_id),
        When.REVIEW: opened and window.bench.reviewing and window.can_write(),
    }


def _restore_geometry(window: MainWindow) -> None:
    """Where it stood last; the first time as much of the screen as fits."""
    kept = state.load_settings().get("geometry")
    if not isinstance(kept, str) or not window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "replace"))):
        room = window.screen().availableGeometry()
        window.resize(min(1440, room.width() * 9 // 10), min(900, room.height() * 9 // 10))
        if room.width() < 1500:
            window.setWindowState(Qt.WindowState.WindowMaximized)
