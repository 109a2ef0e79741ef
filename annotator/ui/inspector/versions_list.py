"""The versions of a document, the last received first: one is current, any can be looked at or made current again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.graph import Graph
from annotator.model.things import Version
from annotator.ui.plain import ElidedLabel, button, label
from annotator.ui.retiring import retire
from annotator.ui.words import count, received_words

FEW = 3
"""Rows that are always shown: the fields below must not be far away."""


class VersionsList(QWidget):
    """A row for each."""

    show_wanted = Signal(str, str)
    current_wanted = Signal(str, str)
    compare_wanted = Signal(str, str)
    """Of a document: the version to be compared with the current one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versions-list")
        self._of = ""
        self._wide = False
        self._rows: list[QWidget] = []
        self._shown: object = None
        self._again: Callable[[], None] = lambda: None
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 4)
        self._inside.setSpacing(2)
        self.heading = label("Versions", self, dim=True)
        self._inside.addWidget(self.heading)
        self.all = button("", self, flat=True, name="versions-all")
        self._all = False
        self.all.clicked.connect(self._show_all)

    def show_versions(self, graph: Graph, document: str, *, read_only: bool) -> None:
        """Shows those of a document, the first few; nothing while there is only one."""
        if document != self._of:
            self._of, self._all = document, False
        versions = versions_of(graph, document)
        current = graph.documents[document].current
        what = (versions, current, read_only, self._all)
        if what == self._shown:
            return
        self._shown = what
        self._again = partial(self.show_versions, graph, document, read_only=read_only)
        self.all.setText(f"All {count(len(versions), 'version')}")
        self.all.setVisible(not self._all and len(versions) > FEW)
        if not self._all:
            versions = [each for at, each in enumerate(versions) if at < FEW or each.id == current]
        self.setVisible(len(versions) > 1)
        for row in self._rows:
            row.hide()
            self._inside.removeWidget(row)
            retire(row)
        self._rows = [self._row(document, each, current, read_only) for each in versions] if len(versions) > 1 else []
        for row in self._rows:
            self._inside.addWidget(row)
        self._inside.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_all(self) -> None:
        self._all = True
        self._again()

    def _row(self, document: str, version: Version, current: str, read_only: bool) -> QWidget:
        row = QWidget(self)
        words = f"{received_words(version)}, {version.format}"
        across = QBoxLayout.Direction.LeftToRight if self._wide else QBoxLayout.Direction.TopToBottom
        outside = QBoxLayout(across, row)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        inside = QHBoxLayout()
        inside.setSpacing(0)
        outside.addWidget(ElidedLabel(f"{words}, current" if version.id == current else words, row), 1)
        outside.addLayout(inside)
        acts = [("Show", self.show_wanted)]
        if version.id != current:
            acts += [("Compare…", self.compare_wanted), ("Make current", self.current_wanted)]
        for title, signal in acts:
            made = button(title, row, flat=True, name=f"version-{title.casefold().rstrip('…').replace(' ', '-')}")
            made.setAccessibleName(f"{title.rstrip('…')}: {words}")
            made.setEnabled(not (read_only and signal is self.current_wanted))
            made.clicked.connect(lambda _=False, told=signal: told.emit(document, version.id))
            inside.addWidget(made)
        inside.addStretch(1)
        return row

    def set_wide(self, wide: bool) -> None:
        """As a drawer, which is wide and low, buttons stand beside the dates."""
        self._wide, self._shown = wide, None
        self._again()


def versions_of(graph: Graph, document: str) -> list[Version]:
    """A document's versions, the last received first."""
    mine = [each for each in graph.versions.values() if each.document == document]
    mine.reverse()
    return sorted(mine, key=lambda each: each.received, reverse=True)
