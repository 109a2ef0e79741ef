"""Claims in draft order, as rows for a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.standing import Stands
from annotator.model.things import Link, Passage, Relation, Status
from annotator.ui.plain import escaped_tip
from annotator.ui.review.items import dashed
from annotator.ui.words import RELATION_MARKS, RELATION_WORDS, STATUS_WORDS, count, place_words

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One claim as the list shows it."""

    claim: str
    number: int
    quote: str
    status: Status
    counts: tuple[tuple[Relation, int], ...]
    lost: bool
    search: str
    review: bool = False
    """Whether words of it, or words it rests on, wait for a person's yes."""
    reason: str = ""
    """Why it shows as open, in a few words, or empty."""
    why: str = ""
    """The same as a sentence."""
    asked: int = 0
    """How many queries about it are open."""
    sought: bool = False
    """Whether nobody knows yet where it stands in the version that is shown."""


def rows_of(graph: Graph) -> list[Row]:
    """All claims in draft order."""
    counts: dict[str, dict[Relation, int]] = {}
    for link in graph.links.values():
        mine = counts.setdefault(link.claim, dict.fromkeys(Relation, 0))
        mine[link.relation] += 1
    first: dict[str, tuple[tuple[int, int, int], Place | None, bool]] = {}
    for passage in graph.passages.values():
        if passage.claim:
            key = (1 if passage.lost else 0, passage.place.page, passage.place.start)
            known = first.get(passage.claim)
            if known is None or key < known[0]:
                first[passage.claim] = (key, passage.place, bool(passage.lost))
    rows = []
    waiting = {each.claim for each in graph.passages.values() if dashed(each)}
    waiting |= {each.claim for each in graph.links.values() if _rests_on_waiting(graph, each)}
    asked: dict[str, int] = {}
    for query in graph.queries.values():
        asked[query.claim] = asked.get(query.claim, 0) + (not query.closed)
    for claim in graph.claims.values():
        _, place, lost = first.get(claim.id, ((0, 0, 0), None, True))
        words = place_words(place) if place is not None else ""
        own = counts.get(claim.id, {})
        shown = tuple((relation, own[relation]) for relation in Relation if own.get(relation))
        status = graph.shown_status(claim.id)
        search = f"{claim.number} {words} {STATUS_WORDS[status]} {claim.said_by}".casefold()
        review, short = claim.id in waiting, _in_short(graph, claim.id, lost=lost)
        why = graph.shown_reason(claim.id, named=True)
        sought = lost and any(_is_sought(each) for each in graph.passages_of(claim.id))
        questions = asked.get(claim.id, 0)
        search += " ? query" if questions else ""
        rows.append(
            Row(claim.id, claim.number, words, status, shown, lost, search, review, short, why, questions, sought)
        )
    return rows


def _in_short(graph: Graph, claim: str, *, lost: bool) -> str:
    """Why it shows as open, in the few words there is room for; that it is not found is said anyway."""
    if lost or not graph.shown_reason(claim):
        return ""
    if any(each.waits for each in graph.passages_of(claim)):
        return "its words were edited"
    passages = [graph.passages[link.passage] for link in graph.links_of(claim) if link.passage in graph.passages]
    if not any(each.waits for each in passages):
        return "changed since it was checked"
    return "what it rests on: " + ("not found" if any(each.lost for each in passages) else "edited")


def _is_sought(passage: Passage) -> bool:
    return passage.standing is not None and passage.standing.outcome is Stands.SOUGHT


def _rests_on_waiting(graph: Graph, link: Link) -> bool:
    passage = graph.passages.get(link.passage)
    return passage is not None and dashed(passage)


class ClaimsModel(QAbstractListModel):
    """Rows of one graph, those that match a filter."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: list[Row] = []
        self._rows: list[Row] = []
        self._filter = ""

    @property
    def total(self) -> int:
        """How many claims there are, shown or not."""
        return len(self._all)

    def set_graph(self, graph: Graph) -> None:
        """Shows another graph's claims."""
        self._all = rows_of(graph)
        self._show()

    def set_filter(self, words: str) -> None:
        """Shows only claims in which every word occurs."""
        self._filter = words.casefold()
        self._show()

    def _show(self) -> None:
        wanted = self._filter.split()
        rows = [row for row in self._all if all(word in row.search for word in wanted)]
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row_of(self, claim: str) -> int:
        """The row of a claim, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.claim == claim), -1)

    def row(self, at: int) -> Row | None:
        """One row."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """As many as match the filter."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself for the painter, a sentence for screen readers."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.number}. {row.quote}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            links = [f"{RELATION_WORDS[relation]}: {number}" for relation, number in row.counts] or ["no links"]
            review = ["to review"] if row.review else []
            lost = [summary(row)] if row.lost else []
            lost += [asked_words(row)] if row.asked else []
            return ", ".join([STATUS_WORDS[row.status], *links, *lost, *review, *([row.why] if row.why else [])])
        if role == Qt.ItemDataRole.ToolTipRole:
            return escaped_tip(row.why)
        return None


def summary(row: Row) -> str:
    """The small line below a claim's words: its links, or that it has none."""
    if row.lost:
        return "being sought in this draft" if row.sought else "not found in this draft"
    if not row.counts:
        return "no links"
    return "   ".join(f"{RELATION_MARKS[relation]} {number}" for relation, number in row.counts)


def asked_words(row: Row) -> str:
    """How many queries about a claim are open; empty where none is."""
    return count(row.asked, "open query", "open queries") if row.asked else ""


def total_words(shown: int, total: int) -> str:
    """How many claims there are, with what is counted."""
    return count(total, "claim") if shown == total else f"{shown:,} of {count(total, 'claim')}"
