"""The full view of all queries: open ones first, a filter, and what can be done with the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QTreeWidgetItem, QWidget

from annotator.model.graph import Graph
from annotator.model.things import Query
from annotator.ui.history.full import FullView, Rows
from annotator.ui.plain import button, label, one_line
from annotator.ui.queries.words import asked, kind, open_first, open_words, state
from annotator.ui.words import claim_quote, count

EMPTY = "No queries yet. Choose a claim, or select words in the draft, and press Q."
ID = Qt.ItemDataRole.UserRole + 1


class QueriesView(FullView):
    """Rows above, the chosen one whole below them."""

    answer_wanted = Signal(str)
    change_wanted = Signal(str)
    close_wanted = Signal(str, bool)
    remove_wanted = Signal(str)
    claim_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("queries", "Queries", parent)
        self._graph = Graph()
        self._writable = True
        self.filter = QLineEdit(self)
        self.filter.setObjectName("queries-filter")
        self.filter.setPlaceholderText("Filter: a person, a claim's number, words")
        self.filter.setAccessibleName("Filter queries")
        self.filter.setClearButtonEnabled(True)
        self.only = QCheckBox("Only open ones", self)
        headers = ["State", "Claim", "Query", "To or by", "Kind", "Asked", "Answer"]
        self.rows = Rows("queries-rows", "Queries", headers, [110, 60, 400, 160, 110, 100], self)
        self.whole = label("", self, wrap=True)
        self.whole.setObjectName("query-whole")
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.answer = button("Answer… (Enter)", self, name="query-answer", says="Answer the query")
        self.close_it = button("Close the query", self, name="query-close")
        self.change = button("Change…", self, name="query-change", says="Change the query")
        self.show_it = button("Show the claim", self, name="query-show")
        self.remove = button("Remove (Del)", self, name="query-remove", says="Remove the query")
        row = QHBoxLayout()
        row.addWidget(self.filter, 1)
        row.addWidget(self.only)
        foot = QHBoxLayout()
        for part in (self.answer, self.close_it, self.change, self.show_it, self.remove):
            foot.addWidget(part)
        foot.addStretch(1)
        self.inside.addLayout(row)
        self.inside.addWidget(self.rows, 1)
        self.inside.addWidget(self.whole)
        self.inside.addLayout(foot)
        self._connect()

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _: self._list())
        self.only.toggled.connect(lambda _: self._list())
        self.rows.currentItemChanged.connect(lambda *_: self._tell())
        self.rows.opened.connect(lambda: self._with(self.answer_wanted.emit))
        self.rows.delete_wanted.connect(lambda: self._with(self.remove_wanted.emit))
        self.answer.clicked.connect(lambda: self._with(self.answer_wanted.emit))
        self.change.clicked.connect(lambda: self._with(self.change_wanted.emit))
        self.remove.clicked.connect(lambda: self._with(self.remove_wanted.emit))
        self.close_it.clicked.connect(self._turn)
        self.show_it.clicked.connect(self._lead)

    @property
    def current(self) -> Query | None:
        """The query that is chosen."""
        item = self.rows.currentItem()
        return self._graph.queries.get(str(item.data(0, ID))) if item is not None else None

    def set_graph(self, graph: Graph, *, writable: bool) -> None:
        """Shows another graph's queries; the chosen one stays chosen."""
        self._graph, self._writable = graph, writable
        self._list()

    def choose(self, query: str) -> None:
        """Goes to a query."""
        for at in range(self.rows.topLevelItemCount()):
            item = self.rows.topLevelItem(at)
            if item is not None and item.data(0, ID) == query:
                self.rows.setCurrentItem(item)

    def _list(self) -> None:
        graph, before = self._graph, self.current
        at = self.rows.currentIndex().row()
        words = self.filter.text().casefold().split()
        every = open_first(query for query in graph.queries.values() if query.claim in graph.claims)
        still = sum(not query.closed for query in every)
        self.rows.blockSignals(True)
        self.rows.clear()
        for query in every:
            item = _row(graph, query)
            told = " ".join([query.text, query.answer, *(item.text(column) for column in range(7))]).casefold()
            if all(word in told for word in words) and not (self.only.isChecked() and query.closed):
                self.rows.addTopLevelItem(item)
        shown = self.rows.topLevelItemCount()
        if shown:
            self.rows.setCurrentIndex(self.rows.model().index(min(max(at, 0), shown - 1), 0))
        if before is not None:
            self.choose(before.id)
        self.rows.blockSignals(False)
        some = f" {count(shown, 'query', 'queries')} shown." if shown != len(every) else ""
        told = f"{open_words(still)}, {len(every) - still:,} closed.{some}"
        self.summary.setText(told if every else EMPTY)
        self._tell()

    def _tell(self) -> None:
        query, writable = self.current, self._writable
        for part in (self.answer, self.close_it, self.change, self.remove):
            part.setEnabled(query is not None and writable)
        self.show_it.setEnabled(query is not None)
        self.close_it.setText("Reopen the query" if query and query.closed else "Close the query")
        if query is None:
            self.whole.setText("")
            return
        number = self._graph.claims[query.claim].number
        parts = [f"Claim {number}: “{claim_quote(self._graph, query.claim, 220)}”", f"{asked(query)}:", query.text]
        if query.answer.strip():
            when = f", {query.answered}" if query.answered else ""
            parts.append(f"Answer{when}: {query.answer}")
        self.whole.setText("\n".join(parts))

    def _with(self, act: object) -> None:
        query = self.current
        if query is not None and self._writable and callable(act):
            act(query.id)

    def _turn(self) -> None:
        self.rows.setFocus()
        query = self.current
        if query is not None:
            self.close_wanted.emit(query.id, not query.closed)

    def _lead(self) -> None:
        query = self.current
        if query is not None:
            self.claim_wanted.emit(query.claim)


def _row(graph: Graph, query: Query) -> QTreeWidgetItem:
    number = str(graph.claims[query.claim].number)
    words = [
        state(query),
        number,
        one_line(query.text, 200),
        one_line(query.whom, 60),
        kind(query),
        query.asked,
        one_line(query.answer, 200),
    ]
    item = QTreeWidgetItem(words)
    item.setData(0, ID, query.id)
    says = f"{state(query)}, claim {number}, {one_line(query.text, 200)}, {asked(query)}"
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, says)
    return item
