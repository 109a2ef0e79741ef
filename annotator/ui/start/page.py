"""The first thing seen: two areas to drop files on, and Open, Recent, Example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.drops import dropped_files
from annotator.ui.plain import button, label, one_line
from annotator.ui.state import Recent
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.model.things import Role

PATH_ROLE = Qt.ItemDataRole.UserRole + 1


class DropArea(QAbstractButton):
    """Files are dropped here; a click asks for them."""

    files_dropped = Signal(list)

    def __init__(self, title: str, about: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 200)
        self.setMaximumHeight(320)
        self._about = about
        self._over = False
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self._theme = theme
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self._over = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing came of it."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hands the files on."""
        self._over = False
        self.update()
        event.acceptProposedAction()
        self.files_dropped.emit(dropped_files(event.mimeData()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame with a few words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self._over or self.hasFocus() or self.underMouse()
        painter.setPen(QPen(self._theme.accent if lively else self._theme.border, 2))
        painter.setBrush(self._theme.fills["supports"] if self._over else self._theme.base)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        if self.hasFocus():  # also under the mouse, which has the same frame
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(5, 5, -5, -5), 7, 7)
        large = QFont(self.font())
        large.setPointSizeF(self.font().pointSizeF() * 1.5)
        large.setBold(True)
        painter.setFont(large)
        painter.setPen(self._theme.text)
        middle = self.rect().center().y()
        painter.drawText(self.rect().adjusted(16, 0, -16, middle - self.height() - 4), _LOW, self.text())
        painter.setFont(self.font())
        painter.setPen(self._theme.muted)
        painter.drawText(self.rect().adjusted(16, middle + 8, -16, 0), _HIGH, self._about)


_LOW = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
_HIGH = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class StartPage(QWidget):
    """Two drops are all it takes."""

    files_dropped = Signal(list, object)
    files_wanted = Signal(object)
    open_wanted = Signal()
    example_wanted = Signal()
    recent_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = DropArea("Drop your draft", "or click to choose a file\nPDF, Word, Markdown, text", theme, self)
        self.draft.setObjectName("drop-draft")
        self.sources = DropArea(
            "Drop what it rests on", "or click to choose files\nmemos, statutes, articles, records", theme, self
        )
        self.sources.setObjectName("drop-sources")
        self.open = button("Open…", self, name="start-open", says="Open a project")
        self.example = button("Example", self, name="start-example", says="Open the example project")
        self.recent_title = label("Recent", self, dim=True)
        self.recent = QListWidget(self)
        self.recent.setObjectName("recent-list")
        self.recent.setAccessibleName("Recent projects")
        self.recent.setMaximumHeight(170)
        self.recent.setMaximumWidth(1000)
        self.saved = label("Everything is saved as it happens, on this computer.", self, dim=True)
        self._lay_out()
        for area, role in ((self.draft, "draft"), (self.sources, "source")):
            area.files_dropped.connect(self._dropped(role))
            area.clicked.connect(self._asked(role))
        self.open.clicked.connect(self.open_wanted)
        self.example.clicked.connect(self.example_wanted)
        self.recent.itemActivated.connect(self._recent)
        self.recent.itemClicked.connect(self._recent)

    def show_recent(self, projects: Sequence[Recent]) -> None:
        """Lists projects opened before."""
        self.recent.clear()
        for project in projects:
            path = Path(project.path)
            # The file's name too: copies of one project bear the same title in the same folder.
            words = (project.title or path.stem, path.name, str(path.parent))
            item = QListWidgetItem("    ".join(one_line(each, 80) for each in words))
            item.setData(PATH_ROLE, project.path)
            self.recent.addItem(item)
        for widget in (self.recent_title, self.recent):
            widget.setVisible(bool(projects))

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self.draft.set_theme(theme)
        self.sources.set_theme(theme)

    def _lay_out(self) -> None:
        areas = QHBoxLayout()
        areas.setSpacing(24)
        areas.addWidget(self.draft)
        areas.addWidget(self.sources)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addWidget(self.example)
        row.addStretch(1)
        row.addWidget(self.saved)
        middle = QVBoxLayout()
        middle.setSpacing(14)
        middle.addStretch(1)
        middle.addLayout(areas, 4)
        middle.addLayout(row)
        middle.addWidget(self.recent_title)
        middle.addWidget(self.recent)
        middle.addStretch(1)
        inside = QHBoxLayout(self)
        inside.addStretch(1)
        inside.addLayout(middle, 8)
        inside.addStretch(1)

    def _dropped(self, role: str) -> Callable[[list[Path]], None]:
        def dropped(files: list[Path]) -> None:
            self.files_dropped.emit(files, _role(role))

        return dropped

    def _asked(self, role: str) -> Callable[[], None]:
        def asked() -> None:
            self.files_wanted.emit(_role(role))

        return asked

    def _recent(self, item: QListWidgetItem) -> None:
        self.recent_wanted.emit(Path(str(item.data(PATH_ROLE))))


def _role(name: str) -> Role:
    from annotator.model.things import Role  # the words of the project are not needed for the first paint

    return Role(name)
