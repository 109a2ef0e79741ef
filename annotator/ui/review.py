"""What was not found in a new version: listed, to be placed again by hand or let go."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.ui.plain import button, label, one_line
from annotator.ui.words import count, document_name, place_words

ID_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Missing:
    """A passage, or a mark 'needs no source', that has no place in the version that is shown."""

    thing: str
    document: str
    place: Place
    about: str


def missing_in(graph: Graph) -> list[Missing]:
    """All of them, in the order they stood in."""
    found = []
    for passage in graph.passages.values():
        if passage.lost and (passage.claim in graph.claims or graph.links_to(passage.id)):
            number = graph.claims[passage.claim].number if passage.claim in graph.claims else 0
            about = f"Claim {number}" if number else "Linked passage"
            found.append(Missing(passage.id, passage.document, passage.place, about))
    for mark in graph.needs_none.values():
        document = graph.documents.get(mark.document)
        version = graph.versions.get(document.current) if document else None
        if version is not None and mark.place.version != version.sha256:
            found.append(Missing(mark.id, mark.document, mark.place, "Needs no source"))
    return sorted(found, key=lambda each: (each.document, each.place.page, each.place.start))


class ReviewPanel(QWidget):
    """Select the words where it belongs, press 'Place here'."""

    place_wanted = Signal(str, str)
    let_go_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._missing: list[Missing] = []
        self.how = label("", self, wrap=True)
        self.list = QListWidget(self)
        self.list.setObjectName("not-found-list")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.place = button("Place here", self, name="place-here")
        self.let_go = button("Let go", self, name="let-go")
        row = QHBoxLayout()
        row.addWidget(self.place)
        row.addWidget(self.let_go)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.addWidget(self.how)
        inside.addWidget(self.list, 1)
        inside.addLayout(row)
        self.place.clicked.connect(self._place)
        self.let_go.clicked.connect(self._let_go)

    def set_graph(self, graph: Graph) -> int:
        """Shows what a graph misses; how many."""
        missing = missing_in(graph)
        if missing != self._missing:
            row = max(0, self.list.currentRow())
            self._missing = missing
            self.list.clear()
            for each in missing:
                words = f"{each.about}, was on {one_line(each.place.whereabouts)}"
                item = QListWidgetItem(
                    f"{words} of {document_name(graph, each.document)}\n“{place_words(each.place, 160)}”"
                )
                item.setData(ID_ROLE, each.thing)
                self.list.addItem(item)
            self.list.setCurrentRow(min(row, len(missing) - 1))
        self.how.setText(
            f"{count(len(missing), 'passage')} not found. Select the words where it stands now, then press Place here."
        )
        return len(missing)

    def _place(self) -> None:
        if missing := self._current():
            self.place_wanted.emit(missing.thing, missing.document)

    def _let_go(self) -> None:
        if missing := self._current():
            self.let_go_wanted.emit(missing.thing)

    def _current(self) -> Missing | None:
        row = self.list.currentRow()
        return self._missing[row] if 0 <= row < len(self._missing) else None
