"""Which provision of a statute she stands in, shown in each pane's header: at the caret, else at the first words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.panes.area import PaneArea
from annotator.ui.panes.holder import PaneHolder

if TYPE_CHECKING:
    from annotator.anchoring.provisions import Provisions
    from annotator.operations.workspace import Workspace
    from annotator.ui.desk import Desk

_MOST = 24
"""Texts whose provisions are kept."""


class ProvisionsShown(QObject):
    """Provisions are read once for each text, in the desk's thread; looking one up is a step of a binary search."""

    def __init__(self, desk: Desk, area: PaneArea, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: dict[str, Provisions | None] = {}
        area.pane_added.connect(self._watch)
        for holder in area.holders():
            self._watch(holder)

    def _watch(self, holder: PaneHolder) -> None:
        pane = holder.pane
        pane.document_shown.connect(lambda _: self._ask(holder))
        for signal in (pane.canvas.moved, pane.canvas.text_changed):
            signal.connect(self._shower(holder))

    def _shower(self, holder: PaneHolder) -> Callable[[], None]:
        return lambda: self._show(holder)

    def _ask(self, holder: PaneHolder) -> None:
        opened = holder.pane.canvas.opened
        extraction = opened.shown.sha256 if opened else ""
        self._show(holder)
        if not extraction or extraction in self._known:
            return
        while len(self._known) >= _MOST:
            self._known.pop(next(iter(self._known)))
        self._known[extraction] = None

        def read(found: Provisions | None) -> None:
            self._known[extraction] = found
            now = holder.pane.canvas.opened
            if now is not None and now.shown.sha256 == extraction:
                self._show(holder)

        self._desk.ask(_read, extraction, done=read, failed=lambda _: None)

    def _show(self, holder: PaneHolder) -> None:
        canvas = holder.pane.canvas
        found = self._known.get(canvas.opened.shown.sha256) if canvas.opened else None
        words = ""
        if found is not None and canvas.opened is not None:
            head = canvas.opened.selecting.head
            spot = head if head is not None and head[0] in canvas.view.visible else canvas.first_spot()
            provision = found.at(*spot) if spot else None
            words = str(provision) if provision else ""
        holder.pane.header.show_provision(words)


def _read(ws: Workspace, extraction: str) -> Provisions | None:
    from annotator.operations.provisions import provisions

    return provisions(ws, extraction)
