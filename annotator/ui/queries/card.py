"""The queries of the chosen claim, above its links."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.things import Query
from annotator.ui.plain import button, label, one_line
from annotator.ui.queries.words import asked, open_first, state
from annotator.ui.retiring import retire


class ClaimQueries(QWidget):
    """A card for each query of a claim, open ones first; nothing where nothing was asked."""

    answer_wanted = Signal(str)
    close_wanted = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Query, ...] = ()
        self._read_only = False
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(6)
        self.cards: list[QFrame] = []
        self.hide()

    def show_claim(self, graph: Graph, claim: str, *, read_only: bool) -> int:
        """Shows what was asked about a claim; how many of it is open."""
        found = tuple(open_first(graph.queries_of(claim)))
        if (found, read_only) != (self._shown, self._read_only):
            self._shown, self._read_only = found, read_only
            for card in self.cards:
                self._inside.removeWidget(card)
                card.hide()
                card.setParent(None)
                retire(card)
            self.cards = [self._card(query) for query in found]
        self.setVisible(bool(found))
        return sum(not query.closed for query in found)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return tuple(each for card in self.cards for each in card.findChildren(QWidget, "query-act"))

    def _card(self, query: Query) -> QFrame:
        card = QFrame(self)
        card.setObjectName("query-card")
        card.setProperty("open", not query.closed)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 6, 8, 6)
        inside.setSpacing(4)
        head = QHBoxLayout()
        about = label(f"? {state(query)}: {asked(query)}", card, wrap=True, dim=query.closed)
        head.addWidget(about, 1)
        words = one_line(query.text, 60)
        acts = [("Answer…", partial(self.answer_wanted.emit, query.id))] if not query.closed else []
        acts.append(("Reopen", partial(self.close_wanted.emit, query.id, False)) if query.closed else
                    ("Close", partial(self.close_wanted.emit, query.id, True)))  # fmt: skip
        for title, act in acts:
            made = button(title, card, flat=True, name="query-act", says=f"{title.rstrip('…')} the query: {words}")
            made.setEnabled(not self._read_only)
            made.clicked.connect(act)
            head.addWidget(made)
        inside.addLayout(head)
        inside.addWidget(label(one_line(query.text, 300), card, wrap=True, dim=query.closed))
        if query.answer.strip():
            when = f" ({query.answered})" if query.answered else ""
            inside.addWidget(label(f"Answer{when}: {one_line(query.answer, 300)}", card, wrap=True, dim=query.closed))
        self._inside.addWidget(card)
        return card
