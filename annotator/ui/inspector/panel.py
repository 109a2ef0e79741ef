"""The inspector: on the right where there is room, else a drawer below the panes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.ui.calculating.card import ClaimCalculations
from annotator.ui.choice import Choice
from annotator.ui.inspector.claim_details import ClaimDetails
from annotator.ui.inspector.document_details import DocumentDetails
from annotator.ui.inspector.link_card import LinkCard
from annotator.ui.inspector.machine import MachineRead
from annotator.ui.plain import button, in_order, label
from annotator.ui.queries.card import ClaimQueries
from annotator.ui.queries.words import open_words
from annotator.ui.retiring import retire
from annotator.ui.words import count

NO_CLAIM = "Choose a claim to see its links."
NO_LINKS = "Select the supporting words in a source and press S."

_SETTLED = 300
"""Milliseconds after which a new card has its place."""


class Inspector(QWidget):
    """Links of the chosen claim with its details, or the details of a document."""

    edited = Signal(str, str, object)
    remove_wanted = Signal(str)
    passage_wanted = Signal(str)
    claim_wanted = Signal(str)
    document_wanted = Signal(str, str)
    words_wanted = Signal()
    query_wanted = Signal()
    calculation_wanted = Signal()

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self._choice = choice
        self._graph = Graph()
        self._read_only = False
        self._cards: dict[str, LinkCard] = {}
        self.machine = MachineRead(self)
        self._in_sight = self._wanted = ""
        self.title = label("Links", self)
        self.title.setProperty("heading", True)
        self.go = button("Show", self, flat=True, name="show-claim", says="Show the claim in the draft")
        self.query = button("Query…", self, flat=True, name="query-claim", says="Ask something about the claim")
        self.calculate = button(
            "Calculation…", self, flat=True, name="calculate-claim", says="Say how a figure of the claim is worked out"
        )
        self.remove = button("Remove", self, flat=True, name="remove-claim", says="Remove the claim")
        self.empty = label(NO_CLAIM, self, wrap=True, dim=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setMargin(16)
        self.claim = ClaimDetails(self)
        self.document = DocumentDetails(self)
        self.links = QWidget(self)
        self._links_inside = QVBoxLayout(self.links)
        self._links_inside.setContentsMargins(8, 8, 8, 8)
        self._links_inside.setSpacing(6)
        self.queries = ClaimQueries(self.links)
        self._links_inside.addWidget(self.queries)
        self.calculations = ClaimCalculations(self.links)
        self._links_inside.addWidget(self.calculations)
        self.no_links = label(NO_LINKS, self.links, wrap=True, dim=True)
        self._links_inside.addWidget(self.no_links)
        self._links_inside.addStretch(1)
        self._both = QWidget(self)
        self._direction = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._both)
        self._direction.setContentsMargins(0, 0, 0, 0)
        self._direction.setSpacing(0)
        self._direction.addWidget(self.claim)
        self._direction.addWidget(self.links, 1)
        self._stack = QStackedWidget(self)
        self._pages = [_scrolled(self.empty), _scrolled(self._both), _scrolled(self.document)]
        self._pages[1].verticalScrollBar().rangeChanged.connect(self._scroll)
        for page in self._pages:
            self._stack.addWidget(page)
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 10, 2)
        head.addWidget(self.title, 1)
        head.addWidget(self.go)
        head.addWidget(self.query)
        head.addWidget(self.calculate)
        head.addWidget(self.remove)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self._stack, 1)
        self._connect(choice)
        self._show()

    def _connect(self, choice: Choice) -> None:
        self.claim.edited.connect(self.edited)
        self.document.edited.connect(self.edited)
        self.document.remove_wanted.connect(self.remove_wanted)
        self.document.document_wanted.connect(self._lead_to)
        self.document.words_wanted.connect(self.words_wanted)
        self.go.clicked.connect(lambda: self.claim_wanted.emit(choice.claim))
        self.query.clicked.connect(self.query_wanted)
        self.calculate.clicked.connect(self.calculation_wanted)
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(choice.claim))
        self.document.back_wanted.connect(lambda: choice.touch(choice.claim))
        choice.changed.connect(self._show)
        self.machine.told.connect(self._show)

    def set_wide(self, wide: bool) -> None:
        """As a drawer, which is wide and low, details stand beside the links."""
        across = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._direction.setDirection(across)
        self.claim.set_wide(wide)
        self.document.set_wide(wide)
        room = max(380, 34 * self.fontMetrics().averageCharWidth(), self.claim.minimumSizeHint().width())
        self.claim.setMaximumWidth(room if wide else 16777215)

    def set_graph(self, graph: Graph, *, read_only: bool) -> None:
        """Shows another graph."""
        self._graph = graph
        self._read_only = read_only
        self.claim.set_read_only(read_only)
        self._show()

    def _lead_to(self, document: str) -> None:
        self.document_wanted.emit(document, "")
        self._choice.show_document(document)

    def commit(self) -> None:
        """Saves what is being typed anywhere in it."""
        self.claim.commit()
        self.document.commit()
        for card in self._cards.values():
            card.commit()

    def _show(self) -> None:
        document, claim = self._choice.document, self._choice.claim
        for widget in (self.go, self.query, self.calculate, self.remove):
            widget.setVisible(document not in self._graph.documents and claim in self._graph.claims)
        self.remove.setEnabled(not self._read_only)
        self.query.setEnabled(not self._read_only)
        self.calculate.setEnabled(not self._read_only)
        if document in self._graph.documents:
            self.title.setText("Document")
            self.document.show_document(self._graph, document, read_only=self._read_only)
            self._stack.setCurrentIndex(2)
        elif claim in self._graph.claims:
            self._show_links(claim)
            self.claim.show_claim(self._graph, claim)
            self._stack.setCurrentIndex(1)
        else:
            self.title.setText("Links")
            self._stack.setCurrentIndex(0)

    def _show_links(self, claim: str) -> None:
        links = [link for link in self._graph.links_of(claim) if link.passage in self._graph.passages]
        for gone in [known for known in self._cards if known not in {link.id for link in links}]:
            card = self._cards.pop(gone)
            if gone in self._graph.links:
                card.commit()
            card.setParent(None)
            retire(card)
        for at, link in enumerate(links):
            if link.id not in self._cards:
                self._cards[link.id] = self._make_card(link.id, at)
            chosen = self._choice.item == link.id
            self._cards[link.id].show_link(
                self._graph,
                self.machine.words(self._graph.passages[link.passage].place),
                self.machine.whole(self._graph.passages[link.passage].place),
                chosen=chosen,
                alone=len(links) == 1,
                read_only=self._read_only,
            )
        asked = self.queries.show_claim(self._graph, claim, read_only=self._read_only)
        self.calculations.show_claim(self._graph, claim, read_only=self._read_only)
        stops = (stop for link in links for stop in self._cards[link.id].stops)
        in_order(*self.claim.stops, *self.queries.stops, *self.calculations.stops, *stops)
        self._bring_into_sight(self._choice.item)
        self.no_links.setVisible(not links)
        number = self._graph.claims[claim].number
        more = f", {open_words(asked)}" if asked else ""
        self.title.setText(f"Claim {number}: {count(len(links), 'link') if links else 'no links'}{more}")

    def _bring_into_sight(self, item: str) -> None:
        """Scrolls to the link that was just chosen or made; a card stays where it is while it stays chosen."""
        if item == self._in_sight:
            return
        self._in_sight, self._wanted = item, ""
        card = self._cards.get(item)
        if card is not None:
            # A new card has its place only after the layout's turns, and the bar its range only after these.
            self._wanted = item
            QTimer.singleShot(0, card, self._scroll)
            QTimer.singleShot(_SETTLED, card, self._stop_scrolling)

    def _scroll(self) -> None:
        card = self._cards.get(self._wanted)
        if card is not None:
            self._pages[1].ensureWidgetVisible(card, 0, 4)

    def _stop_scrolling(self) -> None:
        self._scroll()
        self._wanted = ""

    def _make_card(self, link: str, at: int) -> LinkCard:
        card = LinkCard(link, self.links)
        self._links_inside.insertWidget(at + 2, card)  # below queries and calculations
        card.edited.connect(self.edited)
        card.remove_wanted.connect(self.remove_wanted)
        card.passage_wanted.connect(self.passage_wanted)
        card.touched.connect(self._choice.touch)
        return card


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys, and is scrolled to
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
