"""The full view that walks the draft sentence by sentence: the draft on the left, what its claims rest on beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from annotator.model.findings import Finding
from annotator.ui.accessibility import READ, announcer
from annotator.ui.bars import ReasonBar
from annotator.ui.checking.cards import PassageCard, flag_label
from annotator.ui.checking.words import gravest_first
from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.history.full import FullView
from annotator.ui.plain import button, label, one_line
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.retiring import retire
from annotator.ui.theme import Theme

DRAFT_SHARE, CARDS_SHARE = 40, 60
NO_CLAIM = (
    "Nothing in this sentence is marked as a claim. Press N if it needs no source; or leave with Esc, select the words"
    " and press C."
)
NO_LINKS = "Nothing is linked to this claim yet. Leave with Esc, select the supporting words in a source and press S."


class WalkView(FullView):
    """Shows one sentence at a time; what is decided is told by signals."""

    checked_wanted = Signal()
    disputed_wanted = Signal()
    none_wanted = Signal()
    query_wanted = Signal()
    step_wanted = Signal(int)
    passage_wanted = Signal(str)
    recoloured = Signal()

    def __init__(self, bridge: EngineBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("walking", "Checking line by line", parent)
        self.pane = ReaderPane(bridge, theme, self)
        self.pane.header.close_button.hide()
        self.pane.tabs.hide()
        self.sentence = label("", self, wrap=True)
        self.sentence.setObjectName("walk-sentence")
        self.sentence.setProperty("heading", True)
        self._cards = QWidget()
        self._column = QVBoxLayout(self._cards)
        self._column.setContentsMargins(8, 6, 8, 6)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setObjectName("walk-cards")
        self.area.setProperty(READ, True)  # before its name, at which its interface is made
        self.area.setAccessibleName("Passages of the sentence")
        self.area.setWidget(self._cards)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reason = ReasonBar(self)
        self.reason.hide()
        self.cards: list[PassageCard] = []
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        right = QWidget(self)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(12, 0, 0, 0)
        beside.addWidget(self.sentence)
        beside.addWidget(self.area, 1)
        self.across = QSplitter(Qt.Orientation.Horizontal, self)
        self.across.setChildrenCollapsible(False)
        self.across.addWidget(self.pane)
        self.across.addWidget(right)
        self.across.setStretchFactor(0, DRAFT_SHARE)
        self.across.setStretchFactor(1, CARDS_SHARE)
        self.across.setSizes([DRAFT_SHARE * 100, CARDS_SHARE * 100])
        self.check = button("Checked, next (V)", self, name="walk-checked", says="Checked, and to the next sentence")
        self.dispute = button("Disputed (D)", self, name="walk-disputed", says="Mark as disputed")
        self.none = button("Needs no source… (N)", self, name="walk-none", says="Needs no source")
        self.ask = button("Query… (Q)", self, name="walk-query", says="Ask about it")
        self.previous = button("Previous (K)", self, flat=True, name="walk-previous", says="Previous sentence")
        self.next = button("Next (J)", self, flat=True, name="walk-next", says="Next sentence")
        foot = QHBoxLayout()
        for part in (self.check, self.dispute, self.none, self.ask):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.previous)
        foot.addWidget(self.next)
        self.inside.addWidget(self.across, 1)
        self.inside.addWidget(self.reason)
        self.inside.addLayout(foot)

    def _connect(self) -> None:
        for pressed, told in (
            (self.check, self.checked_wanted),
            (self.dispute, self.disputed_wanted),
            (self.none, self.none_wanted),
            (self.ask, self.query_wanted),
        ):
            pressed.clicked.connect(told)
        self.previous.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.next.clicked.connect(lambda: self.step_wanted.emit(1))
        self.reason.asking.connect(self.reason.setVisible)
        self.reason.left.connect(self.take_focus)

    def take_focus(self) -> None:
        """Keys go to the cards, where the arrows scroll and the letters decide."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Paints in another theme."""
        self.pane.set_theme(theme)

    def ask_reason(self, words: str, hint: str, act: str) -> None:
        """Asks for a reason in the field above the foot; `act` is what its button says."""
        self.reason.take.setText(act)
        self.reason.take.setAccessibleName(act)
        self.reason.away.setAccessibleName("Cancel: decide nothing")
        self.reason.ask(words, hint)

    def show_sentence(self, number: str, whole: str, words: str) -> None:
        """Says which sentence it is, how it stands, and what it says."""
        self.summary.setText(f"{number}. {whole}.")
        self.sentence.setText(one_line(words, 1_000))
        announcer().announce(self.area, f"{number}: {one_line(words, 400)}")

    def clear(self) -> None:
        """No claims, no cards."""
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                retire(widget)
        self.cards.clear()

    def add_words(self, words: str, *, heading: bool = False) -> QLabel:
        """A line between the cards."""
        made = label(words, self._cards, wrap=True, dim=not heading)
        made.setProperty("heading", heading)
        self._put(made)
        return made

    def add_flags(self, flags: Sequence[Finding]) -> None:
        """Flags that belong to no single card."""
        for one in gravest_first(flags):
            self._put(flag_label(one, self._cards))

    def add_card(self, card: PassageCard) -> None:
        """One more card."""
        self.cards.append(card)
        card.passage_wanted.connect(self.passage_wanted)
        self._put(card)

    def _put(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)

    def enable(self, *, writable: bool, claims: bool, first: bool, last: bool) -> None:
        """What can be done with this sentence."""
        for part in (self.check, self.dispute):
            part.setEnabled(writable and claims)
        for other in (self.none, self.ask):
            other.setEnabled(writable)
        self.previous.setEnabled(not first)
        self.next.setEnabled(not last)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The foot, in order."""
        return self.check, self.dispute, self.none, self.ask, self.previous, self.next

    def changeEvent(self, event: QEvent) -> None:
        """The window went dark or light."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.recoloured.emit()
