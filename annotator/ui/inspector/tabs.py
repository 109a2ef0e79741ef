"""The inspector's tabs: links and details, suggestions, flags."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from annotator.ui.checking.flags_tab import FlagsTab
from annotator.ui.checking.suggestions_tab import SuggestionsTab
from annotator.ui.inspector.panel import Inspector
from annotator.ui.theme import LIGHT, Theme


class InspectorTabs(QTabWidget):
    """On the right where there is room, else a drawer below the panes."""

    shown = Signal()
    """Another tab is in front, or the whole came into sight."""

    def __init__(self, links: Inspector, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector-tabs")
        self.setAccessibleName("Links, suggestions, flags")
        self.setDocumentMode(True)
        self.links = links
        self.suggestions = SuggestionsTab(theme)
        self.flags = FlagsTab()
        for panel, title in ((links, "Links"), (self.suggestions, "Suggestions"), (self.flags, "Flags")):
            self.addTab(panel, title)
        self.currentChanged.connect(lambda _: self.shown.emit())

    def showEvent(self, event: QShowEvent) -> None:
        """It came into sight."""
        super().showEvent(event)
        self.shown.emit()

    def set_wide(self, wide: bool) -> None:
        """As a drawer, which is wide and low."""
        for panel in (self.links, self.suggestions, self.flags):
            panel.set_wide(wide)

    def show_flags(self, number: int) -> None:
        """How many flags there are, in the tab's title."""
        self.setTabText(2, f"Flags ({number:,})" if number else "Flags")

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self.suggestions.set_theme(theme)
