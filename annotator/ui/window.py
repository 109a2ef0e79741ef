"""The window: puts the panels together and lets them know of one another; behaviour is theirs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.things import Role
from annotator.ui import calls, state
from annotator.ui.acting import Acting
from annotator.ui.adding import Adding
from annotator.ui.bars import MessageBar
from annotator.ui.bench import Bench
from annotator.ui.choice import Choice
from annotator.ui.claims.panel import ClaimsPanel
from annotator.ui.collecting import Collector
from annotator.ui.commands.actions import Commands
from annotator.ui.commands.picklist import PickList
from annotator.ui.commands.table import When
from annotator.ui.desk import Desk, Opened
from annotator.ui.documents.panel import DocumentsPanel
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.handover import Handover
from annotator.ui.inspector.panel import Inspector
from annotator.ui.lines.overlay import LinesOverlay
from annotator.ui.linking.act_bar import ActBar
from annotator.ui.linking.linker import Linker, chosen_words
from annotator.ui.looks import style_sheet
from annotator.ui.panes.area import PaneArea
from annotator.ui.panes.holder import PaneHolder
from annotator.ui.panes.navigator import Navigator
from annotator.ui.panes.opener import Opener
from annotator.ui.plain import one_line
from annotator.ui.projects import Projects
from annotator.ui.search.panel import SearchPanel
from annotator.ui.start.page import StartPage
from annotator.ui.status import StatusLine
from annotator.ui.theme import DARK, LIGHT, apply_theme, system_theme
from annotator.ui.troubles import Troubles


class MainWindow(QMainWindow):
    """One project at a time; a start page while there is none."""

    area: PaneArea
    bench: Bench
    linker: Linker
    navigator: Navigator
    commands: Commands
    projects: Projects
    adding: Adding
    acting: Acting
    handover: Handover

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Annotator")
        dark = state.load_settings().get("dark")
        self.theme = system_theme() if dark is None else DARK if dark else LIGHT
        self._closed = False
        self.collector = Collector(self)
        self.desk = Desk(self)
        self.bridge = EngineBridge(parent=self)
        self.choice = Choice(self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.projects = Projects(self)
        self.adding = Adding(self)
        self.acting = Acting(self)
        self.troubles = Troubles(self)
        self.handover = Handover(self)
        self._connect_doors()
        self.area.lay_out([1, 1])
        self.apply_looks()
        self.start.show_recent(state.recent_projects())
        self._enable()
        self._restore_geometry()

    # --- built once -----------------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.area = PaneArea(self.bridge, self.theme)
        self.opener = Opener(self.desk, self.area, self.choice, self)
        self.navigator = Navigator(self.desk, self.area, self.opener, self.choice, self)
        self.linker = Linker(self.desk, self.area, self.choice, self)
        self.claims = ClaimsPanel(self.choice, self.theme)
        self.documents = DocumentsPanel(self.choice)
        self.search = SearchPanel(self.desk)
        self.inspector = Inspector(self.choice)
        self.overlay = LinesOverlay(self.area, self.choice, self.theme)
        self.act_bar = ActBar(self.area)
        self.start = StartPage(self.theme)
        self.messages = MessageBar()
        self.status = StatusLine()
        self.bench = Bench(self.area, self.claims, self.documents, self.search, self.inspector)
        self.commands = Commands(self)
        self.picks = PickList(self)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.bench)
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.messages)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self.status)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        desk, choice, navigator, linker = self.desk, self.choice, self.navigator, self.linker
        desk.graph_changed.connect(self.take_graph)
        desk.progress.connect(self.status.work)
        choice.changed.connect(self._show_choice)
        linker.said.connect(self.status.say)
        linker.brought_back.connect(navigator.show_outcome)
        navigator.said.connect(self.say)
        self.messages.focus_left.connect(self.focus_reader)
        self.opener.refused.connect(partial(self.messages.say, key="open-document", wrong=True))
        self.overlay.passage_wanted.connect(navigator.show_passage)
        self.claims.claim_wanted.connect(navigator.show_claim)
        self.documents.remove_wanted.connect(linker.remove)
        self.search.hit_wanted.connect(navigator.show_hit)
        self.inspector.edited.connect(linker.edit)
        self.inspector.remove_wanted.connect(linker.remove)
        self.inspector.passage_wanted.connect(navigator.show_passage)
        self.inspector.claim_wanted.connect(navigator.show_claim)
        self.status.undo_wanted.connect(linker.undo)
        bench = self.bench
        bench.linking.release_wanted.connect(choice.release)
        bench.linking.claim_wanted.connect(lambda: navigator.show_claim(choice.claim, focus=True))
        bench.reason.left.connect(self.focus_reader)
        bench.review.let_go_wanted.connect(lambda thing: desk.act(calls.let_go, thing))
        self.area.pane_added.connect(self._watch)
        self.area.active_changed.connect(self._enable)
        self.commands.add_some(self.claims.list, "remove")

    def _connect_doors(self) -> None:
        projects, adding = self.projects, self.adding
        self.start.files_dropped.connect(projects.begin)
        self.start.files_wanted.connect(adding.ask_files)
        self.start.open_wanted.connect(projects.ask_open)
        self.start.example_wanted.connect(projects.open_example)
        self.start.recent_wanted.connect(projects.open)
        self.documents.files_dropped.connect(lambda files: adding.add(files, Role.SOURCE))
        self.documents.add_wanted.connect(adding.ask_add)
        self.bench.panels_toggled.connect(self.refresh)
        self.area.viewport_changed.connect(projects.keep_soon)
        self.choice.changed.connect(projects.keep_soon)

    def _watch(self, holder: PaneHolder) -> None:
        pane = holder.pane
        self.commands.add_to_reader(pane.focusProxy() or pane)
        holder.files_dropped.connect(lambda where, files: self.adding.dropped_on_pane(where, files))
        holder.document_dropped.connect(lambda where, document: self.opener.open(document, where))
        pane.passage_activated.connect(self.acting.activated)
        pane.selection_changed.connect(lambda _: self.acting.offer(holder))
        pane.viewport_changed.connect(lambda: self.acting.moved(holder))
        pane.document_shown.connect(lambda _: self._enable())
        pane.document_closed.connect(lambda _: self._enable())
        pane.failed.connect(self.say)

    # --- what others ask of it ------------------------------------------------------------------------------------

    def say(self, sentence: str, undo: bool = False) -> None:
        """Shows a sentence in the status line."""
        self.status.say(sentence, undo)

    def can_write(self) -> bool:
        """Whether a project is open that can be changed."""
        return self.projects.open_now is not None and not self.projects.open_now.read_only

    def show_page(self, *, start: bool) -> None:
        """Shows the start page or the project."""
        self._stack.setCurrentWidget(self.start if start else self.bench)
        self._enable()

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
        self.bench.show_missing(self.bench.review.set_graph(graph))
        self._show_choice()

    def refresh(self) -> None:
        """Checks of menus and lines, after panels came or went."""
        for name, shown in (
            ("sidebar", not self.bench.sidebar.isHidden()),
            ("links", not self.inspector.isHidden()),
            ("show-all", self.overlay.shows_all),
            ("dark", self.theme.dark),
        ):
            self.commands.actions[name].setChecked(shown)
        self.overlay.refresh()
        self.projects.keep_soon()

    def focus_reader(self) -> None:
        """Puts the focus back into the pane used last."""
        self.area.activate(self.area.active, focus=True)

    def search_project(self) -> None:
        """Opens the search with what is selected."""
        selection = self.area.active_pane.selection()
        self.bench.show_panel(self.search)
        self.search.begin(selection.text if selection is not None else "")

    def show_review(self) -> None:
        """Opens the list of what was not found."""
        self.bench.show_panel(self.bench.review)

    def toggle_dark(self) -> None:
        """Dark colours, or light ones."""
        self.theme = LIGHT if self.theme.dark else DARK
        state.save_settings({**state.load_settings(), "dark": self.theme.dark})
        self.apply_looks()
        self.refresh()

    def apply_looks(self) -> None:
        """Colours for everything."""
        apply_theme(self.theme)
        self.setStyleSheet(style_sheet(self.theme))
        for part in (self.area, self.claims, self.overlay, self.start):
            part.set_theme(self.theme)

    # --- what the panels tell -------------------------------------------------------------------------------------

    def _show_choice(self) -> None:
        if self.choice.claim in self.choice.graph.claims:
            self.bench.linking.show_linking(*chosen_words(self.choice))
        else:
            self.bench.linking.hide()

    def _enable(self) -> None:
        opened = self._stack.currentWidget() is self.bench and self.projects.open_now is not None
        holds = {
            When.ALWAYS: True,
            When.PROJECT: opened,
            When.WRITABLE: opened and self.can_write(),
            When.DOCUMENT: opened and bool(self.area.active_pane.document_id),
        }
        self.commands.enable(lambda when: holds[when])

    def _restore_geometry(self) -> None:
        kept = state.load_settings().get("geometry")
        if not isinstance(kept, str) or not self.restoreGeometry(
            QByteArray.fromBase64(kept.encode("ascii", "replace"))
        ):
            room = self.screen().availableGeometry()
            self.resize(min(1440, room.width() * 9 // 10), min(900, room.height() * 9 // 10))
            if room.width() < 1500:
                self.setWindowState(Qt.WindowState.WindowMaximized)
        QTimer.singleShot(0, self, self._warm)

    def _warm(self) -> None:
        """After the first paint: the engine's warm parent starts, so that the first page comes quickly."""
        if not self._closed:
            self.bridge.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keeps everything, then lets go of the project, the threads and the engine."""
        if not self._closed:
            self._closed = True
            self.inspector.commit()
            self.projects.keep()
            geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
            state.save_settings({**state.load_settings(), "geometry": geometry})
            self.handover.cancel()
            self.adding.importer.close()
            self.desk.close()
            for holder in self.area.holders():
                for document in holder.pane.documents():
                    holder.pane.close_document(document)
            self.bridge.close()
            self.collector.stop()
        super().closeEvent(event)
