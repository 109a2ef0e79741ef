"""The full view of the graph: filters, signs, the picture or the same as a list, and what is chosen in whole words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.ui.graph.bar import FilterBar
from annotator.ui.graph.canvas import STEP, GraphCanvas
from annotator.ui.graph.choosing import Drawn, Filters
from annotator.ui.graph.legend import Legend
from annotator.ui.graph.listing import GraphList
from annotator.ui.graph.words import totals
from annotator.ui.history.full import FullView
from annotator.ui.plain import button, label, one_line
from annotator.ui.theme import Theme
from annotator.ui.words import count

EMPTY = (
    "Nothing to draw yet. Select words in the draft and press C: they are a claim. "
    "Then select the supporting words in a source and press S."
)
NONE = "Nothing passes these filters."
NOTHING = "Choose a claim, a passage or a document: what belongs to it stands out."


class GraphView(FullView):
    """`filters_changed`, `chosen` and `opened` (ids) tell what a person did; `export_wanted` asks for the SVG."""

    filters_changed = Signal()
    chosen = Signal(str)
    opened = Signal(str)
    export_wanted = Signal()
    recoloured = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("graph", "The graph", parent)
        self.bar = FilterBar(self)
        self.legend = Legend(self)
        self.canvas = GraphCanvas(theme, self)
        self.list = GraphList(self)
        self.stack = QStackedWidget(self)
        self.empty = label("", self.stack, wrap=True, dim=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setMargin(32)
        for page in (self.canvas, self.list, self.empty):
            self.stack.addWidget(page)
        self.told = label(NOTHING, self, wrap=True)
        self.told.setObjectName("graph-told")
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.open_it = button("Open (Enter)", self, name="graph-open", says="Open what is chosen")
        self.larger = button("Larger", self, name="graph-larger", says="Larger picture")
        self.smaller = button("Smaller", self, name="graph-smaller", says="Smaller picture")
        self.whole = button("Whole graph", self, name="graph-whole")
        self.as_list = button("As a list", self, name="graph-as-list", says="Show the graph as a list")
        self.export = button("Export (SVG)…", self, name="graph-export", says="Export the graph as SVG")
        self._drawn: Drawn | None = None
        self._listed = False
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_chosen("")

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        for part in (self.open_it, self.larger, self.smaller, self.whole, self.as_list):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.export)
        below = QVBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.told)
        below.addLayout(foot)
        self.inside.addWidget(self.bar)
        self.inside.addWidget(self.legend)
        self.inside.addWidget(self.stack, 1)
        self.inside.addLayout(below)

    def _connect(self) -> None:
        canvas = self.canvas
        self.bar.changed.connect(self.filters_changed)
        self.bar.around.toggled.connect(self._turn_around)
        canvas.chosen.connect(self._chosen_here)
        canvas.opened.connect(self.opened)
        self.list.chosen.connect(self._chosen_here)
        self.list.opened.connect(self._open)
        self.open_it.clicked.connect(self._open)
        self.larger.clicked.connect(lambda: self.zoom(1))
        self.smaller.clicked.connect(lambda: self.zoom(-1))
        self.whole.clicked.connect(canvas.whole)
        self.as_list.clicked.connect(self._turn)
        self.export.clicked.connect(self.export_wanted)

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def filters(self) -> Filters:
        """What is asked for."""
        return self.bar.filters

    @property
    def drawn(self) -> Drawn | None:
        """The picture that is shown; None until it is there."""
        return self._drawn

    @property
    def current(self) -> str:
        """The id of what is chosen here; empty where nothing is."""
        return self.canvas.current

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self.canvas.set_theme(theme)
        self.legend.set_theme(theme)

    def set_graph(self, graph: Graph) -> None:
        """Offers what can be asked for of a graph; the picture comes later."""
        self.bar.set_graph(graph)

    def show_drawn(self, drawn: Drawn) -> None:
        """Shows a picture."""
        self._drawn = drawn
        self.canvas.show_drawn(drawn)
        self.list.show_drawn(drawn, self.canvas.current)
        graph, made = drawn.graph, drawn.picture
        something = bool(graph.claims or graph.needs_none)
        self.summary.setText(_summary(graph, drawn) if something else "")
        self.empty.setText(NONE if something else EMPTY)
        for widget in (self.summary, self.bar, self.told):
            widget.setVisible(something)
        self._show_page()
        self.show_chosen(self.canvas.current)
        for part in (self.larger, self.smaller, self.whole, self.as_list):
            part.setEnabled(bool(made.nodes))
        self.export.setEnabled(bool(graph.claims))

    def show_chosen(self, thing: str, *, reveal: bool = True) -> None:
        """Stands at a thing, which was chosen elsewhere."""
        if thing != self.canvas.current:
            self.canvas.choose(thing, reveal=reveal)
        if self._drawn is not None:
            self.list.choose(self.canvas.current)
        item = self.canvas.item_of(self.canvas.current)
        self.told.setText(one_line(item.face.told, 400) if item is not None else NOTHING)
        self.open_it.setEnabled(item is not None)
        self.bar.around.setEnabled(item is not None or self.bar.around.isChecked())

    def zoom(self, by: int) -> None:
        """Larger by so many steps, or smaller."""
        self.canvas.zoom_by(STEP**by)

    def clear(self) -> None:
        """Another project was opened, or none: nothing of it stays."""
        self._drawn = None
        self.bar.reset()
        self.canvas.forget()
        self.list.forget()
        self.empty.setText("")
        self.stack.setCurrentWidget(self.empty)

    def focus_picture(self) -> None:
        """The keys go to the picture, or to what stands in its place."""
        page = self._page()
        instead = self.away if self.bar.isHidden() else self.bar.words
        (instead if page is self.empty else page).setFocus()

    def _page(self) -> QWidget:
        return self.stack.currentWidget() or self.empty

    def _show_page(self) -> None:
        nodes = self._drawn is not None and self._drawn.picture.nodes
        had = self._page().hasFocus()
        self.stack.setCurrentWidget((self.list if self._listed else self.canvas) if nodes else self.empty)
        self.legend.setVisible(bool(nodes) and not self._listed)
        if had:
            self.focus_picture()

    # --- what a person does ------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        self._listed = not self._listed
        self.as_list.setText("As a picture" if self._listed else "As a list")
        self.as_list.setAccessibleName(f"Show the graph {'as a picture' if self._listed else 'as a list'}")
        for part in (self.larger, self.smaller, self.whole):
            part.setEnabled(not self._listed)
        self._show_page()
        self.focus_picture()

    def _turn_around(self, on: bool) -> None:
        self.bar.set_around(self.canvas.current if on else "")
        self.filters_changed.emit()

    def _chosen_here(self, thing: str) -> None:
        self.show_chosen(thing)
        self.chosen.emit(thing)

    def _open(self) -> None:
        if self.canvas.current:
            self.opened.emit(self.canvas.current)

    def changeEvent(self, event: QEvent) -> None:
        """The window went dark or light."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.recoloured.emit()


def _summary(graph: Graph, drawn: Drawn) -> str:
    shown = totals(drawn.picture)
    all_of = count(len(graph.claims), "claim")
    links = count(sum(link.passage in graph.passages for link in graph.links.values()), "link")
    return f"{shown[:1].upper()}{shown[1:]}. The project has {all_of} and {links}."
