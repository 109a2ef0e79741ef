"""All documents, with how many links rest on each; from here they are opened in any pane."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.things import Role
from annotator.ui.choice import Choice
from annotator.ui.documents.order import agreed, in_order
from annotator.ui.drops import DOCUMENT_MIME, dropped_files
from annotator.ui.picking import selecting_chooses
from annotator.ui.plain import button, escaped_tip, label, one_line
from annotator.ui.words import HANDLING_WORDS, count, document_name

ID_ROLE = Qt.ItemDataRole.UserRole + 1
_INDENT, _DEEPEST = 4 * "\N{NO-BREAK SPACE}", 4
EMPTY = "No documents yet. Drop files here: memos, statutes, articles, whatever the draft rests on."


class DocumentsList(QListWidget):
    """Rows that can be dragged onto a pane."""

    def mimeTypes(self) -> list[str]:
        """A document of this project."""
        return [DOCUMENT_MIME]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """Its id."""
        data = QMimeData()
        if items:
            data.setData(DOCUMENT_MIME, str(items[0].data(ID_ROLE)).encode("ascii"))
        return data


class DocumentsPanel(QWidget):
    """Drop files here to add them; double click opens a document in the source pane, the draft in the draft's."""

    open_wanted = Signal(str, str)
    files_dropped = Signal(list)
    add_wanted = Signal()
    remove_wanted = Signal(str)
    owner_wanted = Signal()
    history_wanted = Signal(str)
    falls_wanted = Signal(str)

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._graph = Graph()
        self.setAcceptDrops(True)
        self.list = DocumentsList(self)
        self.list.setObjectName("documents-list")
        self.list.setAccessibleName("Documents")
        self.list.setDragEnabled(True)
        # One line for the title, cut in its middle, and one for what rests on it: a wrapped title swallowed that.
        self.list.setWordWrap(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.empty = label(EMPTY, self, wrap=True, dim=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setMargin(16)
        self.add = button("Add documents…", self, name="add-documents")
        self.count = label("", self, dim=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.setSpacing(4)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.empty, 1)
        inside.addWidget(self.count)
        inside.addWidget(self.add)
        self.add.clicked.connect(self.add_wanted)
        self.list.itemActivated.connect(lambda item: self.open_wanted.emit(str(item.data(ID_ROLE)), ""))
        self.list.currentItemChanged.connect(self._current)
        selecting_chooses(self.list)
        self.list.itemClicked.connect(self._current)
        self.list.customContextMenuRequested.connect(self._menu)
        self.set_graph(self._graph)

    def set_graph(self, graph: Graph) -> None:
        """Shows another graph's documents: drafts first, then sources by name."""
        self._graph = graph
        kept = self.list.currentItem().data(ID_ROLE) if self.list.currentItem() else ""
        resting: dict[str, int] = {}
        for link in graph.links.values():
            passage = graph.passages.get(link.passage)
            if passage is not None:
                resting[passage.document] = resting.get(passage.document, 0) + 1
        self.list.blockSignals(True)
        self.list.clear()
        ordered = in_order(graph)
        for document, depth in ordered:
            rests = count(resting.get(document.id, 0), "link")
            about = (
                "draft" if document.role is Role.DRAFT else f"{rests} {'rests' if rests == '1 link' else 'rest'} on it"
            )
            indent = _INDENT * min(depth, _DEEPEST)
            # A line for each, so that none is cut away.
            about = f"\n{indent}".join([*(f"[{words}]" for words in agreed(document).split(", ") if words), about])
            name = document_name(graph, document.id)
            item = QListWidgetItem(f"{indent[:-2]}↳ {name}\n{indent}{about}" if depth else f"{name}\n{about}")
            item.setData(ID_ROLE, document.id)
            item.setData(Qt.ItemDataRole.ToolTipRole, escaped_tip(name))
            owner = f", came with '{one_line(graph.documents[document.part_of].name)}'" if depth else ""
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{one_line(document.name)}, {one_line(about)}, {HANDLING_WORDS[document.handling]}{owner}",
            )
            self.list.addItem(item)
            if document.id == kept:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self.empty.setVisible(not ordered)
        self.list.setVisible(bool(ordered))
        self.count.setText(count(len(ordered), "document") if ordered else "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Everywhere in the panel."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files are to be added."""
        files: list[Path] = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def _current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._choice.show_document(str(item.data(ID_ROLE)))

    def _belongs(self, document: str) -> None:
        self._choice.show_document(document)
        self.owner_wanted.emit()

    def _menu(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is None:
            return
        document = str(item.data(ID_ROLE))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open in left pane").triggered.connect(lambda: self.open_wanted.emit(document, "left"))
        menu.addAction("Open in right pane").triggered.connect(lambda: self.open_wanted.emit(document, "right"))
        menu.addSeparator()
        menu.addAction("Details").triggered.connect(lambda: self._choice.show_document(document))
        menu.addAction("Belongs to…").triggered.connect(lambda: self._belongs(document))
        menu.addAction("History").triggered.connect(lambda: self.history_wanted.emit(document))
        known = self._graph.documents.get(document)
        if known is not None and known.role is Role.SOURCE:
            menu.addAction("What falls with it…").triggered.connect(lambda: self.falls_wanted.emit(document))
        menu.addAction("Remove").triggered.connect(lambda: self.remove_wanted.emit(document))
        menu.popup(self.list.viewport().mapToGlobal(at))
