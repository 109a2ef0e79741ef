"""The tab of suggestions: passages that may bear on the chosen claim, or any words, with a picture of the current."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.checking.cards import PassagePicture
from annotator.ui.checking.marked_rows import BODY, HEAD, MARKS, MarkedRows
from annotator.ui.checking.matching import matching
from annotator.ui.checking.pictures import Shot
from annotator.ui.plain import button, label, one_line
from annotator.ui.reader.painting import paper_theme
from annotator.ui.search.where import SOURCE_KINDS, Where
from annotator.ui.theme import Theme

NO_CLAIM = "Choose a claim, or type words and press Enter, and passages that may bear on it are sought in the sources."
FIELD = "Find support for these words"
RELATIONS = {Qt.Key.Key_S: "supports", Qt.Key.Key_X: "contradicts", Qt.Key.Key_T: "context"}
AT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage of a source: code points of a page, what it says, where that is for a person."""

    document: str
    page: int
    start: int
    end: int
    text: str
    where: str
    linked: str = ""
    """How it is linked to the claim already, in words; empty where it is not."""

    @property
    def at(self) -> tuple[str, int, int, int]:
        """What tells it from any other."""
        return self.document, self.page, self.start, self.end


class SuggestionsList(QListWidget):
    """S, X and T link the current row, Enter opens its place."""

    link_wanted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that link; the list's own search for letters is not wanted here."""
        relation = RELATIONS.get(Qt.Key(event.key()))
        if relation is not None and not event.modifiers() and not event.isAutoRepeat():
            self.link_wanted.emit(relation)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their words at the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class SuggestionsTab(QWidget):
    """What is listed is the presenter's; links, places and previews are asked for by signals."""

    link_wanted = Signal(str)
    place_wanted = Signal()
    current_changed = Signal()
    words_wanted = Signal(str)
    """These words were entered; none stands for those of the chosen claim."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suggestions-tab")
        self._shown: tuple[Suggestion, ...] = ()
        self._entered = ""
        self.field = QLineEdit(self)
        self.field.setObjectName("suggestions-field")
        self.field.setPlaceholderText("Any words, then Enter")
        self.field.setAccessibleName(FIELD)
        self.field.setClearButtonEnabled(True)
        self.where = Where(self, name="suggestions-where", says="Find support in", kinds=SOURCE_KINDS, drafts=False)
        self.said = label(NO_CLAIM, self, wrap=True, dim=True)
        self.said.setObjectName("suggestions-said")
        self.model = label("", self, wrap=True, dim=True)
        self.model.setObjectName("suggestions-model")
        self.model.hide()
        self.list = SuggestionsList(self)
        self.list.setObjectName("suggestions-list")
        self.list.setAccessibleName("Passages that may bear on the claim")
        self.list.setItemDelegate(MarkedRows(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.picture = PassagePicture(paper_theme(theme, True), "supports", "Picture of the passage")
        self._preview = QScrollArea(self)
        self._preview.setWidget(self.picture)
        self._preview.setWidgetResizable(True)
        self._preview.setFrameShape(QFrame.Shape.NoFrame)
        self._preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._preview.hide()
        names = (("+ Supports (S)", "supports"), ("× Contradicts (X)", "contradicts"), ("• Context (T)", "context"))
        self.links = {name: button(words, self, name=f"suggest-{name}") for words, name in names}
        self.open = button("Open (Enter)", self, flat=True, name="suggest-open", says="Open the place")
        self._lay_out()
        self.field.returnPressed.connect(self._enter)
        self.list.link_wanted.connect(self.link_wanted)
        self.list.itemActivated.connect(lambda _: self.place_wanted.emit())
        self.list.itemDoubleClicked.connect(lambda _: self.place_wanted.emit())
        self.list.currentRowChanged.connect(lambda _: self.current_changed.emit())
        self.open.clicked.connect(self.place_wanted)
        for name, pressed in self.links.items():
            pressed.clicked.connect(lambda _=False, name=name: self.link_wanted.emit(name))
        self.show_suggestions((), "", NO_CLAIM, writable=True)

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        for part in (*self.links.values(), self.open):
            acts.addWidget(part)
        acts.addStretch(1)
        self._head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._head.addWidget(self.field, 3)
        self._head.addWidget(self.where, 1)
        self._direction = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._direction.addWidget(self.list, 3)
        self._direction.addWidget(self._preview, 2)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 6, 8, 6)
        inside.setSpacing(4)
        inside.addLayout(self._head)
        inside.addWidget(self.said)
        inside.addWidget(self.model)
        inside.addLayout(self._direction, 1)
        self._acts = QWidget(self)
        self._acts.setLayout(acts)
        acts.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._acts)

    def set_wide(self, wide: bool) -> None:
        """In the drawer the picture stands beside the list."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._direction.setDirection(across if wide else down)
        self._head.setDirection(across if wide else down)
        for name, pressed in self.links.items():
            sign, _, rest = pressed.text().partition(" ")
            words = f"{sign} {name.capitalize()}" if wide else sign
            pressed.setText(f"{words} ({rest[-2]})")
            pressed.setAccessibleName(f"Link as: {name}")

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self.picture.set_theme(paper_theme(theme, True))
        self.current_changed.emit()

    def _enter(self) -> None:
        # The keys go on to the passages of these words once they are there: those listed now may be of others.
        self._entered = self.field.text()
        self.words_wanted.emit(self._entered.strip())

    def ask(self, words: str) -> None:
        """Has words looked for as if they had been typed."""
        self.put_words(words)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._enter()

    def take_focus(self) -> None:
        """Keys go to the passages, or to the field until some are listed."""
        if not self._shown:
            self._entered = self.field.text()
        (self.list if self._shown else self.field).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_words(self, words: str, *, anew: bool = False) -> None:
        """Shows whose passages are listed; what is being typed stays while they are the same, but not `anew`."""
        shown = one_line(words, 600)
        if anew or shown != self.field.property("shown"):
            self.field.setProperty("shown", shown)
            self.field.setText(shown)
            self.field.setCursorPosition(0)

    def show_suggestions(
        self, found: Sequence[Suggestion], words: str, said: str, *, writable: bool, ended: bool = True
    ) -> None:
        """Lists passages; `words` are those they are for, `said` is the sentence above.

        `ended` says that none are being sought now.
        """
        before = self.current
        self._shown = tuple(found)
        self.said.setText(said)
        self.list.blockSignals(True)
        self.list.clear()
        for one in found:
            text = one_line(one.text)
            item = QListWidgetItem()
            linked = f" ({one.linked})" if one.linked else ""
            item.setData(HEAD, f"{one.where}{linked}")
            item.setData(BODY, text)
            item.setData(MARKS, matching(text, words))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.where}{linked}: {text}")
            self.list.addItem(item)
        self.list.setVisible(bool(found))
        self._acts.setVisible(bool(found))
        self.list.blockSignals(False)
        for pressed in self.links.values():
            pressed.setEnabled(writable)
        # What was chosen stays so where it is listed again, wherever: a key must not link another passage.
        row = next((at for at, one in enumerate(found) if before is not None and one.at == before.at), 0)
        self.list.setCurrentRow(row if found else -1)
        if found and self.field.hasFocus() and self._entered and self._entered == self.field.text():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if ended:
            self._entered = ""
        self.current_changed.emit()

    @property
    def current(self) -> Suggestion | None:
        """The passage that is chosen."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def show_picture(self, shot: Shot | None) -> None:
        """Shows the current passage as it stands on its page."""
        self.picture.show_shot(shot)
        self._preview.setVisible(shot is not None)

    def tell_model(self, sentence: str) -> None:
        """Says why passages are found by their words alone; nothing where they are read for meaning, too."""
        self.model.setText(one_line(sentence))
        self.model.setVisible(bool(sentence))
