"""Between the window and the picture of its graph: drawn in the desk's thread, in step with what is chosen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from annotator.model.errors import Refused
    from annotator.ui.graph.choosing import Drawn, Filters
    from annotator.ui.graph.view import GraphView
    from annotator.ui.window import MainWindow


class Picturing(QObject):
    """The view is made when it is first wanted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._view: GraphView | None = None
        self._asked = 0
        self._moving = False
        window.desk.opened.connect(lambda _: self._forget())
        window.desk.graph_changed.connect(lambda *_: self._refresh())
        window.flags.changed.connect(self._refresh_flags)
        window.choice.changed.connect(self._follow)

    @property
    def view(self) -> GraphView:
        """The full view."""
        if self._view is None:
            from annotator.ui.graph.view import GraphView

            window = self._window
            self._view = view = GraphView(window.theme)
            view.left.connect(self.leave)
            view.undo_wanted.connect(window.linker.undo)
            view.redo_wanted.connect(window.linker.redo)
            view.filters_changed.connect(self._draw)
            view.chosen.connect(self._choose)
            view.opened.connect(self.open)
            view.export_wanted.connect(lambda: window.handover.ask_export("svg"))
            view.recoloured.connect(lambda: view.set_theme(window.theme))
        return self._view

    @property
    def active(self) -> bool:
        """Whether the picture is in sight."""
        return self._view is not None and self._view.isVisible()

    def show(self) -> None:
        """Shows the picture in place of the panes."""
        view = self.view
        self._window.show_page(full=view)
        self._refresh()
        view.focus_picture()

    def leave(self) -> None:
        """Back to the panes."""
        self._asked += 1
        self._window.show_page()
        self._window.focus_reader()

    def open(self, thing: str) -> None:
        """Opens a claim's words, a passage or a document in the panes."""
        window = self._window
        graph = window.choice.graph
        self._choose(thing)
        self.leave()
        if thing in graph.claims:
            window.navigator.show_claim(thing, focus=True)
            if all(passage.lost for passage in graph.passages_of(thing)):
                window.say("The claim's words were not found in the version that is shown. See Not found.")
        elif thing in graph.passages:
            window.navigator.show_passage(thing)
        elif thing in graph.needs_none:
            window.navigator.show_place(graph.needs_none[thing].document, graph.needs_none[thing].place)
        elif thing in graph.documents:
            window.opener.open(thing, None, lambda holder: window.area.activate(holder, focus=True))

    # --- drawing ---------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._asked += 1
        if self._view is not None:
            self._view.clear()

    def _refresh(self) -> None:
        if self.active:
            self.view.set_graph(self._window.choice.graph)
            self._draw()

    def _refresh_flags(self) -> None:
        if self.active and not self._window.flags.busy:
            self._draw()

    def _draw(self) -> None:
        """The newest wish counts; the picture before stays until the next is there."""
        if not self.active:
            return
        self._asked += 1
        asked, window = self._asked, self._window
        graph, filters = window.choice.graph, self.view.filters
        flags = Counter(one.claim for one in window.flags.of() if one.claim in graph.claims)

        def drawn(made: Drawn) -> None:
            if asked == self._asked and self.active:
                first = self.view.drawn is None
                self.view.show_drawn(made)
                self._follow()
                if first:
                    self.view.focus_picture()

        def failed(error: Refused) -> None:
            window.say(error.sentence)

        window.desk.run(lambda: _made(graph, filters, flags), done=drawn, failed=failed)

    # --- what is chosen --------------------------------------------------------------------------------------------

    def _choose(self, thing: str) -> None:
        """What was chosen in the picture is chosen in the window; where nothing is, the window keeps its own."""
        choice = self._window.choice
        if not thing:
            return
        self._moving = True
        if thing in choice.graph.documents:
            choice.show_document(thing)
        elif thing in choice.graph.claims:
            choice.choose(thing)
        else:
            self._window.acting.activated(thing)
        self._moving = False

    def _follow(self) -> None:
        """What is chosen elsewhere is chosen in the picture."""
        if self.active and not self._moving and self.view.drawn is not None:
            thing = self._chosen()
            if thing and self.view.drawn.picture.has(thing):
                self.view.show_chosen(thing)

    def _chosen(self) -> str:
        choice = self._window.choice
        if choice.document:
            return choice.document
        if choice.item in choice.graph.links and choice.item != choice.claim:
            return choice.graph.links[choice.item].passage
        return choice.claim or choice.item


def _made(graph: object, filters: Filters, flags: Counter[str]) -> Drawn:
    from annotator.model.graph import Graph
    from annotator.ui.graph import choosing

    assert isinstance(graph, Graph)
    return choosing.draw(graph, filters, flags)
