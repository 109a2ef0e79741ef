"""The same as the picture in words: claims, below each what it rests on. For whoever would rather read or hear it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from annotator.model.picture import Column
from annotator.ui.graph.choosing import Drawn
from annotator.ui.history.full import Rows
from annotator.ui.plain import one_line
from annotator.ui.words import RELATION_MARKS, RELATION_WORDS, document_name

ID = Qt.ItemDataRole.UserRole + 1
_LONGEST = 300


class GraphList(Rows):
    """`chosen` tells what a person came to."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            "graph-list", "The graph as a list", ["Claim or relation", "Words", "Where"], [220, 620], parent
        )
        self._by_id: dict[str, QTreeWidgetItem] = {}
        self.setRootIsDecorated(True)
        self.currentItemChanged.connect(self._tell)

    def show_drawn(self, drawn: Drawn, current: str) -> None:
        """Lists what a picture shows; stands at `current`."""
        self.blockSignals(True)
        self.clear()
        self._by_id.clear()
        made, graph = drawn.picture, drawn.graph
        for node in made.column(Column.CLAIMS):
            face = drawn.faces[node.id]
            number = f"Claim {graph.claims[node.id].number}  " if node.id in graph.claims else ""
            row = self._row(node.id, f"{number}{face.small}", face.words, "", face.told)
            self.addTopLevelItem(row)
            for line in made.leaving(node.id):
                passage, says = drawn.faces[line.end], ""
                if line.relation is not None:
                    says = f"{RELATION_MARKS[line.relation]} {RELATION_WORDS[line.relation]}"
                    says += " (only together)" if line.together else ""
                told = f"{says}: {passage.told}"
                document = document_name(graph, graph.passages[line.end].document)
                row.addChild(self._row(line.end, says, passage.words, passage.small or document, told))
        self.expandAll()
        self.blockSignals(False)
        self.choose(current)

    def forget(self) -> None:
        """Nothing of what was listed stays."""
        self.blockSignals(True)
        self.clear()
        self._by_id.clear()
        self.blockSignals(False)

    def choose(self, thing: str) -> None:
        """Stands at a claim or passage, if it is there. Says nothing to anybody."""
        here = self.currentItem()
        if here is not None and here.data(0, ID) == thing:
            return
        self.blockSignals(True)
        if thing in self._by_id:
            self.setCurrentItem(self._by_id[thing])
        self.blockSignals(False)

    def _row(self, thing: str, *words: str) -> QTreeWidgetItem:
        row = QTreeWidgetItem([one_line(part, _LONGEST) for part in words[:3]])
        row.setData(0, ID, thing)
        self._by_id.setdefault(thing, row)
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, one_line(words[3]))
        return row

    def _tell(self, now: QTreeWidgetItem | None, _: QTreeWidgetItem | None) -> None:
        if now is not None:
            self.chosen.emit(str(now.data(0, ID)))
