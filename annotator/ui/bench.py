"""The layout of an open project: sidebar, panes, inspector on the right or as a drawer below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from annotator.ui.bars import LinkingBar, ReasonBar
from annotator.ui.claims.panel import ClaimsPanel
from annotator.ui.documents.panel import DocumentsPanel
from annotator.ui.inspector.tabs import InspectorTabs
from annotator.ui.panes.area import PaneArea
from annotator.ui.review.card import ReviewCard
from annotator.ui.review.panel import ReviewPanel
from annotator.ui.search.panel import SearchPanel
from annotator.ui.theme import LIGHT, Theme

SIDEBAR, INSPECTOR, DRAWER = 240, 300, 230
WIDE = 1600
"""From this width on, the inspector stands on the right."""


class Bench(QWidget):
    """Three tabs on the left and one more while something is to be reviewed."""

    panels_toggled = Signal()
    review_shown = Signal(bool)

    def __init__(
        self,
        area: PaneArea,
        claims: ClaimsPanel,
        documents: DocumentsPanel,
        search: SearchPanel,
        inspector: InspectorTabs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.area, self.claims, self.documents, self.search, self.inspector = area, claims, documents, search, inspector
        self.linking = LinkingBar()
        self.reason = ReasonBar()
        # One behind the other, in room that is always theirs: pages must not move when one of them comes.
        self._strip = QStackedWidget(self)
        self._strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._strip.addWidget(self.linking)
        self._strip.addWidget(self.reason)
        self.reason.asking.connect(self._strip.setCurrentIndex)
        self.review = ReviewPanel(self)
        self.review.hide()
        self.card = ReviewCard(LIGHT, self)
        self.card.hide()
        self._panel_before: QWidget = claims
        self._gave_way = False
        self.sidebar = QTabWidget(self)
        self.sidebar.setObjectName("sidebar")
        self.sidebar.setAccessibleName("Side panels")
        self.sidebar.setDocumentMode(True)
        for panel, title in ((claims, "Claims"), (documents, "Documents"), (search, "Search")):
            self.sidebar.addTab(panel, title)
        self.sidebar.setUsesScrollButtons(True)
        self._middle = QWidget(self)
        inside = QVBoxLayout(self._middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._strip)
        inside.addWidget(area, 1)
        inside.addWidget(self.card)
        self._upright = QSplitter(Qt.Orientation.Vertical, self)
        self._upright.setChildrenCollapsible(False)
        self._upright.addWidget(self._middle)
        self._upright.addWidget(inspector)
        self._across = QSplitter(Qt.Orientation.Horizontal, self)
        self._across.setChildrenCollapsible(False)
        self._across.addWidget(self.sidebar)
        self._across.addWidget(self._upright)
        self._across.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._across)
        self.sidebar.currentChanged.connect(lambda _: self._follow_review())
        self._wide: bool | None = None
        self._sidebar_width, self._inspector_width, self._drawer_height = SIDEBAR, INSPECTOR, DRAWER

    @property
    def wide(self) -> bool:
        """Whether the inspector stands on the right."""
        return bool(self._wide)

    @property
    def reviewing(self) -> bool:
        """Whether old and new wording are shown below the pages."""
        return not self.card.isHidden()

    @property
    def inspector_wanted(self) -> bool:
        """Whether links and details are shown, or only make room for the review."""
        return self._gave_way or not self.inspector.isHidden()

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self.card.set_theme(theme)
        self.inspector.set_theme(theme)

    def toggle_sidebar(self) -> None:
        """Shows or hides the sidebar."""
        self.sidebar.setVisible(self.sidebar.isHidden())
        self._follow_review()
        self.panels_toggled.emit()

    def toggle_inspector(self) -> None:
        """Shows or hides links and details."""
        self.inspector.setVisible(self.inspector.isHidden())
        self._gave_way = False
        self.panels_toggled.emit()

    def show_panel(self, panel: QWidget) -> None:
        """Brings a panel of the sidebar forward."""
        self.sidebar.show()
        self.sidebar.setCurrentWidget(panel)
        self._follow_review()
        self.panels_toggled.emit()

    def leave_review(self) -> None:
        """Shows the panel that was there before; the tab stays."""
        self.sidebar.setCurrentWidget(self._panel_before)
        self._follow_review()

    def _follow_review(self) -> None:
        """Wordings stand below the pages while the list is in front; a narrow window has no room for both drawers."""
        current = self.sidebar.currentWidget()
        shown = current is self.review and not self.sidebar.isHidden()
        if current is not None and current is not self.review:
            self._panel_before = current
        if shown == self.reviewing:
            return
        if shown and not self.wide and not self.inspector.isHidden():
            self._gave_way = True
            self.inspector.hide()
        elif not shown and self._gave_way:
            self._gave_way = False
            self.inspector.show()
        self.card.setVisible(shown)
        self.review_shown.emit(shown)

    def show_review_count(self, number: int) -> None:
        """Has the tab Review as long as something is to be reviewed."""
        at = self.sidebar.indexOf(self.review)
        if number and at < 0:
            at = self.sidebar.addTab(self.review, "")
        if number:
            self.sidebar.setTabText(at, f"Review ({number:,})")
        elif at >= 0:
            if self.sidebar.currentIndex() == at:
                self.leave_review()
            self.sidebar.removeTab(at)
            self.review.hide()
        # All tabs in sight at once, unless text is very large: one that has scrolled away is looked for in vain.
        needed = min(
            self.sidebar.tabBar().sizeHint().width(), self.width() * 3 // 10
        )  # where text is large they scroll
        self.sidebar.setMinimumWidth(needed if number else 0)

    def sizes(self) -> dict[str, list[int]]:
        """What to keep: widths and heights."""
        self._note_sizes()
        return {
            "sidebar": [self._sidebar_width],
            "inspector": [self._inspector_width],
            "drawer": [self._drawer_height],
            "panes": self.area.sizes(),
        }

    def set_sizes(self, sizes: dict[str, list[int]]) -> None:
        """Puts widths and heights back."""
        self._sidebar_width = max(160, sizes.get("sidebar", [SIDEBAR])[0])
        self._inspector_width = max(200, sizes.get("inspector", [INSPECTOR])[0])
        self._drawer_height = max(90, sizes.get("drawer", [DRAWER])[0])
        self._apply_sizes()
        self.area.set_sizes(sizes.get("panes", []))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The inspector goes where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        if wide != self._wide:
            if self._wide is not None:
                self._note_sizes()
            self._wide = wide
            shown = not self.inspector.isHidden()
            (self._across if wide else self._upright).addWidget(self.inspector)
            self.inspector.set_wide(not wide)
            self.inspector.setVisible(shown)
            self._apply_sizes()

    def _note_sizes(self) -> None:
        across, upright = self._across.sizes(), self._upright.sizes()
        if not self.sidebar.isHidden() and across[0] > 0:
            self._sidebar_width = across[0]
        if not self.inspector.isHidden():
            if self._wide and len(across) > 2 and across[2] > 0:
                self._inspector_width = across[2]
            elif not self._wide and len(upright) > 1 and upright[1] > 0:
                self._drawer_height = upright[1]

    def _apply_sizes(self) -> None:
        left = self._sidebar_width
        if self._wide:
            middle = self.width() - left - self._inspector_width - 2 * self._across.handleWidth()
            self._across.setSizes([left, middle, self._inspector_width])
        else:
            self._across.setSizes([left, self.width() - left - self._across.handleWidth()])
            self._upright.setSizes([self.height() - self._drawer_height, self._drawer_height])
