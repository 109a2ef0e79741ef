"""For whom, what goes, what stays: chosen and seen before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model.things import Handling
from annotator.ui.accessibility import announcer
from annotator.ui.handing.wanted import Wanted
from annotator.ui.inspector.fields import ChoiceField
from annotator.ui.plain import ElidedLabel, button, label, one_line
from annotator.ui.retiring import retire
from annotator.ui.words import HANDLING_WORDS, count

if TYPE_CHECKING:
    from annotator.operations.outlook import Outlook

READERS = (
    ("editor", "Editor", "The page, annotated copies, the draft with comments, the originals."),
    ("lawyer", "Lawyer", "The same, with all that is needed to verify it."),
    ("public", "Public", "Only what may be published: no notes, no originals, the clean draft."),
    ("archive", "Archive", "Everything, with metadata for programs."),
)
ZIP = "zip"
PACKED = (
    ("", "as a folder"),
    (ZIP, "as one ZIP file"),
    ("10", "in ZIP files of 10 MB, for mail"),
    ("20", "in ZIP files of 20 MB, for mail"),
)
WORKING_OUT = "Working out what goes…"
LOOKING = "Looking for what the files hold that nobody sees…"
NOTHING_HIDDEN = "Nothing was found. Look at the files all the same: not all that is hidden can be found."
_ASK = "— choose —"
_MEGA = 1_000_000


def size_words(size: int) -> str:
    """About how large, as "about 3.2 MB"."""
    if size < _MEGA:
        return f"about {max(1, round(size / 1000)):,} KB"
    return f"about {size / _MEGA:,.1f} MB"


class BundleDialog(QDialog):
    """Asks for whom; shows what goes and what stays; gives each document that nobody decided about its handling."""

    asked = Signal(Wanted)
    """What it would hold is to be worked out."""
    decided = Signal(str, str)
    """A document and its handling."""
    wanted = Signal(Wanted)
    """It is to be written."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bundle-dialog")
        self.setWindowTitle("Export evidence bundle")
        self.resize(760, 640)
        self.readers = QButtonGroup(self)
        self.names = QCheckBox("With the names of those who checked, wrote and translated", self)
        self.cited = QCheckBox("Of sources only the cited pages, with one before and one after", self)
        self.reader_told = QCheckBox("Tell the reader what is left out: numbers and reasons, no names", self)
        self.packed = ChoiceField("How it is packed", PACKED, self)
        self.packed.setObjectName("bundle-packed")
        self.packed.show_value("")
        self.told = label("", self, wrap=True)
        self.told.setObjectName("bundle-open")
        self.inside = QWidget(self)
        self.go = button("Export…", self, name="bundle-export", says="Export: choose where to")
        self.go.setDefault(True)
        self.away = button("Cancel", self, name="bundle-cancel", says="Cancel the export")
        self._hidden: QLabel | None = None
        self._lay_out()
        self.readers.idClicked.connect(self._ask)
        self.names.toggled.connect(self._ask)
        self.cited.toggled.connect(self._ask)
        self.go.clicked.connect(self._want)
        self.away.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._want)
        self.readers.button(0).setChecked(True)
        self.readers.button(0).setFocus()

    def _lay_out(self) -> None:
        whom = QGridLayout()
        whom.setColumnStretch(1, 1)
        for row, (_, name, words) in enumerate(READERS):
            choice = QRadioButton(name, self)
            choice.setAccessibleDescription(words)
            self.readers.addButton(choice, row)
            whom.addWidget(choice, row, 0)
            whom.addWidget(label(words, self, wrap=True, dim=True), row, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.inside)
        QVBoxLayout(self.inside).setContentsMargins(0, 0, 8, 0)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.away)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.addWidget(_heading("Who gets it?", self))
        layout.addLayout(whom)
        layout.addWidget(self.names)
        layout.addWidget(self.cited)
        layout.addWidget(self.reader_told)
        packing = QHBoxLayout()
        packing.addWidget(label("Packed", self))
        packing.addWidget(self.packed)
        packing.addStretch(1)
        layout.addLayout(packing)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    @property
    def choices(self) -> Wanted:
        """What is chosen now."""
        packed = self.packed.currentData()
        return Wanted(
            READERS[max(0, self.readers.checkedId())][0],
            names=self.names.isChecked(),
            cited_only=self.cited.isChecked(),
            told=self.reader_told.isChecked(),
            zipped=packed == ZIP,
            largest=int(packed) * _MEGA if packed.isdigit() else 0,
        )

    def _ask(self, *_: object) -> None:
        self.go.setEnabled(False)
        self.told.setText(WORKING_OUT)  # and not what was true of another choice
        self.asked.emit(self.choices)

    def begin(self) -> None:
        """Asks for the first time, once somebody listens."""
        self._ask()

    def show_outlook(self, outlook: Outlook) -> None:
        """What it would hold."""
        self._hidden = None
        old = self.inside.layout()
        while old is not None and (item := old.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                retire(widget)
        self._fill(outlook)
        ready = not outlook.refusal and not self._undecided(outlook)
        self.go.setEnabled(ready)
        self.told.setText(self._summary(outlook))
        announcer().announce(self.told, self.told.text())

    def say(self, sentence: str) -> None:
        """Why it can't be told."""
        self.go.setEnabled(False)
        self.told.setText(sentence)
        announcer().announce(self.told, sentence, urgent=True)

    def _undecided(self, outlook: Outlook) -> bool:
        """The public gets nothing of what nobody decided about; the others ask first."""
        return bool(outlook.unset) and self.choices.reader != "public"

    def _summary(self, outlook: Outlook) -> str:
        if outlook.refusal:
            return outlook.refusal
        if self._undecided(outlook):
            return f"Say first what may become of {count(len(outlook.unset), 'document')}."
        still = (
            f" {count(outlook.open_sentences, 'sentence')} of the draft still open." if outlook.open_sentences else ""
        )
        return f"In all {size_words(outlook.size)}.{still}"

    def _fill(self, outlook: Outlook) -> None:
        layout = self.inside.layout()
        assert isinstance(layout, QVBoxLayout)
        if outlook.unset:
            public = self.choices.reader == "public"
            words = "Nobody has said yet what may become of these" + (
                ": the public gets nothing of them" if public else ""
            )
            layout.addWidget(_heading(words, self.inside))
            layout.addWidget(self._choices(outlook.unset))
        if outlook.parts:
            layout.addWidget(_heading("What goes", self.inside))
            for part in outlook.parts:
                number = f"{part.count:,} × " if part.count > 1 else ""
                layout.addWidget(label(f"{number}{part.name}, {size_words(part.size)}", self.inside, wrap=True))
        if outlook.left_out:
            layout.addWidget(_heading("What is left out", self.inside))
            for name, reason in outlook.left_out:
                layout.addWidget(label(f"{one_line(name, 90)}: {reason}", self.inside, wrap=True))
        if outlook.readable:
            layout.addWidget(_heading("What is blacked out, but not everywhere", self.inside))
            for name, sentence in outlook.readable:
                layout.addWidget(label(f"{one_line(name, 90)}: {one_line(sentence, 400)}", self.inside, wrap=True))
        if outlook.untitled:
            layout.addWidget(_heading("Without a title", self.inside))
            names = ", ".join(one_line(name, 60) for _, name in outlook.untitled)
            layout.addWidget(label(f"{names}: give them titles, which is what readers see.", self.inside, wrap=True))
        if outlook.parts:
            layout.addWidget(_heading("What the files hold that nobody sees", self.inside))
            self._hidden = label(LOOKING, self.inside, wrap=True)
            layout.addWidget(self._hidden)
        layout.addStretch(1)

    def show_hidden(self, found: tuple[tuple[str, str], ...]) -> None:
        """What the files hold that nobody sees: documents with sentences."""
        if self._hidden is not None:
            told = [f"{one_line(title, 90)}: {one_line(sentence, 400)}" for title, sentence in found]
            self._hidden.setText("\n".join(told) or NOTHING_HIDDEN)

    def _choices(self, unset: tuple[tuple[str, str], ...]) -> QWidget:
        held = QWidget(self.inside)
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        values = [("", _ASK), *((each.value, HANDLING_WORDS[each]) for each in Handling if each is not Handling.UNSET)]
        for row, (document, name) in enumerate(unset):
            grid.addWidget(ElidedLabel(one_line(name), held), row, 0)
            choice = ChoiceField(f"What may become of {one_line(name, 80)}", values, held)
            choice.show_value("")
            choice.committed.connect(lambda value, document=document: self._decide(document, value))
            grid.addWidget(choice, row, 1)
        return held

    def _decide(self, document: str, value: str) -> None:
        if value:
            self.decided.emit(document, value)

    def _want(self) -> None:
        if self.go.isEnabled():
            self.wanted.emit(self.choices)


def _heading(words: str, parent: QWidget) -> QLabel:
    made = label(words, parent, wrap=True)
    made.setProperty("heading", True)
    made.setContentsMargins(0, 8, 0, 0)
    return made
