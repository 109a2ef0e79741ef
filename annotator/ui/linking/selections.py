"""Which words are selected, in the draft and in sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF

from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.things import Role
from annotator.ui.panes.area import PaneArea
from annotator.ui.reader.pane import ReaderPane


@dataclass(frozen=True, slots=True)
class Selected:
    """Words selected in one pane."""

    pane: ReaderPane
    document: str


def selected(area: PaneArea, graph: Graph, role: Role) -> Selected | None:
    """The selection in a document of that role, in the pane used last where several have one."""
    for holder in area.recent():
        document = graph.documents.get(holder.pane.document_id)
        if document is not None and document.role is role and holder.pane.selection() is not None:
            return Selected(holder.pane, document.id)
    return None


def with_place(one: Selected, done: Callable[[Place], None], failed: Callable[[str], None]) -> None:
    """Calls `done` with the place of what is selected, as soon as the pane knows it."""
    one.pane.when_place(done, failed)


def words_rect(pane: ReaderPane) -> QRect:
    """Where the selection is, in coordinates of the pane's viewport; empty where its boxes have not arrived yet."""
    chosen, opened = pane.selection(), pane.canvas.opened
    found = QRectF()
    if chosen is not None and opened is not None:
        for run in chosen.match:
            for rect in pane.canvas.view.rects(run.page, opened.rects(run.page, run.start, run.end)):
                found = found.united(rect)
    return found.toAlignedRect()
