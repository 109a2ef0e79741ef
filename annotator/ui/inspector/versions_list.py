"""The versions of a document, the last received first: one is current, any can be looked at or made current again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.things import Version
from annotator.ui.plain import button, label
from annotator.ui.retiring import retire
from annotator.ui.words import version_words


class VersionsList(QWidget):
    """A row for each."""

    show_wanted = Signal(str, str)
    current_wanted = Signal(str, str)
    compare_wanted = Signal(str, str)
    """Of a document: the version to be compared with the current one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versions-list")
        self.can_compare = False
        """Whether something compares versions."""
        self._rows: list[QWidget] = []
        self._shown: object = None
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 4, 0, 0)
        self._inside.setSpacing(2)
        self.heading = label("Versions", self, dim=True)
        self._inside.addWidget(self.heading)

    def show_versions(self, graph: Graph, document: str, *, read_only: bool) -> None:
        """Shows those of a document; nothing while there is only one."""
        versions = versions_of(graph, document)
        current = graph.documents[document].current
        what = (versions, current, read_only, self.can_compare)
        if what == self._shown:
            return
        self._shown = what
        self.setVisible(len(versions) > 1)
        for row in self._rows:
            row.hide()
            self._inside.removeWidget(row)
            retire(row)
        self._rows = [self._row(document, each, current, read_only) for each in versions] if len(versions) > 1 else []
        for row in self._rows:
            self._inside.addWidget(row)

    def _row(self, document: str, version: Version, current: str, read_only: bool) -> QWidget:
        row = QWidget(self)
        words = f"{version_words(version)}, {version.format}"
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(label(f"{words}, current" if version.id == current else words, row), 1)
        acts = [("Show", self.show_wanted)]
        if version.id != current:
            acts += [("Compare…", self.compare_wanted)] if self.can_compare else []
            acts += [("Make current", self.current_wanted)]
        for title, signal in acts:
            made = button(title, row, flat=True, name=f"version-{title.casefold().rstrip('…').replace(' ', '-')}")
            made.setAccessibleName(f"{title.rstrip('…')}: {words}")
            made.setEnabled(not (read_only and signal is self.current_wanted))
            made.clicked.connect(lambda _=False, told=signal: told.emit(document, version.id))
            inside.addWidget(made)
        return row


def versions_of(graph: Graph, document: str) -> list[Version]:
    """A document's versions, the last received first."""
    mine = [each for each in graph.versions.values() if each.document == document]
    mine.reverse()
    return sorted(mine, key=lambda each: each.received, reverse=True)
