"""Full text over all documents of the project; a click opens the document and goes there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.ui import calls
from annotator.ui.accessibility import announcer
from annotator.ui.desk import Desk
from annotator.ui.plain import button, label, one_line
from annotator.ui.recognising import without_text
from annotator.ui.search.where import Where
from annotator.ui.words import count, document_name

LIMIT = 100
TYPING_MS = 180
HINT = 'Words, a "phrase", begin* for any word that begins so, -word for pages without it.'
HIT_ROLE = Qt.ItemDataRole.UserRole + 1


class SearchPanel(QWidget):
    """A field and the hits, best first; answers to words typed over meanwhile are thrown away."""

    hit_wanted = Signal(str, int, int, int)
    reading_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._graph = Graph()
        self._asked = 0
        self._entered = False
        self.field = QLineEdit(self)
        self.field.setObjectName("search-field")
        self.field.setPlaceholderText("Search all documents")
        self.field.setAccessibleName("Search all documents")
        self.field.setClearButtonEnabled(True)
        self.where = Where(self)
        self.list = QListWidget(self)
        self.list.setObjectName("search-hits")
        self.list.setAccessibleName("Hits in all documents")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAlternatingRowColors(True)
        self.said = label(HINT, self, wrap=True, dim=True)
        self.read = button("Read them (OCR)", self, flat=True, name="search-read")
        self.read.clicked.connect(self._read_them)
        self.read.hide()
        self._unread: tuple[str, ...] = ()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.setSpacing(4)
        inside.addWidget(self.field)
        inside.addWidget(self.where)
        inside.addWidget(self.said)
        inside.addWidget(self.read, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.list, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.where.chosen.connect(self._ask)
        self.field.returnPressed.connect(self._enter)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)

    def set_graph(self, graph: Graph) -> None:
        """Names documents from another graph."""
        self._graph = graph
        self.where.set_graph(graph)

    def begin(self, words: str = "") -> None:
        """Puts the cursor into the field; with words, looks for them."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if words:
            self.field.setText(one_line(words, 200))
        self.field.selectAll()

    def _typed(self) -> None:
        self._entered = False
        self._typing.start()

    def _enter(self) -> None:
        # The keys go on to the hits of these words, once they are there: those listed now may be of other words.
        self._typing.stop()
        self._entered = True
        self._ask()

    def _ask(self) -> None:
        words = self.field.text().strip()
        self._asked += 1
        asked = self._asked
        if not words:
            self.list.clear()
            self.read.hide()
            self.said.setText(HINT)
            return

        def show(hits: list[dict[str, Any]]) -> None:
            if asked == self._asked:
                self._show(hits)

        def refused(error: Refused) -> None:
            if asked == self._asked:
                self.list.clear()
                self.said.setText(one_line(error.sentence))

        where = self.where.document, self.where.kind
        self._desk.ask(calls.search, words, LIMIT, *where, done=show, failed=refused)

    def _show(self, hits: list[dict[str, Any]]) -> None:
        self.list.clear()
        for hit in hits:
            document = str(hit["document"])
            place = one_line(str(hit["whereabouts"])).replace("p. ", "p.\N{NO-BREAK SPACE}")
            name = document_name(self._graph, document)
            item = QListWidgetItem(f"{name}, {place}\n{one_line(str(hit['snippet']), 240)}")
            item.setData(HIT_ROLE, (document, int(hit["page"]), int(hit["start"]), int(hit["end"])))
            self.list.addItem(item)
        if hits and self._entered and self.field.hasFocus():
            self.list.setFocus()
            self.list.setCurrentRow(0)
        self._entered = False
        self.read.hide()
        if not hits:
            everywhere = self.where.currentIndex() == 0
            among = count(len(self._graph.documents), "document") if everywhere else self.where.currentText()
            self.said.setText(f"No hits in {among}.")
            asked = self._asked
            self._desk.ask(
                without_text, done=lambda unread: self._offer(asked, unread), failed=lambda _: self.read.hide()
            )
        elif len(hits) >= LIMIT:
            self.said.setText(f"The first {count(len(hits), 'hit')}.")
        else:
            self.said.setText(
                f"{count(len(hits), 'hit')} in {count(len({hit['document'] for hit in hits}), 'document')}."
            )
        announcer().announce(self.said, self.said.text())

    def _offer(self, asked: int, unread: tuple[str, ...]) -> None:
        """Where nothing was found, scans without text may be why."""
        if asked == self._asked and unread:
            self._unread = unread
            have = "has" if len(unread) == 1 else "have"
            self.said.setText(f"{self.said.text()} {len(unread):,} {have} no readable text.")
            self.read.setText("Read it (OCR)" if len(unread) == 1 else "Read them (OCR)")
            self.read.show()

    def _read_them(self) -> None:
        self.read.hide()
        self.reading_wanted.emit(self._unread)

    def _go(self, item: QListWidgetItem) -> None:
        document, page, start, end = item.data(HIT_ROLE)
        self.hit_wanted.emit(document, page, start, end)
